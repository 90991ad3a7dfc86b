@"%~dp0launcher.cmd" mispgetioc %*
