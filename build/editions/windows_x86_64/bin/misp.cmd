@"%~dp0launcher.cmd" misp %*
