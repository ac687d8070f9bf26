# SPDX-License-Identifier: MIT
"""A box that reads how a connection begins and decides by that: reading_box.py FOLDER PORT WHERE CONDITION=ACTION...

WHERE: "way", for connections that are redirected here or come by TPROXY (it goes on to where they were going), or the port of
the services that it stands in front of. The first rule whose CONDITION holds decides; without any it passes everything.
CONDITION: part of the server name, or !part; "none" (no server name); >300 or <300 (a ClientHello longer or shorter than so many
octets); 1.3 (one that offers TLS 1.3), 1.2 (one that does not); "" for all. ACTIONS are below, with what follows the colon; TLS of its own is tls:CERTIFICATE:WHAT
(FOLDER has CERTIFICATE.pem and .key), WHAT one of INSIDE."""
import contextlib
import select
import socket
import ssl
import struct
import sys
import threading
import time

from hello_reader import Hello, first_record
from lab import NAMES

ORIGINAL_DST = 80 # of netfilter, for SOL_IP and SOL_IPV6
PAGE = b"<html><title>Web page blocked</title>Category: IoT. Ask the service desk.</html>"


def http(status, *headers, body=PAGE):
    return b"\r\n".join([b"HTTP/1.1 " + status, *headers, b"Content-Type: text/html", b"Content-Length: %d" % len(body), b"Connection: close", b"", body])


# ---- ends

def resets(one):
    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    one.close()


def holds(one):
    with contextlib.suppress(OSError):
        while one.recv(65536):
            pass


ENDS = {"reset": resets, "close": lambda one: one.close(), "silent": holds}


def destination(client, where, name):
    if where != "way":
        return NAMES.get(name, next(iter(NAMES.values())))[0], int(where)
    if client.family == socket.AF_INET6 and not client.getsockname()[0].startswith("::ffff:"):
        try:
            _, port, _, address = struct.unpack("!2sHI16s", client.getsockopt(41, ORIGINAL_DST, 28)[:24])
            return socket.inet_ntop(socket.AF_INET6, address), port
        except OSError: # by TPROXY it is the socket's own
            return client.getsockname()[:2]
    try:
        _, port, address = struct.unpack("!2sH4s", client.getsockopt(socket.SOL_IP, ORIGINAL_DST, 16)[:8])
        return socket.inet_ntop(socket.AF_INET, address), port
    except OSError:
        return client.getsockname()[0].removeprefix("::ffff:"), client.getsockname()[1]


def pending(one):
    return isinstance(one, ssl.SSLSocket) and one.pending()


def read_now(one):
    """What has come, b"" at the end, None where it was nothing for us: TLS has messages of its own, as session tickets are."""
    one.settimeout(0)
    try:
        return one.recv(16384)
    except (ssl.SSLWantReadError, BlockingIOError):
        return None
    finally:
        one.settimeout(30)


def pump(client, server, limit=None, age=None, pieces=None, first_late=0):
    """Both ways, until one has enough; answers True where a limit (octets of the server) or an age (seconds) was reached."""
    began, given = time.monotonic(), 0
    while True:
        left = None if age is None else max(0, began + age - time.monotonic())
        ready = [one for one in (client, server) if pending(one)] or select.select([client, server], [], [], left)[0]
        if age is not None and time.monotonic() >= began + age:
            return True
        for one in ready:
            data = read_now(one)
            if data is None:
                continue
            if not data:
                return False
            if one is client:
                server.sendall(data)
                continue
            if not given and first_late:
                time.sleep(first_late)
            if limit is not None and given + len(data) > limit:
                client.sendall(data[:limit - given])
                time.sleep(0.05)
                return True
            given += len(data)
            for at in range(0, len(data), pieces or len(data)):
                client.sendall(data[at:at + (pieces or len(data))])
                if pieces:
                    time.sleep(0.002)


# ---- actions: callables of (client, where it was going, hello, what follows the colon)

def passes(client, there, hello, rest="", **how):
    with socket.create_connection(there, 10) as server:
        server.settimeout(None)
        return pump(client, server, **how)


def cut(client, there, hello, rest):
    """cut:END:OCTETS of the server's answer."""
    end, octets = rest.split(":")
    if passes(client, there, hello, limit=int(octets)):
        ENDS[end](client)


def aged(client, there, hello, rest):
    """aged:END:SECONDS after it began."""
    end, seconds = rest.split(":")
    if passes(client, there, hello, age=float(seconds)):
        ENDS[end](client)


def late(client, there, hello, rest):
    """late:END:SECONDS; nothing goes on to the server."""
    end, seconds = rest.split(":")
    client.recv(65536)
    time.sleep(float(seconds))
    ENDS[end](client)


def alert(client, there, hello, rest):
    """alert:LEVEL:NUMBER, then a close."""
    level, number = map(int, rest.split(":"))
    client.recv(65536)
    client.sendall(bytes([0x15, 3, 3, 0, 2, level, number]))
    time.sleep(0.1)


