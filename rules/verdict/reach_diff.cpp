// SPDX-License-Identifier: MIT
#include "rules/verdict/reach_diff.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace rules {
namespace {

// A label that nobody gives: it stands for all that no rule names.
constexpr std::string_view any_label = "egress-any-label.";

const ip_set& everywhere() {
    static const ip_set all{{{0, ~std::uint32_t{0}}}, {{0, ~uint128{0}}}};
    return all;
}

struct reach_probe {
    int protocol;
    std::uint16_t port;
    ip_address from;
    std::string name;
};

/// How one side decides: where all packets of a kind get, by a walk over its rules.
class side_reach {
public:
    explicit side_reach(const ruleset& of) : of_(of) {
        for (const auto& rule : of.rules) to_.push_back(set_of(rule.to));
    }

    const ip_set& where(const reach_probe& p) {
        // What each rule matches of such a packet: nothing, everything, or its addresses. Most probes are alike in
        // that.
        std::vector<char> kinds;
        for (const auto& rule : of_.rules) kinds.push_back(kind_of(rule, p));
        const auto [at, fresh] = known_.try_emplace(kinds);
        if (fresh) at->second = walk(kinds);
        return at->second;
    }

private:
    static char kind_of(const platform_rule& rule, const reach_probe& p) {
        const auto among = [](const auto& all, const auto& is) {
            return all.empty() || std::any_of(all.begin(), all.end(), is);
        };
        if (!among(rule.protocols, [&](int one) { return one == p.protocol; }) ||
            !among(rule.ports, [&](const auto& r) { return r.first <= p.port && p.port <= r.second; }) ||
            !among(rule.from, [&](const auto& r) { return r.first <= p.from && p.from <= r.last; }))
            return 'n';
        const bool named = !p.name.empty() && std::any_of(rule.names.begin(), rule.names.end(),
                                                  [&](const auto& pattern) { return matches(pattern, p.name); });
        if (rule.names_and_addresses) return named ? 't' : 'n';
        return named || (rule.names.empty() && rule.to.empty()) ? 'a' : rule.to.empty() ? 'n' : 't';
    }

    ip_set walk(const std::vector<char>& kinds) const {
        ip_set allowed, denied, decided;
        for (std::size_t i = 0; i < kinds.size(); ++i) {
            if (kinds[i] == 'n') continue;
            const auto& rule = of_.rules[i];
            const auto& matched = kinds[i] == 'a' ? everywhere() : to_[i];
            if (of_.how == precedence::first_match) {
                if (rule.allow) allowed = unite(allowed, subtract(matched, decided));
                decided = unite(decided, matched);
            } else {
                auto& side = rule.allow ? allowed : denied;
                side = unite(side, matched);
            }
        }
        if (of_.how == precedence::first_match)
            return of_.otherwise_allow ? unite(allowed, subtract(everywhere(), decided)) : allowed;
        if (of_.otherwise_allow) allowed = everywhere();
        return of_.how == precedence::deny_wins ? subtract(allowed, denied) : allowed;
    }

    const ruleset& of_;
    std::vector<ip_set> to_;
    std::map<std::vector<char>, ip_set> known_;
};

/// Where either side tells packets apart.
struct reach_cuts {
    std::set<int> protocols{other_protocols};
    std::set<std::uint32_t> ports{0};
    std::set<ip_address> senders{{ip_family::v4, 0}, {ip_family::v6, 0}};
    std::map<std::string, std::string> names{{"", ""}}; ///< a name that stands for it, by how it is listed

    void add(const ruleset& of) {
        for (const auto& rule : of.rules) {
            protocols.insert(rule.protocols.begin(), rule.protocols.end());
            for (const auto& [first, last] : rule.ports) ports.insert({first, last + 1u});
            for (const auto& r : rule.from) {
                senders.insert(r.first);
                if (const auto all = ~uint128{0} >> (128 - bits_of(r.last.family)); r.last.value != all)
                    senders.insert({r.last.family, r.last.value + 1});
            }
            for (const auto& n : rule.names) {
                names.emplace(n.name, n.name);
                names.emplace("*." + n.name, std::string(any_label) + n.name);
                names.emplace("*.*." + n.name, std::string(any_label) + std::string(any_label) + n.name);
            }
        }
        ports.erase(65536);
    }
};

using sender_reaches = std::vector<reach>;

void add_way(sender_reaches& to, const ip_set& where, const std::string& name, const reach_way& way) {
    if (where.empty()) return;
    const auto same =
        std::find_if(to.begin(), to.end(), [&](const reach& r) { return r.name == name && r.to == where; });
    auto& over = (same == to.end() ? to.emplace_back(reach{{}, where, name, {}}) : *same).over;
    if (!over.empty() && over.back().protocol == way.protocol && over.back().last + 1 == way.first)
        over.back().last = way.last;
    else
        over.push_back(way);
}

sender_reaches beyond_of(side_reach& more, side_reach& than, const reach_cuts& at, const ip_address& from) {
    sender_reaches out;
    for (const auto protocol : at.protocols)
        for (auto port = at.ports.begin(); port != at.ports.end(); ++port) {
            const auto next = std::next(port);
            const reach_way way{protocol, static_cast<std::uint16_t>(*port),
                static_cast<std::uint16_t>(next == at.ports.end() ? 65535 : *next - 1)};
            ip_set nameless;
            for (const auto& [listed, name] : at.names) { // the empty one is the first
                const reach_probe p{protocol, way.first, from, name};
                const auto where = subtract(subtract(more.where(p), than.where(p)), nameless);
                if (name.empty()) nameless = where;
                add_way(out, where, listed, way);
            }
        }
    return out;
}

// Of the senders that gain the same, one entry; what all of them gain is gained by anybody.
std::vector<reach> of_all_senders(side_reach& more, side_reach& than, const reach_cuts& at) {
    std::vector<std::pair<sender_reaches, std::vector<ip_range>>> groups;
    for (auto first = at.senders.begin(); first != at.senders.end(); ++first) {
        const auto next = std::next(first);
        const auto last = next != at.senders.end() && next->family == first->family
                              ? ip_address{first->family, next->value - 1}
                              : ip_address{first->family, ~uint128{0} >> (128 - bits_of(first->family))};
        auto found = beyond_of(more, than, at, *first);
        const auto same =
            std::find_if(groups.begin(), groups.end(), [&](const auto& group) { return group.first == found; });
        (same == groups.end() ? groups.emplace_back(std::move(found), std::vector<ip_range>{}) : *same)
            .second.push_back({*first, last});
    }
    std::vector<reach> out;
    for (auto& [found, senders] : groups)
        for (auto& r : found) {
            if (groups.size() > 1) r.from = set_of(senders);
            out.push_back(std::move(r));
        }
    return out;
}

} // namespace

reach_change diff(const ruleset& before, const ruleset& after) {
    reach_cuts at;
    at.add(before);
    at.add(after);
    side_reach was(before), is(after);
    return {of_all_senders(is, was, at), of_all_senders(was, is, at)};
}

} // namespace rules
