// SPDX-License-Identifier: MIT
//
// What an ICMP message that came back says, and what one failed attempt means by it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/diagnose/inquiry.hpp"

namespace rules::diagnosis {

/// What one failed attempt to reach an address means by itself.
struct reading {
    std::string_view cause;   ///< empty: it did not fail, or was not tried
    std::string box;          ///< address of who rejected it, where known
    bool proved = false;      ///< the evidence can mean nothing else
    std::string evidence;     ///< one plain sentence
    std::string control = {}; ///< what a control adds to it
    std::string where = {};   ///< instead of the row's
    bool placed = false;      ///< packets to there end nearer than others do, at `box`
};

/// What an ICMP message says of the packet that it is about (RFC 792, RFC 1812 §5.2.7.1, RFC 4443 §3.1). None:
/// "fragmentation needed" and "packet too big" only ask for smaller packets.
enum class rejection { none, unreachable, prohibited, looped };
rejection rejection_of(const netprobe::icmp_error& e) noexcept;

/// "Host unreachable" as we tell ourselves: nobody answered ARP or neighbour discovery.
bool is_neighbour_failure(const netprobe::icmp_error& e) noexcept;

/// Reads ICMP errors that came back for `where` ("203.0.113.7:5671"); cause empty where none of them rejects.
/// `silence_ms` is how long it took: a neighbour that does not answer takes seconds, a rule takes none.
reading read_icmp(
    const std::vector<netprobe::icmp_error>& icmp, std::string_view where, double silence_ms, const inquiry& in);

/// Rejected by ICMP in words of a rule, as a limit of connections rejects, too: prohibited, or port unreachable.
bool rejected_by_rule(const netprobe::connect_observation& seen) noexcept;

/// "port unreachable", "administratively prohibited".
std::string_view icmp_words(const netprobe::icmp_error& e) noexcept;

} // namespace rules::diagnosis
