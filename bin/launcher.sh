#!/bin/sh
# Starts one of the app's programs: launcher.sh NAME [ARGUMENT...]
# With the first Node.js of version 20 or newer from: SA_MISP_NODE, the app itself, PATH, the usual places.
# splunkd's own libraries and Node settings must not reach it.
unset LD_LIBRARY_PATH OPENSSL_CONF NODE_OPTIONS NODE_PATH NODE_TLS_REJECT_UNAUTHORIZED
name=$1
bin=${0%/*}
app=$bin/..
found=

# Memory over speed, a little: garbage is collected before the heap has grown by more than a third.
start() {
    node=$1
    shift
    exec "$node" --heap-growing-percent=30 "$bin/main.js" "$@"
}

# Remembers what there was, for the message.
is_new_enough() {
    [ -x "$1" ] && [ ! -d "$1" ] || return 1
    version=$("$1" --version 2>/dev/null) || return 1
    major=${version#v}
    major=${major%%.*}
    case $major in
    '' | *[!0-9]*) return 1 ;;
    esac
    [ "$major" -ge 20 ] && return 0
    found="$found $version at $1;"
    return 1
}

if [ -n "$SA_MISP_NODE" ]; then
    is_new_enough "$SA_MISP_NODE" && start "$SA_MISP_NODE" "$@"
fi

# The carried runtime has the right version: it need not be asked. uname is, since an app may be copied to another
# kind of machine.
for own in "$app"/*_*/bin/node; do
    [ -x "$own" ] || continue
    case $own in
    "$app/$(uname -s | tr '[:upper:]' '[:lower:]')_$(uname -m)/bin/node") start "$own" "$@" ;;
    esac
done

# SA_MISP_USUAL_PLACES may say other ones, or none.
usual=/usr/local/bin:/usr/bin:/opt/node/bin:/opt/nodejs/bin:/opt/homebrew/bin:/snap/bin
IFS=:
for folder in $PATH ${SA_MISP_USUAL_PLACES-$usual}; do
    unset IFS
    is_new_enough "$folder/node" && start "$folder/node" "$@"
done
unset IFS

text="MISP for Splunk needs Node.js 20 or newer, and there is none.${found:+ Found:$found}"
text="$text Install the app's edition for linux_x86_64 or linux_aarch64, which carries its own,"
text="$text or install Node.js, or name one as SA_MISP_NODE in splunk-launch.conf."
text=$(printf %s "$text" | tr -d '"\\')

case $name in
misp | misp_alert_*)
    echo "ERROR $text" >&2
    exit 1
    ;;
esac

# A search command: the request is read, then answered in the protocol, so that the search bar says why.
IFS=, read -r _version metadata_length _body_length
dd bs=1 count="$metadata_length" >/dev/null 2>&1
answer="{\"finished\":true,\"inspector\":{\"messages\":[[\"ERROR\",\"$text\"]]}}"
printf 'chunked 1.0,%d,0\n%s' "${#answer}" "$answer"
exit 1
