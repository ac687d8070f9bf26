// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "netprobe/observation.hpp"

namespace rules::diagnosis {

/// What one answer of one resolver means by itself (facts/faults.md A01–A24).
struct answer_reading {
    std::string_view cause; ///< a dns.* code; empty: it holds an address, or was not waited for
    bool certain = false;   ///< the answer can mean nothing else
    bool counts = true;     ///< false: the run ended before an answer could come
};

/// `public_name`: no service of that name can be at a loopback or reserved address.
answer_reading read_answer(const netprobe::dns_answer& a, bool public_name);

/// The addresses that the answer ends in.
std::vector<std::string> addresses_of(const netprobe::dns_answer& a);

/// Where the chain of aliases leads in the end; empty without one.
std::string last_alias(const netprobe::dns_answer& a);

/// "10.0.0.1 answered NXDOMAIN for x (A) without an SOA in 0.4 ms".
std::string sentence(const netprobe::dns_answer& a);

/// The alias chain goes through a private link zone of Azure (facts/azure.md §2.7).
bool through_privatelink(const netprobe::dns_answer& a);

/// The search suffix of the device under which its own lookup found the name, which then is another one; else empty.
std::string answered_suffix(const netprobe::resolve_observation& name, const std::vector<std::string>& search);

/// A question or its answer was lost: whether the resolver or something on the way to it lost it cannot be seen.
bool lost_with_resolver(std::string_view cause) noexcept;

/// The most telling of several readings: what a resolver says about the name before what it says about itself, and
/// an answer before silence. Lower is more telling.
int rank(const answer_reading& of) noexcept;

} // namespace rules::diagnosis
