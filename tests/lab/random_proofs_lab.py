# SPDX-License-Identifier: MIT
"""Random policies, written for each loader of a Linux kernel, loaded by it and asked with packets: all that is required
passes, nothing else. The same ones in every run; EGRESS_RANDOM_PROOFS=1000 asks for more of them than CI has time for."""
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from checks import Checks  # noqa: E402

BIN = pathlib.Path(os.environ.get("EGRESS_BIN", pathlib.Path(__file__).resolve().parents[2] / "build/dev/bin"))
TEST = BIN.parent / "tests/tools_random_proof_test"
SKIP = 77
PARTS = 2
# Of a hundred: the daemons take seconds each. Not dnsmasq: these policies give one name other addresses in every flow,
# which names cannot do.
SHARES = {"nftables": 100, "iptables": 100, "ipset": 100, "ufw": 5, "firewalld": 4}


def proofs(form, count, part):
    environment = dict(os.environ, EGRESS_RANDOM_PROOFS="%s %d %d %d" % (form, count, part, PARTS))
    done = subprocess.run([str(TEST), "random policies hold in a kernel where the lab asks"], env=environment,
                          capture_output=True, text=True)
    return form, part, done


def main():
    for program in ("nft", "iptables-restore", "ip6tables-restore", "ipset", "firewalld", "dbus-daemon", "ufw"):
        if not shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin"):
            print("skipped: %s is missing" % program)
            return SKIP
    if os.geteuid() != 0:
        print("skipped: firewalld and ufw want root")
        return SKIP
    wanted = int(os.environ.get("EGRESS_RANDOM_PROOFS", "60"))
    checks = Checks()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(proofs, form, max(4, wanted * share // 100), part)
                for form, share in SHARES.items() for part in range(PARTS)]
        for job in concurrent.futures.as_completed(jobs):
            form, part, done = job.result()
            checks.that(done.returncode == 0 and "policies proved" in done.stdout,
                        "%s, part %d: %s" % (form, part, done.stdout[-3000:] + done.stderr[-500:]))
            print("".join(line + "\n" for line in done.stdout.splitlines() if "policies proved" in line), end="")
    checks.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
