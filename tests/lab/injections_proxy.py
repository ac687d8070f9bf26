# SPDX-License-Identifier: MIT
"""Injections of proxy faults (facts/faults.md section D). Most are a proxy itself, the scenario's PROXY: those of proxies.py
and squids.py, and here their siblings, and URLs of another scheme or user."""
import proxies
import squids
from injections import SERVICES, clock, in_ns, instead, iptables
from injections_tls import KEY
from lab import DNS, HUB_NAME, PROXY, PROXY_NAME, SILENT, on_demand, run
from proxies import PASSWORD, USER, login, port_of, server, tinyproxy
from squids import squid
from truth import INSPECTION, THE_PROXY, Claim, declared, true_of

NOT_DIRECT = tuple("%s/direct" % service for service in sorted(SERVICES))
"""For BROKEN, where the proxy is the only way: nothing works directly."""


GRANTS = Claim(("proxy.fake_tunnel",), ("proxy",), (THE_PROXY,))
"""Of a proxy that grants every tunnel, also to hosts that do not exist, and looks afterwards."""
INSPECTS = (GRANTS, Claim(("tls.intercepted_",), ("proxy",), (INSPECTION, THE_PROXY)),
            Claim(("ws.", "http.", "tls.client_cert_lost"), ("proxy",), (THE_PROXY,), proves=False))


# ---- URLs

def url(text):
    """A URL of our own."""
    return lambda site: text


def scheme(name, proxy):
    """The proxy, written with another scheme."""
    return declared(lambda site: name + "://" + proxy(site).split("://")[1], *true_of(proxy))


def as_user(proxy, user=USER, password=PASSWORD):
    """The proxy, with credentials."""
    return declared(lambda site: login(proxy(site), user, password), *true_of(proxy))


def by_address(proxy):
    """The proxy, written with its address."""
    return declared(lambda site: proxy(site).replace(PROXY_NAME, PROXY), *true_of(proxy))


def and_clock(environment, offset):
    """ENVIRONMENT of a scenario, on a device whose clock is wrong."""
    return lambda site: {**environment(site), **clock(offset)}


def unescaped(proxy, userinfo):
    """The proxy, with credentials as they are typed."""
    return lambda site: proxy(site).replace("://", "://%s@" % userinfo)


def strange(mode):
    """strange_proxy.py in one of its modes."""
    claims = [GRANTS] if mode in ("fake-200", "fake-200-silent", "close-after-200", "reset-after-200", "silence-after-200", "early-bytes") else []
    return declared(lambda site: proxies.strange(site)[mode], *claims, *([Claim(("tls.not_tls",), ("proxy",), (THE_PROXY,))] if mode == "early-bytes" else []))


# ---- squids that deny, hold or ask somebody else

@on_demand
def without_443(site):
    """Somebody has forgotten the port that everything needs."""
    return squid(site, "acl SSL_ports port 5671 8883", "http_access deny CONNECT !SSL_ports")


def denying(*names):
    """A squid that denies these names and what is below them, when it starts with a dot."""
    @on_demand
    def proxy(site):
        return squid(site, "acl target dstdomain " + " ".join(names), "http_access deny target")
    return proxy


def allowing(*names):
    """A squid with a list of allowed names."""
    @on_demand
    def proxy(site):
        return squid(site, "acl known dstdomain " + " ".join(names), "http_access deny !known")
    return proxy


@on_demand
def no_literals(site):
    """Denies addresses in place of names, as many do."""
    return squid(site, r"acl literal dstdom_regex -n ^[0-9.]+$ :", "http_access deny literal")


@on_demand
def four_connections(site):
    """Four connections of a device at a time; as many as IoT Edge has once it runs."""
    return squid(site, "acl many maxconn 4", "http_access deny many")


