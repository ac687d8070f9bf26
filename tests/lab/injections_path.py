# SPDX-License-Identifier: MIT
"""Injections of what stands on the way between device and cloud (facts/faults.md sections B and F): boxes that answer
instead, lose what is large, count, delay or throttle."""
import itertools

import lab
from injections import DEAD, PEER, chain, in_ns, iptables, quietly, started, sysctl, table
from lab import CLIENT, CLIENT6, GATEWAY_OUT, HUB, HUB6, run
from peers import add_addresses
from truth import GATEWAY, Claim, declared, true_of

HOLD = 9990 # the firewall's own port that takes everything and says nothing
FRONT = "203.0.113.22"
BACK_DEVICE, BACK_CLOUD = "198.18.0.2", "198.18.0.1"
QUEUES = itertools.count(10)


def at_once(*injections):
    """Several injections as one."""
    return declared(lambda site: [inject(site) for inject in injections], *true_of(*injections))


# ---- somebody else answers

INTERCEPTED = Claim(("tcp.intercepted",), ("firewall",), GATEWAY)


def holder(site, port=HOLD, ns="firewall", *options):
    """A socat that accepts on this port, reads and never answers."""
    where = getattr(site, ns)
    started(site, where, "socat", "-u", ",".join(["TCP6-LISTEN:%d" % port, "ipv6only=0", "fork", "reuseaddr", "backlog=64", *options]),
            "OPEN:/dev/null,wronly", ready=site.listens(where, port))


def redirected_to_silence(*ports):
    """A transparent proxy by REDIRECT: connections to these ports of any address end at the firewall, which never answers."""
    def inject(site):
        holder(site)
        chain("firewall", "prerouting", ['iifname "in" tcp dport { %s } redirect to :%d' % (", ".join(map(str, ports)), HOLD)],
              kind="nat", priority="-100")(site)
    return declared(inject, INTERCEPTED)


def tproxied_to_silence(*ports):
    """The same by TPROXY, which leaves addresses and ports as they are."""
    def inject(site):
        holder(site, HOLD, "firewall", "ip-transparent")
        for family, everything in (("-4", "0.0.0.0/0"), ("-6", "::/0")):
            rule, route = ("rule", "add", "fwmark", "1", "lookup", "100"), ("route", "add", "local", everything, "dev", "lo", "table", "100")
            for words in (rule, route):
                run("ip", "-n", site.firewall, family, *words)
                site.undo.callback(quietly, "ip", "-n", site.firewall, family, words[0], "del", *words[2:])
        for port in ports:
            iptables("-t mangle PREROUTING -i in -p tcp --dport %d -j TPROXY --on-port %d --tproxy-mark 1" % (port, HOLD))(site)
    return declared(inject, INTERCEPTED)


def redirected_to_nothing(*ports, of=None):
    """The redirection to a transparent proxy at the firewall whose process is gone: for these ports of any address, or of
    these two, IPv4 and IPv6."""
    both = ", ".join(map(str, ports))
    rules = ['iifname "in" %stcp dport { %s } redirect to :9' % (to, both) for to in (("ip daddr %s " % of[0], "ip6 daddr %s " % of[1]) if of else ("",))]
    return declared(chain("firewall", "prerouting", rules, kind="nat", priority="-100"), Claim(("tcp.reset", "tcp.intercepted"), ("firewall",), GATEWAY))


def load_balanced(port, *, of=HUB, backend=(DEAD, 9)):
    """A TCP load balancer (haproxy) stands at this port of the address, in front of a backend that is gone: one that is
    never reached, or one that refuses."""
    own = 20000 + port # the web server of the cloud has 443 of every address

    def inject(site):
        add_addresses(site, FRONT)
        config = site.folder / ("front-%d.cfg" % next(site.counter))
        config.write_text("defaults\n mode tcp\n timeout connect 60s\n timeout client 60s\n timeout server 60s\n retries 0\n"
                          "listen front\n bind %s:%d\n server gone %s:%d\n" % (FRONT, own, *backend))
        started(site, site.cloud, "haproxy", "-db", "-f", config, ready=lambda: "%s:%d " % (FRONT, own) in in_ns(site.cloud, "ss", "-Hlnt"))
        chain("cloud", "output", ["ip daddr %s drop" % DEAD])(site)
        chain("firewall", "prerouting", ['iifname "in" ip daddr %s tcp dport %d dnat ip to %s:%d' % (of, port, FRONT, own)], kind="nat", priority="-100")(site)
        chain("firewall", "forward", ['iifname "in" ip6 daddr %s tcp dport %d drop' % (HUB6, port)])(site)
    return inject


