# SPDX-License-Identifier: MIT
"""Faults that the first measurements decide alone, injected with real firewalls, resolvers and servers: the headline
cause, which of the hub's protocols work, and the recommendation are right in each situation. The exact clock, MTU, loss
and rate limits are not here: what they do varies from run to run."""
import pathlib
import subprocess
import sys

import lab
import cloud
from lab import DATA, DATA6, DNS, HUB, HUB_NAME, NAMES, OTHER, run

lab.need_root_and_namespaces()
checks = lab.Checks()
PEER, PEER6, DEAD = "203.0.113.20", "2001:db8:2::20", "203.0.113.99"
FAKETIME = "/usr/lib/%s-linux-gnu/faketime/libfaketime.so.1" % run("uname", "-m").strip()
MODES = {7001: "relay:corp", 7002: "ssh", 7003: "silent:good", 7004: "portal:portal", 7005: "plain-portal", 7006: "relay:expired",
         7007: "relay:wrong", 7008: "relay:self", 7009: "no-upgrade:good", 7010: "deny:good", 7011: "close", 7013: "silent"}
RELAY, SSH, SILENT, PORTAL, PLAIN_PORTAL, EXPIRED, WRONG, SELF, NO_UPGRADE, DENY, CLOSE, ACCEPT = MODES
ALL, PORTS = {"amqp", "mqtt", "amqp_ws", "mqtt_ws", "https"}, (443, 5671, 8883)
WEB, PLAIN = {"amqp_ws", "mqtt_ws", "https"}, {"amqp", "mqtt"}


# ---- injections

def rules(*lines):
    return lambda site: site.nft("table inet fw {\n chain f {\n  type filter hook forward priority 0\n  %s\n }\n}\n" % "\n  ".join(lines))


def blocked(how, *ports):
    return lambda site: site.block(ports, how)


def own(rule):
    return lambda site: site.nft("table inet o {\n chain o {\n  type filter hook output priority 0\n  %s\n }\n}\n" % rule, ns=site.client)


def instead(mode, *ports, of=None):
    """Another server answers for these ports, of one address or of all."""
    only = "ip daddr %s " % of if of else ""
    both = ", ".join(map(str, ports))
    return lambda site: site.nft("table inet n {\n chain p {\n  type nat hook prerouting priority -100\n"
        "  meta nfproto ipv4 %stcp dport { %s } dnat ip to %s:%d\n%s }\n}\n" % (only, both, PEER, mode, "" if of else
        "  meta nfproto ipv6 tcp dport { %s } dnat ip6 to [%s]:%d\n" % (both, PEER6, mode)))


def resolvers(*addresses, options=""):
    return lambda site: site.resolvers(*addresses, options=options)


def hosts(line):
    return lambda site: (pathlib.Path("/etc/netns") / site.client / "hosts").write_text("127.0.0.1 localhost\n%s\n" % line)


def string_match(name, *reject):
    def inject(site):
        for table in ("iptables", "ip6tables"):
            run("ip", "netns", "exec", site.firewall, table, "-A", "FORWARD", "-p", "tcp", "--dport", "443", "-m", "string",
                "--algo", "bm", "--string", name, "-j", *reject)
    return inject


def no_route(site):
    for family in ("-4", "-6"):
        run("ip", "-n", site.client, family, "route", "del", "default")


def both(*injections):
    return lambda site: [inject(site) for inject in injections]


def heal(site):
    site.nft("")
    site.nft("", ns=site.client)
    site.resolvers(DNS)
    for table in ("iptables", "ip6tables"):
        run("ip", "netns", "exec", site.firewall, table, "-F")
    (pathlib.Path("/etc/netns") / site.client / "hosts").unlink(missing_ok=True)
    run("ip", "-n", site.client, "route", "replace", "default", "via", lab.GATEWAY_IN)
    run("ip", "-n", site.client, "-6", "route", "replace", "default", "via", lab.GATEWAY_IN6)


