// SPDX-License-Identifier: MIT
// What a firewall has to let out of a site that has a proxy: the proxy, and what does not go by it.
#include "rules/policy/proxy_way.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "rules/diagnose.hpp"
#include "rules/policy/build.hpp"
#include "rules/proxy_exception.hpp"
#include "tests/rules/policy_site.hpp"
#include "tests/rules/proxied_site.hpp"

using namespace rules;
using words = std::vector<std::string>;

using policy_site::flow_at, policy_site::ids_of, policy_site::said;

namespace {

constexpr const char* by = "http://proxy.corp.example:3128";

proxy_user user(const std::string& component, const std::string& proxy, const std::string& no_proxy = "") {
    return {component, proxy, "somewhere", no_proxy, !no_proxy.empty()};
}

std::vector<proxy_user> all_proxied() {
    return {user("aziot-identityd", by), user("dockerd", by), user("edgeAgent", by), user("edgeHub", by)};
}

std::string shown_way(const way_there& way) {
    std::string out = way.direct ? "direct" : "";
    for (const auto& proxy : way.proxies) out += (out.empty() ? "" : " ") + proxy.substr(proxy.find("://") + 3);
    return out;
}

site contoso_with_registry() {
    site s;
    s.hub = "contoso.azure-devices.net";
    s.dps = true;
    s.registries = {registry_host("contoso", cloud::public_)};
    return s;
}

policy policy_of(const site& of, const found& known, const policy_request& how = {}) {
    static const auto catalog = parse_catalog(built_in_catalog(), "built-in");
    auto p = make_policy(of, catalog, known, how, {});
    check(p);
    return p;
}

} // namespace

TEST_CASE("where a part is set to go, it goes; what never uses a proxy goes directly") {
    struct row {
        const char *service, *host, *protocol, *way;
    };
    proxy_knowledge known;
    known.users = {user("aziot-identityd", by), user("dockerd", by, ".plant.example"), user("edgeAgent", by),
        user("edgeHub", "http://other.corp.example:8080")};
    for (const auto& r : {
             row{"dps", "global.azure-devices-provisioning.net", "https", "proxy.corp.example:3128"},
             row{"iot_hub", "contoso.azure-devices.net", "https", "proxy.corp.example:3128"},
             row{"iot_hub", "contoso.azure-devices.net", "amqp_ws", "other.corp.example:8080 proxy.corp.example:3128"},
             row{"iot_hub", "contoso.azure-devices.net", "amqp", "direct"},
             row{"iot_hub", "contoso.azure-devices.net", "mqtt", "direct"},
             row{"mcr", "mcr.microsoft.com", "registry", "proxy.corp.example:3128"},
             row{"acr_domain", "azurecr.io", "https", "proxy.corp.example:3128"},
             row{"registry", "registry.plant.example", "registry", "direct"},
             row{"parent", "gateway.plant.example", "https", "direct"}, row{"ntp", "pool.ntp.org", "ntp", "direct"},
             row{"dns", "", "dns", "direct"},
             row{"endpoint", "est.plant.example", "https", "direct"}, // whose it is nobody knows
         }) {
        INFO(r.service << " " << r.protocol);
        CHECK(shown_way(way_to(known, r.service, r.host, r.protocol)) == r.way);
    }
    known.only = "http://third:1";
    CHECK(shown_way(way_to(known, "endpoint", "est.plant.example", "https")) == "third:1");
    CHECK(shown_way(way_to(known, "ntp", "pool.ntp.org", "ntp")) == "direct");
}

TEST_CASE("edgeHub's setting is not known without its deployment: it is not taken for none") {
    proxy_knowledge known;
    known.users = {user("edgeAgent", by), {"edgeHub", "", std::string(deployment_only), "", false}};
    CHECK(shown_way(way_to(known, "iot_hub", "h", "amqp_ws")) == "proxy.corp.example:3128");
    known.users[1].source = "deployment.json:9 sets none";
    CHECK(shown_way(way_to(known, "iot_hub", "h", "amqp_ws")) == "direct proxy.corp.example:3128");
    known.users = {user("iotedged (1.1)", by)};
    CHECK(shown_way(way_to(known, "dps", "h", "https")) == "proxy.corp.example:3128");
}

