# SPDX-License-Identifier: MIT
"""Rules that a site already has, and rules that changed: what `audit` and `diff` say of them, as root and as an ordinary
user."""
import json
import os
import shutil
import sys

from proof_bench import POLICIES, changed, run, that
from proof_faults import GATEWAY, NFT_BEGIN

HOST_RULES = "*filter\n:INPUT %s [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT %s [0:0]\n%sCOMMIT\n"
ANSWERS = "-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT\n"


def audits(bench, checks, user):
    policy = bench.policy("host")
    site = bench.file(
        "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT DROP [0:0]\n-A OUTPUT -o lo -j ACCEPT\n"
        "-A OUTPUT -p tcp --dport 443 -j ACCEPT\n-A OUTPUT -o eth0 -d 10.9.0.53/32 -p udp --dport 53 -j ACCEPT\nCOMMIT\n")
    done = bench.run("audit", "--iptables-save", site, "--policy", policy, "--json", "-", user=user)
    found = json.loads(done.stdout or "{}")
    passes = {(f["id"], f["service"]): f["passes"] for f in found.get("flows", [])}
    that(checks, done.returncode == 1 and passes.get(("iot-hub", "tcp 443")) and not passes.get(("iot-hub", "tcp 8883"), True)
                 and found["upstream"] == ["MqttWs", "AmqpWs"], "audit, %s: what a site lets out" % (user or "root"), done.stdout[:500] + done.stderr)
    site = bench.file("table inet site {\n chain output {\n  type filter hook output priority 0; policy accept\n"
                                           "  tcp dport 5671 drop\n }\n}\n")
    ours = bench.export("host", "nftables") / "rules"
    done = bench.run("audit", "--nft", site, "--policy", policy, "--with", ours, "--format", "nftables", user=user)
    that(checks, "useless for iot-hub tcp 5671" in done.stdout and "tcp dport 5671 drop" in done.stdout,
                 "audit, %s: an accept of ours behind a drop of theirs" % (user or "root"), done.stdout[-600:] + done.stderr)


