// SPDX-License-Identifier: MIT
#include "rules/policy/build.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "rules/host_name.hpp"
#include "rules/policy/build_remarks.hpp"

namespace rules {
namespace {

std::vector<needed_host> needs_of_request(
    const site& of, const catalog& from, const found& known, const policy_request& how) {
    auto needs = how.needs;
    auto proxies = known.proxies;
    proxies.only = how.proxy;
    if (how.no_proxy) proxies = {};
    // With --proxy the direct port of a protocol that uses none is opened where somebody asks for it by name only.
    if (needs.by == upstream::any && !known.upstream_protocol.empty() && proxies.only.empty())
        needs.by = upstream_from(known.upstream_protocol).value_or(upstream::any);
    return needed_hosts(of, from, needs, known.layers, proxies);
}

class builder {
public:
    builder(const found& known, const policy_request& how, const tag_ranges& tags)
        : known_(known), how_(how), tags_(tags) {
        out_.stance = how.stance;
        out_.hook = how.hook;
        out_.owner = checked_text("--owner", how.owner);
        out_.reason = checked_text("--reason", how.reason);
        out_.expires = checked_text("--expires", how.expires);
        out_.devices = how.devices;
        out_.in_interface = how.in_interface;
        out_.out_interface = how.out_interface;
    }

    void add(const needed_host& one) {
        if (one.name.empty())
            add_resolvers(one);
        else
            add_host(one);
    }

    void remark(std::string_view sentence) {
        auto fit = comment_text(sentence); // it may be long, unlike the texts that firewalls keep
        if (std::find(out_.remarks.begin(), out_.remarks.end(), fit) == out_.remarks.end())
            out_.remarks.push_back(std::move(fit));
    }

    policy end() {
        if (out_.flows.empty())
            throw std::invalid_argument("there is nothing to allow: give --hub NAME, --endpoint HOST:PORT/PROTOCOL, or "
                                        "--report FILE");
        return std::move(out_);
    }

private:
    std::string id_for(const std::string& service) const {
        auto base = service.substr(0, 20);
        std::replace(base.begin(), base.end(), '_', '-');
        auto id = base;
        const auto taken = [&] {
            return std::any_of(out_.flows.begin(), out_.flows.end(), [&](const flow& f) { return f.id == id; });
        };
        for (int n = 2; taken(); ++n) id = fmt::format("{}-{}", base, n);
        return id;
    }

    flow flow_of(const needed_host& one) const {
        flow f;
        f.id = id_for(one.service);
        f.over = one.over;
        f.ports = one.ports;
        f.need = one.need;
        f.why = one.why;
        f.source = one.source;
        for (const auto& what : one.carries) f.evidence.push_back(evidence_text("by it goes " + what));
        return f;
    }

    ip_set of_wanted_family(ip_set all) const {
        if (!how_.ipv4) all.v4.clear();
        if (!how_.ipv6) all.v6.clear();
        return all;
    }

    static ip_set set_of_addresses(const std::vector<ip_address>& all) {
        std::vector<ip_range> ranges;
        for (const auto& a : all) ranges.push_back({a, a});
        return set_of(ranges);
    }

    void add_resolvers(const needed_host& one) {
        std::map<std::uint16_t, std::vector<ip_address>> by_port;
        for (const auto& [address, port] : known_.resolvers) {
            const bool own = address.family == ip_family::v4 ? address.value >> 24 == 127 : address.value == 1;
            if (own)
                remark(fmt::format(
                    "the resolver {} is this device itself, and whom it asks is not known, give --resolver ADDRESS",
                    text_of(address)));
            else
                by_port[port].push_back(address);
        }
        bool any = false;
        for (const auto& [port, addresses] : by_port) {
            auto f = flow_of(one);
            f.ports = {port};
            f.addresses = of_wanted_family(set_of_addresses(addresses));
            f.how = rung::given;
            if (f.addresses.empty()) continue;
            any = true;
            out_.flows.push_back(std::move(f));
        }
        if (any) return;
        std::vector<ip_address> others;
        for (const auto& [port, addresses] : by_port) others.insert(others.end(), addresses.begin(), addresses.end());
        remark(no_resolver_remark(others, how_.ipv4));
    }

