#!/usr/bin/env bash
# npm run lint:spl: splint on every shipped search. Needs Python 3; installs splint into .venv.
set -euo pipefail
cd "$(dirname "$0")/.."
source tools/venv.sh

splint=$(venv splint splint-spl==0.1.0)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
npx tsx tools/searches.ts "$scratch"
"$splint/splint" --no-color "$scratch"/*.spl
echo "splint: $(ls "$scratch" | wc -l) searches"
