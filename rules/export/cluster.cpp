// SPDX-License-Identifier: MIT
#include "rules/export/cluster.hpp"

#include <stdexcept>

#include <fmt/format.h>

namespace rules {
namespace {

tree* cluster_member(tree& of, std::string_view key) {
    for (std::size_t i = 0; i < of.keys.size() && i < of.items.size(); ++i)
        if (of.keys[i] == key) return &of.items[i];
    return nullptr;
}

} // namespace

std::string_view cluster_protocol(transport t) noexcept { return t == transport::tcp ? "TCP" : "UDP"; }

std::string cluster_file(const std::vector<std::string>& header, const tree& document) {
    std::string out = "---\n";
    for (const auto& line : header) out += "# " + line + "\n";
    return out + yaml_of(document);
}

cluster_rules::cluster_rules(std::string_view text, const tree& frame, const tree& dns) {
    auto given = tree_of_yaml(text);
    auto* spec = cluster_member(given, "spec");
    auto* egress = spec ? cluster_member(*spec, "egress") : nullptr;
    if (!egress || egress->kind != tree::type::list)
        throw std::invalid_argument("spec.egress: a list of rules is missing");
    rules_ = std::move(egress->items);
    egress->items.clear();
    if (yaml_of(given) != yaml_of(frame))
        throw std::invalid_argument("the document has other members than a policy of this kind");
    if (rules_.empty() || json_of(rules_.front(), json_dialect::plain) != json_of(dns, json_dialect::plain))
        throw std::invalid_argument("spec.egress[0]: the rule for DNS in the cluster belongs here");
    for (std::size_t i = 1; i < rules_.size(); ++i) views_.emplace_back(rules_[i], fmt::format("spec.egress[{}]", i));
}

ip_range cluster_range(const tree_view& cidr) {
    std::string fault;
    const auto p = read_prefix(cidr.text(), fault);
    if (!p || cidr.text().find('/') == std::string::npos)
        cidr.refuse(fault.empty() ? "a length belongs behind it" : fault);
    return range_of(*p);
}

void add_cluster_ports(
    ruleset& to, const platform_rule& rule, const std::vector<cluster_port>& ports, const tree_view& place) {
    if (ports.empty()) place.refuse("no port means any");
    for (const auto over : {transport::tcp, transport::udp}) {
        auto one = rule;
        one.protocols = {over == transport::tcp ? protocol_number::tcp : protocol_number::udp};
        for (const auto& port : ports)
            if (port.protocol == cluster_protocol(over)) {
                const auto number = static_cast<std::uint16_t>(port.number);
                if (port.number < 1 || port.number > 65535) place.refuse("a port is 1 to 65535");
                one.ports.emplace_back(number, number);
            }
        if (!one.ports.empty()) to.rules.push_back(std::move(one));
    }
    for (const auto& port : ports)
        if (port.protocol != "TCP" && port.protocol != "UDP") place.refuse("TCP or UDP belongs here");
}

} // namespace rules
