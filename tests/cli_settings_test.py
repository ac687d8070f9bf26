#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""egress-lint --settings and --fix by others' means: the merge patch applied by RFC 7396's own algorithm, the patch by
patch(1), TOML and JSON by Python's readers. No secret of a manifest or of a proxy is in any output."""
import configparser
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from checks import Checks  # noqa: E402
from cli_support import run  # noqa: E402

checks = Checks()
place = tempfile.TemporaryDirectory(prefix="egress-settings-")
folder = pathlib.Path(place.name)
PROXY = "http://proxy.corp.example:3128"
SECRETS = (b"hunter2", b"S3cretKeyOfTheHub")


def lint(*arguments, **how):
    ended = run("egress-lint", *arguments, **{"cwd": str(folder), **how})
    for secret in SECRETS:
        checks.that(secret not in ended.out + ended.err, "%s: shows the secret %s" % (arguments, secret))
    return ended


def merged(target, patch):
    """RFC 7396, section 2."""
    if not isinstance(patch, dict):
        return patch
    target = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            target.pop(name, None)
        else:
            target[name] = merged(target.get(name), value)
    return target


def module(image, **env):
    return {"type": "docker", "status": "running", "restartPolicy": "always",
            "settings": {"image": image, "createOptions": "{\"Env\":[\"A=HostName=h;SharedAccessKey=S3cretKeyOfTheHub\"]}"},
            "env": {name: {"value": value} for name, value in env.items()}}


def manifest(agent, hub):
    return {"modulesContent": {
        "$edgeAgent": {"properties.desired": {
            "schemaVersion": "1.1",
            "runtime": {"type": "docker", "settings": {"minDockerVersion": "v1.25", "registryCredentials": {
                "c": {"address": "contoso.azurecr.io", "username": "pull", "password": "hunter2"}}}},
            "systemModules": {"edgeAgent": agent, "edgeHub": hub},
            "modules": {"m": module("contoso.azurecr.io/m:1", rate=3)}}},
        "$edgeHub": {"properties.desired": {"schemaVersion": "1.1", "routes": {"r": "FROM /* INTO $upstream"}}}}}


def system_modules(whole):
    content = whole.get("content", whole)["modulesContent"]["$edgeAgent"]
    return content["properties.desired"]["systemModules"]


AGENT, HUB = "mcr.microsoft.com/azureiotedge-agent:1.5", "mcr.microsoft.com/azureiotedge-hub:1.5"
PLAIN = manifest(module(AGENT, UpstreamProtocol="Mqtt"), module(HUB, upstreamprotocol="amqp", HTTPS_PROXY="http://old:1"))
BARE = manifest({"type": "docker", "settings": {"image": AGENT}}, {"type": "docker", "settings": {"image": HUB}, "env": {}})


def write(name, text):
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


def patches_merge():
    for what, before in (("plain", PLAIN), ("bare", BARE), ("exported", {"id": "d", "content": PLAIN, "priority": 1})):
        name = write(what + ".json", json.dumps(before))
        ended = lint("--settings", "merge-patch", "--protocol", "amqpws", "--proxy", PROXY, "--manifest", name)
        checks.that(ended.status == 0, "%s: %s" % (what, ended.err))
        after = merged(before, json.loads(ended.out))
        for each in ("edgeAgent", "edgeHub"):
            env = system_modules(after)[each]["env"]
            checks.that(env == {"UpstreamProtocol": {"value": "AmqpWs"}, "https_proxy": {"value": PROXY}},
                        "%s: env of %s is %s" % (what, each, env))
            system_modules(after)[each]["env"] = system_modules(before)[each].get("env")
        checks.that("env" not in system_modules(before)["edgeAgent"] or after == before, "%s: more was changed" % what)


