// SPDX-License-Identifier: MIT
//
// What an audit asks about, and how.
#pragma once

#include <string>
#include <vector>

#include "rules/policy/policy.hpp"
#include "rules/proof/audit.hpp"
#include "rules/proof/audit_senders.hpp"
#include "rules/proof/examine.hpp"
#include "rules/proof/wires.hpp"

namespace rules::proof {

/// What a sandbox of an audit has: how to ask, and how to be told why.
struct bench {
    const wires& w;
    hook where;
    std::vector<audit_sender> senders;
    shooter out, back;  ///< back: of a gateway, what comes in from outside
    bool iptables, nft; ///< whose rules there are

    /// Which rule decided about it; empty: not found out.
    std::string rule(const probe& p, bool passed) const;
};

/// One flow over one transport to one port.
struct audited_service {
    const flow* of;
    int protocol;
    std::uint16_t port;
};

/// How a service fares for one sender. No address of its family: not asked.
struct sender_fate {
    bool asked = false, stopped = false;
};

/// What was asked about a service, and what came of it.
struct service_answers {
    audited_service what;
    std::vector<sender_fate> fates;    ///< a sender each, as in bench
    std::size_t tried = 0, passed = 0; ///< addresses; those that pass from every sender
    std::string rule;                  ///< which stopped the first that did not pass
    std::string no_answer;             ///< of what gets out: why no conversation comes of it
};

/// Every flow over each of its transports to each of its ports.
std::vector<audited_service> services_of(const policy& of);
/// By which protocols IoT Edge would get to its hub (and DPS), whatever ports the policy chose: four services each.
std::vector<audited_service> upstream_services(const policy& of);

/// Sends packets to its addresses from every sender.
service_answers ask_service(const bench& b, const audited_service& s);

/// What gets out has to be answered, too (facts/rules.md §3.5): for each sender from which it passes, to the first and
/// the last address. After this the world answers, and no packet can be asked about as before.
void ask_for_answers(const bench& b, std::vector<service_answers>& all);

/// For the outcome.
audited_flow flow_of(const bench& b, const service_answers& asked);
std::vector<std::string> upstream_of(const std::vector<service_answers>& asked);

/// Everywhere that an audit sends packets to.
ip_set all_places(const policy& of);

/// Fills `others`: packets that nobody needs.
void ask_others(const bench& b, const policy& of, audit_outcome& out);

} // namespace rules::proof
