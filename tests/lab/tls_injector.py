# SPDX-License-Identifier: MIT
"""A box beside the way, as intrusion detection in tap mode is: it sees packets come in at an interface and forges an
answer to those that hold a name, in the server's place; the packet itself goes on, unless a rule drops it.

tls_injector.py INTERFACE PORT[,PORT...] WHAT NAME [every-other]

WHAT: reset (RST), close (FIN), alert (TLS alert 112, unrecognized_name, then FIN), page (an HTTP page without TLS, then
FIN). "every-other" leaves the second, fourth ... connection alone, as a box does that loses half of its races."""
import socket
import struct
import sys

ETHERTYPES = {0x0800: socket.AF_INET, 0x86DD: socket.AF_INET6}
FIN, RST, PSH, ACK = 1, 4, 8, 16
OUTGOING = 4 # PACKET_OUTGOING: our own frames come by, too
BLOCKED = b"<html><title>Blocked</title>Category: IoT</html>"
PAGE = b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(BLOCKED), BLOCKED)
FORGED = {"reset": (RST | ACK, b""), "close": (FIN | ACK, b""), "alert": (FIN | PSH | ACK, b"\x15\x03\x03\x00\x02\x02\x70"),
          "page": (FIN | PSH | ACK, PAGE)}


def internet_sum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Segment:
    """A TCP segment in an Ethernet frame; `data` is empty for whatever else a frame may hold."""

    def __init__(self, frame):
        self.frame, self.data = frame, b""
        self.family = ETHERTYPES.get(struct.unpack("!H", frame[12:14])[0])
        packet = frame[14:]
        if self.family == socket.AF_INET and packet[9] == socket.IPPROTO_TCP:
            self.source, self.target = packet[12:16], packet[16:20]
            self.read_tcp(packet[(packet[0] & 15) * 4:struct.unpack("!H", packet[2:4])[0]])
        elif self.family == socket.AF_INET6 and packet[6] == socket.IPPROTO_TCP:
            self.source, self.target = packet[8:24], packet[24:40]
            self.read_tcp(packet[40:40 + struct.unpack("!H", packet[4:6])[0]])

    def read_tcp(self, tcp):
        self.source_port, self.target_port, self.sequence, self.acknowledged = struct.unpack("!HHII", tcp[:12])
        self.data = tcp[(tcp[12] >> 4) * 4:]

    def answer(self, flags, data):
        """The frame in which the target seems to answer this segment."""
        tcp = struct.pack("!HHIIBBHHH", self.target_port, self.source_port, self.acknowledged,
                          (self.sequence + len(self.data)) & 0xFFFFFFFF, 0x50, flags, 502, 0, 0) + data
        tail = struct.pack("!HH", socket.IPPROTO_TCP, len(tcp)) if self.family == socket.AF_INET else struct.pack("!II", len(tcp), socket.IPPROTO_TCP)
        tcp = tcp[:16] + struct.pack("!H", internet_sum(self.target + self.source + tail + tcp)) + tcp[18:]
        if self.family == socket.AF_INET:
            ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 0x4747, 0, 63, socket.IPPROTO_TCP, 0, self.target, self.source)
            ip = ip[:10] + struct.pack("!H", internet_sum(ip)) + ip[12:]
        else:
            ip = struct.pack("!IHBB16s16s", 0x60000000, len(tcp), socket.IPPROTO_TCP, 63, self.target, self.source)
        return self.frame[6:12] + self.frame[:6] + self.frame[12:14] + ip + tcp


def main(interface, ports, what, name, every_other=""):
    ports, name = {int(port) for port in ports.split(",")}, name.encode()
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3)) # ETH_P_ALL
    wire.bind((interface, 0))
    seen = 0
    while True:
        frame, address = wire.recvfrom(65535)
        if address[2] == OUTGOING or len(frame) < 54:
            continue
        segment = Segment(frame)
        if name not in segment.data or segment.target_port not in ports:
            continue
        seen += 1
        if not every_other or seen % 2 == 1:
            wire.send(segment.answer(*FORGED[what]))


if __name__ == "__main__":
    main(*sys.argv[1:])
