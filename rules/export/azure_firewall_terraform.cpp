// SPDX-License-Identifier: MIT
//
// Azure Firewall as Terraform's JSON (provider azurerm: azurerm_firewall_policy_rule_collection_group).
#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/export/azure_firewall.hpp"
#include "rules/export/azure_service_tag.hpp"
#include "rules/export/azure_template.hpp"
#include "rules/export/only_file.hpp"
#include "rules/export/rows.hpp"
#include "rules/policy/embedded.hpp"

namespace rules {
namespace {

constexpr std::string_view policy_type = "azurerm_firewall_policy";
constexpr std::string_view group_type = "azurerm_firewall_policy_rule_collection_group";
constexpr std::string_view own_id = "azurerm_firewall_policy.egress.id", given_id = "var.firewall_policy_id";

std::vector<std::string> variables_of(bool own_policy) {
    if (own_policy) return {"location", "resource_group_name"};
    return {"firewall_policy_id"};
}

tree policy_body() {
    return object_tree({{"name", text_tree("egress")}, {"location", code_tree("var.location")},
        {"resource_group_name", code_tree("var.resource_group_name")}, {"sku", text_tree("Standard")},
        {"dns", object_tree({{"proxy_enabled", truth_tree(true)}})}});
}

tree rule_tree(const azure_firewall_rule& rule, bool network) {
    auto out = object_tree({{"name", text_tree(rule.name)}, {"description", text_tree(rule.description)}});
    if (network) {
        out.add("protocols", list_tree(rule.protocols));
    } else {
        std::vector<tree> protocols;
        for (const std::string_view text : rule.protocols) {
            const auto colon = text.find(':');
            protocols.push_back(object_tree({{"type", text_tree(text.substr(0, colon))},
                {"port", number_tree(netprobe::port_from(text.substr(colon + 1)).value_or(0))}}));
        }
        out.add("protocols", list_tree(std::move(protocols)));
    }
    out.add("source_addresses", list_tree(rule.sources));
    if (rule.names.empty())
        out.add("destination_addresses", list_tree(rule.addresses));
    else
        out.add("destination_fqdns", list_tree(rule.names));
    if (network) out.add("destination_ports", list_tree(rule.ports));
    return out;
}

void add_collection(tree& to, bool network, const std::vector<azure_firewall_rule>& rules) {
    if (rules.empty()) return;
    std::vector<tree> trees;
    for (const auto& rule : rules) trees.push_back(rule_tree(rule, network));
    auto body = object_tree({{"name", text_tree(network ? "egress-network" : "egress-application")},
        {"priority", number_tree(network ? azure_network_priority : azure_application_priority)},
        {"action", text_tree("Allow")}, {"rule", list_tree(std::move(trees))}});
    to.add(network ? "network_rule_collection" : "application_rule_collection",
        list_tree(std::vector<tree>{std::move(body)}));
}

exported write_azure_firewall_terraform(const policy& of) {
    const auto in = azure_firewall_terraform_row();
    exported out;
    out.cannot = azure_firewall_cannot(in, of);
    const auto all = azure_firewall_of(of);
    auto group = object_tree(
        {{"name", text_tree("egress")}, {"firewall_policy_id", code_tree(all.own_policy ? own_id : given_id)},
            {"priority", number_tree(azure_group_priority)}});
    add_collection(group, true, all.network);
    add_collection(group, false, all.application);
    terraform_resources resources;
    if (all.own_policy) resources.emplace_back(policy_type, policy_body());
    resources.emplace_back(group_type, std::move(group));
    out.files.push_back({"egress-firewall.tf.json",
        terraform_file(azure_header_of(of, in, out.cannot), variables_of(all.own_policy), std::move(resources))});
    return out;
}

azure_firewall_rule take_rule(const tree_view& given, bool network) {
    azure_firewall_rule out;
    out.name = given["name"].text();
    out.description = given["description"].text();
    out.sources = given["source_addresses"].texts();
    if (network) {
        given.only({"name", "description", "protocols", "source_addresses", "destination_addresses",
            "destination_fqdns", "destination_ports"});
        out.protocols = given["protocols"].texts();
        out.ports = given["destination_ports"].texts();
        if (given.has("destination_addresses")) out.addresses = given["destination_addresses"].texts();
        if (given.has("destination_fqdns")) out.names = given["destination_fqdns"].texts();
        return out;
    }
    given.only({"name", "description", "protocols", "source_addresses", "destination_fqdns"});
    for (const auto& one : given["protocols"].items()) {
        one.only({"type", "port"});
        out.protocols.push_back(fmt::format("{}:{}", one["type"].text(), one["port"].number()));
    }
    out.names = given["destination_fqdns"].texts();
    return out;
}

void take_collection(std::vector<azure_firewall_rule>& into, const tree_view& group, bool network) {
    const auto* key = network ? "network_rule_collection" : "application_rule_collection";
    if (!group.has(key)) return;
    for (const auto& one : group[key].items()) {
        one.only({"name", "priority", "action", "rule"});
        one["action"].is("Allow");
        for (const auto& rule : one["rule"].items()) into.push_back(take_rule(rule, network));
    }
}

ruleset read_azure_firewall_terraform(const std::vector<output_file>& files) {
    const auto& text = only_file(files);
    azure_firewall all;
    all.own_policy = text.find("\"proxy_enabled\"") != text.npos;
    std::vector<std::string> types;
    if (all.own_policy) types.emplace_back(policy_type);
    types.emplace_back(group_type);
    const auto bodies = take_terraform_file(text, variables_of(all.own_policy), types);
    if (all.own_policy &&
        json_of(bodies.front(), json_dialect::terraform) != json_of(policy_body(), json_dialect::terraform))
        tree_view(bodies.front(), std::string(policy_type)).refuse("it is not what this kind of file has there");
    const tree_view group(bodies.back(), std::string(group_type));
    group.only({"name", "firewall_policy_id", "priority", "network_rule_collection", "application_rule_collection"});
    group["firewall_policy_id"].is_code(all.own_policy ? own_id : given_id);
    take_collection(all.network, group, true);
    take_collection(all.application, group, false);
    return ruleset_of(all, policy_in(text, files.front().name));
}

} // namespace

format azure_firewall_terraform_row() {
    auto out = azure_firewall_arm_row();
    out.name = "azure-firewall-terraform";
    out.title = "Azure Firewall (Terraform, JSON)";
    out.undo = "terraform apply with the file from before, or terraform destroy for its resources";
    out.validator = "terraform validate";
    out.write = write_azure_firewall_terraform;
    out.read = read_azure_firewall_terraform;
    return out;
}

} // namespace rules
