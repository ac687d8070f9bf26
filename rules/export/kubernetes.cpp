// SPDX-License-Identifier: MIT
//
// Kubernetes: a NetworkPolicy for all pods of the namespace that it is applied to (kubernetes.io "Network Policies";
// facts/rules.md §2.16). Addresses only.
#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/export/cluster.hpp"
#include "rules/export/only_file.hpp"
#include "rules/export/rows.hpp"

namespace rules {
namespace {

// Pods ask the cluster's own DNS, which is no address of the policy's.
tree kubernetes_dns_rule() {
    auto peer = object_tree(
        {{"namespaceSelector",
             object_tree({{"matchLabels", object_tree({{"kubernetes.io/metadata.name", text_tree("kube-system")}})}})},
            {"podSelector", object_tree({{"matchLabels", object_tree({{"k8s-app", text_tree("kube-dns")}})}})}});
    std::vector<tree> ports;
    for (const auto* protocol : {"UDP", "TCP"})
        ports.push_back(object_tree({{"protocol", text_tree(protocol)}, {"port", number_tree(53)}}));
    return object_tree({{"to", list_tree(std::vector<tree>{std::move(peer)})}, {"ports", list_tree(std::move(ports))}});
}

tree kubernetes_flow_rule(const flow& f) {
    std::vector<tree> to, ports;
    for (const auto& p : prefixes_of(f.addresses))
        to.push_back(object_tree({{"ipBlock", object_tree({{"cidr", text_tree(text_of(p))}})}}));
    for (const auto over : f.over)
        for (const auto port : f.ports)
            ports.push_back(
                object_tree({{"protocol", text_tree(cluster_protocol(over))}, {"port", number_tree(port)}}));
    return object_tree({{"to", list_tree(std::move(to))}, {"ports", list_tree(std::move(ports))}});
}

tree kubernetes_document(std::vector<tree> egress) {
    return object_tree({{"apiVersion", text_tree("networking.k8s.io/v1")}, {"kind", text_tree("NetworkPolicy")},
        {"metadata", object_tree({{"name", text_tree("egress")}})},
        {"spec", object_tree({{"podSelector", tree{}}, {"policyTypes", list_tree(std::vector<std::string>{"Egress"})},
                     {"egress", list_tree(std::move(egress))}})}});
}

exported write_kubernetes(const policy& of) {
    const auto in = kubernetes_row();
    exported out;
    out.cannot = not_carried(in, of);
    std::vector<tree> egress{kubernetes_dns_rule()};
    for (const auto& f : of.flows)
        if (!f.addresses.empty()) egress.push_back(kubernetes_flow_rule(f));
    out.files.push_back({"egress-network-policy.yaml",
        cluster_file(header_of(of, in, out.cannot), kubernetes_document(std::move(egress)))});
    return out;
}

ruleset read_kubernetes(const std::vector<output_file>& files) {
    ruleset out{precedence::any_allow, false, {}};
    for (const auto& one : cluster_rules(only_file(files), kubernetes_document({}), kubernetes_dns_rule())) {
        one.only({"to", "ports"});
        platform_rule rule;
        rule.label = fmt::format("egress rule {}", out.rules.size() + 2); // the first is DNS
        for (const auto& peer : one["to"].items()) {
            peer.only({"ipBlock"});
            peer["ipBlock"].only({"cidr"});
            rule.to.push_back(cluster_range(peer["ipBlock"]["cidr"]));
        }
        std::vector<cluster_port> ports;
        for (const auto& port : one["ports"].items()) {
            port.only({"protocol", "port"});
            ports.push_back({port["protocol"].text(), port["port"].number()});
        }
        if (rule.to.empty()) one.refuse("no destination means any");
        add_cluster_ports(out, rule, ports, one);
    }
    return out;
}

} // namespace

format kubernetes_row() {
    format out;
    out.name = "kubernetes";
    out.title = "Kubernetes NetworkPolicy";
    out.proof = proof_kind::model;
    out.allow_only = false;
    out.gateway = false;
    out.limits =
        "No names. For all pods of a namespace, which it shuts off from everything else: it cannot only add. DNS "
        "in the cluster (k8s-app kube-dns) stays open; the network plugin has to enforce policies.";
    out.undo = "kubectl delete networkpolicy egress, in its namespace";
    out.validator = "kubectl apply --dry-run=server -f FILE";
    out.carries = by_address;
    out.write = write_kubernetes;
    out.read = read_kubernetes;
    return out;
}

} // namespace rules
