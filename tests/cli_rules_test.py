#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""egress-rules and the scripts for Linux as people type them: policies in files that were changed or are over, what diff
reads, what an export leaves and removes in a directory. What is refused: exit status 2, one line, nothing on standard output.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from checks import Checks  # noqa: E402
from cli_support import run  # noqa: E402

checks = Checks()
place = tempfile.TemporaryDirectory(prefix="egress-cli-")
folder = pathlib.Path(place.name)
NOBODY = ["--hub", "contoso", "--resolver", "127.0.0.1:9"]


def file(name, content):
    path = folder / name
    path.write_text(content)
    return str(path)


def refused(arguments, says):
    ended = run("egress-rules", *arguments, cwd=str(folder))
    text, what = ended.err.decode(), " ".join(arguments)
    checks.that(ended.status == 2 and len(ended.lines()) == 1 and text.startswith("egress-rules: ") and ended.out == b"",
                "%s: exit %d, %s %s" % (what, ended.status, ended.out[:200], text[:400]))
    for word in [says] if isinstance(says, str) else says:
        checks.that(word in text, "%s: does not say %r: %s" % (what, word, text[:300]))
    checks.that(ended.seconds < 3, "%s: took %.1f s" % (what, ended.seconds))


# ---- policies in files are what they say, and not over
POLICY = {"schema": "egress-policy/1", "id": "", "owner": "net ops", "reason": "CHG-1042", "expires": "2999-06-30", "stance": "default-deny",
          "hook": "host", "devices": [], "in_interface": "", "out_interface": "", "remarks": [],
          "flows": [{"id": "iot-hub", "over": ["tcp"], "ports": [443, 8883], "names": ["contoso.azure-devices.net"],
                     "addresses": ["203.0.113.10/32", "2001:db8:2::1/128"], "how": "resolved", "tags": [], "need": "required", "why": "IoT Hub",
                     "source": "a document", "evidence": []}]}


def policy(name, **changed):
    return file(name, json.dumps({**POLICY, **changed}))


def done(arguments, status, says=""):
    ended = run("egress-rules", *arguments, cwd=str(folder))
    text = (ended.out + ended.err).decode()
    checks.that(ended.status == status and says in text, "egress-rules %s: exit %d: %s" % (" ".join(arguments), ended.status, text[:600]))
    return text


saved = policy("policy.json")
gateway = policy("gateway.json", hook="gateway", devices=["10.1.0.0/24"])
for form, ending in (("nftables", "nft"), ("powershell", "ps1"), ("squid", "squid"), ("change-markdown", "md"), ("dsc", "dsc")):
    name = str(folder / ("held." + ending))
    done(["export", "--format", form, "--policy", saved, "-o", name], 0)
    text = pathlib.Path(name).read_text()
    again = done(["export", "--format", "change-json", "--policy", name, "-o", str(folder / "again.json")], 0)
    back = json.loads((folder / "again.json").read_text())
    checks.that([back[k] for k in ("owner", "reason", "expires")] == ["net ops", "CHG-1042", "2999-06-30"] and back["id"] in text, form + ": the policy comes back whole")
    for was, now in (("owner net ops", "owner me"), ("2999-06-30", "2999-07-30"), ("8883 resolved", "8884 resolved"), ("to 203.0.113.10/32", "to 203.0.113.11/32")):
        edited = file("edited." + ending, "".join(line.replace(was, now) if "egress-policy/1" in line else line for line in text.splitlines(True)))
        checks.that(pathlib.Path(edited).read_text() != text, "%s: %s is in it" % (form, was))
        refused(["diff", name, edited], ["edited." + ending, "edited by hand", back["id"]])
        refused(["export", "--format", "ufw", "--policy", edited], ["edited." + ending, "edited by hand"])
        refused(["audit", "--nft", name, "--policy", edited], ["edited." + ending, "edited by hand"])
        if form in ("nftables", "powershell", "squid", "dsc"):
            refused(["prove", "--format", form, edited], ["edited." + ending, "edited by hand"])
edited = file("edited.json", (folder / "again.json").read_text().replace("net ops", "me"))
refused(["export", "--format", "ufw", "--policy", edited], ["edited.json", "edited by hand", '"id" empty'])

over = policy("over.json", expires="2026-01-31")
for arguments in (["export", "--format", "ufw", "--policy", over], ["audit", "--nft", str(folder / "held.nft"), "--policy", over],
                  ["prove", "--format", "nftables", "--policy", over, str(folder / "held.nft")]):
    refused(arguments, ["over.json", "expired on 2026-01-31", "--expires"])
done(["export", "--format", "nftables", "--policy", over, "--expires", "2999-01-01"], 0, "egress-policy/1 expires 2999-01-01")
refused(["prove", "--format", "squid", file("over.squid", done(["export", "--format", "squid", "--policy", policy("soon.json", expires="")], 0)
                                                              .replace("# egress-policy/1 flow", "# egress-policy/1 expires 2026-01-31\n# egress-policy/1 flow", 1))], "edited by hand")
