@"%~dp0launcher.cmd" misp_alert_create_event %*
