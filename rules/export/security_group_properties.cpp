// SPDX-License-Identifier: MIT
//
// One rule of a network security group in the words of its REST API, which ARM templates and Bicep share and Terraform
// spells with underscores.
#include <fmt/format.h>

#include "rules/export/azure_service_tag.hpp"
#include "rules/export/security_group.hpp"

namespace rules {
namespace {

std::string spelled(std::string_view camel, spelling as) {
    std::string out;
    for (const char c : camel) {
        const bool upper = c >= 'A' && c <= 'Z';
        if (as == spelling::snake && upper) {
            out += '_';
            out += static_cast<char>(c - 'A' + 'a');
        } else {
            out += c;
        }
    }
    return out;
}

// "X" for one that is any or a tag, "Xs"/"Xes" for a list.
void add_list(
    tree& to, std::string_view one, std::string_view many, const std::vector<std::string>& list, spelling as) {
    if (list.size() == 1 && (list[0] == "*" || is_service_tag(list[0])))
        to.add(spelled(one, as), text_tree(list[0]));
    else
        to.add(spelled(many, as), list_tree(list));
}

std::vector<std::string> take_list(const tree_view& given, std::string_view one, std::string_view many, spelling as) {
    const auto single = spelled(one, as), several = spelled(many, as);
    if (given.has(single) == given.has(several)) given.refuse(fmt::format("{} or {} belongs here", single, several));
    if (!given.has(single)) {
        auto out = given[several].texts();
        for (const auto& text : out)
            if (text == "*" || is_service_tag(text)) given.refuse(fmt::format("{} has to stand alone", text));
        return out;
    }
    return {given[single].text()};
}

} // namespace

tree security_rule_tree(const security_rule& rule, spelling as) {
    tree out;
    out.add("description", text_tree(rule.description));
    out.add("priority", number_tree(rule.priority));
    out.add("direction", text_tree("Outbound"));
    out.add("access", text_tree(rule.allow ? "Allow" : "Deny"));
    out.add("protocol", text_tree(rule.protocol));
    out.add(spelled("sourcePortRange", as), text_tree("*"));
    add_list(out, "sourceAddressPrefix", "sourceAddressPrefixes", rule.sources, as);
    add_list(out, "destinationAddressPrefix", "destinationAddressPrefixes", rule.destinations, as);
    add_list(out, "destinationPortRange", "destinationPortRanges", rule.ports, as);
    return out;
}

security_rule take_security_rule(const tree_view& given, spelling as) {
    const auto key = [as](std::string_view camel) { return spelled(camel, as); };
    const std::string source_port = key("sourcePortRange"), source = key("sourceAddressPrefix"),
                      sources = key("sourceAddressPrefixes"), destination = key("destinationAddressPrefix"),
                      destinations = key("destinationAddressPrefixes"), port = key("destinationPortRange"),
                      ports = key("destinationPortRanges");
    given.only({"name", "description", "priority", "direction", "access", "protocol", source_port, source, sources,
        destination, destinations, port, ports});
    security_rule out;
    out.description = given["description"].text();
    const auto priority = given["priority"].number();
    out.priority = priority > 4096 || priority < 0 ? 0 : static_cast<int>(priority);
    given["direction"].is("Outbound");
    out.allow = given["access"].text() == "Allow";
    if (!out.allow) given["access"].is("Deny");
    out.protocol = given["protocol"].text();
    given[source_port].is("*");
    out.sources = take_list(given, "sourceAddressPrefix", "sourceAddressPrefixes", as);
    out.destinations = take_list(given, "destinationAddressPrefix", "destinationAddressPrefixes", as);
    out.ports = take_list(given, "destinationPortRange", "destinationPortRanges", as);
    return out;
}

} // namespace rules