for given in ("2027-02-30", "2027-13-01", "tomorrow", "2027-1-1", "2020-01-01"):
    refused(["export", "--format", "ufw", "--policy", saved, "--expires", given], ["--expires", given])
refused(["export", "--format", "ufw", "--policy", policy("noday.json", expires="2027-02-30")], ["noday.json", "2027-02-30", "no such day"])
# Options are judged before any name is asked for: that would be a second line.
for more, says in ((["--expires", "2027-02-30"], "--expires"), (["--owner", "a;b"], "--owner"), (["--service-tags", "absent.json"], "absent.json"), (["--gateway"], "--gateway")):
    refused(["export", "--format", "powershell", *NOBODY, *more], says)
refused(["export", "--format", "nftables", *NOBODY, "--gateway", "--in-interface", "a b"], "--in-interface")
refused(["export", "--format", "fortigate", *NOBODY], ["fortigate", "give --gateway"])

# ---- diff: the rules themselves, where they can be read
script = (folder / "held.ps1").read_text()
other = file("other.ps1", script.replace("'203.0.113.10'", "'203.0.113.11'"))
done(["diff", str(folder / "held.ps1"), str(folder / "held.ps1")], 0, "evaluated as their platform would: the same packets")
shown = done(["diff", str(folder / "held.ps1"), other], 1)
checks.that("+ 203.0.113.11/32" in shown and "- 203.0.113.10/32" in shown, "diff reads the rules: " + shown)
outcome = json.loads(done(["diff", str(folder / "held.ps1"), other, "--json"], 1))
checks.that(outcome["kind"] == "rules" and not outcome["same"] and outcome["gained"][0]["addresses"]["prefixes"] == ["203.0.113.11/32"], "diff --json: %s" % outcome)
refused(["diff", str(folder / "held.ps1"), file("broken.ps1", script.replace("RemoteAddress", "RemoteAdress"))], "broken.ps1")
checks.that("the same lines, comments apart" in done(["diff", str(folder / "held.nft"), str(folder / "held.nft")], 0), "diff says what it read")
done(["diff", str(folder / "held.nft"), saved], 0, "the same policy; the rules themselves were not compared")
done(["diff", saved, saved], 0, "the same packets get out")
# Whether or not this machine has namespaces: other rules under the same policy are no "same".
shown = done(["diff", str(folder / "held.nft"), file("more.nft", (folder / "held.nft").read_text().replace("\t\tjump refuse", "\t\ttcp dport 22 accept\n\t\tjump refuse"))], 1, "the same policy\n")
checks.that("gained" in shown or "which packets that changes was not asked" in shown, "diff of two for Linux: " + shown)
by_name = policy("by_name.json", flows=POLICY["flows"] + [{**POLICY["flows"][0], "id": "acr", "names": ["*.azurecr.io"], "addresses": [], "how": "names-only"}])
for form in ("nftables", "squid"):
    done(["export", "--format", form, "--policy", by_name, "-o", str(folder / ("by_name." + form))], 1 if form == "nftables" else 0)
shown = done(["diff", str(folder / "by_name.nftables"), str(folder / "by_name.squid")], 1, "flow acr: nftables cannot hold it")

# ---- service tags are part of a policy: another tag is another policy
tagged = policy("tagged.json", flows=[{**POLICY["flows"][0], "how": "service-tag", "tags": ["AzureIoTHub.WestEurope"]}])
for form in ("nsg-arm", "nsg-terraform", "azure-firewall-arm", "nftables"):
    held = str(folder / ("tagged." + form))
    done(["export", "--format", form, "--policy", tagged, "-o", held], 0)
    text = pathlib.Path(held).read_text()
    changed = file("other_tag." + form, text.replace("AzureIoTHub.WestEurope", "Storage.WestEurope"))
    checks.that(pathlib.Path(changed).read_text() != text, form + ": the tag is in it")
    refused(["prove", "--format", form, changed], ["other_tag." + form, "edited by hand"])
    refused(["diff", held, changed], ["other_tag." + form, "edited by hand"])
    if form != "nftables":
        refused(["prove", "--format", form, changed, "--policy", tagged], ["other_tag." + form, "service tags of iot-hub"])
other = policy("other_tag.json", flows=[{**POLICY["flows"][0], "how": "service-tag", "tags": ["Storage.WestEurope"]}])
done(["diff", tagged, other], 1, "service tags of iot-hub: AzureIoTHub.WestEurope to Storage.WestEurope")

# ---- audit: half a copy of a site's files is refused before anything is filled up from this machine
def copy_of(name, *files):
    (folder / name).mkdir()
    for each in files:
        (folder / name / each).write_text("")
    return str(folder / name)


