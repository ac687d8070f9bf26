// SPDX-License-Identifier: MIT
//
// What policies of Kubernetes and Cilium have in common.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/export/format.hpp"
#include "rules/export/tree.hpp"

namespace rules {

std::string_view cluster_protocol(transport t) noexcept; ///< "TCP", "UDP"

/// Comments and one document.
std::string cluster_file(const std::vector<std::string>& header, const tree& document);

/// A document's rules. Owns the values that the views point to.
class cluster_rules {
public:
    /// Reads a document that is like `frame`, whose spec.egress is an empty list, but for its rules, the first of which
    /// is `dns`. Throws std::invalid_argument for any other.
    cluster_rules(std::string_view text, const tree& frame, const tree& dns);
    auto begin() const { return views_.begin(); }
    auto end() const { return views_.end(); }

private:
    std::vector<tree> rules_;
    std::vector<tree_view> views_;
};

struct cluster_port {
    std::string protocol; ///< as written: "TCP"
    long number = 0;
};

ip_range cluster_range(const tree_view& cidr);

/// Adds a rule for each protocol that `ports` has: in a cluster's policies every port has its own. Throws at `place`.
void add_cluster_ports(
    ruleset& to, const platform_rule& rule, const std::vector<cluster_port>& ports, const tree_view& place);

} // namespace rules
