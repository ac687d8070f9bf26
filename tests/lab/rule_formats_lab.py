# SPDX-License-Identifier: MIT
"""The Linux formats, each loaded by its own loader into a namespace: twice, with the same outcome; beside rules that are
not ours and stay; and what gets out, found with packets: all that the policy allows, and nothing else. Then taken back."""
import concurrent.futures
import contextlib
import itertools
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import kernel_rules
import lab

lab.need_root_and_namespaces()
checks = lab.Checks()
DUMP = pathlib.Path(tempfile.mkdtemp(prefix="egress-formats-"))
BUILD = lab.BIN.parent
numbers = itertools.count()
LONGEST = ("default-deny_host", "default-deny_gateway", "default-deny_gateway4", "allow-only_host", "allow-only_gateway",
           "allow-only_gateway4", "default-deny_everywhere")


@contextlib.contextmanager
def namespace(hook="host"):
    ns = "egf%d-%d" % (os.getpid() % 100000, next(numbers))
    lab.run("ip", "netns", "add", ns)
    try:
        kernel_rules.make_router(ns) if hook == "gateway" else kernel_rules.wire_up(ns)
        yield ns
    finally:
        lab.run("ip", "netns", "del", ns)


def inside(ns, *command, **how):
    how.setdefault("env", dict(os.environ, XTABLES_LOCKFILE=str(DUMP / (ns + ".lock")))) # legacy iptables' is one for all
    return lab.run("ip", "netns", "exec", ns, *command, **how)


def fails(ns, *command):
    return subprocess.run(["ip", "netns", "exec", ns, *map(str, command)], capture_output=True).returncode != 0


def files(name, variant):
    return DUMP / name / variant


def proved(ns, what, file, but=lambda probe: False):
    """Packets agree with the policy in the file, except those that `but` names; how many of these passed."""
    intent = kernel_rules.intent_of(file.read_text())
    passed = kernel_rules.send_datagrams(ns, intent, intent.datagrams)
    wrong = [(p, got) for (p, allowed), got in zip(intent.asked, passed) if got != allowed and not but(p)]
    required = sum(allowed for _, allowed in intent.asked)
    checks.that(required > 0 and len(passed) == len(intent.asked) and not wrong,
                "%s: %d of %d probes, %s" % (what, len(wrong), len(passed), wrong[:3]))
    print("%s: %d probes, %d required, %d wrong" % (what, len(passed), required, len(wrong)))
    return sum(1 for (p, _), got in zip(intent.asked, passed) if got and but(p))


def listing(ns):
    """The ruleset without what counts packets and numbers rules."""
    def bare(value):
        if isinstance(value, dict):
            return {k: bare(v) for k, v in value.items() if k not in ("handle", "packets", "bytes")}
        return [bare(v) for v in value] if isinstance(value, list) else value
    return bare(json.loads(inside(ns, "nft", "-j", "list", "ruleset")))


FOREIGN = "table inet foreign {\n set s { type ipv4_addr; elements = { 1.2.3.4 } }\n chain c { tcp dport 23 drop\n }\n}\n"


def site_table(hook, chain):
    return ("table inet filter {\n chain %s { }\n chain site { type filter hook %s priority filter; policy drop; oifname \"lo\" accept; jump %s\n }\n}\n"
            % (chain, "output" if hook == "host" else "forward", chain))


def nftables(variant):
    file = files("nftables", variant) / "egress.nft"
    intent = kernel_rules.intent_of(file.read_text())
    name = "egress" if intent.hook == "host" else "egress_gateway"
    with namespace(intent.hook) as ns:
        inside(ns, "nft", "-f", "-", input=FOREIGN)
        if intent.stance == "allow-only":
            inside(ns, "nft", "-f", "-", input=site_table(intent.hook, name))
        before = listing(ns)
        inside(ns, "nft", "-c", "-f", file)
        inside(ns, "nft", "-f", file)
        once = listing(ns)
        inside(ns, "nft", "-f", file)
        checks.that(listing(ns) == once, "nftables %s: twice is once" % variant)
        proved(ns, "nftables " + variant, file)
        if intent.stance == "allow-only":
            inside(ns, "nft", "flush", "chain", "inet", "filter", name)
        else:
            inside(ns, "nft", "delete", "table", "inet", name)
        checks.that(listing(ns) == before, "nftables %s: what is not ours stays, what is ours goes" % variant)


def saved(ns, backend):
    """Rules of both families without counters and dates."""
    text = "".join(inside(ns, "%s-%s-save" % (tool, backend)) for tool in ("iptables", "ip6tables"))
    return [re.sub(r"\[\d+:\d+\]", "", line) for line in text.splitlines() if not line.startswith("#")]


