@"%~dp0launcher.cmd" mispselftest %*
