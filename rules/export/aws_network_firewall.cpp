// SPDX-License-Identifier: MIT
//
// AWS Network Firewall: a stateful rule group of Suricata's rules in a CloudFormation template
// (docs.aws.amazon.com "AWS::NetworkFirewall::RuleGroup"). Not a domain list, which AWS offers, too: that has neither
// ports nor addresses, and its ".x" is x itself besides.
#include <fmt/format.h>

#include "rules/export/only_file.hpp"
#include "rules/export/rows.hpp"
#include "rules/export/suricata.hpp"
#include "rules/export/tree.hpp"

namespace rules {
namespace {

constexpr std::string_view rule_group = "AWS::NetworkFirewall::RuleGroup";

// A group's capacity cannot change later: twice what is needed, in hundreds.
long capacity_for(std::size_t rules) { return static_cast<long>((rules * 2 + 99) / 100 * 100); }

exported write_aws_network_firewall(const policy& of) {
    const auto in = aws_network_firewall_row();
    exported out;
    out.cannot = suricata_cannot(in, of);
    const auto lines = suricata_rules(of);
    auto rules = object_tree(
        {{"RulesSource", object_tree({{"RulesString", text_tree(fmt::format("{}\n", fmt::join(lines, "\n")))}})},
            {"StatefulRuleOptions", object_tree({{"RuleOrder", text_tree("STRICT_ORDER")}})}});
    auto group = object_tree({{"Type", text_tree(rule_group)},
        {"Properties", object_tree({{"RuleGroupName", text_tree("egress")}, {"Type", text_tree("STATEFUL")},
                           {"Capacity", number_tree(capacity_for(lines.size()))}, {"RuleGroup", std::move(rules)}})}});
    auto root = object_tree({{"AWSTemplateFormatVersion", text_tree("2010-09-09")},
        {"Description", text_tree(fmt::format("What Azure IoT Edge needs to get out, policy {}", of.id))},
        {"Metadata", object_tree({{"Egress", list_tree(header_of(of, in, out.cannot))}})},
        {"Resources", object_tree({{"EgressRules", std::move(group)}})}});
    out.files.push_back({"egress-network-firewall.json", json_of(root, json_dialect::plain)});
    return out;
}

ruleset read_aws_network_firewall(const std::vector<output_file>& files) {
    const auto root = tree_of_json(only_file(files), json_dialect::plain);
    const tree_view view(root, "template");
    view.only({"AWSTemplateFormatVersion", "Description", "Metadata", "Resources"});
    view["AWSTemplateFormatVersion"].is("2010-09-09");
    view["Resources"].only({"EgressRules"});
    const auto group = view["Resources"]["EgressRules"];
    group.only({"Type", "Properties"});
    group["Type"].is(rule_group);
    const auto properties = group["Properties"];
    properties.only({"RuleGroupName", "Type", "Capacity", "RuleGroup"});
    properties["Type"].is("STATEFUL");
    const auto rules = properties["RuleGroup"];
    rules.only({"RulesSource", "StatefulRuleOptions"});
    rules["StatefulRuleOptions"].only({"RuleOrder"});
    rules["StatefulRuleOptions"]["RuleOrder"].is("STRICT_ORDER");
    rules["RulesSource"].only({"RulesString"});
    auto out = ruleset_of_suricata(rules["RulesSource"]["RulesString"].text());
    if (properties["Capacity"].number() < static_cast<long>(out.rules.size()))
        properties.refuse("the capacity is less than the rules need");
    return out;
}

} // namespace

format aws_network_firewall_row() {
    auto out = suricata_row();
    out.name = "aws-network-firewall";
    out.title = "AWS Network Firewall (CloudFormation)";
    out.limits = "For a firewall policy with strict order, before groups that let out more. The TCP handshake with an "
                 "allowed address passes before the name is seen, and a name is what the client claims; ECH hides it.";
    out.undo = "update the stack with the template from before, or take the group off the firewall policy";
    out.write = write_aws_network_firewall;
    out.read = read_aws_network_firewall;
    return out;
}

} // namespace rules
