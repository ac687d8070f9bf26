# SPDX-License-Identifier: MIT
"""The proof is proved: faults seeded into exported rules, one at a time, must all be found (facts/rules.md §3.3), as root
and as an ordinary user; the rules as exported must hold in every format that a Linux kernel loads."""
import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import time

from proof_bench import FLOWS, POLICIES, changed, run, that
from proof_faults import GATEWAY, IPTABLES, IPT_BEGIN, NFT, NFT_BEGIN, NFT_END


def seed_one(bench, checks, form, text, what, user):
    done, outcome = bench.prove(form, bench.file(text), user=user)
    # The outcome names a packet; rules that their loader refuses do not hold either.
    named = outcome.get("leaks") or outcome.get("blocked") or "refuses" in done.stdout
    that(checks, done.returncode == 1 and named, "%s, %s: %s is found" % (form, user or "root", what),
         done.stdout[:300] + done.stderr[:300])


def seeds(bench, checks, name, form, faults, users):
    """The kernel judges alike whoever asks: each fault as one of the users, in turn."""
    text = (bench.export(name, form) / "rules").read_text()
    for (what, fault), user in zip(faults.items(), itertools.cycle(users)):
        yield seed_one, bench, checks, form, changed(text, fault), "%s: %s" % (name, what), user


def hold_one(bench, checks, form, name, user):
    done, outcome = bench.prove(form, bench.export(name, form), user=user)
    that(checks, done.returncode == 0 and outcome.get("probes", 0) >= 2500 and outcome.get("unjudged") == [],
         "%s, %s, %s: holds as exported" % (name, form, user or "root"), done.stdout[:500] + done.stderr[:300])


def holds(bench, checks, users):
    for form in ("firewalld", "nftables", "iptables", "ipset", "dnsmasq"):
        for name in POLICIES:
            if form == "firewalld" and (name in ("gateway", "host-wide") or os.geteuid() != 0):
                continue # its zones know no interfaces; it refuses tunnelled addresses by itself; its daemon wants root
            for user in users if form != "firewalld" else users[:1]:
                yield hold_one, bench, checks, form, name, user


def unjudged(bench, checks, user):
    """What no packet varies is named, and nothing is said to hold with it."""
    nft = (bench.export("host", "nftables") / "rules").read_text()
    iptables = (bench.export("host", "iptables") / "rules").read_text()
    for form, text, rule, what in (
            ("nftables", nft, "\t\tmeta skuid 4242 accept\n", "rule 2 of inet egress egress matches on the owner of the socket"),
            ("nftables", nft, "\t\ttcp sport 9 accept\n", "the source port"),
            ("iptables", iptables, "-A EGRESS -m mark --mark 0x7 -j ACCEPT\n", "rule 3 of filter EGRESS matches on the packet's mark"),
            ("nftables", nft, "\t\tmeta oifkind \"wireguard\" accept\n", "the kind of an interface"),
            ("nftables", nft, "\t\ticmp code 1 accept\n", "ICMP codes"),
            ("nftables", nft, "\t\tdccp dport 22 accept\n", "protocol dccp"),
            ("nftables", nft, "\t\tip daddr 9.9.9.9 ip option rr exists drop\n", "IP options"),
            ("nftables", nft.replace("\tchain refuse {", "\tmap ports {\n\t\ttype inet_service : verdict\n\t}\n\tchain trusted {\n\t\tmeta skuid 1000 accept\n"
             "\t}\n\tchain refuse {") + "add element inet egress ports { 8443 : jump trusted }\n",
             "\t\ttcp dport vmap @ports\n", "of inet egress trusted matches on the owner"),
            ("iptables", iptables, "-4 -A EGRESS -d 0.0.0.77/0.0.0.255 -j ACCEPT\n", "single bits of an address"),
            ("iptables", iptables, "-4 -A EGRESS -p icmp --icmp-type 3/1 -j ACCEPT\n", "ICMP codes"),
            ("iptables", iptables, "-A EGRESS -m addrtype --dst-type ANYCAST -j ACCEPT\n", "the kind or route of an address"),
            ("iptables", iptables, "-A EGRESS -p 51 -j ACCEPT\n", "protocol ah")):
        end = NFT_BEGIN if form == "nftables" else IPT_BEGIN
        place = bench.file(changed(text, (end, end + rule)))
        done, outcome = bench.prove(form, place, user=user)
        that(checks, done.returncode == 1 and not outcome.get("holds", True) and outcome.get("leaks") == []
             and len(outcome["unjudged"]) == 1 and what in outcome["unjudged"][0], "%s: %s cannot be judged" % (form, what), done.stdout[-500:])
        shown = bench.run("prove", "--format", form, place, user=user).stdout
        that(checks, "IT IS NOT PROVED: 1 rule cannot be judged" in shown and "cannot judge: " in shown, what + ": it is said", shown)
    site = bench.file("*filter\n:OUTPUT DROP [0:0]\n-A OUTPUT -m owner --uid-owner 0 -j ACCEPT\nCOMMIT\n")
    done = bench.run("audit", "--iptables-save", site, "--policy", bench.policy("host"), user=user)
    that(checks, done.returncode == 1 and "cannot judge: rule 1 of filter OUTPUT matches on the owner" in done.stdout,
         "audit: an owner cannot be judged", done.stdout[-500:] + done.stderr)