def syn_proxied(*ports):
    """SYN protection: the firewall completes the handshake, and then opens its own to the server."""
    both = ", ".join(map(str, ports))
    return at_once(sysctl("firewall", "net.netfilter.nf_conntrack_tcp_loose=0"), table("firewall", "inet", """
 chain before {
  type filter hook prerouting priority raw
  iifname "in" tcp dport { %s } tcp flags syn notrack
 }
 chain forward {
  type filter hook forward priority 0
  iifname "in" tcp dport { %s } ct state invalid,untracked synproxy mss 1400 wscale 7 timestamp sack-perm
  ct state invalid drop
 }""" % (both, both)))


def asymmetric(port):
    """What the servers answer from this port comes back another way, past a firewall that drops what belongs to no
    connection it has seen whole."""
    def inject(site):
        run("ip", "link", "add", "back", "netns", site.client, "type", "veth", "peer", "name", "back", "netns", site.cloud)
        site.undo.callback(quietly, "ip", "-n", site.client, "link", "del", "back")
        for ns, address in ((site.client, BACK_DEVICE), (site.cloud, BACK_CLOUD)):
            run("ip", "-n", ns, "addr", "add", address + "/30", "dev", "back")
            run("ip", "-n", ns, "link", "set", "back", "up")
            site.sysctl(ns, "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.back.rp_filter=0")
        run("ip", "-n", site.cloud, "route", "add", CLIENT, "via", BACK_DEVICE, "dev", "back", "table", "101")
        run("ip", "-n", site.cloud, "rule", "add", "ipproto", "tcp", "sport", port, "lookup", "101")
        site.undo.callback(quietly, "ip", "-n", site.cloud, "rule", "del", "ipproto", "tcp", "sport", port, "lookup", "101")
        chain("firewall", "forward", ["tcp dport %d ct state invalid drop" % port, "ip6 daddr != ::/128 tcp dport %d drop" % port])(site)
        sysctl("firewall", "net.netfilter.nf_conntrack_tcp_loose=0")(site)
    return declared(inject, Claim(("net.cut_after_data",), ("firewall",), GATEWAY))


# ---- what is large vanishes

def forget_path(site):
    """Both ends forget what they learnt of the path, now and when everything else is undone: what is sent again meanwhile
    teaches it anew. Before the injection that teaches it, as the last undone."""
    for ns in (site.client, site.cloud):
        for family in ("-4", "-6"):
            quietly("ip", "-n", ns, family, "route", "flush", "cache")
            site.undo.callback(quietly, "ip", "-n", ns, family, "route", "flush", "cache")


def narrow(towards, size, told=False, families=(4, 6)):
    """A tunnel of this MTU behind the firewall, "in" towards the device or "out" towards the cloud; told: it says so by
    ICMP, as it should."""
    def inject(site):
        forget_path(site)
        for family, place in {4: {"in": "198.51.100.0/24", "out": "203.0.113.0/24"}, 6: {"in": "2001:db8:1::/64", "out": "2001:db8:2::/64"}}.items():
            if family not in families:
                continue
            words = ("-%d" % family, "route", "replace", place[towards], "dev", towards, "proto", "kernel", *(("metric", 256) if family == 6 else ()))
            run("ip", "-n", site.firewall, *words, "mtu", size)
            site.undo.callback(quietly, "ip", "-n", site.firewall, *words, "mtu", 1500)
        if not told:
            chain("firewall", "output", ["icmp type destination-unreachable icmp code 4 drop", "icmpv6 type packet-too-big drop"])(site)
    return declared(inject, Claim(("net.mtu_blackhole",), ("firewall",), GATEWAY, proves=not told))


