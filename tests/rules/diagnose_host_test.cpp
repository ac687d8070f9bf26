// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <functional>

#include "tests/rules/direct_site.hpp"
#include "tests/rules/proxied_site.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

TEST_CASE("host: what fails on the device itself, for every path") {
    const struct {
        const char* name;
        failure failed;
        const char* code;
        double ms;
        std::vector<netprobe::icmp_error> icmp;
        const char* expected;
        bool proved;
    } table[] = {
        {"no default route", failure::net_unreachable, "ENETUNREACH", 0.0, {}, "host.no_route", true},
        {"gateway dead", failure::host_unreachable, "EHOSTUNREACH", 3078, {{4, 3, 1, "10.0.0.20"}}, "host.link_down",
            true},
        {"gateway dead, late in the queue", failure::host_unreachable, "EHOSTUNREACH", 40, {{4, 3, 1, "10.0.0.20"}},
            "host.link_down", false},
        {"own reject", failure::refused, "ECONNREFUSED", 0.1, {{4, 3, 3, "10.0.0.20"}}, "host.local_firewall", true},
        {"own reject, admin", failure::host_unreachable, "EHOSTUNREACH", 0.1, {{4, 3, 13, "10.0.0.20"}},
            "host.local_firewall", true},
        {"own reject by loopback", failure::refused, "ECONNREFUSED", 0.1, {{4, 3, 3, "127.0.0.1"}},
            "host.local_firewall", true},
        {"EPERM", failure::not_permitted, "EPERM", 0.0, {}, "host.local_firewall", true},
        {"no port", failure::no_local_port, "EADDRNOTAVAIL", 0.0, {}, "host.port_exhaustion", true},
        {"no descriptor", failure::no_descriptor, "EMFILE", 0.0, {}, "host.resource_limit", true},
    };
    for (const auto& row : table) {
        auto r = healthy();
        fail_all(r, row.failed, row.code, row.ms, row.icmp);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.expected);
        CHECK(r.findings[0].proved == row.proved);
        CHECK(r.findings[0].severity == severity::error);
        if (r.findings[0].cause == "host.link_down") CHECK(r.findings[0].box.empty()); // the sender is this device
        CHECK(r.findings[0].paths.size() == 11);
        CHECK(r.verdict == verdict::blocked);
    }
}

TEST_CASE("host: an ICMP offender that is another box is no local firewall") {
    auto r = healthy();
    prohibit(at(r, "acr/registry/direct"), "10.0.0.21");
    rules::diagnose(r);
    CHECK(find(r, "host.local_firewall") == nullptr);
    CHECK(find(r, "tcp.admin_prohibited") != nullptr);
}

TEST_CASE("host: a name with IPv6 addresses alone on a device with IPv4 alone lacks its IPv4 address") {
    const struct {
        const char* name;
        std::vector<netprobe::icmp_error> icmp;
        std::vector<std::string> of_a;
        std::optional<int> extended_error;
        const char* expected;
    } table[] = {
        {"no route", {}, {}, {}, "dns.nodata"},
        {"an address that is link-local alone", {{6, 1, 2, "fe80::1"}}, {}, {}, "dns.nodata"},
        {"the resolver says that it filters", {}, {}, 17, "dns.filtered"},
        {"DNS has an IPv4 address after all", {}, {"203.0.113.40"}, {}, "host.no_route"},
    };
    for (const auto& row : table) {
        auto r = healthy();
        auto& p = at(r, "acr/registry/direct");
        p.seen.connects = {connected("2001:db8::40", 443)};
        fail_connect(p, failure::net_unreachable, "ENETUNREACH", 0.1, row.icmp);
        for (auto& a : name_of(r, "contoso.azurecr.io").answers)
            a = answer(a.resolver, a.name, a.type, a.type == "A" ? row.of_a : std::vector<std::string>{"2001:db8::40"});
        for (auto& a : name_of(r, "contoso.azurecr.io").answers)
            if (a.type == "A") a.extended_error = row.extended_error;
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.expected);
        CHECK(r.findings[0].proved);
    }
}

