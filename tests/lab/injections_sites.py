# SPDX-License-Identifier: MIT
"""Injections as other products bring them about: proxies as the market has them (Privoxy, Apache, and product_proxy.py for
those that nobody can install), gateways that read the server name (haproxy on the way), firewalls that look into what goes
to a proxy, and portals of another kind."""
import sys

import proxies
import squids
from injections import HUB, HUB6, chain, firewall, iptables, nat, started, sysctl, table
from injections_proxy import INSPECTS
from injections_tls import TLS_PEER, tls_servers
from lab import HERE, HUB_NAME, PROXY, PROXY6, on_demand, run
from product_proxy import MODES
from proxies import server, tinyproxy
from squids import squid
from truth import INSPECTION, THE_PROXY, Claim, declared


@on_demand
def products(site):
    """product_proxy.py in all its modes; {mode: URL}."""
    ports = {mode: 3128 + next(site.counter) for mode in MODES}
    place = "@%s:%d" % (TLS_PEER, tls_servers(site)["page:corp"])
    site.start(site.proxy, sys.executable, HERE / "product_proxy.py",
               *("%d=%s%s" % (port, mode, place if mode == "page-elsewhere" else "") for mode, port in ports.items()),
               ready=site.listens(site.proxy, *ports.values()))
    return {mode: "http://%s:%d" % (proxies.PROXY_NAME, port) for mode, port in ports.items()}


# What is true of a mode besides what its scenario says.
SAID = {"ports-400": Claim(("proxy.connect_denied_port",), ("proxy",), (THE_PROXY,)), "ports-reset": Claim(("proxy.closed",), ("proxy",), (THE_PROXY,)),
        "page-elsewhere": Claim(("tls.intercepted_",), ("proxy",), (INSPECTION, THE_PROXY))}


def product(mode):
    return declared(lambda site: products(site)[mode], *([SAID[mode]] if mode in SAID else []))


# ---- Privoxy and Apache

def privoxy(*actions):
    @on_demand
    def proxy(site):
        rules = site.folder / ("privoxy-%d.action" % next(site.counter))
        rules.write_text("\n".join(actions) + "\n")
        return server(site, "confdir /etc/privoxy\ntempldir /etc/privoxy/templates\nlogdir {at}\nlogfile privoxy-{port}.log\nactionsfile %s\n"
                      "listen-address [::]:{port}\nsocket-timeout 60\n" % rules, "privoxy", "--no-daemon", "{conf}")
    return proxy


APACHE = "/usr/lib/apache2/modules/mod_%s.so"
PARTS = ("mpm_event", "authn_core", "authn_file", "authz_core", "authz_host", "authz_user", "auth_basic", "proxy", "proxy_connect")


def apache(*lines, access="Require all granted"):
    @on_demand
    def proxy(site):
        parts = "".join("LoadModule %s_module %s\n" % (part, APACHE % part) for part in PARTS)
        return server(site, parts + "ServerName proxy\nDefaultRuntimeDir {at}\nPidFile {at}/apache-{port}.pid\nMutex posixsem\nListen {port}\n"
                      "ErrorLog {at}/apache-{port}.log\nUser nobody\nGroup nogroup\nProxyRequests On\n<Proxy *>\n%s\n</Proxy>\n%s\n" % (access, "\n".join(lines)),
                      "apache2", "-DFOREGROUND", "-f", "{conf}")
    return proxy


@on_demand
def apache_users(site):
    users = site.folder / "apache-users"
    users.write_text("edge:%s\n" % run("openssl", "passwd", "-apr1", "secret").strip())
    users.chmod(0o644)
    return users


@on_demand
def apache_login(site):
    return apache(access='AuthType Basic\nAuthName "Corp proxy"\nAuthBasicProvider file\nAuthUserFile %s\nRequire valid-user' % apache_users(site))(site)


# ---- squids and tinyproxies with rules of their own

def squid_with(*lines):
    @on_demand
    def proxy(site):
        return squid(site, *lines)
    return proxy


def bump_with(name, *lines):
    @on_demand
    def proxy(site):
        return squids.bumping(site, name, *lines)
    return declared(proxy, *INSPECTS)


@on_demand
def squid_login_for_hub(site):
    """Everybody gets to the rest; the hub needs a login."""
    return squid(site, *squids.basic(site), "acl hub dstdomain " + HUB_NAME, "acl known proxy_auth REQUIRED", "http_access deny hub !known")


