# SPDX-License-Identifier: MIT
"""A site and a cloud in network namespaces: client - firewall - cloud, with real servers in the cloud; on request a
proxy's namespace at a third leg of the firewall.

Everything is made under one name prefix and one folder, and taken down by the context manager, also after a
failure; only processes started here are ended, by pid. Addresses are documentation ranges (RFC 5737, 3849)
that exist only inside the namespaces.
"""
import functools
import itertools
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

try:
    from jsonschema import Draft202012Validator
except ImportError:
    sys.exit("lab: python3-jsonschema 4 is missing: apt-get install python3-jsonschema")

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from checks import Checks  # noqa: E402, F401: the lab's tests take it from here

SCHEMA = Draft202012Validator(json.loads((HERE.parents[1] / "docs/report.schema.json").read_text()))
BIN = pathlib.Path(os.environ.get("EGRESS_BIN", HERE.parents[1] / "build/dev/bin"))


def test_tool(name):
    """What the tests build beside the programs: no release build has it."""
    return next((at for at in (BIN / name, HERE.parents[1] / "build/dev/bin" / name) if at.exists()), BIN / name)


DELAY_QUEUE, WRONG_CLOCK = test_tool("delay_queue"), test_tool("wrong_clock.so")
SKIP = 77

CLIENT, GATEWAY_IN = "198.51.100.2", "198.51.100.1"
CLIENT6, GATEWAY_IN6 = "2001:db8:1::2", "2001:db8:1::1"
GATEWAY_OUT, GATEWAY_OUT6 = "203.0.113.1", "2001:db8:2::1"
HUB, MCR, DATA, OTHER, DNS = ("203.0.113.%d" % n for n in (10, 11, 12, 13, 53))
HUB6, MCR6, DATA6, OTHER6, DNS6 = ("2001:db8:2::%d" % n for n in (10, 11, 12, 13, 53))
# Of 192.0.2.0/24 only the upper half: questions to 192.0.2.1 find no route, as everywhere.
PROXY, GATEWAY_PROXY = "192.0.2.130", "192.0.2.129"
PROXY6, GATEWAY_PROXY6 = "2001:db8:3::2", "2001:db8:3::1"
SILENT = "203.0.113.98" # in the cloud of a lab with a proxy: an address that is there and answers nothing

HUB_NAME = "contoso.azure-devices.net"
NAMES = {
    HUB_NAME: (HUB, HUB6),
    "mcr.microsoft.com": (MCR, MCR6),
    "eastus.data.mcr.microsoft.com": (DATA, DATA6),
    "global.azure-devices-provisioning.net": (OTHER, OTHER6),
    "contoso.azurecr.io": (OTHER, OTHER6),
    "contoso.eastus.data.azurecr.io": (OTHER, OTHER6),
    "contoso.eastus.geo.azurecr.io": (OTHER, OTHER6),
    "contoso.blob.core.windows.net": (OTHER, OTHER6),
    "packages.microsoft.com": (OTHER, OTHER6),
    "aka.ms": (OTHER, OTHER6),
    "raw.githubusercontent.com": (OTHER, OTHER6),
    "contoso.device.azure-devices.net": (HUB, HUB6),
    "pool.ntp.org": (OTHER, OTHER6),
}
PROXY_NAME = "proxy.corp.example"
HUB_PORTS = (443, 5671, 8883)
VERDICTS = {"drop": "drop", "reset": "reject with tcp reset", "icmp": "reject with icmpx admin-prohibited"}


def need_root_and_namespaces():
    """Ends the script as skipped, with the reason, where the machine cannot run it."""
    if os.geteuid() != 0:
        print("skipped: network namespaces need root")
        sys.exit(SKIP)
    probe = "egress-probe-%d" % os.getpid()
    if subprocess.run(["ip", "netns", "add", probe], capture_output=True).returncode != 0:
        print("skipped: this machine allows no network namespaces")
        sys.exit(SKIP)
    subprocess.run(["ip", "netns", "del", probe], check=True)


def run(*command, **how):
    """Runs a command to its end; a failure shows what it printed."""
    how.setdefault("timeout", 60)
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **how)
    if done.returncode != 0:
        raise RuntimeError("%s: exit %d\n%s%s" % (" ".join(map(str, command)), done.returncode, done.stdout, done.stderr))
    return done.stdout


def on_demand(begin):
    """For begin(site), which starts a server: the first call does it, every later one of the same lab gives the same
    answer. From any thread."""
    @functools.wraps(begin)
    def answer(site):
        lock, given = site.answers.setdefault(begin, (threading.Lock(), []))
        with lock:
            if not given:
                given.append(begin(site))
        return given[0]
    return answer