TEST_CASE("host: only IPv6 here and only IPv4 there") {
    auto r = healthy();
    fail_all(r, failure::net_unreachable, "ENETUNREACH", 0.0);
    for (auto& n : r.run.names)
        for (auto& a : n.answers) a.resolver = "[2001:db8::53]:53";
    r.run.resolvers = {"[2001:db8::53]:53"};
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "net.ipv6_only"));
    CHECK(find(r, "host.no_route") == nullptr);
}

TEST_CASE("host: a resolver on the device itself that does not run is no local firewall") {
    const struct {
        const char* resolver;
        netprobe::icmp_error told;
    } table[] = {{"127.0.0.1:53", {4, 3, 3, "127.0.0.1"}}, {"[::1]:53", {6, 1, 4, "::1"}}};
    for (const auto& row : table) {
        auto r = healthy();
        r.run.resolvers = {row.resolver};
        for (auto& n : r.run.names) {
            unresolved(r, n.name, failure::refused);
            for (auto& a : n.answers) {
                a = {};
                a.resolver = row.resolver;
                a.name = n.name;
                a.type = "A";
                a.failed = failure::refused;
                a.code = "ECONNREFUSED";
                a.tries = 2;
                a.icmp = {row.told};
            }
        }
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(!r.findings.empty());
        CHECK(r.findings[0].cause == "dns.unreachable");
        CHECK(find(r, "host.local_firewall") == nullptr);
    }
}

TEST_CASE("host: resolvers that cannot even be asked") {
    const struct {
        failure failed;
        std::vector<netprobe::icmp_error> icmp;
        const char* expected;
    } table[] = {
        {failure::net_unreachable, {}, "host.no_route"},
        {failure::not_permitted, {}, "host.local_firewall"},
        {failure::host_unreachable, {{4, 3, 1, "10.0.0.20"}}, "host.link_down"},
        {failure::refused, {{4, 3, 3, "10.0.0.20"}}, "host.local_firewall"},
        {failure::refused, {{4, 3, 3, "10.0.0.1"}}, "dns.unreachable"},
    };
    for (const auto& row : table) {
        auto r = healthy();
        for (auto& n : r.run.names) {
            unresolved(r, n.name, row.failed);
            for (auto& a : n.answers) {
                a.local_address = "10.0.0.20";
                a.rcode.reset();
                a.records.clear();
                a.failed = row.failed;
                a.icmp = row.icmp;
                a.elapsed_ms = row.failed == failure::host_unreachable ? 3070 : 0.1;
            }
        }
        rules::diagnose(r);
        INFO(row.expected << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.expected);
        CHECK(r.findings[0].proved);
    }
}

