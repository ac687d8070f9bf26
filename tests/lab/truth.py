# SPDX-License-Identifier: MIT
"""What is true of a site while something is injected, said once, where it is injected: which causes a finding may then
prove, whose box that is, and by which names it may be called. judging.py holds every finding to it, notes as well; a
scenario's own WHERE and BOX go before it, for its headline."""
import dataclasses
import re

from lab import CLIENT, CLIENT6, GATEWAY_IN, GATEWAY_IN6

THE_PROXY = "the proxy"
"""In `boxes`: the proxy that the device is set to, by its host and port in the report."""
GATEWAY = (GATEWAY_IN, GATEWAY_IN6)
INSPECTION = "Example Inspection CA"
"""A box that ends TLS is known by who signs its certificates."""


@dataclasses.dataclass(frozen=True)
class Claim:
    """A finding with one of these causes is true, and this is where."""
    causes: tuple        # codes; one that ends in "." or "_" stands for all that begin so
    where: tuple = ()    # whose box, in a report's words; (): nothing is known of it
    boxes: tuple = ()    # its names and addresses; (): none may be named
    proves: bool = True  # the cause itself is true; False: only where it is, where a scenario says it is

    def speaks_of(self, cause):
        return any(cause == one or (one[-1] in "._" and cause.startswith(one)) for one in self.causes)


def declared(inject, *claims):
    """The injection, or the callable that gives a proxy's URL, with what is true of it; in place of what it had."""
    inject.claims = claims
    return inject


def true_of(*injections):
    """All that is declared of them."""
    return tuple(dict.fromkeys(claim for one in injections for claim in getattr(one, "claims", ())))


# ---- rules of a firewall, by their text

PLACES = {"firewall": (("firewall",), GATEWAY), "client": (("device",), (CLIENT, CLIENT6)), "cloud": (("service",), ()), "proxy": (("proxy",), (THE_PROXY,))}
# What a rule that reads or counts makes of a connection; its verdict alone says less.
MATCHES = (("ct count", ("net.connection_limit",)), (r"\blimit rate", ("net.rate_limit",)), ("statistic", ("net.loss",)),
           ("--ecn-tcp-ece", ("net.loss",)), ("connbytes", ("net.cut_after_data", "mqtt.", "amqp.", "http.", "ws.")),
           ("@ih,24,16 >", ("tls.large_client_hello",)), ("002b000", ("tls.tls13_intolerance",)),
           ("-m string|--hex-string|@ih|ct mark", ("tls.",)))
VERDICTS = (("tcp[ -]reset", "tcp.reset"), ("adm(in)?-prohibited|host-prohibited|net-prohibited", "tcp.admin_prohibited"),
            (r"\breject\b|\bREJECT\b", "tcp.icmp_unreachable"), (r"\bdrop\b|\bDROP\b", "tcp.drop"))


def of_rule(ns, rule):
    """The claims of one rule in nftables' or iptables' words, in a chain of this namespace."""
    verdict = next((cause for pattern, cause in VERDICTS if re.search(pattern, rule)), None)
    if not verdict or re.search(r"icmp(v6)? type|l4proto \{? ?icmp|ct state invalid|-p icmp", rule):
        return ()
    where, boxes = PLACES[ns]
    if re.search(r'iifname "?proxy|-i proxy', rule): # what a proxy sends on: nobody before it can see the box
        return (Claim(("proxy.upstream_", "proxy.tunnel_"), where, ()),)
    if re.search(r'oifname "?proxy|-o proxy', rule):
        return (Claim(("proxy.unreachable", "proxy.stall", "proxy.closed"), where, boxes),)
    ports = ports_of(rule)
    tcp, udp = "tcp" in rule, bool(re.search(r"\budp\b", rule))
    said = []
    if udp and "123" in ports:
        said.append(Claim(("host.ntp_blocked",), where, boxes))
    if "53" in ports or (not ports and not tcp):
        said.append(Claim(("dns.",), where, boxes, proves=False))
    match = next((causes for pattern, causes in MATCHES if re.search(pattern, rule)), None)
    if (udp and not tcp) or ports == {"53"}:
        return tuple(said)
    if match:
        said.append(Claim(match, where, boxes, proves=not any(cause[-1] == "." for cause in match)))
    else:
        said.append(Claim(("host.local_firewall",) if ns == "client" else (verdict,), where, boxes))
    return tuple(said)


def ports_of(rule):
    """The ports that a rule is for; none: for all, or all but some."""
    found = re.search(r"(?:dports?|sport) (!= )?(?:\{([^}]*)\}|([\d,]+))", rule)
    return set() if not found or found[1] else set(re.findall(r"\d+", found[2] or found[3]))


def of_rules(ns, rules):
    return tuple(dict.fromkeys(claim for rule in rules for claim in of_rule(ns, rule)))


ROUTES = {"blackhole": "tcp.drop", "prohibit": "tcp.admin_prohibited", "unreachable": "tcp.icmp_unreachable", "via": "tcp.icmp_unreachable"}


def of_route(ns, words):
    """The claims of what `ip` does to routes in a namespace; "via" is a router that nobody is."""
    if "route" not in words.split():
        return ()
    if ns == "client":
        return (Claim(("host.no_route",), ("device",)),)
    return tuple(Claim((cause,), *PLACES[ns]) for kind, cause in ROUTES.items() if kind in words.split())