TEST_CASE("what a check found to work decides over settings") {
    struct row {
        bool direct, proxy;
        const char *set, *not_set; // the way where dockerd is set to the proxy, and where nothing is known
    };
    for (const auto& r :
        {row{true, false, "direct", "direct"}, row{false, true, "proxy.corp.example:3128", "proxy.corp.example:3128"},
            row{true, true, "direct proxy.corp.example:3128", "direct"},
            row{false, false, "proxy.corp.example:3128", "direct"}}) {
        proxy_knowledge known;
        known.site_proxy = by;
        known.tried = {{"mcr", "mcr.microsoft.com", "registry", false, r.direct},
            {"mcr", "mcr.microsoft.com", "registry", true, r.proxy}};
        INFO(r.direct << r.proxy);
        CHECK(shown_way(way_to(known, "mcr", "mcr.microsoft.com", "registry")) == r.not_set);
        known.users = {user("dockerd", by)};
        CHECK(shown_way(way_to(known, "mcr", "mcr.microsoft.com", "registry")) == r.set);
    }
    proxy_knowledge behind;
    behind.site_proxy = by;
    behind.tried = {{"mcr", "mcr.microsoft.com", "registry", true, true}, {"ntp", "pool.ntp.org", "ntp", false, true}};
    CHECK(shown_way(way_to(behind, "endpoint", "x", "https")) == "proxy.corp.example:3128"); // as all the rest
}

TEST_CASE("a device whose parts all use the proxy needs it, names and time") {
    found known;
    known.proxies.users = all_proxied();
    const auto p = policy_of(contoso_with_registry(), known);
    CHECK(ids_of(p) == words{"proxy", "ntp"}); // no resolver is known here, and that is said
    CHECK(flow_at(p, "proxy").names == words{"proxy.corp.example"});
    CHECK(flow_at(p, "proxy").ports == std::vector<std::uint16_t>{3128});
    CHECK(flow_at(p, "proxy").need == need::required);
    const auto& what = flow_at(p, "proxy").evidence;
    CHECK(std::ranges::find(what, "by it goes contoso.azure-devices.net:443") != what.end());
    CHECK(std::ranges::find(what, "by it goes contoso.azurecr.io:443") != what.end());
    CHECK(said(p, "by a proxy only AmqpWs and MqttWs get out"));

    known.upstream_protocol = "AmqpWs"; // by a deployment
    CHECK_FALSE(said(policy_of(contoso_with_registry(), known), "by a proxy only"));
    known.upstream_protocol = "Amqp"; // which uses no proxy
    const auto amqp = policy_of(contoso_with_registry(), known);
    CHECK(flow_at(amqp, "iot-hub").ports == std::vector<std::uint16_t>{5671});
    CHECK_FALSE(said(amqp, "by a proxy only"));

    policy_request none;
    none.no_proxy = true;
    CHECK(flow_at(policy_of(contoso_with_registry(), known, none), "acr").ports == std::vector<std::uint16_t>{443});
    CHECK(ids_of(policy_of(contoso_with_registry(), known, none)).front() != "proxy");
}

TEST_CASE("two proxies are two flows, two logins at one are one") {
    found known;
    known.proxies.users = {user("aziot-identityd", "http://a:***@proxy.corp.example:3128"),
        user("dockerd", "http://b:***@proxy.corp.example:3128"), user("edgeAgent", "http://10.0.0.9:8080")};
    const auto p = policy_of(contoso_with_registry(), known);
    CHECK(ids_of(p) == words{"proxy", "proxy-2", "ntp"});
    CHECK(flow_at(p, "proxy-2").addresses == policy_site::addresses({"10.0.0.9/32"}));
}

TEST_CASE("two proxies: each by its own user, also where a check went by one of them") {
    constexpr const char *hub = "contoso.azure-devices.net", *other = "http://other.corp.example:8080";
    proxy_knowledge known;
    known.users = {
        user("edgeAgent", by), user("edgeAgent", other), user("edgeHub", by)}; // before and with a deployment
    CHECK(shown_way(way_to(known, "iot_hub", hub, "amqp_ws")) == "other.corp.example:8080 proxy.corp.example:3128");
    known.site_proxy = by;
    known.tried = {{"iot_hub", hub, "amqp_ws", true, true}, {"iot_hub", hub, "amqp_ws", false, false}};
    CHECK(shown_way(way_to(known, "iot_hub", hub, "amqp_ws")) == "other.corp.example:8080 proxy.corp.example:3128");
    known.users.clear();
    CHECK(shown_way(way_to(known, "iot_hub", hub, "amqp_ws")) == "proxy.corp.example:3128");
}

