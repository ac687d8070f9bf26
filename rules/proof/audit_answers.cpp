// SPDX-License-Identifier: MIT
//
// Whether what gets out is answered: the second half of an audit (audit_ask.hpp).
#include <algorithm>

#include <fmt/format.h>

#include "rules/proof/audit_ask.hpp"
#include "rules/proof/netlink.hpp"
#include "rules/proof/prober.hpp"
#include "rules/proof/streams.hpp"

namespace rules::proof {
namespace {

// Each that fails takes its time: what is behind so many others fares no better.
constexpr int most_failed_talks = 40;

std::vector<packet> packets_to_answer(const bench& b, const service_answers& asked) {
    std::vector<packet> out;
    const auto places = some_of(asked.what.of->addresses);
    for (std::size_t i = 0; i < b.senders.size(); ++i) {
        if (!asked.fates[i].asked || asked.fates[i].stopped) continue;
        const auto& from = b.senders[i].address;
        std::vector<ip_address> to;
        for (const auto& a : places)
            if (a.family == from.family && a != from &&
                can_be_sent({a, asked.what.protocol, asked.what.port, {}, from}, b.w))
                to.push_back(a);
        if (to.size() > 2) to = {to.front(), to.back()};
        for (const auto& a : to) out.push_back({a, asked.what.protocol, asked.what.port, {}, from});
    }
    return out;
}

std::string talk(const bench& b, const packet& p) {
    if (b.where == hook::host) return converse(b.w, p);
    const probe question{p};
    if (!b.out({question}).front()) return {}; // it was asked before, and passed: only answers are judged here
    return b.back({answer_to(question)}).front() ? "" : "its answer does not come back";
}

} // namespace

void ask_for_answers(const bench& b, std::vector<service_answers>& all) {
    if (b.where == hook::host) {
        std::vector<ip_address> own;
        for (const auto& s : b.senders) own.push_back(s.address);
        let_world_answer(b.w, own);
    }
    forget_connections();
    int failed = 0;
    for (auto& asked : all)
        for (const auto& p : packets_to_answer(b, asked)) {
            auto wrong = failed < most_failed_talks ? talk(b, p) : std::string("not tried after so many others failed");
            if (wrong.empty()) continue;
            ++failed;
            const auto whose = std::find_if(
                b.senders.begin(), b.senders.end(), [&](const audit_sender& s) { return s.address == p.from; });
            asked.fates[static_cast<std::size_t>(whose - b.senders.begin())].stopped = true;
            if (asked.no_answer.empty())
                asked.no_answer = fmt::format("{} gets out, but no conversation comes of it: {}", text_of(p), wrong);
        }
}

} // namespace rules::proof
