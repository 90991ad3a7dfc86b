@"%~dp0launcher.cmd" mispintel %*
