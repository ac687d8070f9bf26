// SPDX-License-Identifier: MIT
#include "rules/proof/mutate.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "rules/proof/lines.hpp"
#include "rules/proof/load.hpp"
#include "rules/proof/mutants.hpp"
#include "rules/proof/program.hpp"
#include "rules/proof/sandbox.hpp"

namespace rules::proof {
namespace {

using clock = std::chrono::steady_clock;

/// One part that can be out, and back.
struct mutation {
    std::string label;
    std::function<void()> apply, undo;
};

void add_text(std::vector<mutation>& to, const std::string& listing, const std::vector<removal>& removals,
    const std::function<void(const std::string&)>& load) {
    for (const auto& r : removals)
        to.push_back({r.label, [listing, r, load] { load(without(listing, r)); }, [listing, load] { load(listing); }});
}

void add_ipset(std::vector<mutation>& to) {
    const auto listing = run({"ipset", "save"}).out;
    each_line(listing, [&](std::string_view line) {
        if (!line.starts_with("add ")) return;
        const std::string what(line.substr(4));
        const auto put = [what](std::string_view word) {
            run_well({"ipset", "restore"}, what, fmt::format("{} {}\n", word, what));
        };
        const auto blank = what.find(' ');
        to.push_back({fmt::format("element {} of set {}", what.substr(blank + 1), what.substr(0, blank)),
            [put] { put("del"); }, [put] { put("add"); }});
    });
}

std::vector<mutation> mutations_of(std::string_view format) {
    std::vector<mutation> out;
    if (format == "nftables" || format == "dnsmasq") {
        const auto listing = run_well({"nft", "list", "ruleset"}, "list ruleset");
        add_text(out, listing, removals_of_nft(listing), [](const std::string& text) {
            run_well({"nft", "-f", "-"}, "a mutant", "flush ruleset\n" + text);
        });
    } else if (format == "iptables" || format == "ipset") {
        for (const std::string family : {"iptables", "ip6tables"}) {
            const auto listing = run_well({family + "-save", "-t", "filter"}, "-t filter");
            add_text(out, listing, removals_of_iptables(listing),
                [family](const std::string& text) { run_well({family + "-restore"}, "a mutant", text); });
        }
        if (format == "ipset") add_ipset(out);
    }
    return out;
}

} // namespace

void mutate(
    std::string_view format, const all_pass& required_pass, std::chrono::milliseconds limit, proof_outcome& out) {
    const auto all = mutations_of(format);
    const auto until = clock::now() + limit;
    std::size_t refusals = 0;
    for (const auto& m : all) {
        if (clock::now() > until) break;
        try {
            m.apply();
        } catch (const refused&) {
            ++refusals; // an ordinary user's socket is too small for it, or a rule needs the element: nothing was
                        // changed
            continue;
        }
        ++out.mutations;
        if (required_pass()) out.surplus.push_back(m.label);
        m.undo();
    }
    if (all.empty())
        out.remarks.push_back(
            fmt::format("least privilege was not tested: rules of {} cannot be taken out one at a time", format));
    else if (out.mutations < all.size())
        out.remarks.push_back(fmt::format("{} of {} elements and rules were taken out in turn{}", out.mutations,
            all.size(), refusals > 0 ? fmt::format("; {} could not be", refusals) : ", then time was up"));
}

} // namespace rules::proof
