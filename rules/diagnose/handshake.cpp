// SPDX-License-Identifier: MIT
//
// TLS handshakes that never get as far as a certificate. What the kernel knew at that moment decides (facts/faults.md
// M5); what only a control could decide stays likely.
#include <algorithm>
#include <fmt/format.h>

#include "rules/diagnose/address.hpp"
#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/handshake_controls.hpp"
#include "rules/diagnose/icmp_reading.hpp"
#include "rules/diagnose/local_peer.hpp"
#include "rules/diagnose/tls_reading.hpp"

namespace rules::diagnosis {

using netprobe::failure;

namespace {

struct verdict_of_layer {
    std::string_view cause;
    bool proved = false;
    std::string evidence;
    std::string control;
};

constexpr auto smaller_segments = "the same handshake with a smaller segment size would decide";
constexpr auto other_name_decides = "another server name at the same address would decide";

// Of every host (RFC 9293 §3.7.1). What ends after less answers the first thing that was said, and counts nothing.
constexpr std::uint64_t smallest_segment = 536;

constexpr auto the_same_count = "every other handshake at this port ended after as many bytes";
constexpr auto other_passed = "another name at the same address and port got through";

// Another path got through to this address and port: under the same name, or under another.
bool succeeded(const inquiry& in, std::size_t index, bool same_name) {
    const auto* here = connection(in.path(index).seen);
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& other = in.path(i).seen;
        const auto* there = connection(other);
        if (i == index || !here || !there || !other.tls || other.tls->chain.empty()) continue;
        if (there->address == here->address && there->port == here->port &&
            (other.to.host == in.path(index).seen.to.host) == same_name)
            return true;
    }
    return false;
}

// A SYN answered far sooner than others are was answered by somebody on the way.
bool answered_too_soon(const inquiry& in, const netprobe::connect_observation& here) {
    for (std::size_t i = 0; i < in.size(); ++i)
        for (const auto& c : in.path(i).seen.connects)
            if (c.ok() && c.address == here.address && c.port != here.port && c.elapsed_ms > 5 &&
                here.elapsed_ms * 3 < c.elapsed_ms)
                return true;
    return false;
}

// Of an answer somewhere only the small end came. An answer without a small end vanishes whole in the same hole.
bool hole_elsewhere(const inquiry& in) {
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& tls = in.path(i).seen.tls;
        if (tls && tls->failed == failure::timed_out && tls->bytes_received == 0 && tls->kernel.tcp &&
            tls->kernel.tcp->bytes_acked > 1 && tls->kernel.tcp->data_segs_in > 0)
            return true;
    }
    return false;
}

// Whatever was asked at this port ended after the very same number of bytes, and nothing got any further: somebody
// counts them. What races an answer, or loses packets, does not end twice at the same place.
bool ends_after_the_same(const inquiry& in, std::size_t index) {
    const auto& here = in.path(index).seen;
    if (here.tls->bytes_received < smallest_segment) return false;
    int same = 0;
    for (const auto* list : {&in.of.paths, &in.of.controls})
        for (const auto& p : *list) {
            const auto& other = p.seen;
            if (&other == &here || by_proxy(other) || other.to.port != here.to.port || !other.tls) continue;
            if (other.tls->failed == failure::interrupted) continue;
            if (other.tls->failed != here.tls->failed || other.tls->bytes_received != here.tls->bytes_received)
                return false;
            ++same;
        }
    return same >= 2;
}

