# SPDX-License-Identifier: MIT
"""Answers DNS questions in passing, before the resolver does, whose own answer still arrives (facts/faults.md A22):
dns_injector.py INTERFACE NAME ADDRESS. There is no IPv6 address, it says. Run in the firewall's namespace, on the client's side of it."""
import socket
import struct
import sys

from strange_dns import A, AAAA, Question, address_bytes, record, reply


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    total = (total >> 16) + (total & 0xffff)
    return ~(total + (total >> 16)) & 0xffff


def datagram(source, to, source_port, to_port, payload):
    """An IPv4 packet; UDP's checksum may be 0."""
    udp = struct.pack("!4H", source_port, to_port, 8 + len(payload), 0) + payload
    head = struct.pack("!2B3H2BH4s4s", 0x45, 0, 20 + len(udp), 7, 0, 63, socket.IPPROTO_UDP, 0, source, to)
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + udp


def main():
    interface, name, address = sys.argv[1:]
    seen = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
    seen.bind((interface, 0))
    out = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    while True:
        frame, where = seen.recvfrom(65535)
        packet = frame[14:]
        at = (packet[0] & 15) * 4
        if where[2] == socket.PACKET_OUTGOING or packet[9] != socket.IPPROTO_UDP:
            continue
        source_port, to_port = struct.unpack("!2H", packet[at:at + 4])
        if to_port != 53:
            continue
        q = Question(packet[at + 8:struct.unpack("!H", packet[2:4])[0]])
        if q.name != name or q.type not in (A, AAAA):
            continue
        forged = reply(q, [record(name, A, address_bytes(address))] if q.type == A else [], edns=False)
        out.sendto(datagram(packet[16:20], packet[12:16], 53, source_port, forged), (socket.inet_ntoa(packet[12:16]), 0))


main()
