// SPDX-License-Identifier: MIT
//
// What to ask beyond the site's own paths, so that the answers to those mean something: a control goes as a path that
// failed went, but for one thing (netprobe/variation.hpp, facts/faults.md §1). Looked up by service and place.
//
// By a proxy:
//   control_nonexistent  a name that does not exist, port 443, with TLS: is a granted tunnel worth anything?
//   control_name         the target at another port, connection only: is it the port?
//   control_host         another host of the plan at the target's port, connection only: is it the host?
//   control_literal      one of the target's addresses in place of its name, connection only: is it the name?
//   control_other_name   TLS for another host's name in a tunnel to the target: is it the name inside?
//   control_proxy_tls    TLS with the proxy's own port, directly: is it the scheme?
//   control_alone        the whole path again, in its turn: is it the path, or are we too many at once?
//
// Directly, of a SYN without an answer, or refused:
//   control_ttl_N        a SYN that may go N hops: who is the last to be heard of, does somebody on the way answer?
//   control_first_hop    UDP that may go one hop: is the first hop heard of at all?
//   control_answer_ttl   how far away the one is who answers at this port
//   control_in_a_row     several SYNs that may go one hop, and are refused: do they leave this device?
//   control_alone        the whole path again, alone: is there a limit, or loss?
//   control_paced        connections one after the other: does it need a burst to lose a SYN?
// of a handshake that is not answered:
//   control_foreign_name, control_foreign_name_2, control_known_name, control_no_name, control_name_elsewhere  the
//   name? control_small_segments                                           is it the size of packets?
//   control_small_hello, control_tls12                               is it the size of the hello, or TLS 1.3?
//   control_again                                                    is it always so?
//   control_nowhere      the port at an address where nobody is (TEST-NET-1): does somebody answer for everybody?
// of a certificate for another name:
//   control_other_address    the whole path at an address that another resolver gives
// where nothing gets out directly:
//   control_portal       HTTP at an address where nobody is: does a portal answer for everybody (facts/faults.md D35)?
// of an application that is not answered:
//   control_path_again, control_path_small_segments                  the whole path once more, and in small segments
// of an application that answers late:
//   control_path_again                                               is it always so?
// last of all, where a resolver would be accused:
//   control_dns_nowhere  a question to an address where no DNS server is: does somebody answer for everybody?
// and without being asked for, beside the paths:
//   control_large_hello, control_large_hello_small_segments          what is to come: hellos of more than one segment
//   control_gateway      the kernel asks for its default gateway, and nobody answers; nothing where somebody does
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "rules/plan.hpp"
#include "rules/report.hpp"

namespace rules {

/// The controls that would decide between the causes which a measured report still leaves possible, of both kinds. Of a
/// healthy site with a proxy that is control_nonexistent alone; without a proxy, nothing. Pure; ids are unique.
std::vector<planned_path> controls(const report& measured);

/// Those by a proxy alone.
std::vector<planned_path> proxy_controls(const report& measured);

/// Those that go directly; also to a proxy that does not answer.
std::vector<planned_path> direct_controls(const report& measured);

/// Those that must go one after the other, with nothing beside them, before anything else is asked: paths that failed
/// where other connections were taken, or where SYNs were lost. Their results belong into `controls` of the report that
/// controls() is then asked about.
std::vector<planned_path> alone_controls(const report& measured);

/// Of those the ones that failed once more, or for which there was no time, where others failed at first only, or one
/// was rejected at a place that took connections of the run: somebody counts by time, and alone is not slow enough.
/// With them what names the way to a path that waits for it. The same ids, to take the place of the first results; each
/// rests first, for a second and then for less, and none that failed twice. Empty where nothing shows such a limit.
std::vector<planned_path> rested_alone_controls(const report& measured);

/// Which of alone_controls() is the path of this id again.
std::string alone_control_id(std::string_view path_id);

/// How long one step and all of so many of alone_controls() may take, milliseconds: what is silent again is so after
/// its second SYN, and each needs its round trips besides.
struct alone_time {
    double step_ms = 0, all_ms = 0, round_trips_ms = 0;
};
alone_time time_for_alone(const report& measured, std::size_t number);
/// The same for rested_alone_controls(): all their rests, and nothing over.
alone_time time_for_rested(const report& measured, std::size_t number);

/// Those that count what the interfaces carry while SYNs are refused that got one hop far at most: this device's own
/// rules, or somebody right beside it? They must go when nothing else does, one after the other. Asked about a report
/// that has the results of controls().
std::vector<planned_path> in_a_row_controls(const report& measured);

/// How long one step and all of so many of them may take, milliseconds.
alone_time time_for_in_a_row(std::size_t number);

/// Those that nobody asks for: measured together with the plan's paths.
std::vector<planned_path> standing_controls(const plan& of);

/// The question of control_dns_nowhere, for the site's hub; nothing where no finding is about names: then no resolver
/// is accused.
std::optional<planned_path> dns_nowhere(const report& measured);

/// How long its answer is waited for: twice as long as the slowest resolver took, as whoever answers in the place of
/// all is no further away than they are; 200 ms at least, and a second at most.
double time_for_nowhere_ms(const report& measured);

/// What control_gateway is about: this device's default gateway, at this address.
planned_path gateway_control(const std::string& address);

/// An address where no server can be: TEST-NET-1 (RFC 5737).
inline constexpr std::string_view nowhere_address = "192.0.2.1";

/// All of proxy_controls(), for the hub (else the first host that goes by the proxy) at 443, 5671 and 8883: what a
/// proxy lets through. Addresses are known only where `of` has been measured.
std::vector<planned_path> proxy_matrix(const report& of);

} // namespace rules
