// SPDX-License-Identifier: MIT
#include "rules/proof/named.hpp"

#include <algorithm>

#include "rules/proof/read_values.hpp"
#include "rules/proof/rule_reading.hpp"

namespace rules::proof {
namespace {

// "@set . 10.0.0.1" and what the set holds.
cuts cuts_named(const std::string& values, const set_elements& sets) {
    auto out = cuts_in(values);
    for (const auto& word : words_of_rule(values))
        if (word.starts_with('@'))
            if (const auto set = sets.find(word.substr(1)); set != sets.end()) out.add(cuts_in(set->second));
    return out;
}

void add_types(std::set<std::uint8_t>& to, const std::string& values, bool six) {
    for (const auto& word : words_of_rule(values)) {
        const auto dash = word.find_first_of("-:");
        for (const auto& part : {word, word.substr(0, dash), dash == word.npos ? word : word.substr(dash + 1)})
            if (const auto type = icmp_type(part, six)) {
                // Neighbours are found by these; every site lets them out.
                if (!six || *type < 133 || *type > 136) to.insert(*type);
            }
    }
}

bool mentions_word(const std::string& values, std::initializer_list<std::string_view> any_of) {
    const auto words = words_of_rule(values);
    return std::any_of(words.begin(), words.end(),
        [&](const std::string& w) { return std::find(any_of.begin(), any_of.end(), w) != any_of.end(); });
}

// Whether it tells ports of SCTP apart.
bool tells_sctp_ports(const rule_reading& rule, bool of_iptables) {
    bool ports = false, other = false;
    for (const auto& c : rule.compares) {
        ports = ports || c.of == field::port || (of_iptables && c.values.starts_with('@'));
        if (c.of == field::protocol && !c.negated && !c.values.starts_with('@'))
            other = other || !mentions_word(c.values, {"sctp", "132", "all", "."});
    }
    return ports && !other;
}

bool lets_out_segments(const rule_reading& rule) {
    if (!rule.decides || rule.refuses) return false;
    return std::any_of(rule.compares.begin(), rule.compares.end(), [](const comparison& c) {
        if (c.of == field::flags) return true;
        return c.of == field::state &&
               (c.negated || c.values.find("invalid") != c.values.npos || c.values.find("INVALID") != c.values.npos);
    });
}

} // namespace

named_axes named_in(const std::vector<loaded_chain>& all, std::string_view listing) {
    named_axes out;
    out.at.sctp_ports = false;
    const auto sets = elements_in(listing);
    for (const auto& chain : all)
        for (const auto& text : chain.rules) {
            const auto rule = read_rule(text);
            for (const auto& c : rule.compares) {
                if (c.of == field::from) out.at.sources.merge(cuts_named(c.values, sets).addresses);
                if (c.of == field::icmp) add_types(out.at.icmp_types, c.values, false);
                if (c.of == field::icmpv6) add_types(out.at.icmpv6_types, c.values, true);
                if (c.of == field::way_in || c.of == field::way_out)
                    out.interfaces = out.interfaces || (c.values != "lo" && c.values != "\"lo\"") || c.negated;
            }
            out.at.sctp_ports = out.at.sctp_ports || tells_sctp_ports(rule, text.starts_with("-A "));
            out.segments = out.segments || lets_out_segments(rule);
        }
    return out;
}

} // namespace rules::proof
