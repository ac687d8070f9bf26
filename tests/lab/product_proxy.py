# SPDX-License-Identifier: MIT
"""Proxies as products on the market answer, one mode a port: product_proxy.py PORT=MODE... (MODES below says what each does).
What a mode does not refuse it lets through. Beside strange_proxy.py, whose parts it uses: those are broken, these are policy."""
import asyncio
import base64
import sys

from lab import HUB, HUB6, HUB_NAME
from strange_proxy import OK, answer, by_request, listen, pump, resets, says, says_and_closes, tunnels

LOGIN = b"Basic " + base64.b64encode(b"edge:secret")


def for_hosts(treat, *names, otherwise=tunnels()):
    """This for these names, and whatever is below them."""
    async def chosen(request, target, reader, writer):
        host = target.rpartition(":")[0]
        meant = any(host == name or host.endswith("." + name) for name in names)
        await (treat if meant else otherwise)(request, target, reader, writer)
    return chosen


def for_hub(treat):
    return for_hosts(treat, HUB_NAME)


def for_hub_anyhow(treat):
    """This for the hub by name and by address: what its network brings about."""
    return for_hosts(treat, HUB_NAME, HUB, "[%s]" % HUB6)


def for_ports(treat, *ports):
    """This for all ports but these."""
    async def chosen(request, target, reader, writer):
        await (tunnels() if target.rpartition(":")[2] in ports else treat)(request, target, reader, writer)
    return chosen


def asks_login(refusal, closes):
    """Asks for a login on the connection, or closes it after the question; then lets it through."""
    async def treat(request, target, reader, writer):
        while LOGIN not in request:
            writer.write(refusal)
            await writer.drain()
            if closes:
                writer.write_eof()
                return
            request = await reader.readuntil(b"\r\n\r\n")
        await tunnels()(request, target, reader, writer)
    return treat


def in_pieces(size, seconds):
    async def treat(request, target, reader, writer):
        for at in range(0, len(OK) - size, size):
            writer.write(OK[at:at + size])
            await writer.drain()
            await asyncio.sleep(seconds)
        await tunnels(OK[at + size:])(request, target, reader, writer)
    return treat


def after(seconds):
    async def treat(request, target, reader, writer):
        await asyncio.sleep(seconds)
        await tunnels()(request, target, reader, writer)
    return treat


def in_tunnel(what):
    """200, and this in answer to the first data."""
    async def treat(request, target, reader, writer):
        writer.write(OK)
        await writer.drain()
        await reader.read(65536)
        writer.write(what)
        await writer.drain()
        writer.write_eof()
        await reader.read()
    return treat


def idle(seconds):
    """A tunnel that ends when nothing has come from the client for so long."""
    async def treat(request, target, reader, writer):
        host, _, port = target.rpartition(":")
        up_reader, up_writer = await asyncio.open_connection(host.strip("[]"), int(port))
        writer.write(OK)
        back = asyncio.create_task(pump(up_reader, writer))
        try:
            while data := await asyncio.wait_for(reader.read(65536), seconds):
                up_writer.write(data)
                await up_writer.drain()
        except asyncio.TimeoutError:
            await resets(after_200=False)(request, target, reader, writer)
        back.cancel()
        up_writer.close()
    return treat


def elsewhere(place):
    """A tunnel to another place, which answers in the host's stead: HOST:PORT."""
    async def treat(request, target, reader, writer):
        await tunnels()(request, place, reader, writer)
    return treat


def cut(octets):
    """A tunnel that is reset once so many octets have come back."""
    async def treat(request, target, reader, writer):
        host, _, port = target.rpartition(":")
        up_reader, up_writer = await asyncio.open_connection(host.strip("[]"), int(port))
        writer.write(OK)
        there = asyncio.create_task(pump(reader, up_writer))
        left = octets
        while left > 0 and (data := await up_reader.read(min(left, 65536))):
            writer.write(data)
            await writer.drain()
            left -= len(data)
        await asyncio.sleep(0.05) # the client has read it by then
        there.cancel()
        await resets(after_200=False)(request, target, reader, writer)
        up_writer.close()
    return treat


