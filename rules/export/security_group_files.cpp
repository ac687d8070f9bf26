// SPDX-License-Identifier: MIT
//
// A network security group as ARM template, Bicep and Terraform's JSON: one file each.
#include "rules/export/azure_service_tag.hpp"
#include "rules/export/azure_template.hpp"
#include "rules/export/only_file.hpp"
#include "rules/export/rows.hpp"
#include "rules/export/security_group.hpp"
#include "rules/policy/embedded.hpp"

namespace rules {
namespace {

const azure_parameters nsg_parameters{{"networkSecurityGroupName", "egress"}, {"location", ""}};
const std::vector<std::string> variables{"location", "resource_group_name"};
const std::string terraform_type = "azurerm_network_security_group";

azure_resource group_of(const std::vector<security_rule>& rules) {
    std::vector<tree> trees;
    for (const auto& rule : rules)
        trees.push_back(
            object_tree({{"name", text_tree(rule.name)}, {"properties", security_rule_tree(rule, spelling::camel)}}));
    return {"group", "Microsoft.Network/networkSecurityGroups", "2023-09-01", code_tree("networkSecurityGroupName"), "",
        "", false, true, object_tree({{"securityRules", list_tree(std::move(trees))}})};
}

ruleset ruleset_in(const azure_resource& group, const output_file& file) {
    const tree_view properties(group.properties, "group");
    properties.only({"securityRules"});
    std::vector<security_rule> all;
    for (const auto& one : properties["securityRules"].items()) {
        one.only({"name", "properties"});
        all.push_back(take_security_rule(one["properties"], spelling::camel));
        all.back().name = one["name"].text();
    }
    return ruleset_of(std::move(all), policy_in(file.text, file.name));
}

exported write_nsg_arm(const policy& of) {
    const auto in = nsg_arm_row();
    exported out;
    out.cannot = security_group_cannot(in, of);
    out.files.push_back({"egress-nsg.json",
        arm_template(azure_header_of(of, in, out.cannot), nsg_parameters, {group_of(security_rules_of(of))})});
    return out;
}

ruleset read_nsg_arm(const std::vector<output_file>& files) {
    return ruleset_in(take_arm_template(only_file(files), nsg_parameters, {group_of({})}).front(), files.front());
}

exported write_nsg_bicep(const policy& of) {
    const auto in = nsg_bicep_row();
    exported out;
    out.cannot = security_group_cannot(in, of);
    out.files.push_back({"egress-nsg.bicep",
        bicep_file(azure_header_of(of, in, out.cannot), nsg_parameters, {group_of(security_rules_of(of))})});
    return out;
}

ruleset read_nsg_bicep(const std::vector<output_file>& files) {
    return ruleset_in(take_bicep_file(only_file(files), nsg_parameters, {group_of({})}).front(), files.front());
}

exported write_nsg_terraform(const policy& of) {
    const auto in = nsg_terraform_row();
    exported out;
    out.cannot = security_group_cannot(in, of);
    std::vector<tree> trees;
    for (const auto& rule : security_rules_of(of)) {
        auto one = object_tree({{"name", text_tree(rule.name)}});
        auto rest = security_rule_tree(rule, spelling::snake);
        for (std::size_t i = 0; i < rest.items.size(); ++i) one.add(rest.keys[i], std::move(rest.items[i]));
        trees.push_back(std::move(one));
    }
    auto body = object_tree({{"name", text_tree("egress")}, {"location", code_tree("var.location")},
        {"resource_group_name", code_tree("var.resource_group_name")}, {"security_rule", list_tree(std::move(trees))}});
    out.files.push_back({"egress-nsg.tf.json",
        terraform_file(azure_header_of(of, in, out.cannot), variables, {{terraform_type, std::move(body)}})});
    return out;
}

ruleset read_nsg_terraform(const std::vector<output_file>& files) {
    const auto bodies = take_terraform_file(only_file(files), variables, {terraform_type});
    const tree_view group(bodies.front(), terraform_type);
    group.only({"name", "location", "resource_group_name", "security_rule"});
    group["location"].is_code("var.location");
    group["resource_group_name"].is_code("var.resource_group_name");
    std::vector<security_rule> all;
    for (const auto& one : group["security_rule"].items()) {
        all.push_back(take_security_rule(one, spelling::snake));
        all.back().name = one["name"].text();
    }
    return ruleset_of(std::move(all), policy_in(files.front().text, files.front().name));
}

format nsg_row(std::string_view name, std::string_view title) {
    format out;
    out.name = name;
    out.title = title;
    out.proof = proof_kind::model;
    out.allow_only = false;
    out.limits = security_group_limits;
    out.undo = "deploy the file from before again, or take the group off the subnet";
    out.carries = by_address;
    return out;
}

} // namespace

format nsg_arm_row() {
    auto out = nsg_row("nsg-arm", "Azure network security group (ARM template)");
    out.validator = "az deployment group validate --template-file FILE";
    out.write = write_nsg_arm;
    out.read = read_nsg_arm;
    return out;
}

format nsg_bicep_row() {
    auto out = nsg_row("nsg-bicep", "Azure network security group (Bicep)");
    out.validator = "az bicep build --file FILE";
    out.write = write_nsg_bicep;
    out.read = read_nsg_bicep;
    return out;
}

format nsg_terraform_row() {
    auto out = nsg_row("nsg-terraform", "Azure network security group (Terraform, JSON)");
    out.validator = "terraform validate";
    out.write = write_nsg_terraform;
    out.read = read_nsg_terraform;
    return out;
}

} // namespace rules
