# SPDX-License-Identifier: MIT
"""Injections into the device itself (facts/faults.md sections B and F): routes, gateway, link, its limits and its files."""
import pathlib
import sys

from injections import OWN_RESOLVER, ip, started, sysctl
from lab import CLIENT6, GATEWAY_IN, GATEWAY_IN6, HUB, HUB6, run
from truth import Claim, declared

NOBODY, NOBODY6 = "198.51.100.99", "2001:db8:1::99" # on the device's own network

TAKES_PORTS = ("import socket, sys, time\n"
               "kept = []\n"
               "for port in range(int(sys.argv[1]), int(sys.argv[2]) + 1):\n"
               "    one = socket.socket(socket.AF_INET6)\n"
               "    one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)\n"
               "    one.bind(('::', port))\n"
               "    kept.append(one)\n"
               "open(sys.argv[3], 'w').close()\n"
               "time.sleep(3600)\n")


def no_default_route(*families):
    """No default route of these families (4, 6)."""
    words = {4: ("route del default", "route add default via " + GATEWAY_IN), 6: ("-6 route del default", "-6 route add default via " + GATEWAY_IN6)}
    return tuple(ip("client", *words[family]) for family in families)


def dead_gateway(site):
    """The default gateways are addresses that nobody has."""
    for family, dead, alive in (("-4", NOBODY, GATEWAY_IN), ("-6", NOBODY6, GATEWAY_IN6)):
        run("ip", "-n", site.client, family, "route", "replace", "default", "via", dead)
        site.undo.callback(run, "ip", "-n", site.client, family, "route", "replace", "default", "via", alive)


def link_down(site):
    """The network cable is pulled, as far as the kernel knows."""
    run("ip", "-n", site.client, "link", "set", "out", "down")

    def plug_in():
        run("ip", "-n", site.client, "link", "set", "out", "up")
        run("ip", "-n", site.client, "addr", "replace", CLIENT6 + "/64", "dev", "out", "nodad") # lost with the link
        for family, gateway in (("-4", GATEWAY_IN), ("-6", GATEWAY_IN6)):
            run("ip", "-n", site.client, family, "route", "replace", "default", "via", gateway)
        site.settle((HUB, HUB6), 443)
    site.undo.callback(plug_in)


def without_address(family):
    """The device has no address of this family, 4 or 6."""
    def inject(site):
        def plug_in():
            run("ip", "-n", site.client, "addr", "replace", address, "dev", "out", *(["nodad"] if family == 6 else []))
            run("ip", "-n", site.client, "-%d" % family, "route", "replace", "default", "via", gateway)
        address, gateway = {4: ("198.51.100.2/24", GATEWAY_IN), 6: (CLIENT6 + "/64", GATEWAY_IN6)}[family]
        site.undo.callback(plug_in)
        run("ip", "-n", site.client, "addr", "del", address, "dev", "out")
    lacks = {4: "net.ipv6_only", 6: "net.ipv6_broken"}[family]
    return declared(inject, Claim((lacks, "host.no_route"), ("device", "local_network")))


def no_ports_left(site):
    """A program on the device holds every local port for TCP."""
    first, last = 20000, 20063 # none of which an earlier connection of the device still holds
    sysctl("client", "net.ipv4.ip_local_port_range=%d %d" % (first, last))(site)
    ready = site.folder / ("ports-%d" % next(site.counter))
    started(site, site.client, sys.executable, "-c", TAKES_PORTS, first, last, ready, ready=ready.exists)


def resolv_conf(text):
    """A resolv.conf with this text."""
    def inject(site):
        place = pathlib.Path("/etc/netns") / site.client / "resolv.conf"
        before = place.read_text()
        place.write_text(text)
        site.undo.callback(place.write_text, before)
    return declared(inject, OWN_RESOLVER)


def other_roots(site):
    """A trust store, for --ca, that has other roots than the one the services' chains end in."""
    place = site.folder / "other-roots.pem"
    if not place.exists():
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", site.folder / "other-roots.key",
            "-out", place, "-days", "30", "-subj", "/O=Example/CN=Example Old Root", "-addext", "keyUsage=keyCertSign")
        place.chmod(0o644)
    return place


declared(dead_gateway, Claim(("host.link_down",), ("local_network",), (NOBODY, NOBODY6)))
declared(link_down, Claim(("host.link_down", "host.no_route"), ("device", "local_network")))
declared(no_ports_left, Claim(("host.port_exhaustion",), ("device",)))
