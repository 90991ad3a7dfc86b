"""Runs AppInspect on packages and prints a table: inspect.py [--tags] APPINSPECT SCRATCH PACKAGE...

One run of all checks a package; the results for each tag are those of the checks that bear it. With --tags AppInspect runs
once more for each tag. Exits with 1 when anything differs from what is accepted below, for more or for less.
"""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

# What Splunk Cloud looks at, as `splunk-appinspect list tags` has it; "" is all checks. AppInspect 4.3.1 knows no tag for
# self-service installation.
TAGS = ("", "cloud", "private_app", "private_victoria", "private_classic", "migration_victoria")

# What stays, with reasons: the check, what it says, for which editions (parts of their file names) and tags.
EVERYWHERE = ("",)
ACCEPTED = {
    "check_for_modular_inputs": ("warning", EVERYWHERE, TAGS, "the app has a modular input"),
    "check_collections_conf": ("warning", EVERYWHERE, TAGS, "the app keeps indicators in the KV store"),
    "check_for_splunk_sui": ("warning", EVERYWHERE, TAGS, "the pages are made with Splunk UI: AppInspect counts such apps"),
    "check_for_splunk_frontend_utility_components": (
        "warning",
        EVERYWHERE,
        TAGS,
        "the pages are made with Splunk's packages for pages: AppInspect counts such apps",
    ),
    "check_for_indexer_synced_configs": (
        "warning",
        EVERYWHERE,
        ("", "migration_victoria"),
        "Enterprise Security's feeds need inputs.conf",
    ),
    "check_aarch64_compatibility": (
        "failure",
        ("linux_x86_64",),
        ("",),
        "an x86-64 program is carried on purpose; another edition is for aarch64",
    ),
    "check_that_app_contains_any_windows_specific_components": (
        "warning",
        ("windows_x86_64",),
        TAGS,
        "a program of Windows is carried on purpose",
    ),
}
DOCUMENTATION = "docs/administration.md"
# AppInspect takes one core, and most of its time for Node.js's 100 MB.
SIDE_BY_SIDE = 2
KINDS = ("error", "failure", "future_failure", "manual_check", "warning")


def main(arguments):
    separately = arguments[0] == "--tags"
    appinspect, scratch, *packages = arguments[1 if separately else 0 :]
    clean = True
    cells = {tag: [] for tag in TAGS}
    sizes = {tag: set() for tag in TAGS}
    print(f"{'package':44} {'tag':20} checks " + " ".join(KINDS))
    packages = sorted(packages)
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        results = list(pool.map(lambda package: inspect(appinspect, scratch, package, ""), packages))
    for package, every in zip(packages, results):
        for tag in TAGS:
            if separately and tag:
                checks = inspect(appinspect, scratch, package, tag)
            else:
                checks = [check for check in every if not tag or tag in check["tags"]]
            clean = report(os.path.basename(package), tag, checks) and clean
            failures, warnings = (sum(1 for check in checks if check["result"] == kind) for kind in ("failure", "warning"))
            cells[tag].append(f"{failures}, {warnings}")
            sizes[tag].add(len(checks))
    clean = documented(cells, sizes) and clean
    for name, (kind, _editions, _tags, reason) in ACCEPTED.items():
        print(f"accepted {kind} {name}: {reason}")
    return 0 if clean else 1


def documented(cells, sizes):
    """Whether the table of the documentation has these results; prints the rows that it lacks."""
    with open(DOCUMENTATION, encoding="utf-8") as file:
        lines = file.read().splitlines()
    rows = []
    for tag in TAGS:
        name = f"`{tag}`" if tag else "all checks"
        counts = " or ".join(str(size) for size in sorted(sizes[tag]))
        rows.append(f"| {name} | {counts} | {' | '.join(cells[tag])} |")
    missing = [row for row in rows if row not in lines]
    for row in missing:
        print(f"{DOCUMENTATION} lacks the row: {row}")
    return not missing


def report(package, tag, checks):
    """Prints a line, and one for each difference. Whether there is none."""
    found = {(check["result"], check["name"]) for check in checks if check["result"] in KINDS}
    accepted = {
        (kind, name)
        for name, (kind, editions, tags, _reason) in ACCEPTED.items()
        if tag in tags and any(edition in package for edition in editions)
    }
    counts = (sum(1 for kind, _name in found if kind == one) for one in KINDS)
    figures = " ".join(f"{count:{len(one)}}" for one, count in zip(KINDS, counts))
    print(f"{package:44} {tag or '(all checks)':20} {len(checks):6} {figures}")
    for kind, name in sorted(found - accepted):
        print(f"    {kind} {name} (NOT accepted)")
    for kind, name in sorted(accepted - found):
        print(f"    {kind} {name} (accepted, and not there any more: take it out, here and in docs/administration.md)")
    return found == accepted and len(checks) > 200


def inspect(appinspect, scratch, package, tag):
    """The checks, as AppInspect reports them."""
    output = os.path.join(scratch, f"{os.path.basename(package)}.json")
    command = [appinspect, "inspect", package, "--mode", "precert", "--data-format", "json"]
    command += ["--output-file", output, "--max-messages", "all", "--skip-trusted-libraries-update"]
    command += ["--included-tags", tag] if tag else []
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if not os.path.exists(output):
        raise SystemExit(done.stdout.decode())
    with open(output, encoding="utf-8") as file:
        groups = [group for report in json.load(file)["reports"] for group in report["groups"]]
    os.remove(output)
    return [check for group in groups for check in group["checks"]]


sys.exit(main(sys.argv[1:]))
