# SPDX-License-Identifier: MIT
"""What labs of the proof share: policies, their exported files, and egress-rules as root and as an ordinary user."""
import concurrent.futures
import itertools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from checks import Checks  # noqa: E402

BIN = pathlib.Path(os.environ.get("EGRESS_BIN", pathlib.Path(__file__).resolve().parents[2] / "build/dev/bin"))
SKIP = 77

FLOWS = """\
egress-policy/1 flow iot-hub tcp 443,5671,8883 resolved required
egress-policy/1 name contoso.azure-devices.net
egress-policy/1 to 203.0.113.10/32 203.0.113.64/27 2001:db8:2::/48
egress-policy/1 flow registry tcp 443 resolved required
egress-policy/1 name contoso.azurecr.io
egress-policy/1 to 198.51.100.20/31 2001:db8:9::5/128
egress-policy/1 flow dns tcp,udp 53 given required
egress-policy/1 to 10.9.0.53/32
egress-policy/1 flow ntp udp 123 given required
egress-policy/1 to 10.9.0.123/32
"""
POLICIES = {
    "host": "egress-policy/1 policy - default-deny host - -\n" + FLOWS,
    "host-allow": "egress-policy/1 policy - allow-only host - -\n" + FLOWS,
    "gateway": "egress-policy/1 policy - default-deny gateway lan0 wan0\n"
               "egress-policy/1 from 192.168.50.0/24 fd50::/64\n" + FLOWS,
    "gateway-own": "egress-policy/1 policy - default-deny gateway - -\negress-policy/1 from 192.168.1.0/24\n"
                   + FLOWS.replace("10.9.0.53/32", "192.168.1.1/32 10.9.0.53/32"),
    "host-wide": "egress-policy/1 policy - default-deny host - -\n"
                 + FLOWS.replace("10.9.0.123/32", "0.0.0.0/0 ::/0").replace("10.9.0.53/32", "10.9.0.53/32 fe80::1/128"),
    "gateway-allow": "egress-policy/1 policy - allow-only gateway - -\n"
                     "egress-policy/1 from 192.168.50.0/24\n" + FLOWS,
}


def that(checks, holds, what, detail=""):
    checks.that(holds, what if holds else "%s\n%s" % (what, detail))


def changed(text, fault):
    """The rules with the fault in them; the comments, which hold the policy, stay."""
    comments = "".join(line for line in text.splitlines(True) if line.startswith("#"))
    rules = "".join(line for line in text.splitlines(True) if not line.startswith("#"))
    before = rules
    for old, new in fault if isinstance(fault, list) else [fault]:
        rules = old.sub(lambda _: new, rules) if hasattr(old, "sub") else rules.replace(old, new)
    assert rules != before, fault
    return comments + rules


class Bench:
    """Files in a folder that everybody can read, and the tool as root or as nobody."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.chmod(0o755)
        self.numbers, self.lock, self.exported = itertools.count(), threading.Lock(), {}
        for name, text in POLICIES.items():
            self.policy(name).write_text(text)
        self.tool = shutil.copy(BIN / "egress-rules", self.folder / "egress-rules")
        os.chmod(self.tool, 0o755)

    def run(self, *arguments, user=None, environment=None):
        command = [str(self.tool), *map(str, arguments)]
        if user and os.geteuid() == 0:
            command = ["setpriv", "--reuid", user, "--regid", "nogroup", "--clear-groups", "--inh-caps=-all",
                       "--bounding-set=-all", *command]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, cwd="/",
                              env=dict(os.environ, **(environment or {})))

    def export(self, name, form):
        """The place of a policy in a format: written once, read by several at a time."""
        with self.lock:
            if (name, form) not in self.exported:
                self.exported[name, form] = self.written(name, form)
            return self.exported[name, form]

    def written(self, name, form):
        place = self.folder / (name + "-" + form)
        place.mkdir()
        several = form in ("ipset", "firewalld", "dnsmasq")
        done = self.run("export", "--policy", self.policy(name), "--format", form, "-o", place if several else place / "rules")
        if done.returncode == 2:
            raise RuntimeError(done.stderr)
        return place

    def policy(self, name):
        return self.folder / (name + ".policy")

    def file(self, text):
        """A new file with a text."""
        place = self.folder / ("file-%d" % next(self.numbers))
        place.write_text(text)
        return place

    def prove(self, form, place, *more, user=None, environment=None):
        done = self.run("prove", "--format", form, place, "--json", "-", *more, user=user, environment=environment)
        outcome = json.loads(done.stdout) if done.stdout.startswith("{") else {}
        return done, outcome


def run(jobs_of, alone=()):
    """Exit status of a lab: the jobs that jobs_of(bench, checks, users) lists, two at a time, as machines of CI have two
    processors; then, as root, those of `alone`, each called with bench and checks."""
    for program in ("nft", "iptables-restore", "ip6tables-restore", "ipset", "firewalld", "dbus-daemon", "ufw"):
        if not shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin"):
            print("skipped: %s is missing" % program)
            return SKIP
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="egress-proof-lab-") as folder:
        bench = Bench(folder)
        done, _ = bench.prove("nftables", bench.export("host", "nftables"))
        if done.returncode == 2:
            print("skipped: " + done.stderr.strip())
            return SKIP
        root = os.geteuid() == 0
        jobs = jobs_of(bench, checks, (None, "nobody") if root else (None,))
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(*job) for job in jobs]:
                done.result()
        for job in alone if root else ():
            job(bench, checks)
    checks.end()
    return 0