class Lab:
    """client (198.51.100.2) - firewall - cloud (203.0.113.0/24); with a proxy also firewall - proxy (192.0.2.130)."""

    def __init__(self, prefix=None, proxy=False):
        self.prefix = prefix or "eg%d" % (os.getpid() % 100000)
        self.client, self.firewall, self.cloud = (self.prefix + "-" + part for part in ("client", "fw", "cloud"))
        self.proxy = self.prefix + "-proxy" if proxy else None
        self.shared_memory = "".join(filter(str.isalnum, self.prefix)) + "p" # begins the names of squids' shared memory
        self.namespaces = [ns for ns in (self.client, self.firewall, self.cloud, self.proxy) if ns]
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="egress-lab-"))
        self.folder.chmod(0o755)
        self.started = []
        self.counter = itertools.count()
        self.answers = {} # of functions that are on_demand

    def __enter__(self):
        try:
            self.wire_up()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.started):
            process.terminate()
        for process in reversed(self.started):
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for ns in self.namespaces:
            subprocess.run(["ip", "netns", "del", ns], capture_output=True)
            shutil.rmtree("/etc/netns/" + ns, ignore_errors=True)
        for left in pathlib.Path("/dev/shm").glob(self.shared_memory + "*"): # of a squid that had to be killed
            left.unlink()
        shutil.rmtree(self.folder, ignore_errors=True)

    # ---- wires

    def wire_up(self):
        for ns in self.namespaces:
            run("ip", "netns", "add", ns)
            run("ip", "-n", ns, "link", "set", "lo", "up")
            # Without it IPv6 loses its first second to duplicate address detection on link-local addresses.
            self.sysctl(ns, "net.ipv6.conf.all.accept_dad=0", "net.ipv6.conf.default.accept_dad=0")
        self.link(self.client, "out", [CLIENT + "/24", CLIENT6 + "/64"], self.firewall, "in", [GATEWAY_IN + "/24", GATEWAY_IN6 + "/64"])
        cloud = [a + "/24" for a in (HUB, MCR, DATA, OTHER, DNS)] + [a + "/64" for a in (HUB6, MCR6, DATA6, OTHER6, DNS6)]
        self.link(self.firewall, "out", [GATEWAY_OUT + "/24", GATEWAY_OUT6 + "/64"], self.cloud, "in", cloud)
        for ns, v4, v6 in ((self.client, GATEWAY_IN, GATEWAY_IN6), (self.cloud, GATEWAY_OUT, GATEWAY_OUT6)):
            run("ip", "-n", ns, "route", "add", "default", "via", v4)
            run("ip", "-n", ns, "-6", "route", "add", "default", "via", v6)
        self.sysctl(self.firewall, "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1",
                    "net.ipv4.icmp_ratelimit=0", "net.ipv4.icmp_msgs_per_sec=100000", "net.ipv6.icmp.ratelimit=0")
        self.resolvers(DNS)
        if self.proxy:
            self.wire_up_proxy()

    def wire_up_proxy(self):
        self.link(self.proxy, "out", [PROXY + "/25", PROXY6 + "/64"],
                  self.firewall, "proxy", [GATEWAY_PROXY + "/25", GATEWAY_PROXY6 + "/64"])
        run("ip", "-n", self.proxy, "route", "add", "default", "via", GATEWAY_PROXY)
        run("ip", "-n", self.proxy, "-6", "route", "add", "default", "via", GATEWAY_PROXY6)
        self.resolvers(DNS, ns=self.proxy)
        run("ip", "-n", self.cloud, "addr", "add", SILENT + "/24", "dev", "in")
        self.nft("table ip silent {\n chain i {\n  type filter hook input priority 0\n  ip daddr %s drop\n }\n}\n" % SILENT, ns=self.cloud)

    def link(self, ns_a, name_a, addresses_a, ns_b, name_b, addresses_b):
        run("ip", "link", "add", name_a, "netns", ns_a, "type", "veth", "peer", "name", name_b, "netns", ns_b)
        for ns, name, addresses in ((ns_a, name_a, addresses_a), (ns_b, name_b, addresses_b)):
            for address in addresses:
                run("ip", "-n", ns, "addr", "add", address, "dev", name, *(["nodad"] if ":" in address else []))
            run("ip", "-n", ns, "link", "set", name, "up")

    def sysctl(self, ns, *settings):
        run("ip", "netns", "exec", ns, "sysctl", "-qw", *settings)

    def resolvers(self, *addresses, options="", ns=None):
        """What the /etc/resolv.conf of the client (or another namespace) says."""
        place = pathlib.Path("/etc/netns") / (ns or self.client)
        place.mkdir(parents=True, exist_ok=True)
        (place / "resolv.conf").write_text("".join("nameserver %s\n" % a for a in addresses) + options)

    # ---- processes

    def start(self, ns, *command, env=None, ready=None):
        """Starts a server in a namespace; `ready` is a callable that says when it answers."""
        log = open(self.folder / ("log-%d-%s" % (next(self.counter), pathlib.Path(str(command[0])).name)), "w+")
        process = subprocess.Popen(["ip", "netns", "exec", ns, *[str(c) for c in command]], stdin=subprocess.DEVNULL,
                                   stdout=log, stderr=subprocess.STDOUT, env=dict(os.environ, **(env or {})))
        self.started.append(process)
        until = time.monotonic() + 15
        while ready and not ready():
            if process.poll() is not None or time.monotonic() > until:
                log.seek(0)
                raise RuntimeError("%s did not start:\n%s" % (command[0], log.read()[-2000:]))
            time.sleep(0.02)
        return process

    def listens(self, ns, *ports, udp=False):
        """A callable: do these ports have a listener in the namespace?"""
        def check():
            shown = run("ip", "netns", "exec", ns, "ss", "-Hlnu" if udp else "-Hlnt")
            return all((":%d " % port) in shown for port in ports)
        return check

    def settle(self, addresses, port):
        """Waits until the client is answered at once everywhere: the first contact of new neighbours, above all over
        IPv6, may take a second, which a check would rightly call slow."""
        script = ("import socket, sys, time\n"
                  "until = time.monotonic() + 10\n"
                  "for address in sys.argv[2:]:\n"
                  "    while True:\n"
                  "        begin = time.monotonic()\n"
                  "        socket.create_connection((address, int(sys.argv[1])), 5).close()\n"
                  "        if time.monotonic() - begin < 0.1: break\n"
                  "        if time.monotonic() > until: sys.exit('%s answers slowly' % address)\n")
        run("ip", "netns", "exec", self.client, sys.executable, "-c", script, port, *addresses)

    def nft(self, rules, ns=None):
        """Replaces the ruleset of the firewall (or another namespace)."""
        subprocess.run(["ip", "netns", "exec", ns or self.firewall, "nft", "-f", "-"],
                       input="flush ruleset\n" + rules, text=True, check=True)

    def block(self, ports, how):
        """Blocks TCP ports in the firewall for both families: drop, reset or icmp."""
        if not ports:
            return self.nft("")
        self.nft("table inet fw {\n chain f {\n  type filter hook forward priority 0\n  tcp dport { %s } %s\n }\n}\n"
                 % (", ".join(map(str, ports)), VERDICTS[how]))

    def way_out(self, client=None, proxy=None):
        """Which of the hub's ports the firewall lets through to the cloud, by who asks: None, or what it does with a
        port, say way_out(client="drop", proxy={8883: "reset"}); one word stands for all three ports."""
        rules = ""
        for leg, blocked in (("in", client), ("proxy", proxy)):
            how = blocked if isinstance(blocked, dict) else {port: blocked for port in HUB_PORTS if blocked}
            rules += "".join('  iifname "%s" oifname "out" tcp dport %d %s\n' % (leg, port, VERDICTS[word]) for port, word in how.items())
        self.nft("table inet fw {\n chain f {\n  type filter hook forward priority 0\n%s }\n}\n" % rules)

    def delay(self, milliseconds):
        """Every packet to and from the cloud takes so long, each way (there is no netem everywhere: faults.md V20); the
        proxy is near."""
        for tables in ("iptables", "ip6tables"): # not every kernel has nft's own queue statement
            for way in ("-i", "-o"):
                run("ip", "netns", "exec", self.firewall, tables, "-A", "FORWARD", way, "out", "-j", "NFQUEUE", "--queue-num", "5")
        bound = lambda: run("ip", "netns", "exec", self.firewall, "cat", "/proc/net/netfilter/nfnetlink_queue").strip() != ""
        self.start(self.firewall, DELAY_QUEUE, 5, milliseconds, ready=bound)

    def check(self, *options, tool="egress-check", user="nobody", timeout=120, environment=None, wrap=()):
        """Runs a tool in the client namespace as an ordinary user; its finished process. wrap: words before the tool's, of a
        program that runs it."""
        given = ["env", *("%s=%s" % pair for pair in (environment or {}).items())]
        command = ["ip", "netns", "exec", self.client, "setpriv", "--reuid", user, "--regid", "nogroup", "--clear-groups",
                   "--inh-caps=-all", "--bounding-set=-all", *wrap, *given, str(BIN / tool), *[str(o) for o in options]]
        return subprocess.run(command, capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL)

    def report(self, *options, **how):
        """egress-check with --json -, trusting the lab's CA; the parsed report."""
        trust = () if "--ca" in options else ("--ca", self.folder / "ca.pem")
        done = self.check("--hub", HUB_NAME, *trust, "--service-roots", self.folder / "ca.pem",
                          "--json", "-", *options, **how)
        if done.returncode not in (0, 1):
            raise RuntimeError("egress-check: exit %d\n%s" % (done.returncode, done.stderr))
        report = json.loads(done.stdout)
        for wrong in SCHEMA.iter_errors(report):
            raise RuntimeError("the report breaks its schema at %s: %s" % (wrong.json_path, wrong.message[:300]))
        report["exit"] = done.returncode
        return report


def path_of(report, start):
    """The one path whose id starts so."""
    found = [p for p in report["paths"] if p["id"].startswith(start)]
    assert len(found) == 1, "%s: %s" % (start, [p["id"] for p in report["paths"]])
    return found[0]


signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that a time limit still takes the lab down
