# SPDX-License-Identifier: MIT
"""Injections at a second hop: a provider's router between the site's firewall and the cloud, with a policy of its own; and
paths of which only a part is broken."""
import dataclasses
import sys

from injections import chain, in_ns, quietly, resolvers, started
from lab import DNS, GATEWAY_IN6, HUB, HUB6, run
from truth import declared, of_rules

UPLINK, UPLINK6 = "198.18.1.2", "2001:db8:9::2"      # the router as the site's firewall sees it
SITE, SITE6 = "198.18.1.1", "2001:db8:9::1"
TO_CLOUD, TO_CLOUD6 = "198.18.2.1", "2001:db8:a::1"  # as the cloud sees it
CLOUD_LEG, CLOUD_LEG6 = "198.18.2.2", "2001:db8:a::2"
DEVICES, DEVICES6, CLOUD, CLOUD6 = "198.51.100.0/24", "2001:db8:1::/64", "203.0.113.0/24", "2001:db8:2::/64"


def provider(*rules, more="", mtu=None, told=True, silent=False):
    """A router behind the site's firewall that carries all between device and cloud: with these rules of nftables in its
    forward chain; with a link of this MTU towards the cloud, of which it tells by ICMP or not; silent: it never says
    that a packet's time to live was over."""
    def inject(site):
        router = site.firewall + "-2"

        def gone():
            quietly("ip", "netns", "del", router)
        run("ip", "netns", "add", router)
        site.undo.callback(gone)
        site.sysctl(router, "net.ipv6.conf.all.accept_dad=0", "net.ipv6.conf.default.accept_dad=0")
        run("ip", "-n", router, "link", "set", "lo", "up")
        site.link(site.firewall, "isp", [SITE + "/30", SITE6 + "/64"], router, "site", [UPLINK + "/30", UPLINK6 + "/64"])
        site.link(router, "cloud", [TO_CLOUD + "/30", TO_CLOUD6 + "/64"], site.cloud, "isp", [CLOUD_LEG + "/30", CLOUD_LEG6 + "/64"])
        for setting in ("net.ipv4.conf.isp.rp_filter=0", "net.ipv4.conf.all.rp_filter=0"):
            site.sysctl(site.cloud, setting)
            site.sysctl(site.firewall, setting)
        for ns in (site.firewall, router):
            site.sysctl(ns, "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1", "net.ipv4.icmp_ratelimit=0",
                        "net.ipv4.icmp_msgs_per_sec=100000", "net.ipv6.icmp.ratelimit=0")
        both = (("-4", DEVICES, CLOUD, UPLINK, SITE, TO_CLOUD, CLOUD_LEG), ("-6", DEVICES6, CLOUD6, UPLINK6, SITE6, TO_CLOUD6, CLOUD_LEG6))
        size = ("mtu", mtu) if mtu else ()
        for family, devices, cloud, up, down, back, far in both:
            run("ip", "-n", site.firewall, family, "route", "add", cloud, "via", up, "table", "111")
            rule = ("iif", "in", "lookup", "111")
            run("ip", "-n", site.firewall, family, "rule", "add", *rule)
            site.undo.callback(quietly, "ip", "-n", site.firewall, family, "rule", "del", *rule)
            run("ip", "-n", router, family, "route", "add", devices, "via", down)
            run("ip", "-n", router, family, "route", "add", cloud, "via", far, *size)
            run("ip", "-n", site.cloud, family, "route", "add", devices, "via", back)
            site.undo.callback(quietly, "ip", "-n", site.cloud, family, "route", "del", devices)
        site.settle((HUB, HUB6), 443)
        if rules:
            in_ns(router, "nft", "-f", "-", input="table inet of_provider {\n%s\n chain c {\n  type filter hook forward priority 0\n  %s\n }\n}\n"
                  % (more, "\n  ".join(rules)))
        quiet = (["icmp type time-exceeded drop", "icmpv6 type time-exceeded drop"] if silent else []) + (
            [] if told else ["icmp type destination-unreachable icmp code 4 drop", "icmpv6 type packet-too-big drop"])
        if quiet:
            in_ns(router, "nft", "-f", "-", input="table inet silence {\n chain c {\n  type filter hook output priority 0\n  %s\n }\n}\n" % "\n  ".join(quiet))
    return declared(inject, *(dataclasses.replace(claim, boxes=(UPLINK, UPLINK6)) for claim in of_rules("firewall", rules)))


def at_firewall6(*options):
    """The router forwards the device's questions, over IPv6, and is the device's only resolver."""
    def inject(site):
        started(site, site.firewall, "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--pid-file=", "--user=root", "--no-resolv",
                "--no-hosts", "--bind-interfaces", "--listen-address=" + GATEWAY_IN6, "--cache-size=0", "--server=" + DNS, *options,
                ready=lambda: "[%s]:53 " % GATEWAY_IN6 in in_ns(site.firewall, "ss", "-Hlnu"))
        resolvers(GATEWAY_IN6)(site)
    return inject


def reset_on_accept(port):
    """A box that accepts connections to this port of any address and resets them at once."""
    program = ("import socket, struct\ns = socket.socket(socket.AF_INET6)\ns.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n"
               "s.bind(('::', 9977))\ns.listen(64)\n"
               "while True:\n    c, _ = s.accept()\n    c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))\n    c.close()\n")

    def inject(site):
        started(site, site.firewall, sys.executable, "-c", program, ready=site.listens(site.firewall, 9977))
        chain("firewall", "prerouting", ['iifname "in" tcp dport %d redirect to :9977' % port], kind="nat", priority="-100")(site)
    return inject
