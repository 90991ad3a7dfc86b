@"%~dp0launcher.cmd" mispstatus %*
