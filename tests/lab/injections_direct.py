# SPDX-License-Identifier: MIT
"""Injections of the direct way, without a proxy: resolvers that are right in part (more_dns.py), boxes that cut what they let
through (cutting_box.py), routers that loop, hide or answer for all, and devices with more than one way out."""
import sys

from injections import GATEWAY_IN, HUB, HUB6, chain, in_ns, ip, quietly, resolvers, started, sysctl, table
from injections_dns import RESOLVER, SECOND, at_fault, own_address, serves
from injections_path import QUEUES, at_once
from injections_provider import SITE, SITE6, UPLINK, UPLINK6, provider
from lab import DELAY_QUEUE, HERE, run
from peers import certificates
from truth import GATEWAY, INSPECTION, Claim, declared

NAT64, RESOLVER6 = "64:ff9b::/96", "2001:db8:2::70"


# ---- names

def more_dns(mode, *names, at=RESOLVER):
    """more_dns.py in this mode beyond the firewall, and the device asks it alone."""
    def inject(site):
        own_address(site, at)
        started(site, site.cloud, sys.executable, HERE / "more_dns.py", at, mode, *names, ready=serves(site, site.cloud, at))
        resolvers(at)(site)
    return declared(inject, at_fault(at))


def link_local_resolver(site):
    """The router answers for names at an address of the link alone, which resolv.conf gives with its interface."""
    run("ip", "-n", site.firewall, "addr", "add", "fe80::53/64", "dev", "in", "nodad")
    site.undo.callback(quietly, "ip", "-n", site.firewall, "addr", "del", "fe80::53/64", "dev", "in")
    started(site, site.firewall, sys.executable, HERE / "more_dns.py", "fe80::53%in", "ordinary",
            ready=lambda: "[fe80::53]%in:53 " in in_ns(site.firewall, "ss", "-Hlnu"))
    resolvers("fe80::53%out")(site)


def nat64_resolver(site):
    """A resolver of IPv6 that shows every IPv4 address under 64:ff9b::/96 (DNS64)."""
    run("ip", "-n", site.cloud, "addr", "add", RESOLVER6 + "/64", "dev", "in", "nodad")
    site.undo.callback(quietly, "ip", "-n", site.cloud, "addr", "del", RESOLVER6 + "/64", "dev", "in")
    started(site, site.cloud, sys.executable, HERE / "more_dns.py", RESOLVER6, "dns64", ready=lambda: "[%s]:53 " % RESOLVER6 in in_ns(site.cloud, "ss", "-Hlnu"))
    resolvers(RESOLVER6)(site)


answers_from_elsewhere = table("cloud", "ip", " chain c {\n  type filter hook output priority raw\n  ip saddr %s udp sport 53 notrack ip saddr set %s\n }" % (RESOLVER, SECOND))
"""What the resolver answers comes from another of its addresses, as with a server that has several and does not mind."""


# ---- routers

def ttl_refreshed(site):
    """The router gives every packet of the device a new time to live, as those for mobile networks do."""
    chain("firewall", "prerouting", ['iifname "in" ip ttl set 64', 'iifname "in" ip6 hoplimit set 64'], priority="-150")(site)


def at_ingress(*rules, hook_on="in"):
    """Rules of a transparent bridge between device and router, which no packet's time to live ever meets."""
    def inject(site):
        table("firewall", "netdev", ' chain c {\n  type filter hook ingress device "%s" priority 0\n  %s\n }' % (hook_on, "\n  ".join(rules)))(site)
    return inject


def routing_loop(site):
    """The provider's router sends what is for the hub back to the site, whose firewall sends it to the provider."""
    provider()(site)
    router = site.firewall + "-2"
    for family, hub, back, up in (("-4", HUB + "/32", SITE, UPLINK), ("-6", HUB6 + "/128", SITE6, UPLINK6)):
        run("ip", "-n", router, family, "route", "add", hub, "via", back)
        words = ("iif", "isp", "lookup", "111")
        run("ip", "-n", site.firewall, family, "rule", "add", *words)
        site.undo.callback(quietly, "ip", "-n", site.firewall, family, "rule", "del", *words)


