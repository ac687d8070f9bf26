# SPDX-License-Identifier: MIT
"""Injections of boxes that read how a connection begins (reading_box.py), on the way by REDIRECT or TPROXY or in front of the
services, and of certificates that boxes and services have for it."""
import sys

from injections import HUB, HUB6, firewall, iptables, nat, quietly, started
from injections_tls import KEY, tls_certificates, together
from lab import HERE, HUB_NAME, on_demand, run
from peers import add_addresses
from squids import inspection_ca
from truth import GATEWAY, INSPECTION, Claim, declared

FRONT, FRONT6 = "203.0.113.24", "2001:db8:2::24"
BOX_ISSUER = "Example Inspection CA"
LARGE = Claim(("tls.large_client_hello",), ("firewall",), GATEWAY)
PRIVATE = Claim(("tls.untrusted", "tls.intercepted_untrusted"), ("service", "firewall"), ("Fabrikam Root",), proves=False) # a name, whoever it is
BY_BOX = (Claim(("tls.intercepted_",), ("firewall",), (INSPECTION, *GATEWAY)),)
ON_THE_WAY = (Claim(("tls.sni_", "tls.large_client_hello", "tls.tls13_intolerance", "ws.", "mqtt.", "amqp.", "tcp.closed_after_connect"), ("firewall",), GATEWAY, proves=False),
              Claim(("ws.", "http."), ("firewall",), ("1.1 inspector.corp.example",), proves=False), # as it calls itself in Via
              Claim(("net.",), ("firewall", "local_network"), GATEWAY, proves=False), Claim(("tcp.intercepted",), ("firewall",), GATEWAY))


@on_demand
def box_certificates(site):
    """Beside those of injections_tls.tls_certificates: inspector (of the inspecting box, whose CA the device may trust: inspected_trust), its
    variants inspector-bare (without the CA's certificate), inspector-expired and inspector-static (with a name of its own), guest (a public
    certificate of somebody else's name), clients-only (good for clients), short-key (RSA of 1024 bits), tomorrow (its last day), wildcard,
    rooted (of a CA that nobody knows, which is in the chain), and heavy (RSA of 4096 bits, with the root and another certificate in its chain). Gives the folder."""
    at = tls_certificates(site)
    made = inspection_ca(site)
    (at / "inspector-ca.pem").write_text((at / "inspection-ca.pem").read_text())

    def issued(name, ca, ca_key, *before, config=at / "san.cnf", chain="", key=KEY, subject="/CN=" + HUB_NAME, days=30):
        run("openssl", "req", *key, "-keyout", at / (name + ".key"), "-out", at / (name + ".csr"), "-subj", subject)
        run(*before, "openssl", "x509", "-req", "-in", at / (name + ".csr"), "-CA", ca, "-CAkey", ca_key, "-set_serial", next(site.counter) + 9000,
            "-out", at / (name + ".pem"), "-days", days, "-extfile", config, "-extensions", "leaf")
        (at / (name + ".pem")).write_text((at / (name + ".pem")).read_text() + chain)

    def of_names(file, names, more=""):
        (at / file).write_text("[leaf]\nsubjectAltName=%s\nauthorityKeyIdentifier=keyid\n%s" % (",".join("DNS:" + n for n in names), more))
        return at / file

    rsa = lambda bits: ("-newkey", "rsa:%d" % bits, "-nodes") # noqa: E731
    box, mid = ("inspector-ca.pem", made), ("mid.pem", at / "mid.key")
    box_ca, mid_pem = (at / box[0]).read_text(), (at / "mid.pem").read_text()
    issued("inspector", at / box[0], made, chain=box_ca)
    issued("inspector-bare", at / box[0], made)
    issued("inspector-expired", at / box[0], made, "faketime", "-f", "-400d", chain=box_ca)
    issued("inspector-static", at / box[0], made, chain=box_ca, config=of_names("static.cnf", ["inspector.corp.example"]), subject="/CN=inspector.corp.example")
    issued("guest", at / mid[0], mid[1], chain=mid_pem, config=of_names("guest.cnf", ["wifi.hotel.example"]), subject="/CN=wifi.hotel.example")
    issued("clients-only", at / mid[0], mid[1], chain=mid_pem, config=of_names("clients.cnf", [HUB_NAME], "extendedKeyUsage=clientAuth\n"))
    issued("short-key", at / mid[0], mid[1], chain=mid_pem, key=rsa(1024))
    issued("tomorrow", at / mid[0], mid[1], chain=mid_pem, days=1)
    issued("wildcard", at / mid[0], mid[1], chain=mid_pem, subject="/CN=*.azure-devices.net",
           config=of_names("wildcard.cnf", ["*.azure-devices.net", "*.eastus.azure-devices.net"]))
    issued("rooted", at / "own-mid.pem", at / "own-mid.key", chain=(at / "own-mid.pem").read_text() + (at / "own-ca.pem").read_text())
    issued("heavy", at / mid[0], mid[1], key=rsa(4096), chain=(at / "own-ca.pem").read_text() + mid_pem + (at / "ca.pem").read_text())
    return at


