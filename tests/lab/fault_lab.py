# SPDX-License-Identifier: MIT
"""The lab of faults as a test: every scenario of scripts/lab, and the smaller tools on a device without a network."""
import pathlib
import subprocess
import sys

import lab

lab.need_root_and_namespaces()
checks = lab.Checks()
LAB = [sys.executable, str(pathlib.Path(__file__).resolve().parents[2] / "scripts/lab")]


def run(*words):
    """({scenario: "MISSED", "BROKEN" or "slow"} of what was off or late, all lines that were printed)"""
    done = subprocess.run([*LAB, *words], stdout=subprocess.PIPE, text=True)
    print(done.stdout, flush=True)
    checks.that(done.returncode in (0, 1) and "scenarios " in done.stdout, "scripts/lab: exit %d" % done.returncode)
    found = {}
    for line in done.stdout.splitlines():
        kind, name = (line.split() + ["", ""])[:2]
        if kind in ("MISSED", "BROKEN", "slow") and "/" in name:
            found.setdefault(name.rstrip(":"), kind)
    # What flaps is not in a line of its own scenario: each run of it may be right.
    checks.that(done.returncode == 0 or found or "--repeat" not in words, "scripts/lab: something flaps")
    return found


# A busy machine loses packets of its own. What was off beside six other labs must be right with one beside it; where many
# were off, twice, because that is no accident of one moment. What is slow is printed; no test holds anybody to a time.
FEW, MANY = 3, 20


def off_in(found):
    return sorted(name for name, kind in found.items() if kind != "slow")


off = off_in(run(*sys.argv[1:]))
if checks.that(len(off) <= MANY, "%d scenarios were off: %s" % (len(off), ", ".join(off))) and off:
    twice = ("--repeat", "2") if len(off) > FEW else ()
    print("again, with less beside it%s: %s" % (", twice" if twice else "", ", ".join(off)))
    again = off_in(run(*off, "--jobs", "2", *twice))
    checks.that(not again, "off again: %s" % ", ".join(again))

with lab.Lab() as site: # its cloud is not even up
    for ns, family in ((site.client, "-4"), (site.client, "-6")):
        lab.run("ip", "-n", ns, family, "route", "del", "default")
    lab.run("ip", "-n", site.client, "link", "set", "lo", "down")
    done = site.check(lab.HUB_NAME, "--limit", 1, tool="egress-dns")
    checks.that(done.returncode == 1 and len(done.stdout.splitlines()) >= 3, "egress-dns without network: exit %d %s" % (done.returncode, done.stdout))
    done = site.check(lab.HUB, "--limit", 1, tool="egress-tls")
    checks.that(done.returncode == 1 and ("no_route" in done.stdout or "unreachable" in done.stdout), "egress-tls without network: %s" % done.stdout)
checks.end()
