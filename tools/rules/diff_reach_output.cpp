// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tools/rules/diff.hpp"

namespace tools::rules_commands {
namespace {

std::string protocol_word(int number) {
    using namespace rules::protocol_number;
    switch (number) {
    case tcp: return "tcp";
    case udp: return "udp";
    case sctp: return "sctp";
    case icmp: return "icmp";
    case icmpv6: return "icmpv6";
    case rules::other_protocols: return "other protocols";
    default: return fmt::format("protocol {}", number);
    }
}

std::string ports_word(const rules::reach_way& way) {
    if (way.first == 0 && way.last == 65535) return "";
    return way.first == way.last ? fmt::format(" {}", way.first) : fmt::format(" {}-{}", way.first, way.last);
}

void add_reach(std::string& to, char sign, const std::vector<rules::reach>& all) {
    for (const auto& r : all) {
        std::string over;
        for (const auto& way : r.over)
            over += fmt::format("{}{}{}", over.empty() ? "" : ", ", protocol_word(way.protocol), ports_word(way));
        to += fmt::format(
            "{} {}{}: {}\n", sign, over, r.name.empty() ? "" : " by the name " + r.name, counted_addresses(r.to));
        for (const auto& p : rules::prefixes_of(r.from)) to += fmt::format("    from {}\n", rules::text_of(p));
        add_prefix_lines(to, sign, r.to, "    ");
    }
}

nlohmann::ordered_json reach_json(const std::vector<rules::reach>& all) {
    auto out = nlohmann::ordered_json::array();
    for (const auto& r : all) {
        auto over = nlohmann::ordered_json::array();
        for (const auto& way : r.over)
            over.push_back(
                {{"protocol", protocol_word(way.protocol)}, {"first_port", way.first}, {"last_port", way.last}});
        out.push_back({{"over", std::move(over)}, {"name", r.name}, {"addresses", json_of(r.to)}});
        out.back()["from"] = json_of(r.from)["prefixes"];
    }
    return out;
}

} // namespace

std::string text_of(const diff_side& before, const diff_side& after, const std::vector<rules::setting_change>& settings,
    const rules::reach_change& change) {
    auto out = fmt::format(
        "rules, {} to {}, read again and evaluated as their platform would: ", before.format->name, after.format->name);
    if (settings.empty() && change.empty()) return out + "the same packets get out\n";
    rules::ip_set gained, lost;
    for (const auto& r : change.gained) gained = unite(gained, r.to);
    for (const auto& r : change.lost) lost = unite(lost, r.to);
    out += fmt::format("gained {}; lost {}\n", counted_addresses(gained), counted_addresses(lost));
    for (const auto& s : settings) out += fmt::format("! {}: {} to {}\n", s.what, s.before, s.after);
    add_reach(out, '+', change.gained);
    add_reach(out, '-', change.lost);
    return out;
}

std::string json_of(const diff_side& before, const diff_side& after, const std::vector<rules::setting_change>& settings,
    const rules::reach_change& change) {
    auto changed = nlohmann::ordered_json::array();
    for (const auto& s : settings) changed.push_back({{"what", s.what}, {"before", s.before}, {"after", s.after}});
    const auto side = [](const diff_side& of) {
        return nlohmann::ordered_json{{"format", of.format->name}, {"policy", of.policy->id}};
    };
    const nlohmann::ordered_json all{{"schema", diff_schema}, {"kind", "rules"}, {"before", side(before)},
        {"after", side(after)}, {"same", settings.empty() && change.empty()}, {"settings", std::move(changed)},
        {"gained", reach_json(change.gained)}, {"lost", reach_json(change.lost)}};
    return all.dump(2) + "\n";
}

} // namespace tools::rules_commands
