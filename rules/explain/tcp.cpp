// SPDX-License-Identifier: MIT
//
// Whether a connection comes about, and with whom (facts/faults.md section B).
#include "rules/explain/rows.hpp"

namespace rules::explained {
namespace {

constexpr explanation tcp_rows[] = {
    {"tcp.drop", "A firewall discards the attempts to connect and says nothing.",
        "The SYN is repeated and never answered: ETIMEDOUT, no ICMP message.",
        {{{"host.local_firewall",
              "a TTL-limited SYN: with TTL 1 the first router answers unless the device itself drops it"},
            {"net.rate_limit", "the same connection alone and later: a limit lets it through then"},
            {"net.loss", "other connections in the same run: if they needed several SYNs too, packets get lost"}}},
        "Another port of the same address answers in the same run; or SYNs to a place that answers are heard of by a "
        "router "
        "further out than those to this one, which end behind the last hop that reports them."},
    {"tcp.reset",
        "The attempt to connect is answered by a reset: a firewall that rejects so, or a host where nothing "
        "listens.",
        "ECONNREFUSED, and the error queue is empty.",
        {{{"tcp.icmp_unreachable", "the error queue: iptables' default REJECT gives ECONNREFUSED, too, with an ICMP "
                                   "message and its sender"},
            {"net.connection_limit", "the same connection alone: a limit refuses only the ones too many"}}},
        "The reset arrives from nearer (fewer hops gone) than answers from another port of the same address; or from "
        "one link away, where the first hop reports that the address is further. From as far away it may be the host's "
        "own, and is not proved."},
    {"tcp.icmp_unreachable", "A router or firewall reports the destination, or its port, as unreachable.",
        "EHOSTUNREACH, ENETUNREACH or ECONNREFUSED with an ICMP message in the error queue; its sender is the box.",
        {{{"tcp.admin_prohibited", "the code: 9, 10 and 13 (IPv6: 1, 5, 6) say that a rule did it"},
            {"host.link_down", "the sender: this device itself"},
            {"tcp.reset", "the error queue, which is empty after a reset"}}},
        "The ICMP message: it names the box, and can mean nothing else."},
    {"tcp.admin_prohibited", "A firewall rejects by rule and says so.",
        "EHOSTUNREACH or ENETUNREACH (IPv6: EACCES) with ICMP type 3 code 9, 10 or 13 (ICMPv6 type 1 code 1, 5 or 6).",
        {{{"tcp.icmp_unreachable", "the code of the message"},
            {"host.local_firewall", "its sender: an address of this device, or another"}}},
        "The ICMP message: it says what happened and who did it."},
    {"tcp.one_of_two_dead",
        "Some addresses of a name answer and others do not: a rule by address that is too short a "
        "list.",
        "Attempts to one address fail, to another of the same name they succeed.",
        {{{"net.ipv6_broken", "the family: all that fail are IPv6"}, {"net.loss", "repeat: another address fails then"},
            {"dns.stale", "another resolver's list of addresses"}}},
        "Another address of the same name answers in the same run."},
    {"tcp.intercepted", "Something on the way completes connections in the service's place (transparent proxy, ZTNA).",
        "A connection to an address that must not answer (192.0.2.1) succeeds; or one whose SYN lives for one hop "
        "only.",
        {{{"tcp.synproxy_silent", "whether anything answers behind it"}, {"net.captive_portal", "what it says: a page"},
            {"tls.intercepted_untrusted", "how far it goes: whether it shows a certificate"}}},
        "A TTL-limited SYN that is answered although it cannot reach the service; or a connection to an address of "
        "documentation."},
    {"tcp.synproxy_silent", "A box completes the handshake in the server's place and cannot reach the server.",
        "Connected, then a zero window or nothing: the ClientHello is not taken, or taken and never answered.",
        {{{"tls.sni_drop", "the kernel's counters: bytes_acked 1, nothing unacknowledged and probes sent is a zero "
                           "window; a hello that vanishes is sent again"},
            {"tls.handshake_stall", "a TTL-limited SYN, or how soon it was answered beside other ports"},
            {"tcp.intercepted", "whether other ports of the address answer from farther away"}}},
        "A TTL-limited SYN that is answered too near, while the same with another port needs more hops."},
    {"tcp.closed_after_connect",
        "The connection is taken and ended at once: a balancer without a server, or a rule of "
        "the application layer.",
        "Connected, then a close or a reset before one byte came.",
        {{{"tls.sni_reset", "a connection that says nothing: if it is ended too, it is not the name"},
            {"net.connection_limit", "the same connection alone"},
            {"tls.not_tls", "whether bytes came before the end"}}},
        "A connection without a ClientHello that ends in the same way; another name at the same address."},
};

} // namespace

std::span<const explanation> tcp() noexcept { return tcp_rows; }

} // namespace rules::explained
