# SPDX-License-Identifier: MIT
"""Injections of proxies as offices place them: on the firewall itself, in the device's own network, on its loopback, behind
a front; as office_proxy.py treats who comes; by the names the site's DNS gives to a gateway; found by PAC and WPAD."""
import sys

import office_proxy
import proxies
from injections import declared, ip, quietly, run, started, sysctl, table
from injections_dns import RESOLVER, search, unbound
from injections_path import at_once
from injections_settings import device_files, pac
from lab import DATA, GATEWAY_IN, HERE, HUB, MCR, NAMES, OTHER, PROXY, PROXY6, PROXY_NAME, on_demand
from proxies import port_of, server
from squids import squid_open
from truth import THE_PROXY, Claim

LOOPBACK = "127.0.0.1"
NEAR = "198.51.100.9" # of the proxy, in the device's own network


@on_demand
def offices(site):
    """office_proxy.py in all its modes; {mode: URL}."""
    schemes = {mode: "socks5h" if mode in office_proxy.SOCKS else "http" for mode in (*office_proxy.MODES, *office_proxy.SOCKS, *office_proxy.GREETINGS)}
    ports = {mode: 3128 + next(site.counter) for mode in schemes}
    site.start(site.proxy, sys.executable, HERE / "office_proxy.py", *("%d=%s" % (port, mode) for mode, port in ports.items()),
               ready=site.listens(site.proxy, *ports.values()))
    return {mode: "%s://%s:%d" % (schemes[mode], PROXY_NAME, port) for mode, port in ports.items()}


# What is true of a mode besides what its scenario says: of what IoT Edge does not need.
SAID = {"unlisted-page": "proxy.html_blockpage", "unlisted-login": "proxy.auth_required", "unlisted-redirect": "proxy.redirect",
        "unlisted-reset": "proxy.closed", "unlisted-silent": "proxy.stall"}


def office(mode):
    return declared(lambda site: offices(site)[mode], *([Claim((SAID[mode],), ("proxy",), (THE_PROXY,))] if mode in SAID else []))


def with_path(proxy, end):
    """The proxy's URL with something at its end."""
    return lambda site: proxy(site) + end


def written(proxy, host):
    """The proxy's URL with another name of it in place of the usual one."""
    return lambda site: proxy(site).replace(PROXY_NAME, host)


# ---- where it stands

def elsewhere(site, ns, host, *lines):
    """A tinyproxy in another namespace than the proxy's, for the whole lab; its URL."""
    port = 3128 + next(site.counter)
    conf = site.folder / ("near-%d.conf" % port)
    conf.write_text("\n".join(["User nobody", "Group nogroup", "Port %d" % port, "Timeout 60", "MaxClients 50", "LogLevel Critical", *lines, ""]))
    site.start(ns, "tinyproxy", "-d", "-c", conf, ready=site.listens(ns, port))
    return "http://%s:%d" % (host, port)


@on_demand
def on_firewall(site):
    """The firewall is the proxy as well."""
    site.resolvers("203.0.113.53", ns=site.firewall)
    return elsewhere(site, site.firewall, GATEWAY_IN)


@on_demand
def on_device(site):
    """A relay on the device itself, which passes everything on to the site's proxy."""
    return elsewhere(site, site.client, LOOPBACK, "Upstream http %s:%d" % (PROXY, port_of(squid_open(site))))


@on_demand
def on_device_to_nobody(site):
    """The same, and the site's proxy is not where it looks for it."""
    return elsewhere(site, site.client, LOOPBACK, "Upstream http %s:9" % PROXY)


def near(site):
    """The proxy has an address in the device's own network, for which the firewall answers ARP."""
    sysctl("firewall", "net.ipv4.conf.in.proxy_arp=1")(site)
    ip("firewall", "route add %s dev proxy" % NEAR, "route del %s dev proxy" % NEAR)(site)
    run("ip", "-n", site.proxy, "addr", "add", NEAR + "/32", "dev", "out")
    site.undo.callback(quietly, "ip", "-n", site.proxy, "addr", "del", NEAR + "/32", "dev", "out")
    site.undo.callback(quietly, "ip", "-n", site.client, "neigh", "flush", "dev", "out")


@on_demand
def at_port_80(site):
    """A tinyproxy where http:// proxies are without a port."""
    conf = site.folder / "tinyproxy-80.conf"
    conf.write_text("User nobody\nGroup nogroup\nPort 80\nListen %s\nListen %s\nTimeout 60\nMaxClients 50\nLogLevel Critical\n" % (PROXY, PROXY6))
    site.start(site.proxy, "tinyproxy", "-d", "-c", conf, ready=site.listens(site.proxy, 80))
    return "http://" + PROXY_NAME


# ---- a front of haproxy that speaks HTTP

def front(*rules, more=""):
    """A haproxy before a squid, with rules of its own for requests."""
    @on_demand
    def proxy(site):
        return server(site, "defaults\n mode http\n timeout connect 3s\n timeout client 60s\n timeout server 60s\n timeout tunnel 60s\n timeout tarpit 20s\n timeout queue 8s\n%s"
                      "frontend front\n bind :::{port} v4v6\n %s\n default_backend squid\nbackend squid\n server squid 127.0.0.1:%d %s\n"
                      % ("", "\n ".join(rules), port_of(squid_open(site)), more), "haproxy", "-db", "-f", "{conf}")
    return proxy


