# SPDX-License-Identifier: MIT
"""A box in the way that takes connections for itself: cutting_box.py PORT HOW

HOW: "reset:SECONDS" waits so long after the first bytes and resets; "close:SECONDS" likewise and closes;
"cut:BYTES:reset|close|silence" passes everything on to where it was going (IPv4) until so many bytes have come back."""
import asyncio
import socket
import struct
import sys

SO_ORIGINAL_DST = 80
port, how, *arguments = (sys.argv[1], *sys.argv[2].split(":"))


def end(writer, verdict):
    if verdict == "reset":
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
    elif verdict == "close":
        writer.close()


async def pump(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()
    except OSError:
        pass


async def serve(reader, writer):
    try:
        if how != "cut":
            await reader.read(65536)
            await asyncio.sleep(float(arguments[0]))
            return end(writer, how)
        where = writer.get_extra_info("socket").getsockopt(socket.SOL_IP, SO_ORIGINAL_DST, 16)
        to = socket.inet_ntoa(where[4:8]), struct.unpack("!H", where[2:4])[0]
        up_reader, up_writer = await asyncio.open_connection(*to)
        upwards, left = asyncio.ensure_future(pump(reader, up_writer)), int(arguments[0])
        while left > 0 and (data := await up_reader.read(left)):
            writer.write(data)
            await writer.drain()
            left -= len(data)
        if left > 0:
            return end(writer, "close")
        await asyncio.sleep(0.05) # what is on the way arrives
        end(writer, arguments[1])
        await upwards
    except OSError:
        writer.close()


async def main():
    await asyncio.start_server(serve, ["0.0.0.0", "::"], int(port))
    await asyncio.Event().wait()


asyncio.run(main())
