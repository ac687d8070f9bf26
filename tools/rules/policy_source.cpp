// SPDX-License-Identifier: MIT
#include "tools/rules/policy_source.hpp"

#include <algorithm>
#include <array>
#include <iostream>
#include <memory>

#include <openssl/evp.h>

#include "netprobe/together.hpp"
#include "proxy/address.hpp"
#include "rules/policy/build.hpp"
#include "rules/policy/embedded.hpp"
#include "rules/policy/geo_pairs.hpp"
#include "rules/policy/policy_json.hpp"
#include "rules/policy/service_tags.hpp"
#include "rules/write.hpp"
#include "tools/clock.hpp"
#include "tools/files.hpp"
#include "tools/network.hpp"

namespace tools::rules_commands {
namespace {

constexpr std::size_t max_policy_bytes = 64u << 20;

// RFC 3339 full-date.
bool is_date(const std::string& text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    for (std::size_t i = 0; i < 10; ++i)
        if (i != 4 && i != 7 && (text[i] < '0' || text[i] > '9')) return false;
    const auto month = std::stoi(text.substr(5, 2)), day = std::stoi(text.substr(8, 2));
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

void check_expiry(const std::string& date, const std::string& whose) {
    if (date.empty()) return;
    if (!is_date(date)) throw usage_error(whose + " \"" + date + "\": not a date; write YYYY-MM-DD");
    if (date < now_utc().substr(0, 10))
        throw usage_error(whose + " " + date + ": the policy has expired; give a later date with --expires");
}

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
    out.owner = from.owner;
    out.reason = from.reason;
    out.expires = from.expires;
    out.devices = devices_of(from.devices);
    out.in_interface = from.in_interface;
    out.out_interface = from.out_interface;
    out.ipv4 = !from.network.ipv6_only;
    out.ipv6 = !from.network.ipv4_only;
    if (!from.gateway && (!from.devices.empty() || !from.in_interface.empty() || !from.out_interface.empty()))
        throw usage_error(of_gateways_only);
    if (!from.proxy.empty() && from.proxy != "none") {
        const auto by_proxy = proxy::parse_address("--proxy", from.proxy);
        out.proxy_host = by_proxy.host;
        out.proxy_port = by_proxy.port;
    }
    return out;
}

asio::awaitable<void> look_up(network& net, std::string name) { co_await net.wire().names.resolve(std::move(name)); }

// Asks the resolvers now; nothing else is sent.
void resolve_now(const policy_options& from, const rules::catalog& catalog, const std::vector<std::string>& names,
    rules::found& into) {
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
    for (const auto& text : net.resolvers())
        if (const auto one = rules::resolver_of(text)) into.resolvers.push_back(*one);
}

// Regional ranges where the site's region is known. A hub fails over to the paired region, and its address with it.
rules::tag_ranges ranges_from(const std::string& file, const rules::site& site) {
    if (file.empty()) return {};
    const auto tags = std::make_shared<rules::service_tags>(rules::read_service_tags(
        read_text_file(file, "--service-tags", rules::max_service_tag_bytes), file, site.cloud));
    std::vector<std::string> regions, hub_regions;
    if (!site.region.empty()) {
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

rules::policy make(const policy_options& from) {
    const auto catalog = load_catalog(from.site.catalog);
    const auto request = request_of(from);
    rules::found known;
    rules::site site;
    if (!from.report.empty()) {
        const auto report =
            rules::read_json(read_text_file(from.report, "--report", rules::max_report_bytes), from.report);
        site = report.site;
        if (!from.site.region.empty()) site.region = rules::region_of(from.site.region);
        known = rules::found_in(report);
        for (const auto& text : from.network.resolvers)
            if (const auto one = rules::resolver_of(text.find(':') == text.npos ? text + ":53" : text))
                known.resolvers.push_back(*one);
    } else {
        site = from.site.site();
        if (site.hub.empty() && site.parent.empty() && site.endpoints.empty())
            throw usage_error(
                "which site? give --hub NAME (or --parent, --endpoint), --report FILE of egress-check, or "
                "--policy FILE");
        const auto names = rules::names_to_resolve(site, catalog, known, request);
        say_progress("asking for the addresses of " + std::to_string(names.size()) + " names");
        resolve_now(from, catalog, names, known);
    }
    return rules::make_policy(site, catalog, known, request, ranges_from(from.service_tags, site));
}

} // namespace

bool policy_options::given() const {
    return !policy.empty() || !report.empty() || !site.hub.empty() || !site.parent.empty() || !site.endpoints.empty();
}

void add_policy_options(CLI::App& app, policy_options& into) {
    add_site_options(app, into.site);
    app.remove_option(app.get_option("--only"));
    app.remove_option(app.get_option("--skip"));
    add_lookup_options(app, into.network);
    const auto group = "Policy";
    auto* policy =
        app.add_option("--policy", into.policy, "A saved policy: change-json, or rules made before")->group(group);
    auto* report =
        app.add_option("--report", into.report, "A report of egress-check (--json): site and addresses from it")
            ->group(group);
    app.add_option("--service-tags", into.service_tags, "Azure's address ranges: a ServiceTags_*.json file")
        ->group(group);
    app.add_option("--upstream-protocol", into.upstream_protocol,
           "The one the site uses: Amqp, AmqpWs, Mqtt, MqttWs; any (default) opens the ports of all, or of the one "
           "that the "
           "report recommends")
        ->group(group);
    app.add_option("--proxy", into.proxy, "The site goes out by this proxy: only it, names and time are let out")
        ->group(group);
    app.add_option(
           "--also", into.also, "A service that is optional and used here, such as monitoring (may be repeated)")
        ->allow_extra_args(false)
        ->group(group);
    app.add_flag("--wide", into.wide, "Names as documented, wildcards included, even where the host is known")
        ->group(group);
    app.add_flag(
           "--allow-only", into.allow_only, "Rules that only add to the site's own policy; default: all else is denied")
        ->group(group);
    app.add_flag("--gateway", into.gateway, "Rules for a router in front of the device; default: for the device itself")
        ->group(group);
    app.add_option("--device", into.devices, "On a gateway: who may send, address or block (may be repeated)")
        ->allow_extra_args(false)
        ->group(group);
    app.add_option("--in-interface", into.in_interface, "On a gateway: interface or zone of the devices")->group(group);
    app.add_option("--out-interface", into.out_interface, "On a gateway: interface or zone of the way out")
        ->group(group);
    app.add_option("--owner", into.owner, "Who answers for these rules")->group(group);
    app.add_option("--reason", into.reason, "Why they are wanted")->group(group);
    app.add_option("--expires", into.expires, "Until when they are needed, YYYY-MM-DD")->group(group);
    for (const char* other :
        {"--hub", "--dps", "--registry", "--storage", "--parent", "--ntp", "--endpoint", "--cloud"}) {
        report->excludes(app.get_option(other));
        policy->excludes(app.get_option(other));
    }
    for (const char* other :
        {"--region", "--report", "--service-tags", "--upstream-protocol", "--proxy", "--also", "--wide", "--catalog"})
        policy->excludes(app.get_option(other));
}

std::string id_of(const rules::policy& of) {
    const auto text = rules::canonical_text(of);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
        throw usage_error("SHA-256 is not available in this OpenSSL");
    std::string out;
    for (std::size_t i = 0; i < 6; ++i)
        for (const auto half : {digest[i] >> 4, digest[i] & 15}) out += "0123456789abcdef"[half];
    return out;
}

std::optional<rules::policy> policy_in_text(const std::string& text, const std::string& file) {
    // Rules written as JSON hold their policy in a text, too.
    if (text.starts_with('{') && text.find('"' + std::string(rules::policy_schema) + '"') != text.npos)
        return rules::read_policy_json(text, file);
    return rules::policy_in(text, file);
}

rules::policy read_policy(const std::string& file, const char* option) {
    const auto text = read_text_file(file, option, max_policy_bytes);
    try {
        if (auto found = policy_in_text(text, file)) return *std::move(found);
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
    throw usage_error(
        std::string(option) + " " + file + ": holds no policy; give a file that `egress-rules export` wrote");
}

rules::policy policy_from(const policy_options& from) {
    try {
        auto out = from.policy.empty() ? make(from) : read_policy(from.policy, "--policy");
        if (!from.policy.empty()) {
            if (!from.owner.empty()) out.owner = rules::checked_text("--owner", from.owner);
            if (!from.reason.empty()) out.reason = rules::checked_text("--reason", from.reason);
            if (!from.expires.empty()) out.expires = from.expires;
            if (from.allow_only) out.stance = rules::stance::allow_only;
            if (from.gateway) out.hook = rules::hook::gateway;
            if (!from.devices.empty()) out.devices = devices_of(from.devices);
            if (!from.in_interface.empty()) out.in_interface = from.in_interface;
            if (!from.out_interface.empty()) out.out_interface = from.out_interface;
            refuse_senders_of_a_host(out);
        }
        check_expiry(out.expires, from.expires.empty() ? "the policy's expiry date" : "--expires");
        rules::check(out);
        out.id = id_of(out);
        return out;
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
}

} // namespace tools::rules_commands
