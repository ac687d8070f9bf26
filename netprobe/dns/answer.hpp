// SPDX-License-Identifier: MIT
//
// What a reply means as the answer to one question. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "netprobe/dns/message.hpp"
#include "netprobe/observation.hpp"

namespace netprobe::dns {

/// True if `reply` answers this question: a reply to a standard query, with this id, that repeats
/// the question. A refusal with the header alone passes too (facts/faults.md A24).
bool answers(const message& reply, std::uint16_t id, std::string_view name, record_type type);

/// Where the aliases (CNAME) of an answer lead.
struct alias_chain {
    std::vector<std::string> names; ///< the name asked for, then each alias's target
    bool loops = false;             ///< the last of `names` occurs twice
};

/// Follows the aliases from `name`, in whatever order the records came.
alias_chain follow(const std::vector<dns_record>& records, std::string_view name);

/// The addresses of the asked type at the end of the aliases, each once, in the order received.
/// Empty for an answer that failed.
std::vector<std::string> addresses(const dns_answer& seen);

/// Fills everything of `seen` that one reply tells, `failed` and `code` included; `name` and `type`
/// must be set. Truncation is noted, and judged by the caller.
void conclude(dns_answer& seen, const message& reply);

/// "NXDOMAIN", "REFUSED", …; "RCODE 23" for one that has no name (IANA, DNS RCODEs).
std::string rcode_word(int rcode);

} // namespace netprobe::dns
