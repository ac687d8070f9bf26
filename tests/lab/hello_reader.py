# SPDX-License-Identifier: MIT
"""What a ClientHello says, for boxes that decide by it (reading_box.py)."""
import contextlib
import socket
import struct
import time


class Hello:
    """A ClientHello's server name ("" without), its length, and whether it offers TLS 1.3; all empty for what is none."""

    def __init__(self, record):
        self.name, self.length, self.offers_13 = "", 0, False
        if record[:1] != b"\x16":
            return
        self.length = struct.unpack("!H", record[3:5])[0]
        with contextlib.suppress(IndexError, struct.error):
            at = 43
            at += 1 + record[at]
            at += 2 + struct.unpack("!H", record[at:at + 2])[0]
            at += 1 + record[at] + 2
            while at + 4 <= len(record):
                kind, size = struct.unpack("!HH", record[at:at + 4])
                body = record[at + 4:at + 4 + size]
                if kind == 0:
                    self.name = body[5:].decode("ascii", "replace")
                if kind == 43:
                    self.offers_13 = any(body[i:i + 2] == b"\x03\x04" for i in range(1, len(body), 2))
                at += 4 + size

    def meets(self, condition):
        if condition[:1] == ">":
            return self.length > int(condition[1:])
        if condition[:1] == "<":
            return 0 < self.length < int(condition[1:])
        if condition == "1.2":
            return self.length > 0 and not self.offers_13
        if condition == "1.3":
            return self.offers_13
        if condition == "none":
            return self.length > 0 and not self.name
        if condition[:1] == "!":
            return condition[1:] not in self.name
        return condition in self.name


def first_record(client):
    """What the client says first, which stays to be read; a hello may come in several segments."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        said = client.recv(16384, socket.MSG_PEEK)
        if said[:1] != b"\x16" or len(said) >= 5 + struct.unpack("!H", (said + b"\0" * 5)[3:5])[0]:
            return said
        time.sleep(0.02)
    return said
