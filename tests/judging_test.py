# SPDX-License-Identifier: MIT
"""The judge of the lab of faults, judged: reports made up for scenarios whose truth is known, and what must be held
against each. It needs no namespaces, and no program of ours."""
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "lab")]
from checks import Checks # noqa: E402

try:
    from figures import Figures # noqa: E402
    from injections import ALL, CLIENT, DATA, GATEWAY_IN, HUB, HUB_NAME, WEB, device, firewall, hosts, instead, ip, iptables, only_by_proxy # noqa: E402
    from injections_dns import RESOLVER, asks_unbound, dead, filtering # noqa: E402
    from injections_path import at_most, at_once, new_connections, redirected_to_silence # noqa: E402
    from injections_proxy import connect_filter, squids # noqa: E402
    from injections_tls import inspected, large_hello, name_filter # noqa: E402
    from judging import judge # noqa: E402
    from scenario import Scenario, every # noqa: E402
    from truth import THE_PROXY, true_of # noqa: E402
except SystemExit as missing: # a package of the lab's
    print("skipped: %s" % missing)
    sys.exit(77)

PROXY = "proxy.corp.example:3128"


def finding(cause, severity="error", where="firewall", box=None, confidence="proved"):
    return {"cause": cause, "severity": severity, "where": where, "box": box, "confidence": confidence, "evidence": ["e"], "advice": "a", "who": "w"}


def report_of(one, *findings, **other):
    """A report in which all but the findings is as it should be."""
    paths = [{"id": "iot_hub/%s/%s" % (protocol, way), "need": "required" if protocol == "https" else "optional", "works": one.works(way, protocol), "cause": None}
             for way in one.WORKS for protocol in sorted(ALL if way == "direct" else WEB)]
    blocked = one.upstream()[0] is None or not any(p["works"] for p in paths if p["need"] == "required")
    said, via = one.upstream()
    return {"paths": paths, "findings": list(findings), "verdict": "blocked" if blocked else "ready", "elapsed_ms": 100, "site": {"proxy": "http://" + PROXY},
            "recommendation": {"upstream_protocol": said, "via": via}, **other}


def proxy(site):
    """Of a scenario's PROXY nothing but what is declared of it is asked here."""
    return "http://" + PROXY


def scenario(**truth):
    return Scenario(name="made/up", about="", **{"INJECT": (), "CAUSE": None, **truth})


CLOSED = firewall("tcp dport 8883 drop")
DROPPED = {"INJECT": CLOSED, "CAUSE": "tcp.drop", "WORKS": {"direct": ALL - {"mqtt"}}}
BY_PROXY = {"INJECT": only_by_proxy, "PROXY": proxy, "WORKS": {"direct": set(), "proxy": WEB}}
BEHIND = {**BY_PROXY, "INJECT": (only_by_proxy, firewall('iifname "proxy" oifname "out" tcp dport 443 drop')), "CAUSE": "proxy.upstream_blocked",
          "WORKS": {"direct": set(), "proxy": set()}}

