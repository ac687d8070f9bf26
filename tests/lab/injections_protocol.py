# SPDX-License-Identifier: MIT
"""Injections above TLS and in a connection's life (facts/faults.md section E): who answers wrongly once TLS stands, and
firewalls that forget, cut or recognise connections."""
import sys

from injections import PEER, PEER6, iptables, nat, started, sysctl, table
from lab import HERE, on_demand
from peers import add_addresses, certificates
from strange_service import MODES
from truth import GATEWAY, INSPECTION, Claim, declared

HUB_PORTS = (443, 5671, 8883)
ACCELERATOR = 9995


def service(site, certificate, first_port):
    """strange_service.py in all modes with one certificate of peers.certificates(); {mode: port}."""
    ports = {mode: first_port + number for number, mode in enumerate(MODES)}
    add_addresses(site, PEER, PEER6)
    site.start(site.cloud, sys.executable, HERE / "strange_service.py", certificates(site) / certificate, PEER + "," + PEER6,
               *("%d=%s" % (port, mode) for mode, port in ports.items()), ready=site.listens(site.cloud, *ports.values()))
    return ports


@on_demand
def genuine(site):
    """With the service's own certificate: the service itself, or its front end."""
    return service(site, "good", 7200)


@on_demand
def inspecting(site):
    """With a certificate of 'Example Inspection CA': a box on the way that ends TLS."""
    return service(site, "corp", 7300)


def answered_by(mode, *ports, of="", who=genuine):
    """strange_service.py in one of its modes answers at these ports, of one IPv4 address (the probe then needs --ipv4) or
    of all addresses of both families."""
    def inject(site):
        at, both = who(site)[mode], ", ".join(map(str, ports))
        rules = ['iifname "in" meta nfproto ipv4 %stcp dport { %s } dnat ip to %s:%d' % ("ip daddr %s " % of if of else "", both, PEER, at)]
        if not of:
            rules.append('iifname "in" meta nfproto ipv6 tcp dport { %s } dnat ip6 to [%s]:%d' % (both, PEER6, at))
        nat(*rules)(site)
    by_box = Claim(("tls.intercepted_",), ("firewall",), (INSPECTION,)), Claim(("http.", "ws.", "mqtt.", "amqp."), ("firewall",), (INSPECTION,), proves=False)
    portal = (Claim(("net.captive_portal",), ("firewall", "local_network"), ("portal.example",), proves=False),) if mode == "redirect" else ()
    return declared(inject, *(by_box if who is inspecting else ()), *portal)


# ---- a connection's life

def forgets(seconds, *ports, then="drop"):
    """The firewall's table of connections loses those of these ports after so long without a packet; a later packet then
    fits to none and meets `then`."""
    timeouts, settings = "", ""
    for family, l3 in (("ip", "ip"), ("ipv6", "ip6")):
        timeouts += " ct timeout idle_%s {\n  protocol tcp\n  l3proto %s\n  policy = { established : %d }\n }\n" % (family, l3, seconds)
        settings += "  meta nfproto %s tcp dport { %s } ct timeout set \"idle_%s\"\n" % (
            {"ip": "ipv4", "ipv6": "ipv6"}[family], ", ".join(map(str, ports)), family)
    body = "%s chain p {\n  type filter hook prerouting priority -150\n%s }\n chain f {\n  type filter hook forward priority 0\n  ct state invalid %s\n }" % (
        timeouts, settings, then)

    def inject(site):
        sysctl("firewall", "net.netfilter.nf_conntrack_tcp_loose=0")(site)
        table("firewall", "inet", body)(site)
    return declared(inject, Claim(("net.idle_timeout",), ("firewall",), GATEWAY))


def rebinds(seconds, *ports):
    """The site's NAT forgets a mapping after so long without a packet and gives another source port to the next."""
    body = (" ct timeout idle {\n  protocol tcp\n  l3proto ip\n  policy = { established : %d }\n }\n"
            " chain p {\n  type filter hook prerouting priority -150\n  meta nfproto ipv4 tcp dport { %s } ct timeout set \"idle\"\n }\n"
            " chain n {\n  type nat hook postrouting priority 100\n  oifname \"out\" meta nfproto ipv4 meta l4proto tcp masquerade fully-random\n }"
            % (seconds, ", ".join(map(str, ports))))
    return declared(table("firewall", "inet", body), Claim(("net.idle_timeout",), ("firewall",), GATEWAY))


def cut_after(count, unit, ports, then):
    """The firewall leaves a connection alone until so many "bytes" (both ways) or "packets" (of the device) have passed, and
    knows by then what it is: `then` in iptables' words, say "DROP"."""
    direction = "both" if unit == "bytes" else "original"
    def inject(site):
        for port in ports:
            for tables, verdict in ((("iptables",), then), (("ip6tables",), then.replace("icmp-admin-prohibited", "icmp6-adm-prohibited"))):
                iptables("FORWARD -p tcp --dport %d -m connbytes --connbytes %d: --connbytes-dir %s --connbytes-mode %s -j %s"
                         % (port, count, direction, unit, verdict), tables=tables)(site)
    return declared(inject, Claim(("net.cut_after_data", "mqtt.", "amqp.", "http."), ("firewall",), GATEWAY, proves=False))


def accelerated(*ports):
    """The firewall splits connections to these ports of any address in two (accelerator.py); its own are local: rules for
    them belong into the firewall's output chain."""
    def inject(site):
        started(site, site.firewall, sys.executable, HERE / "accelerator.py", ACCELERATOR, ready=site.listens(site.firewall, ACCELERATOR))
        nat('iifname "in" tcp dport { %s } redirect to :%d' % (", ".join(map(str, ports)), ACCELERATOR))(site)
    return declared(inject, Claim(("tcp.intercepted",), ("firewall",), GATEWAY))


RESET = "REJECT --reject-with tcp-reset"
