// SPDX-License-Identifier: MIT
//
// Windows Defender Firewall by DSC v3: a configuration document with Microsoft.Windows/FirewallRuleList (version 0.1.0,
// whose schema names these keys), and its reader. The resource knows no profile defaults: default-deny is the registry
// value of MS-GPFAS 2.2.3.16, set after the rules are there.
#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "rules/export/rows.hpp"
#include "rules/export/windows_rules.hpp"
#include "rules/export/words.hpp"
#include "rules/policy/strict_json.hpp"

namespace rules {
namespace {

using json = nlohmann::ordered_json;

constexpr std::string_view dsc_schema = "https://aka.ms/dsc/schemas/v3/bundled/config/document.json";
constexpr std::string_view rule_list = "Microsoft.Windows/FirewallRuleList", registry = "Microsoft.Windows/Registry";
constexpr std::string_view list_name = "egress-rules";
constexpr std::string_view after_rules = "[resourceId('Microsoft.Windows/FirewallRuleList','egress-rules')]";
constexpr std::string_view policies = R"(HKLM\SOFTWARE\Policies\Microsoft\WindowsFirewall)";
constexpr std::array<std::string_view, 3> dsc_profiles{"DomainProfile", "PrivateProfile", "PublicProfile"};

json written(const windows_rule& rule) {
    return {{"name", rule.title}, {"description", rule.description},
        {"protocol", rule.over == transport::tcp ? protocol_number::tcp : protocol_number::udp},
        {"remotePorts", fmt::format("{}", fmt::join(rule.ports, ","))},
        {"remoteAddresses", fmt::format("{}", fmt::join(rule.addresses, ","))}, {"direction", "Outbound"},
        {"action", "Allow"}, {"enabled", true}, {"profiles", json::array({"All"})}, {"grouping", windows_group}};
}

json default_of(std::string_view profile) {
    return {{"name", fmt::format("egress-default-{}", profile)}, {"type", registry},
        {"dependsOn", json::array({after_rules})},
        {"properties", {{"keyPath", fmt::format("{}\\{}", policies, profile)}, {"valueName", "DefaultOutboundAction"},
                           {"valueData", {{"DWord", 1}}}}}};
}

exported write_dsc(const policy& of) {
    const auto row = dsc_row();
    exported out{{}, not_carried(row, of)};
    auto rules = json::array();
    for (const auto& rule : windows_rules(of, row)) rules.push_back(written(rule));
    auto resources = json::array();
    resources.push_back({{"name", list_name}, {"type", rule_list}, {"properties", {{"rules", rules}}}});
    if (of.stance == stance::default_deny)
        for (const auto profile : dsc_profiles) resources.push_back(default_of(profile));
    const json document{
        {"$schema", dsc_schema}, {"metadata", {{"egress", header_of(of, row, out.cannot)}}}, {"resources", resources}};
    out.files.push_back({"egress.dsc.json", document.dump(2) + "\n"});
    return out;
}

void add_dsc_rule(ruleset& to, const json_place& from, std::set<std::string>& names) {
    from.only_keys({"name", "description", "protocol", "remotePorts", "remoteAddresses", "direction", "action",
        "enabled", "profiles", "grouping"});
    windows_statement rule;
    rule.label = from["name"].text();
    if (!names.insert(rule.label).second) from["name"].fail("two rules have this name");
    if (from.has("protocol")) rule.protocol = std::to_string(from["protocol"].integer(0, 256));
    if (from.has("remotePorts")) rule.ports = split_list(from["remotePorts"].text(), ',');
    if (from.has("remoteAddresses")) rule.addresses = split_list(from["remoteAddresses"].text(), ',');
    rule.direction = from["direction"].text();
    rule.action = from["action"].text();
    rule.enabled = from["enabled"].truth() ? "yes" : "no";
    for (const auto* key : {"description", "grouping"})
        if (from.has(key)) from[key].text();
    if (from.has("profiles") && (from["profiles"].size() != 1 || from["profiles"][0].text() != "All"))
        from["profiles"].fail("only \"All\" is evaluated");
    const auto where = from.where();
    add_windows_rule(to, rule, {where, 0});
}

std::string_view profile_of(const json_place& resource) {
    resource.only_keys({"name", "type", "dependsOn", "properties"});
    const auto properties = resource["properties"];
    properties.only_keys({"keyPath", "valueName", "valueData"});
    properties["valueData"].only_keys({"DWord"});
    const auto& path = properties["keyPath"].text();
    const auto found = std::find_if(dsc_profiles.begin(), dsc_profiles.end(),
        [&](std::string_view profile) { return path == fmt::format("{}\\{}", policies, profile); });
    if (found == dsc_profiles.end()) properties["keyPath"].fail("no profile of the firewall");
    if (properties["valueName"].text() != "DefaultOutboundAction" ||
        properties["valueData"]["DWord"].integer(0, 1) != 1)
        properties.fail("only the default for outbound traffic is set here, to 1");
    if (resource["dependsOn"].size() != 1 || resource["dependsOn"][0].text() != after_rules)
        resource["dependsOn"].fail("the rules have to come first");
    return *found;
}

ruleset read_dsc(const std::vector<output_file>& files) {
    const auto& file = only_windows_file(files, "dsc");
    const auto parsed = read_strict_json(file.text, file.name);
    const json_place from(parsed, file.name, "");
    from.only_keys({"$schema", "metadata", "resources"});
    if (from["$schema"].text() != dsc_schema) from["$schema"].fail("no configuration document of DSC v3");
    ruleset out{precedence::deny_wins, true, {}};
    std::set<std::string> names;
    std::set<std::string_view> blocked;
    const auto resources = from["resources"];
    for (std::size_t i = 0; i < resources.size(); ++i) {
        const auto resource = resources[i];
        if (resource["type"].text() == registry) {
            if (!blocked.insert(profile_of(resource)).second) resource.fail("the same profile twice");
            continue;
        }
        resource.only_keys({"name", "type", "properties"});
        if (resource["type"].text() != rule_list) resource["type"].fail("not a resource of this file");
        resource["properties"].only_keys({"rules"});
        const auto rules = resource["properties"]["rules"];
        for (std::size_t k = 0; k < rules.size(); ++k) add_dsc_rule(out, rules[k], names);
    }
    if (!blocked.empty() && blocked.size() != dsc_profiles.size()) from.fail("the profiles have different defaults");
    out.otherwise_allow = blocked.empty();
    return out;
}

} // namespace

format dsc_row() {
    format out;
    out.name = "dsc";
    out.title = "Windows Defender Firewall (DSC v3, Microsoft.Windows/FirewallRuleList)";
    out.proof = proof_kind::model;
    out.gateway = false;
    out.limits =
        "rules of the machine itself, no names; a DSC whose FirewallRuleList can set (3.1.0 only reads); rules of "
        "an earlier policy stay; the default counts after gpupdate or a restart; a rule that blocks wins";
    out.undo = "the same file with \"_exist\": false in every rule, and the three registry values removed";
    out.carries = by_address;
    out.write = write_dsc;
    out.read = read_dsc;
    return out;
}

} // namespace rules
