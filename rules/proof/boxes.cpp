// SPDX-License-Identifier: MIT
#include "rules/proof/boxes.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "netprobe/ascii.hpp"
#include "rules/proof/read_values.hpp"
#include "rules/proof/rule_reading.hpp"

namespace rules::proof {
namespace {

using port_range = std::pair<std::uint16_t, std::uint16_t>;

/// What a rule compares, as intervals; nothing: it does not.
struct box {
    std::optional<std::vector<ip_range>> to, from;
    std::optional<std::vector<port_range>> ports;
    std::set<int> protocols;       ///< empty: any
    std::set<std::uint16_t> types; ///< of ICMP; empty: any
};

void add_port_range(std::vector<port_range>& to, const std::string& word) {
    const auto sign = word.find_first_of("-:");
    const auto first = netprobe::port_from(word.substr(0, sign));
    const auto last = sign == word.npos ? first : netprobe::port_from(word.substr(sign + 1));
    if (first && last) to.emplace_back(*first, *last);
}

box box_of(const rule_reading& rule, const set_elements& sets) {
    constexpr std::array<std::pair<std::string_view, int>, 15> names{
        {{"tcp", 6}, {"udp", 17}, {"sctp", 132}, {"6", 6}, {"17", 17}, {"132", 132}, {"icmp", 1}, {"1", 1},
            {"ipv6-icmp", 58}, {"icmpv6", 58}, {"58", 58}, {"gre", 47}, {"47", 47}, {"esp", 50}, {"50", 50}}};
    box out;
    for (const auto& c : rule.compares) {
        if (c.negated) continue; // all but a little
        const auto words = words_with_elements(c.values, sets);
        if (c.of == field::to || c.of == field::from) {
            auto& list = c.of == field::to ? out.to : out.from;
            if (!list) list.emplace();
            for (const auto& word : words)
                if (const auto range = range_in(word)) list->push_back(*range);
        }
        if (c.of == field::port) {
            if (!out.ports) out.ports.emplace();
            for (const auto& word : words) add_port_range(*out.ports, word);
        }
        if (c.of == field::protocol)
            for (const auto& [name, number] : names)
                if (std::find(words.begin(), words.end(), name) != words.end()) out.protocols.insert(number);
        if (c.of == field::icmp || c.of == field::icmpv6) {
            out.protocols.insert(c.of == field::icmp ? protocol_number::icmp : protocol_number::icmpv6);
            for (const auto& word : words)
                if (const auto type = icmp_type(word, c.of == field::icmpv6)) out.types.insert(*type);
        }
    }
    // Sets of ports, or of another kind than is read here: nothing is known of them.
    if (out.to && out.to->empty()) out.to.reset();
    if (out.from && out.from->empty()) out.from.reset();
    if (out.ports && out.ports->empty()) out.ports.reset();
    return out;
}

std::vector<ip_address> inside_of(const std::optional<std::vector<ip_range>>& ranges, const std::set<ip_address>& all) {
    if (!ranges) return {all.begin(), all.end()};
    std::set<ip_address> out;
    for (const auto& r : *ranges) {
        out.insert({r.first, r.last});
        out.insert(all.lower_bound(r.first), all.upper_bound(r.last));
    }
    return {out.begin(), out.end()};
}

std::vector<std::uint16_t> inside_of(
    const std::optional<std::vector<port_range>>& ranges, const std::set<std::uint16_t>& all) {
    if (!ranges) return {all.begin(), all.end()};
    std::set<std::uint16_t> out;
    for (const auto& [first, last] : *ranges) {
        out.insert({first, last});
        out.insert(all.lower_bound(first), all.upper_bound(last));
    }
    return {out.begin(), out.end()};
}

/// The values that the whole grid has one of each of.
struct grid_values {
    std::set<ip_address> to, from;
    std::set<std::uint16_t> ports;
};

grid_values values_of(const cuts& at) {
    grid_values out;
    for (const auto& a : one_in_each_cell(at.addresses)) out.to.insert(a);
    for (const auto& a : one_in_each_cell(at.sources)) out.from.insert(a);
    out.ports = one_in_each_cell(at.ports);
    return out;
}

// Ports, where the protocol has some; types of ICMP: of all, a question.
std::vector<std::uint16_t> numbers_of(const box& b, int protocol, const std::vector<std::uint16_t>& ports) {
    if (protocol == protocol_number::tcp || protocol == protocol_number::udp || protocol == protocol_number::sctp)
        return ports;
    const bool six = protocol == protocol_number::icmpv6;
    if (!six && protocol != protocol_number::icmp) return {0};
    if (b.types.empty()) return {static_cast<std::uint16_t>(six ? 128 : 8)};
    std::vector<std::uint16_t> out;
    for (const auto type : b.types)
        if (!six || type < 133 || type > 136) out.push_back(type); // neighbours are found by the others
    return out;
}

bool is_of_family(int protocol, ip_family family) {
    return protocol == protocol_number::icmp     ? family == ip_family::v4
           : protocol == protocol_number::icmpv6 ? family == ip_family::v6
                                                 : true;
}

void add_box(std::vector<packet>& to, const box& b, const grid_values& grid, const std::set<ip_address>& places) {
    const auto ports = inside_of(b.ports, grid.ports);
    auto from = inside_of(b.from, grid.from);
    if (from.empty()) from.emplace_back();
    const std::set<int> any{protocol_number::tcp, protocol_number::udp, protocol_number::sctp, protocol_number::gre};
    for (const auto& place : inside_of(b.to, places))
        for (const auto& sender : from) {
            if (sender.value != 0 && sender.family != place.family) continue;
            for (const auto protocol : b.protocols.empty() ? any : b.protocols)
                if (is_of_family(protocol, place.family))
                    for (const auto port : numbers_of(b, protocol, ports))
                        to.push_back({place, protocol, port, {}, sender});
        }
}

} // namespace

std::vector<packet> packets_in_boxes(const std::vector<loaded_chain>& all, std::string_view listing, const cuts& at) {
    std::vector<packet> out;
    const auto sets = elements_in(listing);
    const auto grid = values_of(at);
    const std::set<ip_address> few{*read_address("1.1.1.1"), *read_address("169.254.169.254"),
        *read_address("10.0.0.1"), *read_address("2606:4700:4700::1111"), *read_address("fd00::1")};
    for (const auto& chain : all)
        for (const auto& text : chain.rules) {
            const auto rule = read_rule(text);
            if (!rule.lets_out) continue; // where others lead to is asked about there
            const auto own = box_of(rule, sets);
            if (!own.to && !own.ports && !own.from) continue; // the grid's sample finds what opens everything
            add_box(out, own, grid, own.to || chain.hook.empty() ? grid.to : few);
        }
    return out;
}

} // namespace rules::proof
