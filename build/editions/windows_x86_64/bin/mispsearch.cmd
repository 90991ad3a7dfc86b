@"%~dp0launcher.cmd" mispsearch %*
