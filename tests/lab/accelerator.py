# SPDX-License-Identifier: MIT
"""A box that splits TCP connections in two, as accelerators of satellite links and transparent proxies do: accelerator.py PORT.

Connections to anywhere are redirected to PORT; each is accepted at once, then one of our own is opened to where it was to
go, and bytes pass both ways unchanged. What cannot be reached is closed when that is known."""
import asyncio
import socket
import struct
import sys

ORIGINAL_DST = 80 # of netfilter, for SOL_IP and SOL_IPV6 (linux/netfilter_ipv4.h, linux/netfilter_ipv6/ip6_tables.h)


def destination(writer):
    """Where the client wanted to go: (address, port)."""
    one = writer.get_extra_info("socket")
    if one.family == socket.AF_INET:
        _, port, address = struct.unpack("!2sH4s", one.getsockopt(socket.SOL_IP, ORIGINAL_DST, 16)[:8])
        return socket.inet_ntop(socket.AF_INET, address), port
    _, port, _, address = struct.unpack("!2sHI16s", one.getsockopt(41, ORIGINAL_DST, 28)[:24])
    return socket.inet_ntop(socket.AF_INET6, address), port


async def pump(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    writer.close()


async def serve(reader, writer):
    try:
        up_reader, up_writer = await asyncio.open_connection(*destination(writer))
    except OSError:
        writer.close()
        return
    await asyncio.gather(pump(reader, up_writer), pump(up_reader, writer))


async def main():
    await asyncio.start_server(serve, None, int(sys.argv[1]), backlog=256)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
