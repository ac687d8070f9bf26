#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The real binaries against the stand-in on loopback: healthy, interrupted, cut short, read again, renamed."""
import json
import os
import pathlib
import re
import shutil
import socket
import sys
import tempfile
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from checks import Checks  # noqa: E402
from cli_support import BIN, StandIn, ports, run  # noqa: E402

checks = Checks()


def report_of(ended, what, statuses=(0, 1)):
    if not checks.that(ended.status in statuses, "%s: exit %d %s" % (what, ended.status, ended.err[:300])):
        return None
    try:
        return json.loads(ended.out)
    except ValueError as bad:
        checks.that(False, "%s: no JSON alone on standard output: %s: %s" % (what, bad, ended.out[:200]))
        return None


def silent_port():
    """A port that accepts and says nothing."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    return listener, listener.getsockname()[1]


class LateDoor:
    """A port that refuses until some seconds have passed, and then leads to another one."""

    def __init__(self, to, after):
        self.to, self.listener = to, socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.opening = threading.Timer(after, self.open)
        self.opening.start()

    def open(self):
        self.listener.listen(16)
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.to))
            for one, other in ((client, server), (server, client)):
                threading.Thread(target=self.pump, args=(one, other), daemon=True).start()

    @staticmethod
    def pump(one, other):
        try:
            for part in iter(lambda: one.recv(65536), b""):
                other.sendall(part)
            other.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        self.opening.cancel()
        self.listener.close()


def own_address():
    """An address of this machine that is not loopback, or None; sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as looking:
        try:
            looking.connect(("198.51.100.1", 9))
        except OSError:
            return None
        return looking.getsockname()[0]


def control_services(report):
    return [c["service"] for c in report["controls"]]


NOBODY = b'"192.0.2.1"'  # where nobody is: asked only on the internet


def same_conclusions(a, b, what):
    for key in ("findings", "recommendation", "verdict"):
        checks.that(a[key] == b[key], "%s: %s differ:\n%s\n%s" % (what, key, json.dumps(a[key])[:600], json.dumps(b[key])[:600]))
    checks.that([(p["id"], p["works"], p["cause"]) for p in a["paths"]] == [(p["id"], p["works"], p["cause"]) for p in b["paths"]],
                "%s: paths differ" % what)


