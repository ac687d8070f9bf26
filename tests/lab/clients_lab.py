# SPDX-License-Identifier: MIT
"""Microsoft's own device SDK through real proxies to the stand-in hub: which of its protocols come as far as the hub's
own answer (iot_client.js). What the check says of iot_hub/amqp_ws/proxy and iot_hub/mqtt_ws/proxy is held against this."""
import concurrent.futures
import os
import pathlib
import shutil
import typing
import urllib.parse

import cloud
import lab
import sdk

HELPERS = pathlib.Path("/usr/lib/squid")
BOTH, NEITHER = {"AmqpWs": True, "MqttWs": True}, {"AmqpWs": False, "MqttWs": False}
USER, PASSWORD = "edge", "S3cr:t@/%x"
OTHER_USER = "laptop" # squid answers all who come at once with one name alike, whatever their passwords are


# ---- proxies: started in the firewall, which is the only box that gets out; each answers with its URL

def url(port, user=None, password=None):
    login = "%s:%s@" % (user, urllib.parse.quote(password, safe="")) if user else ""
    return "http://%s%s:%d" % (login, lab.GATEWAY_IN, port)


def tinyproxy(site, port, *lines):
    config = site.folder / ("tinyproxy-%d.conf" % port)
    config.write_text("\n".join(["User nobody", "Group nogroup", "Port %d" % port, "Timeout 60", "LogLevel Notice", *lines, ""]))
    site.start(site.firewall, "tinyproxy", "-d", "-c", config, ready=site.listens(site.firewall, port))


def squid(site, port, *lines, listen=""):
    at = site.folder / ("squid-%d" % port)
    at.mkdir()
    shutil.chown(at, "proxy", "proxy")
    (at / "squid.conf").write_text("\n".join([
        "http_port %d %s" % (port, listen), "pid_filename none", "cache_log %s" % (at / "cache.log"), "access_log none", "coredump_dir %s" % at,
        "netdb_filename none", "cache deny all", "cache_mem 0", "memory_cache_shared off", "max_filedescriptors 1024", "pinger_enable off",
        "shutdown_lifetime 0 seconds", "visible_hostname proxy", *lines, "http_access allow all", ""]))
    # Squids of one name would share memory; a name is letters and digits.
    site.start(site.firewall, "squid", "-N", "-n", "egress%dp%d" % (os.getpid(), port), "-f", at / "squid.conf",
               ready=site.listens(site.firewall, port))


def squid_basic(site, port):
    users = site.folder / "users"
    users.write_text("".join("%s:%s\n" % (user, lab.run("openssl", "passwd", "-apr1", PASSWORD).strip()) for user in (USER, OTHER_USER)))
    squid(site, port, "auth_param basic program %s %s" % (HELPERS / "basic_ncsa_auth", users), "auth_param basic children 2 startup=1",
          "acl known proxy_auth REQUIRED", "http_access deny !known")


def squid_bump(site, port, *lines):
    """Ends TLS with certificates of an inspection CA of its own and reads the HTTP inside."""
    certificates = site.folder / ("certificates-%d" % port)
    helper = HELPERS / "security_file_certgen"
    lab.run(helper, "-c", "-s", certificates, "-M", "4MB")
    lab.run("chown", "-R", "proxy:proxy", certificates)
    squid(site, port, "sslcrtd_program %s -s %s -M 4MB" % (helper, certificates), "sslcrtd_children 2 startup=1",
          "sslproxy_session_cache_size 0", "tls_outgoing_options cafile=%s" % (site.folder / "ca.pem"), "acl first at_step SslBump1",
          "ssl_bump peek first", "ssl_bump bump all", *lines,
          listen="ssl-bump cert=%s generate-host-certificates=on dynamic_cert_mem_cache_size=4MB" % (site.folder / "inspection.pem"))


