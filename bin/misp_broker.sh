#!/bin/sh
[ ! -L "$0" ] || exec "$(readlink -f "$0")" "$@"
exec "${0%/*}/launcher.sh" misp_broker "$@"