@on_demand
def front_short_idle(site):
    """Ends tunnels that are silent for 3 s."""
    return server(site, "defaults\n mode tcp\n timeout connect 3s\n timeout client 3s\n timeout server 3s\nlisten front\n bind :::{port} v4v6\n"
                  " server squid 127.0.0.1:%d\n" % port_of(squid_open(site)), "haproxy", "-db", "-f", "{conf}")


@on_demand
def https_old_tls(site):
    """An https:// proxy that speaks TLS 1.1 at most."""
    bind = "ssl crt %s ssl-min-ver TLSv1.0 ssl-max-ver TLSv1.1 ciphers DEFAULT@SECLEVEL=0" % proxies.certificate(site, "old", PROXY_NAME)
    return proxies.haproxy(site, "tcp", bind, "", squid_open(site), "https")


# ---- its name

def dns_of_site(*lines, without=()):
    """The device's resolver knows the cloud and the proxy, unless these lines say something else of that."""
    known = () if any(PROXY_NAME in line for line in lines) else ('local-data: "%s. 300 IN A %s"' % (PROXY_NAME, PROXY),)
    return at_once(unbound(*known, *lines, without=without), search("corp.example", RESOLVER))


def dns_of_proxy(*options):
    """The proxy asks a dnsmasq of its own, by its resolv.conf."""
    def inject(site):
        from injections_proxy import dnsmasq_of_proxy
        address = dnsmasq_of_proxy(site, "--server=203.0.113.53", *options)
        site.resolvers(address, ns=site.proxy)
        site.undo.callback(site.resolvers, "203.0.113.53", ns=site.proxy)
    return inject


# ---- a gateway that the site's DNS leads to

def by_gateway(*known):
    """The site's DNS gives the proxy's host for every name of the cloud; a haproxy there reads the server name and sends on
    what is known, at 443 alone, and ends the rest."""
    def inject(site):
        places = {name: NAMES[name][0] for name in NAMES if name.endswith(known)}
        conf = site.folder / ("names-%d.cfg" % next(site.counter))
        uses = "".join(" use_backend at%s if { req.ssl_sni -i %s }\n" % (place.rsplit(".")[-1], name) for name, place in places.items())
        backs = "".join("backend at%s\n server one %s:443\n" % (place.rsplit(".")[-1], place) for place in (HUB, MCR, DATA, OTHER))
        conf.write_text("defaults\n mode tcp\n timeout connect 5s\n timeout client 60s\n timeout server 60s\nfrontend names\n bind :::443 v4v6\n"
                        " tcp-request inspect-delay 3s\n tcp-request content accept if { req.ssl_sni -m found }\n%s%s" % (uses, backs))
        started(site, site.proxy, "haproxy", "-db", "-f", conf, ready=site.listens(site.proxy, 443))
        at_once(unbound(*('local-data: "%s. 300 IN A %s"' % (name, PROXY) for name in NAMES), without=tuple(NAMES)), search("corp.example", RESOLVER))(site)
    return declared(inject, Claim(("tls.sni_",), ("proxy", "firewall", "service"), ()))


# ---- PAC

def pac_of(name, text, proxy=squid_open):
    """A PAC file with this text, in which @ stands for the proxy's HOST:PORT."""
    def inject(site):
        pac(name, text.replace("@", proxy(site).split("://")[1]))(site)
    return declared(inject, *pac(name).claims)


WPAD = "192.0.2.140"


def wpad(proxy=squid_open):
    """The site's DNS has a wpad, which serves the file."""
    def inject(site):
        at = site.folder / ("wpad-%d" % next(site.counter))
        at.mkdir()
        (at / "wpad.dat").write_text('function FindProxyForURL(url, host) { return "PROXY %s"; }\r\n' % proxy(site).split("://")[1])
        conf = at / "nginx.conf"
        conf.write_text("daemon off;\nworker_processes 1;\nuser root;\npid %s/pid;\nerror_log stderr;\nevents { worker_connections 64; }\n"
                        "http { access_log off; server { listen %s:80; listen %s:3199; root %s; } }\n" % (at, WPAD, WPAD, at))
        run("ip", "-n", site.proxy, "addr", "replace", WPAD + "/25", "dev", "out")
        started(site, site.proxy, "nginx", "-c", conf, "-p", at, ready=site.listens(site.proxy, 3199)) # a proxy may have port 80
        dns_of_site('local-data: "wpad.corp.example. 300 IN A %s"' % WPAD)(site)
    return inject


# ---- the device's files

def units(name, **texts):
    """A device whose units have these drop-ins, in which @ stands for the proxy's URL; more files: path with __ for /."""
    plain = device_files(name)

    def root(site):
        at = plain(site)
        for unit, text in texts.items():
            place = at / "etc/systemd/system" / (unit.replace("_", "-") + ".service.d") / "proxy.conf" if unit != "daemon" else at / "etc/docker/daemon.json"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text.replace("@", squid_open(site)))
        for path in (at, *at.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        return at
    return root


# ---- who limits

def burst_to_proxy(rate, burst):
    """New connections of a device to its proxy beyond this rate vanish."""
    body = " chain f {\n  type filter hook forward priority 0\n  iifname \"in\" oifname \"proxy\" ct state new limit rate over %s burst %d packets drop\n }" % (rate, burst)
    return declared(table("firewall", "inet", body), Claim(("net.rate_limit",), ("firewall",), ()), Claim(("proxy.",), ("firewall", "proxy"), (THE_PROXY,), proves=False))