def narrow_from_hub(size):
    """Only what comes from the hub meets the tunnel: a route of its own, by where it comes from."""
    def inject(site):
        forget_path(site)
        table_words = ("198.51.100.0/24", "dev", "in", "mtu", size, "table", "102")
        run("ip", "-n", site.firewall, "route", "add", *table_words)
        run("ip", "-n", site.firewall, "rule", "add", "from", HUB, "lookup", "102")
        site.undo.callback(quietly, "ip", "-n", site.firewall, "rule", "del", "from", HUB, "lookup", "102")
        site.undo.callback(quietly, "ip", "-n", site.firewall, "route", "del", *table_words)
        chain("firewall", "output", ["icmp type destination-unreachable icmp code 4 drop"])(site)
    return declared(inject, Claim(("net.mtu_blackhole",), ("firewall",), GATEWAY))


# ---- what counts

def translated_to(ports):
    """The site's NAT has so few ports that not all connections find one: "50000-50003"."""
    return chain("firewall", "postrouting", ['oifname "out" ip protocol tcp snat ip to %s:%s' % (GATEWAY_OUT, ports),
                                             'oifname "out" meta nfproto ipv6 meta l4proto tcp snat ip6 to [2001:db8:2::1]:%s' % ports],
                 kind="nat", priority="100")


def at_most(number, verdict):
    """So many connections of the device at a time; further ones: "drop" or "reject with tcp reset"."""
    return chain("firewall", "forward", ["ct state new ip protocol tcp add @open4 { ip saddr ct count over %d } %s" % (number, verdict),
                                         "ct state new ip6 nexthdr tcp add @open6 { ip6 saddr ct count over %d } %s" % (number, verdict)],
                 more=" set open4 { type ipv4_addr; flags dynamic; }\n set open6 { type ipv6_addr; flags dynamic; }")


def new_connections(rate, burst):
    """So many new connections a second, over all; further ones are dropped."""
    return chain("firewall", "forward", ['iifname "in" tcp flags & (syn|ack) == syn limit rate over %d/second burst %d packets drop' % (rate, burst)])


# ---- quality

def delayed(milliseconds, jitter=0):
    """Every packet to and from the cloud takes so long each way; jitter: up to so much more, so that some overtake others."""
    def inject(site):
        number = next(QUEUES)
        for leg in ("-i", "-o"):
            iptables("FORWARD %s out -j NFQUEUE --queue-num %d" % (leg, number))(site)
        bound = lambda: any(line.split()[:1] == [str(number)] for line in in_ns(site.firewall, "cat", "/proc/net/netfilter/nfnetlink_queue").splitlines()) # noqa: E731
        started(site, site.firewall, lab.DELAY_QUEUE, number, milliseconds, *([jitter] if jitter else []), ready=bound)
    return inject


def throttled(leg, rate):
    """One leg of the firewall carries no more than this: throttled("in", "64kbit") is the device's downlink."""
    def inject(site):
        in_ns(site.firewall, "tc", "qdisc", "add", "dev", leg, "root", "tbf", "rate", rate, "burst", "2kb", "latency", "4000ms")
        site.undo.callback(quietly, "ip", "netns", "exec", site.firewall, "tc", "qdisc", "del", "dev", leg, "root")
    return inject


def throttled_port(port, rate):
    """Traffic shaping by class: what comes from this port of the cloud shares this rate, all else is fast."""
    def inject(site):
        def tc(*words):
            in_ns(site.firewall, "tc", *words)
        tc("qdisc", "add", "dev", "in", "root", "handle", "1:", "htb", "default", "10")
        site.undo.callback(quietly, "ip", "netns", "exec", site.firewall, "tc", "qdisc", "del", "dev", "in", "root")
        tc("class", "add", "dev", "in", "parent", "1:", "classid", "1:10", "htb", "rate", "1gbit", "quantum", "60000")
        tc("class", "add", "dev", "in", "parent", "1:", "classid", "1:20", "htb", "rate", rate, "burst", "1600", "quantum", "1600")
        iptables("-t mangle POSTROUTING -o in -p tcp --sport %d -j CLASSIFY --set-class 1:20" % port)(site)
    return inject


def lost(*rules):
    """Rules of iptables that drop by chance or by count: lost("FORWARD -p tcp --syn -m statistic --mode nth ."""
    return at_once(*(iptables(rule) for rule in rules))
