#!/bin/sh
exec "${0%/*}/launcher.sh" mispgetioc "$@"