# what is judged, the scenario's truth, the findings, the kinds of misses
JUDGED = (
    ("nothing, of nothing", {}, [], []),
    ("an error where nothing is wrong", {}, [finding("tcp.drop")], ["headline", "accuses", "proved"]),
    ("a note is proved and not true", {}, [finding("tcp.drop", "note")], ["proved"]),
    ("a note is likely and not true", {}, [finding("tcp.drop", "note", confidence="likely")], []),
    ("a likely note names a box that does nothing", {}, [finding("tcp.drop", "note", box=GATEWAY_IN, confidence="likely")], ["box"]),
    ("right", DROPPED, [finding("tcp.drop", "note", box=GATEWAY_IN)], []),
    ("right, and the box is unknown", DROPPED, [finding("tcp.drop", "note")], []),
    ("right, and nobody knows where", DROPPED, [finding("tcp.drop", "note", "unknown")], []),
    ("another place", DROPPED, [finding("tcp.drop", "warning", "local_network")], ["where"]),
    ("another place is proved in a note", DROPPED, [finding("tcp.drop", "note", "device")], ["where"]),
    ("another place of the headline, likely, in a note", DROPPED, [finding("tcp.drop", "note", "device", confidence="likely")], ["where"]),
    ("unknown where the scenario says that it can be known", {**DROPPED, "WHERE": "firewall"}, [finding("tcp.drop", "note", "unknown")], ["where"]),
    ("one of several places", {**DROPPED, "WHERE": ("firewall", "unknown")}, [finding("tcp.drop", "note", "unknown")], []),
    ("another box", DROPPED, [finding("tcp.drop", "note", box=HUB)], ["box"]),
    ("no box where one must be named", {**DROPPED, "BOX": GATEWAY_IN}, [finding("tcp.drop", "note")], ["box"]),
    ("a box where none may be named", {**DROPPED, "BOX": None}, [finding("tcp.drop", "note", box=GATEWAY_IN)], ["box"]),
    ("the right box of another place", DROPPED, [finding("tcp.drop", "warning", "device", GATEWAY_IN)], ["where", "box"]),
    ("the second finding is at another place", {**DROPPED, "ALSO": ("tcp.reset",), "INJECT": at_once(CLOSED, device("tcp dport 5671 drop"))},
     [finding("tcp.drop", "note"), finding("tcp.reset", "note"), finding("host.local_firewall", "warning", "firewall")], ["where"]),
    ("the second finding names another box", {**DROPPED, "INJECT": at_once(CLOSED, device("tcp dport 5671 drop"))},
     [finding("tcp.drop", "note"), finding("host.local_firewall", "note", "device", GATEWAY_IN)], ["box"]),
    ("ALSO is missing", {**DROPPED, "ALSO": ("tcp.reset",)}, [finding("tcp.drop", "note")], ["also"]),
    ("ACCEPT is as true", {**DROPPED, "ACCEPT": ("net.rate_limit",)}, [finding("net.rate_limit", "note")], []),
    ("the direct way is closed on purpose", BY_PROXY, [finding("tcp.reset", "note", box=GATEWAY_IN)], []),
    ("it is closed otherwise than is said", BY_PROXY, [finding("tcp.drop", "note", box=GATEWAY_IN)], ["proved", "box"]),
    ("a rate, called a number", {"INJECT": new_connections(30, 15)}, [finding("net.connection_limit", "note")], ["proved"]),
    ("a rate", {"INJECT": new_connections(30, 15)}, [finding("net.rate_limit", "note")], []),
    ("a number", {"INJECT": at_most(12, "drop")}, [finding("net.connection_limit", "note")], []),
    ("the firewall behind the proxy", BEHIND, [finding("proxy.upstream_blocked")], []),
    ("it is called by the proxy's name", BEHIND, [finding("proxy.upstream_blocked", box=PROXY)], ["box"]),
    ("the proxy is blamed for it", BEHIND, [finding("proxy.upstream_blocked", where="proxy", box=PROXY)], ["where", "box"]),
    ("a firewall before the proxy, the proxy is blamed", {**BEHIND, "INJECT": connect_filter("reset"), "CAUSE": "proxy.closed"},
     [finding("proxy.closed", where="proxy", box=PROXY)], ["where", "box"]),
    ("the proxy itself", {**BEHIND, "INJECT": (), "CAUSE": "proxy.closed"}, [finding("proxy.closed", where="proxy", box=PROXY)], []),
    ("another proxy", {**BEHIND, "INJECT": (), "CAUSE": "proxy.closed"}, [finding("proxy.closed", where="proxy", box="other.example:3128")], ["box"]),
    ("a resolver that filters", {"INJECT": asks_unbound(filtering(HUB_NAME, "always_nxdomain")), "CAUSE": "dns.filtered", "WORKS": {"direct": set()}},
     [finding("dns.filtered", where="resolver", box=RESOLVER)], []),
    ("another resolver is blamed", {"INJECT": asks_unbound(filtering(HUB_NAME, "always_nxdomain")), "CAUSE": "dns.filtered", "WORKS": {"direct": set()}},
     [finding("dns.filtered", where="resolver", box="203.0.113.53")], ["box"]),
    ("dropped questions, the resolver is blamed", {"INJECT": firewall("udp dport 53 drop"), "CAUSE": "dns.timeout", "WORKS": {"direct": set()}},
     [finding("dns.timeout", where="resolver", box="203.0.113.53")], ["where", "box"]),
    ("the cause is another", DROPPED, [finding("tcp.reset", "warning", confidence="likely")], ["headline"]),
    ("an error that is none", DROPPED, [finding("tcp.drop")], ["severity"]),
)

