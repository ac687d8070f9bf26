// SPDX-License-Identifier: MIT
#include "rules/proof/audit.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "rules/proof/audit_ask.hpp"
#include "rules/proof/audit_json.hpp"
#include "rules/proof/load.hpp"
#include "rules/proof/load_daemons.hpp"
#include "rules/proof/loaded_rules.hpp"
#include "rules/proof/nft_text.hpp"
#include "rules/proof/prober.hpp"
#include "rules/proof/questions.hpp"
#include "rules/proof/sandbox.hpp"
#include "rules/proof/unvaried.hpp"

namespace rules::proof {
namespace {

// ---- loading

void load_dump(std::string_view option, const std::vector<std::string>& command, const std::string& text) {
    if (text.empty()) return;
    try {
        run_well(command, std::string(option), text);
    } catch (const refused& e) {
        const std::string_view said = e.what();
        const bool missing = said.find("exist") != said.npos || said.find("No such file") != said.npos;
        throw std::invalid_argument(
            fmt::format("{}{}", said, missing ? "; it mentions a set or chain of a dump that was not given" : ""));
    }
}

void load_site(const site_rules& site, const std::string& folder, loaded& into) {
    load_dump("--ipset-save", {"ipset", "restore", "-!"}, site.ipset);
    load_dump("--iptables-save", {"iptables-restore"}, site.iptables);
    load_dump("--ip6tables-save", {"ip6tables-restore"}, site.ip6tables);
    refuse_includes(site.nft, "--nft");
    load_dump("--nft", {"nft", "-f", "-"}, site.nft);
    if (!site.firewalld.empty()) start_firewalld(site.firewalld, folder, into);
    if (!site.ufw.empty()) start_ufw(site.ufw, folder);
}

std::string as_loaded(const site_rules& site) { return site.iptables + site.ip6tables + site.nft; }

void load_ours(const site_rules& site, policy of, const std::string& folder, loaded& into, audit_outcome& out) {
    if (site.with.empty()) return;
    const bool chain_only = of.stance == stance::allow_only && site.with_format == "nftables";
    of.stance = stance::default_deny; // the site around it is there: none has to be made
    auto ours = load_rules(site.with_format, site.with, of, folder);
    for (auto& daemon : ours.daemons) into.daemons.push_back(std::move(daemon));
    if (!chain_only) return;
    const std::string hook = of.hook == hook::host ? "output" : "forward";
    const auto chain = of.hook == hook::host ? "egress" : "egress_gateway";
    if (run({"nft", "insert", "rule", "inet", "filter", hook, "jump", chain}).status != 0)
        out.remarks.push_back(
            fmt::format("the site has no chain {} in table inet filter: nothing jumps to our chain", hook));
}

// ---- the network

std::string likely_way_out(const std::vector<std::string>& names) {
    for (const std::string_view start : {"eth", "en", "wl", "ww", "ppp"})
        for (const auto& name : names)
            if (name.starts_with(start)) return name;
    return {};
}

/// Where packets enter and leave.
struct ways {
    std::string inside, outside;
};

ways ways_of(const site_rules& site, const policy& of, const std::vector<std::string>& mentioned) {
    ways out{of.in_interface.empty() ? "proof-in" : of.in_interface, site.way_out};
    if (out.outside.empty()) out.outside = of.hook == hook::gateway ? of.out_interface : likely_way_out(mentioned);
    if (out.outside.empty()) out.outside = "proof-out";
    return out;
}

// The way out first, as routes take the first wire; every interface that a rule mentions is there.
wires wires_of(const ways& way, const policy& of, const std::vector<std::string>& mentioned) {
    std::vector<std::string> names{way.outside};
    auto more = mentioned;
    if (of.hook == hook::gateway) more.push_back(way.inside);
    for (const auto& name : more)
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    return lay_wires(names);
}

std::function<bool(const probe&)> way_through(
    const wires& w, const ways& way, const policy& of, const ip_set& devices) {
    if (of.hook == hook::host) {
        route_out(w);
        const auto prober = std::make_shared<output_prober>();
        return [prober](const probe& p) { return prober->passes(p); };
    }
    route_through(w, way.inside, way.outside, devices);
    const auto in = std::find_if(w.all.begin(), w.all.end(), [&](const wire& one) { return one.name == way.inside; });
    const auto prober = std::make_shared<forward_prober>(w, *in, w.all.front());
    // The type is said: of a vector<bool> that is gone, front() would be a reference.
    return [prober](const probe& p) -> bool { return prober->passes(std::vector<probe>{p}).front(); };
}

// What the kernel has of them. Rules of iptables are in nft's listing, too, where it cannot say all that they match on.
void look_at(bool nft, bool iptables, hook where, audit_outcome& out) {
    std::string held;
    if (nft) held += kernel_listing("nftables");
    if (iptables) held += kernel_listing("iptables");
    auto chains = chains_in(held);
    if (nft && iptables)
        std::erase_if(chains, [](const loaded_chain& c) {
            return (c.table.starts_with("ip ") || c.table.starts_with("ip6 ")) &&
                   std::any_of(
                       c.name.begin(), c.name.end(), [](char letter) { return letter >= 'A' && letter <= 'Z'; });
        });
    out.unjudged = unvaried_in(chains, where);
    if (rule_count(chains) == 0) out.remarks.emplace_back("no rules were loaded: there are none in what was given");
    if (const auto wrong = wrong_hook(hooks_of(chains), where); !wrong.empty()) out.remarks.push_back(wrong);
}

audit_outcome audit_here(const site_rules& site, const policy& of, const std::string& folder) {
    audit_outcome out;
    const auto mentioned = interfaces_in(as_loaded(site));
    const auto way = ways_of(site, of, mentioned);
    const auto w = wires_of(way, of, mentioned);
    const auto devices = of.devices.empty() ? any_device() : of.devices;
    const auto passes = way_through(w, way, of, devices);
    out.remarks.push_back(fmt::format("packets leave over {}, of all interfaces that the rules mention", way.outside));
    loaded keep;
    load_site(site, folder, keep);
    if (!site.ufw.empty() && has_ufw_programs(site.ufw))
        out.remarks.emplace_back(
            "before.init and after.init of ufw were not run: rules that they make are not in this audit");
    load_ours(site, of, folder, keep, out);
    const bool nft = !site.nft.empty() || !site.firewalld.empty() || site.with_format == "nftables";
    const bool iptables = !site.iptables.empty() || !site.ip6tables.empty() || !site.ufw.empty() || !nft;
    look_at(nft, iptables, of.hook, out);
    const bench b{w, of.hook == hook::gateway, devices, passes, iptables, nft};
    ask_flows(b, of, out);
    ask_upstream(b, of, out);
    ask_others(b, of, out);
    for (auto& gap : gaps_of(site, out)) out.remarks.push_back(std::move(gap));
    return out;
}

} // namespace

bool audit_outcome::holds() const noexcept {
    return unjudged.empty() &&
           std::all_of(flows.begin(), flows.end(), [](const audited_flow& f) { return !f.required || f.passes(); });
}

std::vector<std::string> gaps_of(const site_rules& site, const audit_outcome& found) {
    std::vector<std::string> out;
    for (const auto& f : found.flows)
        if (f.required && f.tried == 0)
            out.push_back(
                fmt::format("{} {} is required, and no address of it is known: whether it gets out was not asked", f.id,
                    f.service));
    // The others hold rules of both families in one.
    const bool both = !site.nft.empty() || !site.firewalld.empty() || !site.ufw.empty();
    if (!both && !site.iptables.empty() && site.ip6tables.empty())
        out.emplace_back("of IPv6 no rules were given: everything of it gets out here; give --ip6tables-save, too");
    if (!both && site.iptables.empty() && !site.ip6tables.empty())
        out.emplace_back("of IPv4 no rules were given: everything of it gets out here; give --iptables-save, too");
    return out;
}

audit_outcome audit(const site_rules& site, const policy& of, std::chrono::milliseconds limit) {
    auto out =
        audit_in(in_sandbox([&](const std::string& folder) { return json_of(audit_here(site, of, folder)); }, limit));
    if (site.with.empty()) return out;
    auto alone = site;
    alone.with.clear();
    alone.with_format.clear();
    const auto before =
        audit_in(in_sandbox([&](const std::string& folder) { return json_of(audit_here(alone, of, folder)); }, limit));
    for (std::size_t i = 0; i < out.flows.size() && i < before.flows.size(); ++i)
        if (!out.flows[i].passes() && !before.flows[i].passes())
            out.remarks.push_back(
                fmt::format("our rules are useless for {} {}: the site's own stop it before or after them",
                    out.flows[i].id, out.flows[i].service));
    return out;
}

} // namespace rules::proof