verdict_of_layer read_silence(const inquiry& in, std::size_t index) {
    const auto& seen = in.path(index).seen;
    const auto& tls = *seen.tls;
    const auto waited = duration(tls.elapsed_ms);
    if (tls.kernel.tcp && tls.bytes_received > 0 && tls.kernel.tcp->unacked > 0 && tls.kernel.tcp->total_retrans > 0)
        return {"net.cut_after_data", false,
            fmt::format(
                "{} bytes came back, and what was sent then was never acknowledged in {}", tls.bytes_received, waited),
            ""};
    if (ends_after_the_same(in, index))
        return {"net.cut_after_data", false,
            fmt::format("{} bytes came back in {}, then nothing", tls.bytes_received, waited), the_same_count};
    if (!tls.kernel.tcp || tls.bytes_received > 0)
        return {"tls.handshake_stall", false,
            fmt::format("{} bytes came back in {}, then nothing", tls.bytes_received, waited), ""};
    const auto& tcp = *tls.kernel.tcp;
    const bool delivered = tcp.bytes_acked > 1; // the SYN counts as one
    if (passes_sometimes(in, index))
        return {"tls.handshake_stall", false,
            fmt::format("the ClientHello was {} in {}, no answer came",
                delivered ? "acknowledged" : "never acknowledged", waited),
            "the same handshake again passed: it is not always so"};
    if (!delivered && tcp.unacked == 0 && tcp.total_retrans == 0 && tcp.backoff > 0)
        return {"tcp.synproxy_silent", false,
            fmt::format("connected, then a zero window for {} ({} probes): a box answers for a server it cannot reach",
                waited, tcp.backoff),
            ""};
    const bool other_passes = succeeded(in, index, false);
    if (!delivered)
        return {"tls.sni_drop", other_passes,
            fmt::format(
                "the ClientHello was sent {} times in {} and never acknowledged", tcp.total_retrans + 1, waited),
            other_passes ? other_passed : other_name_decides};
    if (tcp.data_segs_in > 0)
        return {"net.mtu_blackhole", false,
            fmt::format(
                "the ClientHello was acknowledged; of the answer only its last {} came in {}: the large packets "
                "before it are lost",
                tcp.data_segs_in == 1 ? "segment" : fmt::format("{} segments", tcp.data_segs_in), waited),
            smaller_segments};
    if (hole_elsewhere(in))
        return {"net.mtu_blackhole", false,
            fmt::format("the ClientHello was acknowledged and not one segment came back in {}", waited),
            smaller_segments};
    const auto* c = connection(seen);
    if (c && answered_too_soon(in, *c))
        return {"tcp.synproxy_silent", false,
            fmt::format("connected in {}, far sooner than other ports of {}, hello acknowledged, no answer in {}",
                duration(c->elapsed_ms), c->address, waited),
            ""};
    return {"tls.handshake_stall", false,
        fmt::format("the ClientHello was acknowledged and not one segment came back in {}", waited), ""};
}

verdict_of_layer read_reset(const inquiry& in, std::size_t index) {
    const auto& tls = *in.path(index).seen.tls;
    const auto after = duration(tls.elapsed_ms);
    if (succeeded(in, index, true) || passes_sometimes(in, index))
        return {"tls.injected_reset", passes_sometimes(in, index),
            fmt::format("reset after {}, while another connection to the same name and port passed", after), ""};
    if (tls.bytes_received > 0)
        return {ends_after_the_same(in, index) ? "net.cut_after_data" : "tls.injected_reset", false,
            fmt::format("{} bytes came, then a reset after {}", tls.bytes_received, after), ""};
    const bool unheard = tls.kernel.tcp && tls.kernel.tcp->bytes_acked <= 1;
    const bool other_passes = succeeded(in, index, false);
    if (tls.bytes_sent > 0 && (unheard || other_passes))
        return {"tls.sni_reset", unheard && other_passes,
            fmt::format("reset {} after the ClientHello{}", after, unheard ? ", which was never acknowledged" : ""),
            other_passes ? other_passed : other_name_decides};
    return {"tcp.closed_after_connect", false, fmt::format("reset after {} before any byte came", after), ""};
}

// An HTTP redirect where TLS belongs, at the port of several hosts: a portal that answers for all of them.
bool redirects_everybody(const inquiry& in, std::size_t index) {
    const auto redirected = [](const netprobe::path_observation& seen) { // "HTTP/1.x 3"
        return seen.tls && seen.tls->first_bytes.starts_with("485454502f312e") &&
               seen.tls->first_bytes.substr(0, 20).ends_with("2033");
    };
    if (!redirected(in.path(index).seen)) return false;
    for (std::size_t i = 0; i < in.size(); ++i)
        if (in.path(i).seen.to.host != in.path(index).seen.to.host && redirected(in.path(i).seen)) return true;
    return false;
}

// The hello had its answer: neither what it names nor its size was minded.
std::string answered_first(const netprobe::tls_observation& tls) {
    return fmt::format("{} bytes came back, then a box on the way reported {} ({})", tls.bytes_received,
        netprobe::to_string(tls.failed), tls.code);
}

