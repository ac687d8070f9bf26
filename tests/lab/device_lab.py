# SPDX-License-Identifier: MIT
"""A device in a namespace, with all that IoT Edge, Docker and systemd keep in files: egress-check without an option about the
site finds the hub, the registries and the proxy, says from which line of which file, and the rules made from its report have
those names and no wildcard; where the proxy is the only way out, the proxy's alone, and they let the device work. Then a
device's first day, a nested one, and the same files broken one after another: one line each, and the rest still checked."""
import csv
import io
import json
import shutil
import subprocess
import urllib.parse

import cloud
import lab
import proxies
from lab import DNS, HUB_NAME, PROXY

lab.need_root_and_namespaces()
checks = lab.Checks()
REGISTRY = "registry.contoso.com"
lab.NAMES[REGISTRY] = (lab.OTHER, lab.OTHER6)
lab.NAMES["ntp.contoso.com"] = (lab.OTHER, lab.OTHER6)


def module(image, **env):
    return {"type": "docker", "status": "running", "restartPolicy": "always", "settings": {"image": image, "createOptions": "{}"},
            "env": {name: {"value": value} for name, value in env.items()}}


def manifest(proxy):
    up = {"UpstreamProtocol": "AmqpWs", "https_proxy": proxy}
    agent = module("mcr.microsoft.com/azureiotedge-agent:1.6", **up)
    system = {"edgeAgent": agent, "edgeHub": module("mcr.microsoft.com/azureiotedge-hub:1.6", **up)}
    credentials = {"own": {"address": REGISTRY, "username": "puller", "password": "n0t-to-be-seen"}}
    return {"modulesContent": {
        "$edgeAgent": {"properties.desired": {
            "schemaVersion": "1.1", "systemModules": system, "modules": {"temperature": module(REGISTRY + "/team/temperature:1.0")},
            "runtime": {"type": "docker", "settings": {"minDockerVersion": "v1.25", "registryCredentials": credentials}}}},
        "$edgeHub": {"properties.desired": {"schemaVersion": "1.1", "routes": {}}}}}


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    subprocess.run(["chmod", "-R", "a+rX", str(folder)], check=True)


