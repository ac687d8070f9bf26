# SPDX-License-Identifier: MIT
"""What stands on the way instead of the cloud: strange_peer.py FOLDER ADDRESS PORT=MODE[:CERTIFICATE]...

Modes: relay (ends TLS with its own certificate and passes everything on), no-upgrade (a relay that refuses WebSocket
upgrades), deny (answers every request with 403), portal (answers every request with a redirect), silent
(TLS, then nothing), plain-portal (HTTP without TLS), ssh, close. FOLDER holds CERTIFICATE.pem and CERTIFICATE.key."""
import asyncio
import ssl
import sys

from lab import NAMES

folder, address, *given = sys.argv[1:]
PORTAL = b"HTTP/1.1 302 Found\r\nLocation: http://portal.example/login\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
DENIED = b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 31\r\nConnection: close\r\n\r\n<html>Blocked by policy.</html>"


def server_tls(name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("%s/%s.pem" % (folder, name), "%s/%s.key" % (folder, name))

    def remember(connection, server_name, _):
        connection.egress_name = server_name

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


async def relay(reader, writer, refusal):
    first = await reader.read(65536)
    said = refusal(first)
    if said:
        writer.write(said)
        await writer.drain()
        writer.close()
        return
    wire = writer.get_extra_info("ssl_object")
    port = 8883 if first[:1] == b"\x10" else 5671 if first[:4] == b"AMQP" else 443
    context = ssl._create_unverified_context()
    up_reader, up_writer = await asyncio.open_connection(NAMES[wire.egress_name][0], port, ssl=context,
                                                         server_hostname=wire.egress_name)
    up_writer.write(first)
    await asyncio.gather(pump(reader, up_writer), pump(up_reader, writer))


async def serve(mode, reader, writer):
    try:
        if mode == "relay":
            await relay(reader, writer, lambda first: None)
        elif mode == "no-upgrade":
            await relay(reader, writer, lambda first: DENIED if b"pgrade: websocket" in first else None)
        elif mode == "deny":
            await relay(reader, writer, lambda first: DENIED)
        elif mode == "silent":
            while await reader.read(65536):
                pass
            writer.close()
        else:
            if mode != "ssh":
                await reader.read(65536)
            if mode != "close":
                writer.write({"ssh": b"SSH-2.0-OpenSSH_9.2p1\r\n"}.get(mode, PORTAL))
                await writer.drain()
            writer.close()
    except (OSError, ssl.SSLError, KeyError):
        writer.close()


async def main():
    for pair in given:
        port, mode = pair.split("=")
        mode, _, certificate = mode.partition(":")
        how = {"ssl": server_tls(certificate)} if certificate else {}
        await asyncio.start_server(lambda r, w, mode=mode: serve(mode, r, w), address.split(","), int(port), **how)
    await asyncio.Event().wait()


asyncio.run(main())