def holding(*names):
    """A squid that asks a helper about these names and addresses, who takes half a minute."""
    @on_demand
    def proxy(site):
        script = site.folder / ("slow-helper-%d" % next(site.counter))
        script.write_text("#!/bin/sh\nwhile read -r line; do sleep 30; echo OK; done\n")
        script.chmod(0o755)
        return squid(site, "external_acl_type slow children-max=20 children-startup=1 ttl=1 %%DST %s" % script,
                     "acl held dstdomain " + " ".join(names), "acl scanned external slow", "http_access deny held !scanned")
    return proxy


def behind(parent, *words):
    """A squid that passes everything on to another proxy; with which login is up to the words: "login=edge:secret". It does
    not give that one up: after ten refusals an ordinary squid takes its parent for dead."""
    @on_demand
    def proxy(site):
        return squid(site, "cache_peer 127.0.0.1 parent %d 0 no-query default connect-fail-limit=100000 %s" % (port_of(parent(site)), " ".join(words)), "never_direct allow all",
                     "nonhierarchical_direct off")
    return proxy


def dnsmasq_of_proxy(site, *options):
    """The proxy's own forwarder at 127.0.0.N of its namespace."""
    address = "127.0.0.%d" % (50 + next(site.counter) % 200)
    site.start(site.proxy, "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--pid-file=", "--user=root", "--no-resolv", "--no-hosts",
               "--bind-interfaces", "--listen-address=" + address, "--cache-size=0", *options,
               ready=lambda: "%s:53 " % address in in_ns(site.proxy, "ss", "-Hlnu"))
    return address


@on_demand
def name_unknown(site):
    """The resolver of the proxy says that the hub does not exist."""
    return squid(site, "dns_nameservers " + dnsmasq_of_proxy(site, "--server=" + DNS, "--local=/%s/" % HUB_NAME))


@on_demand
def name_elsewhere(site):
    """The resolver of the proxy gives an address for the hub where nothing is."""
    return squid(site, "dns_nameservers " + dnsmasq_of_proxy(site, "--server=" + DNS, "--address=/%s/%s" % (HUB_NAME, SILENT),
                 "--address=/%s/2001:db8:2::98" % HUB_NAME))


@on_demand
def tinyproxy_filters_hub(site):
    names = site.folder / "tinyproxy-filter"
    names.write_text(HUB_NAME.replace(".", r"\.") + "\n")
    names.chmod(0o644)
    return tinyproxy(site, 'Filter "%s"' % names, "FilterExtended On", "FilterDefaultDeny No")


@on_demand
def tinyproxy_5671_only(site):
    return tinyproxy(site, "ConnectPort 5671", "ConnectPort 8883")


@on_demand
def tinyproxy_short_idle(site):
    """Closes a tunnel that is silent for 3 s."""
    return tinyproxy(site, "Timeout 3")


@on_demand
def tinyproxy_denies_client(site):
    return tinyproxy(site, "Allow 127.0.0.1")


@on_demand
def tinyproxy_basic(site):
    return tinyproxy(site, "BasicAuth edge secret")


@on_demand
def bump_denies_hub(site):
    """Reads inside TLS, and refuses the hub there."""
    return squids.bumping(site, "deny", "ssl_bump bump all", "acl target dstdomain " + HUB_NAME, "acl tunnel method CONNECT",
                          "http_access deny target !tunnel", "http_upgrade_request_protocols websocket allow all")


@on_demand
def bump_hub(site):
    """Inspects the hub alone."""
    return squids.bumping(site, "hub", "acl target ssl::server_name " + HUB_NAME, "ssl_bump bump target", "ssl_bump splice all")


