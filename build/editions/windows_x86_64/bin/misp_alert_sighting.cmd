@"%~dp0launcher.cmd" misp_alert_sighting %*
