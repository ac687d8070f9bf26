// SPDX-License-Identifier: MIT
//
// Which rule decided about a packet (facts/rules.md §3.4): for reports, not the oracle.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "rules/proof/datagram.hpp"
#include "rules/proof/program.hpp"

namespace rules::proof {

/// Sends one probe again.
using sender = std::function<void()>;

/// Tells by trace of nftables (which the rules of iptables-nft show up in, too) and by the counters of iptables.
class explainer {
public:
    /// `iptables`: the rules are iptables'; else nftables'.
    explicit explainer(bool iptables);
    ~explainer();
    explainer(const explainer&) = delete;
    explainer& operator=(const explainer&) = delete;

    /// The rule as the platform prints it, with its chain and without counters, or the chain's policy; empty: not found
    /// out.
    std::string rule(const packet& p, bool passed, const sender& send);

private:
    std::string by_counters(const packet& p, bool passed, const sender& send) const;
    std::string by_trace(bool passed, const sender& send);

    bool iptables_;
    std::unique_ptr<running> monitor_;
};

/// For people: of a packet that passed, and no rule was found for, that there is none.
std::string or_none(std::string rule, bool passed);

/// Of two listings of iptables-save -c: the rule or chain policy that decided what happened in between. Pure.
std::string decided_between(std::string_view before, std::string_view after, bool passed);
/// Of nft monitor trace: the last verdict of that kind. Pure.
std::string decided_in_trace(std::string_view trace, bool passed);

} // namespace rules::proof
