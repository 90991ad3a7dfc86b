@"%~dp0launcher.cmd" mispgetattribute %*
