# SPDX-License-Identifier: MIT
"""strange_dns.py with further modes, of resolvers that sites have and that are right in part: more_dns.py ADDRESS MODE [NAME...]

"chain:LENGTH", "alias-alone:TARGET", "coded:RCODE:EDE", "address-with-reason:ADDRESS:EDE" and "late-aaaa:SECONDS" take arguments.
ADDRESS may be of a link: fe80::53%in."""
import asyncio
import ipaddress

import strange_dns
from lab import NAMES
from strange_dns import AAAA, CNAME, NOERROR, A, address_bytes, extended_error, ordinary, record, reply, soa, wire_name


def only_without_edns(q, tcp, *_):
    """Behind a filter that drops whatever has an OPT record."""
    return [] if q.edns else [ordinary(q)]


def chain(q, tcp, length):
    """Through so many aliases to the real addresses, as a service with traffic managers and regions has."""
    if q.name not in NAMES:
        return [ordinary(q)]
    names = [q.name, *("hop%d.%s" % (n, zone) for n, zone in zip(range(int(length)), ["trafficmanager.example", "cloudapp.example"] * int(length)))]
    aliases = [record(one, CNAME, wire_name(other)) for one, other in zip(names, names[1:])]
    ends = [record(names[-1], q.type, address_bytes(NAMES[q.name][0 if q.type == A else 1]))] if q.type in (A, AAAA) else []
    return [reply(q, [*aliases, *ends])]


def alias_alone(q, tcp, target):
    """The alias, and nobody's address: this server does not follow it."""
    return [reply(q, [record(q.name, CNAME, wire_name(target))])]


def address_for_both(q, tcp, *_):
    """The IPv4 address, for whichever type is asked."""
    if q.type != AAAA or q.name not in NAMES:
        return [ordinary(q)]
    return [reply(q, [record(q.name, A, address_bytes(NAMES[q.name][0]))])]


def no_question(q, tcp, *_):
    """The answer without the question that it is for."""
    whole = ordinary(q)
    return [whole[:4] + b"\0\0" + whole[6:].replace(q.question, b"", 1)]


def coded(q, tcp, rcode, reason):
    return [reply(q, rcode=int(rcode), options=extended_error(int(reason), ""))]


def address_with_reason(q, tcp, address, reason):
    """An address of the filter's own, which says why."""
    found = [record(q.name, A, address_bytes(address))] if q.type == A else []
    return [reply(q, found, NOERROR, authority=[] if found else [soa(q.name.split(".", 1)[1])], options=extended_error(int(reason), "policy"))]


def dns64(q, tcp, *_):
    """IPv4 addresses as a network of IPv6 alone shows them (RFC 6147)."""
    if q.name not in NAMES or q.type not in (A, AAAA):
        return [ordinary(q)]
    v4 = ipaddress.IPv4Address(NAMES[q.name][0])
    if q.type == A:
        return [reply(q, [record(q.name, A, v4.packed)])]
    return [reply(q, [record(q.name, AAAA, ipaddress.IPv6Address("64:ff9b::").packed[:12] + v4.packed)])]


def in_capitals(q, tcp, *_):
    """The name comes back in capitals, as some forwarders have it."""
    return [ordinary(q).replace(q.question, q.question.upper(), 1)]


plain_answer = strange_dns.answer


async def answer(packet, tcp, mode, arguments, names):
    if mode != "late-aaaa":
        return await plain_answer(packet, tcp, mode, arguments, names)
    if strange_dns.Question(packet).type == AAAA:
        await asyncio.sleep(float(arguments[0]))
    return await plain_answer(packet, tcp, "ordinary", [], names)


strange_dns.MODES.update({"only-without-edns": only_without_edns, "chain": chain, "alias-alone": alias_alone, "address-for-both": address_for_both,
                          "no-question": no_question, "coded": coded, "address-with-reason": address_with_reason, "dns64": dns64,
                          "in-capitals": in_capitals})
strange_dns.answer = answer

if __name__ == "__main__":
    asyncio.run(strange_dns.main())
