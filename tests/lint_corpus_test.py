#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every configuration set of tests/lint_corpus has exactly the findings that it expects, healthy ones none.

A file holds many sets. "=== NAME [< BASE]: what it is" begins one, with the files of its base; then
  args: options of egress-lint; {report blocked|healthy|inspected} is a report of tests/golden
  == PATH [MODE]      a file, up to the next "=="; below device/ where it is etc/… or var/…
  == PATH < PEM       the file of pem/
  == replace PATH     lines "old => new" for the base's file
  == remove PATH
  == expected         severity id file:line, one a line
EGRESS_CORPUS_WRITE=1 rewrites what is expected: read the difference before you commit it.
"""
import json
import os
import pathlib
import re
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from checks import Checks  # noqa: E402
from cli_support import run  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
CORPUS = HERE / "lint_corpus"
SECRETS = (b"s3cret", b"hunter2")  # in lower case


class Set:
    def __init__(self, name, base, source):
        self.name, self.source, self.files, self.args, self.expected = name, source, {}, [], None
        if base:
            self.files = {path: list(entry) for path, entry in base.files.items()}
            self.args = list(base.args)


def sets():
    known = {}
    for source in sorted(CORPUS.glob("*.sets")):
        text = source.read_text()
        for part in re.split(r"^=== ", text, flags=re.M)[1:]:
            head, _, body = part.partition("\n")
            name, _, base = head.partition(":")[0].partition("<")
            name, base = name.strip(), base.strip()
            assert name not in known, "two sets named %s" % name
            one = known[name] = Set(name, known[base] if base else None, source)
            pieces = re.split(r"^== (.*)\n", body, flags=re.M)
            for line in pieces[0].splitlines():
                if line.startswith("args:"):
                    one.args = line[5:].split()
            for title, content in zip(pieces[1::2], pieces[2::2]):
                words = title.split()
                if words[0] == "expected":
                    one.expected = sorted(line for line in content.splitlines() if line.strip())
                elif words[0] == "remove":
                    del one.files[words[1]]
                elif words[0] == "replace":
                    entry = one.files[words[1]]
                    for line in filter(str.strip, content.splitlines()):
                        old, new = line.split(" => ") if " => " in line else (line.removesuffix(" =>"), "")
                        old, new = old.replace("\\n", "\n"), new.replace("\\n", "\n")
                        assert old in entry[0], "%s: %r is not in %s" % (name, old, words[1])
                        entry[0] = entry[0].replace(old, new)
                elif len(words) == 3 and words[1] == "<":
                    one.files[words[0]] = [(CORPUS / "pem" / words[2]).read_text(), 0o600]
                else:
                    one.files[words[0]] = [content, int(words[1], 8) if len(words) > 1 else 0o600]
    return known.values()


def closed(path):
    """The path, as the blocked site's 5671 is."""
    blocked = json.loads((HERE / "golden/report_blocked.json").read_text())["paths"][0]
    return dict(path, **{key: blocked[key] for key in ("works", "degraded", "cause", "failed", "used", "steps")})


def report(kind):
    """A report of a site where only 443 is open (blocked), where everything is (healthy), where TLS to the hub or to the
    images is inspected (inspected, images_inspected), where only MQTT on 8883 gets out (only_mqtt), where nothing but by
    the proxy (by_proxy), where HTTPS by the proxy and AMQP directly (https_by_proxy), of a nested device (parent)."""
    full = json.loads((HERE / "golden" / ("report_%s.json" % ("healthy" if kind == "healthy" else "blocked"))).read_text())
    if kind == "only_mqtt":
        kept = ("iot_hub/mqtt/direct", "iot_hub/https/direct")
        full = dict(json.loads((HERE / "golden/report_healthy.json").read_text()))
        full["paths"] = [p if p["id"] in kept or not p["id"].startswith("iot_hub") else closed(p) for p in full["paths"]]
    if kind.endswith("by_proxy"):
        full = json.loads((HERE / "golden/report_healthy.json").read_text())
        full["site"]["proxy"] = "http://edge:***@proxy.contoso.com:3128"
        direct = [p for p in full["paths"] if p["service"] != "ntp"]
        by_proxy = [dict(p, id=p["id"].replace("/direct", "/proxy"), via="proxy") for p in direct]
        free = "iot_hub/amqp/direct" if kind == "https_by_proxy" else ""
        full["paths"] = [p if p["id"] == free else closed(p) for p in direct] + by_proxy
    if kind == "parent":
        full = json.loads((HERE / "golden/report_healthy.json").read_text())
        full["paths"] = [dict(p, id=p["id"].replace("iot_hub", "parent"), service="parent", host="gateway.contoso.com")
                         for p in full["paths"] if p["service"] == "iot_hub"]
        full["site"].update(hub="", registries=[])
    if kind.endswith("inspected"):
        wanted = "mcr/registry/direct" if kind == "images_inspected" else "iot_hub/https/direct"
        full = json.loads((HERE / "golden/report_healthy.json").read_text()) if kind == "images_inspected" else full
        seen = next(p for p in full["paths"] if p["id"] == wanted)
        for step in seen["steps"]:
            if step["step"] == "tls":
                step["root"] = "CN=Corp Inspection Root"
        findings = json.loads((HERE / "golden/report_blocked.json").read_text())["findings"]
        finding = dict(findings[0], cause="tls.intercepted_trusted", paths=[seen["id"]])
        full["findings"] = [finding]
    return json.dumps(full)


