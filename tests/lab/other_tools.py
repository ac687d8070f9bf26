# SPDX-License-Identifier: MIT
"""What else a user has today, asked the same in the same scenario: curl, openssl s_client, prometheus' blackbox_exporter, and
the TCP connect that `iotedge check` does. Each answers by way and protocol whether it works, and says a cause as far as
its words name one; words are read generously, as an expert would."""
import collections
import concurrent.futures
import re
import subprocess
import sys
import urllib.parse

from injections import started
from lab import HUB_NAME
from scenario import arguments, limit_of

PORT = {"https": 443, "amqp": 5671, "mqtt": 8883}
# Nothing but egress-check tries WebSocket: whoever has only the others takes 443 for an answer.
STANDS_FOR = {"https": ("https", "amqp_ws", "mqtt_ws"), "amqp": ("amqp",), "mqtt": ("mqtt",)}
NOBODY = ("setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all")
TOOLS = ("curl", "openssl s_client", "blackbox_exporter", "TCP connect")

# The first that the words match; of all tools.
WORDS = [(re.compile(pattern, re.IGNORECASE), cause) for pattern, cause in (
    (r"could not resolve proxy|proxyconnect.*no such host", "proxy.dns"),
    (r"could not resolve|no such host|name or service not known|no address associated|temporary failure in name|getaddrinfo", "dns.nxdomain"),
    (r"server misbehaving", "dns.servfail"),
    (r"response 407|407 |proxy authentication required", "proxy.auth_required"),
    (r"response 403|connect failed[^0-9]*403|: forbidden", "proxy.connect_denied_host"),
    (r"response 429|429 |too many requests", "proxy.rate_limit"),
    (r"response 30[1278]|connect failed[^0-9]*30", "proxy.redirect"),
    (r"response (400|404|405|501)|connect failed[^0-9]*(400|404|405|501)|method not allowed|bad request|not implemented", "proxy.connect_unsupported"),
    (r"response 50[0234]|connect failed[^0-9]*50|bad gateway|gateway timeout|service unavailable|internal server error", "proxy.upstream_blocked"),
    (r"proxy connect aborted due to timeout", "proxy.stall"),
    (r"proxy connect aborted|connect tunnel failed", "proxy.closed"),
    (r"has expired or is not yet valid", "tls.expired"),
    (r"certificate has expired|num=10:", "tls.expired"),
    (r"not yet valid|num=9:", "tls.not_yet_valid"),
    (r"self.signed certificate in certificate chain|num=19:", "tls.intercepted_untrusted"),
    (r"self.signed certificate|num=18:", "tls.self_signed"),
    (r"no alternative certificate subject name|hostname mismatch|certificate is valid for|subject name|num=62:", "tls.name_mismatch"),
    (r"local issuer|unknown authority|unable to verify|num=2[01]:", "tls.untrusted"),
    (r"wrong version number|does not look like a tls|http response to https|packet length too long|unknown protocol", "tls.not_tls"),
    (r"alert (number 70|protocol version)|unsupported protocol|protocol version not supported", "tls.version"),
    (r"alert number 40|handshake failure", "tls.cipher"),
    (r"alert number|unrecognized name|remote error: tls", "tls.alert"),
    (r"connection refused", "tcp.reset"),
    (r"connection reset by peer|errno=104|econnreset", "tls.sni_reset"),
    (r"no route to host|host is unreachable", "tcp.icmp_unreachable"),
    (r"permission denied", "tcp.admin_prohibited"),
    (r"network is unreachable", "host.no_route"),
    (r"cannot assign requested address", "host.port_exhaustion"),
    (r"ssl connection timeout|tls handshake timeout|stalled in tls", "tls.handshake_stall"),
    (r"unexpected eof|ssl_error_syscall|\beof\b|empty reply|errno=0", "tcp.closed_after_connect"),
    (r"timed out|timeout|deadline exceeded", "tcp.drop"),
    (r"answered 403", "http.denied"),
    (r"answered (30\d|511)", "net.captive_portal"),
)]


class Answers:
    """What one tool said in one scenario."""

    def __init__(self):
        self.works = {}     # by (way, protocol): True or False; only what it can ask
        self.said = []      # words of what failed

    def add(self, way, protocol, works, words):
        self.works[way, protocol] = works
        if not works:
            self.said.append(words)

    @property
    def cause(self):
        """Of the first failure, as far as words name one; "" for none that is known, None: it says all is well."""
        if not self.said:
            return None
        return next((cause for pattern, cause in WORDS if pattern.search(self.said[0])), "")

    def told(self):
        """One line for people."""
        works = " ".join("%s=%s" % (protocol, "ok" if ok else "fails") for (_, protocol), ok in self.works.items())
        return "%s  %s" % (works or "cannot ask", "" if not self.said else "%s: %s" % (self.cause or "?", " ".join(self.said[0].split())[:120]))