def late_answers(port, milliseconds):
    """What goes to this port waits so long in the firewall."""
    def inject(site):
        number = next(QUEUES)
        for program in ("iptables", "ip6tables"):
            rule = ("FORWARD", "-i", "in", "-p", "tcp", "--dport", port, "-j", "NFQUEUE", "--queue-num", number)
            in_ns(site.firewall, program, "-w", "-A", *rule)
            site.undo.callback(quietly, "ip", "netns", "exec", site.firewall, program, "-w", "-D", *rule)
        bound = lambda: any(line.split()[:1] == [str(number)] for line in in_ns(site.firewall, "cat", "/proc/net/netfilter/nfnetlink_queue").splitlines()) # noqa: E731
        started(site, site.firewall, DELAY_QUEUE, number, milliseconds, ready=bound)
    return inject


def proxy_arp(site):
    """The device's default route names no gateway: the router answers for every address (ARP)."""
    sysctl("firewall", "net.ipv4.conf.in.proxy_arp=1")(site)
    sysctl("firewall", "net.ipv4.neigh.in.proxy_delay=0")(site)
    run("ip", "-n", site.client, "route", "replace", "default", "dev", "out")
    site.undo.callback(run, "ip", "-n", site.client, "route", "replace", "default", "via", GATEWAY_IN)
    site.undo.callback(quietly, "ip", "-n", site.client, "route", "del", "default", "dev", "out", "scope", "link")


def nat64(site):
    """The router translates 64:ff9b::/96, by which the device's network of IPv6 alone reaches IPv4."""
    rules = ["ip6 daddr 64:ff9b::%x:%x dnat ip6 to 2001:db8:2::%d" % (203 << 8, 113 << 8 | n, n) for n in (10, 11, 12, 13)]
    chain("firewall", "prerouting", rules, kind="nat", priority="-100", family="ip6")(site)


nat64_routed = ip("firewall", "-6 route add %s dev out" % NAT64, "-6 route del %s dev out" % NAT64)
"""The router has a way to the translator."""


# ---- boxes

def cutting(how, *ports, families="ip"):
    """A box in the firewall takes connections to these ports, of IPv4 alone or ("ip ip6") of both: cutting_box.py."""
    def inject(site):
        port = 9400 + next(site.counter) % 90
        started(site, site.firewall, sys.executable, HERE / "cutting_box.py", port, how, ready=site.listens(site.firewall, port))
        for family in families.split():
            chain("firewall", "prerouting", ['iifname "in" tcp dport { %s } redirect to :%d' % (", ".join(map(str, ports)), port)],
                  kind="nat", priority="-100", family=family)(site)
    return declared(inject, Claim(("tcp.intercepted",), ("firewall",), GATEWAY))


def banned(*triggers):
    """An intrusion prevention system: whose packets match one of these is not let through for five seconds."""
    return table("firewall", "inet", """ set ban4 { type ipv4_addr; flags dynamic, timeout; timeout 5s; }
 set ban6 { type ipv6_addr; flags dynamic, timeout; timeout 5s; }
 chain c {
  type filter hook prerouting priority -310
  iifname "in" ip saddr @ban4 drop
  iifname "in" ip6 saddr @ban6 drop
  %s
 }""" % "\n  ".join('iifname "in" ' + one for one in triggers))


scanners_banned = banned("ip daddr { 192.0.2.0/25, 240.0.0.0/4 } add @ban4 { ip saddr } drop",
                         "ip protocol { tcp, udp } ip ttl < 3 add @ban4 { ip saddr } drop",
                         "ip6 nexthdr { tcp, udp } ip6 hoplimit < 3 add @ban6 { ip6 saddr } drop")
"""Who asks addresses that nobody has, or traces the way, is shut out."""


# ---- the device

