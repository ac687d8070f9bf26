# SPDX-License-Identifier: MIT
"""Proxies that misbehave, one mode a port: strange_proxy.py PORT=MODE... (MODES below says what each does). Those that
let anything through connect to where CONNECT says. None strips a WebSocket upgrade, which is inside TLS: squids.squid_bump
does."""
import asyncio
import base64
import socket
import struct
import sys

OK = b"HTTP/1.1 200 Connection established\r\n\r\n"
PAGE = b"<html><title>Access blocked</title>Your request was blocked: category IoT.</html>"


def answer(status, *headers, body=PAGE):
    """A whole answer with a body."""
    return b"\r\n".join([b"HTTP/1.1 " + status, *headers, b"Content-Type: text/html", b"Content-Length: %d" % len(body), b"", body])


# ---- how the client is treated after its CONNECT: coroutines of (request, target, reader, writer)

def says(what):
    """What it says, then it waits for the client to leave."""
    async def treat(request, target, reader, writer):
        writer.write(what)
        await writer.drain()
        while await reader.read(65536):
            pass
    return treat


def says_and_closes(what, seconds=0.0):
    async def treat(request, target, reader, writer):
        writer.write(what)
        await writer.drain()
        await asyncio.sleep(seconds)
        # What the client still sends is taken first: closing on unread bytes would be a reset.
        writer.write_eof()
        await reader.read()
    return treat


def floods(begin, piece):
    """The same piece, for as long as the client takes it."""
    async def treat(request, target, reader, writer):
        writer.write(begin)
        while True:
            writer.write(piece * 64)
            await writer.drain()
    return treat


def resets(*, after_200):
    """A TCP reset instead of an answer, or as soon as there is something in the tunnel."""
    async def treat(request, target, reader, writer):
        if after_200:
            writer.write(OK)
            await writer.drain()
            await reader.read(1)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return treat


async def one_byte_a_second(request, target, reader, writer):
    for byte in OK + PAGE:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(1)


async def echoes_credentials(request, target, reader, writer):
    """A 407 that says what it was told, as it came and decoded, in headers and body."""
    given = b"".join(line.split(b":", 1)[1].strip() for line in request.split(b"\r\n") if line.lower().startswith(b"proxy-authorization:"))
    try:
        plain = base64.b64decode(given.split(b" ", 1)[-1])
    except ValueError:
        plain = b"?"
    plain = b"".join(bytes([c]) if 32 <= c < 127 else b"?" for c in plain)
    writer.write(answer(b"407 No entry for " + plain, b'Proxy-Authenticate: Basic realm="%s"' % plain.replace(b'"', b""),
                        b"X-You-Said: " + given, b"Via: 1.1 " + given, b"Connection: close",
                        body=b"<html>You said: %s, that is %s</html>" % (given, plain)))
    await writer.drain()


async def pump(reader, writer, delay=0.0):
    try:
        while data := await reader.read(65536):
            await asyncio.sleep(delay)
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    writer.close()


def tunnels(said=OK, *, delay=0.0, at_once=False, seconds=None):
    """A tunnel that works, but for what it says. at_once: says so before it knows. It ends after so many seconds, used or
    not."""
    async def treat(request, target, reader, writer):
        if at_once:
            writer.write(said)
            await writer.drain()
        host, _, port = target.rpartition(":")
        up_reader, up_writer = await asyncio.open_connection(host.strip("[]"), int(port))
        if not at_once:
            writer.write(said)
        both = asyncio.gather(pump(reader, up_writer), pump(up_reader, writer, delay))
        try:
            await asyncio.wait_for(both, seconds)
        except asyncio.TimeoutError:
            up_writer.close()
    return treat


MODES = {
    "close": says_and_closes(b""), # at once after CONNECT
    "reset": resets(after_200=False),
    "stall": says(b""), # never an answer
    "html-200": says_and_closes(answer(b"200 OK"), 1), # a block page instead of a tunnel
    "redirect": says(answer(b"302 Found", b"Location: http://portal.example/login?from=proxy")),
    "tls-error": says(answer(b"502 Bad Gateway", b'Proxy-Status: strange; error=tls_protocol_error; details="handshake failure"')),
    "upstream-timeout": says(answer(b"504 Gateway Timeout", b'Proxy-Status: strange; error=connection_timeout; next-hop="10.9.9.9"')),
    "quota": says(answer(b"429 Too Many Requests", b"Retry-After: 30")),
    "not-allowed": says(answer(b"405 Method Not Allowed", b"Allow: GET, HEAD, POST")),
    "not-implemented": says(answer(b"501 Not Implemented")),
    "tls-alert": says_and_closes(b"\x15\x03\x01\x00\x02\x02\x28"), # speaks TLS, was not spoken TLS to
    "ssh": says(b"SSH-2.0-OpenSSH_9.2p1\r\n"),
    "binary": says(bytes(range(256)) * 16),
    "slow": one_byte_a_second,
    "endless-headers": floods(b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n"),
    "endless-line": floods(b"HTTP/1.1 200 OK\r\nX-Long: ", b"0123456789abcdef"),
    "endless-continue": floods(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "endless-body": floods(b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\n\r\n", PAGE),
    "close-after-200": says_and_closes(OK),
    "reset-after-200": resets(after_200=True), # by the ClientHello
    "silence-after-200": says(OK),
    "buffer": tunnels(delay=1.0), # keeps every answer for a second
    "short-life": tunnels(seconds=3),
    "http-1.0": tunnels(b"HTTP/1.0 200 OK\r\nProxy-agent: old\r\n\r\n"),
    "no-reason": tunnels(b"HTTP/1.1 200\r\n\r\n"),
    "length-on-200": tunnels(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n"), # RFC 9110: to be ignored
    "bare-lf": tunnels(b"HTTP/1.1 200 Connection established\nVia: 1.1 strange\n\n"),
    "continue-first": tunnels(b"HTTP/1.1 100 Continue\r\n\r\n" + OK),
    "early-bytes": tunnels(OK + b"220 mail.example ESMTP\r\n"), # another server's greeting, in the same segment
    "echo-407": echoes_credentials,
    "fake-200": tunnels(at_once=True), # 200 for everything; what cannot be reached is closed afterwards
    "fake-200-silent": says(OK), # 200 for everything, and nothing behind it
}


async def by_request(treat, reader, writer):
    """Reads a request, and treats its target so."""
    request = await reader.readuntil(b"\r\n\r\n")
    target = request.split(b" ", 2)[1].decode("ascii", "replace")
    await treat(request, target, reader, writer)


async def listen(ports, serve):
    """serve(mode, reader, writer) for whoever comes to each port; `ports` is {port: mode}. Never ends."""
    async def accepted(mode, reader, writer):
        try:
            await serve(mode, reader, writer)
        except (OSError, ValueError, IndexError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        writer.close()

    for port, mode in ports.items():
        await asyncio.start_server(lambda r, w, mode=mode: accepted(mode, r, w), None, int(port))
    await asyncio.Event().wait()


def main(ports):
    asyncio.run(listen(ports, lambda mode, reader, writer: by_request(MODES[mode], reader, writer)))


if __name__ == "__main__":
    main(dict(pair.split("=") for pair in sys.argv[1:]))
