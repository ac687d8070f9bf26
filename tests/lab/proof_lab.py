# SPDX-License-Identifier: MIT
"""The proof is proved: faults seeded into exported rules, one at a time, must all be found (facts/rules.md §3.3), as root
and as an ordinary user; the rules as exported must hold in every format that a Linux kernel loads."""
import concurrent.futures
import itertools
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

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
    "gateway-allow": "egress-policy/1 policy - allow-only gateway - -\n"
                     "egress-policy/1 from 192.168.50.0/24\n" + FLOWS,
}

NFT_END = "\t\tjump refuse\n"
NFT_BEGIN = "\t\tct state established,related accept\n"
# What is put for what, in the host's exported file; every one makes it wrong.
NFT = {
    "a /27 became a /26": ("203.0.113.64/27", "203.0.113.64/26"),
    "a /27 became a /28": ("203.0.113.64/27", "203.0.113.64/28"),
    "a host off by one": ("203.0.113.10/32", "203.0.113.11/32"),
    "a host too many": ("203.0.113.10/32", "203.0.113.10/31"),
    "8883 is missing": ("{ 443, 5671, 8883 } ct state new counter accept comment \"iot-hub\"",
                        "{ 443, 5671 } ct state new counter accept comment \"iot-hub\""),
    "a port off by one": ("8883", "8884"),
    "a range of ports": ("{ 443, 5671, 8883 }", "443-8883"),
    "no protocol: th dport": ("tcp dport 443 ct state new counter accept comment \"registry\"",
                              "th dport 443 ct state new counter accept comment \"registry\""),
    "no destination": ("ip daddr @f_ntp_v4 udp", "udp"),
    "no port": ("ip daddr @f_ntp_v4 udp dport 123", "ip daddr @f_ntp_v4"),
    "udp for tcp": ("ip daddr @f_registry_v4 tcp", "ip daddr @f_registry_v4 udp"),
    "DNS over UDP only": ("meta l4proto { tcp, udp } th dport 53", "udp dport 53"),
    "the policy of the chain accepts": [("policy drop", "policy accept"), (NFT_END, "")],
    "IPv6 is forgotten": (re.compile(r"\t\tip6 daddr.*\n"), ""),
    "IPv6 is open": (NFT_END, "\t\tmeta nfproto ipv6 accept\n" + NFT_END),
    "all of ICMPv6": ("icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit } accept",
                      "meta l4proto ipv6-icmp accept"),
    "all of ICMP": (NFT_END, "\t\tmeta l4proto icmp accept\n" + NFT_END),
    "new ones are established": ("ct state established,related accept", "ct state established,related,new accept"),
    "an IPv6 /48 became a /47": ("2001:db8:2::/48", "2001:db8:2::/47"),
    "an IPv6 host became a /127": ("2001:db8:9::5/128", "2001:db8:9::4/127"),
    "a set that no rule uses": ("ip daddr @f_registry_v4", "ip daddr @f_ntp_v4"),
    "the refusal comes first": (NFT_BEGIN, "\t\tjump refuse\n" + NFT_BEGIN),
    "an early accept": (NFT_BEGIN, NFT_BEGIN + "\t\ttcp dport 443 accept\n"),
    "answers have no rule": (NFT_BEGIN, ""),
    "an interface is trusted": (NFT_BEGIN, NFT_BEGIN + "\t\toifname \"eth7\" accept\n"),
    "only one interface": ("ip daddr @f_ntp_v4", "oifname \"eth7\" ip daddr @f_ntp_v4"),
    "the source port decides": (NFT_BEGIN, NFT_BEGIN + "\t\ttcp sport 443 accept\n"),
    "the source port of DNS": (NFT_BEGIN, NFT_BEGIN + "\t\tudp sport 53 accept\n"),
    "segments without SYN": (NFT_BEGIN, NFT_BEGIN + "\t\ttcp flags & (syn | ack) == ack accept\n"),
    "resets of nothing": (NFT_BEGIN, NFT_BEGIN + "\t\ttcp flags rst accept\n"),
    "private networks are open": (NFT_BEGIN, NFT_BEGIN + "\t\tip daddr 10.0.0.0/8 accept\n"),
    "cloud metadata is open": (NFT_BEGIN, NFT_BEGIN + "\t\tip daddr 169.254.169.254 tcp dport 80 accept\n"),
    "the wrong user is trusted": (NFT_BEGIN, NFT_BEGIN + "\t\tmeta skuid 0 accept\n"),
    "GRE": (NFT_BEGIN, NFT_BEGIN + "\t\tmeta l4proto gre accept\n"),
    "a comment swallows a rule": ("\t\tip daddr @f_ntp_v4", "\t\t# ip daddr @f_ntp_v4"),
    "the hook is another": ("hook output", "hook input"),
    "a negation": ("ip daddr @f_ntp_v4", "ip daddr != @f_ntp_v4"),
    "a sender": (NFT_END, "\t\tip saddr 192.0.2.77 accept\n" + NFT_END),
    "a network of senders": (NFT_END, "\t\tip saddr 10.0.0.0/8 tcp dport 22 accept\n" + NFT_END),
    "a sender of IPv6": (NFT_END, "\t\tip6 saddr 2001:db8:77::/64 accept\n" + NFT_END),
    "a sender to somebody": (NFT_END, "\t\tip saddr . ip daddr { 192.0.2.77 . 9.9.9.9 } accept\n" + NFT_END),
    "a set of senders": [("\tchain refuse {", "\tset admins {\n\t\ttype ipv4_addr\n\t\telements = { 192.0.2.77 }\n\t}\n\tchain refuse {"),
                         (NFT_END, "\t\tip saddr @admins accept\n" + NFT_END)],
    "answers of ICMP": (NFT_END, "\t\ticmp type echo-reply accept\n" + NFT_END),
    "errors of ICMPv6": (NFT_END, "\t\ticmpv6 type { echo-reply, destination-unreachable } accept\n" + NFT_END),
    "a strange type of ICMP": (NFT_END, "\t\ticmp type 40 accept\n" + NFT_END),
    "multicast": (NFT_END, "\t\tip daddr 224.0.0.0/4 accept\n" + NFT_END),
    "multicast of IPv6": (NFT_END, "\t\tip6 daddr ff00::/8 accept\n" + NFT_END),
    "everybody on the wire": (NFT_END, "\t\tip daddr 255.255.255.255 accept\n" + NFT_END),
    "single bits": (NFT_END, "\t\ttcp dport & 0xff00 == 0x3000 accept\n" + NFT_END),
    "a map": (NFT_END, "\t\ttcp dport vmap { 8443 : accept }\n" + NFT_END),
    "no connection, to somebody": (NFT_END, "\t\tip daddr 9.9.9.9 ct state invalid accept\n" + NFT_END),
    "a bare segment, to somebody": (NFT_END, "\t\tip daddr 9.9.9.9 tcp flags & (syn | ack) == ack accept\n" + NFT_END),
}
IPT_BEGIN = "-A EGRESS -o lo -j ACCEPT\n"
IPTABLES = {
    "a /27 became a /26": ("203.0.113.64/27", "203.0.113.64/26"),
    "a host off by one": ("203.0.113.10/32", "203.0.113.9/32"),
    "8883 is missing": ("443,5671,8883", "443,5671"),
    "a range of ports": ("443,5671,8883", "443:8883"),
    "no destination": ("-d 10.9.0.123/32 ", ""),
    "udp for tcp": ("198.51.100.20/31 -p tcp", "198.51.100.20/31 -p udp"),
    "no protocol": ("-d 10.9.0.123/32 -p udp --dport 123", "-d 10.9.0.123/32"),
    "DNS over UDP only": (re.compile(r".*10\.9\.0\.53/32 -p tcp.*\n"), ""),
    "IPv6 is forgotten": (re.compile(r"-6 .*-d .*\n"), ""),
    "IPv6 has no refusal": (re.compile(r"-6 -A EGRESS -j REJECT.*\n"), ""),
    "no refusal at all": (re.compile(r".*-j REJECT.*\n"), ""),
    "only TCP is refused": (re.compile(r"-[46] -A EGRESS -j REJECT.*\n"), ""),
    "all of ICMPv6": ("--icmpv6-type router-solicitation ", ""),
    "new ones are established": ("--ctstate ESTABLISHED,RELATED", "--ctstate ESTABLISHED,RELATED,NEW"),
    "an IPv6 /48 became a /47": ("2001:db8:2::/48", "2001:db8:2::/47"),
    "the refusal comes first": (IPT_BEGIN, IPT_BEGIN + "-A EGRESS -p tcp -j REJECT\n"),
    "a backslash swallows the verdict": ('--comment "ntp" -j ACCEPT', '--comment "ntp\\" -j ACCEPT"'),
    "an early return": (IPT_BEGIN, IPT_BEGIN + "-A EGRESS -p udp -j RETURN\n"),
    "the source port decides": (IPT_BEGIN, IPT_BEGIN + "-A EGRESS -p tcp --sport 443 -j ACCEPT\n"),
    "segments that are no SYN": (IPT_BEGIN, IPT_BEGIN + "-A EGRESS -p tcp ! --syn -j ACCEPT\n"),
    "an interface is trusted": (IPT_BEGIN, IPT_BEGIN + "-A EGRESS -o eth+ -j ACCEPT\n"),
    "answers have no rule": ("-A EGRESS -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT\n", ""),
    "a log in place of a verdict": ('--comment "ntp" -j ACCEPT', '--comment "ntp"'),
    "a sender": (IPT_BEGIN, IPT_BEGIN + "-4 -A EGRESS -s 192.0.2.77 -j ACCEPT\n"),
    "a range of senders": (IPT_BEGIN, IPT_BEGIN + "-4 -A EGRESS -m iprange --src-range 192.0.2.1-192.0.2.9 -j ACCEPT\n"),
    "who began a connection": (IPT_BEGIN, IPT_BEGIN + "-4 -A EGRESS -m conntrack --ctorigsrc 192.0.2.77 -j ACCEPT\n"),
    "answers of ICMP": (IPT_BEGIN, IPT_BEGIN + "-4 -A EGRESS -p icmp --icmp-type 0 -j ACCEPT\n"),
    "all of a protocol": (IPT_BEGIN, IPT_BEGIN + "-A EGRESS -p sctp -j ACCEPT\n"),
}
GATEWAY = {
    "any sender": (" ip saddr @devices_v4", ""),
    "a wider site": ("192.168.50.0/24", "192.168.50.0/23"),
    "a device is missing": ("192.168.50.0/24", "192.168.50.128/25"),
    "any way in": ("iifname \"lan0\" ", ""),
    "any way out": ("oifname \"wan0\" ", ""),
    "answers without a question": ("\t\tct state established,related accept\n", "\t\tct state established,related accept\n"
                                   "\t\tiifname \"wan0\" tcp flags & (syn | ack) == (syn | ack) accept\n"),
    "from outside to a device": ("\t\tjump refuse\n", "\t\tiifname \"wan0\" tcp dport 22 accept\n\t\tjump refuse\n"),
    "answers have no rule": ("\t\tct state established,related accept\n", ""),
    "a device in the set": ("elements = { 192.168.50.0/24 }", "elements = { 192.168.50.0/24, 10.77.0.0/24 }"),
    "more devices": [("\tchain refuse {", "\tset more {\n\t\ttype ipv4_addr\n\t\tflags interval\n\t\telements = { 10.77.0.0/24 }\n\t}\n\tchain refuse {"),
                     (NFT_END, "\t\tip saddr @more accept\n" + NFT_END)],
    "a way in": (NFT_END, "\t\tiifname \"lan7\" accept\n" + NFT_END),
    "a way in for SSH": (NFT_END, "\t\tiifname \"lan7\" tcp dport 22 accept\n" + NFT_END),
    "a way out": (NFT_END, "\t\toifname \"wan9\" accept\n" + NFT_END),
    "one way": (NFT_END, "\t\tiifname \"lan7\" oifname \"wan9\" accept\n" + NFT_END),
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
            if form == "firewalld" and (name == "gateway" or os.geteuid() != 0):
                continue # its zones know no interfaces; its daemon wants root
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


def ufw(bench, checks):
    done, outcome = bench.prove("ufw", bench.export("host", "ufw"))
    only_echo = all(leak["protocol"] == 58 for leak in outcome.get("leaks", [{"protocol": 0}]))
    that(checks, done.returncode == 1 and only_echo and "before" in outcome["leaks"][0]["rule"],
                 "ufw lets out ICMPv6 echo, by its own rule, and nothing else", done.stdout[:500] + done.stderr[:300])
    place = bench.folder / "allow-ufw"
    exported = bench.run("export", "--policy", bench.policy("host-allow"), "--format", "ufw", "-o", place)
    done, outcome = bench.prove("ufw", place)
    that(checks, done.returncode == 1 and "ICMPv6 echo" in exported.stderr + place.read_text()
         and not any("jump" in remark for remark in outcome["remarks"]), "ufw, allow-only: its echo is said, and nothing of jumps",
         exported.stderr + done.stdout[-500:])


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


HOST_RULES = "*filter\n:INPUT %s [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT %s [0:0]\n%sCOMMIT\n"
ANSWERS = "-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT\n"


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
    that(checks, "useless for iot-hub tcp 5671" in done.stdout and "useless for acr-domain" not in done.stdout and "unknown  acr-domain" in done.stdout,
         "audit: useless is what was asked", done.stdout[-900:] + done.stderr)


def diffs(bench, checks, user):
    """Packets gained and lost, of two files with the same policy."""
    nft, rules = bench.export("host", "nftables") / "rules", bench.export("host", "iptables") / "rules"
    more = bench.file(changed(nft.read_text(), (NFT_BEGIN, NFT_BEGIN + "\t\tip daddr 192.0.2.7 tcp dport 22 accept\n")))
    less = bench.file(changed(nft.read_text(), ("203.0.113.10/32", "203.0.113.11/32")))
    gateway = bench.export("gateway", "nftables") / "rules"
    wider = bench.file(changed(gateway.read_text(), GATEWAY["a wider site"]))
    for what, before, after, status, said in (
            ("the same file", nft, nft, 0, ("the same policy", "the same lines")),
            ("two formats", nft, rules, 0, ("the same policy", "the same packets get out")),
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


def main():
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
        users = (None, "nobody") if root else (None,)
        # The longest first: two at a time, as machines of CI have two processors.
        jobs = [(thousands, bench, checks)]
        if root:
            jobs += [(ufw, bench, checks), (nothing_is_run, bench, checks)]
        jobs += holds(bench, checks, users)
        jobs += [(least_privilege, bench, checks, form) for form in ("nftables", "iptables", "ipset")]
        jobs += [(surplus, bench, checks), (no_false_surplus, bench, checks), (dnsmasq, bench, checks)]
        jobs += [(sampled, bench, checks, users[-1])]
        jobs += [(audits, bench, checks, user) for user in users]
        jobs += [(part, bench, checks, users[-1]) for part in (audits_of_senders, useless_or_unknown, diffs, stable_owner)]
        jobs += [(unjudged, bench, checks, users[-1]), (nothing_loaded, bench, checks, users[-1])]
        jobs += seeds(bench, checks, "host", "nftables", NFT, users)
        jobs += seeds(bench, checks, "host", "iptables", IPTABLES, users)
        jobs += seeds(bench, checks, "gateway", "nftables", GATEWAY, users[-1:])
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(*job) for job in jobs]:
                done.result()
        if root:
            interrupted(bench, checks) # alone: it looks at processes
    checks.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
