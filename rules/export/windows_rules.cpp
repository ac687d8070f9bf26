// SPDX-License-Identifier: MIT
#include "rules/export/windows_rules.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/export/objects.hpp"

namespace rules {
namespace {

std::string address_text(const ip_prefix& p) {
    if (p.length == bits_of(p.first.family)) return text_of(p.first); // MS-GPFAS: a length is less than 32 or 128
    if (p.length == 0) return fmt::format("{}-{}", text_of(p.first), text_of(last_of(p)));
    return text_of(p);
}

// Blocks of addresses, none with too many or too long when joined by commas.
std::vector<std::vector<std::string>> blocks_of(const ip_set& all, std::size_t most_characters) {
    std::vector<std::vector<std::string>> out(1);
    std::size_t characters = 0;
    for (const auto& p : prefixes_of(all)) {
        auto text = address_text(p);
        if (!out.back().empty() &&
            (out.back().size() >= most_windows_addresses || characters + text.size() + 1 > most_characters)) {
            out.emplace_back();
            characters = 0;
        }
        characters += text.size() + 1;
        out.back().push_back(std::move(text));
    }
    return out;
}

std::optional<ip_range> range_with_mask(std::string_view address, std::string_view mask) {
    const auto length = length_of_mask(mask);
    std::string fault;
    const auto p = length ? read_prefix(fmt::format("{}/{}", address, *length), fault) : std::nullopt;
    if (!p || p->first.family != ip_family::v4) return {};
    return range_of(*p);
}

ip_range read_address_value(std::string_view text, const windows_place& at) {
    std::string fault = "it is no address; keywords such as LocalSubnet depend on the machine and are not evaluated";
    if (const auto dash = text.find('-'); dash != text.npos) {
        const auto first = read_address(text.substr(0, dash)), last = read_address(text.substr(dash + 1));
        if (first && last && first->family == last->family && first->value <= last->value) return {*first, *last};
        fault = "it is no range of addresses";
    } else if (const auto slash = text.find('/'); slash != text.npos && text.find('.', slash) != text.npos) {
        if (const auto masked = range_with_mask(text.substr(0, slash), text.substr(slash + 1))) return *masked;
        fault = "it is no address with a mask";
    } else if (text.find_first_of("./:") != text.npos) {
        if (const auto p = read_prefix(text, fault)) return range_of(*p);
    }
    at.fail(fmt::format("\"{}\": {}", plain_text(text), fault));
}

port_range read_port_value(std::string_view text, const windows_place& at) {
    const auto ports = ports_in(text);
    if (!ports) at.fail(fmt::format("\"{}\" is no port or range of ports", plain_text(text)));
    return *ports;
}

std::vector<int> read_protocol_value(std::string_view text, const windows_place& at) {
    if (text.empty() || netprobe::same_but_for_case(text, "any") || text == "256") return {};
    if (netprobe::same_but_for_case(text, "tcp")) return {protocol_number::tcp};
    if (netprobe::same_but_for_case(text, "udp")) return {protocol_number::udp};
    if (netprobe::same_but_for_case(text, "icmpv4")) return {protocol_number::icmp};
    if (netprobe::same_but_for_case(text, "icmpv6")) return {protocol_number::icmpv6};
    int number = 0;
    for (const char c : text) number = c >= '0' && c <= '9' && number < 256 ? number * 10 + (c - '0') : 1000;
    if (number > 255) at.fail(fmt::format("\"{}\" is no protocol", plain_text(text)));
    return {number};
}

name_pattern read_keyword(std::string_view text, const windows_place& at) {
    const bool below = text.starts_with("*.");
    const auto name = below ? text.substr(2) : text;
    if (name.empty() || name.find('*') != name.npos)
        at.fail(fmt::format("\"{}\": only \"*.\" in front of a name is understood", plain_text(text)));
    return {std::string(name), !below, below, false};
}

// Whether two words that exclude each other say the first; anything else is refused.
bool says(std::string_view text, std::initializer_list<std::string_view> yes,
    std::initializer_list<std::string_view> no, std::string_view what, const windows_place& at) {
    const auto is = [&](std::string_view word) { return netprobe::same_but_for_case(text, word); };
    if (std::any_of(yes.begin(), yes.end(), is)) return true;
    if (std::any_of(no.begin(), no.end(), is)) return false;
    at.fail(text.empty() ? fmt::format("the rule does not say its {}", what)
                         : fmt::format("\"{}\" is no {}", plain_text(text), what));
}

bool is_any_range(const std::vector<std::string>& list) {
    return list.empty() || (list.size() == 1 && (netprobe::same_but_for_case(list[0], "any") || list[0] == "*"));
}

} // namespace

std::vector<windows_rule> windows_rules(const policy& of, const format& in, std::size_t most_characters) {
    std::vector<windows_rule> out;
    for (const auto& f : of.flows) {
        const auto how = in.carries(of, f);
        if (how == carried::not_at_all) continue;
        for (const auto over : f.over) {
            windows_rule rule;
            rule.name = fmt::format("egress-{}-{}", f.id, to_string(over));
            rule.title = fmt::format("Egress {} {}", f.id, over == transport::tcp ? "TCP" : "UDP");
            rule.description = f.why.empty() ? f.id : fmt::format("{}: {}", f.id, f.why);
            rule.over = over;
            for (const auto port : f.ports) rule.ports.push_back(std::to_string(port));
            if (how == carried::by_name) {
                rule.names = f.names;
                out.push_back(std::move(rule));
                continue;
            }
            const auto whole = rule;
            std::size_t part = 0;
            for (auto& block : blocks_of(f.addresses, most_characters)) {
                if (++part > 1) { // "." is in no flow's id: no other flow's rule is called so
                    rule.name = fmt::format("{}.{}", whole.name, part);
                    rule.title = fmt::format("{} {}", whole.title, part);
                }
                rule.addresses = std::move(block);
                out.push_back(rule);
            }
        }
    }
    return out;
}

std::string windows_text(const std::vector<std::string>& lines) {
    std::string out;
    for (const auto& line : lines) out += line + "\r\n";
    return out;
}

void windows_place::fail(std::string_view what) const {
    throw std::invalid_argument(fmt::format("{}:{} {}; give a file that egress-rules wrote", plain_text(origin),
        line == 0 ? "" : fmt::format("{}:", line), what));
}

std::vector<windows_line> windows_lines(std::string_view text, std::string_view origin) {
    std::vector<windows_line> out;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        const auto strange = std::find_if(line.begin(), line.end(), [](char c) { return c < ' ' || c > '~'; });
        if (strange != line.end())
            windows_place{origin, number}.fail(
                fmt::format("character {} is not printable ASCII", strange - line.begin() + 1));
        out.push_back({line, number});
    }
    return out;
}

