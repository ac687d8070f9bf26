// SPDX-License-Identifier: MIT
#include "rules/export/objects.hpp"

#include <algorithm>

#include "netprobe/ascii.hpp"
#include "rules/host_name.hpp"

namespace rules {

void destinations::add(const destinations& other) {
    addresses.insert(addresses.end(), other.addresses.begin(), other.addresses.end());
    names.insert(names.end(), other.names.begin(), other.names.end());
}

void add_rules_of(ip_family family, platform_rule made, const destinations& there, std::vector<platform_rule>& to) {
    const auto everywhere = range_of(ip_prefix{{family, 0}, 0});
    if (!there.names.empty()) {
        to.push_back(made);
        to.back().names = there.names;
        to.back().to = {everywhere};
        to.back().names_and_addresses = true;
    }
    if (there.names.empty() || !there.addresses.empty()) {
        made.to = there.addresses.empty() ? std::vector{everywhere} : there.addresses;
        to.push_back(std::move(made));
    }
}

port_range read_ports(const place& at, std::string_view text) {
    const auto dash = text.find('-');
    const auto first = netprobe::port_from(text.substr(0, dash));
    const auto last = dash == text.npos ? first : netprobe::port_from(text.substr(dash + 1));
    if (!first || !last || *first > *last) at.refuse(fmt::format("\"{}\" is no port", text));
    return {*first, *last};
}

std::vector<port_range> read_port_list(const place& at, std::string_view text, char separator) {
    std::vector<port_range> out;
    for (;;) {
        const auto end = text.find(separator);
        out.push_back(read_ports(at, text.substr(0, end)));
        if (end == text.npos) return out;
        text.remove_prefix(end + 1);
    }
}

ip_range read_block(const place& at, std::string_view text) {
    std::string fault;
    const auto p = read_prefix(text, fault);
    if (!p) at.refuse(fmt::format("\"{}\" is no address: {}", text, fault));
    return range_of(*p);
}

ip_range read_masked(const place& at, std::string_view address, std::string_view mask) {
    const auto ones = read_address(mask);
    if (!ones || ones->family != ip_family::v4) at.refuse(fmt::format("\"{}\" is no mask", mask));
    const auto bits = static_cast<std::uint32_t>(ones->value);
    const std::uint32_t zeros = ~bits;
    if ((zeros & (zeros + 1)) != 0) at.refuse(fmt::format("\"{}\" is no mask: its ones come first", mask));
    return read_block(at, fmt::format("{}/{}", address, 32 - __builtin_popcount(zeros)));
}

name_pattern read_exact_name(const place& at, std::string_view text) {
    const bool upper = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (upper || fault_of_name(text) || reads_as_address(text)) at.refuse(fmt::format("\"{}\" is no host name", text));
    return {std::string(text), true, false, false};
}

name_pattern read_domain(const place& at, std::string_view text, bool itself) {
    auto out = read_exact_name(at, text);
    out.itself = itself;
    out.below = true;
    return out;
}

int read_protocol(const place& at, std::string_view text) {
    if (text == "tcp") return protocol_number::tcp;
    if (text != "udp") at.refuse(fmt::format("\"{}\" is no protocol of these rules", text));
    return protocol_number::udp;
}

void want_words(const word_line& line, std::size_t count, bool more) {
    if (line.words.size() < count || (!more && line.words.size() > count))
        line.at.refuse(fmt::format("\"{}\" with {} words", line.words.front(), line.words.size()));
}

} // namespace rules