with tempfile.TemporaryDirectory(prefix="egress-run-") as place, StandIn(place) as standin:
    folder = pathlib.Path(place)
    saved = folder / "report.json"

    # Healthy; the file says what standard output says; nothing but JSON with --json -; the report read again concludes the same.
    live = run("egress-check", *standin.options, "--dps", "--registry", "contoso", "--json", "-")
    report = report_of(live, "healthy", (0,))
    if report:
        checks.that(report["verdict"] == "ready" and report["recommendation"]["upstream_protocol"] == "Amqp", "healthy: %s %s" % (report["verdict"], [
            (p["id"], p["cause"]) for p in report["paths"] if not p["works"]]))
        checks.that(live.err == b"", "healthy: on standard error: %s" % live.err[:200])
        # Beside the paths, hellos of more than one segment; nothing else is in doubt.
        checks.that(control_services(report) == ["control_large_hello", "control_large_hello_small_segments"], "healthy: controls %s" % control_services(report))
        checks.that(all(c["failed"] == "none" and c["as"]["hello"] == "large" for c in report["controls"]), "healthy: a large hello fails: %s" % report["controls"])
        checks.that([c["as"]["max_segment"] for c in report["controls"]] == [0, 1200], "healthy: segments of the large hellos")
        checks.that(NOBODY not in live.out, "healthy: somebody beside the stand-in was asked")
        saved.write_bytes(live.out)
        again = report_of(run("egress-check", "--from", str(saved), "--json", "-"), "--from", (0,))
        same_conclusions(report, again, "--from of a healthy site")
        same_conclusions(report, report_of(run("egress-check", "--from", "-", "--json", "-", stdin=live.out), "--from -", (0,)), "--from -")
    # The same told from the measurement itself and from the report of it.
    why = run("egress-check", *standin.options, "--why", "iot_hub/mqtt/direct")
    checks.that(why.status == 0 and b"iot_hub/mqtt/direct  WORKS" in why.out and b"CONNACK 5" in why.out, "--why: exit %d %s%s" % (
        why.status, why.out[:300], why.err))
    letters = run("egress-check", *standin.options, "--letters", "-")
    checks.that(letters.status == 0 and letters.out == b"No letter is needed: nothing above a note was found.\n", "--letters of a healthy site: exit %d %s%s" % (
        letters.status, letters.out[:300], letters.err))
    kept = run("egress-check", *standin.options, "--json", str(saved))
    checks.that(kept.status == 0 and json.loads(saved.read_text())["verdict"] == "ready" and b"\x1b" not in kept.out,
                "--json FILE: exit %d %s" % (kept.status, kept.err))
    checks.that(live.kilobytes < 64 << 10, "peak memory of a healthy check: %d kB" % live.kilobytes)
    # Without DNS the names are at the stand-in all the same.
    words = ports(*("%d=%d" % pair for pair in sorted(standin.ports.items())))
    trust = ["--ca", str(folder / "ca.pem"), "--service-roots", str(folder / "ca.pem")]
    bare = report_of(run("egress-check", "--hub", "contoso", "--standin", "127.0.0.1", *trust, *words, "--json", "-"), "--standin without DNS", (0,))
    checks.that(bare and bare["verdict"] == "ready", "--standin without DNS")

    # What is asked for, and only that.
    # The smaller tools take the same option file, and an option's value does not swallow the targets behind it.
    spoken = run("egress-tls", *standin.options, "contoso.azure-devices.net/mqtt", "mcr.microsoft.com/registry")
    checks.that(spoken.status == 0 and spoken.out.count(b"ok    ") == 2 and b"CONNACK 5" in spoken.out, "egress-tls: exit %d %s%s" % (
        spoken.status, spoken.out[:300], spoken.err[:300]))
    resolver = re.search(r'resolver = \["([^"]+)"', (pathlib.Path(standin.options[-1])).read_text()).group(1)
    named = run("egress-dns", "--resolver", resolver, "contoso.azure-devices.net")
    checks.that(named.status == 0 and b"contoso.azure-devices.net" in named.out, "egress-dns: exit %d %s" % (named.status, named.err[:300]))

    only = report_of(run("egress-check", *standin.options, "--only", "iot_hub", "--json", "-"), "--only iot_hub")
    checks.that(only and only["paths"] and {p["service"] for p in only["paths"]} == {"iot_hub"}, "--only iot_hub")
    skip = report_of(run("egress-check", *standin.options, "--skip", "mcr", "--skip", "iot_hub/amqp/direct", "--json", "-"), "--skip")
    checks.that(skip and skip["paths"] and not [p for p in skip["paths"] if p["service"] == "mcr" or p["id"] == "iot_hub/amqp/direct"], "--skip: %s" % [
        p["id"] for p in (skip or {"paths": []})["paths"]])

    # One port closed, one silent: a partial site, its report concludes the same again.
    quiet, port = silent_port()
    # An option given on the command line replaces the file's list.
    blocked = [*ports(*("%d=%d" % (a, port if a == 5671 else b) for a, b in standin.ports.items())), "--limit", "0.5"]
    hurt = report_of(run("egress-check", *standin.options, *blocked, "--json", "-"), "5671 silent")
    if hurt:
        amqp = [p for p in hurt["paths"] if p["id"] == "iot_hub/amqp/direct"]
        checks.that(amqp and not amqp[0]["works"] and amqp[0]["cause"], "5671 silent: %s" % [(p["works"], p["cause"]) for p in amqp])
        checks.that(hurt["recommendation"]["upstream_protocol"] not in (None, "Amqp"), "5671 silent: recommended %s" % hurt["recommendation"]["upstream_protocol"])
        saved.write_text(json.dumps(hurt))
        same_conclusions(hurt, report_of(run("egress-check", "--from", str(saved), "--json", "-"), "--from"), "--from of a blocked site")

    # A port that refuses while everything goes at once and works alone later: the rest of the run takes a second, the door opens before.
    door = LateDoor(standin.ports[5671], 0.5)
    ways = ports(*("%d=%d" % (a, {5671: door.port, 8883: port}.get(a, b)) for a, b in standin.ports.items()))
    limited = run("egress-check", *standin.options, *ways, "--limit", "1", "--json", "-")
    late = report_of(limited, "refused at once, works alone")
    if late:
        alone = [c for c in late["controls"] if c["service"] == "control_alone"]
        checks.that([(c["id"], c["failed"]) for c in alone] == [("control_alone/iot_hub/amqp/direct", "none")], "alone: %s" % [(c["id"], c["failed"]) for c in alone])
        others = [s for s in control_services(late) if not s.startswith("control_large_hello")]
        checks.that(others[:1] == ["control_alone"] and "control_again" in others, "alone comes first, and is told of: %s" % others)
        checks.that([f["cause"] for f in late["findings"] if "iot_hub/amqp/direct" in f["paths"]] == ["net.connection_limit"], "refused at once: %s" % [
            (f["cause"], f["paths"]) for f in late["findings"]])
        checks.that(NOBODY not in limited.out, "refused at once: somebody beside the stand-in was asked")
    door.close()
    # What is refused alone, too, is no limit.
    closed = socket.socket()
    closed.bind(("127.0.0.1", 0))  # and never listens
    ways = ports(*("%d=%d" % (a, closed.getsockname()[1] if a == 5671 else b) for a, b in standin.ports.items()))
    refused = report_of(run("egress-check", *standin.options, *ways, "--limit", "1", "--json", "-"), "5671 refused")
    if refused:
        alone = [c["failed"] for c in refused["controls"] if c["service"] == "control_alone"]
        checks.that(alone == ["refused"], "5671 refused, alone: %s" % alone)
        checks.that("net.connection_limit" not in [f["cause"] for f in refused["findings"]], "5671 refused: a limit")
    closed.close()

    # A stand-in elsewhere than on loopback, whose handshakes are silent: where nobody is, it is not asked, either.
    own = own_address()
    if own and not own.startswith("127."):
        silent = socket.create_server((own, 0), backlog=64)
        ways = ports(*("%s=%d" % (a, silent.getsockname()[1]) for a in (443, 5671, 8883)), "53=9", "123=9")
        far = run("egress-check", "--hub", "contoso", "--standin", own, "--resolver", "127.0.0.1:9", *ways, "--ca", str(folder / "ca.pem"), "--limit", "0.5", "--json", "-")
        unanswered = report_of(far, "a silent stand-in")
        asked = control_services(unanswered) if unanswered else []
        checks.that("control_again" in asked and "control_nowhere" not in asked and NOBODY not in far.out, "a silent stand-in: %s" % asked)
        silent.close()

    # Left alone: an eighth, a quarter, half and all of the time, at every port whose handshake succeeded.
    held = report_of(run("egress-check", *standin.options, *ports(*("%d=%d" % (a, port if a == 8883 else b) for a, b in standin.ports.items())), "--only", "iot_hub",
                         "--limit", "0.5", "--hold", "0.8", "--json", "-"), "--hold")
    if held:
        rungs = [c for c in held["controls"] if c["service"] == "control_hold"]
        checks.that([c["id"] for c in rungs] == ["control_hold/%s/%s/direct" % (s, p) for p, last in (("https", ["used"]), ("amqp", []), ("amqp_ws", [])) for s in ["0.1s", "0.2s", "0.4s", "0.8s"] + last],
                    "--hold: %s" % [c["id"] for c in rungs])  # none where it did not
        for rung in rungs:
            steps = [s for s in rung["steps"] if s["step"] == "hold"]
            checks.that(rung["failed"] == "none" and len(steps) == 1 and steps[0]["elapsed_ms"] >= rung["hold_ms"] - 1, "--hold: %s: %s %s" % (
                rung["id"], rung["failed"], steps))

    # Ctrl-C in the middle: what is known so far, whole JSON, at once.
    everything_silent = [*ports("443=%d" % port, "5671=%d" % port, "8883=%d" % port), "--limit", "30", "--deadline", "60"]
    cut = run("egress-check", *standin.options, *everything_silent, "--json", "-", interrupt_after=0.7)
    partial = report_of(cut, "Ctrl-C", (1, 2))
    checks.that(cut.seconds < 1, "Ctrl-C: ended after %.2f s" % cut.seconds)
    checks.that(partial and partial["paths"] and "partial" in cut.err.decode() and len(cut.lines()) == 1, "Ctrl-C: %s" % cut.err)
    checks.that(partial and partial.get("interrupted") in (True, None) and partial["verdict"] == "blocked", "Ctrl-C: verdict")
    if partial:
        saved.write_bytes(cut.out)
        same_conclusions(partial, report_of(run("egress-check", "--from", str(saved), "--json", "-"), "--from", (1, 2)), "--from of a partial report")
    text = run("egress-check", *standin.options, *everything_silent, interrupt_after=0.7)
    checks.that(text.seconds < 1 and text.status in (1, 2) and text.out, "Ctrl-C without JSON: exit %d, %.2f s" % (text.status, text.seconds))
    for tool, asked in (("egress-tls", ["127.0.0.1:%d" % port, "--limit", "30", "--ca", str(folder / "ca.pem")]),
                        ("egress-dns", ["x.example", "--resolver", "127.0.0.1:%d" % port, "--limit", "30"])):
        drop = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)  # a resolver that never answers
        drop.bind(("127.0.0.1", port))
        ended = run(tool, *asked, interrupt_after=0.5)
        drop.close()
        checks.that(ended.status == 2 and ended.seconds < 1 and len(ended.lines()) == 1, "%s, Ctrl-C: exit %d, %.2f s, %s" % (tool, ended.status, ended.seconds, ended.err))
    # The whole run's time is shorter than a step's.
    short = run("egress-check", *standin.options, *everything_silent[:-4], "--limit", "30", "--deadline", "0.5", "--json", "-")
    checks.that(short.seconds < 1.5 and report_of(short, "--deadline", (1, 2)), "--deadline shorter than --limit: %.2f s" % short.seconds)
    quiet.close()

    # Colour and progress are for terminals only; here is none, so these change nothing.
    plain = run("egress-check", *standin.options, "--only", "iot_hub").out
    for how in ({"env": {"NO_COLOR": "1"}}, {"env": {"TERM": "xterm-256color"}}):
        shown = run("egress-check", *standin.options, "--only", "iot_hub", "--no-progress", **how)
        checks.that(b"\x1b" not in shown.out + shown.err and shown.err == b"" and re.sub(rb"[\d.]+ m?s\b", b"", shown.out).count(b"\n") == plain.count(b"\n"),
                    "no terminal: escapes, or other text with %s" % how)

    # The same tool by its other names.
    copied, linked = folder / "egress-check", folder / "egress-tls"
    shutil.copy(BIN / "egress", copied)
    linked.symlink_to(BIN / "egress")
    for command in (["egress", "check"], [str(copied)]):
        named = report_of(run(*command, *standin.options, "--only", "iot_hub", "--json", "-"), str(command), (0,))
        checks.that(named and only and [p["id"] for p in named["paths"]] == [p["id"] for p in only["paths"]], "%s is not egress-check" % command)
    tls = run(str(linked), "127.0.0.1:%d/mqtt" % standin.ports[8883], "--server-name", "contoso.azure-devices.net", "--ca", str(folder / "ca.pem"), "--json")
    checks.that(tls.status == 0 and json.loads(tls.out), "egress linked as egress-tls: exit %d %s" % (tls.status, tls.err))
    names = run("egress-dns", "contoso.azure-devices.net", "--resolver", "127.0.0.1:%d" % standin.ports[53], "--json")
    checks.that(names.status == 0 and json.loads(names.out), "egress-dns: exit %d %s" % (names.status, names.err))
    # No TLS trust: a finding, not a failure to ask.
    untrusted = report_of(run("egress-check", *standin.options, "--ca", "/etc/ssl/certs/ca-certificates.crt", "--service-roots", str(folder / "ca.pem"), "--json", "-"),
                          "another trust", (0, 1)) if pathlib.Path("/etc/ssl/certs/ca-certificates.crt").exists() else None
    checks.that(untrusted is None or (untrusted["findings"] and untrusted["findings"][0]["cause"] == "host.trust_store"),
                "another trust: %s" % [f["cause"] for f in (untrusted or {"findings": []})["findings"]])
    checks.that(standin.process.poll() is None, "the stand-in ended")
checks.end()