# what is injected, and which (cause, proved) follow; a "." at the end stands for all that begin so
DECLARED = (
    (firewall("tcp dport 8883 drop"), {("tcp.drop", True)}),
    (firewall("tcp dport 8883 reject with tcp reset"), {("tcp.reset", True)}),
    (firewall("tcp dport 8883 reject with icmpx admin-prohibited"), {("tcp.admin_prohibited", True)}),
    (firewall("tcp dport 8883 reject"), {("tcp.icmp_unreachable", True)}),
    (firewall("drop"), {("dns.", False), ("tcp.drop", True)}),
    (firewall("tcp dport { 53, 8883 } drop"), {("dns.", False), ("tcp.drop", True)}),
    (firewall("tcp dport != { 53, 443 } drop"), {("tcp.drop", True)}),
    (firewall("udp dport 123 drop"), {("host.ntp_blocked", True)}),
    (firewall("meta l4proto { icmp, icmpv6 } drop"), set()),
    (firewall("tcp dport 8883 accept"), set()),
    (iptables("FORWARD -p tcp --dport 8883 -j REJECT --reject-with icmp-host-prohibited"), {("tcp.admin_prohibited", True)}),
    (device("tcp dport 8883 drop"), {("host.local_firewall", True)}),
    (large_hello(300), {("tls.large_client_hello", True)}),
    (name_filter("reset"), {("tls.", False)}),
    (name_filter("reset", leg="proxy"), {("proxy.upstream_", True), ("proxy.tunnel_", True)}),
    (ip("firewall", "route add blackhole %s/32" % DATA, ""), {("tcp.drop", True)}),
    (ip("firewall", "link set in mtu 1400", ""), set()),
    (ip("client", "route del default", ""), {("host.no_route", True)}),
    (hosts("%s %s" % (HUB, HUB_NAME)), {("host.hosts_override", True)}),
    (dead(), {("dns.", False), ("dns.timeout", True), ("dns.slow_first_server", True)}),
    (redirected_to_silence(8883), {("tcp.intercepted", True)}),
    (inspected(443), {("tls.intercepted_", True), ("ws.", False), ("http.", False), ("tls.", False)}),
    (instead("plain-portal", 443), {("net.captive_portal", True)}),
    (squids.squid_terminates_hub, {("proxy.fake_tunnel", True)}),
    (squids.squid_open, set()),
)


def main():
    checks = Checks()
    for what, truth, findings, expected in JUDGED:
        one = scenario(**truth)
        seen = judge(one, report_of(one, *findings)).misses
        checks.that(sorted({kind for kind, _ in seen}) == sorted(expected), "%s: expected %s, seen %s" % (what, expected or "nothing", seen or "nothing"))
    for inject, expected in DECLARED:
        seen = {(cause, claim.proves) for claim in true_of(inject) for cause in claim.causes}
        checks.that(seen == expected, "declared: expected %s, seen %s" % (sorted(expected), sorted(seen)))
    for claim in true_of(device("tcp dport 8883 drop")):
        checks.that(claim.where == ("device",) and CLIENT in claim.boxes, "the device's own firewall is at %s" % (claim,))

    # A path that does not do what is true is a miss, and so is a report that never came.
    one = scenario(**DROPPED)
    wrong = report_of(one, finding("tcp.drop", "note"))
    wrong["paths"][0]["works"] = not wrong["paths"][0]["works"]
    checks.that([kind for kind, _ in judge(one, wrong).misses] == ["path"], "a wrong path")
    checks.that([kind for kind, _ in judge(one, RuntimeError("x")).misses] == ["report"], "no report")
    late = judge(one, report_of(one, finding("tcp.drop", "note"), elapsed_ms=60000))
    checks.that([kind for kind, _ in late.misses] == ["slow"], "slow: %s" % late.misses)
    for timed, right in ((False, True), (True, False)):
        figures = Figures(timed)
        figures.add(one, late)
        checks.that(figures.all_right() == right, "timed=%s: slow is %s" % (timed, "right" if not right else "off"))

    # What a scenario's own words say of its box can be held against nobody, if no place has it.
    for one in every():
        words = one.WHERE if isinstance(one.WHERE, tuple) else (one.WHERE,)
        checks.that(set(words) <= {"", "device", "local_network", "firewall", "resolver", "proxy", "service", "unknown"}, "%s: WHERE %s" % (one.name, one.WHERE))
        checks.that(one.CAUSE is not None or not (one.WHERE or one.BOX), "%s: nothing is wrong, and it is somewhere" % one.name)
        checks.that(THE_PROXY not in (one.BOX or ()) or one.PROXY, "%s: BOX is the proxy, and there is none" % one.name)
    checks.end()


if __name__ == "__main__":
    main()
