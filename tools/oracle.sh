#!/usr/bin/env bash
# npm run test:oracle: Splunk's Python SDK beside our protocol. Makes its transcripts anew from the bytes that our
# protocol writes now, and compares them with those that the tests use; with --write it replaces them.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v python3 >/dev/null; then
    echo "oracle: skipped, since there is no python3 for Splunk's SDK"
    exit 0
fi
source tools/venv.sh
sdk=$(venv sdk splunk-sdk==2.1.1)
kept=test/fixtures/python-sdk
if [ "${1:-}" = --write ]; then
    made=$kept
else
    made=$(mktemp -d)
    trap 'rm -rf "$made"' EXIT
fi
PYTHONDONTWRITEBYTECODE=1 "$sdk/python" test/oracle/transcripts.py "$made" node --import tsx test/oracle/requests.ts
diff -r "$kept" "$made"
echo "oracle: $(find "$made" -name '*.output' | wc -l) sessions of the Python SDK are as the tests have them"