def inspection_ca(site):
    """inspection.pem for squid, with-inspection.pem for a client that trusts it beside the hub's root."""
    at = site.folder
    lab.run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", at / "inspection.key",
            "-out", at / "inspection-ca.pem", "-days", "30", "-subj", "/O=Example/CN=Example Inspection CA", "-addext", "keyUsage=keyCertSign")
    root = (at / "inspection-ca.pem").read_text()
    (at / "inspection.pem").write_text(root + (at / "inspection.key").read_text())
    (at / "with-inspection.pem").write_text((at / "ca.pem").read_text() + root)


OPEN, OTHER_PORTS, BASIC, BUMP, BUMP_WEBSOCKET, NOBODY = 3128, 3129, 3130, 3131, 3132, 3999
PROXIES = (
    (tinyproxy, OPEN), (tinyproxy, OTHER_PORTS, "ConnectPort 8443"), (squid_basic, BASIC), (squid_bump, BUMP),
    (squid_bump, BUMP_WEBSOCKET, "http_upgrade_request_protocols websocket allow all"),
)


# ---- the table

class Row(typing.NamedTuple):
    what: str
    proxy: str              # a URL, or "none"
    expected: dict          # by protocol: is the hub's own answer reached?
    connect: object = None  # how the proxy answers CONNECT; None: it is not asked, or does not answer
    trust: str = "ca.pem"


DIRECT_OPEN = [Row("no proxy, all open", "none", dict.fromkeys(sdk.PATHS, True))]
DIRECT_BLOCKED = [
    Row("no proxy, all blocked", "none", dict.fromkeys(sdk.PATHS, False)),
    Row("open proxy", url(OPEN), BOTH, 200),
    Row("open proxy, which the TCP protocols do not use", url(OPEN), {"Amqp": False, "Mqtt": False}),
    Row("proxy that denies CONNECT to 443", url(OTHER_PORTS), NEITHER, 403),
    Row("nobody at the proxy's port", url(NOBODY), NEITHER),
    Row("Basic, no credentials", url(BASIC), NEITHER, 407),
    Row("Basic, wrong credentials", url(BASIC, OTHER_USER, "wrong"), NEITHER, 407),
    Row("Basic, right credentials", url(BASIC, USER, PASSWORD), BOTH, 200),
    Row("inspection, root not trusted", url(BUMP_WEBSOCKET), NEITHER, 200),
    Row("inspection that strips WebSocket", url(BUMP), NEITHER, 200, "with-inspection.pem"),
    Row("inspection that lets WebSocket through", url(BUMP_WEBSOCKET), BOTH, 200, "with-inspection.pem"),
]


def hold(site, checks, rows):
    asked = [(row, protocol) for row in rows for protocol in row.expected]
    verdicts = sdk.verdicts(site, [(protocol, row.proxy, site.folder / row.trust) for row, protocol in asked])
    for (row, protocol), verdict in zip(asked, verdicts):
        right = verdict["reached"] == row.expected[protocol] and verdict["connect"] == row.connect
        checks.that(right, "%s: %s: %s" % (row.what, protocol, verdict))


lab.need_root_and_namespaces()
checks = lab.Checks()
with lab.Lab() as site, concurrent.futures.ThreadPoolExecutor(4) as pool:
    cloud.dns(site)
    site.resolvers(lab.DNS, ns=site.firewall)
    site.start(site.cloud, lab.BIN / "egress-standin", "--address", lab.HUB, "--address", lab.HUB6, "--ca-out", site.folder / "ca.pem",
               "--ready-file", site.folder / "ready", ready=(site.folder / "ready").exists)
    inspection_ca(site)
    started = [pool.submit(start, site, *how) for start, *how in PROXIES]
    site.settle([lab.HUB, lab.HUB6], 443)
    hold(site, checks, DIRECT_OPEN)
    site.block([443, 5671, 8883], "icmp")
    for proxy in started:
        proxy.result()
    hold(site, checks, DIRECT_BLOCKED)
checks.end()
