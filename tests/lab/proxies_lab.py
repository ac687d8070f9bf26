# SPDX-License-Identifier: MIT
"""Real proxies, each in a configuration that sites have (facts/faults.md D01-D37): egress-check --proxy names the cause, whose box
it is, which WebSocket protocols get through, and what to set. The device's own way out is closed, so the proxy is the only one."""
import concurrent.futures
import sys
import typing

import cloud
import lab
import proxies
from proxies import PASSWORD, USER

WEB, NOTHING = {"amqp_ws", "mqtt_ws", "https"}, set()
PLAIN = {"https"}
KNOWN, WRONG = (USER, PASSWORD), ("laptop", "not-the-pa55word")


class Row(typing.NamedTuple):
    proxy: typing.Callable      # of the lab, gives the URL
    cause: str | None           # of the headline; None: nothing worse than a note
    works: set                  # of the hub's paths by the proxy
    where: str = ""             # whose box the headline names; "": not said here
    login: tuple = ()           # user and password
    trust: typing.Callable = lambda site: site.folder / "ca.pem"
    ticket: bool = False        # the user has a Kerberos ticket
    proved: bool | None = None  # None: either
    options: tuple = ()


def at(url):
    """A URL of our own."""
    def proxy(site):
        return url
    proxy.__name__ = url
    return proxy


def other_scheme(proxy, scheme):
    def swapped(site):
        return scheme + "://" + proxy(site).split("://")[1]
    swapped.__name__ = "%s as %s" % (proxy.__name__, scheme)
    return swapped


def strange(mode):
    def url(site):
        return proxies.strange(site)[mode]
    url.__name__ = "strange " + mode
    return url


@lab.on_demand
def squid_without_443(site):
    """Somebody has forgotten the port that everything needs."""
    return proxies.squid(site, "acl SSL_ports port 5671 8883", "acl CONNECT method CONNECT", "http_access deny CONNECT !SSL_ports",
                         "http_access allow all")


