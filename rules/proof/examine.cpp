// SPDX-License-Identifier: MIT
#include "rules/proof/examine.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rules/proof/netlink.hpp"

namespace rules::proof {
namespace {

// Conntrack's table holds a number of connections; a full one drops what a rule accepts.
constexpr std::size_t probes_a_round = 20'000;
constexpr int most_explained = 5; // of leaks, and of what is blocked

std::vector<probe> probes_of(const std::vector<question>& all, std::size_t first, std::size_t last) {
    std::vector<probe> out;
    out.reserve(last - first);
    for (std::size_t i = first; i < last; ++i) out.push_back(all[i].sent);
    return out;
}

} // namespace

examiner::examiner(proof_outcome& into, bool iptables, bool explain, std::size_t most)
    : out_(into), explainer_(iptables), explain_(explain), most_(most) {}

void examiner::ask(const std::vector<question>& all, const shooter& shoot, std::string_view how) {
    std::vector<std::pair<const question*, bool>> wrong;
    for (std::size_t first = 0; first < all.size(); first += probes_a_round) {
        const auto last = std::min(all.size(), first + probes_a_round);
        forget_connections();
        const auto passed = shoot(probes_of(all, first, last));
        for (std::size_t i = first; i < last; ++i) {
            if (all[i].want == wanted::pass) ++out_.required;
            if (all[i].want != wanted::either && passed[i - first] != (all[i].want == wanted::pass))
                wrong.emplace_back(&all[i], passed[i - first]);
        }
    }
    out_.probes += all.size();
    for (const auto& [q, passed] : wrong) keep(*q, passed, shoot, how);
}

void examiner::keep(const question& q, bool passed, const shooter& shoot, std::string_view how) {
    ++(passed ? out_.leak_count : out_.blocked_count);
    auto& list = passed ? out_.leaks : out_.blocked;
    if (list.size() >= most_) return;
    std::string rule;
    if (explain_ && explained_[passed ? 1 : 0]++ < most_explained) {
        forget_connections();
        rule = or_none(explainer_.rule(q.sent.what, passed, [&] { shoot({q.sent}); }), passed);
    }
    if (!how.empty()) rule = rule.empty() ? std::string(how) : fmt::format("{}: {}", how, rule);
    list.push_back({q.sent.what, passed, rule});
}

void examiner::blocked(const packet& p, const std::string& why) {
    ++out_.blocked_count;
    if (out_.blocked.size() < most_) out_.blocked.push_back({p, false, why});
}

bool pass(const std::vector<question>& all, const shooter& shoot) {
    const auto passed = shoot(probes_of(all, 0, all.size()));
    return std::all_of(passed.begin(), passed.end(), [](bool p) { return p; });
}

} // namespace rules::proof
