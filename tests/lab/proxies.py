# SPDX-License-Identifier: MIT
"""Real proxies for a Lab(proxy=True), one small function each: started by the first call, ended with the lab, the
answer is the proxy's URL without credentials. Squid's are in squids.py and can be called from here, too."""
import concurrent.futures
import pathlib
import sys
import urllib.parse

from lab import HERE, PROXY_NAME, on_demand, run
from kerberos import ticket # noqa: F401: for the tables of the tests, as all of squids
from squids import * # noqa: F401, F403
from squids import PASSWORD, USER, squid_ntlm, squid_open
from strange_proxy import MODES


def login(url, user=USER, password=PASSWORD):
    """The URL with credentials, percent-encoded."""
    scheme, rest = url.split("://")
    return "%s://%s:%s@%s" % (scheme, urllib.parse.quote(user, safe=""), urllib.parse.quote(password, safe=""), rest)


def up(site, *functions):
    """Starts several at once; {function: URL}."""
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        return dict(zip(functions, pool.map(lambda function: function(site), functions)))


def port_of(url):
    return int(url.rsplit(":", 1)[1])


def server(site, config, *command, scheme="http"):
    """Starts a proxy by its configuration file. {port}, {at} (the lab's folder) and {conf} (that file) are filled in."""
    port = 3128 + next(site.counter)
    conf = site.folder / ("proxy-%d.conf" % port)

    def filled(text):
        return str(text).replace("{port}", str(port)).replace("{at}", str(site.folder)).replace("{conf}", str(conf))

    conf.write_text(filled(config))
    site.start(site.proxy, *map(filled, command), ready=site.listens(site.proxy, port))
    return "%s://%s:%d" % (scheme, PROXY_NAME, port)


# ---- tinyproxy

def tinyproxy(site, *lines):
    config = "\n".join(["User nobody", "Group nogroup", "Port {port}", "Timeout 60", "MaxClients 50", "LogLevel Notice", *lines, ""])
    return server(site, config, "tinyproxy", "-d", "-c", "{conf}")


@on_demand
def tinyproxy_open(site):
    return tinyproxy(site)


@on_demand
def tinyproxy_443_only(site):
    return tinyproxy(site, "ConnectPort 443")


@on_demand
def tinyproxy_bad_upstream(site):
    """Passes everything on to another proxy, which is not there."""
    return tinyproxy(site, "Upstream http 127.0.0.1:9")


# ---- in front of squid: TLS to the proxy, and a load balancer that breaks NTLM

def certificate(site, name, host, known=True):
    """The file of a certificate for the host and its key, of the lab's CA or of one that nobody knows."""
    at, key = site.folder, ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    ours = at / ("front-" + name)
    ca = at / "mid" if known else ours.with_name(ours.name + "-ca")
    if not known:
        run("openssl", "req", "-x509", *key, "-keyout", "%s.key" % ca, "-out", "%s.pem" % ca, "-days", "30",
            "-subj", "/O=Example/CN=Example Proxy CA", "-addext", "keyUsage=keyCertSign")
    pathlib.Path("%s.cnf" % ours).write_text("subjectAltName=DNS:%s\n" % host)
    run("openssl", "req", *key, "-keyout", "%s.key" % ours, "-out", "%s.csr" % ours, "-subj", "/CN=" + host)
    run("openssl", "x509", "-req", "-in", "%s.csr" % ours, "-CA", "%s.pem" % ca, "-CAkey", "%s.key" % ca, "-set_serial", next(site.counter) + 1000,
        "-out", "%s.crt" % ours, "-days", "30", "-extfile", "%s.cnf" % ours)
    whole = pathlib.Path("%s.pem" % ours)
    whole.write_text("".join(pathlib.Path(p).read_text() for p in ("%s.crt" % ours, "%s.pem" % ca, "%s.key" % ours)))
    return whole


def haproxy(site, mode, bind, option, behind, scheme):
    config = ("defaults\n mode %s\n timeout connect 3s\n timeout client 60s\n timeout server 60s\n timeout tunnel 60s\n%s"
              "listen front\n bind :::{port} v4v6 %s\n server squid 127.0.0.1:%d\n" % (mode, option, bind, port_of(behind)))
    return server(site, config, "haproxy", "-db", "-f", "{conf}", scheme=scheme)


def haproxy_tls(site, certificate_file):
    return haproxy(site, "tcp", "ssl crt %s" % certificate_file, "", squid_open(site), "https")


