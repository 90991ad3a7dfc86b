#!/usr/bin/env bash
# npm run inspect: Splunk's own checks of every edition, and ours of what they do not see. Ends with a verdict.
# With --tags AppInspect runs for each tag of Splunk Cloud, not once for all. Needs Python 3; installs AppInspect and slim
# into .venv, and libmagic1 where it is missing and may be installed.
set -euo pipefail
cd "$(dirname "$0")/.."
source tools/venv.sh
[ "${1:-}" = --tags ] && tags=--tags

if ! ldconfig -p | grep -q 'libmagic\.so'; then
    apt-get update -qq >/dev/null && apt-get install -y -qq libmagic1 >/dev/null
fi
appinspect=$(venv appinspect splunk-appinspect==4.3.1)
slim=$(venv slim splunk-packaging-toolkit==1.2.8)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

node build.mjs --editions
"$appinspect/python" tools/inspect.py ${tags:-} "$appinspect/splunk-appinspect" "$scratch" dist/SA-misp-*.spl || failed=1

# Splunk's specs, and those of Enterprise Security's files as far as the app sets anything in them.
if [ -d ../shared/specs ]; then
    cp ../shared/specs/*.spec "$scratch"
    specs="Splunk 10.2.3's specs"
else
    cp "$slim"/../lib/python3*/site-packages/slim/config/conf-specs/*.spec "$scratch"
    specs="slim's own specs (those of Splunk 10.2.3 are not beside the project)"
fi
for spec in app/README/*.spec tools/specs/*.spec; do
    cat "$spec" >>"$scratch/$(basename "$spec")"
done
# slim keeps its settings in the home folder: a home of its own.
HOME="$scratch" "$slim/slim" config -l user -s option.configuration_spec_path "$scratch" >/dev/null
said=$(HOME="$scratch" "$slim/slim" validate dist/SA-misp 2>&1) || failed=1
if grep -qE '\[(WARNING|ERROR|FATAL)\]' <<<"$said"; then
    echo "$said"
    failed=1
else
    echo "slim with $specs: no unknown key"
fi

# What AppInspect does not detect.
if grep -rnEi '^\s*(misp_key|.*password)\s*=\s*\S' default; then
    echo "a secret in a conf file"
    failed=1
fi
if grep -rnE 'rejectUnauthorized:\s*false|NODE_TLS_REJECT_UNAUTHORIZED\s*=' src; then
    echo "certificates unchecked without a setting"
    failed=1
fi

if [ "${failed:-0}" = 0 ]; then
    echo "inspect: all clean"
else
    echo "inspect: NOT clean"
    exit 1
fi
