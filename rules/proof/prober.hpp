// SPDX-License-Identifier: MIT
//
// Asks the kernel about packets by sending them (facts/rules.md §3.1, §3.6).
#pragma once

#include <string>
#include <vector>

#include "rules/proof/datagram.hpp"
#include "rules/proof/wires.hpp"

namespace rules::proof {

/// What this machine may send: a raw socket says EPERM for what OUTPUT drops or refuses, so each packet is its own
/// answer. More than 50,000 packets a second.
class output_prober {
public:
    /// `interface`: over this one only; empty: as routes say.
    explicit output_prober(const std::string& interface = {});
    /// One answer a probe: it got out. Throws std::runtime_error for what the kernel says of the network instead.
    std::vector<bool> passes(const std::vector<probe>& all) const;

    /// The same of one.
    bool passes(const probe& p) const;

private:
    descriptor v4_, v6_;
    unsigned interface_ = 0;
};

/// What a router lets through: frames are written into one wire and looked for at the end of another.
class forward_prober {
public:
    forward_prober(const wires& w, const wire& in, const wire& out);
    /// One answer a probe: it came out. What the router may answer itself is not seen.
    std::vector<bool> passes(const std::vector<probe>& all) const;

private:
    void settle(std::vector<bool>& seen, std::size_t first) const;

    descriptor into_, entered_, leaving_, out_;
};

/// Not to be sent as any other: loopback, this machine's own addresses, and what no route leads to.
bool can_be_sent(const packet& p, const wires& w) noexcept;

/// The same of what a host sends itself: to many at once, and to its link, too.
bool can_be_sent_by_host(const packet& p, const wires& w) noexcept;

} // namespace rules::proof