@on_demand
def haproxy_https(site):
    return haproxy_tls(site, certificate(site, "good", PROXY_NAME))


@on_demand
def haproxy_https_unknown_ca(site):
    return haproxy_tls(site, certificate(site, "unknown", PROXY_NAME, known=False))


@on_demand
def haproxy_https_wrong_name(site):
    return haproxy_tls(site, certificate(site, "wrong", "intranet.corp.example"))


@on_demand
def haproxy_closes(site):
    """Ends the connection after every answer, so NTLM behind it never comes to its third message."""
    return haproxy(site, "http", "", " option httpclose\n", squid_ntlm(site), "http")


@on_demand
def stunnel_https(site):
    config = ("foreground = yes\npid =\ndebug = 4\n[front]\naccept = :::{port}\nconnect = 127.0.0.1:%d\ncert = %s\n"
              % (port_of(squid_open(site)), certificate(site, "stunnel", PROXY_NAME)))
    return server(site, config, "stunnel4", "{conf}", scheme="https")


# ---- SOCKS5

def dante(site, method, *lines):
    config = ("logoutput: stderr\ninternal: out port = {port}\nexternal: out\nclientmethod: none\nsocksmethod: %s\n"
              "user.privileged: root\nuser.unprivileged: nobody\nclient pass { from: 0/0 to: 0/0 }\n%s"
              "socks pass { from: 0/0 to: 0/0 protocol: tcp }\n" % (method, "".join(line + "\n" for line in lines)))
    return server(site, config, "danted", "-f", "{conf}", "-p", "{at}/dante-{port}.pid", scheme="socks5")


@on_demand
def dante_open(site):
    return dante(site, "none")


@on_demand
def dante_login(site):
    """Accounts of the system that exist in the proxy's namespace alone."""
    etc = pathlib.Path("/etc/netns") / site.proxy
    accounts = pathlib.Path("/etc/passwd").read_text() + "%s:x:64000:64000::/nonexistent:/usr/sbin/nologin\n" % USER
    (etc / "passwd").write_text(accounts)
    (etc / "shadow").write_text("%s:%s:19000::::::\n" % (USER, run("openssl", "passwd", "-6", PASSWORD).strip()))
    return dante(site, "username")


@on_demand
def dante_blocks_8883(site):
    return dante(site, "none", "socks block { from: 0/0 to: 0/0 port = 8883 }")


@on_demand
def microsocks_login(site):
    return server(site, "", "microsocks", "-i", "::", "-p", "{port}", "-u", USER, "-P", PASSWORD, scheme="socks5")


# ---- no proxy at all

def web_server(site, lines, listen=""):
    config = ("daemon off;\nworker_processes 1;\npid {at}/nginx-{port}.pid;\nerror_log stderr;\nevents { worker_connections 128; }\n"
              "http {\n access_log off;\n client_body_temp_path {at}/n{port}b;\n proxy_temp_path {at}/n{port}p;\n fastcgi_temp_path {at}/n{port}f;\n"
              " uwsgi_temp_path {at}/n{port}u;\n scgi_temp_path {at}/n{port}s;\n"
              " server {\n  listen [::]:{port} ipv6only=off %s;\n  %s\n }\n}\n" % (listen, lines))
    return server(site, config, "nginx", "-c", "{conf}", "-p", site.folder)


@on_demand
def nginx_plain(site):
    """A web server: 400."""
    return web_server(site, 'location / { return 200 "hello"; }')


@on_demand
def nginx_tls(site):
    """A web server with TLS, asked without: another 400."""
    return web_server(site, "ssl_certificate {at}/chain.pem;\n  ssl_certificate_key {at}/leaf.key;", "ssl")


@on_demand
def nginx_block_page(site):
    return web_server(site, "error_page 400 =200 /page;\n  location / { default_type text/html;\n"
                      "   return 200 '<html><title>Web page blocked</title>Category: IoT</html>'; }")


@on_demand
def nginx_redirect(site):
    return web_server(site, "error_page 400 =302 http://portal.example/login;")


# ---- misbehaving on purpose

@on_demand
def strange(site):
    """strange_proxy.py in all its modes; {mode: URL}."""
    ports = {mode: 3128 + next(site.counter) for mode in MODES}
    site.start(site.proxy, sys.executable, HERE / "strange_proxy.py", *("%d=%s" % (port, mode) for mode, port in ports.items()),
               ready=site.listens(site.proxy, *ports.values()))
    return {mode: "http://%s:%d" % (PROXY_NAME, port) for mode, port in ports.items()}
