# SPDX-License-Identifier: MIT
"""Reports of the lab of faults, kept, and diagnosed again: what is pure in a diagnosis is held to the truth of the
scenarios on every machine, without namespaces. One report for each fault of the catalogue, one for each scenario of
several, and one for each in which nothing is wrong: all of these, also where the diagnosis is not right yet.

    fault_reports_test.py            judges them
    fault_reports_test.py FOLDER     keeps those of FOLDER, which `scripts/lab --save FOLDER` has filled, and what was kept
                                     of scenarios that FOLDER has no report of"""
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


def kept_in(folder):
    """The reports of the archive, unpacked into a folder: paths."""
    paths = []
    with tarfile.open(KEPT) as archive:
        for entry in archive:
            paths.append(pathlib.Path(folder) / pathlib.PurePath(entry.name).name)
            paths[-1].write_bytes(archive.extractfile(entry).read())
    return paths


def keep(folder):
    with tempfile.TemporaryDirectory(prefix="egress-reports-") as before:
        found = {path.name: path for path in [*kept_in(before), *folder.glob("*.json")]}
        wanted = {file_of(one): one for one in chosen(scenario.every())}
        missing = sorted(one.name for name, one in wanted.items() if name not in found)
        if missing:
            sys.exit("nothing is kept, there is no report of: %s; scripts/lab --save %s %s" % (", ".join(missing), folder, " ".join(missing)))
        with tarfile.open(KEPT, "w:xz") as archive:
            for name in wanted:
                entry = tarfile.TarInfo(name)
                entry.size = found[name].stat().st_size
                with found[name].open("rb") as report:
                    archive.addfile(entry, report)
        wrong = [one.name for name, one in wanted.items() if any(kind not in OF_TIME for kind, _ in judge(one, json.loads(found[name].read_text())).misses)]
        print("%d are kept; as they were saved, something is off in: %s" % (len(wanted), ", ".join(wrong) or "none"))


def again(report):
    done = subprocess.run([str(BIN / "egress-check"), "--from", str(report), "--json", "-"], capture_output=True, text=True, timeout=60)
    if done.returncode not in (0, 1):
        raise RuntimeError("exit %d %s" % (done.returncode, done.stderr))
    return json.loads(done.stdout)


def main():
    if sys.argv[1:]:
        return keep(pathlib.Path(sys.argv[1]))
    checks = Checks()
    by_file = {file_of(one): one for one in chosen(scenario.every())}
    with tempfile.TemporaryDirectory(prefix="egress-reports-") as folder:
        kept = kept_in(folder)
        names = [path.name for path in kept]
        checks.that(len(names) == len(set(names)), "a report is kept twice")
        checks.that(set(names) == set(by_file), "kept without need: %s; not kept: %s; keep them anew" % (
            ", ".join(sorted(set(names) - set(by_file))) or "none", ", ".join(sorted(set(by_file) - set(names))) or "none"))
        for report in kept:
            if report.name not in by_file:
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
