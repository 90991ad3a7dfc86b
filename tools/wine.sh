#!/usr/bin/env bash
# npm run test:wine: the package for Windows, started by Wine's cmd.exe. Where there is no Wine it says so, and ends well.
set -euo pipefail
cd "$(dirname "$0")/.."

for one in wine64 wine /usr/lib/wine/wine64; do
    wine=$(command -v "$one") && "$wine" --version >/dev/null 2>&1 && break
    wine=
done
if [ -z "$wine" ]; then
    echo 'wine: skipped, since there is no Wine here that runs (Debian: apt-get install wine64)'
    exit 0
fi

cache=$PWD/node_modules/.cache/sa-misp
mkdir -p "$cache"
export WINE=$wine WINEPREFIX=$cache/wine WINEDEBUG=-all
trap 'wineserver -k 2>/dev/null || /usr/lib/wine/wineserver64 -k 2>/dev/null || true' EXIT
if [ ! -e "$WINEPREFIX/system.reg" ]; then
    "$wine" wineboot --init >/dev/null 2>&1
    # Node.js starts on Windows 10 and newer; Wine says 7.
    "$wine" reg add 'HKCU\Software\Wine' /v Version /d win10 /f >/dev/null
fi
WINE_NODE=$(node tools/wine-node.mjs)
export WINE_NODE
node build.mjs --edition windows_x86_64
npx mocha --no-config --node-option import=tsx --timeout 120000 'test/wine/*.wine.ts'
