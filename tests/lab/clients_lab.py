# SPDX-License-Identifier: MIT
"""Microsoft's own device SDK through real proxies to the stand-in hub: by which protocols it comes as far as the hub's own
answer (sdk.py), and that egress-check says the same of these paths."""
import concurrent.futures
import typing

import cloud
import lab
import proxies
import sdk

BOTH, NEITHER = {"AmqpWs": True, "MqttWs": True}, {"AmqpWs": False, "MqttWs": False}
EVERY, NONE = dict.fromkeys(sdk.PATHS, True), dict.fromkeys(sdk.PATHS, False)


class Row(typing.NamedTuple):
    proxy: typing.Callable  # of the lab, gives the URL; None: the SDK knows no proxy
    expected: dict          # by protocol: is the hub's own answer reached?
    connect: int | None     # how the proxy answers CONNECT; None: not at all, or it is not asked
    login: tuple = ()       # user and password
    trust: typing.Callable = lambda site: site.folder / "ca.pem"


def nobody(site):
    """A port of the proxy's box that nothing listens on."""
    return "http://%s:9" % lab.PROXY_NAME


def strange(mode):
    def url(site):
        return proxies.strange(site)[mode]
    url.__name__ = "strange " + mode
    return url


KNOWN = (proxies.USER, proxies.PASSWORD)
# Another name: squid answers all who come at once with one name alike, also if only one has the right password.
UNKNOWN = ("laptop", "wrong")

DIRECT_OPEN = [Row(None, EVERY, None)]
DIRECT_BLOCKED = [
    Row(None, NONE, None),
    Row(proxies.tinyproxy_open, BOTH, 200),
    Row(proxies.tinyproxy_open, {"Amqp": False, "Mqtt": False}, None), # the SDK takes a proxy for WebSocket only
    Row(proxies.tinyproxy_bad_upstream, NEITHER, 502),
    Row(proxies.squid_443_only, BOTH, 200),
    Row(proxies.squid_denies_hub, NEITHER, 403),
    Row(proxies.squid_dead_resolver, NEITHER, 500),
    Row(nobody, NEITHER, None),
    # credentials
    Row(proxies.squid_basic, BOTH, 200, KNOWN),
    Row(proxies.squid_basic, NEITHER, 407, UNKNOWN),
    Row(proxies.squid_basic, NEITHER, 407),
    Row(proxies.squid_digest, NEITHER, 407, KNOWN),
    Row(proxies.squid_ntlm_and_basic, BOTH, 200, KNOWN),
    # what happens inside a tunnel that is there
    Row(proxies.squid_bump, NEITHER, 200),
    Row(proxies.squid_bump, NEITHER, 200, trust=proxies.inspected_trust),
    Row(proxies.squid_bump_websocket, NEITHER, 200),
    Row(proxies.squid_bump_websocket, BOTH, 200, trust=proxies.inspected_trust),
    Row(proxies.squid_terminates_hub, NEITHER, 200),
    Row(strange("html-200"), NEITHER, 200),
    Row(strange("close-after-200"), NEITHER, 200),
    # not proxies
    Row(proxies.nginx_plain, NEITHER, 400),
    Row(proxies.nginx_block_page, NEITHER, 200),
    Row(proxies.nginx_redirect, NEITHER, 302),
]


def reported(site, row, proxy):
    """What the check says, by protocol: does the path work that a device takes? By the proxy that is WebSocket alone."""
    wanted = [sdk.PATHS[protocol] + ("proxy" if row.proxy and protocol.endswith("Ws") else "direct") for protocol in row.expected]
    report = site.report("--proxy", proxy, "--ca", row.trust(site), "--limit", 3, *(word for path in wanted for word in ("--only", path)))
    return {protocol: lab.path_of(report, path)["works"] for protocol, path in zip(row.expected, wanted)}


def hold(site, checks, rows):
    """Asks the SDK and the check for every row, and compares."""
    urls = proxies.up(site, *dict.fromkeys(row.proxy for row in rows if row.proxy))
    asked = []
    for row in rows:
        url = urls.get(row.proxy, "none")
        asked.append((row, proxies.login(url, *row.login) if row.login else url))
    verdicts = iter(sdk.verdicts(site, [(protocol, url, row.trust(site)) for row, url in asked for protocol in row.expected]))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda question: reported(site, *question), asked))
    for (row, _), report in zip(asked, reports):
        for protocol, expected in row.expected.items():
            verdict = next(verdicts)
            what = "%s%s: %s" % (row.proxy.__name__ if row.proxy else "no proxy", " as " + row.login[0] if row.login else "", protocol)
            checks.that(verdict["reached"] == expected and verdict["connect"] == row.connect, "%s: the SDK: %s" % (what, verdict))
            checks.that(report[protocol] == verdict["reached"], "%s: the report: %s, the SDK: %s" % (what, report[protocol], verdict))


lab.need_root_and_namespaces()
checks = lab.Checks()
with lab.Lab(proxy=True) as site:
    cloud.dns(site)
    site.start(site.cloud, lab.BIN / "egress-standin", "--address", lab.HUB, "--address", lab.HUB6, "--ca-out", site.folder / "ca.pem",
               "--ready-file", site.folder / "ready", ready=(site.folder / "ready").exists)
    site.settle([lab.HUB, lab.HUB6], 443)
    hold(site, checks, DIRECT_OPEN)
    site.way_out(client="icmp")
    hold(site, checks, DIRECT_BLOCKED)
checks.end()
