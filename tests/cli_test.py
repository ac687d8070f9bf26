#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What people type wrong, and what the machine refuses: one clear line, the right exit status, no crash, no secret.

A row is (tool, arguments, what the line on standard error must say, more): exit status 2, nothing on standard output.
"""
import json
import os
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from checks import Checks  # noqa: E402
from cli_support import BIN, KEY, NOWHERE, TOOLS, ports, run  # noqa: E402

checks = Checks()
place = tempfile.TemporaryDirectory(prefix="egress-cli-")
folder = pathlib.Path(place.name)
folder.chmod(0o755)


def file(name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def no_secret(ended, what):
    both = ended.out + ended.err
    checks.that(KEY[:12].encode() not in both and b"hunter2" not in both, "%s: the secret is shown: %s" % (what, both[:300]))


def refused(tool, arguments, says, within=3, status=2, **how):
    what = "%s %s" % (tool, " ".join(repr(a)[:60] for a in arguments))
    try:
        ended = run(tool, *arguments, **{"cwd": str(folder), **how})
    except AssertionError as hang:
        checks.that(False, str(hang)[:300])
        return None
    lines = ended.lines()
    checks.that(ended.status == status, "%s: exit %d, not %d: %s" % (what, ended.status, status, ended.err[:200]))
    checks.that(len(lines) == 1 and lines[0].startswith(tool + ": "), "%s: not one line: %s" % (what, ended.err[:400]))
    for word in [says] if isinstance(says, str) else says:
        checks.that(word in ended.err.decode("utf-8", "replace"), "%s: does not say %r: %s" % (what, word, ended.err[:300]))
    checks.that(not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]", ended.err), "%s: control characters: %r" % (what, ended.err[:200]))
    checks.that(ended.out == b"", "%s: on standard output: %s" % (what, ended.out[:200]))
    checks.that(ended.seconds < within, "%s: took %.1f s" % (what, ended.seconds))
    no_secret(ended, what)
    return ended


HUB = ["--hub", "contoso"]
connection = "HostName=contoso.azure-devices.net;DeviceId=edge-1;SharedAccessKey=" + KEY
malformed = ["HostName=;SharedAccessKey=" + KEY, "SharedAccessKey=" + KEY, "SharedAccessKey = " + KEY,
             "HostName contoso SharedAccessKey " + KEY, KEY, connection.replace(";", " "), "Host:contoso;SharedAccessKey:" + KEY,
             "https://user:hunter2@", "SharedAccessSignature sr=x&sig=" + KEY + "&se=1"]

# ---- names and sites
long_name = "a" * 300
for given, says in [("con toso", "space"), ("con'toso", "--hub"), ('con"toso', "--hub"), ("con\ntoso", "--hub"), ("con\x1b[31mtoso", "--hub"),
                    ("con\x7ftoso", "--hub"), (long_name, "--hub"), (".".join(["abc"] * 90), "--hub"), ("bücher", "xn--"), ("", "--hub"),
                    ("192.0.2.1", "address"), ("[2001:db8::1]", "address"), ("0x7f.1", "address"), ("contoso.azure-devices.us", "--cloud"),
                    ("contoso.azurecr.io", "--registry"), ("azure-devices.net", "--hub"), ("ftp://contoso", "scheme"), ("contoso:8883", "port"),
                    ("-contoso", "--hub"), ("con..toso", "--hub"), (b"con\xff\xfetoso", "--hub"), (".", "--hub"), ("contoso/x", "--hub"),
                    ("https://", "--hub")]:
    refused("egress-check", ["--hub", given, *NOWHERE], says)
for option in ("--hub", "--registry", "--storage", "--parent", "--ntp", "--endpoint", "--region"):
    for given in ("a b", "a\x00b"[:1] + "\x01", "-", "x" * 5000, "ü", "\"; rm -rf", "%s%n", "..", "host:99999"):
        if (option, given) == ("--region", "a b"):
            continue  # "West Europe" is how the portal writes it
        refused("egress-check", [*([] if option == "--hub" else HUB), option, given, *NOWHERE], option)
for given in ("contoso:443", "contoso:443/", "contoso/https", "contoso:0/https", "contoso:65536/https", ":443/https", "contoso:443/smtp",
              "https://contoso:443/https", "a:1:2/https", "[::1:443/https", ""):
    refused("egress-check", ["--endpoint", given, *NOWHERE], "--endpoint")
refused("egress-check", [], "--hub")
refused("egress-check", [*HUB, "--cloud", "mars", *NOWHERE], ["--cloud", "usgov"])
for seconds in ("0", "-1", "0.4", "7201", "1e9", "nan", "-nan", "inf", "x", "", "1m", "1e999"):
    refused("egress-check", [*HUB, "--hold", seconds, *NOWHERE], "--hold")
refused("egress-check", [*HUB, "--prefer", "http", *NOWHERE], "--prefer")
refused("egress-check", [*HUB, "--dps=a b", *NOWHERE], "--dps")
refused("egress-check", [*HUB, "--only", "nothing-like-it", *NOWHERE], ["--only", "nothing-like-it"])
refused("egress-check", [*HUB, "--only", "iot_hub", "--skip", "iot_hub", *NOWHERE], "--skip")

# ---- options in general
for tool in TOOLS:
    refused(tool, ["--no-such-option"], "--no-such-option")
    refused(tool, ["--no-such\x1b[2J\noption"], "--no-such")
    refused(tool, ["--options", str(folder / "absent.toml")], "absent.toml") if tool != "egress-standin" else None
for arguments in (["--bogus"], ["check\x1b[2J\nme"], ["nothing"], [], ["standing", KEY]):
    refused("egress", arguments, "--help")
refused("egress-dns", [], "no name")
refused("egress-tls", [], "no target")
for tool, needed in (("egress-check", HUB), ("egress-dns", ["x.example"]), ("egress-tls", ["x.example"])):
    safe = NOWHERE if tool != "egress-dns" else ["--resolver", "127.0.0.1:9"]
    safe = [a for a in safe]
    refused(tool, [*needed, "--ipv4", "--ipv6", *safe], ["--ipv4", "--ipv6"])
    for option in ("--limit", "--deadline"):
        rest = safe[:-4] if tool != "egress-dns" else safe
        for value in ("0", "-1", "nan", "-nan", "inf", "1e9", "x", "", "1s", "1e999"):
            refused(tool, [*needed, option, value, *rest], option)
    for value in ("0", "-1", "x", "99999999999999999999", "1.5", "nan"):
        refused(tool, [*needed, "--width", value, *safe], "--width")
    for value in ("x", "", "10.0.0.256", "10.0.0.1:", "10.0.0.1:0", "10.0.0.1:70000", "[::1", "::1]:53", "dns.example", "1.1.1.1 x", "\x1b[2J"):
        rest = [a for i, a in enumerate(safe) if a != "--resolver" and (i == 0 or safe[i - 1] != "--resolver")]
        refused(tool, [*needed, "--resolver", value, *rest], "--resolver")
for tool, needed in (("egress-check", HUB), ("egress-tls", ["127.0.0.1:9"])):
    for value in ("443", "443=", "=443", "443=0", "443=70000", "x=1", "1=2=3", "-1=5", "443=1x", "443 =1"):
        refused(tool, [*needed, *NOWHERE, "--port", value], "--port")
    refused(tool, [*needed, *NOWHERE, "--interface", "no-such0"], ["--interface", "no-such0"])
    refused(tool, [*needed, *NOWHERE, "--interface", "x" * 300], "--interface")
    refused(tool, [*needed, *NOWHERE, "--source", "not-an-address"], "--source")
    refused(tool, [*needed, *NOWHERE, "--source", "127.0.0.1", "--ipv6"], "--source")
    refused(tool, [*needed, *NOWHERE, "--ipv6"], ["--standin", "--ipv6"])
    refused(tool, [*needed, *NOWHERE[2:], "--standin", "bad name"], "--standin")
for given in ("a b", "host:0", "host:65536", "host/smtp", "", "/", ":443", "10.0.0.0/8", "10.0.0.1/24", "::/0", "2001:db8::/129", "[::1", "x" * 300,
              "h\x1b[2Jx", "ü.example", "a,b", "https://contoso"):
    refused("egress-tls", [given, *NOWHERE], ["target"] if given else "target")
for given in ("a b", "https://contoso", "x:53", "ü.example", "x" * 300, "a\x1b[2Jb", "", "a/b"):
    refused("egress-dns", [given, "--resolver", "127.0.0.1:9"], "name")
for arguments, says in ((["--port", "444=1"], "--port"), (["--port", "443=70000"], "--port"), (["--port", "443"], "--port"),
                        (["--address", "here"], "here"), (["--address", "198.51.100.77", *ports("443=0", "5671=0", "8883=0", "53=0", "123=0")], "198.51.100.77"),
                        (["--hub", "a b"], "--hub"), (["--registry", "x" * 300], "--registry"), (["--cloud", "mars"], "--cloud"),
                        (["--region", "we st"], "--region"), (["--keys", "dsa"], "--keys"), (["--clock-skew", "nan"], "--clock-skew"),
                        (["--hold", "0"], "--hold"), (["--limit-connections", "0"], "--limit-connections"),
                        (["--options-out", "x.toml"], "--ca-out"), (["--layers", "x"], "--layers")):
    refused("egress-standin", arguments, says)
refused("egress-standin", [*ports("443=0", "5671=0", "8883=0", "53=0", "123=0"), "--ca-out", "/nonexistent/" + KEY], "cannot be written")

# ---- egress-lint
refused("egress-lint", ["--no-such-option"], "--no-such-option")
refused("egress-lint", ["--root", str(folder / "absent")], "absent")
nothing = folder / "nothing-of-iot-edge"
nothing.mkdir()
refused("egress-lint", ["--root", str(nothing)], ["--root", "nothing of IoT Edge"])
plain = file("plain.json", '{"modulesContent": {}}')
for option in ("--manifest", "--config", "--report"):
    more = ["--manifest", plain] if option == "--report" else []
    for bad in (str(folder / "absent.json"), str(nothing), str(folder / ("x" * 300)), str(folder / "with\nline\x1b[2J")):
        refused("egress-lint", [*more, option, bad], option)
refused("egress-lint", ["--manifest", plain, "--report", plain], plain)
for day in ("", "today", "2026-02-30", "2026-1-1", "2026-11-27T00:00", KEY):
    refused("egress-lint", ["--manifest", plain, "--on", day], "--on") if day else None
for size in ("0", "-1", "x", "1e9", "99999999999999999999"):
    refused("egress-lint", ["--manifest", plain, "--memory", size], "--memory")
refused("egress-lint", ["--manifest", plain, "--json", "-", "--sarif", "-"], ["--json", "--sarif", "standard output"])
for option in ("--json", "--sarif", "--junit"):
    refused("egress-lint", ["--manifest", plain, option, "/nonexistent/" + KEY[:4]], option)
for text in ("", "{", "[" * 100000, "\xef\xbb\xbf{}", "{}", "null", '{"modulesContent": []}', '{"modulesContent": {"$edgeAgent": 3}}', "\0" * 5000):
    ended = run("egress-lint", "--manifest", file("odd.json", text), "--json", "-")
    checks.that(ended.status in (0, 1, 2) and ended.seconds < 5, "egress-lint %r: exit %d" % (text[:20], ended.status))
    checks.that(ended.status == 2 or json.loads(ended.out)["schema"] == "egress-lint/1", "egress-lint %r: no JSON" % text[:20])

# ---- files: trust, catalog, option file, saved report, lists
directory = folder / "directory"
directory.mkdir()
closed = folder / "closed.pem"
closed.write_text("x")
closed.chmod(0)
empty, junk = file("empty.pem", ""), file("junk.pem", "no certificate\n" * 1000)
half = file("half.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
root = os.geteuid() == 0
for tool, needed in (("egress-check", HUB), ("egress-tls", ["127.0.0.1:9"])):
    for bad in (str(folder / "absent.pem"), empty, junk, half, str(directory), "/dev/zero", "/dev/full", "/dev/null", str(folder / ("x" * 300)),
                str(folder / "with\nline\x1b[2J"), *([] if root else [str(closed)])):
        for option in ("--ca", "--service-roots"):
            refused(tool, [*needed, *NOWHERE, option, bad], [option, "PEM"])
        refused(tool, [*needed, *NOWHERE], ["SSL_CERT_FILE", "PEM"], env={"SSL_CERT_FILE": bad})
if root:
    (folder / "egress-check").write_bytes((BIN / "egress-check").read_bytes())
    (folder / "egress-check").chmod(0o755)
    for arguments, says in ((["--ca", str(closed)], "--ca"), (["--json", str(folder / "r.json")], "--json"), (["--from", str(closed)], "--from")):
        command = ["/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all",
                   str(folder / "egress-check"), *arguments, *([] if arguments[0] == "--from" else [*HUB, *NOWHERE])]
        ended = run(*command)
        checks.that(ended.status == 2 and len(ended.lines()) == 1 and says in ended.lines()[0] and "ermission" in ended.lines()[0] and not ended.out,
                    "as nobody, %s: %d %s" % (arguments, ended.status, ended.err))
for content in ("x", "[[service]]\nid = 5\n", "=", "\x00\x01", "a = [" * 5000, "[[service]]\n" * 3, b"\xff\xfe", ""):
    refused("egress-check", [*HUB, "--catalog", file("catalog.toml", content), *NOWHERE], "catalog.toml")
for bad in (str(directory), str(folder / "absent"), "/dev/zero"):
    refused("egress-check", [*HUB, "--catalog", bad, *NOWHERE], "--catalog")
    refused("egress-check", ["--from", bad], "--from")
    refused("egress-tls", ["--file", bad, *NOWHERE], "--file")
    refused("egress-dns", ["--file", bad, "--resolver", "127.0.0.1:9"], "--file")
for content, says in (("nosuch = 1\n", "nosuch"), ("hub = [\n", "--hub"), ("width = \"x\"\n", "width"),
                      ("ipv4 = true\nipv6 = true\n", "ipv"), ("\x00\x1b[2J = 1\n", ""), ("sharedaccesskey = \"%s\"\n" % KEY, ""),
                      ("hub = \"%s\"\n" % KEY, "--hub"), ("prefer = \"soon\"\n", "prefer")):
    for tool, needed in (("egress-check", HUB if "hub" not in content else []),):
        refused(tool, ["--options", file("options.toml", content), *needed, *[a for a in NOWHERE]], says)
refused("egress-check", ["--options", str(directory), *HUB, *NOWHERE], "directory")
for content in ("", "{", "[]", "{}", "null", '{"schema": "egress-report/1"}', '{"schema": "other/9"}', "[" * 100000, "\x00" * 10, "x" * 5000000,
                '{"schema": "egress-report/1", "paths": "' + KEY + '"}', '"SharedAccessKey=' + KEY + '"'):
    refused("egress-check", ["--from", file("saved.json", content)], "saved.json")
refused("egress-check", ["--from", "-"], "standard input" if False else "", stdin=b"{")
refused("egress-check", ["--from", file("saved.json", "{}"), *HUB], ["--from", "--hub"])
refused("egress-check", ["--from", file("saved.json", "{}"), "--only", "iot_hub"], ["--from", "--only"])
refused("egress-check", ["--from", file("saved.json", "{}"), "--hold", "1"], ["--from", "--hold"])

# ---- egress-check told otherwise: --explain, --why, --letters
for given, says in (("tcp.dropped", ["tcp.drop", "--explain all"]), ("sni_reset", "tls.sni_reset"), ("TCP.DROP", "tcp.drop"), ("nothing like it", "--explain all"),
                    ("", "--explain"), ("\x1b[2J", "--explain"), ("x" * 5000, "--explain"), (KEY, "--explain")):
    refused("egress-check", ["--explain", given], says)
for cause in ("tcp.drop", "tls.intercepted_trusted", "none"):
    told = run("egress-check", "--explain", cause)
    checks.that(told.status == 0 and not told.err and told.out.startswith(cause.encode()) and b"proved by" in told.out, "--explain %s: exit %d %s%s" % (
        cause, told.status, told.out[:200], told.err))
    front = run("egress", "check", "--explain", cause)
    checks.that(front.out == told.out, "egress check --explain %s differs" % cause)
lines = run("egress-check", "--explain", "all").out.decode().splitlines()
checks.that(len(lines) > 100 and all(re.match(r"[a-z0-9_.]+ +\S", line) for line in lines), "--explain all: %d lines" % len(lines))
golden_report = str(pathlib.Path(__file__).resolve().parent / "golden/report_blocked.json")
for given, says in (("nowhere", "no path or service"), ("iot_hub/m", ["several", "iot_hub/mqtt_ws/direct"]), ("", "--why"), ("\x1b[2J", "--why"), (KEY, "--why")):
    refused("egress-check", ["--from", golden_report, "--why", given], says)
    refused("egress-check", [*HUB, *NOWHERE, "--why", given], says)  # before anything is measured
for arguments in (["--why", "mcr", "--json", "-"], ["--letters", "-", "--json", "-"], ["--why", "mcr", "--letters", "-"]):
    refused("egress-check", ["--from", golden_report, *arguments], [arguments[0], "standard output"])
for where, says in ((str(directory), "directory"), ("/nonexistent/letters.txt", "No such"), ("", "--letters")):
    refused("egress-check", ["--from", golden_report, "--letters", where], ["--letters", says])
told = run("egress-check", "--from", golden_report, "--why", "mcr")
checks.that(told.status == 1 and not told.err and told.out.startswith(b"mcr/registry/direct  FAILED"), "--why mcr: exit %d %s" % (told.status, told.err))
told = run("egress-check", "--from", golden_report, "--why", "iot_hub", "--letters", str(folder / "letters.txt"), "--json", str(folder / "again.json"))
letters = (folder / "letters.txt").read_text()
checks.that(told.status == 1 and told.out.count(b"\nsteps\n") == 5 and letters.startswith("To: network admin\nSubject: ")
            and json.loads((folder / "again.json").read_text())["verdict"] == "blocked", "--why, --letters and --json in files: exit %d %s %s" % (
    told.status, told.err, letters[:200]))
told = run("egress-check", "--from", golden_report, "--letters", "-")
checks.that(told.out.decode() == letters and told.status == 1, "--letters -: exit %d" % told.status)
with open(folder / "huge.json", "wb") as huge:
    huge.truncate(200 << 20)
refused("egress-check", ["--from", str(folder / "huge.json")], "larger than")
for content in ("\r\n# only a comment\r\n\r\n", "\x00\x00", "good.example\nbad name!\x1b[2J\n", "x" * 10_000_000, "a\x00b.example\n", KEY + "\n", connection):
    data = content.encode()
    refused("egress-tls", ["--file", file("list", data), *NOWHERE], "")
    refused("egress-tls", ["-", *NOWHERE], "", stdin=data)
    refused("egress-dns", ["--file", file("list", data), "--resolver", "127.0.0.1:9"], "")
    refused("egress-dns", ["-", "--resolver", "127.0.0.1:9"], "", stdin=data)
ended = run("egress-tls", "-", *NOWHERE, "--json", stdin=b"\xef\xbb\xbf# list\r\n127.0.0.1:9/tls  # closed\r\n\r\n127.0.0.1:9/amqp\r\n")
if checks.that(ended.status == 1, "a list with CRLF and comments: exit %d %s" % (ended.status, ended.err)):
    checks.that(len([json.loads(line) for line in ended.out.splitlines()]) == 2, "two lines of JSON: %s" % ended.out[:300])

# ---- where output goes
for where, says in (("/dev/full", "space"), (str(directory), "directory"), ("/nonexistent/r.json", "No such"), ("/proc/r.json", "--json"), ("", "--json")):
    ended = run("egress-check", *HUB, *NOWHERE, "--no-progress", "--json", where)
    checks.that(ended.status == 2 and len(ended.lines()) == 1 and says.lower() in ended.err.decode().lower() and b"--json" in ended.err,
                "--json %r: exit %d %s" % (where, ended.status, ended.err))
full = open("/dev/full", "wb")
quiet = {"egress-check": [*HUB, "--plan"], "egress-tls": ["127.0.0.1:9", *NOWHERE], "egress-dns": ["localhost", "--resolver", "127.0.0.1:9", "--limit", "0.2"],
         "egress-standin": ["--list"]}
for tool, arguments in [*quiet.items(), *[(t, ["--help"]) for t in (*TOOLS, "egress")], *[(t, ["--version"]) for t in (*TOOLS, "egress")],
                        ("egress-check", ["--print-catalog"]), ("egress-check", [*HUB, *NOWHERE]), ("egress-check", [*HUB, *NOWHERE, "--json", "-"])]:
    refused(tool, arguments, "standard output", stdout=full)
    refused(tool, arguments, "standard output", shut_stdout=True)
    reading, writing = os.pipe()
    os.close(reading)  # before the tool starts, or a fast one has written already
    piped = run(tool, *arguments, stdout=writing)
    os.close(writing)
    said, status = piped.err, piped.status
    checks.that(status == 2 and said.count(b"\n") == 1, "%s %s into a closed pipe: exit %d %s" % (tool, arguments[:2], status, said))
ended = run("egress-check", *HUB, *NOWHERE, "--json", str(folder / "kept.json"), shut_stdout=True)
checks.that(ended.status == 2, "closed stdout with --json FILE: exit %d" % ended.status)
kept = (folder / "kept.json").read_text()
checks.that(kept == "" or json.loads(kept)["schema"] == "egress-report/1", "closed stdout: the terminal report went into the JSON file: %s" % kept[:80])

# ---- help and version
for tool in (*TOOLS, "egress"):
    for option, says in (("--help", b"xamples"), ("--version", tool.encode())):
        ended = run(tool, option)
        checks.that(ended.status == 0 and says in ended.out and not ended.err, "%s %s: exit %d" % (tool, option, ended.status))
        if tool != "egress":
            front = run("egress", tool[7:], option)
            checks.that(front.status == 0 and front.out == ended.out, "egress %s %s differs" % (tool[7:], option))

# ---- secrets: accepted ones leave no trace, wrong ones are not repeated, whichever option they were given to
for given in (connection, "https://contoso.azure-devices.net/?sig=" + KEY, "https://u:hunter2@contoso.azure-devices.net", connection.lower().replace(KEY.lower(), KEY),
              "HostName=contoso.azure-devices.net;SharedAccessKeyName=iothubowner;SharedAccessKey=" + KEY):
    ended = run("egress-check", "--hub", given, *NOWHERE, "--json", "-")
    if checks.that(ended.status == 1, "--hub %s: exit %d %s" % (given[:40], ended.status, ended.err)):
        checks.that(json.loads(ended.out)["site"]["hub"] == "contoso.azure-devices.net", "hub of %s" % given[:40])
    no_secret(ended, "--hub " + given[:40])
for given in ("https://contoso.blob.core.windows.net/c?sv=2022&sig=" + KEY, "DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=" + KEY):
    ended = run("egress-check", *HUB, "--storage", given, *NOWHERE, "--json", "-")
    checks.that(ended.status == 1 and b"contoso.blob.core.windows.net" in ended.out, "--storage: exit %d %s" % (ended.status, ended.err))
    no_secret(ended, "--storage")
for tool in (*TOOLS, "egress"):
    options = sorted(set(re.findall(r"--[a-z0-9][a-z0-9-]*", run(tool, "--help").out.decode())) - {"--help", "--version"})
    checks.that(len(options) > 5 or tool == "egress", "options of %s: %s" % (tool, options))
    for secret in (*malformed, connection):
        for option in ([], *[[o] for o in options], *[[o + "="] for o in options]):
            arguments = option + [secret] if not option or not option[0].endswith("=") else [option[0] + secret]
            if tool == "egress-standin":
                arguments.append("--list")
            elif tool in ("egress-check", "egress-tls"):
                arguments = [*(HUB if tool == "egress-check" and option[:1] not in (["--hub"], ["--hub="]) and option[:1] != ["--from"] else []), *NOWHERE, *arguments]
            elif tool == "egress-dns":
                arguments = ["--limit", "0.2", "--resolver", "127.0.0.1:9", *arguments]
            ended = run(tool, *arguments, cwd=str(directory))
            what = "%s %s" % (tool, " ".join(option + [secret[:24]]))
            checks.that(ended.status in (0, 1, 2), "%s: exit %d" % (what, ended.status))
            no_secret(ended, what)
            for leaked in directory.iterdir():
                if leaked.is_file():
                    leaked.unlink()
place.cleanup()
checks.end()
