#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Peers that mean harm, against the real egress-check: each costs no more than the limit and a second, where controls
are asked because of it the limit once more, no more than 64 MB, and is one finding with a cause that says what was
seen."""
import base64
import hashlib
import json
import os
import pathlib
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from checks import Checks  # noqa: E402
from cli_support import run  # noqa: E402

LIMIT = 1.0
WITH_CONTROLS = 2 * LIMIT + 1  # all controls at once
MEMORY = 64 << 10  # kB; a sanitizer's shadow would not fit, so these run on the plain build only
NAME = "hostile.example"
checks = Checks()


class Peer:
    """A listener on loopback; every connection is a thread that does its worst until the client is gone."""

    def __init__(self, act, tls=None):
        self.act, self.tls, self.sent = act, tls, 0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.one, args=(client,), daemon=True).start()

    def one(self, client):
        client.settimeout(20)
        try:
            if self.tls:
                client = self.tls.wrap_socket(client, server_side=True)
            self.act(client)
        except (OSError, ValueError):
            pass
        finally:
            client.close()

    def close(self):
        self.listener.close()


def request(client):
    """Reads an HTTP request's head."""
    head = b""
    while b"\r\n\r\n" not in head:
        part = client.recv(4096)
        if not part:
            raise OSError("gone")
        head += part
    return head


