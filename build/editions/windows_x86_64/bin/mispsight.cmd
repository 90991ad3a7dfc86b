@"%~dp0launcher.cmd" mispsight %*