HEALTHY = [
    Row(proxies.squid_open, None, WEB),
    Row(proxies.squid_443_only, None, WEB),
    Row(proxies.squid_hub_ports, None, WEB),
    Row(proxies.tinyproxy_open, None, WEB),
    Row(proxies.tinyproxy_443_only, None, WEB),
    Row(proxies.squid_basic, None, WEB, login=KNOWN),
    Row(proxies.squid_ntlm_and_basic, None, WEB, login=KNOWN),
    *(Row(strange(mode), None, WEB) for mode in ("http-1.0", "no-reason", "length-on-200", "bare-lf", "continue-first", "fake-200")),
]
TO_IT = [
    Row(at("http://nowhere.corp.example:3128"), "proxy.dns", NOTHING),
    Row(at("http://%s:9" % lab.PROXY_NAME), "proxy.unreachable", NOTHING, "proxy"),
    Row(other_scheme(proxies.haproxy_https, "http"), "proxy.scheme_mismatch", NOTHING, "device"),
    Row(other_scheme(proxies.squid_open, "https"), "proxy.scheme_mismatch", NOTHING, "device"),
    Row(proxies.haproxy_https_unknown_ca, "proxy.tls_untrusted", NOTHING, "device", proved=True),
    Row(proxies.haproxy_https_wrong_name, "proxy.tls_name_mismatch", NOTHING, "proxy", proved=True),
    Row(proxies.nginx_plain, "proxy.not_a_proxy", NOTHING),
    Row(proxies.nginx_tls, "proxy.scheme_mismatch", NOTHING),
    Row(strange("ssh"), "proxy.not_a_proxy", NOTHING),
    Row(strange("binary"), "proxy.not_a_proxy", NOTHING),
    Row(other_scheme(proxies.squid_open, "socks5h"), "proxy.stall", NOTHING, options=("--limit", 1)), # squid waits for more,
    Row(other_scheme(proxies.dante_open, "http"), "proxy.closed", NOTHING),
    Row(strange("not-allowed"), "proxy.connect_unsupported", NOTHING),
    Row(strange("not-implemented"), "proxy.connect_unsupported", NOTHING),
]
LOGIN = [
    Row(proxies.squid_basic, "proxy.auth_required", NOTHING, "proxy", proved=True),
    Row(proxies.squid_basic, "proxy.auth_failed", NOTHING, "proxy", login=WRONG, proved=True),
    Row(proxies.squid_ntlm_and_basic, "proxy.auth_required", NOTHING, "proxy"),
    Row(proxies.squid_digest, "proxy.auth_unsupported_scheme", NOTHING, "proxy"),
    Row(proxies.squid_digest, "proxy.auth_unsupported_scheme", NOTHING, "proxy", login=KNOWN),
    Row(proxies.squid_ntlm, "proxy.auth_unsupported_scheme", NOTHING, "proxy", login=KNOWN),
    Row(proxies.squid_kerberos, "proxy.auth_unsupported_scheme", NOTHING, "proxy"),
    Row(proxies.squid_kerberos, "proxy.auth_unsupported_scheme", NOTHING, "proxy", ticket=True),
    Row(proxies.haproxy_closes, "proxy.auth_unsupported_scheme", NOTHING, "proxy", login=KNOWN),
    Row(strange("echo-407"), "proxy.auth_failed", NOTHING, "proxy", login=KNOWN),
    Row(proxies.dante_login, "proxy.auth_required", NOTHING),
    Row(proxies.dante_login, "proxy.auth_failed", NOTHING, login=WRONG),
    Row(proxies.microsocks_login, "proxy.auth_failed", NOTHING, login=WRONG),
]
KINDS = [ # they work, and the device cannot use them
    Row(proxies.haproxy_https, "proxy.kind_unsupported", PLAIN),
    Row(proxies.stunnel_https, "proxy.kind_unsupported", PLAIN),
    Row(proxies.dante_open, "proxy.kind_unsupported", NOTHING),
    Row(proxies.dante_login, "proxy.kind_unsupported", NOTHING, login=KNOWN),
    Row(proxies.microsocks_login, "proxy.kind_unsupported", NOTHING, login=KNOWN),
]
POLICY = [
    Row(squid_without_443, "proxy.connect_denied_port", NOTHING, "proxy"),
    Row(proxies.squid_denies_hub, "proxy.connect_denied_host", NOTHING, "proxy", proved=True),
    Row(proxies.squid_denies_client, "proxy.access_denied", NOTHING, "proxy"),
    Row(proxies.nginx_block_page, "proxy.html_blockpage", NOTHING),
    Row(strange("html-200"), "proxy.html_blockpage", NOTHING),
    Row(proxies.nginx_redirect, "proxy.redirect", NOTHING),
    Row(strange("redirect"), "proxy.redirect", NOTHING),
    Row(strange("quota"), "proxy.rate_limit", NOTHING),
]
BEYOND = [
    Row(proxies.squid_dead_resolver, "proxy.upstream_dns", NOTHING, "proxy", proved=True),
    Row(proxies.tinyproxy_bad_upstream, "proxy.upstream_blocked", NOTHING),
    Row(strange("tls-error"), "proxy.upstream_blocked", NOTHING),
    Row(strange("upstream-timeout"), "proxy.upstream_blocked", NOTHING),
]
DYING = [
    Row(strange("close"), "proxy.closed", NOTHING),
    Row(strange("reset"), "proxy.closed", NOTHING),
    Row(proxies.squid_resets_hub, "proxy.closed", NOTHING),
    Row(strange("tls-alert"), "proxy.scheme_mismatch", NOTHING),
    Row(strange("close-after-200"), "proxy.tunnel_closed", NOTHING),
    Row(strange("reset-after-200"), "proxy.tunnel_reset", NOTHING),
    Row(proxies.squid_terminates_hub, "proxy.tunnel_closed", NOTHING, "proxy"),
    Row(strange("early-bytes"), "tls.not_tls", NOTHING),
    Row(strange("endless-headers"), "proxy.not_a_proxy", NOTHING),
    Row(strange("endless-line"), "proxy.not_a_proxy", NOTHING),
    Row(strange("endless-continue"), "proxy.not_a_proxy", NOTHING),
    Row(strange("endless-body"), "proxy.access_denied", NOTHING),
]
SILENT = [ # each of these takes the step's whole limit
    Row(strange("stall"), "proxy.stall", NOTHING, options=("--limit", 1)),
    Row(strange("slow"), "proxy.stall", NOTHING, options=("--limit", 1)),
    Row(strange("silence-after-200"), "proxy.tunnel_stall", NOTHING, options=("--limit", 1)),
    Row(strange("fake-200-silent"), "proxy.tunnel_stall", NOTHING, options=("--limit", 1)),
    Row(strange("buffer"), "proxy.slow", WEB, options=("--limit", 8)),
]
INSPECTED = [
    Row(proxies.squid_bump, "tls.intercepted_untrusted", NOTHING, "proxy", proved=True),
    Row(proxies.squid_bump, "ws.upgrade_stripped", PLAIN, "proxy", trust=proxies.inspected_trust),
    Row(proxies.squid_bump_websocket, "tls.intercepted_trusted", WEB, "proxy", trust=proxies.inspected_trust),
]
BLOCKED_443 = [ # the firewall stops the proxy, too
    Row(proxies.squid_open, "proxy.upstream_blocked", NOTHING, "firewall", options=("--limit", 5)),
    Row(proxies.tinyproxy_open, "proxy.upstream_blocked", NOTHING, options=("--limit", 5)),
]

