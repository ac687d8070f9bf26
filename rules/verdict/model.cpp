// SPDX-License-Identifier: MIT
#include "rules/verdict/model.hpp"

#include <algorithm>

#include "rules/verdict/cells.hpp"
#include "rules/verdict/intent.hpp"

namespace rules {
namespace {

constexpr std::size_t most_mutations = 200;

// Which emitted rules can be taken away and every packet that has to pass still does. A deny rule is never surplus by
// this measure: what it is for shows in what must be stopped. `by_rule`: a default that lets everything out counts for
// nothing, as rules that only add are not measured by what the site lets out besides.
void find_surplus(proof_outcome& out, const ruleset& emitted, const std::vector<packet>& required, bool by_rule) {
    for (std::size_t i = 0; i < emitted.rules.size() && out.mutations < most_mutations; ++i) {
        if (!emitted.rules[i].allow) continue;
        auto without = emitted;
        without.rules.erase(without.rules.begin() + static_cast<std::ptrdiff_t>(i));
        ++out.mutations;
        const auto passes = [&](const packet& p) {
            const auto said = decide(without, p);
            return said.allow && (said.rule || !by_rule);
        };
        if (std::all_of(required.begin(), required.end(), passes)) out.surplus.push_back(emitted.rules[i].label);
    }
}

} // namespace

proof_outcome prove_by_model(
    const format& in, const std::vector<output_file>& files, const policy& of, std::size_t most) {
    const auto emitted = in.read(files);
    const auto meant = intended(of, in);
    auto at = cuts_of(meant.most);
    at.add(cuts_of(emitted));
    const auto tried = cells(at, most);
    proof_outcome out;
    out.complete = tried.complete;
    out.probes = tried.packets.size();
    std::vector<packet> required;
    // With rules that only add, what the site lets out besides is its own affair: only what they allow themselves
    // counts.
    for (const auto& p : tried.packets) {
        const auto said = decide(emitted, p);
        const auto want = wants(meant, p);
        const bool passed = said.allow && (said.rule || of.stance == stance::default_deny);
        if (want == wanted::pass) required.push_back(p);
        if (want == wanted::either || passed == (want == wanted::pass)) continue;
        auto& list = passed ? out.leaks : out.blocked;
        ++(passed ? out.leak_count : out.blocked_count);
        if (list.size() < max_mismatches)
            list.push_back({p, passed, said.rule ? emitted.rules[*said.rule].label : std::string("no rule")});
    }
    out.required = required.size();
    find_surplus(out, emitted, required, of.stance == stance::allow_only);
    out.remarks.push_back(
        "model-checked, not executed: the text was read again and evaluated as the platform's documents say");
    return out;
}

} // namespace rules
