// SPDX-License-Identifier: MIT
//
// What make_policy() has to say of how it came to addresses: sentences for people, with what they can do.
#pragma once

#include <string>
#include <vector>

#include "rules/policy/build.hpp"

namespace rules {

/// Of one flow's rung of the ladder: what it opens, what is uncertain of it, what would help. `resolved` and
/// `published` are the addresses that its name and its service tags had, of the wanted families; `tags_given`: there is
/// a file of service tags.
std::vector<std::string> rung_remarks(
    const flow& f, const needed_host& one, const ip_set& resolved, const ip_set& published, bool tags_given);

/// No rule lets questions out. `others`: resolvers that are known, all of the family that rules are not written for;
/// `ipv4`: which family they are written for, where there are any.
std::string no_resolver_remark(const std::vector<ip_address>& others, bool ipv4);

/// How the site's proxies show in what is needed.
std::vector<std::string> proxy_remarks(
    const std::vector<needed_host>& all, const found& known, const policy_request& how);

} // namespace rules
