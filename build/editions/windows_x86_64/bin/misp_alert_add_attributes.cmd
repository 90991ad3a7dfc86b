@"%~dp0launcher.cmd" misp_alert_add_attributes %*