# ---- what stands in the cloud besides the cloud

def certificates(site):
    at, key = site.folder, ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")

    def signed(name, ca, subject, extensions, *before):
        run("openssl", "req", *key, "-keyout", at / (name + ".key"), "-out", at / (name + ".csr"), "-subj", subject)
        run(*before, "openssl", "x509", "-req", "-in", at / (name + ".csr"), "-CA", at / (ca + ".pem"), "-CAkey", at / (ca + ".key"),
            "-CAcreateserial", "-out", at / (name + ".pem"), "-days", "90", "-extfile", extensions, "-extensions", "leaf")
        (at / (name + ".pem")).write_text((at / (name + ".pem")).read_text() + (at / (ca + ".pem")).read_text())

    def own_root(name, subject, *more):
        run("openssl", "req", "-x509", *key, "-keyout", at / (name + ".key"), "-out", at / (name + ".pem"), "-days", "30",
            "-subj", subject, *more)

    (at / "wrong.cnf").write_text("[leaf]\nsubjectAltName=DNS:intranet.example\n")
    own_root("corp-ca", "/O=Example/CN=Example Inspection CA", "-addext", "keyUsage=keyCertSign")
    own_root("self", "/CN=" + HUB_NAME, "-addext", "subjectAltName=DNS:" + HUB_NAME)
    own_root("portal", "/CN=portal.example", "-addext", "subjectAltName=DNS:portal.example")
    signed("corp", "corp-ca", "/CN=" + HUB_NAME, at / "san.cnf")
    signed("expired", "mid", "/CN=" + HUB_NAME, at / "san.cnf", "faketime", "-f", "-400d")
    signed("wrong", "mid", "/CN=intranet.example", at / "wrong.cnf")
    (at / "good.pem").write_text((at / "chain.pem").read_text())
    (at / "good.key").write_text((at / "leaf.key").read_text())
    (at / "both.pem").write_text((at / "ca.pem").read_text() + (at / "corp-ca.pem").read_text())
    (at / "both.pem").chmod(0o644)


def resolver(site, number, server, without=()):
    """Another unbound, 203.0.113.NUMBER, that knows the cloud and has a rule of its own."""
    address = "203.0.113.%d" % number
    run("ip", "-n", site.cloud, "addr", "add", address + "/24", "dev", "in")
    data = "".join('  local-data: "%s. 300 IN A %s"\n' % (n, v4) for n, (v4, _) in NAMES.items() if n not in without)
    config = site.folder / ("unbound-%d.conf" % number)
    config.write_text("server:\n  interface: %s\n  access-control: 0.0.0.0/0 allow\n  username: \"\"\n  chroot: \"\"\n  pidfile: \"\"\n"
                      "  directory: \"%s\"\n  use-syslog: no\n  do-daemonize: no\n  module-config: \"iterator\"\n  local-zone: \".\" static\n"
                      "  local-data: \". 300 IN SOA a. b. 1 2 3 4 5\"\n%s%sremote-control:\n  control-enable: no\n"
                      % (address, site.folder, data, server))
    site.start(site.cloud, "unbound", "-c", config)
    return address


def up(site):
    cloud.up(site)
    certificates(site)
    run("ip", "-n", site.cloud, "addr", "add", PEER + "/24", "dev", "in")
    run("ip", "-n", site.cloud, "addr", "add", PEER6 + "/64", "dev", "in", "nodad")
    site.start(site.cloud, sys.executable, lab.HERE / "strange_peer.py", site.folder, PEER + "," + PEER6,
               *("%d=%s" % one for one in MODES.items()), ready=site.listens(site.cloud, *MODES))
    zone, page = '  local-zone: "%s." %%s\n' % HUB_NAME, '  local-data: "%s. 60 IN A %%s"\n' % HUB_NAME
    resolver(site, 60, zone % "always_nxdomain")
    resolver(site, 61, zone % "always_null", without=[HUB_NAME])
    resolver(site, 62, zone % "redirect" + page % PEER, without=[HUB_NAME])
    resolver(site, 63, "  access-control: 198.51.100.0/24 refuse\n")
    resolver(site, 64, page % DEAD)
    resolver(site, 65, "", without=NAMES)
    resolver(site, 66, '  local-zone: "corp.example." redirect\n  local-data: "corp.example. 60 IN A %s"\n' % DEAD, without=NAMES)


