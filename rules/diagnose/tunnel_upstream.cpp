// SPDX-License-Identifier: MIT
//
// A proxy that would and cannot: its own resolver, or the way behind it. Some say which (facts/faults.md D15–D19, D34;
// RFC 9209); of those that do not, the target's address in place of its name tells.
#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/diagnose/address.hpp"
#include "rules/diagnose/tunnel.hpp"

namespace rules::diagnosis {
namespace {

constexpr std::string_view no_name = "proxy.upstream_dns", no_way = "proxy.upstream_blocked";
constexpr std::string_view open_the_way =
    "Allow the address of the proxy ({box}) to TCP {port} of {host} in the firewall behind it.";

/// What a proxy's own word for its trouble means. An empty cause: not one of these.
struct word {
    std::string_view said;
    std::string_view cause;
    bool certain;
    std::string_view meaning;
};

// X-Squid-Error, first word. 5.7 says ERR_CANNOT_FORWARD for a name it cannot resolve, and for having no way at all.
constexpr std::array squid_words{word{"ERR_CONNECT_FAIL", no_way, true, "it cannot connect"},
    word{"ERR_DNS_FAIL", no_name, true, "it cannot resolve the name"},
    word{"ERR_CANNOT_FORWARD", no_name, false, "it found no way to go on"},
    word{"ERR_SECURE_CONNECT_FAIL", no_way, true, "its own TLS to the target fails"},
    word{"ERR_READ_TIMEOUT", no_way, false, "it got no answer"},
    word{"ERR_READ_ERROR", no_way, false, "it was cut off"},
    word{"ERR_ZERO_SIZE_OBJECT", no_way, false, "it got an empty answer"}};

// The errno behind ERR_CONNECT_FAIL, of the proxy's own connection.
struct error_number {
    int number;
    std::string_view meaning;
    std::string_view where = "firewall";
};
constexpr std::array error_numbers{error_number{13, "prohibited on its way (EACCES)"},
    error_number{101, "it has no route (ENETUNREACH)", ""}, error_number{104, "reset (ECONNRESET)"},
    error_number{110, "never answered (ETIMEDOUT)"}, error_number{111, "refused (ECONNREFUSED)"},
    error_number{113, "unreachable or prohibited (EHOSTUNREACH)"}};

// RFC 9209 §2.3.
// What stops TCP is most often a rule; the rest may be the far end's or the proxy's own.
constexpr std::array stopped_by_rules{"connection_refused", "connection_timeout"};
constexpr std::array status_words{word{"dns_timeout", no_name, true, "its resolver does not answer"},
    word{"dns_error", no_name, true, "its resolver says no"},
    word{"destination_not_found", no_way, false, "it knows no way there"},
    word{"destination_unavailable", no_way, true, "it takes the target for dead"},
    word{"destination_ip_unroutable", no_way, true, "it has no route"},
    word{"connection_refused", no_way, true, "refused"},
    word{"connection_terminated", no_way, true, "its connection was cut"},
    word{"connection_timeout", no_way, true, "never answered"},
    word{"connection_read_timeout", no_way, true, "no answer came"},
    word{"connection_write_timeout", no_way, true, "it could not send"},
    word{"tls_protocol_error", no_way, true, "its own TLS to the target fails"},
    word{"tls_certificate_error", no_way, true, "it does not trust the target's certificate"},
    word{"tls_alert_received", no_way, true, "its own TLS to the target was refused"},
    word{"proxy_internal_error", no_way, false, "it failed"},
    word{"proxy_configuration_error", no_way, false, "it is not set up for that"},
    word{"proxy_loop_detected", no_way, false, "its way leads back to itself"}};

template <typename Words>
const word* find(const Words& words, std::string_view said) {
    const auto at = std::find_if(words.begin(), words.end(), [&](const word& w) { return w.said == said; });
    return at == words.end() ? nullptr : &*at;
}

/// What the answer itself says, for people: "its own errno 111, refused (ECONNREFUSED)".
struct own_words {
    std::string_view cause;
    bool certain = false;
    std::string text;
    std::string where = {}; ///< instead of the row's
};

own_words squid_says(std::string_view header) {
    const auto* found = find(squid_words, header.substr(0, header.find(' ')));
    if (!found) return {};
    own_words w{found->cause, found->certain, std::string(found->meaning)};
    int number = 0;
    if (const auto at = header.find(' '); at != header.npos)
        std::from_chars(header.data() + at + 1, header.data() + header.size(), number);
    if (number == 0) return w;
    const auto known =
        std::find_if(error_numbers.begin(), error_numbers.end(), [&](const auto& e) { return e.number == number; });
    if (known != error_numbers.end() && found->said == "ERR_CONNECT_FAIL") w.where = known->where;
    w.text += fmt::format(", the proxy's own errno {}{}{}", number, known == error_numbers.end() ? "" : ": ",
        known == error_numbers.end() ? "" : known->meaning);
    return w;
}

// "strange; error=connection_timeout; details=…"
own_words status_says(std::string_view header) {
    const auto at = header.find("error=");
    if (at == header.npos) return {};
    auto said = header.substr(at + 6);
    said = said.substr(0, said.find_first_of(";, "));
    const auto* found = find(status_words, said);
    if (!found) return {};
    const bool ruled = std::find(stopped_by_rules.begin(), stopped_by_rules.end(), said) != stopped_by_rules.end();
    return {found->cause, found->certain, std::string(found->meaning), ruled ? "firewall" : ""};
}

own_words said_by(const netprobe::http_answer& answer) {
    auto words = status_says(answer.header("proxy-status"));
    if (words.cause.empty()) words = squid_says(answer.header("x-squid-error"));
    if (!words.cause.empty()) return words;
    // tinyproxy's status line, of the proxy that it passes everything on to.
    if (netprobe::lower(answer.reason).find("upstream proxy") != std::string::npos)
        return {no_way, true, "it cannot reach its own upstream proxy", "proxy"};
    return {};
}

own_words said_by(const netprobe::tunnel_observation& t) {
    if (t.http) return said_by(*t.http);
    switch (t.socks ? t.socks->reply.value_or(0) : 0) { // RFC 1928 §6
    case 3: return {no_way, true, "network unreachable"};
    case 5: return {no_way, true, "connection refused", "firewall"};
    case 6: return {no_way, true, "TTL expired"};
    case 4: return {no_way, false, "host unreachable, which some say of a name without an address, too"};
    default: return {};
    }
}

// The direct way found that the name does not exist, by the zone's own word: then it is the name, and not the proxy.
const suspicion* name_does_not_exist(const inquiry& in, const netprobe::target& to) {
    for (const auto& s : in.found)
        if (s.cause == "dns.nxdomain" && s.proved && s.hosts.contains(to.host)) return &s;
    return nullptr;
}

// A name that exists nowhere ended in the same way: the proxy looks up nothing, and hands everything on to another.
const netprobe::tunnel_observation* passes_all_on(const inquiry& in) {
    const auto* nowhere = control_of(in.of, "control_nonexistent", 443);
    const auto* tunnel = nowhere ? tunnel_of(*nowhere) : nullptr;
    if (!tunnel) return nullptr;
    const auto said = said_by(*tunnel);
    return said.certain && said.cause == no_way ? tunnel : nullptr;
}

// Where other names are found, its resolver is reached and has its own view of this one.
std::string place_of_no_name(const report& of) {
    const auto all = trials_of(of);
    return std::any_of(
               all.begin(), all.end(), [](const trial& t) { return t.granted() && !is_address(t.seen->to.host); })
               ? "proxy"
               : "";
}

/// Whose trouble the proxy's words leave: where a rule stops it, or the proxy that it passes everything on to.
void place_upstream(const inquiry& in, const own_words& said, suspicion& s) {
    if (s.cause == no_name) {
        s.where = place_of_no_name(in.of);
        return;
    }
    s.where = said.where;
    if (said.text.find("own TLS") != std::string::npos || said.text.find("does not trust") != std::string::npos) {
        // It was reached: no firewall stops it.
        s.who = "proxy admin";
        s.advice = "Look in the log of {box} for why its own TLS to {host} fails: the roots that it trusts (DigiCert "
                   "Global Root G2 must be among them), its TLS versions, or a box behind it that inspects TLS.";
    } else if (said.where == "proxy") {
        s.who = "proxy admin";
        s.advice = "Repair the upstream proxy that {box} passes everything on to, or the way from {box} to it.";
    } else if (const auto* on = passes_all_on(in)) {
        s.where.clear();
        s.control = on->asked + " fails in the same way: the proxy passes everything on to another, and it may be that "
                                "one which it does not reach";
    } else if (said.where == "firewall") {
        s.advice = open_the_way;
    }
}

// An address that the proxy let through where it let no name through at all: one address then decides for every name,
// as the proxy's resolver is one. Where any name passes, its resolver works, and each host is a case of its own.
const netprobe::tunnel_observation* only_addresses_pass(const report& of) {
    const netprobe::tunnel_observation* literal = nullptr;
    for (const auto& control : of.controls)
        if (control.planned.to.service == "control_literal" && tunnelled(control.seen))
            literal = tunnel_of(control.seen);
    if (!literal) return nullptr;
    const auto all = trials_of(of);
    const bool name_passes =
        std::any_of(all.begin(), all.end(), [](const trial& t) { return t.granted() && !is_address(t.seen->to.host); });
    return name_passes ? nullptr : literal;
}

} // namespace

bool says_why(const netprobe::tunnel_observation& tunnel) { return said_by(tunnel).certain; }

bool blames_its_resolver(const netprobe::tunnel_observation& tunnel) {
    const auto said = said_by(tunnel);
    return said.certain && said.cause == no_name;
}

suspicion read_upstream(const inquiry& in, std::size_t index) {
    const auto& seen = in.path(index).seen;
    const auto& t = *tunnel_of(seen);
    const auto said = said_by(t);
    auto s = about_proxy(in, said.cause.empty() ? no_way : said.cause, index);
    s.proved = said.certain;
    s.evidence.push_back(answer_sentence(t) + (said.text.empty() ? "" : fmt::format(" ({})", said.text)));
    if (!blames_its_resolver(t)) {
        const auto* literal = tunnel_by_address(in.of, seen.to);
        if (!literal && !said.certain) literal = only_addresses_pass(in.of);
        const trial by{&seen, literal};
        if (literal && by.granted()) {
            s.cause = no_name;
            s.proved = true;
            s.control = literal->asked + (said.certain ? " was granted: its resolver leads the name to another address"
                                                       : " was granted: the address is reached, the name is not found");
        } else if (literal && by.let_on()) {
            s.cause = no_way; // of whatever stands behind the name; without words of the proxy's own it may be anything
            s.control = literal->asked + " fails in the same way: it is not the name";
        } else if (!said.certain) {
            s.control = "the same request with the target's address in place of its name would decide";
        }
    }
    if (const auto* unknown = s.cause == no_name ? name_does_not_exist(in, seen.to) : nullptr) {
        const auto evidence = s.evidence;
        s = in.about(unknown->cause, index);
        s.keys = unknown->keys;
        s.proved = true;
        s.evidence = evidence;
        return s;
    }
    place_upstream(in, said, s);
    // Each kind of trouble on the far side is a fault of its own: another rule, another machine.
    s.keys = {fmt::format("proxy:{} {}", s.box, said.text)};
    return s;
}

std::optional<suspicion> read_upstream_page(const inquiry& in, std::size_t index, const netprobe::http_answer& answer) {
    const bool failed = answer.status >= 500 && answer.status <= 504 && answer.status != 501;
    const auto said = said_by(answer);
    const auto& tls = in.path(index).seen.tls;
    // With a certificate of the service's own roots the answer is the service's; else an error page with a proxy's
    // mark.
    if (!failed || (tls && tls->service_root)) return std::nullopt;
    if (said.cause.empty() && answer.header("via").empty()) return std::nullopt;
    auto s = about_proxy(in, said.cause.empty() ? no_way : said.cause, index);
    s.proved = said.certain;
    s.evidence.push_back(fmt::format("inside the tunnel the proxy itself answers {} {}{}", answer.status, answer.reason,
        said.text.empty() ? fmt::format(", via: {}", answer.header("via")) : fmt::format(": {}", said.text)));
    place_upstream(in, said, s);
    s.keys = {fmt::format("proxy:{} {}", s.box, said.text)};
    return s;
}

} // namespace rules::diagnosis
