# SPDX-License-Identifier: MIT
"""egress-proxy and the settings of a device, as their user sees them: the CONNECT matrix, idle tunnels, a PAC file by URL and by
WPAD, a device's own files; and no password in anything that is printed."""
import json
import pathlib
import subprocess

import cloud
import lab
import proxies
from lab import HUB, HUB_NAME, PROXY_NAME

lab.need_root_and_namespaces()
checks = lab.Checks()


def ask(site, *options, tool="egress-proxy"):
    """The finished process and its parsed report."""
    trust = () if "--ca" in options else ("--ca", site.folder / "ca.pem")
    done = site.check("--hub", HUB_NAME, *trust, "--service-roots", site.folder / "ca.pem", "--limit", 3, "--json", "-",
                      *options, tool=tool)
    if done.returncode not in (0, 1):
        raise RuntimeError("%s: exit %d\n%s" % (tool, done.returncode, done.stderr))
    report = json.loads(done.stdout)
    for wrong in lab.SCHEMA.iter_errors(report):
        raise RuntimeError("the report breaks its schema at %s: %s" % (wrong.json_path, wrong.message[:300]))
    return done, report


def statuses(report, service):
    """What the proxy said to the controls of a kind, by port."""
    said = {}
    for control in report["controls"]:
        if control["service"] == service:
            last = [s for s in control["steps"] if s["step"] == "tunnel"][-1]
            said[control["port"]] = last["http"]["status"] if last["http"] else last["failed"]
    return said


def causes(report):
    return {f["cause"]: f for f in report["findings"]}


def matrix(site):
    done, report = ask(site, "--proxy", proxies.squid_443_only(site))
    checks.that(done.returncode == 0 and report["verdict"] == "ready", "443 only: ready: %s" % report["verdict"])
    for service in ("control_name", "control_host", "control_literal"):
        checks.that(statuses(report, service) == {443: 200, 5671: 403, 8883: 403}, "443 only: %s: %s" % (service, statuses(report, service)))
    checks.that(statuses(report, "control_nonexistent") == {443: 500}, "443 only: nonexistent: %s" % statuses(report, "control_nonexistent"))
    checks.that(causes(report)["proxy.connect_denied_port"]["severity"] == "note", "443 only: the other ports are a note")
    done, report = ask(site, "--proxy", proxies.squid_denies_hub(site))
    checks.that(done.returncode == 1, "hub denied: exit %d" % done.returncode)
    checks.that(statuses(report, "control_name")[443] == 403 and statuses(report, "control_literal")[443] == 200, "hub denied: by name only")
    done, report = ask(site, "--proxy", proxies.squid_bump(site), "--ca", proxies.inspected_trust(site))
    checks.that(statuses(report, "control_nonexistent") == {443: 200} and "proxy.fake_tunnel" in causes(report), "inspection: its 200 is no proof")


def idle(site):
    done, report = ask(site, "--proxy", proxies.squid_short_idle(site), "--hold", 8)
    found = causes(report).get("net.idle_timeout")
    checks.that(found and found["confidence"] == "proved" and found["where"] == "proxy" and "closed" in found["evidence"][0], "short idle: %s" % found)
    rungs = {c["hold_ms"]: c for c in report["controls"] if c["service"] == "control_hold" and "/used/" not in c["id"]}
    checks.that(sorted(rungs) == [1000, 2000, 4000, 8000], "short idle: rungs %s" % sorted(rungs))
    checks.that(rungs[1000]["failed"] == "none" and rungs[8000]["failed"] == "closed", "short idle: what stood")
    done, report = ask(site, "--proxy", proxies.squid_open(site), "--hold", 2)
    checks.that("net.idle_timeout" not in causes(report), "no idle limit: none is found")


def pac(site):
    folder = site.folder / "pac"
    folder.mkdir()
    place = proxies.squid_open(site).split("://")[1]
    scripts = {"wpad.dat": 'return host == "%s" ? "PROXY %s; DIRECT" : "DIRECT";' % (HUB_NAME, place),
               "dead": 'return "PROXY %s:9";' % PROXY_NAME, "throws": "throw 1;", "loops": "while (true) {}", "junk": 'return "whatever";'}
    for name, body in scripts.items():
        (folder / name).write_text("function FindProxyForURL(url, host) { %s }\n" % body)
    (folder / "huge").write_text("//" + "x" * (10 << 20))
    (folder / "html").write_text("<html>Sign in</html>")
    base = proxies.web_server(site, "root %s;\n  location / { default_type text/plain; }" % folder)
    rows = [("wpad.dat", None, True), ("dead", "proxy.pac", True), ("throws", "proxy.pac", False), ("loops", "proxy.pac", False),
            ("junk", "proxy.pac", False), ("huge", "proxy.pac", False), ("html", "proxy.pac", False), ("missing", "proxy.pac", False)]
    for name, cause, chosen in rows:
        done, report = ask(site, "--pac", base + "/" + name, tool="egress-check")
        said = report["site"]["pac"]
        checks.that(said["chosen"] == chosen, "PAC %s: chosen %s" % (name, said))
        found = causes(report)
        checks.that(("proxy.pac" in found) == (cause is not None), "PAC %s: %s" % (name, sorted(found)))
        checks.that(len(str(said)) < 2000, "PAC %s: a line each, not %d characters" % (name, len(str(said))))
    checks.that(report["verdict"] == "ready", "PAC missing: the direct way is open all the same: %s" % report["verdict"])
    done, report = ask(site, "--pac", folder / "wpad.dat", tool="egress-check")
    checks.that(report["site"]["pac"]["chosen"] and report["site"]["proxy"] == "http://" + place, "PAC by path: %s" % report["site"]["pac"])


