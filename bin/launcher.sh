#!/bin/sh
# Starts one of the app's programs: launcher.sh NAME [ARGUMENT...]
# Uses the first Node.js of version 20 or newer from: SA_MISP_NODE, the app, PATH, the usual folders.
# splunkd's libraries and Node.js settings must not affect it.
# Generated from src/generate/programs/node-start.ts:
unset LD_LIBRARY_PATH DYLD_LIBRARY_PATH OPENSSL_CONF NODE_OPTIONS NODE_PATH DEBUG NODE_DEBUG NODE_DEBUG_NATIVE NODE_TLS_REJECT_UNAUTHORIZED NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR SSLKEYLOGFILE NODE_V8_COVERAGE NODE_REDIRECT_WARNINGS
flags='--max-semi-space-size=8 --heap-growing-percent=200'
no_node='MISP for Splunk needs Node.js 20 or newer, but none was found.'
advice='Install the edition of the app for linux_x86_64 or linux_aarch64, which includes Node.js, or install Node.js, or set SA_MISP_NODE in splunk-launch.conf to its path.'
# End of what is generated.
# A core file would hold keys.
ulimit -c 0 2>/dev/null
name=$1
bin=${0%/*}
app=$bin/..
found=

# Node.js 22 and newer cache the compiled program here, which makes commands start an eighth faster. The cache may be deleted at any time.
if [ -n "$SPLUNK_HOME" ] && [ -w "$SPLUNK_HOME/var/run" ]; then
    export NODE_COMPILE_CACHE="$SPLUNK_HOME/var/run/SA-misp"
fi

# Fewer arenas for memory outside V8's heap. Like the flags, this favours memory over speed a little.
export MALLOC_ARENA_MAX=2
start() {
    node=$1
    shift
    # Unquoted, since the variable has two flags.
    exec "$node" $flags "$bin/main.js" "$@"
}

# Runs a Node.js to get its version, which takes 3 to 5 ms. Collects unsuitable ones for the message.
is_new_enough() {
    [ -x "$1" ] && [ ! -d "$1" ] || return 1
    version=$("$1" --version 2>/dev/null)
    case $version in
    v[2-9][0-9].* | v[1-9][0-9][0-9].*) return 0 ;;
    v[0-9]*) found="$found $version at $1;" ;;
    *) found="$found $1, which does not run ($("$1" --version 2>&1));" ;;
    esac
    return 1
}

exists() {
    [ -e "$1" ]
}

# The included Node.js has the right version, so do not run it for its version where it certainly works: its loader exists,
# and no C library has a version in its file name, as before glibc 2.34.
is_sure_to_run() {
    case $1 in
    */linux_x86_64/bin/node) loader=/lib64/ld-linux-x86-64.so.2 ;;
    */linux_aarch64/bin/node) loader=/lib/ld-linux-aarch64.so.1 ;;
    *) return 1 ;;
    esac
    exists "$loader" && ! exists /lib64/libc-2.*.so && ! exists /lib/*-linux-gnu/libc-2.*.so
}

if [ -n "$SA_MISP_NODE" ]; then
    is_new_enough "$SA_MISP_NODE" && start "$SA_MISP_NODE" "$@"
fi

for own in "$app"/*_*/bin/node; do
    [ -x "$own" ] || continue
    { is_sure_to_run "$own" || is_new_enough "$own"; } && start "$own" "$@"
done

set -f
IFS=:
for folder in $PATH /usr/local/bin /usr/bin /opt/node/bin /opt/nodejs/bin /opt/homebrew/bin /snap/bin; do
    unset IFS
    # Skip relative folders, since any user may have put a program into the current one.
    case $folder in /*) ;; *) continue ;; esac
    is_new_enough "$folder/node" && start "$folder/node" "$@"
done
unset IFS

text="$no_node${found:+ Found:$found} $advice"
# Keep only characters that need no escape in JSON and have one byte.
text=$(printf %s "$text" | LC_ALL=C tr '\n' ' ' | LC_ALL=C tr -cd ' !#-[]-~')

case $name in
misp | misp_broker | misp_alert_*)
    echo "ERROR $text" >&2
    exit 1
    ;;
esac

# A search command: read the request, then reply in the protocol, so that the search bar shows the message. Only "error"
# fails the search, and its text is shown only if "inspector" comes first (src/protocol/failures.ts).
IFS=, read -r _version metadata_length _body_length
dd bs=1 count="$metadata_length" >/dev/null 2>&1
answer="{\"inspector\":{\"messages\":[[\"ERROR\",\"$text\"]]},\"finished\":true,\"error\":\"$text\"}"
printf 'chunked 1.0,%d,0\n%s' "${#answer}" "$answer"
exit 1