def nothing_loaded(bench, checks, user):
    """No rules at all, and those of another hook: one line, not a thousand leaks."""
    text = (bench.export("host", "nftables") / "rules").read_text()
    (bench.folder / "loaders").mkdir()
    idle = bench.folder / "loaders/nft"
    idle.write_text("#!/bin/sh\nexit 0\n")
    idle.chmod(0o755)
    lazy = {"PATH": "%s:%s" % (idle.parent, os.environ["PATH"])}
    comments = "".join(line for line in text.splitlines(True) if line.startswith("#"))
    tables = "".join(line for line in (bench.export("host", "iptables") / "rules").read_text().splitlines(True) if line.startswith("#"))
    policy = lambda name: ("--policy", bench.policy(name))
    for form, place, more, environment, said in (
            ("nftables", bench.file(""), policy("host"), None, "no rules were loaded"),
            ("nftables", bench.file(comments), (), None, "no rules were loaded"),
            ("nftables", bench.file(comments + "table inet egress {\n}\n"), (), None, "no rules were loaded"),
            ("nftables", bench.file(text), (), lazy, "no rules were loaded"),
            ("iptables", bench.file(tables + "*filter\nCOMMIT\n"), (), None, "no rules were loaded"),
            ("nftables", bench.file(text), policy("gateway"), None, "the rules are at hook output only"),
            ("iptables", bench.export("gateway", "iptables") / "rules", policy("host"), None, "the rules are at hook forward only"),
            ("nftables", bench.export("host-allow", "nftables") / "rules", policy("host"), None, "chains that no hook leads to"),
            ("nftables", bench.export("gateway-allow", "nftables") / "rules", policy("host-allow"), None, "the rules are at hook forward only")):
        done = bench.run("prove", "--format", form, place, *more, user=user, environment=environment)
        that(checks, done.returncode == 1 and said in done.stdout and done.stdout.count("\n") == 1,
             "%s: %s" % (form, said), done.stdout[:500] + done.stderr[:300])


def least_privilege(bench, checks, form):
    _, outcome = bench.prove(form, bench.export("host", form), "--mutate")
    that(checks, outcome.get("mutations", 0) > 10 and outcome.get("surplus") == [], form + ": nothing is surplus", outcome)


def surplus(bench, checks):
    text = (bench.export("host", "nftables") / "rules").read_text()
    more = bench.file(changed(text, (NFT_END, "\t\tip daddr @f_ntp_v4 udp dport 123 accept\n" + NFT_END)))
    _, outcome = bench.prove("nftables", more, "--mutate")
    that(checks, outcome.get("holds") and len(outcome.get("surplus", [])) >= 2, "a rule that is there twice is surplus", outcome)


