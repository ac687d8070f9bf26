# SPDX-License-Identifier: MIT
"""What stands in the cloud besides the cloud, started by the first scenario of a lab that needs it: strange_peer.py in all
its modes, with certificates that are wrong in one way each, and a time server."""
import sys

from lab import HERE, HUB_NAME, OTHER, OTHER6, on_demand, run

PEER, PEER6 = "203.0.113.20", "2001:db8:2::20"
MODES = ("relay:corp", "ssh", "silent:good", "portal:portal", "plain-portal", "relay:expired", "relay:wrong", "relay:self",
         "no-upgrade:good", "deny:good", "close", "silent")


@on_demand
def certificates(site):
    """Certificates NAME.pem with NAME.key in the lab's folder: corp (of an inspecting box, corp-ca), expired, wrong (another
    name), self, portal, good; both.pem are the roots of who trusts the inspection, too. Gives the folder."""
    at, key = site.folder, ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")

    def signed(name, ca, subject, extensions, *before):
        run("openssl", "req", *key, "-keyout", at / (name + ".key"), "-out", at / (name + ".csr"), "-subj", subject)
        run(*before, "openssl", "x509", "-req", "-in", at / (name + ".csr"), "-CA", at / (ca + ".pem"), "-CAkey", at / (ca + ".key"),
            "-set_serial", next(site.counter) + 5000, "-out", at / (name + ".pem"), "-days", "90", "-extfile", extensions, "-extensions", "leaf")
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
    return at


def add_addresses(site, *addresses):
    """Further addresses of the cloud."""
    for address in addresses:
        run("ip", "-n", site.cloud, "addr", "replace", address + ("/64" if ":" in address else "/24"), "dev", "in",
            *(["nodad"] if ":" in address else []))


@on_demand
def peer(site):
    """strange_peer.py on PEER; {mode: port}."""
    ports = {mode: 7001 + number for number, mode in enumerate(MODES)}
    add_addresses(site, PEER, PEER6)
    site.start(site.cloud, sys.executable, HERE / "strange_peer.py", certificates(site), PEER + "," + PEER6,
               *("%d=%s" % (port, mode) for mode, port in ports.items()), ready=site.listens(site.cloud, *ports.values()))
    return ports


@on_demand
def time_server(site):
    """chrony as pool.ntp.org, which serves its own clock and sets none."""
    config = site.folder / "chrony.conf"
    config.write_text("local stratum 3\nallow all\ncmdport 0\nbindaddress %s\nbindaddress %s\npidfile %s\n"
                      % (OTHER, OTHER6, site.folder / "chronyd.pid"))
    site.start(site.cloud, "chronyd", "-d", "-x", "-u", "root", "-f", config, ready=site.listens(site.cloud, 123, udp=True))
