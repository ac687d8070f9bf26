// SPDX-License-Identifier: MIT
//
// The network around a proof: this machine (or router) in one namespace, and all the world at the other ends of its
// wires, in a second one.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/ip/address.hpp"
#include "rules/ip/set.hpp"
#include "rules/proof/descriptor.hpp"

namespace rules::proof {

/// An interface here, and its other end in the world.
struct wire {
    std::string name, far;
};

struct wires {
    descriptor here, world; ///< the two network namespaces; the process is in `here`
    std::vector<wire> all;  ///< the first is the way out that no rule names
    ip_address own4, own6;  ///< this machine's addresses: a dummy address (RFC 7600) and a discard address (RFC 6666)
};

/// This machine's address of a family in every sandbox, as in `wires`.
ip_address own_address(ip_family family);

/// Wires with these names, all up. Pre: in a sandbox.
wires lay_wires(const std::vector<std::string>& names);

/// Default routes over every wire: over the first, where a socket is not bound to another.
void route_out(const wires& w);

/// The present machine becomes a router: `devices` are behind `inside`, the rest is out of `outside`. Throws
/// cannot_prove where the machine does not let namespaces forward (read-only /proc/sys).
void route_through(const wires& w, const std::string& inside, const std::string& outside, const ip_set& devices);

/// Runs something in the world's namespace.
void in_world(const wires& w, const std::function<void()>& body);

/// Every interface name that rules mention (oifname, iif, -o, --in-interface, …), sorted, without lo; of a pattern
/// ("eth+", "eth*") one name that matches. Of any text.
std::vector<std::string> interfaces_in(std::string_view rules);

} // namespace rules::proof
