# SPDX-License-Identifier: MIT
"""What scenarios are made of: faults with real parts, each undone when its scenario ends.

A scenario is one file scenarios/FOLDER/NAME.py, read by scenario.py (the names it may set are there):

    \"\"\"8883 is rejected by the site's firewall, which says so by ICMP.\"\"\"
    from injections import ALL, GATEWAY_IN, firewall

    FAULTS = ("B03",)
    INJECT = firewall("tcp dport 8883 reject with icmpx admin-prohibited")
    CAUSE = "tcp.admin_prohibited"
    WHERE, BOX = "firewall", GATEWAY_IN
    WORKS = {"direct": ALL - {"mqtt"}}
    UPSTREAM = "Amqp"

An injection is a callable of the site (a Lab with a proxy's namespace, its cloud up). It changes something and pushes
what undoes it: `site.undo.callback(function, *arguments)`, in the order of doing; injected() runs that backwards, also
after a failure. So a new one is

    def no_route(site):
        run("ip", "-n", site.client, "route", "del", "default")
        site.undo.callback(run, "ip", "-n", site.client, "route", "add", "default", "via", GATEWAY_IN)

What is true of an injection is declared with it, for all its scenarios: `declared(inject, Claim(causes, where, boxes))`
(truth.py). Rules of firewall(), device(), chain() and iptables() and routes of ip() declare by their words. A finding that
is called proved must be true by that or by CAUSE, ALSO, ACCEPT; one that names a box or says where must be right there.

Several in one scenario must not disturb each other: rules go into tables of their own (firewall(), device(), nat()),
never through Lab.nft(), which replaces all. What a server costs to start is paid once a lab: a function with
@lab.on_demand that starts it (proxies.py, squids.py, peers.py) and answers its URL or ports; it may stay up, as nothing
reaches it uninjected. A server that must go with its scenario: started(site, namespace, *command).

Namespaces: site.client (198.51.100.2) - site.firewall - site.cloud (203.0.113.0/24), and site.proxy (192.0.2.130) at the
firewall's third leg; the firewall's legs are "in", "out" and "proxy". The cloud has the hub, its services (lab.NAMES),
unbound on lab.DNS and a time server; PEER is where strange_peer.py stands, DEAD an address that nobody has, in the cloud.

More of them: injections_path.py (what stands on the way), injections_device.py, injections_dns.py, injections_tls.py,
injections_reading.py (boxes that read how a connection begins), injections_proxy.py,
injections_sites.py (other products). The probe runs as nobody, with --dps, a --limit of 2 s and no time server unless OPTIONS say otherwise (--limit, --ntp).
PROXY is a callable of the site that gives the URL. OPTIONS' items and ENVIRONMENT may be callables of the site, too. What is judged of the report: judging.py.
"""
import contextlib
import datetime
import itertools
import pathlib
import subprocess
import time

import lab
from lab import CLIENT, CLIENT6, DATA, DATA6, DNS, DNS6, GATEWAY_IN, GATEWAY_IN6, HUB, HUB6, HUB_NAME, MCR, MCR6, OTHER, OTHER6, PROXY, PROXY6, run  # noqa: F401: for scenarios
from peers import PEER, PEER6, peer
from truth import GATEWAY, INSPECTION, Claim, declared, of_route, of_rules

ALL = {"amqp", "mqtt", "amqp_ws", "mqtt_ws", "https"}
WEB, PLAIN = {"amqp_ws", "mqtt_ws", "https"}, {"amqp", "mqtt"}
SERVICES = {"dps", "mcr", "mcr_data", "packages", "version_info"}
DEAD = "203.0.113.99"
COUNT = itertools.count()
OWN_RESOLVER = Claim(("dns.",), ("device",), ("127.0.0.1", "127.0.0.53"), proves=False) # resolv.conf names nobody else's
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@contextlib.contextmanager
def injected(site, injections):
    """The site with these injected; afterwards as it was. What connections leave behind in tables of the kernel goes too:
    a later one with the same ports must not meet it."""
    try:
        with contextlib.ExitStack() as site.undo:
            for inject in injections:
                inject(site)
            yield
    finally:
        for ns in (site.firewall, site.cloud, site.proxy, site.client):
            quietly("ip", "netns", "exec", ns, "conntrack", "-F")
        for family in ("-4", "-6"):
            quietly("ip", "-n", site.client, family, "route", "flush", "cache")
        quietly("ip", "-n", site.client, "tcp_metrics", "flush")


def quietly(*command):
    """A command whose failure does not matter: what it takes away is gone already."""
    subprocess.run([str(c) for c in command], capture_output=True, timeout=60)


def in_ns(ns, *command, **how):
    """Runs a command in a namespace to its end."""
    return run("ip", "netns", "exec", ns, *command, **how)


# ---- rules

def table(ns, family, body):
    """Adds one nftables table with this body; `ns` names the namespace: "firewall", "client", "cloud" or "proxy"."""
    def inject(site):
        where, name = getattr(site, ns), "fault%d" % next(COUNT)
        in_ns(where, "nft", "-f", "-", input="table %s %s {\n%s\n}\n" % (family, name, body))
        site.undo.callback(quietly, "ip", "netns", "exec", where, "nft", "delete", "table", family, name)
    return inject


def chain(ns, hook, rules, kind="filter", priority="0", family="inet", more=""):
    body = "%s\n chain c {\n  type %s hook %s priority %s\n  %s\n }" % (more, kind, hook, priority, "\n  ".join(rules))
    return declared(table(ns, family, body), *of_rules(ns, rules))


def firewall(*rules, more=""):
    """Rules of nftables in the firewall's forward chain, both families: firewall("tcp dport 8883 drop"). `more` stands
    before the chain, for sets and limits."""
    return chain("firewall", "forward", rules, more=more)