@on_demand
def squid_login_denied_hub(site):
    """The login is right, and the hub is forbidden to it."""
    return squid(site, *squids.basic(site), "acl hub dstdomain " + HUB_NAME, "acl known proxy_auth REQUIRED", "http_access deny hub", "http_access deny !known")


@on_demand
def squid_digest_and_basic(site):
    return squid(site, *squids.known(squids.digest(site), squids.basic(site)))


def tinyproxy_allowing(*names):
    """A tinyproxy with a list of what it lets through."""
    @on_demand
    def proxy(site):
        file = site.folder / ("tinyproxy-allow-%d" % next(site.counter))
        file.write_text("".join(name.replace(".", r"\.") + "\n" for name in names))
        file.chmod(0o644)
        return tinyproxy(site, 'Filter "%s"' % file, "FilterExtended On", "FilterDefaultDeny Yes")
    return proxy


@on_demand
def tinyproxy_hub_by_dead_parent(site):
    """What goes to the hub has another proxy to pass, which is not there."""
    return tinyproxy(site, 'Upstream http 127.0.0.1:9 ".azure-devices.net"')


@on_demand
def tinyproxy_quiet(site):
    return tinyproxy(site, "DisableViaHeader Yes", "LogLevel Critical")


def dante_with(*lines, clients="client pass { from: 0/0 to: 0/0 }"):
    """A SOCKS proxy with rules of its own, for who may come and for where to."""
    @on_demand
    def proxy(site):
        return server(site, "\n".join(("logoutput: stderr", "internal: out port = {port}", "external: out", "clientmethod: none", "socksmethod: none", "user.privileged: root",
                      "user.unprivileged: nobody", clients, *lines, "socks pass { from: 0/0 to: 0/0 protocol: tcp }", "")),
                      "danted", "-f", "{conf}", "-p", "{at}/dante-{port}.pid", scheme="socks5")
    return proxy


@on_demand
def haproxy_tcp(site):
    """A TCP load balancer in front of two squids, both good."""
    return server(site, "defaults\n mode tcp\n timeout connect 3s\n timeout client 60s\n timeout server 60s\nlisten front\n bind :::{port} v4v6\n balance roundrobin\n"
                  " server one 127.0.0.1:%d\n server two 127.0.0.1:%d\n" % (proxies.port_of(squids.squid_open(site)), proxies.port_of(tinyproxy_quiet(site))),
                  "haproxy", "-db", "-f", "{conf}")


@on_demand
def haproxy_one_of_two_dead(site):
    """The same, and one of them is gone: the balancer tries the other at once."""
    return server(site, "defaults\n mode tcp\n timeout connect 1s\n timeout client 60s\n timeout server 60s\n retries 2\n option redispatch 1\nlisten front\n bind :::{port} v4v6\n balance roundrobin\n"
                  " server one 127.0.0.1:9\n server two 127.0.0.1:%d\n" % proxies.port_of(squids.squid_open(site)), "haproxy", "-db", "-f", "{conf}")


@on_demand
def haproxy_tls13(site):
    """An https:// proxy that speaks TLS 1.3 only."""
    return proxies.haproxy(site, "tcp", "ssl crt %s ssl-min-ver TLSv1.3" % proxies.certificate(site, "tls13", proxies.PROXY_NAME), "", squids.squid_open(site), "https")


@on_demand
def haproxy_wants_certificate(site):
    """An https:// proxy that wants a certificate of whoever comes."""
    return proxies.haproxy(site, "tcp", "ssl crt %s verify required ca-file %s" % (proxies.certificate(site, "mutual", proxies.PROXY_NAME), site.folder / "ca.pem"),
                           "", squids.squid_open(site), "https")


# ---- gateways on the way that read the server name

