# SPDX-License-Identifier: MIT
"""Injections of DNS faults (facts/faults.md section A): resolvers that the device is pointed at, each with a fault of its
own. unbound and dnsmasq in configurations that sites have; strange_dns.py for what they cannot be made to do."""
import sys

from injections import firewall, in_ns, quietly, resolvers, run, started, table
from injections_path import at_once
from lab import DNS, GATEWAY_IN, HERE, HUB_NAME, NAMES
from truth import GATEWAY, Claim, declared

RESOLVER, SECOND = "203.0.113.70", "203.0.113.71" # where they stand: beyond the firewall, as the cloud's own
SILENT_RESOLVER = "203.0.113.79"                    # an address that is dead() and nobody's
ZONE = HUB_NAME.split(".", 1)[1]
HIJACKS = Claim(("dns.hijack",), ("firewall", "local_network"), GATEWAY) # the device's first router is the site's firewall


def search(domain, *addresses):
    """A resolv.conf with a search domain."""
    return resolvers(*addresses, options="search %s\n" % domain)


def dead(address=SILENT_RESOLVER):
    """Questions to this resolver vanish."""
    return declared(firewall("ip daddr %s drop" % address), at_fault(address), at_fault(address, "dns.timeout", "dns.slow_first_server"))


def at_fault(address, *proved):
    """What is wrong with names is this resolver's doing, and of that these causes may be proved."""
    return Claim(proved or ("dns.",), ("resolver",), (address,), proves=bool(proved))


def own_address(site, address):
    """A further address of the cloud, for this scenario."""
    run("ip", "-n", site.cloud, "addr", "add", address + "/24", "dev", "in")
    site.undo.callback(quietly, "ip", "-n", site.cloud, "addr", "del", address + "/24", "dev", "in")


def serves(site, ns, address):
    """A callable: does a server of this namespace listen on UDP 53 of the address?"""
    return lambda: " %s:53 " % address in in_ns(ns, "ss", "-Hlnu")


# ---- unbound

def filtering(zone, how):
    """A local-zone of unbound, as resolvers with block lists have: always_nxdomain, always_null, always_refuse, always_nodata."""
    return 'local-zone: "%s." %s' % (zone, how)


def redirecting(zone, address):
    """Every name of the zone is at this address."""
    return ('local-zone: "%s." redirect' % zone, 'local-data: "%s. 60 IN A %s"' % (zone, address))


def unbound(*lines, without=(), at=RESOLVER, forwards="", more="", modules="iterator"):
    """An unbound that knows the cloud's IPv4 addresses, except of the names in `without`, or forwards to another resolver;
    with these lines of its own in server:, and the clauses in `more`."""
    def inject(site):
        own_address(site, at)
        if forwards:
            data, clauses = "", more + 'forward-zone:\n  name: "."\n  forward-addr: %s\n' % forwards
        else:
            data = '  local-zone: "." static\n  local-data: ". 300 IN SOA a. b. 1 2 3 4 5"\n' + "".join(
                '  local-data: "%s. 300 IN A %s"\n' % (name, v4) for name, (v4, _) in NAMES.items() if name not in without)
            clauses = more
        config = site.folder / ("unbound-%s-%d.conf" % (at, next(site.counter)))
        config.write_text("server:\n  interface: %s\n  access-control: 0.0.0.0/0 allow\n  username: \"\"\n  chroot: \"\"\n  pidfile: \"\"\n"
                          "  directory: \"%s\"\n  use-syslog: no\n  do-daemonize: no\n  do-not-query-localhost: no\n  module-config: \"%s\"\n"
                          "%s%sremote-control:\n  control-enable: no\n%s"
                          % (at, site.folder, modules, data, "".join("  %s\n" % line for line in lines), clauses))
        started(site, site.cloud, "unbound", "-c", config, ready=serves(site, site.cloud, at))
    proved = [cause for cause, holds in (("dns.refused", any("refuse" in line for line in lines)), ("dns.internal_only", set(without) >= set(NAMES))) if holds]
    return declared(inject, at_fault(at), *([at_fault(at, *proved)] if proved else []))


def policy_zone(*records):
    """unbound with a response policy zone (RPZ), the format of commercial block lists; records as in the zone file."""
    def inject(site):
        zone = site.folder / ("policy-%d.zone" % next(site.counter))
        zone.write_text("$TTL 60\n@ SOA a. b. 1 2 3 4 5\n@ NS a.\n" + "".join(record + "\n" for record in records))
        zone.chmod(0o644)
        unbound(forwards=DNS, modules="respip iterator", more="rpz:\n  name: policy.example\n  zonefile: %s\n" % zone)(site)
    return declared(inject, at_fault(RESOLVER))


def asks_unbound(*lines, **how):
    """The device asks that resolver only."""
    return at_once(unbound(*lines, **how), resolvers(how.get("at", RESOLVER)))


# ---- dnsmasq, in the site's router

def dnsmasq(*options, upstream=DNS):
    """The router forwards the device's questions to the cloud's resolver, or `upstream`; None: to nobody."""
    def inject(site):
        given = ["--server=" + upstream] if upstream else []
        started(site, site.firewall, "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--pid-file=", "--user=root", "--no-resolv", "--no-hosts",
                "--bind-interfaces", "--listen-address=" + GATEWAY_IN, "--cache-size=0", *given, *options,
                ready=serves(site, site.firewall, GATEWAY_IN))
        resolvers(GATEWAY_IN)(site)
    return declared(inject, at_fault(GATEWAY_IN))


REBIND_PROTECTION = ["--stop-dns-rebind", *("--rebind-domain-ok=/%s/" % name for name in NAMES if name != HUB_NAME)]
"""For dnsmasq(): private addresses of the hub are removed. To dnsmasq the lab's own addresses are private as well."""


# ---- what no real server can be set to

def strange_dns(mode, *names, at=RESOLVER):
    """strange_dns.py in this mode, for these names or all."""
    def inject(site):
        own_address(site, at)
        started(site, site.cloud, sys.executable, HERE / "strange_dns.py", at, mode, *names, ready=serves(site, site.cloud, at))
    return declared(inject, at_fault(at), *([at_fault(at, "dns.private_endpoint")] if ".privatelink." in mode else []))


def asks(mode, *names, at=RESOLVER):
    """The device asks such a server only."""
    return at_once(strange_dns(mode, *names, at=at), resolvers(at))


def injected_answers(address, name=HUB_NAME):
    """A box in passing answers first; the answer of the resolver, which is 30 ms away, still arrives."""
    def inject(site):
        asks("slow:0.03")(site)
        listens = lambda: len(in_ns(site.firewall, "cat", "/proc/net/packet").splitlines()) > 1
        started(site, site.firewall, sys.executable, HERE / "dns_injector.py", "in", name, address, ready=listens)
    return declared(inject, HIJACKS)


def redirected(address):
    """Questions to any server end at this one (the site's firewall translates their address)."""
    there = table("firewall", "ip", " chain p {\n  type nat hook prerouting priority -100\n  iifname \"in\" udp dport 53 dnat to %s\n"
                                    "  iifname \"in\" tcp dport 53 dnat to %s\n }" % (address, address))
    return declared(there, HIJACKS)