def device(site, proxy):
    """The device's /etc and /var/lib: this machine's, without what it may have of Docker, and with a full IoT Edge."""
    at = site.folder / "device"
    shutil.copytree("/etc", at / "etc", symlinks=True, ignore_dangling_symlinks=True)
    for other in ("docker", "aziot", "iotedge", "systemd/system", "systemd/timesyncd.conf", "chrony"):
        shutil.rmtree(at / "etc" / other, ignore_errors=True)
    shutil.rmtree(at / "etc/apt/apt.conf.d", ignore_errors=True)
    unit = '[Service]\nEnvironment="https_proxy=%s"\n' % proxy
    write(at, {
        "etc/resolv.conf": "nameserver %s\n" % DNS,
        "etc/aziot/config.toml": '# Gerät in Halle 3, Übergabe an München\nhostname = "edge-1"\n\n[provisioning]\nsource = "dps"\n'
        'global_endpoint = "https://global.azure-devices-provisioning.net"\nid_scope = "0ne00000001"\n\n[provisioning.attestation]\nmethod = "tpm"\n'
        'registration_id = "edge-1"\n\n[agent.config]\nimage = "mcr.microsoft.com/azureiotedge-agent:1.6"\n\n[agent.env]\n'
        'UpstreamProtocol = "AmqpWs"\nhttps_proxy = "%s"\n' % proxy,
        "etc/aziot/identityd/config.d/00-super.toml": 'hostname = "edge-1"\n[provisioning]\nsource = "dps"\nscope_id = "0ne00000001"\n'
        'global_endpoint = "https://global.azure-devices-provisioning.net/"\n[provisioning.attestation]\nmethod = "tpm"\nregistration_id = "edge-1"\n',
        # As `iotedge config apply` leaves them: ids of certificates and keys, a bundle as a list.
        "etc/aziot/certd/config.d/00-super.toml": 'homedir_path = "/var/lib/aziot/certd"\n[cert_issuance.aziot-edged-ca]\n'
        'method = "self_signed"\n[preloaded_certs]\naziot-edged-trust-bundle = ["aziot-edged-ca"]\n[[principal]]\nuid = 5558\n'
        'certs = ["aziot-edged-ca", "aziot-edged/module/*"]\n',
        "etc/aziot/keyd/config.d/00-super.toml": '[aziot_keys]\nhomedir_path = "/var/lib/aziot/keyd"\n[preloaded_keys]\n[[principal]]\n'
        'uid = 5555\nkeys = ["aziot-edged-ca"]\n',
        "etc/aziot/edged/config.d/00-super.toml": 'hostname = "edge-1"\ntrust_bundle_cert = "aziot-edged-trust-bundle"\n[agent.config]\nimage = "mcr.microsoft.com/azureiotedge-agent:1.6"\n[agent.env]\n'
        'UpstreamProtocol = "AmqpWs"\nhttps_proxy = "%s"\n' % proxy,
        "etc/docker/daemon.json": json.dumps({"log-driver": "local", "dns": [DNS], "proxies": {"https-proxy": proxy}}, indent=1),
        "etc/systemd/system/aziot-identityd.service.d/proxy.conf": unit, "etc/systemd/system/aziot-edged.service.d/proxy.conf": unit,
        "etc/systemd/timesyncd.conf": "[Time]\nNTP=ntp.contoso.com\n",
        "var/lib/aziot/identityd/device_info": 'hub_name = "%s"\nlocal_gateway_hostname = "%s"\ndevice_id = "edge-1"\n' % (HUB_NAME, HUB_NAME),
        "deployment.json": json.dumps(manifest(proxy), indent=1)})
    return at


def on_device(site, at, tool, *options):
    """A tool as the device's user runs it: `at` holds its /etc and /var/lib."""
    inside = 'mount --bind "$0/etc" /etc && mount --bind "$0/var/lib" /var/lib && exec "$@"'
    command = ["ip", "netns", "exec", site.client, "unshare", "-m", "--propagation", "private", "sh", "-c", inside, at,
               "setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", lab.BIN / tool, *options]
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)


def trust(site):
    return ("--ca", site.folder / "ca.pem", "--service-roots", site.folder / "ca.pem", "--limit", 4)


def report_of(site, at, *options):
    done = on_device(site, at, "egress-check", *trust(site), "--json", "-", *options)
    checks.that(done.returncode in (0, 1), "egress-check %s: exit %d %s" % (options, done.returncode, done.stderr[-500:]))
    report = json.loads(done.stdout)
    for wrong in lab.SCHEMA.iter_errors(report):
        checks.that(False, "the report breaks its schema at %s: %s" % (wrong.json_path, wrong.message[:300]))
    return report


def no_option(site, at, proxy):
    """Hub, DPS and proxy are the device's; of the modules' registries it says that nobody knows."""
    report = report_of(site, at)
    of, said = report["site"], "\n".join(report["site"]["source"])
    checks.that(report["verdict"] == "ready", "no option: %s %s" % (report["verdict"], [f["cause"] for f in report["findings"]]))
    checks.that(of["hub"] == HUB_NAME and of["dps"] and of["dps_scope"] == "0ne00000001", "no option: %s" % of)
    checks.that(of["proxy"] == proxy and of["ntp"] == ["ntp.contoso.com"], "no option: %s" % of)
    for line in ("hub: %s, /var/lib/aziot/identityd/device_info:1" % HUB_NAME, "dps: /etc/aziot/identityd/config.d/00-super.toml:3",
                 "dps scope: 0ne00000001, /etc/aziot/identityd/config.d/00-super.toml:4", "time: ntp.contoso.com, /etc/systemd/timesyncd.conf:2",
                 "registries: assumed: Microsoft's", "proxy: https_proxy, /etc/aziot/config.toml:18"):
        checks.that(line in said, "no option: no %r in\n%s" % (line, said))
    users = {user["component"]: user["proxy"] for user in of["proxy_users"]}
    checks.that(all(users[who] == proxy for who in ("aziot-identityd", "dockerd", "edgeAgent")), "no option: %s" % users)


