// SPDX-License-Identifier: MIT
//
// Cilium: a CiliumNetworkPolicy for all pods of a namespace (docs.cilium.io "DNS based" policies; facts/rules.md
// §2.16). Names are allowed by the addresses that Cilium sees in answers, so that its DNS proxy has to see the
// questions.
#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/export/cluster.hpp"
#include "rules/export/only_file.hpp"
#include "rules/export/rows.hpp"
#include "rules/host_name.hpp"

namespace rules {
namespace {

tree port_tree(std::string_view port, std::string_view protocol) {
    return object_tree({{"port", text_tree(port)}, {"protocol", text_tree(protocol)}});
}

// For any name: pods ask for names with each of their search domains behind first, and a refusal ends some resolvers'
// search.
tree cilium_dns_rule() {
    auto pods = object_tree({{"matchLabels",
        object_tree({{"io.kubernetes.pod.namespace", text_tree("kube-system")}, {"k8s-app", text_tree("kube-dns")}})}});
    auto ports = object_tree({{"ports", list_tree(std::vector<tree>{port_tree("53", "ANY")})},
        {"rules",
            object_tree({{"dns", list_tree(std::vector<tree>{object_tree({{"matchPattern", text_tree("*")}})})}})}});
    return object_tree({{"toEndpoints", list_tree(std::vector<tree>{std::move(pods)})},
        {"toPorts", list_tree(std::vector<tree>{std::move(ports)})}});
}

tree cilium_flow_rule(const flow& f, carried how) {
    tree out;
    std::vector<tree> to;
    if (how == carried::by_name) {
        for (const auto& name : f.names)
            to.push_back(object_tree({{name.starts_with("*.") ? "matchPattern" : "matchName", text_tree(name)}}));
        out.add("toFQDNs", list_tree(std::move(to)));
    } else {
        for (const auto& p : prefixes_of(f.addresses)) to.push_back(text_tree(text_of(p)));
        out.add("toCIDR", list_tree(std::move(to)));
    }
    std::vector<tree> ports;
    for (const auto over : f.over)
        for (const auto port : f.ports) ports.push_back(port_tree(std::to_string(port), cluster_protocol(over)));
    auto group = object_tree({{"ports", list_tree(std::move(ports))}});
    return out.add("toPorts", list_tree(std::vector<tree>{std::move(group)}));
}

tree cilium_document(std::vector<tree> egress) {
    return object_tree({{"apiVersion", text_tree("cilium.io/v2")}, {"kind", text_tree("CiliumNetworkPolicy")},
        {"metadata", object_tree({{"name", text_tree("egress")}})},
        {"spec", object_tree({{"endpointSelector", tree{}}, {"egress", list_tree(std::move(egress))}})}});
}

exported write_cilium(const policy& of) {
    const auto in = cilium_row();
    exported out;
    out.cannot = not_carried(in, of);
    std::vector<tree> egress{cilium_dns_rule()};
    for (const auto& f : of.flows) {
        const auto how = in.carries(of, f);
        if (how == carried::not_at_all) continue;
        egress.push_back(cilium_flow_rule(f, how));
        for (const auto& name : f.names)
            if (name.starts_with("*."))
                out.cannot.push_back(fmt::format("flow {}: {} is one label only in Cilium, not more", f.id, name));
    }
    out.files.push_back(
        {"egress-cilium.yaml", cluster_file(header_of(of, in, out.cannot), cilium_document(std::move(egress)))});
    return out;
}

// "*" is any number of letters, digits and hyphens, never a dot: in front of ".x" it is one label.
name_pattern matched_pattern_of(const tree_view& one) {
    one.only({"matchName", "matchPattern"});
    const bool below = one.has("matchPattern");
    if (below && one.has("matchName")) one.refuse("matchName or matchPattern, not both");
    auto name = one[below ? "matchPattern" : "matchName"].text();
    if (below && !name.starts_with("*.")) one.refuse("a pattern here begins with *.");
    if (below) name.erase(0, 2);
    if (fault_of_name(name) || reads_as_address(name)) one.refuse("this is no host name");
    return {std::move(name), !below, below, below};
}

ruleset read_cilium(const std::vector<output_file>& files) {
    ruleset out{precedence::any_allow, false, {}};
    for (const auto& one : cluster_rules(only_file(files), cilium_document({}), cilium_dns_rule())) {
        one.only({"toFQDNs", "toCIDR", "toPorts"});
        if (one.has("toFQDNs") == one.has("toCIDR")) one.refuse("toFQDNs or toCIDR belongs here");
        platform_rule rule;
        rule.label = fmt::format("egress rule {}", out.rules.size() + 2); // the first is DNS
        if (one.has("toFQDNs"))
            for (const auto& name : one["toFQDNs"].items()) rule.names.push_back(matched_pattern_of(name));
        else
            for (const auto& cidr : one["toCIDR"].items()) rule.to.push_back(cluster_range(cidr));
        if (rule.names.empty() && rule.to.empty()) one.refuse("no destination means any");
        std::vector<cluster_port> ports;
        for (const auto& group : one["toPorts"].items()) {
            group.only({"ports"});
            for (const auto& port : group["ports"].items()) {
                port.only({"port", "protocol"});
                ports.push_back({port["protocol"].text(), netprobe::port_from(port["port"].text()).value_or(0)});
            }
        }
        add_cluster_ports(out, rule, ports, one);
    }
    return out;
}

} // namespace

format cilium_row() {
    format out;
    out.name = "cilium";
    out.title = "Cilium (CiliumNetworkPolicy)";
    out.names = names_held::wildcard;
    out.proof = proof_kind::model;
    out.allow_only = false;
    out.gateway = false;
    out.limits = "For all pods of a namespace, which it shuts off from everything else: it cannot only add. DNS in the "
                 "cluster (k8s-app kube-dns) stays open for every name; *.x is one label before x. A name lets out to "
                 "every address that it shares with others.";
    out.undo = "kubectl delete ciliumnetworkpolicy egress, in its namespace";
    out.validator = "kubectl apply --dry-run=server -f FILE";
    out.carries = by_any_name;
    out.write = write_cilium;
    out.read = read_cilium;
    return out;
}

} // namespace rules