def audits_of_senders(bench, checks, user):
    """What an audit says where rules tell senders apart, and where answers do not come back."""
    host = bench.folder / "one-hub.policy"
    host.write_text("egress-policy/1 policy - default-deny host - -\negress-policy/1 flow iot-hub tcp 443 resolved required\n"
                    "egress-policy/1 to 203.0.113.10/32\n")
    gateway = bench.folder / "one-hub-gateway.policy"
    gateway.write_text(host.read_text().replace("host - -", "gateway - -\negress-policy/1 from 10.1.0.0/24"))
    open_gateway = bench.folder / "any-gateway.policy"
    open_gateway.write_text(host.read_text().replace("host", "gateway", 1))
    forward = "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n%s%sCOMMIT\n"
    back = "-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT\n"
    for what, policy, rules, more, status, said in (
            ("INPUT drops answers", host, HOST_RULES % ("DROP", "ACCEPT", ""), (), 1, ("STOPPED", "no answer to its SYN", "gets to the hub: none")),
            ("INPUT takes answers", host, HOST_RULES % ("DROP", "ACCEPT", ANSWERS), (), 0, ("  passes   iot-hub", "MqttWs")),
            ("INPUT takes answers to one address", host, HOST_RULES % ("DROP", "ACCEPT", ANSWERS.replace("INPUT", "INPUT -d 192.168.1.50/32")), (), 1,
             ("DEPENDS", "1 of 2 senders passes", "from 192.168.1.50/32 it passes")),
            ("a sender is refused", host, HOST_RULES % ("ACCEPT", "ACCEPT", "-A OUTPUT -s 192.168.1.0/24 -p tcp --dport 443 -j REJECT\n"), (), 1,
             ("DEPENDS", "from any other IPv4 address it passes, from 192.168.1.0/24 it is stopped")),
            ("that sender", host, HOST_RULES % ("ACCEPT", "ACCEPT", "-A OUTPUT -s 192.168.1.0/24 -p tcp --dport 443 -j REJECT\n"), ("--from", "192.168.1.7"), 1, ("STOPPED",)),
            ("one sender is let out", host, HOST_RULES % ("ACCEPT", "DROP", "-A OUTPUT -s 192.168.1.50/32 -d 203.0.113.10/32 -j ACCEPT\n"), (), 1,
             ("DEPENDS", "from 192.168.1.50/32 it passes, from any other IPv4 address it is stopped")),
            ("it is that one", host, HOST_RULES % ("ACCEPT", "DROP", "-A OUTPUT -s 192.168.1.50/32 -d 203.0.113.10/32 -j ACCEPT\n"), ("--from", "192.168.1.50"), 0,
             ("  passes   iot-hub",)),
            ("one device of a network", gateway, forward % (back, "-A FORWARD -s 10.1.0.127/32 -j ACCEPT\n"), (), 1, ("DEPENDS", "senders passes", "from 10.1.0.127/32 it passes")),
            ("all but its first device", gateway, forward % (back, "-A FORWARD ! -s 10.1.0.0/32 -j ACCEPT\n"), (), 1, ("DEPENDS", "from 10.1.0.0/32 it is stopped")),
            ("all devices", gateway, forward % (back, "-A FORWARD -s 10.1.0.0/24 -j ACCEPT\n"), (), 0, ("  passes   iot-hub",)),
            ("a gateway without answers", gateway, forward % ("", "-A FORWARD -s 10.1.0.0/24 -j ACCEPT\n"), (), 1, ("STOPPED", "its answer does not come back")),
            ("devices that nobody named", open_gateway, forward % (back, "-A FORWARD -s 10.1.0.0/24 -j ACCEPT\n"), (), 1, ("DEPENDS", "from 10.1.0.0/24 it passes"))):
        done = bench.run("audit", "--iptables-save", bench.file(rules), "--policy", policy, *more, user=user)
        that(checks, done.returncode == status and all(words in done.stdout for words in said), "audit, %s: %s" % (user or "root", what),
             "exit %d, %s%s" % (done.returncode, done.stdout, done.stderr))
    done = bench.run("audit", "--iptables-save", bench.file(forward % (back, "")), "--policy", gateway, "--from", "10.1.0.1", user=user)
    that(checks, done.returncode == 2 and "give --device" in done.stderr, "audit: --from is of hosts", done.stderr)
    if user:
        copy = bench.folder / "copy-of-firewalld"
        copy.mkdir()
        (copy / "firewalld.conf").write_text("DefaultZone=public\n")
        done = bench.run("audit", "--firewalld", copy, "--policy", host, user=user)
        that(checks, done.returncode == 2 and "starts for root only" in done.stderr and done.stderr.count("\n") == 1, "audit: firewalld wants root", done.stderr)


def useless_or_unknown(bench, checks, user):
    """Of a flow that nothing was asked about nothing is said of our rules."""
    policy = bench.folder / "by-name.policy"
    policy.write_text(POLICIES["host"] + "egress-policy/1 flow acr-domain tcp 443 names-only required\negress-policy/1 name *.azurecr.io\n")
    ours = bench.folder / "by-name.rules"
    bench.run("export", "--policy", policy, "--format", "nftables", "-o", ours)
    site = bench.file("table inet site {\n chain output {\n  type filter hook output priority 0; policy accept\n  tcp dport 5671 drop\n }\n}\n")
    done = bench.run("audit", "--nft", site, "--policy", policy, "--with", ours, "--format", "nftables", user=user)
    that(checks, "useless for iot-hub tcp 5671" in done.stdout and "useless for acr-domain" not in done.stdout and "unknown  acr-domain" in done.stdout
         and "interfaces that the rules mention" not in done.stdout, "audit: useless is what was asked", done.stdout[-900:] + done.stderr)


