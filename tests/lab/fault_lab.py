# SPDX-License-Identifier: MIT
"""The lab of faults as a test: every scenario of scripts/lab, and the smaller tools on a device without a network."""
import pathlib
import subprocess
import sys

import lab

lab.need_root_and_namespaces()
checks = lab.Checks()
LAB = [sys.executable, str(pathlib.Path(__file__).resolve().parents[2] / "scripts/lab")]


def missed(*words):
    """The scenarios of which something was off; the lab's own lines are printed."""
    done = subprocess.run([*LAB, *words], stdout=subprocess.PIPE, text=True)
    print(done.stdout, flush=True)
    names = [line.split()[1].rstrip(":") for line in done.stdout.splitlines() if line.startswith(("MISSED", "BROKEN"))]
    checks.that(done.returncode in (0, 1) and "scenarios " in done.stdout, "scripts/lab: exit %d" % done.returncode)
    return sorted(set(names))


# A busy machine loses packets and time of its own. What was off beside five other labs must be right with few beside it;
# it is named all the same, and many such are a fault.
flapped = missed(*sys.argv[1:])
if flapped:
    print("again, with less beside it: %s" % ", ".join(flapped))
checks.that(len(flapped) <= 10, "%d scenarios were off: %s" % (len(flapped), ", ".join(flapped)))
again = missed(*flapped[:10], "--jobs", "2") if flapped else []
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
