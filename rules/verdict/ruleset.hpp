// SPDX-License-Identifier: MIT
//
// Rules as a platform means them, read back from its own text (facts/rules.md §3.7), and how it decides.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rules/ip/set.hpp"
#include "rules/verdict/packet.hpp"

namespace rules {

/// A host name as a platform compares it.
struct name_pattern {
    std::string name;       ///< lower case, without "*." or leading dot
    bool itself = true;     ///< matches the name
    bool below = false;     ///< matches names that end in "." and it
    bool one_label = false; ///< of those below, only with one label more
};
bool matches(const name_pattern& pattern, std::string_view host) noexcept;

/// One rule; every list that is empty means "any", except where `names_and_addresses` needs both.
struct platform_rule {
    std::string label; ///< as the platform calls it, for reports
    bool allow = true;
    std::vector<int> protocols;                                 ///< IANA numbers
    std::vector<std::pair<std::uint16_t, std::uint16_t>> ports; ///< destination, both ends inside
    std::vector<ip_range> to;
    std::vector<name_pattern> names;  ///< together with `to`: any of either matches
    bool names_and_addresses = false; ///< both must match (a server name checked besides the address)
    std::vector<ip_range> from;
};

/// How a platform finds its verdict among rules that match.
enum class precedence {
    first_match, ///< routers, ACLs, most firewalls
    deny_wins,   ///< Windows: an explicit block beats every allow
    any_allow    ///< allow lists, whose rest is refused
};

struct ruleset {
    precedence how = precedence::first_match;
    bool otherwise_allow = false; ///< where no rule matches
    std::vector<platform_rule> rules;
    std::vector<std::string> assumed = {}; ///< what the reading took for granted, a sentence each
};

/// What it says and by which rule; the index is empty where none matched.
struct ruling {
    bool allow = false;
    std::optional<std::size_t> rule;
};
ruling decide(const ruleset& by, const packet& p) noexcept;

/// The same for many packets: what a rule says of the address and the name is asked once for packets in a row that
/// share them, which is nearly all of a grid. `by` has to outlive it, unchanged.
class decider {
public:
    explicit decider(const ruleset& by) : by_(by) {}
    explicit decider(ruleset&&) = delete;
    ruling operator()(const packet& p);

private:
    const ruleset& by_;
    std::optional<std::pair<ip_address, std::string>> place_ = {};
    std::vector<std::size_t> there_ = {}; ///< the rules that the place is in
};

} // namespace rules
