@"%~dp0launcher.cmd" mispgetevent %*
