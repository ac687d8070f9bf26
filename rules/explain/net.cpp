// SPDX-License-Identifier: MIT
//
// The way as a whole: families, sizes, times and limits (facts/faults.md B11, B18–B26, D31, D35, E01–E05, F01–F04).
#include "rules/explain/rows.hpp"

namespace rules::explained {
namespace {

constexpr explanation net_rows[] = {
    {"net.ipv6_broken", "The name has IPv6 addresses, this network announces IPv6, and it leads nowhere.",
        "Every IPv6 attempt fails, IPv4 ones succeed; programs that try one after the other lose seconds.",
        {{{"tcp.one_of_two_dead", "the family of what fails"}, {"net.ipv6_only", "whether IPv4 works"}}},
        "An IPv4 address of the same name answers in the same run."},
    {"net.ipv6_only", "This device has IPv6 and no IPv4, and the service has no IPv6 address.",
        "No route for IPv4 at once, while IPv6 has one.",
        {{{"host.no_route", "whether the device has a route for IPv6"},
            {"dns.nodata", "which types of addresses the name has"}}},
        "The error at once for IPv4, and this device's own IPv6 address."},
    {"net.mtu_blackhole", "Large packets are lost on the way, and the ICMP message that would say so is, too.",
        "The ClientHello is acknowledged; of the answer only its small last segment arrives, or nothing.",
        {{{"tls.handshake_stall", "smaller segments: with TCP_MAXSEG 1200 the same handshake passes"},
            {"tls.large_client_hello", "a small ClientHello does not help here, smaller segments do"},
            {"net.cut_after_data", "the same"}}},
        "The same handshake in segments of 536 bytes passes, and no answer with certificates came in larger ones; "
        "upwards, "
        "a large hello in segments of 1200 bytes."},
    {"net.idle_timeout", "A firewall, NAT or proxy forgets connections that are silent for too long.",
        "A connection left alone is closed, reset or answers nothing any more; a shorter silence does it no harm.",
        {{{"net.lifetime_limit", "a connection in use for as long: a limit of age ends that, too"},
            {"net.loss", "repeat: the time of the cut is always the same"}}},
        "A ladder of connections, each silent for longer than the last, and one that is kept in use."},
    {"net.lifetime_limit", "Connections are ended at a fixed age, whether they are in use or not.",
        "A connection in use ends after so many seconds, each time the same.",
        {{{"net.idle_timeout", "a connection kept in use: idleness does not end that"},
            {"proxy.tunnel_closed", "when: a tunnel that is refused ends at once"}}},
        "A connection in use and an idle one end at the same age."},
    {"net.cut_after_data", "The connection passes its first bytes and is cut when a box has seen enough of it.",
        "TLS stands; the first data behind it is reset, or sent again and never acknowledged.",
        {{{"net.mtu_blackhole", "smaller segments: they do not help here"},
            {"mqtt.app_reset", "another protocol at the same port: the application was recognised"},
            {"http.no_answer", "the kernel's counters: whether the request was acknowledged"}}},
        "The same number of bytes in smaller segments is cut, too, at the same place."},
    {"net.captive_portal", "A portal answers in place of every service until somebody signs in.",
        "HTTP redirects or a web page where the service should be, or one foreign certificate at several addresses.",
        {{{"dns.sinkhole", "the addresses: a portal stands on the way to the right ones, a sinkhole has its own"},
            {"tls.intercepted_untrusted", "the certificates: an inspector makes one for each name"},
            {"http.unexpected", "other hosts: a portal answers for all of them"}}},
        "An address that must not answer (192.0.2.1) answers, too; or the same certificate for several hosts."},
    {"net.loss", "Packets get lost; connections come about, late.",
        "Connections that succeeded needed several SYNs, at times of a second or more.",
        {{{"net.rate_limit", "the same connections one after the other, paced: a limit lets them through at once"},
            {"tcp.drop", "whether any attempt to that port ever succeeds"},
            {"net.latency", "retransmissions: late answers need none"}}},
        "Retransmissions counted on connections that succeeded, also when they are made one at a time."},
    {"net.latency", "A round trip takes long; everything works, and takes several of them.",
        "Half of the connections take 250 ms and more, without retransmissions.",
        {{{"net.loss", "retransmissions"}, {"net.slow_link", "small packets: they are late here, too"},
            {"proxy.slow", "the connection to the proxy beside what it passes on"}}},
        "The time of a SYN and its answer, of many connections."},
    {"net.slow_link", "The link carries few bytes a second.",
        "Small packets are quick, a certificate chain of a few kilobytes takes hundreds of milliseconds.",
        {{{"net.latency", "the time of a SYN and its answer"}, {"net.loss", "retransmissions"}}},
        "The same number of bytes from another host takes as long, and a small answer does not."},
    {"net.rate_limit", "A box lets only so many new connections a second through.",
        "Some attempts time out or need several SYNs, while others to the same address and port succeed.",
        {{{"net.loss", "paced attempts: they all succeed at once where it is a limit"},
            {"tcp.drop", "the same connection alone"},
            {"net.connection_limit", "whether it is the pace or the number at a time"}}},
        "The same connection alone succeeds at once. A limit that only this check reaches is no fault of the site."},
    {"net.connection_limit", "A box lets only so many connections stand at a time.",
        "Of many attempts to one place some are refused, and the others stand.",
        {{{"tcp.reset", "the same connection alone"},
            {"net.rate_limit", "whether it is the pace or the number at a time"},
            {"host.port_exhaustion", "the error: that one is local"}}},
        "The same connection alone succeeds. IoT Edge needs few at a time."},
};

} // namespace

std::span<const explanation> net() noexcept { return net_rows; }

} // namespace rules::explained