def warned(client, there, hello, rest):
    """An alert of level warning, unrecognized_name, and then all that the service says."""
    client.sendall(b"\x15\x03\x03\x00\x02\x01\x70")
    passes(client, there, hello)


def says(what):
    def action(client, there, hello, rest):
        client.recv(65536)
        client.sendall(what)
        time.sleep(0.2)
    return action


def greets(what):
    """Speaks first, whatever comes."""
    def action(client, there, hello, rest):
        client.sendall(what)
        holds(client)
    return action


def ends(client, there, hello, rest):
    if rest != "silent":
        client.recv(65536)
    ENDS[rest](client)


def own_tls(client, there, hello, rest):
    certificate, _, what = rest.partition(":")
    with context_of(certificate).wrap_socket(client, server_side=True) as tls:
        INSIDE[what or "relay"](tls, there, hello)


ACTIONS = {"pass": passes, "cut": cut, "aged": aged, "late": late, "alert": alert, "end": ends, "tls": own_tls,
           "pieces": lambda c, t, h, rest: passes(c, t, h, pieces=int(rest)),
           "slow": lambda c, t, h, rest: passes(c, t, h, first_late=float(rest)),
           "warned": warned, "page": says(http(b"403 Forbidden")), "junk": says(bytes((7 * n) % 251 for n in range(3, 90))),
           "vnc": greets(b"RFB 003.008\n"), "ftp": greets(b"220 ProFTPD Server ready.\r\n"), "imap": greets(b"* OK IMAP4rev1 ready\r\n")}


# ---- inside TLS: callables of (the TLS connection, where it was going, hello)

def relay(tls, there, hello, first=b"", treat=None):
    with socket.create_connection(there, 10) as plain, ssl._create_unverified_context().wrap_socket(plain, server_hostname=hello.name or None) as server:
        if first:
            server.sendall(first)
        if treat:
            return treat(tls, server)
        pump(tls, server)


def answers(what, wanted=lambda first: True, then="close", wait=0.2):
    """This in place of the service's answer to whatever is `wanted`, and an end."""
    def inside(tls, there, hello):
        first = tls.recv(65536)
        if not first:
            return
        if not wanted(first):
            return relay(tls, there, hello, first)
        tls.sendall(what)
        time.sleep(wait)
        if then == "silent":
            holds(tls)
        if then == "reset":
            resets(tls)
    return inside


def upgrade(first):
    return b"upgrade: websocket" in first.lower()


def upgraded(then, wanted=lambda first: True):
    """The service's own 101, and then what `then` makes of the connection (client, server)."""
    def inside(tls, there, hello):
        first = tls.recv(65536)
        if not upgrade(first) or not wanted(first):
            return relay(tls, there, hello, first)

        def treat(client, server):
            answer = b""
            while b"\r\n\r\n" not in answer:
                answer += server.recv(65536)
            client.sendall(answer)
            then(client, server)
        relay(tls, there, hello, first, treat)
    return inside


def frame(what):
    def then(client, server):
        client.recv(65536)
        client.sendall(what)
        time.sleep(0.3)
    return then


def at_once(end):
    def inside(tls, there, hello):
        if end == "reset":
            tls.recv(65536)
        ENDS[end](tls)
    return inside


def greeted_by(before, wanted=lambda first: True, after=False):
    """The service's own answer with this before it, or after an upgrade's 101 in one piece with it."""
    def inside(tls, there, hello):
        first = tls.recv(65536)
        if not first:
            return
        if not wanted(first):
            return relay(tls, there, hello, first)

        def treat(client, server):
            client.sendall(server.recv(65536) + before if after else before)
            pump(client, server)
        relay(tls, there, hello, first, treat)
    return inside


def rests_after(octets):
    """The service's first octets, then silence."""
    def inside(tls, there, hello):
        first = tls.recv(65536)
        relay(tls, there, hello, first, lambda client, server: pump(client, server, limit=octets) and holds(client))
    return inside


def abrupt(tls, there, hello):
    """Serves, and resets instead of closing."""
    with contextlib.suppress(OSError):
        relay(tls, there, hello)
    time.sleep(0.1) # a reset takes back what has not been read yet
    resets(tls)