def no_false_surplus(bench, checks):
    """Flows without a known address, and flows that open the same: of neither an element is called surplus."""
    policy = bench.policy("shared")
    policy.write_text("egress-policy/1 policy - default-deny host - -\n" + FLOWS +
                      "egress-policy/1 flow acr-data tcp 443 given required\negress-policy/1 name *.data.azurecr.io\n"
                      "egress-policy/1 flow dps tcp 443,5671,8883 resolved required\negress-policy/1 name global.azure-devices-provisioning.net\n"
                      "egress-policy/1 to 203.0.113.10/32\n")
    for form in ("nftables", "iptables", "ipset", "dnsmasq", "powershell"):
        done, outcome = bench.prove(form, bench.export("shared", form), "--mutate", "--missing-is-known")
        that(checks, outcome.get("holds") and outcome["mutations"] > 3 and outcome["surplus"] == [],
             "%s: nothing is called surplus that flows share or fill later" % form, done.stdout[-700:] + done.stderr[:300])


def ufw(bench, checks):
    done, outcome = bench.prove("ufw", bench.export("host", "ufw"))
    only_echo = all(leak["protocol"] == 58 for leak in outcome.get("leaks", [{"protocol": 0}]))
    that(checks, done.returncode == 1 and only_echo and "before" in outcome["leaks"][0]["rule"],
                 "ufw lets out ICMPv6 echo, by its own rule, and nothing else", done.stdout[:500] + done.stderr[:300])
    place = bench.folder / "allow-ufw"
    exported = bench.run("export", "--policy", bench.policy("host-allow"), "--format", "ufw", "-o", place)
    done, outcome = bench.prove("ufw", place)
    that(checks, done.returncode == 1 and "ICMPv6 errors and echo requests" in exported.stderr + place.read_text()
         and not any("jump" in remark for remark in outcome["remarks"]), "ufw, allow-only: its echo is said, and nothing of jumps",
         exported.stderr + done.stdout[-500:])


def stable_owner(bench, checks, user):
    """More elements than an ordinary user's socket takes at once, in a table whose comment reads like another."""
    policy = bench.folder / "stable.policy"
    policy.write_text("egress-policy/1 policy - default-deny host - -\negress-policy/1 owner stable ops\negress-policy/1 flow big tcp 443 given required\n"
                      + "".join("egress-policy/1 to %s\n" % " ".join("203.%d.%d.%d/32" % (2 * i >> 16, (2 * i >> 8) & 255, 2 * i & 255) for i in range(at, at + 50))
                                for at in range(0, 5000, 50)))
    rules = bench.folder / "stable.rules"
    bench.run("export", "--policy", policy, "--format", "nftables", "-o", rules)
    done, _ = bench.prove("nftables", rules, user=user)
    that(checks, done.returncode == 0, "an owner called stable ops, %s" % (user or "root"), done.stdout[:400] + done.stderr[:300])


def thousands(bench, checks):
    """One of 6,000 addresses is missing: more than the grid has packets for."""
    every = ["203.%d.%d.%d" % (2 * i >> 16, (2 * i >> 8) & 255, 2 * i & 255) for i in range(6000)]
    policy = bench.folder / "thousands.policy"
    policy.write_text("egress-policy/1 policy - default-deny host - -\negress-policy/1 flow big tcp 443,8883 given required\n"
                      + "".join("egress-policy/1 to %s\n" % " ".join(a + "/32" for a in every[i:i + 50])
                                for i in range(0, len(every), 50)))
    rules = bench.folder / "thousands.rules"
    bench.run("export", "--policy", policy, "--format", "nftables", "-o", rules)
    rules.write_text(changed(rules.read_text(), (re.compile(r"\b203\.0\.32\.4(/32)?,\s*"), "")))
    done = bench.run("prove", "--format", "nftables", rules, "--policy", policy)
    that(checks, done.returncode == 1 and "STOPPED tcp 203.0.32.4:" in done.stdout, "one of 6,000 that is missing is found",
         done.stdout[:500] + done.stderr[:300])


