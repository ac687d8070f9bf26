// SPDX-License-Identifier: MIT
//
// What an audit asks about, and how.
#pragma once

#include <functional>
#include <string>

#include "rules/policy/policy.hpp"
#include "rules/proof/audit.hpp"
#include "rules/proof/datagram.hpp"
#include "rules/proof/wires.hpp"

namespace rules::proof {

/// What a sandbox of an audit has: how to ask, and how to be told why.
struct bench {
    const wires& w;
    bool gateway;
    ip_set devices;
    std::function<bool(const probe&)> passes;
    bool iptables, nft; ///< whose rules there are

    /// Sent by this machine, or by one of the devices.
    probe probe_of(packet p) const;
    /// Which rule decided about it; empty: not found out.
    std::string rule(const probe& p, bool passed) const;
};

/// Fills `flows`: every flow over each of its transports to each of its ports.
void ask_flows(const bench& b, const policy& of, audit_outcome& out);

/// Fills `upstream`: by which protocols IoT Edge would get to its hub (and DPS), whatever the policy chose.
void ask_upstream(const bench& b, const policy& of, audit_outcome& out);

/// Fills `others`: packets that nobody needs.
void ask_others(const bench& b, const policy& of, audit_outcome& out);

} // namespace rules::proof
