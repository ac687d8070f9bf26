// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>

#include <asio/awaitable.hpp>

#include "netprobe/dns/asking.hpp"
#include "netprobe/dns/message.hpp"
#include "netprobe/dns/resolv_conf.hpp"
#include "netprobe/observation.hpp"

namespace netprobe::dns {

/// Step: asks one resolver one question, and keeps whatever comes back. Over UDP, sent again every
/// second (every quarter of a limit under four seconds) until the step's limit; the first two times with EDNS, then
/// without, because some boxes drop what they do not know (the C library asks without); after a FORMERR to EDNS at once
/// without (facts/faults.md A24). Replies that do not fit the question are counted and waited past. A truncated answer
/// is asked for again over TCP, within a limit of its own; if that fails the answer fails with it, and what came over
/// UDP is kept as evidence.
///
/// `early`, where given, is called once with the answer as soon as it is there; a second, different one is then waited
/// for a little longer (facts/faults.md A22), and is in what is returned.
///
/// failed: none (an address of this type), name_not_found, no_address, dns_error (code: the rcode's
/// word), bad_reply (only replies that do not fit), timed_out, interrupted, not_tried (not a name
/// DNS can be asked for), or what the system said on the way there. Never throws for what the
/// network does.
asio::awaitable<dns_answer> query(
    resolver server, std::string name, record_type type, asking with, std::function<void(const dns_answer&)> early);
asio::awaitable<dns_answer> query(resolver server, std::string name, record_type type, asking with);

} // namespace netprobe::dns