    void add_host(const needed_host& one) {
        auto f = flow_of(one);
        if (const auto literal = read_address(one.name)) {
            f.addresses = of_wanted_family(set_of_addresses({*literal}));
            f.how = rung::given;
            if (f.addresses.empty())
                remark(fmt::format("flow {} is left out, {} is not of the wanted family", f.id, one.name));
            else
                out_.flows.push_back(std::move(f));
            return;
        }
        f.names = {one.name};
        climb(f, one);
        if (!one.narrower.empty())
            remark(fmt::format("flow {} holds every name below {}, {}", f.id, one.name.substr(2), one.narrower));
        out_.flows.push_back(std::move(f));
    }

    // The ladder: what the name resolved to, and Azure's ranges where a file of them is given; both where they differ.
    void climb(flow& f, const needed_host& one) {
        ip_set resolved, published;
        if (const auto seen = known_.names.find(one.name); seen != known_.names.end()) {
            resolved = of_wanted_family(set_of_addresses(seen->second.addresses));
            for (const auto& a : seen->second.addresses)
                f.evidence.push_back(evidence_text(
                    fmt::format("{} had {} at {} by {}", one.name, text_of(a), seen->second.when, seen->second.who)));
            if (!seen->second.failure.empty())
                remark(fmt::format("{} has no address, {}", one.name, seen->second.failure));
        }
        for (const auto& tag : one.tags) {
            std::string used = tag;
            if (tags_) {
                const auto ranges = tags_(tag, used);
                if (ranges.empty()) {
                    remark(fmt::format("the file of service tags has no {}", tag));
                    continue;
                }
                published = unite(published, of_wanted_family(ranges));
            }
            add_tags(f, used);
        }
        f.addresses = unite(resolved, published);
        f.how = !published.empty() ? rung::tag : !resolved.empty() ? rung::resolved : rung::names_only;
        for (const auto& text : rung_remarks(f, one, resolved, published, bool(tags_))) remark(text);
        if (f.how == rung::tag) // for rules by tag: rules/export/azure_service_tag.hpp, outside_tags_of()
            for (const auto& p : prefixes_of(subtract(resolved, published))) f.tags.push_back(text_of(p));
    }

    // Of several regions, as a hub's: "AzureIoTHub.WestEurope,AzureIoTHub.NorthEurope".
    static void add_tags(flow& to, std::string_view names) {
        while (!names.empty()) {
            const auto comma = std::min(names.find(','), names.size());
            auto name = plain_text(names.substr(0, comma));
            if (std::find(to.tags.begin(), to.tags.end(), name) == to.tags.end()) to.tags.push_back(std::move(name));
            names.remove_prefix(std::min(comma + 1, names.size()));
        }
    }

    const found& known_;
    const policy_request& how_;
    const tag_ranges& tags_;
    policy out_;
};

} // namespace

policy make_policy(
    const site& of, const catalog& from, const found& known, const policy_request& how, const tag_ranges& tags) {
    builder made(known, how, tags);
    const auto all = needs_of_request(of, from, known, how);
    for (const auto& one : all) made.add(one);
    for (const auto& text : proxy_remarks(all, known, how)) made.remark(text);
    return made.end();
}

std::vector<std::string> names_to_resolve(
    const site& of, const catalog& from, const found& known, const policy_request& how) {
    std::vector<std::string> out;
    for (const auto& one : needs_of_request(of, from, known, how))
        if (!one.name.empty() && !one.name.starts_with("*.") && !read_address(one.name) &&
            std::find(out.begin(), out.end(), one.name) == out.end())
            out.push_back(one.name);
    return out;
}

} // namespace rules
