// SPDX-License-Identifier: MIT
#include "rules/report/step_words.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rules/diagnose/address.hpp"
#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/connect_reading.hpp"
#include "rules/diagnose/tls_reading.hpp"
#include "rules/report/words.hpp"

namespace rules {
namespace {

using netprobe::failure;

/// Failures as a person says them; what has no row is its own word.
std::string_view failure_words(failure f) {
    switch (f) {
    case failure::timed_out: return "no answer within the limit";
    case failure::refused: return "refused";
    case failure::closed: return "closed by the peer";
    case failure::not_permitted: return "not permitted";
    case failure::no_local_port: return "no local port left";
    case failure::no_descriptor: return "no descriptor or memory left";
    case failure::name_not_found: return "the name does not exist";
    case failure::no_address: return "the name has no address";
    case failure::dns_error: return "the resolvers answer an error";
    case failure::bad_reply: return "no usable reply";
    case failure::not_tls: return "the answer is not TLS";
    case failure::tls_alert: return "ended by an alert of the peer";
    case failure::tls_error: return "failed on our side";
    case failure::protocol_mismatch: return "the answer is of another protocol";
    case failure::denied: return "denied";
    case failure::too_much: return "the answer has no end";
    case failure::not_tried: return "not tried";
    case failure::interrupted: return "the run ended before it could";
    case failure::net_unreachable: return "network unreachable";
    case failure::host_unreachable: return "host unreachable";
    default: return netprobe::to_string(f);
    }
}

void add_words(std::string& to, std::string_view text, std::string_view between = ", ") {
    if (text.empty()) return;
    if (!to.empty()) to += between;
    to += text;
}

/// "no answer within the limit (ETIMEDOUT)".
std::string failed_words(const netprobe::outcome& of) {
    auto text = std::string(failure_words(of.failed));
    if (!of.code.empty()) text += fmt::format(" ({})", of.code);
    return text;
}

std::string bytes_words(const std::string& first_bytes) {
    if (first_bytes.empty()) return {};
    return fmt::format("the first bytes are {} (\"{}\")", first_bytes, diagnosis::readable(first_bytes));
}

std::string shown_place(const std::string& address, int port) {
    return diagnosis::is_ipv6(address) ? fmt::format("[{}]:{}", address, port) : fmt::format("{}:{}", address, port);
}

std::string http_words(const netprobe::http_answer& of) {
    auto text = fmt::format("HTTP {}{}{}", of.status, of.reason.empty() ? "" : " ", of.reason);
    for (const auto& [name, value] : of.headers)
        if (name.starts_with("proxy-") || name.starts_with("x-squid") || name == "via" || name == "server" ||
            name == "retry-after" || name == "location")
            text += fmt::format(", {}: {}", name, value);
    return text;
}

/// "1 SYN", "5 SYNs".
std::string counted_of(std::uint32_t n, std::string_view what) {
    return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

/// The counters of a connection that stood (M5): what they can mean is in the words.
std::string tcp_words(const netprobe::tcp_state& of) {
    if (of.state == "SYN_SENT")
        return fmt::format(
            "{} sent, no answer to {}", counted_of(of.total_retrans + 1, "SYN"), of.total_retrans == 0 ? "it" : "any");
    if (of.bytes_acked <= 1 && of.unacked == 0 && of.total_retrans == 0 && of.backoff > 0)
        return fmt::format("the peer's window is zero, asked {}", counted_of(of.backoff, "time"));
    if (of.bytes_acked <= 1 && (of.unacked > 0 || of.total_retrans > 0))
        return fmt::format("what we sent was never acknowledged, sent {}", counted_of(of.total_retrans + 1, "time"));
    if (of.bytes_acked > 1 && of.bytes_received == 0 && of.data_segs_in > 0)
        return fmt::format("what we sent was acknowledged; of the answer only the end came ({}), what is before it is "
                           "lost",
            counted_of(of.data_segs_in, "segment"));
    if (of.unacked > 0)
        return fmt::format("{} not acknowledged, {} sent again", counted_of(of.unacked, "segment"), of.total_retrans);
    if (of.bytes_acked > 1 && of.bytes_received == 0) return "what we sent was acknowledged and nothing came back";
    return {};
}

} // namespace

std::string kernel_words(const netprobe::kernel_evidence& of) {
    std::string text;
    for (const auto& e : of.icmp)
        add_words(
            text, fmt::format("{} {} (type {} code {}) from {}", e.version == 6 ? "ICMPv6" : "ICMP",
                      diagnosis::icmp_words(e), e.type, e.code, e.offender.empty() ? "nobody named" : e.offender));
    // A SYN that was rejected by name needs no word on its having got no other answer.
    if (of.tcp && (of.icmp.empty() || of.tcp->state != "SYN_SENT")) add_words(text, tcp_words(*of.tcp));
    if (!of.local_peer.empty()) add_words(text, fmt::format("{} on this device took the connection", of.local_peer));
    return text;
}

std::string resolve_words(const netprobe::resolve_observation& of) {
    if (!of.ok()) return fmt::format("{}: {}", of.name, failed_words(of));
    std::string text;
    for (const auto& address : of.addresses) add_words(text, address);
    if (of.addresses_left_out > 0) text += fmt::format(" and {} more", of.addresses_left_out);
    switch (of.source) {
    case netprobe::address_source::system: return text + " by this device's own lookup of " + of.name;
    case netprobe::address_source::resolver: return text + " by the resolvers asked for " + of.name;
    case netprobe::address_source::literal: return text + ": an address needs no lookup";
    case netprobe::address_source::pinned: break;
    }
    return text + ", as given for " + of.name;
}

namespace {

std::string in_a_row_words(const std::optional<netprobe::refused_in_a_row>& of) {
    if (!of) return {};
    return fmt::format("; while {} more in a row were, {} packets left this device, and {} came by its loopback",
        of->refused, of->sent, of->looped);
}

} // namespace

std::string connect_words(const netprobe::connect_observation& of) {
    auto text = shown_place(of.address, of.port);
    if (!of.ok()) {
        text += ": " + failed_words(of);
        if (of.failed == failure::refused && of.kernel.icmp.empty())
            return text + " by a reset: no ICMP message came" + in_a_row_words(of.in_a_row);
        add_words(text, kernel_words(of.kernel));
        return text;
    }
    text += " connected";
    if (!of.local_address.empty()) text += " from " + of.local_address;
    if (of.kernel.tcp && of.kernel.tcp->total_retrans > 0)
        text += fmt::format(", after {} SYNs", of.kernel.tcp->total_retrans + 1);
    if (of.answer_ttl) text += fmt::format(", answered with {} hops left", *of.answer_ttl);
    return text;
}

std::string tls_words(const netprobe::tls_observation& of) {
    std::string text = of.ok() ? of.version : failed_words(of);
    if (!of.ok()) {
        if (of.alert) add_words(text, fmt::format("alert {}", *of.alert));
        add_words(text, bytes_words(of.first_bytes));
        if (of.failed == failure::timed_out || of.failed == failure::reset || of.failed == failure::closed)
            add_words(text, fmt::format("{} bytes sent, {} received", of.bytes_sent, of.bytes_received));
        add_words(text, kernel_words(of.kernel));
    }
    add_words(text, of.server_name.empty() ? "no server name sent" : "server name " + of.server_name);
    if (of.chain.empty()) return text;
    add_words(text, fmt::format("certificate {} issued by {}", of.chain.front().subject, of.chain.front().issuer));
    add_words(text, of.verify_code != 0
                        ? fmt::format("not trusted here (verify {}: {})", of.verify_code, of.verify_text)
                    : of.service_root ? "trusted, and ends in a root of the service"
                                      : "trusted here, ends in " + of.root);
    if (!of.name_matches) add_words(text, "FOR ANOTHER NAME");
    if (of.client_certificate_asked) add_words(text, "a client certificate is asked for");
    return text;
}

std::string tunnel_words(const netprobe::tunnel_observation& of) {
    auto text = of.asked;
    if (!of.credentials.empty()) text += fmt::format(" with {} credentials", of.credentials);
    if (of.http) add_words(text, http_words(*of.http), ": ");
    if (of.socks && of.socks->reply) add_words(text, fmt::format("SOCKS reply {}", *of.socks->reply), ": ");
    if (of.ok()) return text + ", granted";
    add_words(text, failed_words(of));
    if (!of.http) add_words(text, bytes_words(of.first_bytes));
    add_words(text, kernel_words(of.kernel));
    return text;
}

std::string hold_words(const netprobe::hold_observation& of) {
    auto text = fmt::format("held for {}", diagnosis::duration(of.idle_ms));
    if (of.ok()) return text + ", still there";
    add_words(text, fmt::format("{} after {}", failed_words(of), diagnosis::duration(of.elapsed_ms)), ": ");
    add_words(text, kernel_words(of.kernel));
    return text;
}

std::string upgrade_words(const netprobe::upgrade_observation& of) {
    std::string text = of.answer.status != 0 ? http_words(of.answer) : failed_words(of);
    if (of.answer.status == 101) {
        add_words(text, of.subprotocol.empty() ? "no subprotocol" : "subprotocol " + of.subprotocol);
        if (!of.accept_matches) add_words(text, "the accept key does not match");
    }
    if (!of.ok()) add_words(text, kernel_words(of.kernel));
    return text;
}

std::string hello_words(const netprobe::hello_observation& of) {
    std::string text = of.asked;
    if (!of.said.empty()) add_words(text, of.said, ": ");
    if (of.http && of.said.find(std::to_string(of.http->status)) == std::string::npos)
        add_words(text, http_words(*of.http), ": ");
    if (of.ok()) return text.empty() ? "answered" : text;
    add_words(text, failed_words(of), ": ");
    add_words(text, of.http ? std::string() : bytes_words(of.first_bytes));
    add_words(text, kernel_words(of.kernel));
    return text;
}

std::string outcome_words(const netprobe::path_observation& of) {
    if (of.failed == failure::not_tried || of.failed == failure::interrupted)
        return std::string(failure_words(of.failed));
    const std::string_view before = of.tls ? "TLS stood, then " : of.connects.empty() ? "" : "connected, then ";
    for (const auto& hello : of.hellos)
        if (!hello.ok()) return fmt::format("{}{}", before, hello_words(hello));
    if (of.upgrade && !of.upgrade->ok()) return fmt::format("{}the upgrade: {}", before, upgrade_words(*of.upgrade));
    if (of.hold && !of.hold->ok()) return hold_words(*of.hold);
    if (!of.hellos.empty()) {
        const auto said = hello_words(of.hellos.back());
        return said == "answered" ? said : "answered: " + said;
    }
    if (of.tls) return (of.tls->ok() ? "TLS stands: " : "connected, then TLS: ") + tls_words(*of.tls);
    if (of.proxy && !of.proxy->tunnel.empty()) return tunnel_words(of.proxy->tunnel.back());
    const auto& attempts = diagnosis::attempts(of);
    const auto good = std::find_if(attempts.begin(), attempts.end(), [](const auto& c) { return c.ok(); });
    if (good != attempts.end()) return connect_words(*good);
    if (!attempts.empty()) return connect_words(attempts.front());
    return resolve_words(of.proxy ? of.proxy->resolve : of.resolve);
}

} // namespace rules