def flood(head, unit, times=10**9, ask=request):
    def act(client):
        if ask:
            ask(client)
        client.sendall(head)
        many = unit * max(1, 16384 // len(unit))
        for _ in range(times):
            client.sendall(many)
    return act


def drip(text, ask=request, every=0.25):
    """A byte at a time, for ever: each resets a limit that is only on silence."""
    def act(client):
        if ask:
            ask(client)
        for byte in iter(lambda it=iter(text * 1000): next(it, None), None):
            client.sendall(bytes([byte]))
            time.sleep(every)
    return act


def some(client):
    client.recv(4096)


def upgraded(then):
    def act(client):
        head = request(client).decode("latin-1")
        fields = {k.lower().strip(): v.strip() for k, _, v in (line.partition(":") for line in head.split("\r\n")[1:])}
        accept = base64.b64encode(hashlib.sha1((fields["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
        client.sendall(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n"
                        "Sec-WebSocket-Protocol: %s\r\n\r\n" % (accept, fields["sec-websocket-protocol"])).encode())
        then(client)
    return act


def answers(reply):
    """HTTP: reply(path) → (status line and fields, body) for every request of a connection."""
    def act(client):
        while True:
            path = request(client).split(b" ")[1].decode()
            head, body = reply(path)
            if body is None:  # 100 MB, and not all of it in this process, whose memory a child's figure starts from
                client.sendall(("HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n{\"x\":\"" % (head, 100 << 20)).encode())
                for _ in range(1600):
                    client.sendall(b"a" * 65536)
                continue
            client.sendall(("HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n" % (head, len(body))).encode() + body)
    return act


def certificates(folder):
    def openssl(*words):
        subprocess.run(["openssl", *words], check=True, capture_output=True, cwd=folder)
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test root", "-days", "2",
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=" + NAME)
    (folder / "ext").write_text("subjectAltName=DNS:%s,DNS:*.%s\n" % (NAME, NAME))
    openssl("x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "ext", "-out", "leaf.pem")


def context(folder, chain):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(chain, folder / "leaf.key")
    return tls


def judged(what, ended, causes, within=LIMIT + 1, path="endpoint"):
    """One finding, of these causes (None: none), for the path; bounded; whole JSON."""
    if not checks.that(ended.status in (0, 1), "%s: exit %d %s" % (what, ended.status, ended.err[:300])):
        return
    report = json.loads(ended.out)
    found = [f["cause"] for f in report["findings"] if f["severity"] != "note"]
    # None: the answer's head is whole and says what was asked; the body that never ends is not waited for.
    checks.that(len(found) == 1 and found[0] in causes or not found and None in causes, "%s: findings %s, expected one of %s; %s" % (
        what, [(f["cause"], f["severity"]) for f in report["findings"]], causes, [(p["failed"], [s.get("code") or s.get("failed") for s in p["steps"]]) for p in report["paths"]]))
    checks.that(ended.seconds < within, "%s: took %.2f s" % (what, ended.seconds))
    checks.that(ended.kilobytes < MEMORY, "%s: %d kB of memory" % (what, ended.kilobytes))
    checks.that(len(ended.out) < 1 << 20, "%s: a report of %d bytes" % (what, len(ended.out)))
    if os.environ.get("VERBOSE"):
        print("%-44s %.2f s %6d kB %s" % (what, ended.seconds, ended.kilobytes, found))


def dns_name(name):
    return b"".join(bytes([len(part)]) + part.encode() for part in name.split(".")) + b"\0"


class Resolver:
    """DNS on loopback, UDP and TCP on one port; answer(query, over_tcp) → bytes or None."""

    def __init__(self, answer):
        self.answer = answer
        self.tcp = socket.create_server(("127.0.0.1", 0), backlog=16)
        self.port = self.tcp.getsockname()[1]
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", self.port))
        threading.Thread(target=self.datagrams, daemon=True).start()
        threading.Thread(target=self.streams, daemon=True).start()

    def datagrams(self):
        while True:
            query, peer = self.udp.recvfrom(4096)
            for reply in self.answer(query, False):
                self.udp.sendto(reply, peer)

    def streams(self):
        while True:
            client, _ = self.tcp.accept()
            threading.Thread(target=self.one, args=(client,), daemon=True).start()

    def one(self, client):
        try:
            size = struct.unpack(">H", client.recv(2, socket.MSG_WAITALL))[0]
            for reply in self.answer(client.recv(size, socket.MSG_WAITALL), True):
                client.sendall(reply)
            time.sleep(3)
        except (OSError, struct.error):
            pass
        finally:
            client.close()


def reply_head(query, flags, answers_count):
    end = query.index(b"\0", 12) + 5
    return query[:2] + struct.pack(">HHHHH", flags, 1, answers_count, 0, 0) + query[12:end]


def truncated(query):
    return reply_head(query, 0x8380, 0)


def kind(query):
    end = query.index(b"\0", 12) + 1
    return struct.unpack(">H", query[end:end + 2])[0]


def many_records(query, over_tcp, announced):
    if not over_tcp:
        return [truncated(query)]
    count = 4000 if kind(query) == 1 else 0  # 64 kB hold some 4,000: as many as one answer can have
    body = b"".join(b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 60, 4) + bytes([127, 1 + n // 250 % 250, n // 62500, 1 + n % 250]) for n in range(count))
    one = reply_head(query, 0x8180, announced if count else 0) + body
    return [struct.pack(">H", len(one)) + one]


def pointer_loop(query, _):
    return [reply_head(query, 0x8180, 1) + b"\xc0" + bytes([len(query[12:query.index(b"\0", 12) + 5]) + 12]) + struct.pack(">HHIH", 1, 1, 60, 4) + b"\x7f\0\0\1"]


def alias_loop(query, _):
    body = b"".join(a + struct.pack(">HHIH", 5, 1, 60, len(b)) + b for a, b in ((b"\xc0\x0c", dns_name("b." + NAME)), (dns_name("b." + NAME), b"\xc0\x0c")))
    return [reply_head(query, 0x8180, 2) + body]


def wrong_ids(query, _):
    for n in range(2000):
        yield struct.pack(">H", n) + reply_head(query, 0x8180, 0)[2:] if struct.pack(">H", n) != query[:2] else b""


def dripping_tcp(query, over_tcp):
    if not over_tcp:
        yield truncated(query)
        return
    yield b"\xff\xff"
    while True:
        time.sleep(0.2)
        yield b"\0"


with tempfile.TemporaryDirectory(prefix="egress-hostile-") as place:
    folder = pathlib.Path(place)
    certificates(folder)
    tls = context(folder, folder / "leaf.pem")
    (folder / "long.pem").write_text((folder / "leaf.pem").read_text() + (folder / "ca.pem").read_text() * 1300)
    options = ["--ca", folder / "ca.pem", "--service-roots", folder / "ca.pem", "--limit", LIMIT, "--json", "-"]

    def against(what, act, protocol, causes, secure=tls, within=WITH_CONTROLS):
        peer = Peer(act, secure)
        try:
            judged(what, run("egress-check", "--standin", "127.0.0.1", "--endpoint", "%s:%d/%s" % (NAME, peer.port, protocol), "--only", "endpoint", *options), causes, within)
        finally:
            peer.close()

    ok = b"HTTP/1.1 200 OK\r\n"
    web = {"http.unexpected"}
    for protocol in ("https", "blob", "registry"):
        against("endless headers, " + protocol, flood(ok, b"X-Filler: abcdefghijklmnop\r\n"), protocol, web)
    against("one endless header line", flood(ok + b"X: ", b"a"), "https", web)
    against("endless status line", flood(b"HTTP/1.1 200 ", b"a"), "https", web)
    against("endless interim answers", flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "https", web)
    against("endless chunks", flood(ok + b"Transfer-Encoding: chunked\r\n\r\n", b"400\r\n" + b"a" * 1024 + b"\r\n"), "https", {None})
    against("endless chunk extension", flood(ok + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a"), "https", {None})
    against("endless body without length", flood(ok + b"\r\n", b"<p>"), "https", {None})
    against("a length of 2^64", flood(ok + b"Content-Length: 18446744073709551615\r\n\r\n", b"a"), "https", {None})
    against("a byte at a time, head", drip(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 500), "https", {"http.no_answer"})
    against("a byte at a time, upgrade", drip(b"HTTP/1.1 101 Switching\r\nX: " + b"a" * 500), "mqtt_ws", {"ws.upgrade_stripped", "ws.upgrade_denied"})
    against("endless headers, upgrade", flood(b"HTTP/1.1 101 Switching Protocols\r\n", b"X-Filler: abcdefghijklmnop\r\n"), "amqp_ws", {"ws.upgrade_denied", "ws.upgrade_stripped", "http.unexpected"})
    frames = {"mqtt_ws": {"mqtt.not_mqtt", "mqtt.no_answer", "ws.frames_dropped"}, "amqp_ws": {"amqp.not_amqp", "amqp.no_answer", "ws.frames_dropped"}}
    for protocol, causes in frames.items():
        for what, unit in (("pings", b"\x89\x04ping"), ("empty frames", b"\x82\x00"), ("empty fragments", b"\x00\x00"), ("text frames", b"\x81\x04text"),
                           ("one frame of 2^63 bytes", None), ("masked frames", b"\x82\x81abcdx")):
            head, body = (b"\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xff", b"\0" * 1024) if unit is None else (b"", unit)
            against("endless %s, %s" % (what, protocol), upgraded(flood(head, body, ask=some)), protocol, causes | ({"ws.closed_after_upgrade"} if "masked" in what else set()))
    against("a byte at a time, mqtt", drip(b"\x20\xff\xff\xff\x7f" + b"\0" * 500, ask=some), "mqtt", {"mqtt.not_mqtt", "mqtt.no_answer"})
    against("an endless packet, mqtt", flood(b"\x20\xff\xff\xff\x7f", b"\0", ask=some), "mqtt", {"mqtt.not_mqtt", "mqtt.no_answer"})
    against("a length without end, mqtt", flood(b"\x20", b"\xff", ask=some), "mqtt", {"mqtt.not_mqtt"})
    against("an endless frame, amqp", flood(b"AMQP\x03\x01\x00\x00\xff\xff\xff\xff\x02\x01\x00\x00", b"\0", ask=some), "amqp", {"amqp.not_amqp", "amqp.no_answer"})
    against("a byte at a time, amqp", drip(b"AMQP\x03\x01\x00\x00\x00\x00\x02\x00" + b"\0" * 500, ask=some), "amqp", {"amqp.not_amqp", "amqp.no_answer"})
    against("endless empty frames, amqp", flood(b"AMQP\x03\x01\x00\x00", b"\x00\x00\x00\x08\x02\x01\x00\x00", ask=some), "amqp", {"amqp.not_amqp", "amqp.no_answer"})

    # Below TLS.
    stalled = {"tls.handshake_stall", "tls.not_tls", "tls.alert", "tls.version"}
    for protocol in ("amqp", "https"):
        against("a TLS record that never ends, " + protocol, drip(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc\x03\x03" + b"\0" * 500, ask=some, every=0.1), protocol, stalled, None)
    against("a handshake message of 16 MB", flood(b"\x16\x03\x03\x40\x00\x02\xff\xff\xff", b"\0", ask=some), "https", stalled, None)
    against("endless TLS warnings", flood(b"", b"\x15\x03\x03\x00\x02\x01\x70", ask=some), "https", stalled, None)
    against("endless empty TLS records", flood(b"", b"\x16\x03\x03\x00\x00", ask=some), "https", stalled, None)
    against("a flood of noise before TLS", flood(b"", bytes(range(256)), ask=None), "https", stalled, None)
    against("a flood of HTML before TLS", flood(b"HTTP/1.1 403 Forbidden\r\n\r\n", b"<html>", ask=None), "https", {"tls.not_tls"}, None)
    against("a byte at a time before TLS", drip(b"SSH-2.0-x" * 100, ask=None), "https", stalled, None)
    against("a certificate chain of 1 MB", flood(ok, b"a"), "https", stalled | {"tls.untrusted", "tls.incomplete_chain"}, context(folder, folder / "long.pem"))

    # A registry whose layers are never there.
    def registry(what, reply, causes, within):
        peer = Peer(answers(reply), tls)
        ended = run("egress-check", "--standin", "127.0.0.1", "--hub", "contoso", "--registry", "%s:%d/team/module:1" % (NAME, peer.port), "--only", "registry", *options)
        if ended.status == 2:  # the service's id of a registry that is not Azure's
            ended = run("egress-check", "--standin", "127.0.0.1", "--hub", "contoso", "--registry", "%s:%d/team/module:1" % (NAME, peer.port), "--plan")
            checks.that(False, what + ": plan: " + ended.out.decode()[:600])
        else:
            judged(what, ended, causes, within)
        peer.close()
    api = "Docker-Distribution-Api-Version: registry/2.0\r\n"
    registry("a redirect loop", lambda path: ("307 Temporary Redirect\r\nLocation: https://%s%s" % (NAME, path), b""), web, LIMIT + 1)
    registry("a redirect loop behind the API", lambda path: ("200 OK\r\n" + api, b"{}") if path == "/v2/" else ("307 Go\r\nLocation: " + path, b""), {None}, LIMIT + 1)
    registry("a manifest of 100 MB", lambda path: ("200 OK\r\n" + api[:-2], b"{}") if path == "/v2/" else (
        "200 OK\r\nContent-Type: application/vnd.oci.image.manifest.v1+json", None), {None}, LIMIT + 1)

    # DNS.
    def resolved(what, answer, causes, within=LIMIT + 1):
        resolver = Resolver(answer)
        judged(what, run("egress-check", "--resolver", "127.0.0.1:%d" % resolver.port, "--endpoint", NAME + ":9/https", "--only", "endpoint", *options), causes, within)
        ended = run("egress-dns", NAME, "--resolver", "127.0.0.1:%d" % resolver.port, "--limit", LIMIT, "--json")
        checks.that(ended.status in (0, 1) and ended.seconds < within and ended.kilobytes < MEMORY and len(ended.out) < 1 << 20 and json.loads(ended.out),
                    "%s, egress-dns: exit %d, %.2f s, %d kB, %d bytes" % (what, ended.status, ended.seconds, ended.kilobytes, len(ended.out)))
    resolved("10,000 A records announced", lambda q, t: many_records(q, t, 10000), {"dns.bad_reply"})
    resolved("4,000 A records", lambda q, t: many_records(q, t, 4000), {"tcp.reset", "dns.sinkhole"})
    resolved("a compression pointer to itself", pointer_loop, {"dns.bad_reply", "dns.formerr"})
    resolved("aliases in a circle", alias_loop, {"dns.cname_loop"})
    resolved("2,000 wrong ids", wrong_ids, {"dns.bad_reply", "dns.timeout"})
    resolved("DNS over TCP, a byte at a time", dripping_tcp, {"dns.truncated_tcp_blocked"})
checks.end()
