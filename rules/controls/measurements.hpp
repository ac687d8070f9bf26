// SPDX-License-Identifier: MIT
//
// What the measured connections say together to who decides what to ask next.
#pragma once

#include <algorithm>
#include <set>
#include <vector>

#include "rules/controls/direct_list.hpp"
#include "rules/diagnose/address.hpp"

namespace rules::direct {

/// Nothing came back, not even an error.
bool is_silence(const netprobe::connect_observation& c);

/// Nothing is wrong with the way of this path: it failed, and works alone.
bool passed_alone(const report& of, const path_result& p);

/// Every attempt to connect of a report, which must outlive this; not those of paths that pass alone.
class measurements {
public:
    explicit measurements(const report& measured);

    /// One attempt to connect, of the report.
    struct attempt {
        place at;
        const netprobe::connect_observation* seen;
    };
    const report& of;
    std::vector<attempt> all;

    /// A connection was taken at this place; at any; and whether the first SYN of one was lost.
    bool accepted(const place& at) const {
        return std::ranges::any_of(all, [&](const auto& a) { return a.at == at && a.seen->ok(); });
    }
    bool any_accepted() const {
        return std::ranges::any_of(all, [](const auto& a) { return a.seen->ok(); });
    }
    bool lost_a_syn(const attempt& a) const;
    bool lossy() const; ///< more than one lost SYN, which is not every network's right

    /// Another port of the address that took a connection; null where none did.
    const place* other_port(const place& than) const;

    /// Distinct places of such attempts: each port once, then further addresses; IPv4 before IPv6, which no service of
    /// Azure has yet (facts/azure.md §0.12).
    template <class Wanted>
    std::vector<place> places(Wanted wanted, std::size_t most) const {
        std::vector<place> first, rest;
        std::set<int> ports;
        for (const bool ipv6 : {false, true})
            for (const auto& a : all) {
                if (diagnosis::is_ipv6(a.at.address) != ipv6 || !wanted(a)) continue;
                if (std::ranges::count(first, a.at) > 0 || std::ranges::count(rest, a.at) > 0) continue;
                (ports.insert(a.at.port).second ? first : rest).push_back(a.at);
            }
        first.insert(first.end(), rest.begin(), rest.end());
        if (first.size() > most) first.resize(most);
        return first;
    }
};

} // namespace rules::direct
