# SPDX-License-Identifier: MIT
"""A provider's router between the site's firewall and the cloud, as every real site has one: where packets end can be told
from where they come to. Written as an injection (injections.py)."""
from injections import quietly
from lab import GATEWAY_OUT, GATEWAY_OUT6, run

# Of 192.0.2.0/24 the upper half, as the proxy's leg.
FIREWALL_OUT, ROUTER = "192.0.2.241", "192.0.2.242"
FIREWALL_OUT6, ROUTER6 = "2001:db8:4::1", "2001:db8:4::2"


def router(site):
    """Puts it there; its leg to the site is ROUTER. The firewall's leg to it is "out", as before."""
    name, leg = site.prefix + "-isp", "cloud"
    run("ip", "netns", "add", name)
    site.undo.callback(run, "ip", "netns", "del", name)
    site.sysctl(name, "net.ipv6.conf.all.accept_dad=0", "net.ipv6.conf.default.accept_dad=0")
    run("ip", "-n", site.firewall, "link", "set", "out", "netns", name, "name", leg)
    site.undo.callback(give_back, site, name, leg)
    site.link(site.firewall, "out", [FIREWALL_OUT + "/30", FIREWALL_OUT6 + "/64"], name, "in", [ROUTER + "/30", ROUTER6 + "/64"])
    site.sysctl(name, "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1",
                "net.ipv4.icmp_ratelimit=0", "net.ipv4.icmp_msgs_per_sec=100000", "net.ipv6.icmp.ratelimit=0")
    address(name, leg)
    for family, cloud, there, back in (("-4", "203.0.113.0/24", ROUTER, FIREWALL_OUT), ("-6", "2001:db8:2::/64", ROUTER6, FIREWALL_OUT6)):
        run("ip", "-n", site.firewall, family, "route", "replace", cloud, "via", there)
        run("ip", "-n", name, family, "route", "add", "default", "via", back)


def address(ns, leg):
    run("ip", "-n", ns, "addr", "add", GATEWAY_OUT + "/24", "dev", leg)
    run("ip", "-n", ns, "addr", "add", GATEWAY_OUT6 + "/64", "dev", leg, "nodad")
    run("ip", "-n", ns, "link", "set", leg, "up")


def give_back(site, name, leg):
    quietly("ip", "-n", site.firewall, "link", "del", "out")
    run("ip", "-n", name, "link", "set", leg, "netns", site.firewall, "name", "out")
    address(site.firewall, "out")
    quietly("ip", "-n", site.cloud, "neigh", "flush", "all")
