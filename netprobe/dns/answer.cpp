// SPDX-License-Identifier: MIT
#include "netprobe/dns/answer.hpp"

#include <algorithm>
#include <array>

namespace netprobe::dns {
namespace {

constexpr int noerror = 0, nxdomain = 3;

// The records with an address of this type at the end of the aliases.
std::vector<std::string> addresses_at(
    const std::vector<dns_record>& records, std::string_view end, std::string_view type) {
    std::vector<std::string> found;
    for (const auto& r : records)
        if (r.type == type && same_name(r.name, end) && std::ranges::find(found, r.data) == found.end())
            found.push_back(r.data);
    return found;
}

std::string describe(const alias_chain& chain) {
    if (chain.names.size() < 2) return {};
    if (!chain.loops) return "the alias chain ends in " + chain.names.back();
    std::string text = "the alias chain loops:";
    const std::size_t shown = std::min<std::size_t>(chain.names.size(), 6);
    for (std::size_t i = 0; i < shown; ++i) text += (i ? " > " : " ") + chain.names[i];
    return text + (shown < chain.names.size() ? " > …" : "");
}

} // namespace

bool answers(const message& reply, std::uint16_t id, std::string_view name, record_type type) {
    if (!reply.reply || reply.opcode != 0 || reply.id != id) return false;
    if (!reply.has_question) return reply.rcode != noerror && reply.rcode != nxdomain;
    return reply.question_class == 1 && reply.question_type == static_cast<std::uint16_t>(type) &&
           same_name(reply.question_name, name);
}

alias_chain follow(const std::vector<dns_record>& records, std::string_view name) {
    alias_chain chain{{std::string(name)}};
    while (!chain.loops) {
        const auto alias = std::ranges::find_if(
            records, [&](const dns_record& r) { return r.type == "CNAME" && same_name(r.name, chain.names.back()); });
        if (alias == records.end()) break;
        chain.loops = std::ranges::any_of(chain.names, [&](const auto& n) { return same_name(n, alias->data); });
        chain.names.push_back(alias->data);
    }
    return chain;
}

std::vector<std::string> addresses(const dns_answer& seen) {
    if (!seen.ok()) return {};
    return addresses_at(seen.records, follow(seen.records, seen.name).names.back(), seen.type);
}

void conclude(dns_answer& seen, const message& reply) {
    seen.rcode = reply.rcode;
    seen.authoritative = reply.authoritative;
    seen.truncated = seen.truncated || reply.truncated;
    seen.recursion_available = reply.recursion_available;
    seen.edns = reply.edns;
    seen.extended_error = reply.extended_error;
    seen.extended_error_text = reply.extended_error_text;
    seen.soa = reply.soa;
    seen.records = reply.answers;
    seen.records_left_out = reply.answers_left_out;

    const auto chain = follow(seen.records, seen.name);
    seen.code.clear();
    if (reply.rcode == nxdomain) {
        seen.failed = failure::name_not_found;
        seen.code = rcode_word(reply.rcode);
    } else if (reply.rcode != noerror) {
        seen.failed = failure::dns_error;
        seen.code = rcode_word(reply.rcode);
    } else if (chain.loops || addresses_at(seen.records, chain.names.back(), seen.type).empty()) {
        seen.failed = failure::no_address;
    } else {
        seen.failed = failure::none;
    }
    seen.detail = seen.ok() ? std::string() : describe(chain);
}

std::string rcode_word(int rcode) {
    constexpr std::array words{"NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET",
        "NXRRSET", "NOTAUTH", "NOTZONE"};
    if (rcode >= 0 && rcode < static_cast<int>(words.size())) return words[static_cast<std::size_t>(rcode)];
    if (rcode == 16) return "BADVERS";
    return "RCODE " + std::to_string(rcode);
}

} // namespace netprobe::dns
