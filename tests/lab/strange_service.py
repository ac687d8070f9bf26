# SPDX-License-Identifier: MIT
"""A service, or a box that ends TLS in front of it, with a fault in the protocol: strange_service.py CERTIFICATE ADDRESSES
PORT=MODE... CERTIFICATE.pem and CERTIFICATE.key are its; it listens on all ADDRESSES (with commas between).

What a mode does not say goes on to the lab's real server of that name. Whoever is to meet it is sent here by the
firewall's address translation (injections_protocol.answered_by)."""
import asyncio
import socket
import ssl
import struct
import sys

from lab import NAMES

PAGE = b"<html><title>Web page blocked</title>Category: IoT. Contact the service desk.</html>"


def page(status, *headers, body=PAGE):
    """A whole HTTP answer."""
    return b"\r\n".join([b"HTTP/1.1 " + status, *headers, b"Content-Type: text/html", b"Content-Length: %d" % len(body),
                         b"Connection: close", b"", body])


def is_upgrade(first):
    return b"upgrade: websocket" in first.lower()


def asks_for(first, subprotocol):
    return is_upgrade(first) and b"sec-websocket-protocol: " + subprotocol in first.lower()


async def pump(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except (OSError, ssl.SSLError):
        pass
    writer.close()


async def upstream(first, writer):
    """A connection to the real server, which has been told what the client said first."""
    name = writer.get_extra_info("ssl_object").egress_name
    port = 8883 if first[:1] == b"\x10" else 5671 if first[:4] == b"AMQP" else 443
    up_reader, up_writer = await asyncio.open_connection(NAMES[name][0], port, ssl=ssl._create_unverified_context(), server_hostname=name)
    up_writer.write(first)
    return up_reader, up_writer


async def relay(first, reader, writer):
    up_reader, up_writer = await upstream(first, writer)
    await asyncio.gather(pump(reader, up_writer), pump(up_reader, writer))


async def swallow(reader):
    while await reader.read(65536):
        pass


# ---- modes: coroutines of (what the client said first, reader, writer)

def says(what, wanted=lambda first: True):
    """This instead of the service's answer, where `wanted`; everything else goes on."""
    async def treat(first, reader, writer):
        if not wanted(first):
            return await relay(first, reader, writer)
        writer.write(what)
        await writer.drain()
        await asyncio.sleep(0.2)
    return treat


def upgrades(change, then):
    """The service's own 101, changed; then what becomes of the frames."""
    async def treat(first, reader, writer):
        if not is_upgrade(first):
            return await relay(first, reader, writer)
        up_reader, up_writer = await upstream(first, writer)
        writer.write(change(await up_reader.readuntil(b"\r\n\r\n")))
        await writer.drain()
        await then(reader, writer, up_reader, up_writer)
        up_writer.close()
    return treat


async def drops(reader, writer, up_reader, up_writer):
    await swallow(reader)


async def closes(reader, writer, up_reader, up_writer):
    await asyncio.sleep(0.05)


async def closes_at_data(reader, writer, up_reader, up_writer):
    await reader.read(65536)


async def passes(reader, writer, up_reader, up_writer):
    await asyncio.gather(pump(reader, up_writer), pump(up_reader, writer))


async def strips_upgrade(first, reader, writer):
    """What a box without WebSocket does: the hop's own headers stay behind (RFC 9110 §7.6.1)."""
    head, _, rest = first.partition(b"\r\n\r\n")
    kept = [line for line in head.split(b"\r\n") if not line.lower().startswith((b"upgrade:", b"connection:"))]
    kept.append(b"Via: 1.1 inspector.corp.example")
    await relay(b"\r\n".join(kept) + b"\r\n\r\n" + rest, reader, writer)


async def silent(first, reader, writer):
    await swallow(reader)


async def echo(first, reader, writer):
    writer.write(first)
    await pump(reader, writer)


async def close(first, reader, writer):
    pass


async def reset(first, reader, writer):
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def without(header):
    return lambda answer: b"\r\n".join(line for line in answer.split(b"\r\n") if not line.lower().startswith(header))


def swapped(before, after):
    return lambda answer: answer.replace(before, after)


def late(seconds):
    async def treat(first, reader, writer):
        await asyncio.sleep(seconds)
        await relay(first, reader, writer)
    return treat


AMQP_WS, MQTT_WS = b"amqpwsb10", b"mqtt"
MODES = {
    "relay": relay,
    "late": late(0.8),
    "silent": silent,
    "close": close,
    "reset": reset,
    "echo": echo,
    "smtp": says(b"220 mail.example ESMTP\r\n"),
    "http": says(page(b"400 Bad Request", b"Server: gateway")),
    "connack-2": says(b"\x20\x02\x00\x02"),
    "connack-3": says(b"\x20\x02\x00\x03"),
    "connack-4": says(b"\x20\x02\x00\x04"),
    "connack-5": says(b"\x20\x02\x00\x05"),
    "amqp-plain": says(b"AMQP\x00\x01\x00\x00"), # another header than ours: AMQP all the same (OASIS AMQP 1.0 §2.2)
    "amqp-0-9": says(b"AMQP\x00\x00\x09\x01"), # RabbitMQ's
    "deny": says(page(b"403 Forbidden")),
    "legal": says(page(b"451 Unavailable For Legal Reasons")),
    "page": says(page(b"200 OK")),
    "error": says(page(b"503 Service Unavailable", b"Retry-After: 30")),
    "upgrade-403": says(page(b"403 Forbidden"), is_upgrade),
    "upgrade-400": says(page(b"400 Bad Request"), is_upgrade),
    "upgrade-200": says(page(b"200 OK"), is_upgrade),
    "upgrade-404": says(page(b"404 Not Found"), is_upgrade),
    "upgrade-501": says(page(b"501 Not Implemented"), is_upgrade),
    "upgrade-302": says(page(b"302 Found", b"Location: https://portal.example/websocket-blocked"), is_upgrade),
    "upgrade-stripped": strips_upgrade,
    "amqp-ws-403": says(page(b"403 Forbidden"), lambda first: asks_for(first, AMQP_WS)),
    "mqtt-ws-403": says(page(b"403 Forbidden"), lambda first: asks_for(first, MQTT_WS)),
    "ip-filter": says(page(b"403 Forbidden", b"iothub-errorcode: IpAddressNotAllowed", b"Server: Microsoft-HTTPAPI/2.0",
                           body=b'{"Message":"ErrorCode:IpAddressNotAllowed;Unauthorized"}')),
    "frames-dropped": upgrades(lambda answer: answer, drops),
    "frames-closed": upgrades(lambda answer: answer, closes),
    "frames-closed-at-data": upgrades(lambda answer: answer, closes_at_data),
    "subprotocol-lost": upgrades(without(b"sec-websocket-protocol:"), passes),
    "subprotocol-swapped": upgrades(swapped(b"AMQPWSB10", b"mqtt"), passes),
    "deny-requests": says(page(b"403 Forbidden"), lambda first: first[:3] == b"GET" and not is_upgrade(first)),
    "redirect": says(page(b"302 Found", b"Location: http://portal.example/login")),
    "upgrade-503": says(page(b"503 Service Unavailable", b"Retry-After: 30"), is_upgrade),
    "upgrade-reset": says(b"", is_upgrade),
    "upgrade-rewritten": upgrades(swapped(b"Upgrade: websocket", b"upgrade: WebSocket\r\nVia: 1.1 gateway\r\nX-Cache: MISS"), passes),
    "accept-wrong": upgrades(swapped(b"Sec-WebSocket-Accept: ", b"Sec-WebSocket-Accept: x"), passes),
}


def server_tls(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate + ".pem", certificate + ".key")

    def remember(connection, server_name, _):
        connection.egress_name = server_name

    context.sni_callback = remember
    return context


async def serve(mode, reader, writer):
    try:
        first = await reader.read(65536)
        if first:
            await MODES[mode](first, reader, writer)
        if mode != "reset":
            writer.close()
    except (OSError, ssl.SSLError, KeyError, asyncio.IncompleteReadError):
        writer.close()


async def main():
    certificate, addresses, *given = sys.argv[1:]
    tls = server_tls(certificate)
    for pair in given:
        port, mode = pair.split("=")
        await asyncio.start_server(lambda r, w, mode=mode: serve(mode, r, w), addresses.split(","), int(port), ssl=tls)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