def device(*rules):
    """Rules for what the device itself sends."""
    return chain("client", "output", rules)


def cloud_input(*rules):
    """Rules for what arrives at the servers: nobody listens there any more, say."""
    return chain("cloud", "input", rules)


def nat(*rules):
    """Rules of the firewall's nat prerouting chain: nat("ip daddr 203.0.113.10 tcp dport 8883 dnat ip to 203.0.113.20:7002")."""
    return chain("firewall", "prerouting", rules, kind="nat", priority="-100")


def iptables(rule, ns="firewall", tables=("iptables", "ip6tables")):
    """One rule in iptables' words, for matches that nftables lacks: iptables("FORWARD -p tcp --dport 443 -m string …"); in
    another table: "-t mangle PREROUTING …"."""
    words = rule.split()
    before = words[:2] if words[0] == "-t" else []
    rest = words[len(before):]

    def inject(site):
        for program in tables:
            command = ["ip", "netns", "exec", getattr(site, ns), program, "-w", *before]
            run(*command, "-A", *rest)
            site.undo.callback(quietly, *command, "-D", *rest)
    return declared(inject, *of_rules(ns, [rule]))


# ---- the device and the wires

def ip(ns, do, undo):
    """`ip` in a namespace, and how to take it back: ip("client", "route del default", "route add default via 198.51.100.1");
    "" is nothing to take back."""
    def inject(site):
        run("ip", "-n", getattr(site, ns), *do.split())
        if undo:
            site.undo.callback(run, "ip", "-n", getattr(site, ns), *undo.split())
    return declared(inject, *of_route(ns, do))


def sysctl(ns, setting):
    """One setting of a namespace's kernel: sysctl("client", "net.ipv4.tcp_ecn=1")."""
    def inject(site):
        where, name = getattr(site, ns), setting.split("=")[0]
        before = in_ns(where, "sysctl", "-n", name).strip()
        site.sysctl(where, setting)
        site.undo.callback(site.sysctl, where, "%s=%s" % (name, before))
    return inject


def resolvers(*addresses, options="", ns="client"):
    """What the resolv.conf says: addresses, or callables of the site that start a server and give its address."""
    def inject(site):
        where = getattr(site, ns)
        found = [a(site) if callable(a) else a for a in addresses]
        site.resolvers(*found, options=options, ns=where)
        site.undo.callback(site.resolvers, DNS, ns=where)
    return declared(inject, *([OWN_RESOLVER] if ns == "client" and any(str(a).startswith("127.") for a in addresses) else []))


def etc(name, text, ns="client"):
    """A file of the namespace's own /etc: etc("hosts", …)."""
    def inject(site):
        place = pathlib.Path("/etc/netns") / getattr(site, ns) / name
        before = place.read_text() if place.exists() else None
        place.write_text(text)
        site.undo.callback(place.write_text, before) if before is not None else site.undo.callback(place.unlink)
    return inject


def hosts(*lines, ns="client"):
    """Lines of the device's hosts file, of which a report may say that they are there, right or wrong."""
    return declared(etc("hosts", "127.0.0.1 localhost\n" + "".join(line + "\n" for line in lines), ns), Claim(("host.hosts_override",), ("device",)))


def started(site, ns, *command, ready=None):
    """A server for this scenario alone."""
    process = site.start(ns, *command, ready=ready)

    def end():
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        site.started.remove(process)
    site.undo.callback(end)
    return process


# ---- who answers instead

def instead(mode, *ports, of=None, legs="in"):
    """strange_peer.py in one of its modes (peers.MODES) answers for these ports: of one IPv4 address (the probe then needs
    --ipv4, or IPv6 stays as it is), or of all addresses of both families, for what comes in at these legs."""
    def inject(site):
        at, both = peer(site)[mode], ", ".join(map(str, ports))
        leg = 'iifname { %s }' % ", ".join('"%s"' % one for one in legs.split())
        rules = ["%s meta nfproto ipv4 %stcp dport { %s } dnat ip to %s:%d" % (leg, "ip daddr %s " % of if of else "", both, PEER, at)]
        if not of:
            rules.append("%s meta nfproto ipv6 tcp dport { %s } dnat ip6 to [%s]:%d" % (leg, both, PEER6, at))
        nat(*rules)(site)
    return declared(inject, *ANSWERED.get(mode, ()))


ANSWERED = {"relay:corp": (Claim(("tls.intercepted_",), ("firewall",), (INSPECTION,)),), # of instead(), by mode
            # A guest network's portal is what leads there and the page itself, which is known by its name.
            **{mode: (Claim(("net.captive_portal",), ("firewall", "local_network"), ("portal.example", *GATEWAY)),) for mode in ("portal:portal", "plain-portal")},
            **{mode: (Claim(("tcp.intercepted",), ("firewall",), GATEWAY, proves=False),) for mode in ("silent", "close", "silent:good")}}

only_by_proxy = firewall('iifname "in" oifname "out" meta l4proto tcp reject with tcp reset')
"""The device gets out by its proxy alone, as sites that have one mean it: TCP is refused, questions to DNS pass."""


def clock(offset):
    """ENVIRONMENT of a device whose clock is wrong: clock("-730d"), clock("+1h")."""
    if offset.startswith("@"):
        seconds = int(datetime.datetime.fromisoformat(offset[1:] + "+00:00").timestamp() - time.time())
    else:
        seconds = int(offset[:-1]) * SECONDS[offset[-1]]
    return {"LD_PRELOAD": str(lab.WRONG_CLOCK), "WRONG_CLOCK": str(seconds)}


def in_folder(name):
    """A file of the lab's folder, for OPTIONS: ("--ca", in_folder("both.pem"))."""
    return lambda site: site.folder / name