def sampled(bench, checks, user):
    """Where the grid is not tried whole that is said, and what one rule opens is found all the same."""
    text = (bench.export("gateway", "nftables") / "rules").read_text()
    few = ("--probes", "1000")
    done, outcome = bench.prove("nftables", bench.file(text), *few, user=user)
    that(checks, done.returncode == 1 and not outcome["holds"] and not outcome["complete"] and outcome["leaks"] == []
         and outcome["cells_tried"] < outcome["cells"], "a sample does not hold", done.stdout[:300] + done.stderr)
    shown = bench.run("prove", "--format", "nftables", bench.file(text), *few, user=user)
    that(checks, "NOT PROVED WHOLE: %d of %d cells tried" % (outcome["cells_tried"], outcome["cells"]) in shown.stdout, "it says so", shown.stdout)
    done, outcome = bench.prove("nftables", bench.file(text), "--probes", outcome["cells"], user=user)
    that(checks, done.returncode == 0 and outcome["complete"], "as many as it says are enough", done.stdout[:300] + done.stderr)
    for what, rule in (("an address and a port", "ip daddr 93.184.216.34 tcp dport 3389 accept"),
                       ("a network behind a sender", "ip saddr 10.77.0.0/24 ip daddr 93.184.216.0/24 udp dport 4500 accept"),
                       ("a port alone", "tcp dport 3389 accept")):
        done, outcome = bench.prove("nftables", bench.file(changed(text, (NFT_END, "\t\t%s\n%s" % (rule, NFT_END)))), *few, user=user)
        that(checks, done.returncode == 1 and outcome["leak_count"] > 0, "a sample, and %s: found" % what, done.stdout[:300] + done.stderr)


def dnsmasq(bench, checks):
    place = shutil.copytree(bench.export("host", "dnsmasq"), bench.folder / "wrong-dnsmasq")
    conf = place / "egress-dnsmasq.conf"
    text = conf.read_text()
    for what, old, new, found in (
            ("a name has no line", re.compile(r"nftset=/contoso\.azurecr\.io/.*\n"), "", "no line for contoso.azurecr.io"),
            ("a name fills another flow's set", "f_registry_", "f_iot-hub_", "LEAK"),
            ("IPv6 fills no set", re.compile(r",6#inet#\S*"), "", "STOPPED"),
            ("a set that is not there", "f_registry_v4", "f_regist_v4", "nft refuses answers for flow registry")):
        conf.write_text(changed(text, (old, new)))
        done, _ = bench.prove("dnsmasq", place)
        shown = bench.run("prove", "--format", "dnsmasq", place).stdout
        that(checks, done.returncode == 1 and found in shown, "dnsmasq: %s" % what, shown[:500] + done.stderr[:300])
    conf.unlink()
    done, _ = bench.prove("dnsmasq", place)
    that(checks, done.returncode == 2 and "egress-dnsmasq.conf is not among" in done.stderr, "dnsmasq: its .conf is asked for",
         done.stdout[:300] + done.stderr[:300])


def interrupted(bench, checks):
    """A signal in the middle of a proof leaves no folder and no daemon."""
    place = bench.export("host", "firewalld")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        temporary = bench.folder / ("tmp-%d" % number)
        temporary.mkdir()
        process = subprocess.Popen(
            [str(bench.tool), "prove", "--format", "firewalld", str(place)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "TMPDIR": str(temporary)}, preexec_fn=lambda n=number: signal.signal(n, signal.SIG_DFL))
        until = time.monotonic() + 20
        while not list(temporary.glob("egress-proof-*/bus")) and time.monotonic() < until and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(number)
        status = process.wait(timeout=20)
        left = subprocess.run(["pgrep", "-f", "%s/egress-proof-" % temporary], capture_output=True, text=True).stdout.split()
        that(checks, status == -number and not left and not list(temporary.iterdir()),
             "prove, %s: nothing is left" % signal.Signals(number).name, "%s %s %s" % (status, left, list(temporary.iterdir())))


def jobs_of(bench, checks, users):
    root = os.geteuid() == 0
    jobs = [(thousands, bench, checks)] # the longest first
    if root:
        jobs += [(ufw, bench, checks)]
    jobs += holds(bench, checks, users)
    jobs += [(least_privilege, bench, checks, form) for form in ("nftables", "iptables", "ipset")]
    jobs += [(surplus, bench, checks), (no_false_surplus, bench, checks), (dnsmasq, bench, checks)]
    jobs += [(part, bench, checks, users[-1]) for part in (sampled, stable_owner, unjudged, nothing_loaded)]
    jobs += seeds(bench, checks, "host", "nftables", NFT, users)
    jobs += seeds(bench, checks, "host", "iptables", IPTABLES, users)
    jobs += seeds(bench, checks, "gateway", "nftables", GATEWAY, users[-1:])
    return jobs


if __name__ == "__main__":
    sys.exit(run(jobs_of, alone=(interrupted,))) # which looks at processes
