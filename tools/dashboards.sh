#!/usr/bin/env bash
# npm run test:dashboards, npm run screenshots:dashboards: the dashboards as Splunk's own packages validate and draw them
# in Chromium, on what the embedded MISP holds. The packages are a package of their own (test/dashboards, 600 MB
# installed), so that nobody's npm ci has to bring them.
set -euo pipefail
cd "$(dirname "$0")/.."
export CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
packages=test/dashboards

# Tests may be left out, and say so; whoever asks for pictures wants some.
leave_out() {
    echo "SKIPPED: $1: $2"
    [ "$1" = test ] && exit 0
    exit 1
}

what=${1:-test}
[ -x "$CHROMIUM" ] ||
    leave_out "$what" "no Chromium at $CHROMIUM (apt-get install chromium fonts-dejavu-core fonts-liberation, or set CHROMIUM)"
if ! [ $packages/node_modules/.package-lock.json -nt $packages/package-lock.json ]; then
    npm ci --prefix $packages --no-audit --no-fund --loglevel=error ||
        leave_out "$what" "Splunk's packages could not be installed from the registry"
    touch $packages/node_modules/.package-lock.json
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export DASHBOARD_ANSWERS=$scratch/answers.json
npx tsx tools/dashboard-answers.ts "$DASHBOARD_ANSWERS"
case $what in
    test) node --test --test-reporter=spec $packages/dashboards.test.mjs ;;
    screenshots)
        mkdir -p docs/images
        node $packages/screenshots.mjs docs/images
        ;;
    *)
        echo "usage: bash tools/dashboards.sh [test|screenshots]" >&2
        exit 2
        ;;
esac
