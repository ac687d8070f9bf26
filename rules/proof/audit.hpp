// SPDX-License-Identifier: MIT
//
// A site's existing rules, loaded into a sandbox: which flows of a policy they let out, and what else.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/export/format.hpp"
#include "rules/ip/set.hpp"
#include "rules/policy/policy.hpp"
#include "rules/proof/outcome.hpp"

namespace rules::proof {

/// What the site has, as its own tools print it; empty: it has none of that.
struct site_rules {
    std::string iptables, ip6tables; ///< iptables-save, ip6tables-save
    std::string nft;                 ///< nft list ruleset
    std::string ipset;               ///< ipset save
    std::string firewalld, ufw;      ///< places of copies of /etc/firewalld, /etc/ufw
    std::vector<ip_address> from;    ///< of a host: its own addresses; empty: not known
    std::string way_out;             ///< the interface that leads out; empty: the first that looks like one
    std::vector<output_file> with;   ///< our own file, loaded besides; empty: none
    std::string with_format;
};

/// One flow over one transport to one port.
struct audited_flow {
    std::string id;
    std::string service; ///< "tcp 8883"
    bool required = true;
    std::size_t tried = 0, passed = 0;                            ///< addresses; those that pass from every sender
    std::string rule;                                             ///< which stopped one of those that did not pass
    std::vector<std::string> passes_from = {}, stopped_from = {}; ///< senders: "192.168.1.0/24"
    std::string no_answer = {}; ///< one gets out, but nothing comes back: which, and why
    bool passes() const noexcept { return tried > 0 && passed == tried && no_answer.empty(); }
    /// Some senders get to all of it, others do not.
    bool depends() const noexcept { return !passes_from.empty() && !stopped_from.empty(); }
};

struct audit_outcome {
    std::vector<audited_flow> flows;
    std::vector<std::string> upstream; ///< UpstreamProtocol values that IoT Edge would get out by
    std::vector<mismatch> others;      ///< what else gets out, of packets that nobody needs
    std::size_t others_tried = 0;
    std::vector<std::string> unjudged; ///< rules that match on what no probe varies: what they do is not known
    std::vector<std::string> remarks;

    /// All that is required gets out. A required flow without an address that could be tried is not known to, nor is
    /// any where a rule matches on what is not varied.
    bool holds() const noexcept;
};

/// What of a set is tried: both ends of its ranges, at most `most` of each family.
std::vector<ip_address> some_of(const ip_set& all, std::size_t most = 200);

/// What must be said of what was asked and of what was not: required flows that no packet was tried for, a family that
/// no rules were given of.
std::vector<std::string> gaps_of(const site_rules& site, const audit_outcome& found);

/// Throws as prove_in_kernel(); std::invalid_argument for dumps that mention what is in none of them.
audit_outcome audit(
    const site_rules& site, const policy& of, std::chrono::milliseconds limit = std::chrono::minutes(2));

std::string json_of(const audit_outcome& outcome);

} // namespace rules::proof