def with_manifest(site, at, proxy):
    """With the deployment the registries are exact, and rules from the report have these names and no wildcard."""
    report = report_of(site, at, "--manifest", at / "deployment.json")
    of = report["site"]
    registries = [one["host"] for one in of["registries"]]
    checks.that(report["verdict"] == "ready", "manifest: %s %s" % (report["verdict"], [f["cause"] for f in report["findings"]]))
    checks.that(registries == ["mcr.microsoft.com", REGISTRY], "manifest: %s" % registries)
    checks.that("assumed: Microsoft" not in str(of["source"]) and "deployment.json:" in str(of["source"]), "manifest: %s" % of["source"])
    checks.that("n0t-to-be-seen" not in json.dumps(report), "manifest: a registry's password is in the report")
    kept = site.folder / "report.json"
    kept.write_text(json.dumps(report))
    kept.chmod(0o644)
    for form in ("change-csv", "squid"):
        done = site.check("export", "--format", form, "--report", kept, tool="egress-rules")
        text = "\n".join(line for line in done.stdout.splitlines() if not line.startswith("#"))
        checks.that(done.returncode in (0, 1), "rules %s: exit %d %s" % (form, done.returncode, done.stderr[-300:]))
        for name in (HUB_NAME, "global.azure-devices-provisioning.net", "mcr.microsoft.com", "eastus.data.mcr.microsoft.com", REGISTRY):
            checks.that(name in text, "rules %s: no %s in\n%s" % (form, name, text[:1500]))
        if form != "squid": # which is the proxy
            checks.that(PROXY + "/32" in text and ",%d," % urllib.parse.urlsplit(proxy).port in text, "rules %s: no proxy in\n%s" % (form, text[:1500]))
        checks.that("*." not in text and " .data.mcr" not in text and "azurecr.io" not in text, "rules %s: a wildcard in\n%s" % (form, text[:1500]))


def flows_of(done):
    """The rows of change-csv, without its notes."""
    lines = [line for line in done.stdout.splitlines() if line and not line.startswith("#")]
    return [row for row in csv.DictReader(io.StringIO("\n".join(lines))) if row["id"] != "note"]


def rules_of(site, *options):
    done = site.check("export", "--format", "change-csv", *options, tool="egress-rules")
    checks.that(done.returncode in (0, 1), "egress-rules %s: exit %d %s" % (options, done.returncode, done.stderr[-500:]))
    return flows_of(done), done


def behind_the_proxy(site, at, proxy):
    """Nothing else gets out: the rules from that report are the proxy, names and time, and with them loaded it works."""
    site.nft('table inet fw {\n chain f {\n  type filter hook forward priority 0\n  iifname "in" oifname "out" tcp dport != 53 drop\n }\n}\n')
    report = report_of(site, at, "--manifest", at / "deployment.json")
    checks.that(report["verdict"] == "ready" and report["recommendation"]["via"] == "proxy", "behind: %s" % report["verdict"])
    checks.that(not [f for f in report["findings"] if f["cause"] == "proxy.settings_differ"], "behind: %s" % report["findings"])
    kept = site.folder / "behind.json"
    kept.write_text(json.dumps(report))
    kept.chmod(0o644)
    flows, done = rules_of(site, "--report", kept)
    checks.that("note: proxy: " + proxy in done.stderr, "behind: not said in %s" % done.stderr)
    checks.that({f["id"] for f in flows} == {"proxy", "ntp", "dns"}, "behind: %s" % [f["id"] for f in flows])
    checks.that(PROXY in str(flows) and "*." not in str(flows), "behind: %s" % flows)
    made = site.check("export", "--format", "nftables", "--report", kept, tool="egress-rules")
    site.nft(made.stdout, ns=site.client)
    locked = report_of(site, at, "--manifest", at / "deployment.json")
    site.nft("", ns=site.client)
    site.nft("")
    checks.that(locked["verdict"] == "ready", "the rules lock the device out: %s" % [f["cause"] for f in locked["findings"]])