CHUNKED = (b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"gateway\"\r\nTransfer-Encoding: chunked\r\n"
           b"Content-Type: text/html\r\n\r\n5\r\n<html\r\n1\r\n>\r\n0\r\n\r\n")
MODES = {
    # whom it refuses, and how
    "policy-403": for_hub(says_and_closes(answer(b"403 Forbidden", b"Cache-Control: no-cache", b"Proxy-Connection: close", b"Connection: close",
                                                 body=b"<HTML>Access Denied (policy_denied)</HTML>"))),
    "policy-307": for_hub(says(answer(b"307 Temporary Redirect", b"Location: https://gateway.filter.example/blocked?cat=iot", body=b""))),
    "policy-451": for_hub(says(answer(b"451 Unavailable For Legal Reasons"))),
    "policy-reset": for_hub(resets(after_200=False)),
    "layers-403": for_hosts(says(answer(b"403 Forbidden")), "data.mcr.microsoft.com"),
    "registry-page": for_hosts(says_and_closes(answer(b"200 OK")), "mcr.microsoft.com"),
    "ports-400": for_ports(says(answer(b"400 Bad Request", body=b"<html>Port not allowed</html>")), "443"),
    "ports-reset": for_ports(resets(after_200=False), "443"),
    "all-511": says(answer(b"511 Network Authentication Required", body=b"<html>Sign in at http://portal.example/</html>")),
    "all-401": says(answer(b"401 Unauthorized", b'WWW-Authenticate: Basic realm="gateway"')),
    # what it cannot
    "hub-dns-502": for_hub(says(answer(b"502 Bad Gateway", b'Proxy-Status: gw; error=dns_error; rcode="NXDOMAIN"'))),
    "hub-dns-503": for_hub(says(answer(b"503 Service Unavailable", b"X-Squid-Error: ERR_DNS_FAIL 0"))),
    "hub-refused-502": for_hub_anyhow(says(answer(b"502 Bad Gateway", b"Proxy-Status: gw; error=connection_refused"))),
    "hub-504": for_hub_anyhow(says(answer(b"504 Gateway Timeout", body=b"<html>The server did not respond</html>"))),
    "hub-500": for_hub_anyhow(says(answer(b"500 Internal Server Error"))),
    "busy-503": says(answer(b"503 Service Unavailable", b"Retry-After: 120", body=b"<html>Too many users</html>")),
    # what it does in the tunnel
    "hub-page-in-tunnel": for_hub(in_tunnel(answer(b"403 Forbidden"))),
    "hub-alert-in-tunnel": for_hub(in_tunnel(b"\x15\x03\x03\x00\x02\x02\x31")), # 49, access_denied
    "hub-silent-tunnel": for_hub(says(OK)),
    "cut-3000": cut(3000),
    "idle-3": idle(3),
    # nothing wrong
    "login-close": asks_login(answer(b"407 Proxy Authentication Required", b'Proxy-Authenticate: Basic realm="gateway"', b"Connection: close"), True),
    "login-chunked": asks_login(CHUNKED, False),
    "login-list": asks_login(answer(b"407 authenticationrequired", b'proxy-authenticate: Negotiate, NTLM, basic realm="corp, \\"east\\""', b"Proxy-Connection: close"), True),
    "pieces": in_pieces(7, 0.05),
    "late": after(1.2),
    "much-header": tunnels(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-Policy-%d: %s\r\n" % (n, b"v" * 60) for n in range(90)) + b"\r\n"),
    "cookie": tunnels(b"HTTP/1.1 200 Tunnel granted\r\nSet-Cookie: id=1; path=/\r\nConnection: keep-alive\r\nProxy-Connection: Keep-Alive\r\nServer: gateway/9\r\n\r\n"),
    "page-elsewhere": tunnels(), # but for the hub, whose tunnels lead to what stands behind the @
}


def main():
    ports = dict(pair.split("=") for pair in sys.argv[1:])
    for port, named in ports.items():
        mode, _, place = named.partition("@")
        ports[port] = mode
        if place:
            MODES[mode] = for_hub(elsewhere(place))
    asyncio.run(listen(ports, lambda mode, reader, writer: by_request(MODES[mode], reader, writer)))


if __name__ == "__main__":
    main()
