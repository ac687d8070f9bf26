# SPDX-License-Identifier: MIT
"""Injections of TLS faults (facts/faults.md section C): filters that read the server name in the hello, boxes that cannot
bear some hellos, forged resets, servers whose TLS or certificate is at fault, and inspection by a real squid on the way."""
import shutil
import sys

from injections import HUB, HUB6, firewall, in_ns, iptables, nat, started
from lab import DNS, HERE, HUB_NAME, on_demand, run
from peers import add_addresses, certificates
from truth import GATEWAY, INSPECTION, Claim, declared, true_of
from squids import CONFIG, HELPERS, inspection_ca

TLS_PEER, TLS_PEER6 = "203.0.113.21", "2001:db8:2::21"
KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
HUB_PORTS = (443, 5671, 8883)


def together(*injections):
    """Several as one."""
    return declared(lambda site: [inject(site) for inject in injections], *true_of(*injections))


# ---- who reads the hello

def by_hello(pattern, ports, verdict, leg="in", after=""):
    """A verdict for packets to these ports that hold a pattern, as iptables' string match writes it. The verdict: reset,
    drop, icmp (administratively prohibited) or accept."""
    words = {"reset": ("REJECT --reject-with tcp-reset",) * 2, "drop": ("DROP",) * 2, "accept": ("ACCEPT",) * 2,
             "icmp": ("REJECT --reject-with icmp-admin-prohibited", "REJECT --reject-with icmp6-adm-prohibited")}[verdict]
    match = "FORWARD -i %s -p tcp -m multiport --dports %s -m string --algo bm %s%s -j " % (leg, ",".join(map(str, ports)), pattern, after)
    return together(*(iptables(match + word, tables=(program,)) for word, program in zip(words, ("iptables", "ip6tables"))))


def name_filter(verdict, name=HUB_NAME, ports=(443,), leg="in"):
    """A firewall that knows the server name in the ClientHello."""
    return by_hello("--string " + name, ports, verdict, leg)


def names_allowed(verdict, names, ports=(443,)):
    """A firewall that lets hellos for these names through and no others."""
    hello = firewall("iifname \"in\" tcp dport { %s } @ih,0,16 0x1603 ct mark != 7 %s" % (", ".join(map(str, ports)), verdict))
    marks = [iptables("-t mangle FORWARD -i in -p tcp -m string --algo bm --string %s -j CONNMARK --set-mark 7" % name) for name in names]
    return together(*marks, hello)


def large_hello(octets, verdict="drop", ports=HUB_PORTS):
    """A box that cannot bear a ClientHello whose record has more than so many octets (the length is its bytes 4 and 5)."""
    return firewall("iifname \"in\" tcp dport { %s } @ih,0,16 0x1603 @ih,24,16 > %d %s" % (", ".join(map(str, ports)), octets, verdict))


def tls13_hello(verdict, ports=HUB_PORTS):
    """A box that cannot bear a hello that offers TLS 1.3: the extension supported_versions, 43, whose list begins with
    0x0304, for one to four versions (RFC 8446 §4.2.1)."""
    lists = ("002b0003020304", "002b0005040304", "002b0007060304", "002b0009080304")
    return together(*(by_hello("--hex-string |%s|" % one, ports, verdict) for one in lists))


def forging(what, name=HUB_NAME, ports=(443,), forwarded=False, every_other=False):
    """tls_injector.py at the firewall's inner leg answers hellos for this name in the server's place: reset, close, alert or
    page. The hello itself goes on to the server, or not."""
    def inject(site):
        if not forwarded:
            name_filter("drop", name, ports)(site)
        started(site, site.firewall, sys.executable, HERE / "tls_injector.py", "in", ",".join(map(str, ports)), what, name,
                *(["every-other"] if every_other else []),
                ready=lambda: "*:in " in in_ns(site.firewall, "ss", "-Hln0"))
    return declared(inject, Claim(("tls.", "http.", "net.captive_portal"), ("firewall",), GATEWAY, proves=False))


