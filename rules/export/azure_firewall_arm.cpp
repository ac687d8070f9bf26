// SPDX-License-Identifier: MIT
//
// Azure Firewall as an ARM template and as Bicep: one file, deployed to a resource group.
#include "rules/export/azure_firewall.hpp"
#include "rules/export/azure_service_tag.hpp"
#include "rules/export/azure_template.hpp"
#include "rules/export/only_file.hpp"
#include "rules/export/rows.hpp"
#include "rules/policy/embedded.hpp"

namespace rules {
namespace {

const azure_parameters own_policy_parameters{{"firewallPolicyName", "egress"}, {"location", ""}};
const azure_parameters group_parameters{{"firewallPolicyName", ""}};

const azure_parameters& parameters_of(const azure_firewall& all) {
    return all.own_policy ? own_policy_parameters : group_parameters;
}

std::vector<azure_resource> resources_of(const azure_firewall& all) {
    azure_resource of_policy{"policy", "Microsoft.Network/firewallPolicies", "2023-09-01",
        code_tree("firewallPolicyName"), "", "", !all.own_policy, all.own_policy, azure_policy_properties()};
    azure_resource of_group{"rules", "Microsoft.Network/firewallPolicies/ruleCollectionGroups", "2023-09-01",
        text_tree("egress"), "policy", "firewallPolicyName", false, false, azure_group_properties(all)};
    return {std::move(of_policy), std::move(of_group)};
}

using template_writer = std::string (*)(
    const std::vector<std::string>&, const azure_parameters&, const std::vector<azure_resource>&);
using template_taker = std::vector<azure_resource> (*)(
    std::string_view, const azure_parameters&, std::vector<azure_resource>);

exported write_azure_firewall(const format& in, const policy& of, std::string_view file, template_writer text) {
    exported out;
    out.cannot = azure_firewall_cannot(in, of);
    const auto all = azure_firewall_of(of);
    out.files.push_back(
        {std::string(file), text(azure_header_of(of, in, out.cannot), parameters_of(all), resources_of(all))});
    return out;
}

ruleset read_azure_firewall(
    const std::vector<output_file>& files, template_taker take, std::string_view sign_of_own_policy) {
    const auto& text = only_file(files);
    azure_firewall all;
    all.own_policy = text.find(sign_of_own_policy) != text.npos;
    const auto given = take(text, parameters_of(all), resources_of(all));
    if (all.own_policy) check_azure_policy_properties({given[0].properties, "policy"});
    take_azure_group_properties(all, {given[1].properties, "rules"});
    return ruleset_of(all, policy_in(text, files.front().name));
}

exported write_azure_firewall_arm(const policy& of) {
    return write_azure_firewall(azure_firewall_arm_row(), of, "egress-firewall.json", arm_template);
}
exported write_azure_firewall_bicep(const policy& of) {
    return write_azure_firewall(azure_firewall_bicep_row(), of, "egress-firewall.bicep", bicep_file);
}
ruleset read_azure_firewall_arm(const std::vector<output_file>& files) {
    return read_azure_firewall(files, take_arm_template, "\"dnsSettings\"");
}
ruleset read_azure_firewall_bicep(const std::vector<output_file>& files) {
    return read_azure_firewall(files, take_bicep_file, "dnsSettings:");
}

format azure_firewall_row(std::string_view name, std::string_view title) {
    format out;
    out.name = name;
    out.title = title;
    out.names = names_held::wildcard;
    out.proof = proof_kind::model;
    out.limits = azure_firewall_limits;
    out.undo = "deploy the file from before again, or delete the rule collection group \"egress\"";
    out.carries = carried_by_azure_firewall;
    out.ipv6 = false;
    return out;
}

} // namespace

format azure_firewall_arm_row() {
    auto out = azure_firewall_row("azure-firewall-arm", "Azure Firewall (ARM template)");
    out.validator = "az deployment group validate --template-file FILE";
    out.write = write_azure_firewall_arm;
    out.read = read_azure_firewall_arm;
    return out;
}

format azure_firewall_bicep_row() {
    auto out = azure_firewall_row("azure-firewall-bicep", "Azure Firewall (Bicep)");
    out.validator = "az bicep build --file FILE";
    out.write = write_azure_firewall_bicep;
    out.read = read_azure_firewall_bicep;
    return out;
}

} // namespace rules
