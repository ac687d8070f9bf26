// SPDX-License-Identifier: MIT
//
// Which packets a kernel is asked about, and what it should say. Pure.
#pragma once

#include <cstddef>
#include <set>
#include <string_view>
#include <vector>

#include "rules/policy/policy.hpp"
#include "rules/proof/datagram.hpp"
#include "rules/proof/wires.hpp"
#include "rules/verdict/cells.hpp"
#include "rules/verdict/intent.hpp"

namespace rules::proof {

struct question {
    probe sent;
    wanted want = wanted::stop;
};

/// Which part of the grid is asked.
struct grid_wish {
    hook where = hook::host;
    bool segments = false; ///< also TCP segments that open no connection, in every cell
    bool fewest = false;   ///< of each cell one packet, and no required one beyond the grid's
    std::size_t most = 0;  ///< packets
    ip_set devices = {};   ///< of a gateway; what goes to one of them does not cross it, so it cannot be required here
};

/// Those of a gateway's devices that are a network of its own: "any" is none.
ip_set own_network(const ip_set& devices);

struct asked_grid {
    std::vector<question> all;
    std::size_t cells = 0; ///< packets of the whole grid
    std::size_t tried = 0; ///< of those, in `all`
    bool complete = true;
};

/// The grid of facts/rules.md §3.2, as far as it can be sent, from every sender of `at`; of a host, where rules name
/// senders, what is needed has to pass from its own address and may from others. What is required
/// (packets_of(of.least)) is asked whole, whatever `most` is.
asked_grid grid_questions(const intent& of, const cuts& at, const wires& w, const grid_wish& wish);

/// The same of packets that are given; what cannot be sent is left out.
std::vector<question> packet_questions(
    const intent& of, const std::vector<packet>& packets, const wires& w, const grid_wish& wish, std::size_t& cells);

/// The same for another way in or out, which the policy leaves open (`free`: what is needed may pass) or not (nothing
/// may).
std::vector<question> elsewhere_questions(std::vector<question> of_grid, bool free);

/// What only rules without memory let out: TCP segments that belong to no connection, and new ones from source ports
/// that answers come from. To canaries; all have to be stopped.
std::vector<question> forged_questions(const intent& of, const wires& w, hook where, const ip_set& devices);

/// What nobody asked for, from outside to a device: SYNs, answers of required services to no question, UDP, echo. All
/// have to be stopped.
std::vector<question> inbound_questions(const std::vector<question>& required, const wires& w, const ip_set& devices);

/// At most `most` of them, both families and all protocols first.
std::vector<question> sample(const std::vector<question>& all, std::size_t most);

/// Those that have to pass.
std::vector<question> required_of(const std::vector<question>& all);

/// Senders of a gateway, where the policy names none: an address each family that no canary has.
ip_set any_device();

/// What comes back: source and destination exchanged; of TCP SYN and ACK.
probe answer_to(const probe& p);

} // namespace rules::proof