def from_a_copy(site, at):
    """The same files from outside: --root; and egress-rules by itself."""
    plan = site.check("--plan", "--root", at, "--manifest", at / "deployment.json")
    checks.that(plan.returncode == 0 and "iot_hub/amqp" in plan.stdout and "from: hub: " + HUB_NAME in plan.stdout, "--root: %s" % plan.stdout)
    checks.that("certd" not in plan.stdout, "--root: what `iotedge config apply` wrote is no fault: %s" % plan.stdout)
    checks.that(str(at) + "/var/lib/aziot/identityd/device_info:1" in plan.stdout, "--root: the place has the root in it: %s" % plan.stdout)
    named = site.check("--plan", "--root", at, "--hub", "fabrikam")
    checks.that("fabrikam.azure-devices.net" in named.stdout and HUB_NAME not in named.stdout, "--hub goes over the files: %s" % named.stdout)
    engine = at / "etc/docker/daemon.json"
    kept = engine.read_text()
    engine.write_text(json.dumps(json.loads(kept) | {"dns": [DNS, "10.20.0.53"]}))
    flows, done = rules_of(site, "--root", at, "--manifest", at / "deployment.json")
    engine.write_text(kept)
    checks.that("hub: " + HUB_NAME in done.stderr and "proxy of dockerd: " in done.stderr, "egress-rules says where it has it from: %s" % done.stderr)
    checks.that({f["id"] for f in flows} == {"proxy", "ntp", "dns"}, "egress-rules --root: %s" % flows)
    checks.that("10.20.0.53" in str(flows) and DNS in str(flows) and PROXY in str(flows), "egress-rules --root: %s" % flows)
    checks.that("*." not in str(flows) and HUB_NAME + ":443" in str(flows), "what goes by the proxy is evidence: %s" % flows)
    direct, _ = rules_of(site, "--root", at, "--manifest", at / "deployment.json", "--proxy", "none")
    checks.that("proxy" not in {f["id"] for f in direct} and REGISTRY in str(direct), "--proxy none: %s" % direct)
    checks.that("5671" not in str(direct) and "8883" not in str(direct), "egress-rules: the deployment says AmqpWs: %s" % direct)


def first_day(site, at):
    """DPS and registries, before anybody knows the hub: checked, and no protocol is claimed; rules let any hub through."""
    info = at / "var/lib/aziot/identityd/device_info"
    kept = info.read_text()
    info.unlink()
    report = report_of(site, at, "--manifest", at / "deployment.json")
    text = on_device(site, at, "egress-check", *trust(site), "--manifest", at / "deployment.json").stdout
    flows, done = rules_of(site, "--root", at, "--manifest", at / "deployment.json", "--proxy", "none")
    info.write_text(kept)
    services = {p["service"] for p in report["paths"]}
    checks.that(report["site"]["hub"] is None and "dps" in services and "mcr" in services and "iot_hub" not in services, "first day: %s" % services)
    checks.that(report["verdict"] == "ready" and report["recommendation"]["upstream_protocol"] is None, "first day: %s" % report["recommendation"])
    checks.that("UpstreamProtocol: none was tried" in text and "hub's name is not known" in " ".join(text.split()), "first day: %s" % text)
    checks.that("*.azure-devices.net" in str([f for f in flows if f["id"] == "iot-hub"]), "first day: %s" % flows)