TEST_CASE("the way to the hub is required where a module has no proxy, though identityd has") {
    struct row {
        const char* what;
        std::vector<proxy_user> users;
        upstream by_protocol;
        bool tried;
        need how;
    };
    const auto set = all_proxied();
    for (const auto& r : {
             row{"edgeHub has none", {set[0], set[1], set[2], user("edgeHub", "")}, upstream::any, false,
                 need::required},
             row{"no module has one", {set[0], set[1], user("edgeAgent", ""), user("edgeHub", "")}, upstream::amqp_ws,
                 false, need::required},
             row{"AMQP's own port", set, upstream::amqp, false, need::required},
             row{"all have one, and need no other way", set, upstream::amqp_ws, true, need::optional},
             row{"one has none, though both ways work", {set[0], set[1], set[2], user("edgeHub", "")},
                 upstream::amqp_ws, true, need::required},
         }) {
        INFO(r.what);
        found known;
        known.proxies.users = r.users;
        known.proxies.site_proxy = by;
        if (r.tried)
            for (const bool by_proxy : {false, true})
                known.proxies.tried.push_back({"iot_hub", "contoso.azure-devices.net", "amqp_ws", by_proxy, true});
        policy_request how;
        how.needs.by = r.by_protocol;
        CHECK(flow_at(policy_of(contoso_with_registry(), known, how), "iot-hub").need == r.how);
    }
}

TEST_CASE("with a proxy for everything, AMQP's own port only where somebody asks for it") {
    policy_request how;
    how.proxy = by;
    found known;
    known.upstream_protocol = "Amqp"; // recommended
    CHECK(ids_of(policy_of(contoso_with_registry(), known, how)) == words{"proxy", "ntp"});
    how.needs.by = upstream::amqp;
    const auto p = policy_of(contoso_with_registry(), known, how);
    CHECK(flow_at(p, "iot-hub").ports == std::vector<std::uint16_t>{5671});
}

TEST_CASE("rules from a report: by the proxy where only that works") {
    auto report = site_builder::behind_proxy();
    diagnose(report);
    report.recommendation = recommend(report, "");
    REQUIRE(report.recommendation.via == "proxy");
    const auto p = policy_of(report.site, found_in(report));
    CHECK(ids_of(p) == words{"proxy", "ntp", "dns"});
    CHECK(flow_at(p, "proxy").addresses == policy_site::addresses({"10.0.0.9/32"}));
    for (const auto& f : p.flows)
        for (const auto& name : f.names) CHECK_FALSE(name.starts_with("*"));
}

TEST_CASE("rules from a report where both ways work: both, where the device is set to the proxy") {
    auto report = site_builder::with_proxy();
    diagnose(report);
    report.recommendation = recommend(report, "");
    const auto direct = policy_of(report.site, found_in(report));
    CHECK(ids_of(direct).front() == "iot-hub");
    CHECK(said(direct, "no part of the device is known to be set to the proxy"));
    report.site.proxy_users = all_proxied();
    const auto both = policy_of(report.site, found_in(report));
    CHECK(ids_of(both).front() == "proxy");
    CHECK(flow_at(both, "iot-hub").names == words{site_builder::hub});
    CHECK(said(both, "can be reached directly as well as by the proxy"));
    CHECK_FALSE(said(both, "no part of the device is known"));
}

TEST_CASE("lists of exceptions, as their readers agree on them") {
    struct row {
        const char *list, *host;
        bool there;
    };
    for (const auto& r : {row{"*", "a.example", true}, row{"a.example", "a.example", true},
             row{"example", "a.example", true}, row{".example", "a.example", true}, row{"*.example", "a.example", true},
             row{"A.Example:443", "a.example", true}, row{"b.example, a.example", "a.example", true},
             row{"ample", "a.example", false}, row{"", "a.example", false}, row{"a.example", "b.example", false},
             row{",", "a.example", false}}) {
        INFO(r.list);
        CHECK(excepts(r.list, r.host) == r.there);
    }
}
