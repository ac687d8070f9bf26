// SPDX-License-Identifier: MIT
#include "rules/diagnose/handshake_controls.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>

#include "rules/diagnose/place_controls.hpp"

namespace rules::diagnosis {
namespace {

using netprobe::failure;
using enum handshake_fate;

// Certificates take more than one small segment; an alert does not.
bool brought_certificates(const netprobe::path_observation* control) {
    return control && control->tls && !control->tls->chain.empty();
}

/// The fates of all handshakes that were tried at one place.
struct tried {
    tried(const report& of, std::string_view host, std::string_view address, int port) {
        const auto fate = [&](std::string_view service) {
            return fate_of_handshake(control_at(of, service, address, port));
        };
        foreign_name = fate("control_foreign_name");
        for (const auto* service : {"control_foreign_name", "control_foreign_name_2", "control_no_name"}) {
            const auto* control = control_at(of, service, address, port);
            const auto what = fate_of_handshake(control);
            if (what == silent) shortest_silence = std::min(shortest_silence.value_or(1e9), control->tls->elapsed_ms);
            others_silent = others_silent && (what == silent || what == not_run);
        }
        for (const auto* service : {"control_foreign_name", "control_foreign_name_2", "control_known_name",
                 "control_no_name", "control_small_hello", "control_tls12", "control_again", "control_again_2",
                 "control_again_3", "control_again_4", "control_again_5"})
            large_passes = large_passes || brought_certificates(control_at(of, service, address, port));
        foreign_passes = foreign_name == answered || fate("control_foreign_name_2") == answered;
        if (const auto second = fate("control_foreign_name_2"); second != not_run && second != answered)
            foreign_name = second; // both must pass: one may by chance
        known_name = fate("control_known_name");
        no_name = fate("control_no_name");
        small_segments = fate("control_small_segments");
        small_hello = fate("control_small_hello");
        tls12 = fate("control_tls12");
        for (const auto* service :
            {"control_again", "control_again_2", "control_again_3", "control_again_4", "control_again_5"}) {
            again_answered = again_answered || fate(service) == answered;
            again_asked = again_asked || fate(service) != not_run;
            again_cut = again_cut || fate(service) == cut;
        }
        for (const auto& c : of.controls)
            if (c.seen.to.service == "control_name_elsewhere" && c.seen.to.host == host && c.seen.to.port == port)
                elsewhere = fate_of_handshake(&c.seen);
    }

    handshake_fate foreign_name = not_run, known_name = not_run, no_name = not_run, small_segments = not_run,
                   small_hello = not_run, tls12 = not_run, elsewhere = not_run;
    bool foreign_passes = false; ///< one at least: as long, and offering TLS 1.3
    bool large_passes = false;   ///< an answer with certificates came in segments of the usual size
    bool again_answered = false, again_asked = false, again_cut = false;
    bool others_silent = true;              ///< hellos with unknown names or none, where they were tried
    std::optional<double> shortest_silence; ///< of theirs, milliseconds

    bool another_name_passes() const {
        return foreign_name == answered || known_name == answered || no_name == answered;
    }
    /// The name passes in a hello without TLS 1.3, or in a smaller one.
    bool another_hello_passes() const { return tls12 == answered || small_hello == answered; }
    /// And no other name does in a hello like the path's: then it is the version, or the size.
    bool by_hello_alone() const {
        if (foreign_passes) return false;
        return tls12 == answered ? !another_name_passes() : small_hello == answered;
    }
    /// A name that no list of the site knows, or none at all.
    bool unknown_name_passes() const { return foreign_name == answered || no_name == answered; }
    /// What ends after so long ends while they still wait: their hellos passed, whatever becomes of the answers.
    bool cut_while_others_wait(double elapsed_ms) const {
        return again_cut && others_silent && shortest_silence && elapsed_ms < *shortest_silence / 2;
    }
    bool nothing_passes() const {
        const std::array all{foreign_name, known_name, no_name, small_segments, small_hello, tls12};
        return foreign_name != not_run && std::ranges::none_of(all, [](auto f) { return f == answered; });
    }
};

controlled_reading by_name(const tried& t, const netprobe::tls_observation& tls) {
    std::string control = t.foreign_passes           ? "another server name at the same address and port got an answer"
                          : t.known_name == answered ? "another host's name at the same address and port got an answer"
                                                     : "without a server name the same address and port answered";
    if (t.elsewhere == silent || t.elsewhere == cut) control += "; the same name at another address fared no better";
    const bool dropped = tls.failed == failure::timed_out && tls.kernel.icmp.empty();
    return {dropped ? "tls.sni_drop" : "tls.sni_reset", std::move(control), ""};
}

controlled_reading by_hello(const tried& t) {
    if (t.tls12 == answered)
        return {"tls.tls13_intolerance", "a hello no smaller that offers TLS 1.2 only was answered", ""};
    return {"tls.large_client_hello", "a smaller hello under the same name was answered", ""};
}

// Every hello that offers TLS 1.3 got the alert, whatever its name, and one that does not got a certificate.
controlled_reading read_alert_controls(const report& of, std::string_view address, int port) {
    const auto stood = [&](std::string_view service) {
        return brought_certificates(control_at(of, service, address, port));
    };
    constexpr std::array of_tls13{"control_again", "control_again_2", "control_again_3", "control_again_4",
        "control_again_5", "control_foreign_name", "control_foreign_name_2", "control_known_name", "control_no_name"};
    if (!stood("control_tls12") || std::ranges::any_of(of_tls13, stood)) return {};
    return {"tls.tls13_intolerance", "a hello no smaller that offers TLS 1.2 only got a certificate", ""};
}

// Controls are run at a few places: what they found on the way of one port holds for others that end the same there.
controlled_reading as_at_another_place(const inquiry& in, std::size_t index) {
    const auto& here = in.path(index).seen;
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& other = in.path(i).seen;
        const auto* c = i == index ? nullptr : connection(other);
        if (!c || other.to.port != here.to.port || !other.tls || other.tls->failed != here.tls->failed) continue;
        if (!tried(in.of, other.to.host, c->address, c->port).again_asked) continue;
        auto found = read_handshake_controls(in, i);
        const bool by_its_name = found.cause.starts_with("tls.sni");
        // A list of allowed names ends every other; a filter about one name says nothing about another.
        if (found.cause.empty() ||
            (by_its_name && tried(in.of, other.to.host, c->address, c->port).unknown_name_passes()))
            continue;
        found.proved = found.proved && !by_its_name;
        found.control = fmt::format("as at {}: {}", other.to.host, found.control);
        return found;
    }
    return {};
}

} // namespace

