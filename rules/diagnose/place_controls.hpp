// SPDX-License-Identifier: MIT
//
// What the direct controls of one address and port said (rules/controls.hpp).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/diagnose/inquiry.hpp"

namespace rules::diagnosis {

/// A direct control by its service and place; null where it was not run.
const netprobe::path_observation* control_at(
    const report& of, std::string_view service, std::string_view address, int port);

/// What became of a handshake that a control tried: a certificate or an alert came, nothing came, or it was cut off.
enum class handshake_fate { not_run, answered, silent, cut };
handshake_fate fate_of_handshake(const netprobe::path_observation* control);

/// An ICMP message ended a connection that stood. The kernel keeps no message of it, only its errno: a reset and a
/// close have others (facts/faults.md M2, V5; ECONNREFUSED is "port unreachable", IPv6's "administratively prohibited"
/// EACCES).
bool ended_by_icmp(netprobe::failure on_connection);

/// How far SYNs with few hops to go came (facts/faults.md M3).
struct hop_trace {
    bool asked = false;             ///< at least one hop
    int heard = 0;                  ///< the last hop that reported "time exceeded"; 0: none
    std::string box;                ///< that one
    std::vector<std::string> boxes; ///< who reported, by hop; empty: nobody; ends with `box`
    bool beyond = false;            ///< one hop more was asked for, and nothing came
    int answered = 0;               ///< the fewest hops that gave a connection or a reset; 0: none did
};
hop_trace trace_of(const report& of, std::string_view address, int port);

/// A place that takes connections, and a router on the way there that is further out.
struct further_hop {
    std::string address;
    int port = 0;
    std::string router;
    int hops = 0; ///< from here to the router
};

/// Where packets to a place that answers were heard of further out than those to this one, on the same way: what is
/// silent there is lost between. Nothing where no such place was traced, or no further router tells.
std::optional<further_hop> heard_further(const inquiry& in, std::string_view address, int port, const hop_trace& than);

/// Who reports "time exceeded" for packets with one hop to go that leave this device as `like` did: of the same family,
/// and from the same address where both are known. Empty where nobody does.
std::string first_hop(const report& of, const netprobe::connect_observation& like);

/// How many hops an answer has gone that arrives with so many left: senders begin with 64, 128 or 255 (RFC 1700 and
/// what systems do), so that two answers are compared by this and not by what is left.
int hops_gone(int left) noexcept;

/// The default gateway (IPv4) that the kernel asked for without an answer; empty where none was.
std::string silent_gateway(const report& of);

/// Answers at this port come from another distance than those of another port of the same address: somebody between
/// answers for one of them (facts/faults.md M3, M4).
struct distance {
    std::optional<int> here, there; ///< hops left in the answers; there: in the furthest that took a connection
    bool nearer() const noexcept { return here && there && hops_gone(*here) < hops_gone(*there); }
    bool same() const noexcept { return here && there && hops_gone(*here) == hops_gone(*there); }
};
distance distance_of(const report& of, std::string_view address, int port);

/// Somebody nearer than the address takes connections to this port, and why that is sure; empty where it is not.
std::string nearer_answer(const inquiry& in, std::string_view address, int port);

/// Who resets the SYNs to a place, by what the interfaces counted while several were refused in a row
/// (netprobe/interface_packets.hpp). Noise only adds to the counts: too few packets prove, enough of them do not.
enum class resetter { unknown, device, elsewhere };
struct told_by_counts {
    resetter who = resetter::unknown;
    std::string why; ///< empty where it is unknown
};
told_by_counts who_resets(const report& of, std::string_view address, int port);

/// The port took a connection at an address where nobody is.
bool answered_nowhere(const report& of, int port);

} // namespace rules::diagnosis