# ---- servers at fault

@on_demand
def tls_certificates(site):
    """More of them, beside those of peers.certificates: early (valid from the day after tomorrow), private (of a CA that
    nobody knows, complete with its intermediate), bare (of an intermediate called as Microsoft's are, and without it), stale (of an intermediate that has
    expired), neighbour (for another hub). Gives the folder."""
    at = certificates(site)

    def issued(name, issuer, subject, section, *before, chain=(), config=at / "san.cnf", days=30):
        run("openssl", "req", *KEY, "-keyout", at / (name + ".key"), "-out", at / (name + ".csr"), "-subj", subject)
        run(*before, "openssl", "x509", "-req", "-in", at / (name + ".csr"), "-CA", at / (issuer + ".pem"), "-CAkey", at / (issuer + ".key"),
            "-set_serial", next(site.counter) + 7000, "-out", at / (name + ".pem"), "-days", days, "-extfile", config, "-extensions", section)
        (at / (name + ".pem")).write_text("".join((at / (one + ".pem")).read_text() for one in (name, *chain)))

    (at / "neighbour.cnf").write_text("[leaf]\nsubjectAltName=DNS:fabrikam.azure-devices.net\n")
    run("openssl", "req", "-x509", *KEY, "-keyout", at / "own-ca.key", "-out", at / "own-ca.pem", "-days", "30", "-subj", "/O=Fabrikam/CN=Fabrikam Root",
        "-addext", "keyUsage=keyCertSign")
    hub = "/CN=" + HUB_NAME
    issued("early", "mid", hub, "leaf", "faketime", "-f", "+2d", chain=("mid",))
    issued("own-mid", "own-ca", "/O=Fabrikam/CN=Fabrikam Issuing CA", "ca")
    issued("private", "own-mid", hub, "leaf", chain=("own-mid",))
    issued("genuine", "ca", "/C=US/O=Microsoft Corporation/CN=Microsoft Azure RSA TLS Issuing CA 03", "ca")
    issued("bare", "genuine", hub, "leaf")
    issued("old-mid", "ca", "/O=Lab/CN=Lab Issuing CA of old", "ca", "faketime", "-f", "-400d")
    issued("stale", "old-mid", hub, "leaf", chain=("old-mid",))
    issued("neighbour", "mid", "/CN=fabrikam.azure-devices.net", "leaf", chain=("mid",), config=at / "neighbour.cnf")
    return at


TLS_MODES = ("relay:good", "relay:expired", "relay:early", "relay:wrong", "relay:neighbour", "relay:self", "relay:private", "relay:bare", "relay:stale",
             "relay:corp", "asks:good", "wants:good", "old:good", "camellia:good", "unknown-name:good", "internal-error:good", "page:corp", "denied:corp",
             "half", "cut", "ssh", "smtp", "http", "moved", "silent", "close")


@on_demand
def tls_servers(site):
    """tls_peer.py in all its modes; {mode: port}."""
    ports = {mode: 7101 + number for number, mode in enumerate(TLS_MODES)}
    add_addresses(site, TLS_PEER, TLS_PEER6)
    given = ["%s:%d%s" % (mode.split(":")[0], port, mode[mode.index(":"):] if ":" in mode else "") for mode, port in ports.items()]
    site.start(site.cloud, sys.executable, HERE / "tls_peer.py", tls_certificates(site), *given, ready=site.listens(site.cloud, *ports.values()))
    return ports