def sets_of(ns):
    """Sets and members, without what the kernel draws by lot."""
    return re.sub(r" initval \S+", "", inside(ns, "ipset", "save", "-sorted"))


def restore(ns, backend, file):
    for tool in ("iptables", "ip6tables"):
        inside(ns, "%s-%s-restore" % (tool, backend), "-n", file)


def tables(ns, backend, *words):
    for tool in ("iptables", "ip6tables"):
        inside(ns, "%s-%s" % (tool, backend), "-w", *words)


def iptables(name, variant, backend):
    """iptables, and ipset with the rules that use its sets."""
    folder = files(name, variant)
    file = folder / ("egress.rules" if name == "iptables" else "egress-ipset.rules")
    sets = folder / "egress.ipset"
    intent = kernel_rules.intent_of((sets if name == "ipset" else file).read_text())
    host = intent.hook == "host"
    hook, chain = ("OUTPUT", "EGRESS") if host else ("FORWARD", "EGRESS-GATEWAY")
    what = "%s (%s) %s" % (name, backend, variant)
    def load(ns):
        if name == "ipset":
            inside(ns, "ipset", "restore", "-!", "-file", sets)
        restore(ns, backend, file)
    with namespace(intent.hook) as ns:
        tables(ns, backend, "-N", "FOREIGN")
        tables(ns, backend, "-A", "FOREIGN", "-p", "tcp", "--dport", "23", "-j", "DROP")
        tables(ns, backend, "-P", hook, "DROP" if intent.stance == "allow-only" else "ACCEPT")
        before = saved(ns, backend)
        load(ns)
        tables(ns, backend, "-I", hook, "1", "-j", chain)
        once, members = saved(ns, backend), sets_of(ns)
        load(ns)
        checks.that(saved(ns, backend) == once, what + ": twice is once")
        checks.that(sets_of(ns) == members, what + ": sets twice are sets once")
        for tool in ("iptables", "ip6tables"): # what is saved is what is restored
            text = inside(ns, "%s-%s-save" % (tool, backend))
            inside(ns, "%s-%s-restore" % (tool, backend), input=text)
        checks.that(saved(ns, backend) == once, what + ": saved and restored")
        proved(ns, what, sets if name == "ipset" else file)
        tables(ns, backend, "-D", hook, "-j", chain)
        tables(ns, backend, "-F", chain)
        tables(ns, backend, "-X", chain)
        if not host:
            tables(ns, backend, "-F", chain + "-TO")
            tables(ns, backend, "-X", chain + "-TO")
        if name == "ipset":
            for line in inside(ns, "ipset", "list", "-n").split():
                inside(ns, "ipset", "destroy", line)
        checks.that(saved(ns, backend) == before and not inside(ns, "ipset", "list", "-n"), what + ": taken back")


def firewalld_checked(variant):
    config = pathlib.Path(tempfile.mkdtemp(dir=DUMP))
    shutil.copytree(files("firewalld", variant), config, dirs_exist_ok=True)
    shutil.copy("/etc/firewalld/firewalld.conf", config)
    with namespace() as ns:
        inside(ns, "firewall-offline-cmd", "--system-config=%s" % config, "--check-config")
        name = "egress-gateway" if "gateway" in variant else "egress"
        shown = inside(ns, "firewall-offline-cmd", "--system-config=%s" % config, "--info-policy=%s" % name)
        wanted = len(re.findall("<rule ", (config / "policies" / (name + ".xml")).read_text()))
        checks.that(shown.count("\trule family") == wanted > 0, "firewalld %s: %d rules, %s" % (variant, wanted, shown[-300:]))
    return config


BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><listen>unix:path=%s</listen><auth>EXTERNAL</auth><policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/><allow user="*"/></policy></busconfig>"""


def firewalld_live(variant):
    config = firewalld_checked(variant)
    intent = kernel_rules.intent_of(next((config / "policies").iterdir()).read_text())
    bus = config / "bus"
    (config / "bus.conf").write_text(BUS % bus)
    with namespace(intent.hook) as ns, contextlib.ExitStack() as ended:
        environment = dict(os.environ, DBUS_SYSTEM_BUS_ADDRESS="unix:path=%s" % bus)
        def start(*command):
            process = subprocess.Popen(["ip", "netns", "exec", ns, *map(str, command)], env=environment,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
            ended.callback(process.wait)
            ended.callback(process.terminate)
        start("dbus-daemon", "--config-file=%s" % (config / "bus.conf"), "--nofork", "--nopidfile")
        start("firewalld", "--nofork", "--nopid", "--system-config", config)
        lab.run("sh", "-c", "for i in $(seq 100); do ip netns exec %s firewall-cmd --state > /dev/null 2>&1 && exit 0; sleep 0.1; done; exit 1" % ns,
                env=environment)
        proved(ns, "firewalld " + variant, next((config / "policies").iterdir()))


# What the script's shell calls instead of ufw: it notes the words. They are run by ufw itself, all in one interpreter, as
# a start of Python takes longer than what ufw does.
NOTE = """#!/bin/sh
for word; do printf '%%s\\037' "$word"; done >> %(notes)s
echo >> %(notes)s
"""
PYTHON = "/usr/bin/python3" # whose modules ufw's are
DRIVER = """
import runpy, sys
root = sys.argv[1]
for line in sys.stdin.read().splitlines():
    words = line.split('\x1f')[:-1]
    sys.argv = ['/usr/sbin/ufw', '--rootdir=' + root, '--datadir=' + root] + words
    try:
        runpy.run_path('/usr/sbin/ufw', run_name='__main__')
    except SystemExit as end:
        if end.code: sys.exit('ufw %s: exit %s' % (' '.join(words), end.code))
"""


def ufw(variant):
    file = files("ufw", variant) / "egress-ufw.sh"
    intent = kernel_rules.intent_of(file.read_text())
    root = pathlib.Path(tempfile.mkdtemp(dir=DUMP))
    for part in ("etc/ufw", "lib/ufw", "usr/share/ufw", "etc/default"):
        shutil.copytree("/" + part, root / part, symlinks=True, ignore_dangling_symlinks=True)
    (root / "bin").mkdir()
    (root / "bin/ufw").write_text(NOTE % {"notes": root / "notes"})
    (root / "bin/ufw").chmod(0o755)
    environment = dict(os.environ, PATH="%s:%s" % (root / "bin", os.environ["PATH"]))
    rules = lambda: [(root / "etc/ufw" / name).read_text() for name in ("user.rules", "user6.rules")]

    def run(ns, *script):
        """The commands of a shell's script, by ufw; what it said."""
        (root / "notes").write_text("")
        inside(ns, "sh", *script, env=environment)
        notes = (root / "notes").read_text()
        checks.that(notes, "ufw %s: %s runs no ufw" % (variant, script))
        return inside(ns, PYTHON, "-c", DRIVER, root, input=notes)

    with namespace(intent.hook) as ns:
        if variant == LONGEST[0]:
            before = rules()
            run(ns, "-c", "sed 's/^ufw /ufw --dry-run /' %s | sh" % file)
            checks.that(rules() == before, "ufw %s: a dry run changes nothing" % variant)
        run(ns, file)
        once = rules()
        checks.that("Skipping" in run(ns, file) and rules() == once, "ufw %s: twice is once" % variant)
        run(ns, "-c", "ufw --force enable")
        if intent.stance == "default-deny":
            # Its own rules come first: multicast, DHCP answers, and the leak that the file names.
            echo = proved(ns, "ufw " + variant, file, but=lambda p: p[1] == kernel_rules.ICMP6 or intent.hook == "gateway" and p[1] == kernel_rules.ICMP)
            checks.that(intent.hook != "host" or echo > 0, "ufw lets ICMPv6 echo out no more: say so no more")
        run(ns, "-c", "sed -n 's/^ufw \\(route \\)*allow/ufw --force \\1delete allow/p' %s | sh" % file)
        left = [line for text in rules() for line in text.splitlines() if line.startswith("### tuple")]
        checks.that(once != rules() and not left, "ufw %s: left over %s" % (variant, left[:3]))


