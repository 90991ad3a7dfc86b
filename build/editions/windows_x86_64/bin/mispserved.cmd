@"%~dp0launcher.cmd" mispserved %*