bool passes_sometimes(const inquiry& in, std::size_t index) {
    const auto& seen = in.path(index).seen;
    const auto* c = connection(seen);
    return c && tried(in.of, seen.to.host, c->address, c->port).again_answered;
}

bool older_hello_refused(const inquiry& in, std::size_t index) {
    const auto* c = connection(in.path(index).seen);
    const auto* older = c ? control_at(in.of, "control_tls12", c->address, c->port) : nullptr;
    return older && older->tls && older->tls->alert && older->tls->chain.empty();
}

controlled_reading read_handshake_controls(const inquiry& in, std::size_t index) {
    const auto& tls = *in.path(index).seen.tls;
    const auto* c = connection(in.path(index).seen);
    if (!c) return {};
    const tried t(in.of, in.path(index).seen.to.host, c->address, c->port);
    if (tls.failed == failure::tls_alert) return read_alert_controls(in.of, c->address, c->port);
    if (t.again_answered) return {}; // not always so
    if (!t.again_asked) return as_at_another_place(in, index);
    const auto cut_short = [](failure f) {
        return f == failure::timed_out || f == failure::reset || f == failure::closed || ended_by_icmp(f);
    };
    if (t.small_segments == answered && !t.large_passes)
        return {"net.mtu_blackhole", "the same handshake in segments of 536 bytes got its answer", ""};
    // What came back was an answer to this hello: neither its name nor its size was minded.
    if (!cut_short(tls.failed) || tls.bytes_received > 0) return {};
    // The same name passes: it is how the hello is made.
    if (t.by_hello_alone()) {
        auto hello = by_hello(t);
        hello.proved = t.small_segments != answered; // which leave a hello of less than one as it is
        return hello;
    }
    if ((t.foreign_passes || t.another_name_passes()) && t.another_hello_passes()) {
        auto both = by_name(t, tls); // neither alone is minded: both together, or chance
        both.control += "; and so did this name in another hello: neither alone decides";
        both.proved = false;
        return both;
    }
    if (t.another_name_passes()) {
        auto name = by_name(t, tls);
        if (t.small_segments != answered) return name;
        name.control += "; and so did this name in small segments, which hide no name: not always so";
        name.proved = false;
        return name;
    }
    if (!t.nothing_passes()) return {};
    if (tls.failed != failure::timed_out && t.cut_while_others_wait(tls.elapsed_ms))
        return {"tls.sni_reset", "hellos with other names are not ended: they wait for an answer", "", false};
    if (ended_by_icmp(tls.failed))
        return {"net.cut_after_data", "under another name, without one and with a smaller hello it ends the same",
            "firewall"};
    const bool stalled = tls.failed == failure::timed_out;
    const bool unheard = tls.kernel.tcp && tls.kernel.tcp->bytes_acked <= 1 && tls.kernel.tcp->unacked > 0;
    if (stalled && unheard)
        return {"net.cut_after_data",
            "nothing that is sent after the connection stands is acknowledged, whatever the name and the size",
            "firewall"};
    if (answered_nowhere(in.of, c->port))
        return {stalled ? "tcp.intercepted" : "tcp.closed_after_connect",
            fmt::format("port {} takes connections at an address where nobody is, too", c->port), "firewall"};
    if (auto nearer = nearer_answer(in, c->address, c->port); !nearer.empty())
        return {stalled ? "tcp.synproxy_silent" : "tcp.closed_after_connect", std::move(nearer), "firewall"};
    if (stalled && tls.kernel.tcp && tls.kernel.tcp->bytes_acked > 1 && tls.bytes_received == 0)
        return {"tcp.synproxy_silent",
            "the hello is acknowledged and nothing comes back, whatever the name and the size: what answers the "
            "connection "
            "has nothing behind it",
            "", false};
    if (!stalled && tls.bytes_received == 0)
        return {"tcp.closed_after_connect", "under another name, without one and with a smaller hello it ends the same",
            ""};
    return {};
}

} // namespace rules::diagnosis