def look(one, folder):
    manifests = []
    for path, (content, mode) in one.files.items():
        device = path.startswith(("etc/", "var/"))
        target = folder / "device" / path if device else folder / path
        if not device:
            manifests += ["--config" if path.endswith((".toml", ".yaml")) else "--manifest", path]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode("utf-8", "surrogateescape"))
        target.chmod(mode)
    arguments = []
    for word in one.args:
        kind = re.fullmatch(r"\{report:(\w+)\}", word)
        if kind:
            (folder / "report.json").write_text(report(kind.group(1)))
        arguments += ["--report", "report.json"] if kind else [word]
    root = ["--root", "device"] if (folder / "device").is_dir() else []
    given = [*root, *manifests]
    found = run("egress-lint", *given, *arguments, "--json", "-", "--sarif", "out.sarif", "--junit", "out.xml", cwd=str(folder))
    # Every other form, for what may be in none.
    forms = [run("egress-lint", *given, *arguments, "-v", cwd=str(folder)), run("egress-lint", *given, "--fix", cwd=str(folder))]
    for name in manifests[1::2]:
        for form in ("text", "json", "merge-patch", "set-modules"):
            forms.append(run("egress-lint", "--settings", form, "--protocol", "AmqpWs", "--manifest", name, cwd=str(folder)))
    shown = b"".join(one.out + one.err for one in [found, *forms])
    shown += b"".join((folder / name).read_bytes() for name in ("out.sarif", "out.xml") if (folder / name).exists())
    return found, shown


def findings_of(ended):
    found = []
    for f in json.loads(ended.out)["findings"]:
        place = f["file"].removeprefix("device/") + (":%d" % f["line"] if f["line"] else "")
        found.append("%s %s %s" % (f["severity"], f["id"], place))
    return sorted(found)


def main():
    checks, rewrite, healthy, count = Checks(), os.environ.get("EGRESS_CORPUS_WRITE") == "1", 0, 0
    met = set()
    for one in sets():
        if one.expected is None:
            continue  # a base only
        count += 1
        folder = pathlib.Path(tempfile.mkdtemp(prefix="egress-corpus-"))
        try:
            ended, shown = look(one, folder)
            if not checks.that(ended.status in (0, 1), "%s: exit %d: %s" % (one.name, ended.status, ended.err[:300])):
                continue
            found = findings_of(ended)
            met.update(line.split()[1] for line in found)
            if rewrite and found != one.expected:
                text = one.source.read_text()
                begin = re.search(r"^=== %s( <|:).*$" % re.escape(one.name), text, flags=re.M).start()
                at = text.index("\n== expected\n", begin) + len("\n== expected\n")
                following = re.search(r"^=== ", text[at:], flags=re.M)
                rest = text[at + following.start():] if following else ""
                one.source.write_text(text[:at] + "".join(line + "\n" for line in found) + ("\n" + rest if rest else ""))
            checks.that(found == one.expected, "%s: found %s, expected %s" % (one.name, found, one.expected))
            errors = any(line.startswith("error") for line in found)
            checks.that(ended.status == (1 if errors else 0), "%s: exit %d" % (one.name, ended.status))
            if one.name.startswith("healthy"):
                healthy += 1
                checks.that(found == [], "%s is healthy, and %s was found" % (one.name, found))
            for secret in SECRETS:
                at = shown.lower().find(secret)
                checks.that(at < 0, "%s: a secret is shown: %s" % (one.name, shown[max(0, at - 80):at + 20]))
        finally:
            shutil.rmtree(folder)
    listed = run("egress-lint", "--rules")
    ids = {line.split()[0].decode() for line in listed.out.splitlines() if line[:1].isalpha()}
    print("%d sets, %d healthy; %d of %d rules met" % (count, healthy, len(met & ids), len(ids)))
    # Whoever runs the tests as root can read every file.
    checks.that(ids - met <= {"file-unreadable"}, "rules that no set meets: %s" % ", ".join(sorted(ids - met)))
    checks.that(count >= 60, "only %d sets" % count)
    checks.that(healthy >= 10, "only %d healthy sets" % healthy)
    checks.that(met <= ids, "findings of no rule: %s" % (met - ids))
    checks.end()


main()
