// SPDX-License-Identifier: MIT
//
// Interfaces, addresses and routes of the present network namespace, without iproute2, which a device need not have.
#pragma once

#include <string>

#include "rules/ip/address.hpp"
#include "rules/proof/descriptor.hpp"

namespace rules::proof {

/// A connection to the kernel's routing tables in the network namespace where it was made. Everything throws
/// std::runtime_error with the kernel's reason.
class netlink {
public:
    netlink();

    /// A wire: `name` here and `peer` in another namespace. Both ends have one link address and ask nobody for others'
    /// (no ARP, no neighbour discovery), so that a packet is sent at once, and taken at the other end.
    void add_wire(const std::string& name, const std::string& peer, int peer_namespace);
    void up(const std::string& name);
    void add_address(const std::string& name, const ip_address& address);
    /// A lower `metric` is taken first.
    void add_route(const std::string& name, const ip_prefix& to, unsigned metric = 100);
    /// Every address there is becomes this machine's own, but where a route says otherwise.
    void answer_for_everybody();

private:
    void ask(std::string& message, const std::string& what);

    descriptor socket_;
    unsigned sequence_ = 0;
};

/// Conntrack's table of the present namespace is emptied, so that a packet sent before decides nothing.
void forget_connections();

} // namespace rules::proof