class Asked:
    """A scenario as the other tools see it: the same trust, families, proxy and time."""

    def __init__(self, site, one):
        options, self.environment = arguments(site, one)
        self.site, self.seconds = site, max(5, limit_of(one))
        self.ca = options[options.index("--ca") + 1] if "--ca" in options else site.folder / "ca.pem"
        self.family = 4 if "--ipv4" in options else 6 if "--ipv6" in options else 0
        self.proxy = options[options.index("--proxy") + 1] if one.PROXY else None
        self.proxy_ca = options[options.index("--proxy-ca") + 1] if "--proxy-ca" in options else self.ca
        self.way = "proxy" if self.proxy else "direct"

    def run(self, *command, wait=None, who=NOBODY):
        """Runs a tool on the device: (exit status or None where its time was over, all it printed)."""
        whole = ["ip", "netns", "exec", self.site.client, *who, "env", *("%s=%s" % pair for pair in self.environment.items()), *map(str, command)]
        try:
            done = subprocess.run(whole, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL, timeout=wait or self.seconds)
            return done.returncode, done.stdout + done.stderr
        except subprocess.TimeoutExpired as late:
            return None, "".join((part or b"").decode(errors="replace") for part in (late.stdout, late.stderr))


def curl(asked):
    """https on the hub, by the proxy if there is one."""
    said = Answers()
    options = ["-sSv", "-o", "/dev/null", "-w", "answered %{http_code}", "--cacert", asked.ca, "--max-time", asked.seconds, "--noproxy", ""]
    options += ["-%d" % asked.family] if asked.family else []
    options += ["--proxy", asked.proxy, "--proxy-cacert", asked.proxy_ca] if asked.proxy else []
    status, words = asked.run("curl", *options, "https://%s/" % HUB_NAME, wait=asked.seconds + 2)
    words = "\n".join(line for line in words.splitlines() if re.search(r"curl: |answered |failed:", line))
    # The hub's own answer to a stranger is 401; anything but that is somebody else's.
    said.add(asked.way, "https", status == 0 and "answered 401" in words, words)
    return said


def s_client(asked):
    """TLS on the hub's three ports; by an http proxy if there is one."""
    said = Answers()
    options = ["-brief", "-servername", HUB_NAME, "-verify_hostname", HUB_NAME, "-verify_return_error", "-CAfile", asked.ca]
    options += ["-%d" % asked.family] if asked.family else []
    if asked.proxy:
        url = urllib.parse.urlsplit(asked.proxy)
        if url.scheme != "http":
            return said
        options += ["-proxy", "%s:%d" % (url.hostname, url.port or 80)]
        if url.username:
            options += ["-proxy_user", urllib.parse.unquote(url.username), "-proxy_pass", "pass:" + urllib.parse.unquote(url.password or "")]

    def ask(protocol):
        status, words = asked.run("openssl", "s_client", *options, "-connect", "%s:%d" % (HUB_NAME, PORT[protocol]))
        if status is None:
            words += " stalled in TLS" if "CONNECTED" in words or "CONNECTION" in words else " timed out"
        return status == 0, words

    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        for protocol, (works, words) in zip(PORT, pool.map(ask, PORT)):
            if asked.proxy and protocol != "https":
                continue # AMQP and MQTT of their own never use a proxy
            said.add(asked.way, protocol, works, words)
    return said


def connect(asked):
    """A TCP connection to the hub's three ports; it knows no proxy."""
    said = Answers()
    script = ("import socket, sys\n"
              "try: socket.create_connection((sys.argv[1], int(sys.argv[2])), float(sys.argv[3])).close()\n"
              "except OSError as failed: sys.exit(str(failed))\n")

    def ask(protocol):
        return asked.run(sys.executable, "-c", script, HUB_NAME, PORT[protocol], asked.seconds,
                         wait=4 * asked.seconds, who=()) # the interpreter may be one that only root may run

    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        for protocol, (status, words) in zip(PORT, pool.map(ask, PORT)):
            said.add("direct", protocol, status == 0, words or "timed out")
    return said


