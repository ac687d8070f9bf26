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

std::optional<std::string> named_values::maybe(const std::string& key) {
    const auto found = all_.find(key);
    if (found == all_.end()) return {};
    auto out = std::move(found->second);
    all_.erase(found);
    return out;
}

std::string named_values::take(const std::string& key) {
    auto out = maybe(key);
    if (!out || out->empty()) at_.refuse(fmt::format("{} is missing", key));
    return *out;
}

void named_values::put(const std::string& key, const std::string& value) {
    if (!all_.emplace(key, value).second) at_.refuse(fmt::format("{} is there twice", key));
}

void named_values::want(const std::string& key, std::string_view value) {
    if (take(key) != value) at_.refuse(fmt::format("{} has to be {}", key, value));
}

std::vector<std::string> named_values::list(const std::string& key) {
    if (auto one = maybe(key)) return {*one};
    std::vector<std::string> out;
    while (auto next = maybe(fmt::format("{}.{}", key, out.size() + 1))) out.push_back(*next);
    if (out.empty()) at_.refuse(fmt::format("{} is missing", key));
    return out;
}

void named_values::end() const {
    if (!all_.empty()) at_.refuse(fmt::format("{} is not known here", all_.begin()->first));
}

std::optional<port_range> ports_in(std::string_view text) {
    const auto dash = text.find('-');
    const auto first = netprobe::port_from(text.substr(0, dash));
    const auto last = dash == text.npos ? first : netprobe::port_from(text.substr(dash + 1));
    if (!first || !last || *first > *last) return {};
    return port_range{*first, *last};
}

std::optional<int> length_of_mask(std::string_view mask) {
    const auto ones = read_address(mask);
    if (!ones || ones->family != ip_family::v4) return {};
    const auto zeros = ~static_cast<std::uint32_t>(ones->value);
    if ((zeros & (zeros + 1)) != 0) return {};
    return 32 - __builtin_popcount(zeros);
}

port_range read_ports(const line_place& at, std::string_view text) {
    const auto ports = ports_in(text);
    if (!ports) at.refuse(fmt::format("\"{}\" is no port", text));
    return *ports;
}

std::vector<port_range> read_port_list(const line_place& at, std::string_view text, char separator) {
    std::vector<port_range> out;
    for (const auto& one : split_list(text, separator)) out.push_back(read_ports(at, one));
    return out;
}

ip_range read_block(const line_place& at, std::string_view text) {
    std::string fault;
    const auto p = read_prefix(text, fault);
    if (!p) at.refuse(fmt::format("\"{}\" is no address: {}", text, fault));
    return range_of(*p);
}

ip_range read_masked(const line_place& at, std::string_view address, std::string_view mask) {
    const auto length = length_of_mask(mask);
    if (!length) at.refuse(fmt::format("\"{}\" is no mask, or its ones do not come first", mask));
    return read_block(at, fmt::format("{}/{}", address, *length));
}

std::vector<ip_range> read_source(const line_place& at, const destinations& who) {
    if (!who.names.empty()) at.refuse("a source by name");
    if (who.addresses.empty()) at.refuse("a source without members");
    return who.addresses;
}

name_pattern read_exact_name(const line_place& at, std::string_view text) {
    const bool upper = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (upper || fault_of_name(text) || reads_as_address(text)) at.refuse(fmt::format("\"{}\" is no host name", text));
    return {std::string(text), true, false, false};
}

name_pattern read_domain(const line_place& at, std::string_view text, bool itself) {
    auto out = read_exact_name(at, text);
    out.itself = itself;
    out.below = true;
    return out;
}

int read_protocol(const line_place& at, std::string_view text) {
    if (text == "tcp") return protocol_number::tcp;
    if (text != "udp") at.refuse(fmt::format("\"{}\" is no protocol of these rules", text));
    return protocol_number::udp;
}

void want_words(const word_line& line, std::size_t count, bool more) {
    if (line.words.size() < count || (!more && line.words.size() > count))
        line.at.refuse(fmt::format("\"{}\" with {} words", line.words.front(), line.words.size()));
}

} // namespace rules
