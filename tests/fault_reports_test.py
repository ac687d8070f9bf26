# SPDX-License-Identifier: MIT
"""Reports of the lab of faults, kept, and diagnosed again: what is pure in a diagnosis is held to the truth of the
scenarios on every machine, without namespaces. One report for each fault of the catalogue, one for each scenario of
several, and one for each in which nothing is wrong.

    fault_reports_test.py            judges them
    fault_reports_test.py FOLDER     keeps those of FOLDER instead, which `scripts/lab --save FOLDER` has filled"""
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "lab")]
from checks import Checks # noqa: E402

try:
    import scenario # noqa: E402
    from judging import judge # noqa: E402
except SystemExit as missing: # a package of the lab's
    print("skipped: %s" % missing)
    sys.exit(77)

KEPT = HERE / "golden/fault_reports.tar.xz"
BIN = pathlib.Path(os.environ.get("EGRESS_BIN", HERE.parent / "build/dev/bin"))
OF_TIME = {"slow"} # not of the diagnosis


def chosen(all_of_them):
    """Scenarios that show something which those before them do not."""
    shown = set()
    for one in all_of_them:
        new = set(one.FAULTS) - shown if len(one.FAULTS) == 1 else {one.name}
        if new:
            shown |= new
            yield one


def file_of(one):
    return one.name.replace("/", "-") + ".json"


def keep(folder):
    left_out = []
    with tarfile.open(KEPT, "w:xz") as archive:
        for one in chosen(scenario.every()):
            report = folder / file_of(one)
            if not report.exists() or judge(one, json.loads(report.read_text())).misses:
                left_out.append(one.name)
                continue
            entry = tarfile.TarInfo(report.name)
            entry.size = report.stat().st_size
            archive.addfile(entry, report.open("rb"))
    print("left out, for want of a report that is right: %s" % (", ".join(left_out) or "none"))


def again(report):
    done = subprocess.run([str(BIN / "egress-check"), "--from", str(report), "--json", "-"], capture_output=True, text=True, timeout=60)
    if done.returncode not in (0, 1):
        raise RuntimeError("exit %d %s" % (done.returncode, done.stderr))
    return json.loads(done.stdout)


def main():
    if sys.argv[1:]:
        return keep(pathlib.Path(sys.argv[1]))
    checks = Checks()
    by_file = {file_of(one): one for one in scenario.every()}
    with tempfile.TemporaryDirectory(prefix="egress-reports-") as folder, tarfile.open(KEPT) as archive:
        kept = []
        for entry in archive:
            kept.append(pathlib.Path(folder) / pathlib.PurePath(entry.name).name)
            kept[-1].write_bytes(archive.extractfile(entry).read())
        checks.that(len(kept) > 150, "only %d reports are kept" % len(kept))
        for report in kept:
            if not checks.that(report.name in by_file, "%s is of no scenario any more: keep them anew" % report.name):
                continue
            try:
                misses = judge(by_file[report.name], again(report)).misses
            except (RuntimeError, ValueError) as wrong:
                misses = [("report", str(wrong))]
            wrong = ["%s: %s" % miss for miss in misses if miss[0] not in OF_TIME]
            checks.that(not wrong, "%s: %s" % (report.name, "; ".join(wrong)))
    checks.end()


if __name__ == "__main__":
    main()
