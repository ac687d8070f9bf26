// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace proxy {

/// The values of the Proxy-Authenticate headers in an answer's head, whole: an answer to a challenge needs all of it.
/// Those with control characters are left out.
std::vector<std::string> challenges_in(std::string_view head);

/// The schemes that a Proxy-Authenticate header offers, in order (RFC 9110 §11.6.1: challenges and their parameters are
/// both separated by commas). Basic, Digest, NTLM, Negotiate, Kerberos and Bearer are spelled so, others as they came;
/// at most 16.
std::vector<std::string> offered_schemes(std::string_view header);

} // namespace proxy
