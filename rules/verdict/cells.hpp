// SPDX-License-Identifier: MIT
//
// Which packets make a proof: rules are unions of products (addresses × protocol × ports), so the verdict is the same
// everywhere in a cell of the grid that all their interval ends cut (facts/rules.md §3.2).
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rules/verdict/packet.hpp"
#include "rules/verdict/ruleset.hpp"

namespace rules {

/// Where the grid is cut: both ends of every interval that intended or emitted rules name.
struct cuts {
    std::set<ip_address> addresses;
    std::set<std::uint16_t> ports;
    std::set<std::string, std::less<>> names;
    std::set<ip_address> sources;        ///< where rules or policy name any
    std::set<std::uint8_t> icmp_types;   ///< besides the usual ones, which are always tried
    std::set<std::uint8_t> icmpv6_types; ///< the same of IPv6
    bool sctp_ports = true;              ///< false: no rule tells SCTP's ports apart, and one of them stands for all
    bool of_host = false;                ///< multicast and broadcast are sent, too

    void add(const cuts& others);
};

/// Each end is a cell of its own, and so is what lies between two of them, before the first and behind the last: an
/// address, or a port, of each.
std::vector<ip_address> one_in_each_cell(const std::set<ip_address>& ends);
std::set<std::uint16_t> one_in_each_cell(const std::set<std::uint16_t>& ends);

/// The ends of everything that these rules name.
cuts cuts_of(const ruleset& of);

/// Every address, prefix, range and port number in any text: a listing of the kernel's, an emitted file. More cuts than
/// there are do no harm.
cuts cuts_in(std::string_view text);

/// A packet for every cell: of each address the ends of its interval, the middle and both neighbours; of each port
/// itself, the middle to the next and both neighbours; TCP, UDP, SCTP, ICMP, GRE, ESP and IP in IP; both families; from
/// each sender and its neighbours; addresses that must never get out unasked (cloud metadata, public resolvers, private
/// networks). Of each name itself, names below it, its parent, and look-alikes. Where that is more than `most`, or
/// than some thousands, of each cell one packet.
struct grid {
    std::vector<packet> packets;
    std::size_t cells = 0; ///< packets of the whole grid
    bool complete = true; ///< false: there were more cells than `most`; every address has some of the rest, in rotation
};
grid cells(const cuts& at, std::size_t most);

/// Of each cell one packet, whatever `most` allows.
grid fewest_cells(const cuts& at, std::size_t most);

/// The packets without which a rule would be for nothing: both ends of each of its ranges, and each of its names, on
/// each of its ports by each of its protocols; from each of its senders to its first place. Tried however few cells
/// there may be.
std::vector<packet> packets_of(const ruleset& least);

} // namespace rules