lab.need_root_and_namespaces()
checks = lab.Checks()


def name_of(row):
    return row.proxy.__name__ + (" as " + row.login[0] if row.login else "") + (" with a ticket" if row.ticket else "") + (
        ", inspection trusted" if row.trust is proxies.inspected_trust else "")


def reported(site, row):
    url = row.proxy(site)
    environment = proxies.ticket(site) if row.ticket else {}
    return site.report("--proxy", proxies.login(url, *row.login) if row.login else url, "--ca", row.trust(site), "--dps", "--skip", "ntp",
                       *(row.options or ("--limit", 3)), environment=environment)


def judge(name, row, report):
    found = [f for f in report["findings"] if f["severity"] != "note"]
    headline = found[0] if found else None
    checks.that((headline["cause"] if headline else None) == row.cause, "%s: headline %s" % (name, [(f["cause"], f["severity"]) for f in report["findings"]]))
    if headline and headline["cause"] == row.cause:
        checks.that(not row.where or headline["where"] == row.where, "%s: where %s" % (name, headline["where"]))
        checks.that(row.proved is None or (headline["confidence"] == "proved") == row.proved, "%s: %s" % (name, headline["confidence"]))
        checks.that(headline["evidence"] and headline["advice"] and headline["who"], "%s: evidence, advice and who" % name)
    errors = {f["cause"] for f in found if f["severity"] == "error"}
    checks.that(errors <= {row.cause}, "%s: accuses %s" % (name, errors))
    for protocol in WEB:
        path = lab.path_of(report, "iot_hub/%s/proxy" % protocol)
        checks.that(path["works"] == (protocol in row.works), "%s: %s works=%s %s" % (name, protocol, path["works"], path["cause"]))
    said = report["recommendation"]
    wanted = ("AmqpWs", "proxy") if "amqp_ws" in row.works else (None, None)
    checks.that((said["upstream_protocol"], said["via"]) == wanted, "%s: recommends %s %s" % (name, said["upstream_protocol"], said["via"]))
    checks.that((report["verdict"] == "blocked") == ("amqp_ws" not in row.works), "%s: verdict %s" % (name, report["verdict"]))
    checks.that(PASSWORD not in str(report) and WRONG[1] not in str(report), "%s: a password in the report" % name)


def hold(site, rows):
    rows = [row for row in rows if not sys.argv[1:] or name_of(row) in sys.argv[1:]]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for row, report in zip(rows, pool.map(lambda row: reported(site, row), rows)):
            judge(name_of(row), row, report)


with lab.Lab(proxy=True) as site:
    cloud.up(site)
    site.way_out(client="reset")
    for rows in (HEALTHY, TO_IT, LOGIN, KINDS, POLICY, BEYOND, DYING, SILENT, INSPECTED):
        hold(site, rows)
    for verdict in ("drop", "reset", "icmp"):
        site.way_out(client="reset", proxy={443: verdict})
        hold(site, BLOCKED_443)
checks.end()
