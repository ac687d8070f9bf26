// SPDX-License-Identifier: MIT
#include "rules/verdict/model.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rules/verdict/cells.hpp"
#include "rules/verdict/intent.hpp"
#include "rules/verdict/surplus.hpp"

namespace rules {
namespace {

constexpr std::size_t most_mutations = 200;

// With rules that only add, what the site lets out besides is its own affair: only what they allow themselves counts.
bool passes(const ruling& said, stance of) { return said.allow && (said.rule || of == stance::default_deny); }

// Which emitted rules can be taken away and every packet that has to pass still does. A deny rule is never surplus by
// this measure: what it is for shows in what must be stopped.
void find_surplus(proof_outcome& out, const ruleset& emitted, const std::vector<packet>& required, stance of) {
    for (std::size_t i = 0; i < emitted.rules.size() && out.mutations < most_mutations; ++i) {
        if (!emitted.rules[i].allow) continue;
        auto without = emitted;
        without.rules.erase(without.rules.begin() + static_cast<std::ptrdiff_t>(i));
        ++out.mutations;
        decider left(without);
        if (std::all_of(required.begin(), required.end(), [&](const packet& p) { return passes(left(p), of); }))
            out.surplus.push_back(emitted.rules[i].label);
    }
    const auto allowing = static_cast<std::size_t>(
        std::count_if(emitted.rules.begin(), emitted.rules.end(), [](const platform_rule& r) { return r.allow; }));
    if (out.mutations < allowing)
        out.remarks.push_back(fmt::format("{} of {} rules were taken out in turn", out.mutations, allowing));
}

} // namespace

proof_outcome prove_by_model(
    const format& in, const std::vector<output_file>& files, const policy& of, std::size_t most) {
    const auto emitted = in.read(files);
    const auto meant = intended(of, in);
    auto at = cuts_of(meant.most);
    at.add(cuts_of(emitted));
    auto tried = cells(at, most);
    proof_outcome out;
    out.complete = tried.complete;
    out.cells = tried.cells;
    out.tried = tried.packets.size();
    const auto needed = packets_of(meant.least);
    tried.packets.insert(tried.packets.end(), needed.begin(), needed.end());
    out.probes = tried.packets.size();
    std::vector<packet> required;
    decider platform(emitted);
    intent_decider wanted_of(meant);
    for (const auto& p : tried.packets) {
        const auto said = platform(p);
        const auto want = wanted_of(p);
        const bool passed = passes(said, of.stance);
        if (want == wanted::pass) required.push_back(p);
        if (want == wanted::either || passed == (want == wanted::pass)) continue;
        auto& list = passed ? out.leaks : out.blocked;
        ++(passed ? out.leak_count : out.blocked_count);
        if (list.size() < max_mismatches)
            list.push_back({p, passed, said.rule ? emitted.rules[*said.rule].label : std::string("no rule")});
    }
    out.required = required.size();
    find_surplus(out, emitted, required, of.stance);
    leave_unknown_surplus(of, false, out);
    out.remarks.push_back(
        "model-checked, not executed: the text was read again and evaluated as the platform's documents say");
    out.remarks.insert(out.remarks.end(), emitted.assumed.begin(), emitted.assumed.end());
    return out;
}

} // namespace rules
