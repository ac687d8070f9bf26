// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rules/diagnose/inquiry.hpp"

namespace rules::diagnosis {

/// The last HTTP answer of a path: of its hello, else of its upgrade; nullptr where there was none.
const netprobe::http_answer* http_answer_of(const netprobe::path_observation& seen);

/// The answer bears a mark that the services put on theirs (facts/azure.md §2.5).
bool has_service_mark(const netprobe::http_answer& answer);

/// The answer names a box that stands between (Via, Proxy-Status, X-Squid-Error): its name, or empty.
std::string box_in(const netprobe::http_answer& answer);

/// What a box says in place of the service although every step succeeded: TLS ended in a box that this device trusts,
/// and the answer is none that the service gives. In a sentence; empty where nothing does.
std::string page_for_service(const report& of, const netprobe::path_observation& seen);

/// The control of HTTP at an address where nobody is, where a portal answered it; null where none did.
const netprobe::path_observation* portal_for_everybody(const report& of);

/// Where a page's answer leads to: the host of its redirect, or empty.
std::string redirect_host(const netprobe::http_answer& answer);

/// What a portal or a page of policy says in place of the path's service, in a sentence; empty where nothing does.
std::string page_instead(const inquiry& in, std::size_t index);

/// net.captive_portal where the path's HTTP answer is a portal's: 511, a redirect to a foreign host, or a web page
/// in place of the service (facts/faults.md D35, D36); inside a tunnel proxy.redirect or proxy.html_blockpage. Adds the
/// suspicion and returns true.
bool diagnose_portal(inquiry& in, std::size_t index);

} // namespace rules::diagnosis
