# SPDX-License-Identifier: MIT
"""What a namespace lets out, found with packets: facts/rules.md §3.1 and §3.6. A raw socket's sendto() says EPERM when
OUTPUT refuses; what a router lets through comes out of its other TUN device."""
import fcntl
import functools
import ipaddress
import json
import os
import select
import socket
import struct
import subprocess
import sys

TCP, UDP, ICMP, ICMP6, SCTP, GRE = 6, 17, 1, 58, 132, 47
HOST, HOST6 = "198.18.0.2", "2001:db8:ffff::2"
CANARIES = ["1.1.1.1", "8.8.8.8", "169.254.169.254", "10.0.0.1", "192.168.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"]


# Each text is parsed a hundred thousand times.
address = functools.lru_cache(maxsize=None)(ipaddress.ip_address)


def lines_of_policy(text):
    return [line.split("egress-policy/1 ", 1)[1] for line in text.splitlines() if "egress-policy/1 " in line]


def intent_of(text):
    """One Intent, with its packets, for all files that have the same policy."""
    return intent_in("".join("egress-policy/1 " + words + "\n" for words in lines_of_policy(text)))


@functools.lru_cache(maxsize=None)
def intent_in(policy):
    return Intent(policy)


class Intent:
    """The policy that an exported file has in its comments."""

    def __init__(self, text):
        self.flows, self.devices = [], []
        for line in lines_of_policy(text):
            key, *words = line.split()
            if key == "policy":
                self.id, self.stance, self.hook = words[:3]
                self.wires = words[3:5]
            elif key == "from":
                self.devices += [ipaddress.ip_network(w) for w in words]
            elif key == "flow":
                self.flows.append({"over": words[1].split(","), "ports": [int(p) for p in words[2].split(",")], "to": []})
            elif key == "port":
                self.flows[-1]["ports"] += [int(p) for p in words]
            elif key == "to":
                self.flows[-1]["to"] += [ipaddress.ip_network(w) for w in words]

    def allows(self, probe):
        to, protocol, port, source = probe
        if self.hook == "gateway" and self.devices and not any(address(source) in d for d in self.devices):
            return False
        word = {TCP: "tcp", UDP: "udp"}.get(protocol)
        return any(word in f["over"] and port in f["ports"] and any(address(to) in n for n in f["to"]) for f in self.flows)

    def sources(self, version):
        if self.hook == "host" or not self.devices:
            return [HOST if version == 4 else HOST6]
        own = [d for d in self.devices if d.version == version]
        inside = [str(d[0]) for d in own] + [str(d[-1]) for d in own]
        outside = ["10.99.0.1" if version == 4 else "2001:db8:99::1"]
        return inside + [str(d[-1] + 1) for d in own] + outside

    @functools.cached_property
    def asked(self):
        """[(probe, whether it is allowed)] of all probes()."""
        return [(probe, self.allows(probe)) for probe in self.probes()]

    @functools.cached_property
    def datagrams(self):
        """Of each probe where it goes to and its packet, in hexadecimal digits."""
        return datagrams_of(probe for probe, _ in self.asked)

    def probes(self):
        """Every flow's ends and their neighbours, by address, port and protocol, from inside and outside."""
        targets, ports = set(CANARIES), {22, 80, 8080}
        for flow in self.flows:
            for network in flow["to"][:3] + flow["to"][-3:]:
                for number in (int(network[0]) - 1, int(network[0]), int(network[-1]), int(network[-1]) + 1):
                    if 0 < number < 2 ** network.max_prefixlen - 1:
                        targets.add(str(ipaddress.ip_address(number) if network.version == 4 else ipaddress.IPv6Address(number)))
            ports |= {p + d for p in flow["ports"][:3] + flow["ports"][-2:] for d in (-1, 0, 1)}
        out = []
        for to in sorted(targets):
            version = address(to).version
            for source in self.sources(version):
                out += [(to, protocol, port, source) for protocol in (TCP, UDP) for port in sorted(ports)]
                out += [(to, SCTP, 443, source), (to, ICMP if version == 4 else ICMP6, 0, source), (to, GRE, 0, source)]
        return out


