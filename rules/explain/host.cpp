// SPDX-License-Identifier: MIT
//
// The device itself (facts/faults.md B06–B08, B17, C17, F06–F10).
#include "rules/explain/rows.hpp"

namespace rules::explained {
namespace {

constexpr explanation host_rows[] = {
    {"none", "Every path that the site needs works, and one upstream protocol.",
        "Each needed path got an answer of the service itself; a refusal for want of credentials is one.",
        {{{"tls.intercepted_trusted", "whose root the chain ends in: the service's own, or a root that was added here"},
            {"net.idle_timeout", "'egress-check --hold' leaves connections alone for as long as it is told"}}},
        "The service's own first answer on every needed path."},
    {"host.no_route", "This device's routing table has no way to the address, so nothing is sent.",
        "ENETUNREACH or EHOSTUNREACH within a fraction of a millisecond, and no ICMP message in the error queue.",
        {{{"tcp.icmp_unreachable",
              "the error queue: a router's rejection comes with an ICMP message and that router's address"},
            {"host.link_down", "time: a next hop that does not answer takes about three seconds to be given up"},
            {"net.ipv6_only", "whether this device has a route of the other family"}}},
        "The error itself, at once and without any message from outside: no other evidence is needed. 'ip route get "
        "ADDRESS' says the same."},
    {"host.link_down", "A route is there, and nobody on the local network answers for its next hop.",
        "EHOSTUNREACH after about three seconds; the ICMP message in the error queue was made by this device itself.",
        {{{"host.no_route", "time: a missing route is told at once"},
            {"tcp.icmp_unreachable", "who made the ICMP message: another address is a router farther on"}}},
        "The offender of the ICMP message is this device's own address, after the seconds that ARP or neighbour "
        "discovery take, and no other host was reached. 'ip neigh' shows FAILED."},
    {"host.local_firewall", "This device's own output rules reject or drop what programs send.",
        "A rejection: ICMP prohibited or port unreachable from this device's own address at once, or EPERM. A silent "
        "drop looks like one on the way.",
        {{{"tcp.drop",
              "a TTL-limited SYN: with a TTL of 1 the first router answers 'time exceeded'; where even that does not "
              "come back, the SYN never left"},
            {"tcp.admin_prohibited", "the offender of the ICMP message: an address of this device, or another box"}}},
        "A rejection proves itself by its sender. A drop is proved by the TTL-limited SYN that nobody answers, while "
        "one to another port is answered."},
    {"host.clock_skew",
        "This device's clock is wrong, so certificates look expired or not yet valid; SAS tokens fail, "
        "too.",
        "Verify errors 9 or 10 at every host, and the Date of HTTP answers differs from this clock by hours or more.",
        {{{"tls.expired", "other hosts: one bad certificate is one host's, a bad clock is all hosts'"},
            {"tls.not_yet_valid", "the Date header of any HTTP answer, also of a refusal, beside this device's clock"},
            {"tls.intercepted_untrusted", "the issuers: an inspector's certificates have one issuer for all hosts"}}},
        "The clocks of other hosts: the Date of an HTTP answer or an SNTP answer, which need no trust in a "
        "certificate."},
    {"host.port_exhaustion", "Every local port towards the address is in use.",
        "EADDRNOTAVAIL at once; nothing is sent.",
        {{{"net.connection_limit", "where the error comes from: a box counts what it sees, this one is local and "
                                   "immediate"},
            {"host.resource_limit", "the error: no port (EADDRNOTAVAIL), or no descriptor or memory (EMFILE, "
                                    "ENOBUFS)"}}},
        "The error itself can mean nothing else. 'ss -s' and net.ipv4.ip_local_port_range show why."},
    {"host.resource_limit", "This device has no file descriptor or no memory left for another connection.",
        "EMFILE, ENFILE, ENOBUFS or ENOMEM when a socket is opened; nothing is sent.",
        {{{"host.port_exhaustion", "the error: no port (EADDRNOTAVAIL) is another shortage"}}},
        "The error itself. It may be this check alone that needs so many: --width 8 runs it with fewer."},
    {"host.trust_store", "The service's genuine chain is presented, and this device lacks the root that it ends in.",
        "Verify error 20 or 2 at several hosts; the last certificate presented names a root of the service as its "
        "issuer.",
        {{{"tls.intercepted_untrusted", "the issuer: a public CA that this device does not know, or one that nobody "
                                        "outside the site knows"},
            {"tls.incomplete_chain", "other hosts with the same root: if they verify, this server left its "
                                     "intermediate out"},
            {"tls.untrusted", "whether the chain claims one of the service's own roots"}}},
        "The same chain verified against a current bundle of roots (--ca FILE) passes."},
    {"host.hosts_override", "A line of the hosts file gives the address, and DNS is not asked for it by programs.",
        "The device's own lookup gives what stands in /etc/hosts; the resolvers give something else.",
        {{{"dns.stale", "the resolvers' own answers: if they have the right address, it is the file"},
            {"dns.sinkhole", "the same: a sinkhole is the resolver's own answer"}}},
        "The address that DNS gives works in the same run, and the file's does not."},
    {"host.ntp_blocked", "Time servers cannot be reached; the clock drifts until certificates look wrong.",
        "No answer from UDP 123. A note while the clock is right; worse with a wrong one.",
        {{{"host.clock_skew", "the Date of HTTP answers: whether the clock is wrong already"},
            {"tcp.drop", "the protocol: UDP 123 has no handshake, and an open port may be silent, too"}}},
        "Only another time server that answers would tell a dead one from a closed port; so it stays likely unless an "
        "ICMP message names who rejects."},
};

} // namespace

std::span<const explanation> host() noexcept { return host_rows; }

} // namespace rules::explained