def faulty_server(mode, *ports, of=(HUB, HUB6)):
    """tls_peer.py in one of TLS_MODES answers for these ports of the hub, of other addresses, or (of=None) of all."""
    def inject(site):
        at, both = tls_servers(site)[mode], ", ".join(map(str, ports))
        to4, to6 = ("ip daddr %s " % of[0], "ip6 daddr %s " % of[1]) if of else ("", "")
        nat('iifname { "in", "proxy" } meta nfproto ipv4 %stcp dport { %s } dnat ip to %s:%d' % (to4, both, TLS_PEER, at),
            'iifname { "in", "proxy" } meta nfproto ipv6 %stcp dport { %s } dnat ip6 to [%s]:%d' % (to6, both, TLS_PEER6, at))(site)
    by_box = Claim(("tls.intercepted_",), ("firewall",), (INSPECTION,)), Claim(("http.denied", "net.captive_portal"), ("firewall", "local_network"), (INSPECTION,), proves=False)
    its_issuer = Claim(("tls.untrusted", "tls.intercepted_untrusted"), ("service", "firewall"), ("Fabrikam Root",), proves=False) # a name, whoever it is
    return declared(inject, *by_box) if mode.endswith(":corp") else declared(inject, its_issuer) if mode == "relay:private" else inject


# ---- inspection on the way

INSPECTIONS = {"all": ("ssl_bump bump all",), "hub": ("acl target ssl::server_name " + HUB_NAME, "ssl_bump bump target", "ssl_bump splice all"),
               "terminate": ("acl target ssl::server_name " + HUB_NAME, "ssl_bump terminate target", "ssl_bump splice all")}
WEBSOCKET = "http_upgrade_request_protocols websocket allow all"


@on_demand
def inspectors(site):
    """A squid in the firewall for each of INSPECTIONS, with and without WebSocket, that ends the TLS of connections led to
    it; {(what, websocket): port}."""
    site.resolvers(DNS, ns=site.firewall)
    return {(what, websocket): inspector(site, (*lines, *([WEBSOCKET] if websocket else [])))
            for what, lines in INSPECTIONS.items() for websocket in ((True, False) if what == "all" else (True,))}


def inspector(site, lines):
    plain, port = 3128 + next(site.counter), 3128 + next(site.counter)
    at = site.folder / ("inspector-%d" % port)
    at.mkdir()
    made, helper = at / "certificates", HELPERS / "security_file_certgen"
    run(helper, "-c", "-s", made, "-M", "4MB")
    shutil.chown(at, "proxy", "proxy")
    run("chown", "-R", "proxy:proxy", made)
    more = ("https_port %d intercept ssl-bump cert=%s generate-host-certificates=on dynamic_cert_mem_cache_size=4MB" % (port, inspection_ca(site)),
            "sslcrtd_program %s -s %s -M 4MB" % (helper, made), "sslcrtd_children 2 startup=1", "sslproxy_session_cache_size 0",
            "tls_outgoing_options cafile=%s" % (site.folder / "ca.pem"), "acl first at_step SslBump1", "ssl_bump peek first", *lines)
    (at / "squid.conf").write_text(CONFIG.format(port=plain, listen="", at=at, name="inspection.corp.example", lines="\n".join(more)))
    site.start(site.firewall, "squid", "-N", "-d", 1, "-n", site.shared_memory + str(port), "-f", at / "squid.conf",
               ready=site.listens(site.firewall, port))
    return port


BY_SQUID = "1.1 inspection.corp.example (squid/5.7)" # as it calls itself in Via


def inspected(*ports, what="all", websocket=True, exempt=()):
    """The firewall ends TLS at these ports and goes on to the service with TLS of its own. what: of all names; of the hub
    (the others pass untouched); or it closes on the hub's name (terminate). Addresses that are exempt pass it by."""
    def inject(site):
        to = 'iifname "in" tcp dport { %s }' % ", ".join(map(str, ports))
        by = ["%s %s daddr %s accept" % (to, "ip6" if ":" in address else "ip", address) for address in exempt]
        nat(*by, "%s redirect to :%d" % (to, inspectors(site)[what, websocket]))(site)
    return declared(inject, Claim(("tls.intercepted_",), ("firewall",), (INSPECTION, *GATEWAY)), Claim(("ws.", "http.", "tls."), ("firewall",), (BY_SQUID, *GATEWAY), proves=False))


def other_roots(site):
    """A file of roots without that of the services' chains."""
    tls_certificates(site)
    (site.folder / "own-ca.pem").chmod(0o644)
    return site.folder / "own-ca.pem"