def set_modules_is_whole():
    write("plain.json", json.dumps(PLAIN))
    ended = lint("--settings", "set-modules", "--protocol", "MqttWs", "--manifest", "plain.json")
    after = json.loads(ended.out)
    # Not to be applied like that: a command behind && is not run.
    checks.that(ended.status == 1 and b"do not apply it with ***" in ended.err, "status %d: %s" % (ended.status, ended.err))
    checks.that(after["modulesContent"].keys() == PLAIN["modulesContent"].keys(), "not whole: %s" % after)
    desired = after["modulesContent"]["$edgeAgent"]["properties.desired"]
    checks.that(desired["runtime"]["settings"]["registryCredentials"]["c"] ==
                {"address": "contoso.azurecr.io", "username": "pull", "password": "***"}, "credentials: %s" % desired["runtime"])
    checks.that(desired["modules"]["m"]["settings"]["image"] == "contoso.azurecr.io/m:1", "the module is lost")
    for line in (b"registryCredentials/c/password", b"modules/m/settings/createOptions"):
        checks.that(line in ended.err, "not said to be hidden: %s: %s" % (line, ended.err))
    # A place of many names is one, though it is as long as a key; what is no secret there is shown.
    named = json.loads(json.dumps(PLAIN))
    options = {"Env": ["A=hunter2"], "HostConfig": {"PortBindings": {"5432/tcp": [{"HostPort": "5432"}]}}}
    entry = {"type": "docker", "settings": {"image": "h:1", "createOptions": json.dumps(options)}}
    named["modulesContent"]["$edgeAgent"]["properties.desired"]["modules"]["historian2"] = entry
    ended = lint("--settings", "set-modules", "--protocol", "MqttWs", "--manifest", write("named.json", json.dumps(named)))
    at = "modulesContent/$edgeAgent/properties.desired/modules/historian2/settings/createOptions"
    checks.that(("not shown: /%s\n" % at).encode() in ended.err, "not named: %s" % ended.err)
    seen = json.loads(ended.out)
    for name in at.split("/"):
        seen = seen[name]
    checks.that(json.loads(seen) == dict(options, Env=["A=***"]), "createOptions: %s" % seen)
    # In a file that the user names, all is as it was, and nobody else reads it.
    (folder / "whole.json").write_text("before")
    (folder / "whole.json").chmod(0o666)
    ended = lint("--settings", "set-modules", "--protocol", "MqttWs", "--manifest", "plain.json", "-o", "whole.json")
    checks.that(ended.status == 0 and not ended.out, "-o: %d %s" % (ended.status, ended.err))
    checks.that((folder / "whole.json").stat().st_mode & 0o777 == 0o600, "-o: %o" % (folder / "whole.json").stat().st_mode)
    patch = json.loads(lint("--settings", "merge-patch", "--protocol", "MqttWs", "--manifest", "plain.json").out)
    checks.that(json.loads((folder / "whole.json").read_text()) == merged(PLAIN, patch), "-o: not the manifest with the patch")
    alone = json.loads(lint("--settings", "set-modules", "--protocol", "Amqp").out)
    for each in ("edgeAgent", "edgeHub"):
        entry = system_modules(alone)[each]
        checks.that(entry["type"] == "docker" and entry["settings"]["image"].startswith("mcr.microsoft.com/azureiotedge-") and
                    json.loads(entry["settings"]["createOptions"]) == {} and
                    entry["env"] == {"UpstreamProtocol": {"value": "Amqp"}}, "smallest: %s" % entry)
    desired = alone["modulesContent"]["$edgeAgent"]["properties.desired"]
    checks.that({"schemaVersion", "runtime", "systemModules", "modules"} == set(desired), "smallest: %s" % desired)
    checks.that("$edgeHub" in alone["modulesContent"], "smallest: no $edgeHub")


