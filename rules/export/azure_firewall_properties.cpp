// SPDX-License-Identifier: MIT
//
// Azure Firewall's rules in its REST API's own words (Microsoft.Network/firewallPolicies/ruleCollectionGroups), which
// ARM templates and Bicep share.
#include "rules/export/azure_firewall.hpp"

#include <fmt/format.h>

#include "netprobe/ascii.hpp"

namespace rules {
namespace {

constexpr std::string_view network_name = "egress-network", application_name = "egress-application";

tree network_tree(const azure_firewall_rule& rule) {
    auto out = object_tree({{"ruleType", text_tree("NetworkRule")}, {"name", text_tree(rule.name)},
        {"description", text_tree(rule.description)}, {"ipProtocols", list_tree(rule.protocols)},
        {"sourceAddresses", list_tree(rule.sources)}});
    out.add(rule.names.empty() ? "destinationAddresses" : "destinationFqdns",
        list_tree(rule.names.empty() ? rule.addresses : rule.names));
    return out.add("destinationPorts", list_tree(rule.ports));
}

tree application_tree(const azure_firewall_rule& rule) {
    std::vector<tree> protocols;
    for (const std::string_view text : rule.protocols) {
        const auto colon = text.find(':');
        protocols.push_back(object_tree({{"protocolType", text_tree(text.substr(0, colon))},
            {"port", number_tree(netprobe::port_from(text.substr(colon + 1)).value_or(0))}}));
    }
    return object_tree({{"ruleType", text_tree("ApplicationRule")}, {"name", text_tree(rule.name)},
        {"description", text_tree(rule.description)}, {"protocols", list_tree(std::move(protocols))},
        {"sourceAddresses", list_tree(rule.sources)}, {"targetFqdns", list_tree(rule.names)}});
}

tree collection(std::string_view name, long priority, std::vector<tree> rules) {
    return object_tree({{"ruleCollectionType", text_tree("FirewallPolicyFilterRuleCollection")},
        {"name", text_tree(name)}, {"priority", number_tree(priority)},
        {"action", object_tree({{"type", text_tree("Allow")}})}, {"rules", list_tree(std::move(rules))}});
}

azure_firewall_rule taken_rule(const tree_view& given) {
    azure_firewall_rule out;
    out.name = given["name"].text();
    out.description = given["description"].text();
    out.sources = given["sourceAddresses"].texts();
    return out;
}

azure_firewall_rule take_network(const tree_view& given) {
    given.only({"ruleType", "name", "description", "ipProtocols", "sourceAddresses", "destinationAddresses",
        "destinationFqdns", "destinationPorts"});
    given["ruleType"].is("NetworkRule");
    auto out = taken_rule(given);
    out.protocols = given["ipProtocols"].texts();
    if (given.has("destinationAddresses")) out.addresses = given["destinationAddresses"].texts();
    if (given.has("destinationFqdns")) out.names = given["destinationFqdns"].texts();
    out.ports = given["destinationPorts"].texts();
    return out;
}

azure_firewall_rule take_application(const tree_view& given) {
    given.only({"ruleType", "name", "description", "protocols", "sourceAddresses", "targetFqdns"});
    given["ruleType"].is("ApplicationRule");
    auto out = taken_rule(given);
    for (const auto& one : given["protocols"].items()) {
        one.only({"protocolType", "port"});
        out.protocols.push_back(fmt::format("{}:{}", one["protocolType"].text(), one["port"].number()));
    }
    out.names = given["targetFqdns"].texts();
    return out;
}

} // namespace

tree azure_policy_properties() {
    return object_tree({{"sku", object_tree({{"tier", text_tree("Standard")}})},
        {"dnsSettings", object_tree({{"enableProxy", truth_tree(true)}})}});
}

void check_azure_policy_properties(const tree_view& given) {
    given.only({"sku", "dnsSettings"});
    given["sku"].only({"tier"});
    given["sku"]["tier"].is("Standard");
    given["dnsSettings"].only({"enableProxy"});
    if (!given["dnsSettings"]["enableProxy"].truth())
        given.refuse("without the DNS proxy, names in network rules match nothing");
}

tree azure_group_properties(const azure_firewall& all) {
    std::vector<tree> collections, network, application;
    for (const auto& rule : all.network) network.push_back(network_tree(rule));
    for (const auto& rule : all.application) application.push_back(application_tree(rule));
    if (!network.empty()) collections.push_back(collection(network_name, azure_network_priority, std::move(network)));
    if (!application.empty())
        collections.push_back(collection(application_name, azure_application_priority, std::move(application)));
    return object_tree(
        {{"priority", number_tree(azure_group_priority)}, {"ruleCollections", list_tree(std::move(collections))}});
}

void take_azure_group_properties(azure_firewall& into, const tree_view& given) {
    given.only({"priority", "ruleCollections"});
    for (const auto& one : given["ruleCollections"].items()) {
        one.only({"ruleCollectionType", "name", "priority", "action", "rules"});
        one["ruleCollectionType"].is("FirewallPolicyFilterRuleCollection");
        one["action"].only({"type"});
        one["action"]["type"].is("Allow");
        const auto name = one["name"].text();
        const bool network = name == network_name;
        if (!network && name != application_name) one.refuse("a collection that is not of this kind of file");
        for (const auto& rule : one["rules"].items())
            (network ? into.network : into.application)
                .push_back(network ? take_network(rule) : take_application(rule));
    }
}

} // namespace rules