def claims_of(rules):
    """What is true of rules besides what a scenario says."""
    words = " ".join(rules)
    return (*(BY_BOX if "tls:inspector" in words else ()), *((PRIVATE,) if "tls:private" in words or "tls:rooted" in words else ()), *((LARGE,) if words.startswith(">") else ()))


def box(*rules, ports=(443,), of=None, by="redirect", families=(4, 6)):
    """The firewall takes connections to these ports (of any address, or of one pair) and reads how they begin; rules: reading_box.py.
    by "tproxy": without a change of addresses; families: of IP, where not both."""
    def inject(site):
        port = 9800 + next(site.counter) % 190
        started(site, site.firewall, sys.executable, HERE / "reading_box.py", box_certificates(site), port, "way", *rules, ready=site.listens(site.firewall, port))
        both = ", ".join(map(str, ports))
        if by == "redirect":
            to4, to6 = ("ip daddr %s " % of[0], "ip6 daddr %s " % of[1]) if of else ("", "")
            return nat(*('iifname "in" meta nfproto ipv%d %stcp dport { %s } redirect to :%d' % (family, {4: to4, 6: to6}[family], both, port) for family in families))(site)
        for family, everything in (("-4", "0.0.0.0/0"), ("-6", "::/0")):
            for words in (("rule", "add", "fwmark", "7", "lookup", "107"), ("route", "add", "local", everything, "dev", "lo", "table", "107")):
                run("ip", "-n", site.firewall, family, *words)
                site.undo.callback(quietly, "ip", "-n", site.firewall, family, words[0], "del", *words[2:])
        for each in ports:
            iptables("-t mangle PREROUTING -i in -p tcp --dport %d -j TPROXY --on-port %d --tproxy-mark 7" % (each, port))(site)
    return declared(inject, *ON_THE_WAY, *claims_of(rules))


def front(*rules, ports=(443,), of=(HUB, HUB6)):
    """The same in front of the services themselves: at these ports of the hub, of another pair of addresses, or (of=None) of all."""
    def inject(site):
        add_addresses(site, FRONT, FRONT6)
        for each in ports:
            port = 8100 + next(site.counter) % 800
            started(site, site.cloud, sys.executable, HERE / "reading_box.py", box_certificates(site), port, each, *rules, ready=site.listens(site.cloud, port))
            to4, to6 = ("ip daddr %s " % of[0], "ip6 daddr %s " % of[1]) if of else ("", "")
            nat('iifname "in" meta nfproto ipv4 %stcp dport %d dnat ip to %s:%d' % (to4, each, FRONT, port),
                'iifname "in" meta nfproto ipv6 %stcp dport %d dnat ip6 to [%s]:%d' % (to6, each, FRONT6, port))(site)
    return declared(inject, *claims_of(rules))


def reads(pattern, ports, verdict, more=""):
    """iptables' string match on what the device sends to these ports, with any verdict: reads("contoso", (443,), "REJECT")."""
    return iptables("FORWARD -i in -p tcp -m multiport --dports %s -m string --algo bm --string %s %s-j %s" % (",".join(map(str, ports)), pattern, more, verdict))


def after_packets(count, ports, verdict):
    """A verdict for all that the device sends to these ports from its packet number `count` on."""
    return together(*(iptables("FORWARD -i in -p tcp --dport %d -m connbytes --connbytes %d: --connbytes-dir original --connbytes-mode packets -j %s" % (port, count, verdict)) for port in ports))


def answer_sized(port, over, verdict="drop"):
    """What comes back from this port in packets longer than so many octets."""
    return firewall('iifname "out" tcp sport %d meta length > %d %s' % (port, over, verdict))