def every_text_is_valid():
    ended = lint("--settings=json", "--protocol", "AmqpWs", "--proxy", "http://edge%40corp:hunter2@proxy.corp.example:3128")
    out = json.loads(ended.out)
    shown = "http://edge%40corp:***@proxy.corp.example:3128"
    checks.that(out["proxy"] == shown, "proxy: %s" % out["proxy"])
    seen = set()
    for step in out["steps"]:
        name, text = step["file"], step["text"]
        seen.add(name)
        if name.endswith(".toml"):
            checks.that(tomllib.loads(text)["agent"]["env"] == {"UpstreamProtocol": "AmqpWs", "https_proxy": shown}, name)
        elif name.endswith(".service.d/proxy.conf"):
            unit = configparser.RawConfigParser(strict=False)
            unit.read_string(text)
            checks.that(unit["Service"]["environment"].replace("%%", "%").endswith('_proxy=%s"' % shown) or
                        unit["Service"]["environment"].replace("%%", "%").endswith('_PROXY=%s"' % shown), "%s: %s" % (name, text))
        elif name.endswith(".json"):
            checks.that(json.loads(text) == {"proxies": {"http-proxy": shown, "https-proxy": shown}}, name)
    checks.that(len(seen) == 8, "steps: %s" % seen)
    eflow = lint("--settings", "--protocol", "AmqpWs", "--proxy", PROXY, "--eflow", "--edge-version", "1.2")
    checks.that(b"$ Connect-EflowVm" in eflow.out and b"apt" not in eflow.out and b"config.yaml" not in eflow.out, eflow.out)
    old = lint("--settings", "--protocol", "AmqpWs", "--proxy", PROXY, "--edge-version", "1.1")
    checks.that(b"iotedge.service.d" in old.out and b"aziot" not in old.out, old.out)


def refusals():
    write("plain.json", json.dumps(PLAIN))
    write("none.json", "{}")
    write("layer.json", json.dumps({"modulesContent": {"$edgeAgent": {"properties.desired.modules.a": {}}}}))
    for arguments, says in (
            (["--settings"], b"--settings: what to set is missing; give --report FILE or --protocol NAME"),
            (["--settings", "--protocol", "websocket"], b'--protocol: "websocket" is none; give Amqp'),
            (["--settings", "--protocol", "Amqp", "--manifest", "none.json"], b"none.json: is no deployment manifest"),
            (["--settings", "--protocol", "Amqp", "--manifest", "missing.json"], b"missing.json"),
            (["--settings", "--report", "none.json"], b"none.json"),
            (["--settings", "--protocol", "Amqp", "--json", "-"], b"--settings and --json"),
            (["--settings", "--protocol", "Amqp", "--root", "."], b"--settings and --root"),
            (["--settings", "--protocol", "Amqp", "--fix"], b"--fix and --settings"),
            (["--fix", "--manifest", "plain.json", "--sarif", "x.sarif"], b"--fix and --sarif"),
            (["--fix", "--manifest", "-"], b"--fix and --manifest -"),
            (["--manifest", "plain.json", "-o", "x.json"], b"--output is for --settings"),
            (["--settings", "set-modules", "--protocol", "Amqp", "-o", "no/such/place"], b"--output"),
            (["--settings", "set-modules", "--protocol", "Amqp", "--manifest", "layer.json"], b"layer.json: is a part of"),
            (["--settings", "--protocol", "AmqpWs", "--proxy", "ftp://u:hunter2@h"], b"--proxy")):
        ended = lint(*arguments)
        checks.that(ended.status == 2 and says in ended.err and not ended.out and len(ended.lines()) == 1,
                    "%s: %s %s" % (arguments, ended.status, ended.err))


def apply(patch, at="."):
    return subprocess.run(["patch", "-p1", "--no-backup-if-mismatch", "-d", at], input=patch, cwd=folder, capture_output=True,
                          timeout=30)


