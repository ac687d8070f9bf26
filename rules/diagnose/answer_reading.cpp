// SPDX-License-Identifier: MIT
#include "rules/diagnose/answer_reading.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>

#include "rules/diagnose/address.hpp"
#include "rules/diagnose/inquiry.hpp"

namespace rules::diagnosis {

using netprobe::failure;

namespace {

constexpr int noerror = 0, formerr = 1, servfail = 2, nxdomain = 3, notimp = 4;

// Follows the aliases from the name asked; a name seen twice is a loop.
bool aliases_loop(const netprobe::dns_answer& a) {
    std::set<std::string> passed;
    auto at = a.name;
    while (passed.insert(at).second) {
        const auto next = std::find_if(
            a.records.begin(), a.records.end(), [&](const auto& r) { return r.type == "CNAME" && r.name == at; });
        if (next == a.records.end()) return false;
        at = next->data;
    }
    return true;
}

// RFC 8914: 15 Blocked, 16 Censored, 17 Filtered, 18 Prohibited.
bool is_policy(const netprobe::dns_answer& a) {
    return a.extended_error && *a.extended_error >= 15 && *a.extended_error <= 18;
}

// RFC 8914: 4 Forged Answer, the resolver's own word that policy made the address.
bool is_forged(const netprobe::dns_answer& a) { return a.extended_error && *a.extended_error == 4; }

std::string rcode_word(int rcode) {
    static constexpr std::array words{"NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"};
    const auto at = static_cast<std::size_t>(rcode);
    return rcode >= 0 && at < words.size() ? words[at] : fmt::format("rcode {}", rcode);
}

} // namespace

std::vector<std::string> addresses_of(const netprobe::dns_answer& a) {
    std::vector<std::string> all;
    for (const auto& r : a.records)
        if (r.type == "A" || r.type == "AAAA") all.push_back(r.data);
    return all;
}

answer_reading read_answer(const netprobe::dns_answer& a, bool public_name) {
    if (a.failed == failure::interrupted || a.failed == failure::not_tried) return {"", false, false};
    if (is_policy(a)) return {"dns.filtered", true};
    if (!a.rcode) {
        switch (a.failed) {
        case failure::refused:
        case failure::host_unreachable:
        case failure::net_unreachable:
        case failure::not_permitted: return {"dns.unreachable", true};
        case failure::bad_reply: return {"dns.bad_reply", true};
        case failure::no_local_port:
        case failure::no_descriptor: return {"", false, false};
        default: return {a.bad_replies > 0 ? "dns.bad_reply" : "dns.timeout", a.tries >= 2};
        }
    }
    const auto addresses = addresses_of(a);
    if (*a.rcode == nxdomain) {
        if (!last_alias(a).empty()) return {"dns.cname_dangling", !a.soa.empty()};
        return a.soa.empty() ? answer_reading{"dns.filtered", false} : answer_reading{"dns.nxdomain", true};
    }
    if (*a.rcode == servfail) return {"dns.servfail", true};
    if (*a.rcode == formerr || *a.rcode == notimp) return {"dns.formerr", true};
    if (*a.rcode != noerror) return {"dns.refused", true};
    if (a.truncated && a.tcp_retry && a.tcp_retry->failed == failure::bad_reply)
        return {"dns.bad_reply", true}; // TCP 53 is open: what came over it is damaged
    if (a.truncated && a.tcp_retry && !a.tcp_retry->ok() && a.tcp_retry->failed != failure::interrupted)
        return {"dns.truncated_tcp_blocked", true};
    if (!addresses.empty()) {
        const bool nowhere =
            std::all_of(addresses.begin(), addresses.end(), [](const auto& x) { return is_policy_address(x); });
        return (nowhere || is_forged(a)) && public_name ? answer_reading{"dns.sinkhole", true} : answer_reading{};
    }
    if (aliases_loop(a)) return {"dns.cname_loop", true};
    return {"dns.nodata", true};
}

std::string sentence(const netprobe::dns_answer& a) {
    const auto asked = fmt::format("{} ({})", a.name, a.type);
    if (!a.rcode) {
        if (a.failed == failure::timed_out && a.bad_replies == 0)
            return fmt::format(
                "{}: {} questions for {} in {}, no answer", a.resolver, a.tries, asked, duration(a.elapsed_ms));
        if (a.bad_replies > 0)
            return fmt::format("{}: {} replies for {} with a wrong id, another question or damaged, none usable",
                a.resolver, a.bad_replies, asked);
        const auto who = a.icmp.empty() || a.icmp.front().offender.empty()
                             ? std::string()
                             : fmt::format(", told by {}", a.icmp.front().offender);
        return fmt::format(
            "{}: {} for {} after {}{}", a.resolver, netprobe::to_string(a.failed), asked, duration(a.elapsed_ms), who);
    }
    auto text = fmt::format("{} answered {} for {}", a.resolver, rcode_word(*a.rcode), asked);
    const auto addresses = addresses_of(a);
    if (!addresses.empty())
        text += fmt::format(": {}", addresses.front()) +
                (addresses.size() > 1 ? fmt::format(" and {} more", addresses.size() - 1) : "");
    if (const auto to = last_alias(a); !to.empty())
        text += fmt::format("{}an alias of {}{}", addresses.empty() ? ", " : " (", to, addresses.empty() ? "" : ")");
    if (*a.rcode == nxdomain || (*a.rcode == noerror && addresses.empty()))
        text += a.soa.empty() ? " without an SOA" : fmt::format(", with the SOA of {}", a.soa);
    if (a.extended_error) text += fmt::format(", extended error {}", *a.extended_error);
    if (a.extended_error && !a.extended_error_text.empty()) text += fmt::format(" ({})", a.extended_error_text);
    if (a.truncated && a.tcp_retry && !a.tcp_retry->ok())
        text += fmt::format(", truncated, and TCP 53: {}", netprobe::to_string(a.tcp_retry->failed));
    return text + fmt::format(" in {}", duration(a.elapsed_ms));
}

std::string last_alias(const netprobe::dns_answer& a) {
    std::string to;
    for (const auto& r : a.records)
        if (r.type == "CNAME") to = r.data;
    return to;
}

bool through_privatelink(const netprobe::dns_answer& a) {
    return std::any_of(a.records.begin(), a.records.end(), [](const auto& r) {
        return r.name.find(".privatelink.") != std::string::npos ||
               (r.type == "CNAME" && r.data.find(".privatelink.") != std::string::npos);
    });
}

std::string answered_suffix(const netprobe::resolve_observation& name, const std::vector<std::string>& search) {
    if (!name.system || !name.system->ok()) return {};
    const auto at = std::ranges::find_if(search,
        [&](const auto& suffix) { return !suffix.empty() && name.system->canonical == name.name + "." + suffix; });
    return at == search.end() ? std::string() : *at;
}

bool lost_with_resolver(std::string_view cause) noexcept {
    return cause == "dns.timeout" || cause == "dns.aaaa_timeout" || cause == "dns.truncated_tcp_blocked";
}

int rank(const answer_reading& of) noexcept {
    static constexpr std::array<std::string_view, 14> order{"dns.filtered", "dns.sinkhole", "dns.cname_loop",
        "dns.cname_dangling", "dns.nxdomain", "dns.rebind_protection", "dns.nodata", "dns.truncated_tcp_blocked",
        "dns.refused", "dns.servfail", "dns.formerr", "dns.bad_reply", "dns.unreachable", "dns.timeout"};
    const auto place = [](std::string_view cause) {
        return static_cast<int>(std::find(order.begin(), order.end(), cause) - order.begin());
    };
    // "Does not exist" without an SOA is the weaker word where another resolver brings the zone's own.
    if (of.cause == "dns.filtered" && !of.certain) return 2 * place("dns.nxdomain") + 1;
    return 2 * place(of.cause);
}

} // namespace rules::diagnosis