# situation, injection, headline cause (None: nothing wrong that matters), protocols of the hub that work,
# recommendation, and options
TABLE = [
    ("healthy", lambda site: None, None, ALL, "Amqp"),
    ("5671 dropped", blocked("drop", 5671), "tcp.drop", ALL - {"amqp"}, "AmqpWs"),
    ("8883 rejected by ICMP", blocked("icmp", 8883), "tcp.admin_prohibited", ALL - {"mqtt"}, "Amqp"),
    ("only 443 is open", blocked("reset", 5671, 8883), "tcp.reset", WEB, "AmqpWs"),
    ("all TCP dropped", rules("meta l4proto tcp drop"), "tcp.drop", set(), None),
    ("everything dropped", rules("drop"), "dns.timeout", set(), None),
    ("own firewall rejects all", own("oifname != lo reject with icmpx admin-prohibited"), "host.local_firewall", set(), None),
    ("own firewall rejects the ports", own("tcp dport { 443, 5671, 8883 } reject"), "host.local_firewall", set(), None),
    ("no default route", no_route, "host.no_route", set(), None),
    ("IPv6 dropped", rules("meta nfproto ipv6 meta l4proto tcp drop"), "net.ipv6_broken", ALL, "Amqp"),
    ("one of two addresses dead", both(resolvers("203.0.113.64"), rules("ip daddr %s drop" % DEAD)), "tcp.one_of_two_dead", ALL, "Amqp"),
    ("resolver dead", both(resolvers("203.0.113.98"), rules("ip daddr 203.0.113.98 drop")), "dns.timeout", set(), None),
    ("first of two resolvers dead", both(resolvers("203.0.113.98", DNS), rules("ip daddr 203.0.113.98 drop")),
     "dns.slow_first_server", ALL, "Amqp"),
    ("no DNS at the resolver's address", resolvers(OTHER), "dns.unreachable", set(), None),
    ("resolver refuses", resolvers("203.0.113.63"), "dns.refused", set(), None),
    ("resolver knows internal names only", resolvers("203.0.113.65"), "dns.internal_only", set(), None),
    ("NXDOMAIN by policy", resolvers("203.0.113.60"), "dns.filtered", set(), None),
    ("NXDOMAIN by policy, the second resolver knows", resolvers("203.0.113.60", DNS), "dns.filtered", set(), None),
    ("null address by policy", resolvers("203.0.113.61"), "dns.sinkhole", set(), None),
    ("block page by DNS", both(resolvers("203.0.113.62"), instead(PORTAL, *PORTS, of=PEER)), "dns.sinkhole", set(), None, "--ipv4"),
    ("search domain's wildcard", both(resolvers("203.0.113.66", options="search corp.example\n"), rules("ip daddr %s drop" % DEAD)), "dns.search_suffix", set(), None, "--ipv4"),
    ("hosts file leads astray", both(hosts("203.0.113.77 " + HUB_NAME), rules("ip daddr 203.0.113.77 drop")),
     "host.hosts_override", set(), None),
    ("clock two years slow", lambda site: None, "host.clock_skew", set(), None, "clock", "-730d"),
    ("clock two years fast", lambda site: None, "host.clock_skew", set(), None, "clock", "+730d"),
    ("certificate expired", instead(EXPIRED, *PORTS, of=HUB), "tls.expired", set(), None, "--ipv4"),
    ("certificate for another name", instead(WRONG, *PORTS, of=HUB), "tls.name_mismatch", set(), None, "--ipv4"),
    ("certificate self-signed", instead(SELF, *PORTS, of=HUB), "tls.self_signed", set(), None, "--ipv4"),
    ("inspection, root unknown", instead(RELAY, *PORTS), "tls.intercepted_untrusted", set(), None),
    ("inspection of 443, root trusted", instead(RELAY, 443), "tls.intercepted_trusted", ALL, "Amqp", "trusted"),
    ("name reset", string_match(HUB_NAME, "REJECT", "--reject-with", "tcp-reset"), "tls.sni_reset", PLAIN, "Amqp"),
    ("name dropped", string_match(HUB_NAME, "DROP"), "tls.sni_drop", PLAIN, "Amqp"),
    ("DPS's name reset", string_match("global.azure-devices-provisioning.net", "REJECT", "--reject-with", "tcp-reset"),
     "tls.sni_reset", ALL, "Amqp"),
    ("captive portal with TLS", instead(PORTAL, 443), "net.captive_portal", PLAIN, "Amqp"),
    ("captive portal without TLS", instead(PLAIN_PORTAL, 443), "net.captive_portal", PLAIN, "Amqp"),
    ("SSH answers on 8883", instead(SSH, 8883), "tls.not_tls", ALL - {"mqtt"}, "Amqp"),
    ("TLS, then silence on 5671", instead(SILENT, 5671), "amqp.no_answer", ALL - {"amqp"}, "AmqpWs"),
    ("accepted, then silence on 5671", instead(ACCEPT, 5671), "tls.handshake_stall", ALL - {"amqp"}, "AmqpWs"),
    ("accepted, then closed on 5671", instead(CLOSE, 5671), "tcp.closed_after_connect", ALL - {"amqp"}, "AmqpWs"),
    ("WebSocket refused with 403", instead(NO_UPGRADE, 443, of=HUB), "ws.upgrade_denied", PLAIN | {"https"}, "Amqp", "--ipv4"),
    ("layer host blocked", rules("ip daddr %s drop" % DATA, "ip6 daddr %s drop" % DATA6), "tcp.drop", ALL, "Amqp"),
    ("registry answers 403", instead(DENY, 443, of=lab.MCR), "http.denied", ALL, "Amqp", "--ipv4"),
]


