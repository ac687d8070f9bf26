// SPDX-License-Identifier: MIT
#include "rules/proof/kernel_diff.hpp"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "rules/proof/load.hpp"
#include "rules/proof/loaded_rules.hpp"
#include "rules/proof/named.hpp"
#include "rules/proof/netlink.hpp"
#include "rules/proof/prober.hpp"
#include "rules/proof/questions.hpp"
#include "rules/proof/sandbox.hpp"
#include "rules/proof/unvaried.hpp"
#include "rules/verdict/cells.hpp"

namespace rules::proof {
namespace {

constexpr std::size_t most_compared = 100'000;
constexpr std::size_t compared_a_round = 20'000; // conntrack's table holds a number of connections

/// What both sides are asked, over which wires.
struct comparison {
    std::set<std::string> interfaces;
    std::string inside, outside;
    ip_set devices;
    grid cells;
};

// What the kernel has of one side: who it is for is told by the kernel's words, not by the file's.
std::string held_of(const kernel_side& side, const std::string& folder) {
    auto names = interfaces_in(all_text(side.files)); // nft wants those that it compares by number
    names.insert(names.begin(), "proof0");
    lay_wires(names);
    const auto keep = load_rules(side.format, side.files, side.of, folder);
    return kernel_listing(side.format);
}

comparison comparison_of(const kernel_side& before, const kernel_side& after, std::chrono::milliseconds limit) {
    comparison out;
    cuts at;
    for (const auto* side : {&before, &after}) {
        const auto text = all_text(side->files);
        for (const auto& name : interfaces_in(text)) out.interfaces.insert(name);
        at.add(cuts_in(text));
        const auto held = in_sandbox([&](const std::string& folder) { return held_of(*side, folder); }, limit);
        at.add(named_in(chains_in(held), held).at);
        for (const auto& f : side->of.flows) // of dnsmasq the text has no addresses
            for (const auto& r : ranges_of(f.addresses)) at.addresses.insert({r.first, r.last});
        for (const auto& r : ranges_of(side->of.devices)) at.sources.insert({r.first, r.last});
    }
    at.names.clear();
    at.of_host = before.of.hook == hook::host;
    if (before.of.hook == hook::host && !at.sources.empty())
        for (const auto family : {ip_family::v4, ip_family::v6}) at.sources.insert(own_address(family));
    out.devices = unite(before.of.devices, after.of.devices);
    if (out.devices.empty()) out.devices = any_device();
    out.inside = before.of.in_interface.empty() ? "proof-in" : before.of.in_interface;
    out.outside = before.of.out_interface.empty() ? "proof-out" : before.of.out_interface;
    if (before.of.hook == hook::gateway) out.interfaces.insert({out.inside, out.outside});
    out.cells = cells(at, most_compared);
    return out;
}

bool is_askable(const packet& p, const wires& w, hook where) {
    if (where == hook::host) return can_be_sent_by_host(p, w);
    return can_be_sent(p, w) && can_be_sent({p.from, p.protocol, p.port, {}, {}}, w);
}

std::vector<probe> probes_of_cells(const comparison& what, const wires& w, hook where) {
    std::vector<probe> out;
    for (auto p : what.cells.packets) {
        const bool four = p.to.family == ip_family::v4;
        if (p.from == ip_address{} || p.from.family != p.to.family) {
            if (where == hook::host)
                p.from = four ? w.own4 : w.own6;
            else
                p.from = *read_address(four ? "198.19.0.127" : "2001:2:0:ffff::1");
        }
        if (is_askable(p, w, where)) out.push_back({p});
    }
    return out;
}

template <typename prober_type>
std::vector<int> passed_by(const prober_type& prober, const std::vector<probe>& all) {
    std::vector<int> out;
    for (std::size_t first = 0; first < all.size(); first += compared_a_round) {
        const auto from = all.begin() + static_cast<std::ptrdiff_t>(first);
        const auto count = std::min(compared_a_round, all.size() - first);
        forget_connections();
        for (const bool passed : prober.passes(std::vector<probe>(from, from + static_cast<std::ptrdiff_t>(count))))
            out.push_back(passed ? 1 : 0);
    }
    return out;
}

std::string asked_here(const comparison& what, const kernel_side& side, const std::string& folder) {
    const bool host = side.of.hook == hook::host;
    std::vector<std::string> names{host ? "proof0" : what.outside};
    for (const auto& name : what.interfaces)
        if (name != names.front()) names.push_back(name);
    const auto w = lay_wires(names);
    host ? route_out(w) : route_through(w, what.inside, what.outside, what.devices);
    const auto keep = load_rules(side.format, side.files, side.of, folder);
    nlohmann::json out;
    out["unjudged"] = unvaried_in(chains_in(kernel_listing(side.format)), side.of.hook);
    const auto probes = probes_of_cells(what, w, side.of.hook);
    if (host) {
        out["passed"] = passed_by(output_prober(), probes);
    } else {
        const auto in =
            std::find_if(w.all.begin(), w.all.end(), [&](const wire& one) { return one.name == what.inside; });
        out["passed"] = passed_by(forward_prober(w, *in, w.all.front()), probes);
    }
    return out.dump();
}

} // namespace

kernel_change diff_in_kernel(
    const kernel_side& before, const kernel_side& after, std::chrono::milliseconds limit_each) {
    const auto what = comparison_of(before, after, limit_each);
    std::vector<int> passed[2];
    kernel_change out;
    for (const auto* side : {&before, &after}) {
        const auto said = nlohmann::json::parse(
            in_sandbox([&](const std::string& folder) { return asked_here(what, *side, folder); }, limit_each));
        passed[side == &after ? 1 : 0] = said.at("passed").get<std::vector<int>>();
        for (auto& rule : said.at("unjudged").get<std::vector<std::string>>())
            if (std::find(out.unjudged.begin(), out.unjudged.end(), rule) == out.unjudged.end())
                out.unjudged.push_back(std::move(rule));
    }
    // This machine's own addresses are the same in every sandbox, so are the packets.
    wires w;
    w.own4 = own_address(ip_family::v4);
    w.own6 = own_address(ip_family::v6);
    const auto probes = probes_of_cells(what, w, before.of.hook);
    out.asked = probes.size();
    out.complete = what.cells.complete;
    for (std::size_t i = 0; i < probes.size(); ++i)
        if (passed[0].at(i) != passed[1].at(i)) (passed[1][i] != 0 ? out.gained : out.lost).push_back(probes[i].what);
    return out;
}

} // namespace rules::proof