def device(site):
    """A copy of a device's files: everything that names a proxy is found, and who ignores what is said."""
    root = site.folder / "device"
    url = proxies.squid_basic(site)
    mine = proxies.login(url)
    for name, text in {
            "etc/aziot/config.toml": '[agent.env]\nhttps_proxy = "%s"\n' % mine,
            "etc/systemd/system/aziot-identityd.service.d/override.conf": '[Service]\nEnvironment="https_proxy=%s" "no_proxy=%s"\n'
            % (mine.replace("%", "%%"), HUB_NAME),
            "etc/docker/daemon.json": json.dumps({"proxies": {"https-proxy": "http://other.corp.example:3128", "no-proxy": ".corp.example"}}),
            "etc/apt/apt.conf.d/80proxy": 'Acquire::https::Proxy "%s";\n' % url}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    subprocess.run(["chmod", "-R", "a+rX", str(root)], check=True)
    done, report = ask(site, "--root", root, tool="egress-check")
    checks.that(report["site"]["proxy"].endswith(url.split("://")[1]), "device: the proxy is found: %s" % report["site"]["proxy"])
    checks.that("config.toml:2" in str(report["site"]["source"]), "device: and where: %s" % report["site"]["source"])
    users = {u["component"]: u for u in report["site"]["proxy_users"]}
    checks.that(users["dockerd"]["proxy"] == "http://other.corp.example:3128" and users["dockerd"]["heeds_no_proxy"], "device: %s" % users["dockerd"])
    checks.that(not users["aziot-identityd"]["heeds_no_proxy"], "device: %s" % users["aziot-identityd"])
    found = causes(report)
    checks.that("proxy.settings_differ" in found and "proxy.no_proxy_ignored" in found, "device: %s" % sorted(found))
    checks.that(lab.path_of(report, "iot_hub/amqp_ws/proxy")["works"], "device: its credentials are used")
    shown = site.check("--settings", "--root", root, tool="egress-proxy")
    checks.that(shown.returncode == 0 and "config.toml:2" in shown.stdout, "device: --settings: %s" % shown.stdout)


def secrets(site):
    """Everything that the tools print about proxies with credentials, right and wrong ones."""
    printed = ""
    good, bad = proxies.PASSWORD, "n0t-the-passw0rd"
    for proxy in (proxies.squid_basic, proxies.squid_digest, lambda s: proxies.strange(s)["echo-407"]):
        for password in (good, bad):
            url = proxies.login(proxy(site), "someone" if password == bad else proxies.USER, password)
            for tool in ("egress-check", "egress-proxy"):
                for more in (("-v",), ("--json", "-"), ("--plan",) if tool == "egress-check" else ("--settings",)):
                    done = site.check("--hub", HUB_NAME, "--ca", site.folder / "ca.pem", "--proxy", url, "--limit", 2, "--only", "iot_hub", *more, tool=tool)
                    printed += done.stdout + done.stderr
    for wrong in ("http://u:%s@" % bad, "http://u:%s@host:99999" % bad, "ftp://u:%s@host" % bad, "http://u:%s@h h:1" % bad,
                  "http://u:%s%%0d%%0aX@host:1" % bad, "http://u:%s@host:1/path" % bad, "://%s" % bad):
        for tool in ("egress-check", "egress-proxy"):
            done = site.check("--hub", HUB_NAME, "--proxy", wrong, tool=tool)
            checks.that(done.returncode == 2 and done.stderr.count("\n") == 1 and "--proxy" in done.stderr, "%s %s: %r" % (tool, wrong, done.stderr))
            printed += done.stdout + done.stderr
    import base64
    import urllib.parse
    words = [good, bad, urllib.parse.quote(good, safe="")]
    words += [base64.b64encode(("%s:%s" % (user, word)).encode()).decode() for user, word in ((proxies.USER, good), ("someone", bad))]
    for word in words:
        checks.that(word not in printed, "%r is printed: …%s…" % (word, printed[max(0, printed.find(word) - 80):][:200]))
    checks.that(len(printed) > 20000, "secrets: there was something to look at")


with lab.Lab(proxy=True) as site:
    cloud.up(site)
    for part in (matrix, idle, pac, device, secrets):
        part(site)
checks.end()
