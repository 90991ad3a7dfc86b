@"%~dp0launcher.cmd" mispexpire %*
