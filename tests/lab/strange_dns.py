# SPDX-License-Identifier: MIT
"""A DNS server with a fault that no real server can be set to: strange_dns.py ADDRESS MODE [NAME...]

It knows the lab's names, answers as an ordinary resolver does, and does MODE to questions for the NAMEs (all, without
any). MODES below says what each does; "slow:SECONDS", "ede:CODE:TEXT", "dangling:TARGET", "alias:TARGET[:ADDRESS]" and "at:ADDRESS" take arguments."""
import asyncio
import ipaddress
import struct
import sys

from lab import NAMES

NOERROR, FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED = range(6)
A, CNAME, SOA, OPT, AAAA = 1, 5, 6, 41, 28


class Question:
    """One question of a client."""

    def __init__(self, packet):
        self.packet = packet
        labels, at = [], 12
        while packet[at]:
            labels.append(packet[at + 1:at + 1 + packet[at]].decode("ascii", "replace"))
            at += packet[at] + 1
        self.name = ".".join(labels).lower()
        self.type = struct.unpack("!H", packet[at + 1:at + 3])[0]
        self.question = packet[12:at + 5]
        self.edns = packet[11] > 0 # additional records: nobody sends another one than OPT


def wire_name(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".") if label) + b"\0"


def record(name, kind, data, seconds=60):
    return wire_name(name) + struct.pack("!HHIH", kind, 1, seconds, len(data)) + data


def address_bytes(text):
    return ipaddress.ip_address(text).packed


def opt(options=b""):
    return b"\0" + struct.pack("!HHIH", OPT, 1232, 0, len(options)) + options


def extended_error(code, text):
    data = struct.pack("!H", code) + text.encode()
    return struct.pack("!HH", 15, len(data)) + data


def reply(q, answers=(), rcode=NOERROR, *, authority=(), options=b"", truncated=False, edns=True):
    """A whole reply: QR, RD, RA, and an OPT record where the client sent one."""
    more = [opt(options)] if q.edns and edns else []
    flags = 0x8180 | rcode | (0x0200 if truncated else 0)
    return (q.packet[:2] + struct.pack("!HHHHH", flags, 1, len(answers), len(authority), len(more)) + q.question
            + b"".join([*answers, *authority, *more]))


def soa(zone):
    return record(zone, SOA, wire_name("ns." + zone) + wire_name("admin." + zone) + struct.pack("!5I", 1, 3600, 600, 86400, 60))


def addresses(q, name=None):
    name = name or q.name
    if name not in NAMES or q.type not in (A, AAAA):
        return []
    return [record(name, q.type, address_bytes(NAMES[name][0 if q.type == A else 1]))]


def ordinary(q):
    """What a healthy resolver says."""
    if q.name in NAMES:
        found = addresses(q)
        return reply(q, found) if found else reply(q, authority=[soa(q.name.split(".", 1)[1])])
    return reply(q, rcode=NXDOMAIN, authority=[soa(q.name.rsplit(".", 1)[-1] or ".")])


# ---- modes: of (question, arrived over TCP, arguments), the packets that are sent; None: wait, forever

def with_code(rcode):
    return lambda q, tcp, *_: [reply(q, rcode=rcode)]


def only_aaaa(rcode):
    return lambda q, tcp, *_: [reply(q, rcode=rcode) if q.type == AAAA else ordinary(q)]


def looks_to_itself(q, tcp, *_):
    other = "loop." + q.name
    return [reply(q, [record(q.name, CNAME, wire_name(other)), record(other, CNAME, wire_name(q.name))])]


def dangling(q, tcp, target):
    return [reply(q, [record(q.name, CNAME, wire_name(target))], NXDOMAIN, authority=[soa(target.split(".", 1)[1])])]


def alias(q, tcp, target, address=""):
    """Through an alias to the real addresses, or to one address."""
    if address:
        found = [record(target, A, address_bytes(address))] if q.type == A else []
    else:
        found = [record(target, q.type, address_bytes(NAMES[q.name][0 if q.type == A else 1]))] if q.type in (A, AAAA) else []
    return [reply(q, [record(q.name, CNAME, wire_name(target)), *found])]