def options_of(site, more):
    """What a row adds to the command, and what it adds to the environment."""
    if more[:1] == ("clock",):
        return (), {"LD_PRELOAD": FAKETIME, "FAKETIME": more[1], "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    return (("--ca", site.folder / "both.pem") if more == ("trusted",) else more), {}


def judge(name, report, cause, works, recommended):
    found = report["findings"]
    checks.that((found[0]["cause"] if found else None) == cause, "%s: headline %s" % (name, [f["cause"] for f in found]))
    for protocol in ALL:
        path = lab.path_of(report, "iot_hub/%s/" % protocol)
        checks.that(path["works"] == (protocol in works), "%s: %s works=%s %s" % (name, protocol, path["works"], path["cause"]))
    said = report["recommendation"]["upstream_protocol"]
    checks.that(said == recommended, "%s: recommends %s" % (name, said))
    required = [p for p in report["paths"] if p["need"] == "required"]
    broken = not all(p["works"] for p in required) or not works & (ALL - {"https"})
    checks.that((report["verdict"] == "blocked") == broken, "%s: verdict %s" % (name, report["verdict"]))
    errors = [f["cause"] for f in found if f["severity"] == "error"]
    checks.that(set(errors) <= {cause}, "%s: accuses %s" % (name, errors))


with lab.Lab() as site:
    up(site)
    for name, inject, cause, works, recommended, *more in TABLE:
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        inject(site)
        options, environment = options_of(site, tuple(more))
        judge(name, site.report("--dps", "--skip", "ntp", "--limit", "1.5", *options, environment=environment), cause, works, recommended)
        heal(site)
checks.end()
