@"%~dp0launcher.cmd" mispfetch %*
