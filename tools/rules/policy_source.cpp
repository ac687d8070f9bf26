// SPDX-License-Identifier: MIT
#include "tools/rules/policy_source.hpp"

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>

#include "netprobe/dns/resolv_conf.hpp"
#include "netprobe/together.hpp"
#include "proxy/address.hpp"
#include "rules/policy/build.hpp"
#include "rules/policy/geo_pairs.hpp"
#include "rules/policy/service_tags.hpp"
#include "rules/site/device.hpp"
#include "rules/write.hpp"
#include "tools/clock.hpp"
#include "tools/deployed_proxies.hpp"
#include "tools/device_dns.hpp"
#include "tools/files.hpp"
#include "tools/network.hpp"
#include "tools/rules/policy_file.hpp"

namespace tools::rules_commands {
namespace {

rules::ip_set devices_of(const std::vector<std::string>& given) {
    std::vector<rules::ip_prefix> all;
    for (const auto& text : given) {
        std::string fault;
        const auto p = rules::read_prefix(text, fault);
        if (!p) throw usage_error("--device " + text + ": " + fault);
        all.push_back(*p);
    }
    return rules::set_of(all);
}

constexpr auto of_gateways_only =
    "--device, --in-interface and --out-interface are of rules on a gateway: give --gateway";

void refuse_senders_of_a_host(const rules::policy& made) {
    if (made.hook == rules::hook::host &&
        (!made.devices.empty() || !made.in_interface.empty() || !made.out_interface.empty()))
        throw usage_error(of_gateways_only);
}

std::string expiry_of(const std::string& given) {
    auto out = rules::checked_date("--expires", given);
    if (!out.empty() && out < now_utc().substr(0, 10))
        throw usage_error("--expires " + out + ": that day is over; give a later one");
    return out;
}

rules::policy_request request_of(const policy_options& from) {
    rules::policy_request out;
    const auto by = rules::upstream_from(from.upstream_protocol);
    if (!by)
        throw usage_error(
            "--upstream-protocol " + from.upstream_protocol + ": write Amqp, AmqpWs, Mqtt, MqttWs or any");
    out.needs.by = *by;
    out.needs.also = from.also;
    out.needs.wide = from.wide;
    out.stance = from.allow_only ? rules::stance::allow_only : rules::stance::default_deny;
    out.hook = from.gateway ? rules::hook::gateway : rules::hook::host;
    out.owner = rules::checked_text("--owner", from.owner);
    out.reason = rules::checked_text("--reason", from.reason);
    out.expires = expiry_of(from.expires);
    out.devices = devices_of(from.devices);
    out.in_interface = rules::checked_interface("--in-interface", from.in_interface);
    out.out_interface = rules::checked_interface("--out-interface", from.out_interface);
    out.ipv4 = !from.network.ipv6_only;
    out.ipv6 = !from.network.ipv4_only;
    if (!from.gateway && (!from.devices.empty() || !from.in_interface.empty() || !from.out_interface.empty()))
        throw usage_error(of_gateways_only);
    out.no_proxy = from.proxy == "none";
    if (!from.proxy.empty() && !out.no_proxy) out.proxy = proxy::shown(proxy::parse_address("--proxy", from.proxy));
    return out;
}

asio::awaitable<void> look_up(network& net, std::string name) { co_await net.wire().names.resolve(std::move(name)); }

void add_resolvers_of(rules::found& to, const std::vector<std::string>& texts) {
    for (const auto& text : texts)
        if (const auto one = rules::resolver_of(text))
            if (std::find(to.resolvers.begin(), to.resolvers.end(), *one) == to.resolvers.end())
                to.resolvers.push_back(*one);
}

// "10.0.0.53", "[fd00::53]:5353", as --resolver and files have it → as reports have it.
std::vector<std::string> with_ports(const std::vector<std::string>& resolvers) {
    std::vector<std::string> out;
    for (const auto& text : resolvers) {
        std::string wrong;
        if (const auto one = netprobe::dns::parse_resolver(text, wrong)) out.push_back(netprobe::dns::to_string(*one));
    }
    return out;
}

// Asks the resolvers of this machine now; nothing else is sent.
void resolve_now(const policy_options& from, const rules::catalog& catalog, const std::vector<std::string>& names,
    const device_resolvers& of_device, rules::found& into) {
    network net(from.network, catalog);
    std::vector<netprobe::resolve_observation> seen;
    const auto task = [&]() -> asio::awaitable<void> {
        std::vector<asio::awaitable<void>> all;
        for (const auto& name : names) all.push_back(look_up(net, name));
        co_await netprobe::together(std::move(all));
        seen = co_await net.wire().names.finish();
    };
    net.run(task());
    const auto when = now_utc();
    for (const auto& one : seen) into.names[one.name] = rules::evidence_of(one, when);
    const bool copied = from.network.resolvers.empty() && !of_device.own.empty();
    add_resolvers_of(into, copied ? with_ports(of_device.own) : net.resolvers());
    add_resolvers_of(into, with_ports(of_device.containers));
}

// Regional ranges where the site's region is known. A hub fails over to the paired region, and its address with it.
rules::tag_ranges ranges_from(const std::string& file, const rules::site& site) {
    if (file.empty()) return {};
    const auto tags = std::make_shared<rules::service_tags>(rules::read_service_tags(
        read_text_file(file, "--service-tags", rules::max_service_tag_bytes), file, site.cloud));
    if (tags->tags.empty())
        std::cerr << "note: --service-tags " << file << ": there is no tag in it, \"values\" is empty\n";
    std::vector<std::string> regions, hub_regions;
    if (!site.region.empty()) {
        rules::want_region(*tags, site.region); // before any name is asked for
        regions = hub_regions = {site.region};
        const auto pairs = rules::parse_geo_pairs(rules::built_in_geo_pairs(), "geo pairs");
        if (const auto* pair = rules::pair_of(pairs, site.region)) hub_regions.push_back(pair->region);
    }
    return [=](const std::string& tag, std::string& used) {
        auto chosen = rules::choose_tags(*tags, tag, tag == "AzureIoTHub" ? hub_regions : regions);
        if (chosen.names.empty()) return rules::ip_set{};
        used.clear();
        for (const auto& name : chosen.names) used += (used.empty() ? "" : ",") + name;
        return chosen.addresses;
    };
}

void say_progress(const std::string& text) { std::cerr << "egress-rules: " << text << "\n"; }

struct asked_site {
    rules::site site;
    device_resolvers resolvers; // of the device's files; nothing without them
    bool first_day = false;     // no hub is known, and none is missed
};

void say_notes(const std::vector<std::string>& lines) {
    for (const auto& line : lines) std::cerr << "note: " << line << "\n";
}

// What the device's files say beside the site itself.
void take_device(asked_site& into, rules::found& known, const rules::device& device, const policy_options& from) {
    say_notes(into.site.source);
    say_notes(faults_of(device));
    into.resolvers = resolvers_of(device, from.device.root);
    say_notes(into.resolvers.said);
    into.first_day = rules::awaits_provisioning(device);
    known.upstream_protocol = rules::deployed_protocol(device);
    if (!from.proxy.empty()) return;
    known.proxies.users = proxy_users_of(device, from.device.root, !from.device.configs.empty(), into.site);
    for (const auto& user : known.proxies.users)
        if (!user.proxy.empty()) say_notes({"proxy of " + user.component + ": " + user.proxy + ", " + user.source});
}

// The device's own files, where no option says which site is meant, or where they were named.
asked_site site_asked(const policy_options& from, rules::found& known) {
    const bool named = !from.site.hub.empty() || !from.site.parent.empty() || !from.site.endpoints.empty();
    const auto& input = from.device;
    const bool files_named = input.root != "/" || !input.configs.empty() || !input.manifests.empty();
    const auto device = named && !files_named ? std::nullopt : device_from(input);
    asked_site out;
    out.site = device ? site_with(*device, from.site) : from.site.site();
    if (device) take_device(out, known, *device, from);
    return out;
}

void take_report(rules::site& site, rules::found& known, const policy_options& from) {
    const auto report = rules::read_json(read_text_file(from.report, "--report", rules::max_report_bytes), from.report);
    site = report.site;
    if (!from.site.region.empty()) site.region = rules::region_of(from.site.region);
    known = rules::found_in(report);
    if (!site.proxy.empty() && from.proxy.empty()) say_notes({"proxy: " + site.proxy + ", " + from.report});
    add_resolvers_of(known, with_ports(from.network.resolvers));
}

rules::policy policy_made(const policy_options& from) {
    const auto catalog = load_catalog(from.site.catalog);
    const auto request = request_of(from);
    rules::found known;
    asked_site asked;
    rules::tag_ranges ranges;
    auto& site = asked.site;
    if (!from.report.empty()) {
        take_report(site, known, from);
        ranges = ranges_from(from.service_tags, site);
    } else {
        asked = site_asked(from, known);
        if (site.hub.empty() && site.parent.empty() && site.endpoints.empty() && !asked.first_day)
            throw usage_error(
                "which site? give --hub NAME (or --parent, --endpoint), --report FILE of egress-check, or "
                "--policy FILE; on a device its own files say it");
        const auto names = rules::names_to_resolve(site, catalog, known, request);
        ranges = ranges_from(from.service_tags, site); // before anything is asked
        say_progress("asking for the addresses of " + std::to_string(names.size()) + " names");
        resolve_now(from, catalog, names, asked.resolvers, known);
    }
    return rules::make_policy(site, catalog, known, request, ranges);
}

} // namespace

rules::policy policy_from(const policy_options& from) {
    try {
        auto out = from.policy.empty() ? policy_made(from) : read_policy(from.policy, "--policy");
        if (!from.policy.empty()) {
            if (!from.owner.empty()) out.owner = rules::checked_text("--owner", from.owner);
            if (!from.reason.empty()) out.reason = rules::checked_text("--reason", from.reason);
            if (!from.expires.empty()) out.expires = expiry_of(from.expires);
            if (from.allow_only) out.stance = rules::stance::allow_only;
            if (from.gateway) out.hook = rules::hook::gateway;
            if (!from.devices.empty()) out.devices = devices_of(from.devices);
            if (!from.in_interface.empty())
                out.in_interface = rules::checked_interface("--in-interface", from.in_interface);
            if (!from.out_interface.empty())
                out.out_interface = rules::checked_interface("--out-interface", from.out_interface);
            refuse_senders_of_a_host(out);
            refuse_expired(out, "--policy " + from.policy + ": its policy");
        }
        rules::check(out);
        out.id = id_of(out);
        return out;
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
}

} // namespace tools::rules_commands