TEST_CASE("host: a hosts file entry") {
    SECTION("that works is a note") {
        auto r = healthy();
        name_of(r, hub).system->hosts_file = {hub_address};
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == "host.hosts_override");
        CHECK(r.findings[0].severity == severity::note);
        CHECK(r.verdict == verdict::ready);
    }
    SECTION("that leads elsewhere than DNS is the root") {
        auto r = healthy();
        name_of(r, "contoso.azurecr.io").system->hosts_file = {"198.51.100.9"};
        auto& p = at(r, "acr/registry/direct");
        p.seen.connects = {connected("198.51.100.9", 443)};
        drop(p);
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == "host.hosts_override");
        CHECK_FALSE(r.findings[0].proved);
        CHECK(r.findings[0].evidence.at(0) ==
              "the hosts file gives 198.51.100.9 for contoso.azurecr.io, DNS gives 203.0.113.40");
    }
    SECTION("that hides the proxy's own address is the root, though the address from DNS works") {
        auto r = behind_proxy();
        const std::string old = "10.0.0.77";
        name_of(r, proxy_name).system->addresses = name_of(r, proxy_name).system->hosts_file = {old};
        each_by_proxy(r, [&](auto& p) {
            auto& connects = p.seen.proxy->connects;
            connects.insert(connects.begin(), connected(old, 3128));
            connects[0].failed = failure::timed_out;
            p.seen.used = 1;
        });
        rules::diagnose(r);
        INFO(told(r));
        const auto* f = find(r, "host.hosts_override");
        REQUIRE(f);
        CHECK(f->severity == severity::error);
        CHECK(f->proved);
        CHECK(f->evidence.at(0) == "the hosts file gives 10.0.0.77 for proxy.corp.example, DNS gives 10.0.0.9");
        CHECK_FALSE(at(r, "iot_hub/https/proxy").works);
        CHECK(r.verdict == verdict::blocked);
    }
    SECTION("that has another address of a proxy that answers is no fault") {
        auto r = behind_proxy();
        name_of(r, proxy_name).system->hosts_file = {proxy_address};
        for (auto& a : name_of(r, proxy_name).answers) a.records = {{proxy_name, "A", 60, "203.0.113.200"}};
        refuse(at(r, "iot_hub/https/proxy"), 403);
        rules::diagnose(r);
        INFO(told(r));
        CHECK_FALSE(find(r, "host.hosts_override"));
        CHECK(at(r, "iot_hub/https/proxy").cause.starts_with("proxy."));
    }
    SECTION("that has the proxy's address as DNS has it is well") {
        auto r = behind_proxy();
        name_of(r, proxy_name).system->hosts_file = {proxy_address};
        rules::diagnose(r);
        INFO(told(r));
        CHECK(at(r, "iot_hub/https/proxy").works);
        CHECK(r.verdict == verdict::ready);
    }
    SECTION("that leads nowhere proves itself") {
        auto r = healthy();
        name_of(r, "contoso.azurecr.io").system->hosts_file = {"0.0.0.0"};
        auto& p = at(r, "acr/registry/direct");
        p.seen.connects = {connected("0.0.0.0", 443)};
        reset(p);
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == "host.hosts_override");
        CHECK(r.findings[0].proved);
    }
    SECTION("that DNS confirms is not to blame for a closed port") {
        auto r = healthy();
        name_of(r, hub).system->hosts_file = {hub_address};
        reset(at(r, "iot_hub/amqp/direct"));
        rules::diagnose(r);
        INFO(told(r));
        CHECK(at(r, "iot_hub/amqp/direct").cause == "tcp.reset");
    }
}

TEST_CASE("host: names that this device had no descriptor to ask for") {
    const auto code = [](netprobe::outcome& o) { o.failed = failure::no_descriptor, o.code = "EMFILE"; };
    const struct {
        const char* name;
        std::function<void(netprobe::resolve_observation&)> how;
        const char* expected;
    } table[] = {
        {"of the resolvers",
            [&](auto& n) {
                for (auto& a : n.answers) silent(a), code(a);
            },
            "host.resource_limit"},
        {"of the first of them",
            [&](auto& n) {
                for (auto& a : n.answers) silent(a);
                code(n.answers[0]);
            },
            "host.resource_limit"},
        {"of the library",
            [&](auto& n) {
                n.answers.clear();
                code(*n.system);
            },
            "host.resource_limit"},
        {"it asked, and nobody answers",
            [](auto& n) {
                for (auto& a : n.answers) silent(a);
            },
            "dns.timeout"},
    };
    for (const auto& row : table) {
        auto r = healthy();
        unresolved(r, "contoso.azurecr.io", failure::timed_out);
        row.how(name_of(r, "contoso.azurecr.io"));
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        CHECK(at(r, "acr/registry/direct").cause == row.expected);
        if (const auto* f = find(r, "host.resource_limit")) {
            CHECK(f->proved);
            CHECK(f->where == "device");
            CHECK(f->evidence.at(0).find("could not even ask for the name (EMFILE)") != std::string::npos);
        }
    }
    // Where it came to connections, they say what happened.
    auto r = healthy();
    code(name_of(r, "contoso.azurecr.io").answers[1]);
    drop(at(r, "acr/registry/direct"));
    rules::diagnose(r);
    INFO(told(r));
    CHECK(at(r, "acr/registry/direct").cause == "tcp.drop");
}