verdict_of_layer read_handshake(const inquiry& in, std::size_t index) {
    const auto& tls = *in.path(index).seen.tls;
    switch (tls.failed) {
    case failure::timed_out: return read_silence(in, index);
    case failure::reset: return read_reset(in, index);
    case failure::closed:
        if (tls.bytes_received == 0)
            return {"tcp.closed_after_connect", false,
                fmt::format("closed {} after connecting, before any byte came", duration(tls.elapsed_ms)), ""};
        return {"tls.injected_reset", false,
            fmt::format("closed in the middle of the handshake after {} bytes", tls.bytes_received), ""};
    case failure::tls_alert: {
        auto told = read_alert(tls);
        // The same words come from who minds only that TLS 1.3 is offered.
        const bool decided = told.cause != "tls.version" || older_hello_refused(in, index);
        return {told.cause, told.proved && decided, std::move(told.evidence),
            decided ? "" : "a hello that offers TLS 1.2 only would decide"};
    }
    case failure::not_tls:
    case failure::protocol_mismatch:
        return {"tls.not_tls", true,
            fmt::format("{} answers, with \"{}\"", speaker(tls.first_bytes), readable(tls.first_bytes)), ""};
    case failure::too_much:
        return {
            "tls.not_tls", false, fmt::format("{} bytes came without an end of the handshake", tls.bytes_received), ""};
    case failure::tls_error:
        return {"tls.version", false, fmt::format("the handshake failed on our side: {}", tls.code), ""};
    case failure::refused: // port unreachable: a reset is another errno
    case failure::host_unreachable:
    case failure::net_unreachable:
    case failure::not_permitted:
        if (tls.bytes_received > 0) return {"net.cut_after_data", false, answered_first(tls), ""};
        return {"tls.sni_reset", false,
            fmt::format(
                "after the ClientHello a box on the way reported {} ({})", netprobe::to_string(tls.failed), tls.code),
            other_name_decides};
    default:
        return {"tls.handshake_stall", false, fmt::format("{} ({})", netprobe::to_string(tls.failed), tls.code), ""};
    }
}

} // namespace

void diagnose_handshake(inquiry& in) {
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& seen = in.path(i).seen;
        if (!in.open(i) || !seen.tls || seen.tls->ok()) continue;
        const auto where = fmt::format("{}:{}", seen.to.host, seen.to.port);
        const auto told = read_icmp(seen.tls->kernel.icmp, where, seen.tls->elapsed_ms, in);
        verdict_of_layer v;
        if (told.cause.empty() && redirects_everybody(in, i))
            v = {"net.captive_portal", false,
                fmt::format("HTTP answers without TLS, with \"{}\"", readable(seen.tls->first_bytes)), ""};
        else if (told.cause.empty())
            v = read_handshake(in, i);
        else if (told.cause.starts_with("host."))
            v = {told.cause, told.proved, told.evidence, ""};
        else if (seen.tls->bytes_received > 0)
            v = {"net.cut_after_data", false,
                fmt::format("{}, after {} bytes had come back", told.evidence, seen.tls->bytes_received), ""};
        else // the SYN passed and the first data did not: what was in it decided (facts/faults.md C03)
            v = {"tls.sni_reset", false, told.evidence, other_name_decides};
        const auto decided = told.cause.starts_with("host.") ? controlled_reading{} : read_handshake_controls(in, i);
        if (!decided.cause.empty() && v.cause != "net.captive_portal")
            v = {decided.cause, decided.proved, v.evidence, decided.control};
        // What a name or the make of a hello decides may be decided further out.
        const bool whatever_is_said =
            v.cause.starts_with("tcp.") || v.cause == "net.cut_after_data" || v.cause == "tls.handshake_stall";
        const bool ended_here = (whatever_is_said || !v.proved) && told.cause.empty() &&
                                seen.tls->bytes_received == 0 && ends_at_local_peer(in, i);
        if (ended_here) v.cause = "tcp.intercepted";
        auto s = in.about(v.cause, i);
        s.where = decided.where;
        s.proved = v.proved;
        s.evidence.push_back(told.cause.empty() ? fmt::format("{}: {}", where, v.evidence) : v.evidence);
        s.control = v.control;
        s.box = told.box;
        // The same thing at the same port of several hosts is one box on the way to them.
        s.keys = {"host:" + seen.to.host, fmt::format("port:{}", seen.to.port)};
        if (!s.box.empty()) s.keys.push_back("box:" + s.box);
        // A segment size or an answering box is a matter of the way, not of the name.
        if (v.cause == "net.mtu_blackhole" || v.cause == "tcp.synproxy_silent" || v.cause == "tcp.intercepted")
            s.keys.push_back("way");
        if (const auto* c = connection(seen)) {
            s.addresses.insert(c->address);
            s.keys.push_back("address:" + c->address);
        }
        if (ended_here)
            place_at_local_peer(s, seen);
        else
            mention_local_peer(s, seen);
        in.suspect(std::move(s));
    }
}

} // namespace rules::diagnosis