def elsewhere(q, tcp, address):
    """At this address, and at no IPv6 address."""
    return [reply(q, [record(q.name, A, address_bytes(address))] if q.type == A else (), authority=[] if q.type == A else [soa(q.name.split(".", 1)[1])])]


def too_large(q, tcp, *_):
    """Fits into no UDP reply; whole over TCP."""
    return [ordinary(q) if tcp else reply(q, truncated=True)]


def extended(q, tcp, code, text, rcode=str(NXDOMAIN)):
    return [reply(q, rcode=int(rcode), options=extended_error(int(code), text))]


def other_id(q, tcp, *_):
    whole = ordinary(q)
    return [bytes([whole[0] ^ 1]) + whole[1:]]


def other_question(q, tcp, *_):
    whole = ordinary(q)
    return [whole.replace(q.question, q.question.replace(b"\x07contoso", b"\x07fabrikm"), 1)]


def no_edns(q, tcp, *_):
    """As an old forwarder: the header alone and FORMERR for a question with EDNS, an answer for one without."""
    return [q.packet[:2] + struct.pack("!HHHHH", 0x8180 | FORMERR, 0, 0, 0, 0) if q.edns else ordinary(q)]


def format_error(q, tcp, *_):
    return [q.packet[:2] + struct.pack("!HHHHH", 0x8180 | FORMERR, 0, 0, 0, 0)]


MODES = {
    "servfail": with_code(SERVFAIL),
    "refused": with_code(REFUSED),
    "notimp": with_code(NOTIMP),
    "nxdomain": with_code(NXDOMAIN), # without an SOA, as filters do
    "nxdomain-soa": lambda q, tcp, *_: [reply(q, rcode=NXDOMAIN, authority=[soa(q.name.split(".", 1)[1])])],
    "nodata": lambda q, tcp, *_: [reply(q, authority=[soa(q.name.split(".", 1)[1])])],
    "empty": lambda q, tcp, *_: [reply(q, edns=False)], # neither answer nor SOA nor OPT
    "silent": lambda q, tcp, *_: [],
    "aaaa-servfail": only_aaaa(SERVFAIL),
    "aaaa-nxdomain": only_aaaa(NXDOMAIN),
    "aaaa-notimp": only_aaaa(NOTIMP),
    "aaaa-silent": lambda q, tcp, *_: [] if q.type == AAAA else [ordinary(q)],
    "slow": lambda q, tcp, *_: [ordinary(q)],
    "loop": looks_to_itself,
    "dangling": dangling,
    "alias": alias,
    "at": elsewhere,
    "too-large": too_large,
    "ede": extended,
    "other-id": other_id,
    "other-question": other_question,
    "damaged": lambda q, tcp, *_: [ordinary(q)[:-5] + b"\xff"],
    "no-edns": no_edns,
    "formerr": format_error,
    "ordinary": lambda q, tcp, *_: [ordinary(q)],
}


async def answer(packet, tcp, mode, arguments, names):
    try:
        q = Question(packet)
    except IndexError:
        return []
    if names and q.name not in names:
        return [ordinary(q)]
    if mode == "slow":
        await asyncio.sleep(float(arguments[0]))
    return MODES[mode](q, tcp, *arguments)


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, how):
        self.how = how
        self.running = set() # a task that nobody holds may vanish

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, client):
        async def reply_to():
            for packet in await answer(data, False, *self.how):
                self.transport.sendto(packet, client)
        task = asyncio.ensure_future(reply_to())
        self.running.add(task)
        task.add_done_callback(self.running.discard)


async def stream(reader, writer, how):
    try:
        while True:
            size = struct.unpack("!H", await reader.readexactly(2))[0]
            for packet in await answer(await reader.readexactly(size), True, *how):
                writer.write(struct.pack("!H", len(packet)) + packet)
            await writer.drain()
    except (OSError, asyncio.IncompleteReadError):
        pass
    writer.close()


async def main():
    address, mode, *names = sys.argv[1:]
    mode, *arguments = mode.split(":", 2 if mode.startswith("ede") else -1)
    how = (mode, arguments, names)
    await asyncio.get_running_loop().create_datagram_endpoint(lambda: Datagrams(how), local_addr=(address, 53))
    await asyncio.start_server(lambda r, w: stream(r, w, how), address, 53)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