def nested(site, at):
    """Images that name Microsoft's registry are needed whatever the parent has, and so are its rules."""
    toml = at / "etc/aziot/config.toml"
    kept = toml.read_text()
    toml.write_text('parent_hostname = "gw.plant.example"\n' + kept)
    up = {"UpstreamProtocol": "AmqpWs"}
    deployment = manifest("")
    system = deployment["modulesContent"]["$edgeAgent"]["properties.desired"]["systemModules"]
    for name in system:
        system[name] = module("$upstream:443/azureiotedge-%s:1.6" % name[4:].lower(), **up)
    deployment["modulesContent"]["$edgeAgent"]["properties.desired"]["modules"]["proxy"] = module("mcr.microsoft.com/azureiotedge-api-proxy:1.1")
    (at / "nested.json").write_text(json.dumps(deployment))
    (at / "nested.json").chmod(0o644)
    flows, _ = rules_of(site, "--root", at, "--manifest", at / "nested.json", "--proxy", "none")
    toml.write_text(kept)
    needs = {f["id"]: f["need"] for f in flows}
    checks.that(needs.get("mcr") == "required" and "parent" in needs and "iot-hub" not in needs, "nested: %s" % needs)


def broken(site, at):
    """Each file in a bad state: one line that names it, and the others still say what they know."""
    toml, info, engine = "etc/aziot/config.toml", "var/lib/aziot/identityd/device_info", "etc/docker/daemon.json"
    whole = (at / toml).read_bytes()
    rows = [("half written", toml, whole[:whole.index(b"0ne") + 3]), ("BOM and CRLF", toml, b"\xef\xbb\xbf" + whole.replace(b"\n", b"\r\n")),
            ("twice", toml, whole + b"[agent.env]\n"), ("Latin-1", toml, whole.decode().encode("latin-1")), ("empty", toml, b""),
            ("deep", engine, b'{"a":' + b"[" * 100000), ("wrong type", engine, b"[]"), ("cut", engine, b'{"log-driver": "lo'),
            ("50 MB", engine, b" " * (50 << 20)), ("unprovisioned", info, b"unprovisioned"), ("cut", info, b'hub_name = "con')]
    for what, name, text in rows:
        kept = (at / name).read_bytes()
        (at / name).write_bytes(text)
        done = site.check("--plan", "--root", at, timeout=20)
        (at / name).write_bytes(kept)
        hub = HUB_NAME in done.stdout
        lines = done.stdout + done.stderr
        if name == info and what == "unprovisioned":
            checks.that(done.returncode == 0 and "dps/https" in lines and not hub, "%s %s: %s" % (name, what, lines))
        elif name == info:
            checks.that(done.returncode == 2 and done.stderr.count("\n") == 1 and "--hub" in done.stderr, "%s %s: %s" % (name, what, lines))
        else:
            checks.that(done.returncode == 0 and hub, "%s %s: exit %d %s" % (name, what, done.returncode, lines))
            if what not in ("BOM and CRLF", "empty"):
                checks.that(sum(str(at / name) in line for line in done.stdout.splitlines()) >= 1, "%s %s: not said in %s" % (name, what, lines))
    (at / toml).chmod(0)
    done = site.check("--plan", "--root", at)
    (at / toml).chmod(0o644)
    checks.that(done.returncode == 0 and HUB_NAME in done.stdout and "Permission denied" in done.stdout, "not readable: %s" % (done.stdout + done.stderr))


with lab.Lab(proxy=True) as site:
    cloud.up(site)
    proxy = proxies.squid_open(site)
    at = device(site, proxy)
    no_option(site, at, proxy)
    with_manifest(site, at, proxy)
    behind_the_proxy(site, at, proxy)
    from_a_copy(site, at)
    first_day(site, at)
    nested(site, at)
    broken(site, at)
checks.end()
