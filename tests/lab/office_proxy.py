# SPDX-License-Identifier: MIT
"""Proxies as an office's admins set them up, and what else is found at their ports, one mode a port: office_proxy.py
PORT=MODE... Logins of every kind and how they fail, odd statuses, answers that are unusual and right, limits that only a
burst meets; SOCKS that agrees to nothing. Its parts are strange_proxy.py's and product_proxy.py's."""
import asyncio
import base64
import sys
import time

from product_proxy import for_hosts, for_hub
from strange_proxy import OK, PAGE, answer, by_request, listen, pump, resets, says, says_and_closes, tunnels

TITLE = b"407 Proxy Authentication Required"


def given(request):
    """What the request has as Proxy-Authorization, if any."""
    return next((line.split(b":", 1)[1].strip() for line in request.split(b"\r\n") if line.lower().startswith(b"proxy-authorization:")), None)


def basic(user_and_password):
    return b"Basic " + base64.b64encode(user_and_password.encode())


def wants(login, challenge=b'Basic realm="office"', then=tunnels(), wrong=None, page=PAGE, closes=False):
    """Asks for this login (None: any), with a page, on a connection that stays, or as HTTP/1.0 on one that ends; then treats
    the client so. A wrong one gets `wrong`, or the question again."""
    async def treat(request, target, reader, writer):
        while True:
            said = given(request)
            if said is not None and (login is None or said == login):
                return await then(request, target, reader, writer)
            if said is not None and wrong:
                return await wrong(request, target, reader, writer)
            if closes:
                return await says_and_closes(b"HTTP/1.0 " + TITLE + b"\r\nProxy-Authenticate: " + challenge + b"\r\n\r\n" + page)(request, target, reader, writer)
            writer.write(answer(TITLE, b"Proxy-Authenticate: " + challenge, body=page))
            await writer.drain()
            request = await reader.readuntil(b"\r\n\r\n")
    return treat


def each(what):
    """Says so to every request, on a connection that stays."""
    async def treat(request, target, reader, writer):
        while True:
            writer.write(what)
            await writer.drain()
            await reader.readuntil(b"\r\n\r\n")
    return treat


def reset_after(pieces):
    """A tunnel that is reset when the client's piece with this number arrives, which still passes."""
    async def treat(request, target, reader, writer):
        host, _, port = target.rpartition(":")
        up_reader, up_writer = await asyncio.open_connection(host.strip("[]"), int(port))
        writer.write(OK)
        back = asyncio.create_task(pump(up_reader, writer))
        for _ in range(pieces):
            data = await reader.read(65536)
            if not data:
                break
            up_writer.write(data)
            await up_writer.drain()
        back.cancel()
        await resets(after_200=False)(request, target, reader, writer)
        up_writer.close()
    return treat


def after(seconds, treat):
    async def late(request, target, reader, writer):
        await asyncio.sleep(seconds)
        await treat(request, target, reader, writer)
    return late


def so_many(number, seconds, treat):
    """This for whoever comes more often than so in so many seconds."""
    asked = []

    async def chosen(request, target, reader, writer):
        now = time.monotonic()
        asked[:] = [one for one in asked if one > now - seconds]
        few = len(asked) < number
        if few:
            asked.append(now)
        await (tunnels() if few else treat)(request, target, reader, writer)
    return chosen


def at_once(number):
    """So many tunnels at a time; who comes later waits until one ends."""
    room = asyncio.Semaphore(number)

    async def treat(request, target, reader, writer):
        async with room:
            await tunnels()(request, target, reader, writer)
    return treat


def unlisted(treat, listed=tunnels()):
    """This for names that IoT Edge does not need, and for ports other than 443."""
    async def chosen(request, target, reader, writer):
        host, _, port = target.rpartition(":")
        known = port == "443" and host.endswith((".azure-devices.net", "microsoft.com", "provisioning.net", "aka.ms", ".githubusercontent.com"))
        await (listed if known else treat)(request, target, reader, writer)
    return chosen


def bans(seconds):
    """Who asks for what is not listed is denied that, and everything for so many seconds."""
    until = [0.0]
    no = says(answer(b"403 Forbidden"))

    async def denied(request, target, reader, writer):
        until[0] = time.monotonic() + seconds
        await no(request, target, reader, writer)

    async def listed(request, target, reader, writer):
        await (no if time.monotonic() < until[0] else tunnels())(request, target, reader, writer)
    return unlisted(denied, listed)


CHUNKED_PAGE = (b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
                b"2a\r\n<html><title>Notice</title>Blocked</html>\n\r\n0\r\n\r\n")