def blackbox(asked):
    """Its http prober on the hub (by the proxy, if there is one), its tcp prober with TLS on 5671 and 8883."""
    said = Answers()
    if asked.environment:
        return said # the clock that others are told is not its
    site, number = asked.site, next(asked.site.counter)
    family = {4: "ip4", 6: "ip6"}.get(asked.family)
    network = "preferred_ip_protocol: %s\n      ip_protocol_fallback: %s" % (family or "ip6", "false" if family else "true")
    tls = "tls_config: { ca_file: %s, server_name: %s }" % (asked.ca, HUB_NAME)
    config = site.folder / ("blackbox-%d.yml" % number)
    config.write_text("modules:\n  web:\n    prober: http\n    http:\n      valid_status_codes: [401]\n      %s\n      %s\n%s"
                      "  tls:\n    prober: tcp\n    tcp:\n      tls: true\n      %s\n      %s\n"
                      % (network, tls, '      proxy_url: "%s"\n' % asked.proxy if asked.proxy else "", network, tls))
    config.chmod(0o644)
    port = 20000 + number
    process = started(site, site.client, "prometheus-blackbox-exporter", "--config.file", config, "--web.listen-address", "127.0.0.1:%d" % port,
                      "--timeout-offset", "0", ready=site.listens(site.client, port))

    def ask(protocol):
        module, target = ("web", "https://%s/" % HUB_NAME) if protocol == "https" else ("tls", "%s:%d" % (HUB_NAME, PORT[protocol]))
        query = urllib.parse.urlencode({"module": module, "target": target, "debug": "true"})
        _, words = asked.run("curl", "-sS", "--noproxy", "*", "-H", "X-Prometheus-Scrape-Timeout-Seconds: %d" % asked.seconds,
                             "http://127.0.0.1:%d/probe?%s" % (port, query), wait=asked.seconds + 3)
        errors = re.findall(r'err="?(.*)', words) or re.findall(r"(?:msg=)?\"?(Invalid HTTP response status code.*)", words)
        status = re.search(r"^probe_http_status_code (\d+)", words, re.MULTILINE)
        return "\nprobe_success 1" in words, " ".join(errors) or "answered %s" % (status.group(1) if status else "timeout")

    asks = [p for p in PORT if p == "https" or not asked.proxy]
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        for protocol, (works, words) in zip(asks, pool.map(ask, asks)):
            said.add(asked.way, protocol, works, words)
    assert process.poll() is None
    return said


def ask_all(site, one):
    """{tool: Answers} in a site that the scenario is injected into; all at once."""
    asked = Asked(site, one)
    with concurrent.futures.ThreadPoolExecutor(len(TOOLS)) as pool:
        return dict(zip(TOOLS, pool.map(lambda tool: tool(asked), (curl, s_client, blackbox, connect))))


# ---- the table

class Table:
    """Counts who was right, tool by tool, egress-check among them."""

    def __init__(self):
        self.right = collections.Counter()  # by (tool, column)
        self.asked = collections.Counter()

    def count(self, tool, column, right):
        self.asked[tool, column] += 1
        self.right[tool, column] += bool(right)

    def add(self, one, verdict, report, answers):
        ways = one.WORKS
        for path in report["paths"]:
            service, protocol, way = path["id"].split("/")
            if service == "iot_hub" and way in ways and (way == "direct" or protocol not in ("amqp", "mqtt")):
                self.count("egress-check", protocol, path["works"] == (protocol in ways[way]))
        self.count("egress-check", "wrong" if one.CAUSE is None else "cause", verdict.cause_right)
        for tool, said in answers.items():
            for (way, protocol), works in said.works.items():
                for stood in STANDS_FOR[protocol]:
                    if way in ways:
                        self.count(tool, stood, works == (stood in ways[way]))
            if said.works:
                right = said.cause in {one.CAUSE, *one.ACCEPT}
                self.count(tool, "wrong" if one.CAUSE is None else "cause", right)

    def lines(self):
        """As Markdown."""
        columns = {"https": "HTTPS", "amqp": "AMQP", "mqtt": "MQTT", "amqp_ws": "AMQP over WebSocket", "mqtt_ws": "MQTT over WebSocket",
                   "cause": "root cause", "wrong": "says all is well where it is"}
        yield "| | " + " | ".join(columns.values()) + " |"
        yield "|---|" + "---|" * len(columns)
        for tool in ("egress-check", *TOOLS):
            cells = ["%d of %d" % (self.right[tool, c], self.asked[tool, c]) if self.asked[tool, c] else "-" for c in columns]
            yield "| %s | %s |" % (tool, " | ".join(cells))
