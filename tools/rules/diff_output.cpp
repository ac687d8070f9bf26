// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tools/rules/diff.hpp"

namespace tools::rules_commands {
namespace {

using rules::ip_family;

using diff_json = nlohmann::ordered_json;

std::string ways_of(const rules::traffic& packets) {
    std::string out;
    for (const auto& [over, port] : packets.over)
        out += fmt::format("{}{} {}", out.empty() ? "" : ", ", rules::to_string(over), port);
    return out;
}

void add_flows(std::string& to, char sign, const std::vector<rules::flow_change>& flows) {
    for (const auto& f : flows)
        for (const auto& packets : f.packets) {
            to += fmt::format("{} {}: {}: {}", sign, f.flow, ways_of(packets), counted_addresses(packets.addresses));
            to += packets.names.empty()
                      ? "\n"
                      : fmt::format(", {} name{}\n", packets.names.size(), packets.names.size() == 1 ? "" : "s");
            add_prefix_lines(to, sign, packets.addresses, "    ");
            for (const auto& name : packets.names) to += fmt::format("    {} {}\n", sign, name);
        }
}

diff_json flows_json(const std::vector<rules::flow_change>& flows) {
    auto out = diff_json::array();
    for (const auto& f : flows)
        for (const auto& packets : f.packets) {
            auto over = diff_json::array();
            for (const auto& [transport, port] : packets.over)
                over.push_back({{"transport", rules::to_string(transport)}, {"port", port}});
            out.push_back({{"flow", f.flow}, {"over", std::move(over)}, {"addresses", json_of(packets.addresses)},
                {"names", packets.names}});
        }
    return out;
}

diff_json packets_json(const std::vector<rules::packet>& all) {
    auto out = diff_json::array();
    for (const auto& p : all)
        out.push_back({{"to", rules::text_of(p.to)}, {"protocol", p.protocol}, {"port", p.port},
            {"from", rules::text_of(p.from)}});
    return out;
}

} // namespace

std::string counted_addresses(const rules::ip_set& all) {
    const auto price = rules::price_of(all);
    std::string out;
    if (price.v4_prefixes > 0)
        out = fmt::format("{:.0f} IPv4 address{} in {} prefix{}", price.v4_addresses,
            price.v4_addresses == 1 ? "" : "es", price.v4_prefixes, price.v4_prefixes == 1 ? "" : "es");
    if (price.v6_prefixes > 0)
        out += fmt::format(
            "{}{} IPv6 prefix{}", out.empty() ? "" : ", ", price.v6_prefixes, price.v6_prefixes == 1 ? "" : "es");
    return out.empty() ? "no addresses" : out;
}

void add_prefix_lines(std::string& to, char sign, const rules::ip_set& all, const char* indent) {
    for (const auto& p : rules::prefixes_of(all)) to += fmt::format("{}{} {}\n", indent, sign, rules::text_of(p));
}

nlohmann::ordered_json json_of(const rules::ip_set& all) {
    auto prefixes = nlohmann::ordered_json::array();
    for (const auto& p : rules::prefixes_of(all)) prefixes.push_back(rules::text_of(p));
    return {{"ipv4_addresses", static_cast<std::uint64_t>(rules::addresses_in(all, ip_family::v4))},
        {"ipv6_prefixes", rules::prefixes_of(all, ip_family::v6).size()}, {"prefixes", std::move(prefixes)}};
}

std::string text_of(const rules::service_tags& before, const rules::service_tags& after,
    const std::vector<rules::tag_change>& changes) {
    auto out = fmt::format("service tags, change {} to {}: {} tag{} differ{}\n", before.change_number,
        after.change_number, changes.size(), changes.size() == 1 ? "" : "s", changes.size() == 1 ? "s" : "");
    for (const auto& c : changes) {
        out += fmt::format("{}{}: gained {}; lost {}\n", c.name,
            c.appeared   ? " (new)"
            : c.vanished ? " (gone)"
                         : "",
            counted_addresses(c.gained), counted_addresses(c.lost));
        add_prefix_lines(out, '+', c.gained, "    ");
        add_prefix_lines(out, '-', c.lost, "    ");
    }
    return out;
}

std::string json_of(const rules::service_tags& before, const rules::service_tags& after,
    const std::vector<rules::tag_change>& changes) {
    auto tags = diff_json::array();
    for (const auto& c : changes)
        tags.push_back({{"tag", c.name}, {"appeared", c.appeared}, {"vanished", c.vanished},
            {"gained", json_of(c.gained)}, {"lost", json_of(c.lost)}});
    const diff_json all{{"schema", diff_schema}, {"kind", "service_tags"},
        {"before", {{"change_number", before.change_number}}}, {"after", {{"change_number", after.change_number}}},
        {"same", changes.empty()}, {"tags", std::move(tags)}};
    return all.dump(2) + "\n";
}

std::string text_of(const diff_side& before, const diff_side& after, const rules::policy_change& change,
    const rules_compared& compared) {
    const auto id = [](const diff_side& of) { return of.policy->id.empty() ? std::string("-") : of.policy->id; };
    auto out = fmt::format("policy {} to {}: ", id(before), id(after));
    if (change.empty()) {
        out += !before.format && !after.format ? "the same packets get out\n"
               : compared.asked                ? "the same policy\n"
                                               : "the same policy; the rules themselves were not compared\n";
    } else {
        out += fmt::format("newly reachable {}; no longer reachable {}\n", counted_addresses(change.gained_addresses),
            counted_addresses(change.lost_addresses));
        if (!compared.asked && (before.format || after.format)) out += "the rules themselves were not compared\n";
    }
    for (const auto& s : change.settings) out += fmt::format("! {}: {} to {}\n", s.what, s.before, s.after);
    add_flows(out, '+', change.gained);
    add_flows(out, '-', change.lost);
    return out + text_of(compared);
}

std::string json_of(const diff_side& before, const diff_side& after, const rules::policy_change& change,
    const rules_compared& compared) {
    auto settings = diff_json::array();
    for (const auto& s : change.settings)
        settings.push_back({{"what", s.what}, {"before", s.before}, {"after", s.after}});
    diff_json all{{"schema", diff_schema}, {"kind", "policy"}, {"before", {{"policy", before.policy->id}}},
        {"after", {{"policy", after.policy->id}}}, {"same", change.empty() && compared.same()},
        {"settings", std::move(settings)}, {"gained", flows_json(change.gained)}, {"lost", flows_json(change.lost)},
        {"gained_addresses", json_of(change.gained_addresses)}, {"lost_addresses", json_of(change.lost_addresses)},
        {"cannot", compared.cannot}};
    if (compared.asked) {
        diff_json rules{{"same_lines", compared.same_text}};
        if (compared.change) {
            rules["packets"] = compared.change->asked;
            rules["gained"] = packets_json(compared.change->gained);
            rules["lost"] = packets_json(compared.change->lost);
            rules["unjudged"] = compared.change->unjudged;
        } else if (!compared.same_text) {
            rules["not_asked"] = compared.why_not;
        }
        all["rules"] = std::move(rules);
    }
    return all.dump(2) + "\n";
}

} // namespace tools::rules_commands
