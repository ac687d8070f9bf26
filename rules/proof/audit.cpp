// SPDX-License-Identifier: MIT
#include "rules/proof/audit.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "rules/proof/explain.hpp"
#include "rules/proof/load.hpp"
#include "rules/proof/load_daemons.hpp"
#include "rules/proof/netlink.hpp"
#include "rules/proof/nft_text.hpp"
#include "rules/proof/outcome_json.hpp"
#include "rules/proof/prober.hpp"
#include "rules/proof/questions.hpp"
#include "rules/proof/sandbox.hpp"

namespace rules::proof {
namespace {

/// What a sandbox of an audit has: how to ask, and how to be told why.
struct bench {
    const wires& w;
    bool gateway;
    ip_set devices;
    std::function<bool(const probe&)> passes;
    bool iptables, nft;

    probe probe_of(packet p) const {
        p.from = p.to.family == ip_family::v4 ? w.own4 : w.own6;
        if (gateway)
            for (const auto& r : ranges_of(devices))
                if (r.first.family == p.to.family)
                    p.from = {r.first.family, r.first.value + (r.last.value - r.first.value) / 2};
        return {p};
    }
    // A site can have both; whose rule it was shows in whose trace is not empty.
    std::string rule(const probe& p, bool passed) const {
        const auto again = [&] { passes(p); };
        auto out = iptables ? explainer(true).rule(p.what, passed, again) : std::string();
        return !out.empty() || !nft ? out : explainer(false).rule(p.what, passed, again);
    }
};

// ---- loading

void load(std::string_view option, const std::vector<std::string>& command, const std::string& text) {
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
    load("--ipset-save", {"ipset", "restore", "-!"}, site.ipset);
    load("--iptables-save", {"iptables-restore"}, site.iptables);
    load("--ip6tables-save", {"ip6tables-restore"}, site.ip6tables);
    refuse_includes(site.nft, "--nft");
    load("--nft", {"nft", "-f", "-"}, site.nft);
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

// ---- asking

audited_flow ask_flow(const bench& b, const flow& f, int protocol, std::uint16_t port) {
    audited_flow out{f.id, fmt::format("{} {}", protocol == protocol_number::tcp ? "tcp" : "udp", port),
        f.need == need::required, 0, 0, {}};
    for (const auto& to : some_of(f.addresses)) {
        const auto p = b.probe_of({to, protocol, port, {}, {}});
        if (!can_be_sent(p.what, b.w)) continue;
        ++out.tried;
        if (b.passes(p))
            ++out.passed;
        else if (out.rule.empty())
            out.rule = fmt::format("{}: {}", text_of(p.what), b.rule(p, false));
    }
    return out;
}

void ask_flows(const bench& b, const policy& of, audit_outcome& out) {
    for (const auto& f : of.flows)
        for (const auto over : f.over)
            for (const auto port : f.ports)
                out.flows.push_back(
                    ask_flow(b, f, over == transport::tcp ? protocol_number::tcp : protocol_number::udp, port));
}

// By which IoT Edge would get to its hub (and DPS), whatever the policy chose.
void ask_upstream(const bench& b, const policy& of, audit_outcome& out) {
    constexpr std::array<std::pair<std::string_view, std::uint16_t>, 4> ways{
        {{"Mqtt", 8883}, {"Amqp", 5671}, {"MqttWs", 443}, {"AmqpWs", 443}}};
    for (const auto& [name, port] : ways) {
        bool any = false, all = true;
        for (const auto& f : of.flows)
            if (f.id.starts_with("iot-hub") || f.id.starts_with("dps")) {
                const auto asked = ask_flow(b, f, protocol_number::tcp, port);
                any = any || asked.tried > 0;
                all = all && (asked.tried == 0 || asked.passes());
            }
        if (any && all) out.upstream.emplace_back(name);
    }
}

std::vector<packet> what_nobody_needs() {
    std::vector<packet> out;
    namespace number = protocol_number;
    constexpr std::array<std::uint16_t, 8> tcp_ports{22, 25, 53, 80, 443, 445, 8883, 50000};
    constexpr std::array<std::uint16_t, 4> udp_ports{53, 123, 443, 50000};
    for (const auto text :
        {"1.1.1.1", "93.184.216.34", "169.254.169.254", "10.0.0.1", "2606:4700:4700::1111", "fd00::1"}) {
        const auto to = *read_address(text);
        const bool four = to.family == ip_family::v4;
        for (const auto port : tcp_ports) out.push_back({to, number::tcp, port, {}, {}});
        for (const auto port : udp_ports) out.push_back({to, number::udp, port, {}, {}});
        out.push_back({to, four ? number::icmp : number::icmpv6, std::uint16_t(four ? 8 : 128), {}, {}});
        out.push_back({to, number::gre, 0, {}, {}});
        out.push_back({to, number::sctp, 443, {}, {}});
    }
    return out;
}

void ask_others(const bench& b, const policy& of, audit_outcome& out) {
    format any{};
    any.carries = by_address;
    const auto meant = intended(of, any);
    std::size_t explained = 0;
    for (const auto& p : what_nobody_needs()) {
        const auto one = b.probe_of(p);
        if (wants(meant, one.what) != wanted::stop) continue;
        ++out.others_tried;
        if (b.passes(one)) out.others.push_back({one.what, true, explained++ < 10 ? b.rule(one, true) : ""});
    }
    if (out.others.size() == out.others_tried)
        out.remarks.emplace_back("everything gets out: the site refuses nothing");
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
    if (!route_through(w, way.inside, way.outside, devices))
        throw cannot_prove(
            "this machine does not let namespaces forward packets (/proc/sys is read-only: a container?); run "
            "it outside the container");
    const auto in = std::find_if(w.all.begin(), w.all.end(), [&](const wire& one) { return one.name == way.inside; });
    const auto prober = std::make_shared<forward_prober>(w, *in, w.all.front());
    // The type is said: of a vector<bool> that is gone, front() would be a reference.
    return [prober](const probe& p) -> bool { return prober->passes(std::vector<probe>{p}).front(); };
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
    const bench b{w, of.hook == hook::gateway, devices, passes, iptables, nft};
    ask_flows(b, of, out);
    ask_upstream(b, of, out);
    ask_others(b, of, out);
    for (auto& gap : gaps_of(site, out)) out.remarks.push_back(std::move(gap));
    return out;
}

nlohmann::json fields_of(const audited_flow& f) {
    return {{"id", f.id}, {"service", f.service}, {"required", f.required}, {"tried", f.tried}, {"passed", f.passed},
        {"passes", f.passes()}, {"rule", f.rule}};
}

audit_outcome audit_in(const std::string& text) {
    const auto from = nlohmann::json::parse(text);
    audit_outcome out;
    for (const auto& f : from.at("flows"))
        out.flows.push_back(
            {f.at("id").get<std::string>(), f.at("service").get<std::string>(), f.at("required").get<bool>(),
                f.at("tried").get<std::size_t>(), f.at("passed").get<std::size_t>(), f.at("rule").get<std::string>()});
    out.upstream = from.at("upstream").get<std::vector<std::string>>();
    out.others = mismatches_in(from.at("others").dump());
    out.others_tried = from.at("others_tried").get<std::size_t>();
    out.remarks = from.at("remarks").get<std::vector<std::string>>();
    return out;
}

} // namespace

bool audit_outcome::holds() const noexcept {
    return std::all_of(flows.begin(), flows.end(), [](const audited_flow& f) { return !f.required || f.passes(); });
}

std::vector<ip_address> some_of(const ip_set& all, std::size_t most) {
    std::vector<ip_address> out;
    for (const auto family : {ip_family::v4, ip_family::v6}) {
        std::size_t taken = 0;
        for (const auto& r : ranges_of(all)) {
            if (r.first.family != family) continue;
            if (taken++ >= most) break;
            out.push_back(r.first);
            if (r.first == r.last || taken++ >= most) continue;
            out.push_back(r.last);
        }
    }
    return out;
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

std::string json_of(const audit_outcome& o) {
    auto flows = nlohmann::json::array();
    for (const auto& f : o.flows) flows.push_back(fields_of(f));
    const nlohmann::json out{{"flows", flows}, {"upstream", o.upstream},
        {"others", nlohmann::json::parse(json_of(o.others))}, {"others_tried", o.others_tried}, {"remarks", o.remarks}};
    return out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
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