def diffs(bench, checks, user):
    """Packets gained and lost, of two files with the same policy."""
    nft, rules = bench.export("host", "nftables") / "rules", bench.export("host", "iptables") / "rules"
    more = bench.file(changed(nft.read_text(), (NFT_BEGIN, NFT_BEGIN + "\t\tip daddr 192.0.2.7 tcp dport 22 accept\n")))
    over = bench.file(changed(nft.read_text(), (NFT_BEGIN, NFT_BEGIN + "\t\toifname \"wg0\" accept\n")))
    group = bench.file(changed(nft.read_text(), (NFT_BEGIN, NFT_BEGIN + "\t\tip daddr 239.1.2.3 udp dport 5353 accept\n")))
    less = bench.file(changed(nft.read_text(), ("203.0.113.10/32", "203.0.113.11/32")))
    gateway = bench.export("gateway", "nftables") / "rules"
    wider = bench.file(changed(gateway.read_text(), GATEWAY["a wider site"]))
    for what, before, after, status, said in (
            ("the same file", nft, nft, 0, ("the same policy", "the same lines")),
            ("two formats", nft, rules, 0, ("the same policy", "the same ones get out")),
            ("another way out", nft, over, 1, ("the same policy", "their lines differ")),
            ("a group", nft, group, 1, ("+ udp 239.1.2.3",)),
            ("a rule too many", nft, more, 1, ("the same policy", "+ tcp 192.0.2.7:22")),
            ("a rule less", more, nft, 1, ("- tcp 192.0.2.7:22",)),
            ("another address", nft, less, 1, ("- tcp 203.0.113.10:443", "+ tcp 203.0.113.11:443")),
            ("more devices", gateway, wider, 1, ("from 192.168.51",))):
        done = bench.run("diff", before, after, user=user)
        that(checks, done.returncode == status and all(words in done.stdout for words in said), "diff, %s: %s" % (user or "root", what),
             "exit %d, %s%s" % (done.returncode, done.stdout, done.stderr))
    found = json.loads(bench.run("diff", nft, more, "--json", user=user).stdout)
    that(checks, not found["same"] and found["rules"]["lost"] == [] and {"to": "192.0.2.7", "protocol": 6, "port": 22, "from": "192.0.0.8"} in found["rules"]["gained"],
         "diff --json: packets", str(found)[:500])


def nothing_is_run(bench, checks):
    """Copies of a site's files hold programs; none of them runs."""
    site = bench.folder / "site-ufw"
    shutil.copytree("/etc/ufw", site)
    shutil.copy("/etc/default/ufw", site / "default")
    trace = bench.folder / "was-run"
    for name in ("before.init", "after.init"):
        (site / name).write_text("#!/bin/sh\ntouch %s\n" % trace)
        (site / name).chmod(0o755)
    policy = bench.policy("host")
    done = bench.run("audit", "--ufw", site, "--policy", policy)
    that(checks, done.returncode == 0 and "before.init and after.init of ufw were not run" in done.stdout and not trace.exists(),
         "audit: ufw's *.init are not run", done.stdout[-300:] + done.stderr)
    with open(site / "ufw.conf", "a") as conf:
        conf.write("touch %s\n" % trace)
    done = bench.run("audit", "--ufw", site, "--policy", policy)
    that(checks, done.returncode == 2 and "not a setting of ufw's" in done.stderr and not trace.exists(),
         "audit: a ufw.conf with a command is refused", done.stdout[-300:] + done.stderr)
    nft = bench.folder / "include.nft"
    nft.write_text("include \"/etc/passwd\"\ntable inet x {\n}\n")
    done = bench.run("audit", "--nft", nft, "--policy", policy)
    that(checks, done.returncode == 2 and done.stderr.count("\n") == 1 and "--nft:1: an include" in done.stderr,
         "audit: an include of nft's is refused", done.stdout[-300:] + done.stderr)


def jobs_of(bench, checks, users):
    jobs = [(audits, bench, checks, user) for user in users]
    jobs += [(part, bench, checks, users[-1]) for part in (audits_of_senders, useless_or_unknown, diffs)]
    if os.geteuid() == 0:
        jobs += [(nothing_is_run, bench, checks)]
    return jobs


if __name__ == "__main__":
    sys.exit(run(jobs_of))
