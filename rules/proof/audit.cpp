// SPDX-License-Identifier: MIT
#include "rules/proof/audit.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "rules/proof/audit_ask.hpp"
#include "rules/proof/audit_json.hpp"
#include "rules/proof/audit_network.hpp"
#include "rules/proof/load.hpp"
#include "rules/proof/load_daemons.hpp"
#include "rules/proof/loaded_rules.hpp"
#include "rules/proof/netlink.hpp"
#include "rules/proof/nft_text.hpp"
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

// ---- what was loaded

/// What the kernel has of the rules.
struct held_rules {
    std::string listing;
    std::vector<loaded_chain> chains;
};

// Rules of iptables are in nft's listing, too, where it cannot say all that they match on.
held_rules held_in_kernel(bool nft, bool iptables) {
    held_rules out;
    if (nft) out.listing += kernel_listing("nftables");
    if (iptables) out.listing += kernel_listing("ipset");
    out.chains = chains_in(out.listing);
    if (nft && iptables)
        std::erase_if(out.chains, [](const loaded_chain& c) {
            return (c.table.starts_with("ip ") || c.table.starts_with("ip6 ")) &&
                   std::any_of(
                       c.name.begin(), c.name.end(), [](char letter) { return letter >= 'A' && letter <= 'Z'; });
        });
    return out;
}

void look_at(const held_rules& held, hook where, audit_outcome& out) {
    out.unjudged = unvaried_in(held.chains, where);
    if (rule_count(held.chains) == 0)
        out.remarks.emplace_back("no rules were loaded: there are none in what was given");
    if (const auto wrong = wrong_hook(hooks_of(held.chains), where); !wrong.empty()) out.remarks.push_back(wrong);
}

// ---- who sends

constexpr std::size_t most_senders = 64;

std::vector<audit_sender> senders_of(const site_rules& site, const policy& of, const held_rules& held, const wires& w,
    const std::string& way_in, audit_outcome& out) {
    const auto named = senders_named(held.chains, held.listing, of.hook);
    auto places = all_places(of);
    if (of.hook == hook::gateway) places = subtract(places, of.devices); // who is a device may be sent to, too
    std::vector<ip_range> given;
    for (const auto& a : site.from) given.push_back({a, a});
    const auto among = of.hook == hook::gateway ? of.devices : set_of(given);
    const std::vector<ip_address> otherwise =
        of.hook == hook::host
            ? std::vector<ip_address>{w.own4, w.own6, *read_address("198.19.0.127"), *read_address("2001:2:0:ffff::1")}
            : std::vector<ip_address>{*read_address("198.19.0.127"), *read_address("2001:2:0:ffff::1"),
                  *read_address("198.18.0.1"), *read_address("100:0:0:1::1")};
    auto all = senders_to_ask(named, among, otherwise, places);
    if (all.size() > most_senders) {
        out.unjudged.push_back(fmt::format("the rules tell {} senders apart; {} were asked: say whose way is meant "
                                           "with {}",
            all.size(), most_senders, of.hook == hook::host ? "--from" : "--device"));
        all.resize(most_senders);
    }
    if (of.hook == hook::gateway && of.devices.empty()) { // those that only the rules name are inside, too
        netlink here;
        const auto any = any_device();
        for (const auto& s : all)
            if (!contains(any, s.address)) here.add_route(way_in, {s.address, bits_of(s.address.family)}, 50);
    }
    return all;
}

// Raw packets first: what the world answers would be connections that are known.
void ask_all(const bench& b, const policy& of, audit_outcome& out) {
    std::vector<service_answers> all;
    const auto services = services_of(of);
    for (const auto& s : services) all.push_back(ask_service(b, s));
    for (const auto& s : upstream_services(of)) all.push_back(ask_service(b, s));
    ask_others(b, of, out);
    ask_for_answers(b, all);
    const auto upstream = all.begin() + static_cast<std::ptrdiff_t>(services.size());
    for (auto i = all.begin(); i != upstream; ++i) out.flows.push_back(flow_of(b, *i));
    out.upstream = upstream_of({upstream, all.end()});
}

audit_outcome audit_here(const site_rules& site, const policy& of, const std::string& folder) {
    audit_outcome out;
    const auto mentioned = interfaces_in(as_loaded(site));
    const auto way = audit_ways(site, of, mentioned);
    const auto w = audit_wires(way, of, mentioned);
    const auto shoot = audit_shooters(w, way, of);
    if (!mentioned.empty())
        out.remarks.push_back(
            fmt::format("packets leave over {}, of all interfaces that the rules mention", way.outside));
    loaded keep;
    load_site(site, folder, keep);
    if (!site.ufw.empty() && has_ufw_programs(site.ufw))
        out.remarks.emplace_back(
            "before.init and after.init of ufw were not run: rules that they make are not in this audit");
    load_ours(site, of, folder, keep, out);
    const bool nft = !site.nft.empty() || !site.firewalld.empty() || site.with_format == "nftables";
    const bool iptables = !site.iptables.empty() || !site.ip6tables.empty() || !site.ufw.empty() || !nft;
    const auto held = held_in_kernel(nft, iptables);
    look_at(held, of.hook, out);
    const bench b{w, of.hook, senders_of(site, of, held, w, way.inside, out), shoot.out, shoot.back, iptables, nft};
    ask_all(b, of, out);
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
        if (out.flows[i].tried > 0 && !out.flows[i].passes() && !before.flows[i].passes())
            out.remarks.push_back(
                fmt::format("our rules are useless for {} {}: the site's own stop it before or after them",
                    out.flows[i].id, out.flows[i].service));
    return out;
}

} // namespace rules::proof
