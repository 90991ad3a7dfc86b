"""Runs AppInspect on packages and prints a table: inspect.py APPINSPECT SCRATCH PACKAGE...

Exits with 1 when there is anything but what is accepted below.
"""

import json
import os
import subprocess
import sys

# Failures that one edition cannot be without, by a part of its file name: it carries an x86-64 program on purpose,
# and another edition is for aarch64.
ACCEPTED_FAILURES = {"linux_x86_64": {"check_aarch64_compatibility"}}

# Warnings that stay, with their reasons.
ACCEPTED_WARNINGS = {
    "check_for_indexer_synced_configs": "Enterprise Security's feeds need inputs.conf",
    "check_for_modular_inputs": "the app has a modular input",
    "check_collections_conf": "the app keeps indicators in the KV store",
}


def main(appinspect, scratch, packages):
    clean = True
    print(f"{'package':44} errors failures future warnings")
    for package in packages:
        report = inspect(appinspect, scratch, package)
        accepted = set().union(*(names for part, names in ACCEPTED_FAILURES.items() if part in package))
        failures = report["failure"] - accepted
        warnings = report["warning"] - set(ACCEPTED_WARNINGS)
        counts = [len(report["error"]), len(failures), len(report["future_failure"]), len(report["warning"])]
        print(f"{os.path.basename(package):44} {counts[0]:6} {counts[1]:8} {counts[2]:6} {counts[3]:8}")
        for kind in report:
            for name in sorted(report[kind]):
                note = "accepted" if name in accepted or name in ACCEPTED_WARNINGS else "NOT accepted"
                print(f"    {kind} {name} ({note})")
        clean = clean and not report["error"] and not report["future_failure"] and not failures and not warnings
    return 0 if clean else 1


def inspect(appinspect, scratch, package):
    """Names of the checks, by their result."""
    output = os.path.join(scratch, "appinspect.json")
    command = [appinspect, "inspect", package, "--mode", "precert", "--data-format", "json"]
    command += ["--output-file", output, "--max-messages", "all", "--skip-trusted-libraries-update"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if not os.path.exists(output):
        sys.exit(done.stdout.decode())
    with open(output, encoding="utf-8") as file:
        groups = [group for report in json.load(file)["reports"] for group in report["groups"]]
    os.remove(output)
    checks = [check for group in groups for check in group["checks"]]
    kinds = ("error", "failure", "future_failure", "warning")
    return {kind: {check["name"] for check in checks if check["result"] == kind} for kind in kinds}


sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