def checksum(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def payload(protocol, port, addresses):
    """The first bytes of a connection; with its checksum, as conntrack looks at it on the way through."""
    begin = {TCP: struct.pack("!HHIIBBHHH", 40000, port, 1, 0, 0x50, 2, 1024, 0, 0), UDP: struct.pack("!HHHH", 40000, port, 8, 0),
             SCTP: struct.pack("!HHII", 40000, port, 0, 0) + b"\x01\x00\x00\x14" + bytes(4) + b"\x00\x00\xff\xff\x00\x01\x00\x01" + bytes(4),
             ICMP: struct.pack("!BBHHH", 8, 0, 0, 1, 1), ICMP6: struct.pack("!BBHHH", 128, 0, 0, 1, 1), GRE: bytes(4)}[protocol]
    pseudo = b"" if protocol == ICMP else addresses + struct.pack("!IHBB", len(begin), 0, 0, protocol)
    place = {TCP: 16, UDP: 6, ICMP: 2, ICMP6: 2}.get(protocol)
    if place is None:
        return begin
    return begin[:place] + struct.pack("!H", checksum(pseudo + begin)) + begin[place + 2:]


def packet(to, protocol, port, source, number=0):
    """With a number where a router keeps it: identification, or flow label."""
    a, b = address(source).packed, address(to).packed
    body = payload(protocol, port, a + b)
    if len(b) == 16:
        return struct.pack("!IHBB", 6 << 28 | number, len(body), protocol, 64) + a + b + body
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(body), number, 0, 64, protocol, 0) + a + b
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + body


BATCH = 100 # fewer than a TUN device keeps


def datagrams_of(probes):
    return [(probe[0], packet(*probe, number=i % BATCH).hex()) for i, probe in enumerate(probes)]


def passed_output(datagrams):
    sockets = {4: socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW),
               6: socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)}
    out = []
    for to, content in datagrams:
        try:
            sockets[6 if ":" in to else 4].sendto(bytes.fromhex(content), (to, 0))
            out.append(True)
        except PermissionError:
            out.append(False)
    return out


def tun(name):
    handle = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(handle, 0x400454ca, struct.pack("16sH", name.encode(), 0x1001)) # TUNSETIFF: IFF_TUN | IFF_NO_PI
    return handle


def passed_forward(datagrams, wires):
    lan, wan = (tun(name) for name in wires)
    for name in wires:
        subprocess.run(["ip", "link", "set", name, "up"], check=True)
    for family in ("-4", "-6"):
        subprocess.run(["ip", family, "route", "add", "default", "dev", wires[1]], check=True)
        subprocess.run(["ip", family, "route", "add", "10.0.0.0/14" if family == "-4" else "2001:db8:1::/64", "dev", wires[0]], check=True)
    out = [False] * len(datagrams)
    for begin in range(0, len(datagrams), BATCH):
        for _, content in datagrams[begin:begin + BATCH]:
            os.write(lan, bytes.fromhex(content))
        while select.select([wan], [], [], 0.002)[0]: # what passes is there when write() returns
            seen = os.read(wan, 2048)
            six = seen[0] >> 4 == 6
            at = begin + struct.unpack("!H", seen[2:4] if six else seen[4:6])[0]
            if at < len(out) and address(datagrams[at][0]).packed == (seen[24:40] if six else seen[16:20]):
                out[at] = True # and not the router's own
        while select.select([lan], [], [], 0)[0]:
            os.read(lan, 2048)
    return out


def send(ns, intent, probes):
    """[True where it passed], asked in the namespace."""
    return send_datagrams(ns, intent, datagrams_of(probes))


def send_datagrams(ns, intent, datagrams):
    done = subprocess.run(["ip", "netns", "exec", ns, sys.executable, __file__], input=json.dumps([intent.hook, intent.wires, datagrams]),
                          text=True, capture_output=True, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout)


def wire_up(ns):
    """A namespace whose packets go out of a wire that nobody listens to."""
    for command in ("link set lo up", "link add v0 type veth peer name v1", "link set v0 arp off", "link set v0 up", "link set v1 up",
                    "addr add %s/24 dev v0" % HOST, "addr add %s/64 dev v0 nodad" % HOST6, "route add default dev v0",
                    "-6 route add default dev v0"):
        subprocess.run(["ip", "-n", ns] + command.split(), check=True)


def make_router(ns):
    for setting in ("net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1", "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.default.rp_filter=0"):
        subprocess.run(["ip", "netns", "exec", ns, "sysctl", "-qw", setting], check=True)
    subprocess.run(["ip", "-n", ns, "link", "set", "lo", "up"], check=True)


if __name__ == "__main__":
    hook, wires, given = json.load(sys.stdin)
    wires = [w if w != "-" else usual for w, usual in zip(wires, ("lan0", "wan0"))]
    print(json.dumps(passed_output(given) if hook == "host" else passed_forward(given, wires)))