INSIDE = {
    "relay": relay, "abrupt": abrupt, "silent": lambda tls, there, hello: holds(tls), "reset": at_once("reset"), "close": at_once("close"),
    "page": answers(http(b"200 OK")), "deny": answers(http(b"403 Forbidden")), "400": answers(http(b"400 Bad Request", b"Server: gateway")),
    "500": answers(http(b"500 Internal Server Error", body=b"")), "502": answers(http(b"502 Bad Gateway", b"Via: 1.1 inspector.corp.example")),
    "503": answers(http(b"503 Service Unavailable", b"Retry-After: 30")), "504": answers(http(b"504 Gateway Timeout")),
    "404": answers(http(b"404 Not Found")), "408": answers(http(b"408 Request Timeout", body=b"")),
    "429": answers(http(b"429 Too Many Requests", b"Retry-After: 60", body=b"")),
    "407": answers(http(b"407 Proxy Authentication Required", b'Proxy-Authenticate: Basic realm="corp"')),
    "suspended": answers(http(b"403 Forbidden", b"iothub-errorcode: IotHubSuspended", b"Server: Microsoft-HTTPAPI/2.0",
                              body=b'{"Message":"ErrorCode:IotHubSuspended;Hub contoso is suspended"}')),
    "upgrade-407": answers(http(b"407 Proxy Authentication Required", b'Proxy-Authenticate: Basic realm="corp"'), upgrade),
    "upgrade-400": answers(http(b"400 Bad Request"), upgrade), "upgrade-502": answers(http(b"502 Bad Gateway"), upgrade), "upgrade-429": answers(http(b"429 Too Many Requests", b"Retry-After: 60"), upgrade),
    "upgrade-silent": answers(b"", upgrade, "silent"), "upgrade-half": answers(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: webso", upgrade, "silent"),
    "half-answer": answers(b"HTTP/1.1 401 Unauthor", then="silent"), "smtp": answers(b"220 mail.example ESMTP\r\n"),
    "frames-1008": upgraded(frame(b"\x88\x19\x03\xf0policy: blocked by admin"[:27])), "frames-html": upgraded(frame(http(b"403 Forbidden"))),
    "frames-reset": upgraded(lambda client, server: (client.recv(65536), resets(client))),
    "amqp-frames-dropped": upgraded(lambda client, server: holds(client), lambda first: b"amqpwsb10" in first.lower()),
    "connack-half": answers(b"\x20\x02", then="close"), "connack-5": answers(b"\x20\x02\x00\x05"), "mqtt-zeros": answers(bytes(64)),
    "amqp-header": answers(b"AMQP\x03\x01\x00\x00", then="silent"), "after-8": rests_after(8),
    "plain-http-1.0": answers(b"HTTP/1.0 401 Unauthorized\r\niothub-errorcode: IotHubUnauthorizedAccess\r\n\r\n", lambda first: first[:3] == b"GET" and not upgrade(first)),
    "302": answers(http(b"302 Found", b"Location: https://login.corp.example/")), "511": answers(http(b"511 Network Authentication Required")),
    "hints": greeted_by(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n", lambda first: first[:3] == b"GET" and not upgrade(first)),
    "ping-first": greeted_by(b"\x89\x00", upgrade, after=True),
    "open-late": lambda tls, there, hello: (time.sleep(1.0), relay(tls, there, hello)),
}


def context_of(certificate):
    """NAME or NAME+OPTION...: 1.2, 1.3 (no other), asks (for a client certificate), wants (one of the client, and takes none else), weak (no level of security), rsa-aes256."""
    name, *options = certificate.split("+")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if "weak" in options:
        context.set_ciphers("ALL:@SECLEVEL=0")
    context.load_cert_chain("%s/%s.pem" % (FOLDER, name), "%s/%s.key" % (FOLDER, name))
    if "1.2" in options:
        context.maximum_version = ssl.TLSVersion.TLSv1_2
    if "1.3" in options:
        context.minimum_version = ssl.TLSVersion.TLSv1_3
    if "rsa-aes256" in options:
        context.set_ciphers("ECDHE-RSA-AES256-GCM-SHA384")
    if "asks" in options or "wants" in options:
        context.load_verify_locations("%s/ca.pem" % FOLDER)
        context.verify_mode = ssl.CERT_OPTIONAL if "asks" in options else ssl.CERT_REQUIRED
    return context


def serve(client, where, rules):
    with contextlib.suppress(OSError, ValueError), client: # an ssl.SSLError is an OSError
        client.settimeout(30)
        hello = Hello(first_record(client) if not any(action in ("vnc", "ftp", "imap") for _, action in rules) else b"")
        action = next((action for condition, action in rules if hello.meets(condition)), "pass")
        word, _, rest = action.partition(":")
        ACTIONS[word](client, destination(client, where, hello.name), hello, rest)


def main(port, where, *rules):
    rules = [tuple(rule.split("=", 1)) for rule in rules]
    listener = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    if where == "way":
        listener.setsockopt(socket.SOL_IP, 19, 1) # IP_TRANSPARENT
        listener.setsockopt(41, 75, 1)            # IPV6_TRANSPARENT
    listener.bind(("::", int(port)))
    listener.listen(256)
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0], where, rules), daemon=True).start()


if __name__ == "__main__":
    FOLDER = sys.argv[1]
    main(*sys.argv[2:])
