# SPDX-License-Identifier: MIT
"""Servers in the cloud's place whose TLS is at fault: tls_peer.py FOLDER MODE:PORT[:CERTIFICATE]...

FOLDER holds CERTIFICATE.pem and CERTIFICATE.key. Modes, in which TLS comes about (what the client then says goes on to the
real server of the name, as an appliance does it): relay; page, denied (a web page, or 403, for whatever is asked); asks (for a certificate of the client, any); wants (one of the
client, and takes none else); old (TLS 1.1 at most); camellia (suites that nobody has any more). Modes, in which it
does not: unknown-name, internal-error (a TLS alert); half (the beginning of a handshake, then silence); cut (the same, then a
reset); ssh, smtp (a greeting); http (a page without TLS); moved (a redirect without TLS); silent; close."""
import asyncio
import socket
import ssl
import struct
import sys
import threading

from lab import NAMES

GREETINGS = {"ssh": b"SSH-2.0-OpenSSH_9.2p1\r\n", "smtp": b"220 mail.example ESMTP\r\n"}
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 23\r\nConnection: close\r\n\r\n<html>It works!</html>\n"
MOVED = b"HTTP/1.1 302 Found\r\nLocation: http://portal.example/login\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
DENIED = b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 30\r\nConnection: close\r\n\r\n<html>Blocked by policy</html>"
ANSWERS = {"http": PAGE, "moved": MOVED, "page": PAGE, "denied": DENIED}
ALERTS = {"unknown-name": ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME, "internal-error": ssl.ALERT_DESCRIPTION_INTERNAL_ERROR}
# A record of 1200 bytes that begins with a ServerHello of TLS 1.2 and is never finished.
HALF = b"\x16\x03\x03\x04\xb0\x02\x00\x00\x46\x03\x03" + bytes(range(32)) + b"\x00\xc0\x2b\x00"


def tls_of(mode, folder, certificate):
    """The TLS of a mode that has one."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("%s/%s.pem" % (folder, certificate), "%s/%s.key" % (folder, certificate))
    if mode == "old":
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        context.set_ciphers("ALL:@SECLEVEL=0")
    if mode == "camellia":
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("ECDHE-ECDSA-CAMELLIA128-SHA256:@SECLEVEL=0")
    if mode in ("asks", "wants"):
        context.load_verify_locations("%s/ca.pem" % folder)
        context.verify_mode = ssl.CERT_OPTIONAL if mode == "asks" else ssl.CERT_REQUIRED
        context.maximum_version = ssl.TLSVersion.TLSv1_2 # where a refusal is part of the handshake

    def remember(connection, name, _):
        connection.egress_name = name
        return ALERTS.get(mode)

    context.sni_callback = remember
    return context


async def pump(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except (OSError, ssl.SSLError):
        pass
    writer.close()


async def relay(mode, reader, writer):
    first = await reader.read(65536)
    if mode in ANSWERS:
        writer.write(ANSWERS[mode])
        await writer.drain()
        return
    name = writer.get_extra_info("ssl_object").egress_name
    port = 8883 if first[:1] == b"\x10" else 5671 if first[:4] == b"AMQP" else 443
    there = await asyncio.open_connection(NAMES[name][0], port, ssl=ssl._create_unverified_context(), server_hostname=name)
    there[1].write(first)
    await asyncio.gather(pump(reader, there[1]), pump(there[0], writer))


REFUSING = ("old", "camellia", "wants", *ALERTS)


def refuse(connection, context):
    """A handshake that is meant to fail, on a socket that blocks: asyncio would keep the alert to itself."""
    connection.settimeout(20)
    try:
        with context.wrap_socket(connection, server_side=True) as tls:
            tls.recv(1)
    except OSError: # ssl.SSLError is one
        pass
    connection.close()


def refuse_all(port, context):
    with socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True) as listener:
        while True:
            threading.Thread(target=refuse, args=(listener.accept()[0], context), daemon=True).start()


def reset(writer):
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def without_tls(mode, reader, writer):
    writer.write(GREETINGS.get(mode, b""))
    if mode != "close":
        first = await reader.read(65536)
        if not first:
            return
    writer.write(HALF if mode in ("half", "cut") else ANSWERS.get(mode, b""))
    await writer.drain()
    if mode == "cut":
        await asyncio.sleep(0.05) # the client has read it by then
        reset(writer)
    while mode in ("half", "silent") and await reader.read(65536):
        pass


async def serve(mode, has_tls, reader, writer):
    try:
        await (relay(mode, reader, writer) if has_tls else without_tls(mode, reader, writer))
    except (OSError, ssl.SSLError, KeyError, AttributeError):
        pass
    writer.close()


async def main(folder, *given):
    asyncio.get_running_loop().set_exception_handler(lambda *_: None) # what clients do to handshakes is no news
    for one in given:
        mode, port, *certificate = one.split(":")
        if mode in REFUSING:
            threading.Thread(target=refuse_all, args=(int(port), tls_of(mode, folder, certificate[0])), daemon=True).start()
            continue
        tls = {"ssl": tls_of(mode, folder, certificate[0])} if certificate else {}
        await asyncio.start_server(lambda r, w, mode=mode, tls=bool(tls): serve(mode, tls, r, w), None, int(port), **tls)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
