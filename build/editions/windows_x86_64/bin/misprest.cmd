@"%~dp0launcher.cmd" misprest %*