def name_gateway(verdict, *names, ports=(443,), allow=False, idle=60):
    """A transparent haproxy in the firewall accepts connections to these ports and waits for the ClientHello. Those for these
    names (allow: for all but these) it ends with "reject" (a close) or "silent-drop"; the others go on to where they were going. IPv4 alone: the probe needs --ipv4."""
    def inject(site):
        port, conf = 9700 + next(site.counter) % 250, site.folder / ("gateway-%d.cfg" % next(site.counter))
        rules = ("tcp-request inspect-delay 3s", "acl hello req.ssl_hello_type 1", "acl named req.ssl_sni -i -m end " + " ".join(names),
                 "tcp-request content %s if hello %s" % (verdict, "!named" if allow else "named"), "tcp-request content accept if hello")
        conf.write_text("defaults\n mode tcp\n timeout connect 5s\n timeout client %ds\n timeout server %ds\nlisten gateway\n bind 0.0.0.0:%d\n %s\n server same 0.0.0.0:0\n"
                        % (idle, idle, port, "\n ".join(rules))) # of no address: to where the connection was going
        started(site, site.firewall, "haproxy", "-db", "-f", conf, ready=site.listens(site.firewall, port))
        nat('iifname "in" meta nfproto ipv4 tcp dport { %s } redirect to :%d' % (", ".join(map(str, ports)), port))(site)
    return inject


# ---- firewalls that look at what goes to a proxy

def to_proxy(*rules):
    """Rules for what the device sends to its proxy."""
    return firewall(*('iifname "in" oifname "proxy" meta l4proto tcp ' + rule for rule in rules))


def from_proxy(*rules):
    """Rules for what the proxy sends to the cloud."""
    return firewall(*('iifname "proxy" oifname "out" meta l4proto tcp ' + rule for rule in rules))


TLS_HANDSHAKE = "@ih,0,16 0x1603"


def forgets_proxy(seconds, then="drop"):
    """The firewall forgets the device's silent connections to its proxy after so long."""
    timeouts, settings = "", ""
    for l3, address in (("ip", PROXY), ("ip6", PROXY6)):
        timeouts += " ct timeout idle_%s {\n  protocol tcp\n  l3proto %s\n  policy = { established : %d }\n }\n" % (l3, l3, seconds)
        settings += '  %s daddr %s tcp dport 1024-65535 ct timeout set "idle_%s"\n' % (l3, address, l3)
    body = "%s chain p {\n  type filter hook prerouting priority -150\n%s }\n chain f {\n  type filter hook forward priority 0\n  ct state invalid %s\n }" % (timeouts, settings, then)

    def inject(site):
        sysctl("firewall", "net.netfilter.nf_conntrack_tcp_loose=0")(site)
        table("firewall", "inet", body)(site)
    return inject


# ---- portals and pages

def web_page(status, *ports, headers=""):
    """A web server in the firewall answers for these ports of everybody, without TLS: "return 511 …" of nginx."""
    def inject(site):
        port, conf = 9500 + next(site.counter) % 150, site.folder / ("page-%d.conf" % next(site.counter))
        conf.write_text("daemon off;\nworker_processes 1;\nuser root;\npid %s.pid;\nerror_log stderr;\nevents { worker_connections 64; }\nhttp {\n access_log off;\n"
                        " server { listen [::]:%d ipv6only=off; default_type text/html; location / { %s return %s; } }\n}\n" % (conf, port, headers, status))
        started(site, site.firewall, "nginx", "-c", conf, "-p", site.folder, ready=site.listens(site.firewall, port))
        nat('iifname "in" tcp dport { %s } redirect to :%d' % (", ".join(map(str, ports)), port))(site)
    return inject


def sent_on(way, *rules):
    """Rules for what the firewall itself sends on, where an accelerator splits connections in two."""
    return chain("firewall", "output", ['oifname "%s" %s' % (way, rule) for rule in rules])


def named_behind(verdict, name=HUB_NAME, port=443):
    """What reads the server name stands behind the firewall's accelerator."""
    return iptables("OUTPUT -o out -p tcp --dport %d -m string --algo bm --string %s -j %s" % (port, name, verdict))


def led_to(port, to, leg="in"):
    """A port forwarding that has gone wrong: who asks the hub's port gets another one of it."""
    return nat('iifname "%s" ip daddr %s tcp dport %d dnat ip to %s:%d' % (leg, HUB, port, HUB, to),
               'iifname "%s" ip6 daddr %s tcp dport %d dnat ip6 to [%s]:%d' % (leg, HUB6, port, HUB6, to))


def inspection_alone(site):
    """The --ca file of a device that trusts the inspecting box and nobody else."""
    squids.inspection_ca(site)
    (site.folder / "inspection-ca.pem").chmod(0o644)
    return site.folder / "inspection-ca.pem"
