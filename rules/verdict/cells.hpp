// SPDX-License-Identifier: MIT
//
// Which packets make a proof: rules are unions of products (addresses × protocol × ports), so the verdict is the same
// everywhere in a cell of the grid that all their interval ends cut (facts/rules.md §3.2).
#pragma once

#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

#include "rules/export/format.hpp"
#include "rules/policy/policy.hpp"
#include "rules/verdict/packet.hpp"
#include "rules/verdict/ruleset.hpp"

namespace rules {

/// Where the grid is cut. Both ends of every interval that intended or emitted rules name.
struct cuts {
    std::set<ip_address> addresses;
    std::set<std::uint16_t> ports;
    std::set<std::string, std::less<>> names;
};

/// The policy as the rules mean it that `in` can make of it: a flow by name or by address as the format carries it. What
/// the format carries not at all is left out.
ruleset intended(const policy& of, const format& in);

cuts cuts_of(const ruleset& of);

/// Every address, prefix, range and port number in any text: a listing of the kernel's, an emitted file. More cuts than
/// there are do no harm.
cuts cuts_in(std::string_view text);

/// A packet for every cell: per address the ends of its interval, its middle and both neighbours, per port itself and
/// both neighbours, TCP, UDP, ICMP, GRE and SCTP, both families, and addresses that must never get out unasked (cloud
/// metadata, public resolvers, private networks). Names: each itself, one label below, its parent, and look-alikes.
/// No more than `most` packets; `complete` says whether that was enough for all cells.
std::vector<packet> cells(const cuts& at, std::size_t most, bool& complete);

/// Whether a policy's default-deny leaves a packet to be decided at all: neighbour discovery and router solicitation,
/// without which IPv6 stops, are always let out and never probed.
bool probed(const packet& p) noexcept;

} // namespace rules
