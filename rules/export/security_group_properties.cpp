// SPDX-License-Identifier: MIT
//
// One rule of a network security group in the words of its REST API, which ARM templates and Bicep share and Terraform
// spells with underscores.
#include <array>

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

// Terraform takes a list "security_rule" in JSON for an attribute, and then wants every member of every rule, also
// those that are not used (developer.hashicorp.com "Attributes as Blocks"): "" and [] are what they are without a
// value.
bool wants_all_members(spelling as) { return as == spelling::snake; }
constexpr std::array<std::string_view, 3> never_used{
    "sourcePortRanges", "sourceApplicationSecurityGroupIds", "destinationApplicationSecurityGroupIds"};

// "X" for one that is any or a tag, "Xs"/"Xes" for a list.
void add_list(
    tree& to, std::string_view one, std::string_view many, const std::vector<std::string>& list, spelling as) {
    const bool single = list.size() == 1 && (list[0] == "*" || is_service_tag(list[0]));
    if (single || wants_all_members(as)) to.add(spelled(one, as), text_tree(single ? list[0] : ""));
    if (!single || wants_all_members(as))
        to.add(spelled(many, as), list_tree(single ? std::vector<std::string>{} : list));
}

// Whether a member is there and has a value.
bool is_used(const tree_view& given, const std::string& one, const std::string& many, bool single, spelling as) {
    if (!wants_all_members(as)) return given.has(single ? one : many);
    return single ? !given[one].text().empty() : !given[many].items().empty();
}

std::vector<std::string> take_list(const tree_view& given, std::string_view one, std::string_view many, spelling as) {
    const auto single = spelled(one, as), several = spelled(many, as);
    const bool is_single = is_used(given, single, several, true, as);
    if (is_single == is_used(given, single, several, false, as))
        given.refuse(fmt::format("{} or {} belongs here", single, several));
    if (!is_single) {
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
    if (wants_all_members(as))
        for (const auto name : never_used) out.add(spelled(name, as), list_tree(std::vector<tree>{}));
    return out;
}

security_rule take_security_rule(const tree_view& given, spelling as) {
    const auto key = [as](std::string_view camel) { return spelled(camel, as); };
    const std::string source_port = key("sourcePortRange"), source = key("sourceAddressPrefix"),
                      sources = key("sourceAddressPrefixes"), destination = key("destinationAddressPrefix"),
                      destinations = key("destinationAddressPrefixes"), port = key("destinationPortRange"),
                      ports = key("destinationPortRanges");
    if (wants_all_members(as)) {
        const auto none1 = key(never_used[0]), none2 = key(never_used[1]), none3 = key(never_used[2]);
        given.only({"name", "description", "priority", "direction", "access", "protocol", source_port, source, sources,
            destination, destinations, port, ports, none1, none2, none3});
        for (const auto& none : {none1, none2, none3})
            if (!given[none].items().empty()) given.refuse(none + " is not expected here");
    } else {
        given.only({"name", "description", "priority", "direction", "access", "protocol", source_port, source, sources,
            destination, destinations, port, ports});
    }
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