void add_windows_rule(ruleset& to, const windows_statement& rule, const windows_place& at) {
    platform_rule out;
    out.label = rule.label;
    out.allow = says(rule.action, {"allow"}, {"block"}, "action", at);
    const bool outbound = says(rule.direction, {"out", "outbound"}, {"in", "inbound"}, "direction", at);
    const bool on = says(rule.enabled, {"yes", "true"}, {"no", "false"}, "state", at);
    out.protocols = read_protocol_value(rule.protocol, at);
    if (!is_any_range(rule.ports)) {
        if (out.protocols != std::vector{protocol_number::tcp} && out.protocols != std::vector{protocol_number::udp})
            at.fail("ports without TCP or UDP");
        for (const auto& text : rule.ports) out.ports.push_back(read_port_value(text, at));
    }
    if (!is_any_range(rule.addresses))
        for (const auto& text : rule.addresses) out.to.push_back(read_address_value(text, at));
    for (const auto& text : rule.names) out.names.push_back(read_keyword(text, at));
    if (!out.names.empty() && !out.to.empty())
        at.fail("addresses and names in one rule: how Windows combines them is not known here");
    if (outbound && on) to.rules.push_back(std::move(out));
}

const output_file& only_windows_file(const std::vector<output_file>& files, std::string_view format) {
    if (files.size() != 1)
        throw std::invalid_argument(fmt::format("{}: one file belongs here, not {}", format, files.size()));
    return files.front();
}

} // namespace rules
