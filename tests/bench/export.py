# SPDX-License-Identifier: MIT
"""Benchmark: a policy of 10,000 prefixes as nftables rules by egress-rules export, its CPU time and wall time; beside a
Python script that writes the same elements (what generators in Python do at least: facts/rules.md has aerleon at 1.2 s)
and beside `iprange`, which writes prefixes only. Root: also what `nft -f` then takes. Prints times; asserts nothing.
EGRESS_BIN names the folder of the binaries (default: build/release/bin)."""
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

BIN = pathlib.Path(os.environ.get("EGRESS_BIN", pathlib.Path(__file__).resolve().parents[2] / "build/release/bin"))
RUNS, PREFIXES = 9, 10000
IN_PYTHON = """
import ipaddress, sys
nets = [ipaddress.ip_network(line.strip()) for line in open(sys.argv[1])]
nets = list(ipaddress.collapse_addresses(nets))
print("table inet egress {\\n set f_v4 {\\n type ipv4_addr; flags interval\\n elements = {", ",\\n".join(map(str, nets)), "}\\n }\\n}")
"""


def timed(*command):
    """Milliseconds of CPU and by the clock: the median of RUNS."""
    cpu, clock = [], []
    for _ in range(RUNS):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        subprocess.run([str(c) for c in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        clock.append((time.monotonic() - began) * 1000)
        cpu.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000)
    return sorted(cpu)[RUNS // 2], sorted(clock)[RUNS // 2]


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    prefixes = ["%d.%d.%d.%d/29" % (11 + (i >> 20), i >> 12 & 255, i >> 4 & 255, (i & 15) * 16) for i in range(PREFIXES)]
    (folder / "list").write_text("\n".join(prefixes) + "\n")
    policy = ["# egress-policy/1 policy 0123456789ab default-deny host - -", "# egress-policy/1 flow hub tcp 443,5671,8883 given required"]
    policy += ["# egress-policy/1 to " + " ".join(prefixes[i:i + 5]) for i in range(0, PREFIXES, 5)]
    (folder / "policy").write_text("\n".join(policy) + "\n")
    export = (BIN / "egress-rules", "export", "--policy", folder / "policy", "--format")
    for name, file in (("nftables", "egress.nft"), ("iptables", "egress.rules"), ("ipset", "both")):
        print("egress-rules export --format %-9s %7.1f ms CPU, %7.1f ms" % (name, *timed(*export, name, "-o", folder / file)))
    print("Python, the set alone            %7.1f ms CPU, %7.1f ms" % timed(sys.executable, "-c", IN_PYTHON, folder / "list"))
    if shutil.which("iprange"):
        print("iprange, the prefixes alone      %7.1f ms CPU, %7.1f ms" % timed("iprange", folder / "list"))
    if os.geteuid() == 0 and shutil.which("nft"):
        print("unshare -n nft -f egress.nft     %7.1f ms CPU, %7.1f ms" % timed("unshare", "-n", "nft", "-f", folder / "egress.nft"))