@on_demand
def haproxy_https_expired(site):
    """An https:// proxy whose certificate nobody has renewed."""
    at = site.folder
    (at / "expired-proxy.cnf").write_text("subjectAltName=DNS:%s\n" % PROXY_NAME)
    run("openssl", "req", *KEY, "-keyout", at / "expired-proxy.key", "-out", at / "expired-proxy.csr", "-subj", "/CN=" + PROXY_NAME)
    run("faketime", "-f", "-400d", "openssl", "x509", "-req", "-in", at / "expired-proxy.csr", "-CA", at / "mid.pem", "-CAkey", at / "mid.key",
        "-set_serial", next(site.counter) + 9000, "-out", at / "expired-proxy.crt", "-days", "90", "-extfile", at / "expired-proxy.cnf")
    whole = at / "expired-proxy.pem"
    whole.write_text("".join((at / name).read_text() for name in ("expired-proxy.crt", "mid.pem", "expired-proxy.key")))
    return proxies.haproxy_tls(site, whole)


@on_demand
def haproxy_without_backend(site):
    """A load balancer whose proxies are all gone."""
    return server(site, "defaults\n mode tcp\n timeout connect 1s\n timeout client 60s\n timeout server 60s\n retries 0\n"
                  "listen front\n bind :::{port} v4v6\n server gone 127.0.0.1:9\n", "haproxy", "-db", "-f", "{conf}")


@on_demand
def haproxy_503(site):
    """The same, which speaks HTTP."""
    return server(site, "defaults\n mode http\n timeout connect 1s\n timeout client 60s\n timeout server 60s\n retries 0\n"
                  "listen front\n bind :::{port} v4v6\n server gone 127.0.0.1:9\n", "haproxy", "-db", "-f", "{conf}")


def connect_filter(verdict, name=HUB_NAME):
    """A firewall before the proxy that reads the name in CONNECT, which nothing hides."""
    words = {"reset": "REJECT --reject-with tcp-reset", "drop": "DROP"}[verdict]
    return iptables("FORWARD -i in -o proxy -p tcp -m string --algo bm --string %s -j %s" % (name, words))


@on_demand
def dante_blocks_443(site):
    return proxies.dante(site, "none", "socks block { from: 0/0 to: 0/0 port = 443 }")


# ---- no proxy at all

def portal_at_80(site):
    """Whatever goes to port 80 ends at a portal's redirect."""
    instead("plain-portal", 80)(site)


portal_at_80.claims = instead("plain-portal", 80).claims


for one in (squids.squid_bump, squids.squid_bump_websocket, bump_denies_hub, bump_hub):
    declared(one, *INSPECTS)
declared(squids.squid_terminates_hub, GRANTS)


@on_demand
def resolver_never_says_no(site):
    """The proxy's resolver gives the address of somebody's web page for every name that it does not know, as providers' do."""
    names = ("azure-devices.net", "azure-devices-provisioning.net", "microsoft.com", "azurecr.io", "windows.net", "aka.ms", "githubusercontent.com", "ntp.org")
    return squid(site, "dns_nameservers " + dnsmasq_of_proxy(site, *("--server=/%s/%s" % (name, DNS) for name in names), "--address=/#/203.0.113.13"))


@on_demand
def bump_without_roots(site):
    """A squid that inspects and knows none of the roots that the services' certificates come from."""
    helper, store = squids.HELPERS / "security_file_certgen", site.folder / "certificates-no-roots"
    run(helper, "-c", "-s", store, "-M", "4MB")
    run("chown", "-R", "proxy:proxy", store)
    return squid(site, "sslcrtd_program %s -s %s -M 4MB" % (helper, store), "sslcrtd_children 2 startup=1", "sslproxy_session_cache_size 0",
                 "acl first at_step SslBump1", "ssl_bump peek first", "ssl_bump bump all",
                 listen="ssl-bump cert=%s generate-host-certificates=on dynamic_cert_mem_cache_size=4MB" % squids.inspection_ca(site))


declared(bump_without_roots, *INSPECTS)


@on_demand
def tinyproxy_basic_parent(site):
    return tinyproxy(site, "BasicAuth gate way12345")


@on_demand
def tinyproxy_logs_in_wrongly(site):
    return tinyproxy(site, "Upstream http gate:of-last-year@127.0.0.1:%d" % port_of(tinyproxy_basic_parent(site)))