def agent_gone(*ports):
    """The device's own rules lead connections to these ports to a security agent on it, which is not there."""
    redirect = chain("client", "output", ["tcp dport { %s } redirect to :9391" % ", ".join(map(str, ports))], kind="nat", priority="-100")
    return declared(redirect, Claim(("host.local_firewall", "tcp.reset"), ("device",)))


def agent(how, *ports):
    """The same, and it runs there: cutting_box.py."""
    def inject(site):
        port = 9400 + next(site.counter) % 90
        started(site, site.client, sys.executable, HERE / "cutting_box.py", port, how, ready=site.listens(site.client, port))
        for family in ("ip", "ip6"):
            chain("client", "output", ["tcp dport { %s } redirect to :%d" % (", ".join(map(str, ports)), port)],
                  kind="nat", priority="-100", family=family)(site)
    return declared(inject, Claim(("tcp.intercepted",), ("device",)))


def antivirus(*ports):
    """A program on the device itself ends TLS to these ports with a certificate of its own."""
    def inject(site):
        at = certificates(site)
        started(site, site.client, "socat", "OPENSSL-LISTEN:9393,pf=ip6,ipv6only=0,fork,reuseaddr,verify=0,cert=%s,key=%s" % (at / "corp.pem", at / "corp.key"),
                "OPEN:/dev/null,wronly", ready=site.listens(site.client, 9393))
        chain("client", "output", ["tcp dport { %s } redirect to :9393" % ", ".join(map(str, ports))], kind="nat", priority="-100")(site)
    return declared(inject, Claim(("tls.intercepted_",), ("device",), (INSPECTION,)))


def own_bridge(network):
    """A network of containers on the device has the addresses of the service: whoever asks for them asks on its bridge."""
    def inject(site):
        run("ip", "-n", site.client, "link", "add", "docker0", "type", "veth", "peer", "name", "container")
        site.undo.callback(quietly, "ip", "-n", site.client, "link", "del", "docker0")
        run("ip", "-n", site.client, "addr", "add", network, "dev", "docker0")
        for name in ("docker0", "container"):
            run("ip", "-n", site.client, "link", "set", name, "up")
    return inject


def policy_rule(*words, table_has=""):
    """A rule of the device's own policy routing, for both families; table_has: a route in the table 120 that it leads to."""
    def inject(site):
        for family in ("-4", "-6"):
            run("ip", "-n", site.client, family, "rule", "add", "pref", "100", *words)
            site.undo.callback(quietly, "ip", "-n", site.client, family, "rule", "del", "pref", "100")
            if table_has:
                run("ip", "-n", site.client, family, "route", "add", *table_has.split(), "table", "120")
                site.undo.callback(quietly, "ip", "-n", site.client, family, "route", "flush", "table", "120")
    return declared(inject, Claim(("host.no_route",), ("device",)))


def second_default(gateway, metric=10):
    """A further default route, which the device prefers."""
    return declared(ip("client", "route add default via %s metric %d" % (gateway, metric), "route del default via %s metric %d" % (gateway, metric)),
                    Claim(("host.link_down", "host.no_route"), ("local_network", "device"), (gateway,)))


def preferred_by_site(site):
    """The device's own default has to give way to a better one."""
    run("ip", "-n", site.client, "route", "replace", "default", "via", GATEWAY_IN, "metric", "200")
    run("ip", "-n", site.client, "route", "del", "default", "via", GATEWAY_IN, "metric", "0")
    site.undo.callback(quietly, "ip", "-n", site.client, "route", "del", "default", "via", GATEWAY_IN, "metric", "200")
    site.undo.callback(run, "ip", "-n", site.client, "route", "replace", "default", "via", GATEWAY_IN)


def further_source(address):
    """The device has a second address, and speaks from it (IPv4)."""
    return at_once(ip("client", "addr add %s/24 dev out" % address, "addr del %s/24 dev out" % address),
                   ip("client", "route replace default via %s src %s" % (GATEWAY_IN, address), "route replace default via %s" % GATEWAY_IN))