def device(protocol):
    """A device's copy in "copy", with one proxy."""
    for name, text in (
            ("copy/etc/aziot/config.toml", 'hostname = "d"\n\n[provisioning]\nsource = "manual"\nconnection_string = '
             '"HostName=h.azure-devices.net;DeviceId=d;SharedAccessKey=S3cretKeyOfTheHub"\n\n[agent.env]\n'
             'UpstreamProtocol = "%s"\nhttps_proxy = "%s"\n' % (protocol, PROXY)),
            ("copy/etc/systemd/system/aziot-identityd.service.d/proxy.conf", '[Service]\nEnvironment="https_proxy=%s"\n' % PROXY)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write(name, text)


def fix(name, at=".", root="copy"):
    """Prints a patch, has it applied, and expects nothing to be left."""
    arguments = ["--root", root, "--manifest", name, "--fix"]
    before = (folder / name).read_bytes()
    ended = lint(*arguments)
    checks.that((folder / name).read_bytes() == before, "%s: --fix wrote" % name)
    checks.that(ended.status == 0 and ended.out.startswith(b"--- a/"), "%s: no patch: %s" % (name, ended.err))
    done = apply(ended.out, at)
    said = done.stdout + done.stderr
    checks.that(done.returncode == 0 and b"fuzz" not in said and b"offset" not in said, "%s: patch: %s" % (name, said))
    again = lint(*arguments)
    checks.that(again.status == 0 and not again.out and b"nothing to change" in again.err, "%s: again: %s" % (name, again.out))
    return (folder / name).read_bytes()


def fixes_apply():
    laid_out = {"indented": dict(indent=4), "one space": dict(indent=1), "minified": dict(separators=(",", ":"))}
    safe = json.loads(json.dumps(BARE))
    safe["modulesContent"]["$edgeAgent"]["properties.desired"]["modules"]["m"]["settings"]["createOptions"] = "{}"
    del safe["modulesContent"]["$edgeAgent"]["properties.desired"]["runtime"]
    for ends in (b"\n", b"\r\n"):
        for what, how in laid_out.items():
            for last in (b"", ends):
                device("AMQPWS")
                name = write("%s.json" % what, json.dumps(safe, **how).encode().replace(b"\n", ends) + last)
                after = fix(name)
                checks.that(after.endswith(last or b"}"), "%s: the end is another: %s" % (what, after[-9:]))
                if what != "minified":
                    checks.that(after.count(b"\r\n") == (after.count(b"\n") if ends == b"\r\n" else 0), "%s: line ends" % what)
                for each in ("edgeAgent", "edgeHub"):
                    checks.that(system_modules(json.loads(after))[each]["env"] ==
                                {"UpstreamProtocol": {"value": "AmqpWs"}, "https_proxy": {"value": PROXY}}, "%s: %s" % (what, after))
                checks.that('UpstreamProtocol = "AmqpWs"\n' in (folder / "copy/etc/aziot/config.toml").read_text(), "config.toml")
    # With secrets beside: they are no context, and the patch applies all the same.
    device("AmqpWs")
    name = write("secrets.json", json.dumps(BARE, indent=2))
    fix(name)
    device("AmqpWs")
    absolute = str(folder / write("secrets.json", json.dumps(BARE, indent=2)))
    fix(absolute, "/", str(folder / "copy"))


def a_secret_in_the_line_is_left():
    device("AmqpWs")
    write("minified.json", json.dumps(BARE))
    ended = lint("--root", "copy", "--manifest", "minified.json", "--fix")
    checks.that(ended.status == 1 and not ended.out and b"may hold a secret" in ended.err, "%s %s" % (ended.status, ended.err))


def ten_thousand_modules():
    many = {"m%d" % i: module("contoso.azurecr.io/m%d:1.0" % i, rate=i) for i in range(10000)}
    big = json.loads(json.dumps(BARE))
    big["modulesContent"]["$edgeAgent"]["properties.desired"]["modules"] = many
    write("big.json", json.dumps(big, indent=1))
    for arguments in (["--json", "-"], ["--fix"], ["--settings", "merge-patch", "--protocol", "Amqp"]):
        ended = lint("--manifest", "big.json", *arguments)
        print("10,000 modules, %s: %.2f s, %d MB" % (arguments[0], ended.seconds, ended.kilobytes // 1024))
        checks.that(ended.status in (0, 1) and ended.seconds < 10 and ended.kilobytes < 200 * 1024,
                    "10,000 modules: %s: %.1f s, %d kB" % (arguments, ended.seconds, ended.kilobytes))


for each_test in (patches_merge, set_modules_is_whole, every_text_is_valid, refusals, fixes_apply, a_secret_in_the_line_is_left,
                  ten_thousand_modules):
    each_test()
checks.end()