MODES = {
    # logins
    "nothing-offered": each(answer(TITLE)),
    "locked": wants(None, then=says(answer(b"403 Forbidden", body=b"<html>Account edge is locked. Call the help desk.</html>"))),
    "bearer": each(answer(TITLE, b'Proxy-Authenticate: Bearer realm="office", error="invalid_token"')),
    "digest-sha256": each(answer(TITLE, b'Proxy-Authenticate: Digest realm="office", qop="auth", algorithm=SHA-256, nonce="bm9uY2U", opaque="b3A"')),
    "ntlm-and-negotiate": each(answer(TITLE, b"Proxy-Authenticate: Negotiate", b"Proxy-Authenticate: NTLM")),
    "umlauts": wants(basic("edge:pä$$wört"), b'Basic realm="B\xfcro", charset="UTF-8"'),
    "domain-login": wants(basic("CORP\\edge:s3cret#/?")),
    "mail-login": wants(basic("edge@corp.example:s3:cret")),
    "empty-password": wants(basic("edge:")),
    "login-then-page": wants(None, then=says(answer(b"302 Found", b"Location: https://accounts.corp.example/change-password"))),
    "registry-login": for_hosts(wants(basic("images:secret")), "mcr.microsoft.com"),
    "wrong-then-closed": wants(basic("edge:right"), wrong=says_and_closes(answer(TITLE, b'Proxy-Authenticate: Basic realm="office"', b"Connection: close"))),
    # odd ways of no
    "hub-405": for_hub(says(answer(b"405 Method Not Allowed", b"Allow: GET"))),
    "hub-406": for_hub(says(answer(b"406 Not Acceptable"))),
    "all-505": says(answer(b"505 HTTP Version Not Supported")),
    "all-502": says(answer(b"502 Bad Gateway", b"Server: nginx", body=b"<html><head><title>502 Bad Gateway</title></head></html>")),
    "chunked-page": says(CHUNKED_PAGE),
    "hub-page-to-the-end": for_hub(says_and_closes(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<html>This site is blocked</html>")),
    "half-an-answer": says(b"HTTP/1.1 200 Connection established\r\nVia: 1.1 office\r\n"),
    "dps-403": for_hosts(says(answer(b"403 Forbidden")), "azure-devices-provisioning.net"),
    "hub-after-3": for_hub(after(3, tunnels())),
    "reset-after-2": reset_after(2),
    "reset-after-3": reset_after(3),
    # something else
    "http2": says_and_closes(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x80\x00\x04\x00\x01\x00\x00\x00\x05\x00\xff\xff\xff"
                             b"\x00\x00\x08\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"),
    "rtsp": says(b"RTSP/1.0 400 Bad Request\r\nCSeq: 0\r\n\r\n"),
    "telnet": says(b"\xff\xfd\x18\xff\xfd\x20\xff\xfd\x23\xff\xfd\x27\r\nSwitch login: "),
    # nothing wrong
    "says-close": tunnels(b"HTTP/1.1 200 OK\r\nConnection: close\r\nProxy-Connection: close\r\n\r\n"),
    "local-words": tunnels("HTTP/1.1 200 Verbindung hergestellt, gr\xfc\xdfe\r\nX-B\xfcro: \xe4\r\n\r\n".encode("latin-1")),
    "folded": tunnels(b"HTTP/1.1 200 Connection established\r\nVia: 1.1 one,\r\n 1.1 two,\r\n\t1.1 three\r\nX-Empty:\r\n\r\n"),
    "unhurried": after(0.5, tunnels(delay=0.1)),
    "unlisted-page": unlisted(says_and_closes(answer(b"200 OK"))),
    "unlisted-login": unlisted(each(answer(TITLE, b'Proxy-Authenticate: Basic realm="office"'))),
    "unlisted-redirect": unlisted(says(answer(b"302 Found", b"Location: https://office.example/request-access"))),
    "unlisted-silent": unlisted(says(b"")),
    "unlisted-reset": unlisted(resets(after_200=False)),
    "login-big-page": wants(basic("edge:secret12"), page=b"<html>" + b"Please log in. " * 20000),
    "login-1.0": wants(basic("edge:secret12"), closes=True),
    "bans-for-a-second": bans(1),
    "thirty-in-five": so_many(30, 5, says(answer(b"429 Too Many Requests", b"Retry-After: 5"))),
    "eight-at-once": at_once(8),
}
SOCKS = {
    "socks-gssapi": b"\x05\xff", # no method that was offered will do
    "socks-4": b"\x00\x5b" + bytes(6),
}
GREETINGS = {"smtp": b"220 mail.corp.example ESMTP\r\n", "ftp": b"220 (vsFTPd 3.0.3)\r\n"}


async def serve(mode, reader, writer):
    if mode in GREETINGS:
        writer.write(GREETINGS[mode])
        while await reader.readline():
            writer.write(b"500 5.5.1 Command unrecognized\r\n")
            await writer.drain()
    elif mode in SOCKS:
        await reader.read(64)
        writer.write(SOCKS[mode])
        await writer.drain()
    else:
        await by_request(MODES[mode], reader, writer)


if __name__ == "__main__":
    asyncio.run(listen(dict(pair.split("=") for pair in sys.argv[1:]), serve))
