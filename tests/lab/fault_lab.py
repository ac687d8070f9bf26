# SPDX-License-Identifier: MIT
"""The lab of faults as a test: every scenario of scripts/lab, and the smaller tools on a device without a network."""
import pathlib
import subprocess
import sys

import lab

lab.need_root_and_namespaces()
checks = lab.Checks()
done = subprocess.run([sys.executable, pathlib.Path(__file__).resolve().parents[2] / "scripts/lab", *sys.argv[1:]])
checks.that(done.returncode == 0, "scripts/lab: exit %d" % done.returncode)

with lab.Lab() as site: # its cloud is not even up
    for ns, family in ((site.client, "-4"), (site.client, "-6")):
        lab.run("ip", "-n", ns, family, "route", "del", "default")
    lab.run("ip", "-n", site.client, "link", "set", "lo", "down")
    done = site.check(lab.HUB_NAME, "--limit", 1, tool="egress-dns")
    checks.that(done.returncode == 1 and len(done.stdout.splitlines()) >= 3, "egress-dns without network: exit %d %s" % (done.returncode, done.stdout))
    done = site.check(lab.HUB, "--limit", 1, tool="egress-tls")
    checks.that(done.returncode == 1 and ("no_route" in done.stdout or "unreachable" in done.stdout), "egress-tls without network: %s" % done.stdout)
checks.end()