for arguments, says in (
        (["--ufw", copy_of("empty")], "user.rules is missing"), (["--ufw", copy_of("half", "user.rules")], ["/etc/default/ufw is missing", str(folder / "default/ufw")]),
        (["--ufw", copy_of("fw", "firewalld.conf")], "give it with --firewalld"), (["--firewalld", copy_of("empty_fw")], "firewalld.conf is missing"),
        (["--firewalld", copy_of("other_fw", "user.rules")], "give it with --ufw"), (["--ufw", str(folder / "absent")], "no directory"),
        (["--nft", str(folder / "held.nft"), "--from", "10.1"], "--from 10.1")):
    refused(["audit", *arguments, "--policy", saved], says)
refused(["audit", "--nft", str(folder / "held.nft"), "--policy", gateway, "--from", "10.1.0.1"], ["--from", "--device"])
if os.geteuid() != 0:
    refused(["audit", "--firewalld", str(folder / "fw"), "--policy", saved], "starts for root only")

# ---- prove: what nothing can prove is said first; so is what is too large
refused(["prove", "--format", "change-csv", file("x.csv", "a\n")], "nothing can prove it")
refused(["prove", "--format", "change-csv", file("x.csv", "a\n"), "--policy", saved], "nothing can prove it")
large = policy("large.json", flows=[{**POLICY["flows"][0], "addresses": ["20.%d.%d.%d/32" % (2 * i >> 16, (2 * i >> 8) & 255, 2 * i & 255) for i in range(40001)]}])
refused(["prove", "--format", "nftables", "--policy", large, str(folder / "held.nft")], ["40001 address blocks", "at most 40000"])

# ---- an unknown region is refused before any name is asked for
tags = file("some_tags.json", json.dumps({"changeNumber": 1, "cloud": "Public", "values": [{"name": "AzureIoTHub.WestEurope", "id": "AzureIoTHub.WestEurope", "properties": {
    "changeNumber": 1, "region": "westeurope", "regionId": 18, "platform": "Azure", "systemService": "AzureIoTHub", "addressPrefixes": ["203.0.113.0/24"], "networkFeatures": []}}]}))
refused(["export", "--format", "powershell", *NOBODY, "--service-tags", tags, "--region", "westeurop"], ["--region westeurop", "westeurope"])

# ---- export into a directory: what an earlier export left, and nothing else, goes
for form, at, gone, kept in (("pfsense", gateway, "egress_iot_hub.txt", "egressdevices.txt"), ("firewalld", saved, "ipsets/eh4-iot-hub.xml", "policies/egress.xml")):
    target = folder / form
    done(["export", "--format", form, "--policy", at, "-o", str(target)], 0)
    done(["diff", str(target), str(target)], 0, "the same lines, comments apart" if form == "firewalld" else "the same packets")
    (target / "mine.txt").write_text("not yours\n")
    (target / gone).with_name("egress_mine.txt").write_text("192.0.2.1\n")
    if form == "firewalld":
        (target / "ipsets/eh6-iot-hub.xml").open("a").write("<!-- changed -->\n")
    renamed = json.loads(pathlib.Path(at).read_text())
    renamed["flows"][0]["id"] = "hub"
    shown = done(["export", "--format", form, "--policy", file("renamed.json", json.dumps(renamed)), "-o", str(target)], 0)
    checks.that("removed from %s" % target in shown and gone in shown, form + ": what goes is said: " + shown)
    checks.that(not (target / gone).exists() and (target / kept).exists() and (target / "mine.txt").exists() and
                (target / gone).with_name("egress_mine.txt").exists(), form + ": what is stale goes, all else stays")
    if form == "firewalld":
        checks.that((target / "ipsets/eh6-iot-hub.xml").exists() and "changed since: it stays" in shown, "firewalld: what was changed stays: " + shown)
    checks.that("removed" not in done(["export", "--format", form, "--policy", str(folder / "renamed.json"), "-o", str(target)], 0), form + ": nothing goes twice")

# ---- prove --json says what it is of
outcome = json.loads(done(["prove", "--format", "powershell", str(folder / "held.ps1"), "--json", "-"], 0))
checks.that(outcome["files"] == [str(folder / "held.ps1")] and outcome["format"] == "powershell" and outcome["policy"] in script, "prove --json: %s" % list(outcome))
empty_tags = file("empty_tags.json", '{"changeNumber": 1, "cloud": "Public", "values": []}')
done(["diff", empty_tags, empty_tags], 0, 'there is no tag in it, "values" is empty')

# ---- the scripts for Linux: help without root
for script_name in ("egress-apply", "egress-remove", "egress-refresh"):
    path = pathlib.Path(__file__).resolve().parents[1] / "scripts" / script_name
    asked = subprocess.run([path, "--help"], capture_output=True, text=True, timeout=10)
    checks.that(asked.returncode == 0 and asked.stdout.startswith(script_name + " ") and "Exit: 0" in asked.stdout and not asked.stderr and "#" not in asked.stdout.split("\n")[0],
                "%s --help: %d %s" % (script_name, asked.returncode, asked.stdout[:200] + asked.stderr))

place.cleanup()
checks.end()