def dnsmasq():
    """A name's answer opens the way, a look-alike's does not."""
    folder = files("dnsmasq", "default-deny_host")
    file = folder / "egress-dnsmasq.nft"
    with namespace() as ns, contextlib.ExitStack() as ended:
        inside(ns, "nft", "-c", "-f", file)
        inside(ns, "nft", "-f", file)
        once = listing(ns)
        inside(ns, "nft", "-f", file)
        checks.that(listing(ns) == once, "dnsmasq: twice is once")
        inside(ns, "dnsmasq", "--test", "--conf-file=%s" % (folder / "egress-dnsmasq.conf"))
        def start(*options):
            process = subprocess.Popen(["ip", "netns", "exec", ns, "dnsmasq", "--keep-in-foreground", "--user=root", "--no-resolv", "--no-hosts",
                                        "--bind-interfaces", "--log-facility=-", "--pid-file=", *map(str, options)],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
            ended.callback(process.wait)
            ended.callback(process.terminate)
        known = {"contoso.azure-devices.net": "203.0.113.77", "a.b.blob.core.windows.net": "203.0.113.78", "x.edge.example": "203.0.113.79",
                 "fakecontoso.azurecr.io": "203.0.113.80", "contoso.azure-devices.net.evil.example": "203.0.113.81"}
        start("--conf-file=/dev/null", "--listen-address=127.0.0.2", "--port=5353", *("--address=/%s/%s" % pair for pair in known.items()),
              "--address=/contoso.azure-devices.net/2001:db8:7::7")
        start("--conf-file=%s" % (folder / "egress-dnsmasq.conf"), "--listen-address=127.0.0.1", "--port=53", "--server=127.0.0.2#5353")
        lab.run("sh", "-c", "for i in $(seq 100); do [ $(ip netns exec %s ss -Hlnu | grep -cE '127.0.0.[12]:(53|5353) ') -ge 2 ] && exit 0; sleep 0.05; done; exit 1" % ns)
        intent = kernel_rules.intent_of(file.read_text())
        def out(to, port=443):
            probe = (to, kernel_rules.TCP, port, kernel_rules.HOST6 if ":" in to else kernel_rules.HOST)
            return kernel_rules.send(ns, intent, [probe])[0]
        checks.that(not any(out(address) for address in known.values()), "dnsmasq: nothing is open before anybody asked")
        checks.that(out("10.20.0.1", 1001) and not out("10.20.0.1", 1002), "dnsmasq: addresses are open at once")
        ask = "import sys, socket\nfor name in sys.argv[1:]:\n  s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(3)\n" \
              "  for kind in (1, 28):\n    q = b'\\0\\1\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0' + b''.join(bytes([len(l)]) + l.encode() for l in name.split('.')) + bytes([0, 0, kind, 0, 1])\n" \
              "    s.sendto(q, ('127.0.0.1', 53)); s.recv(2000)\n"
        inside(ns, "python3", "-c", ask, *known)
        for name, address in known.items():
            checks.that(out(address) == ("fake" not in name and "evil" not in name), "dnsmasq: %s after its answer" % name)
        checks.that(out("2001:db8:7::7", 8883) and not out("203.0.113.78", 8883), "dnsmasq: IPv6, and a name's own ports only")
        checks.that("timeout" not in inside(ns, "nft", "list", "ruleset"), "dnsmasq: nothing is forgotten by itself")
        inside(ns, "nft", "delete", "table", "inet", "egress")
        checks.that(listing(ns)["nftables"][1:] == [], "dnsmasq: taken back")
    for variant in LONGEST:
        with namespace("gateway" if "gateway" in variant else "host") as ns:
            inside(ns, "nft", "-f", files("dnsmasq", variant) / "egress-dnsmasq.nft")
            once = listing(ns)
            inside(ns, "nft", "-f", files("dnsmasq", variant) / "egress-dnsmasq.nft")
            checks.that(listing(ns) == once, "dnsmasq %s: twice is once" % variant)


def have(*tools):
    missing = [tool for tool in tools if not shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin:/sbin")]
    checks.that(not missing or not os.environ.get("CI"), "missing: %s" % missing)
    if missing:
        print("not run, as these are not installed: %s" % ", ".join(missing))
    return not missing


def jobs():
    """[(what, its arguments)], the longest first: two at a time, as machines of CI have two processors."""
    if have("firewalld", "firewall-offline-cmd", "dbus-daemon"):
        live = ("default-deny_host", "default-deny_gateway4")
        yield from ((firewalld_live, each) for each in live)
        yield from ((firewalld_checked, each) for each in LONGEST if each not in live) # a live one is checked first
    if have("ufw"):
        yield from ((ufw, each) for each in LONGEST[:4])
    if have("dnsmasq"):
        yield (dnsmasq,)
    for backend, variants in (("nft", LONGEST), ("legacy", ("default-deny_host", "default-deny_gateway", "allow-only_host"))):
        for name in ("iptables", "ipset") if have("ipset") else ("iptables",):
            yield from ((iptables, name, each, backend) for each in variants)
    yield from ((nftables, each) for each in LONGEST + ("default-deny_many",))


try:
    lab.run(BUILD / "tests/rules_export_linux_test", "Linux formats: written for the lab where it asks", env=dict(os.environ, EGRESS_DUMP=str(DUMP)))
    for variant in LONGEST + ("default-deny_many",): # their packets are made once, before there are threads
        kernel_rules.intent_of((files("nftables", variant) / "egress.nft").read_text()).datagrams
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(*job) for job in jobs()]:
            done.result()
finally:
    shutil.rmtree(DUMP)
checks.end()
