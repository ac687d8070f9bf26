// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <functional>

#include "rules/controls.hpp"
#include "tests/rules/proxied_site.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

namespace {

void fail_all(rules::report& r, failure how, const std::string& code, double ms,
    const std::vector<netprobe::icmp_error>& icmp = {}) {
    for (auto& p : r.paths)
        if (!p.seen.connects.empty()) fail_connect(p, how, code, ms, icmp);
}

void set_clock(rules::report& r, double offset_ms) {
    for (auto& p : r.paths)
        for (auto& h : p.seen.hellos)
            if (h.clock_offset_ms) h.clock_offset_ms = offset_ms;
}

void all_dates_wrong(rules::report& r, long code) {
    for (auto& p : r.paths) {
        if (!p.seen.tls) continue;
        p.seen.tls->verify_code = code;
        p.seen.tls->service_root = false;
    }
}

} // namespace

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

TEST_CASE("host: the gateway that the kernel asks for in vain is the box, also where no SYN gets its word") {
    const auto in_vain = [](rules::report& r) {
        auto& control = r.controls.emplace_back();
        control.planned = rules::gateway_control("10.0.0.254");
        control.seen.to = control.planned.to;
        control.seen.failed = failure::host_unreachable;
    };
    for (const bool told_so : {false, true}) {
        auto r = healthy();
        if (told_so)
            fail_all(r, failure::host_unreachable, "EHOSTUNREACH", 3078, {{4, 3, 1, "10.0.0.20"}});
        else
            for (auto& p : r.paths)
                if (!p.seen.connects.empty()) drop(p);
        in_vain(r);
        rules::diagnose(r);
        INFO(told(r));
        const auto* f = find(r, "host.link_down");
        REQUIRE(f);
        CHECK(r.findings.size() == 1);
        CHECK(f->box == "10.0.0.254");
        CHECK(f->where == "local_network");
        CHECK(f->proved);
    }
    auto r = healthy(); // others are reached: the gateway is not what they need
    drop(at(r, "acr/registry/direct"));
    in_vain(r);
    rules::diagnose(r);
    INFO(told(r));
    CHECK_FALSE(find(r, "host.link_down"));
    CHECK(find(r, "tcp.drop"));
}

TEST_CASE("host: an ICMP offender that is another box is no local firewall") {
    auto r = healthy();
    prohibit(at(r, "acr/registry/direct"), "10.0.0.21");
    rules::diagnose(r);
    CHECK(find(r, "host.local_firewall") == nullptr);
    CHECK(find(r, "tcp.admin_prohibited") != nullptr);
}

TEST_CASE("host: one missing neighbour is not a dead gateway") {
    auto r = healthy();
    add(r, path("parent", "parent.corp.example", 443, "https", rules::need::required, "10.0.0.99", false));
    fail_connect(
        at(r, "parent/https/direct"), failure::host_unreachable, "EHOSTUNREACH", 3070, {{4, 3, 1, "10.0.0.20"}});
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "tcp.icmp_unreachable");
    CHECK(r.findings[0].where == "local_network");
    CHECK(r.findings[0].box.empty());
    CHECK(r.findings[0].advice.find("10.0.0.99 is switched on") != std::string::npos);
}

TEST_CASE("host: a network of its own that has the services' addresses is one fault, told for one of them alone") {
    for (const bool same_network : {true, false}) {
        auto r = healthy();
        fail_all(r, failure::timed_out, "ETIMEDOUT", 2000, {});
        for (auto& p : r.paths)
            for (auto& c : p.seen.connects) c.local_address = "203.0.113.1";
        auto& told_of = at(r, "dps/https/direct").seen.connects[0];
        told_of.failed = failure::host_unreachable;
        told_of.kernel.icmp = {{4, 3, 1, "203.0.113.1"}};
        if (!same_network) at(r, "acr/registry/direct").seen.connects[0].local_address = "10.0.0.20";
        rules::diagnose(r);
        INFO(told(r));
        CHECK(find(r, "host.link_down"));
        CHECK((find(r, "tcp.drop") == nullptr) == same_network);
    }
}

TEST_CASE("host: a neighbour with a public address is a neighbour all the same") {
    const struct {
        const char *own, *other, *expected;
    } table[] = {{"203.0.113.200", "203.0.113.40", "tcp.icmp_unreachable"},
        {"2001:db8::20", "2001:db8:0:0:1::40", "tcp.icmp_unreachable"},
        {"203.0.112.200", "203.0.113.40", "host.link_down"}, {"2001:db8:0:1::20", "2001:db8::40", "host.link_down"}};
    for (const auto& row : table) {
        auto r = healthy();
        auto& p = at(r, "acr/registry/direct");
        p.seen.connects = {connected(row.other, 443)};
        const bool v6 = std::string(row.own).find(':') != std::string::npos;
        fail_connect(p, failure::host_unreachable, "EHOSTUNREACH", 3070,
            {v6 ? netprobe::icmp_error{6, 1, 3, row.own} : netprobe::icmp_error{4, 3, 1, row.own}});
        p.seen.connects[0].local_address = row.own;
        rules::diagnose(r);
        INFO(row.own << " " << row.other << "\n" << told(r));
        REQUIRE_FALSE(r.findings.empty());
        CHECK(r.findings[0].cause == row.expected);
    }
}

TEST_CASE("host: a route of its own that names a dead next hop") {
    auto r = healthy();
    fail_connect(
        at(r, "acr/registry/direct"), failure::host_unreachable, "EHOSTUNREACH", 3070, {{4, 3, 1, "10.0.0.20"}});
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "host.link_down");
    CHECK(r.findings[0].proved);
    CHECK(r.findings[0].evidence.at(0).find("others are reached") != std::string::npos);
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

TEST_CASE("host: the clock, by certificates, by peers' clocks, and by both") {
    constexpr double two_years = 2.0 * 365 * 86400 * 1000;
    const struct {
        const char* name;
        long verify;
        double offset_ms;
        bool offset_known;
        const char* started;
        const char* expected;
        bool proved;
    } table[] = {
        {"behind, peers agree", 9, two_years, true, "2024-11-23T12:00:00Z", "host.clock_skew", true},
        {"ahead, peers agree", 10, -two_years, true, "2028-11-23T12:00:00Z", "host.clock_skew", true},
        {"all expired, nobody tells the time", 10, 0, false, "2028-11-23T12:00:00Z", "host.clock_skew", false},
        {"all expired, the clock is right", 10, 200, true, "2026-11-23T12:00:00Z", "tls.expired", true},
        {"clock off the other way round", 9, -two_years, true, "2026-11-23T12:00:00Z", "tls.not_yet_valid", true},
    };
    for (const auto& row : table) {
        auto r = healthy();
        r.run.started = row.started;
        all_dates_wrong(r, row.verify);
        set_clock(r, row.offset_ms);
        if (!row.offset_known)
            for (auto& p : r.paths)
                for (auto& h : p.seen.hellos) h.clock_offset_ms.reset();
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(find(r, row.expected));
        CHECK(find(r, row.expected)->proved == row.proved);
        CHECK(find(r, row.expected)->severity == severity::error);
        const bool clock = std::string_view(row.expected) == "host.clock_skew";
        CHECK((find(r, "tls.expired") == nullptr || !clock));
        CHECK((find(r, "tls.not_yet_valid") == nullptr || !clock));
        CHECK(r.verdict == verdict::blocked);
        if (clock) CHECK(count(r, "host.clock_skew") == 1);
    }
}

TEST_CASE("host: one expired certificate is its server's, while the clock is right") {
    auto r = healthy();
    at(r, "acr/registry/direct").seen.tls->verify_code = 10;
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "tls.expired");
    CHECK(r.findings[0].where == "service");
}

TEST_CASE("host: a clock that is off and breaks nothing yet is a warning") {
    for (const double offset : {4'000.0, 30'000.0, -400'000.0}) {
        auto r = healthy();
        set_clock(r, offset);
        rules::diagnose(r);
        INFO(offset << told(r));
        CHECK((find(r, "host.clock_skew") != nullptr) == (std::abs(offset) >= 10'000));
        if (const auto* f = find(r, "host.clock_skew")) {
            CHECK(f->severity == severity::warning);
            CHECK(r.verdict == verdict::degraded);
        }
    }
}

TEST_CASE("host: where nobody else is heard, the proxy's refusal tells the time, and proves nothing") {
    const struct {
        const char* name;
        const char* started;
        const char* date;
        bool others; ///< a peer behind the proxy tells the time, too
        bool found;
    } table[] = {
        {"two years slow", "2024-11-23T12:00:00Z", "Mon, 23 Nov 2026 12:00:03 GMT", false, true},
        {"an hour fast", "2026-11-23T13:00:00Z", "Mon, 23 Nov 2026 12:00:03 GMT", false, true},
        {"as long as a run may take", "2026-11-23T12:00:00Z", "Mon, 23 Nov 2026 12:00:40 GMT", false, false},
        {"no date at all", "2024-11-23T12:00:00Z", "soon", false, false},
        {"the peers know better", "2024-11-23T12:00:00Z", "Mon, 23 Nov 2026 12:00:03 GMT", true, false},
    };
    for (const auto& row : table) {
        auto r = behind_proxy();
        r.run.started = row.started;
        if (!row.others)
            for (auto& p : r.paths) p.seen.hellos.clear();
        for (auto& p : r.paths)
            if (p.seen.proxy) refuse(p, 407, {{"proxy-authenticate", "Basic"}, {"date", row.date}});
        if (row.others) r.paths.front().seen.hellos.emplace_back().clock_offset_ms = 0;
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        const auto* f = find(r, "host.clock_skew");
        CHECK((f != nullptr) == row.found);
        if (!f) continue;
        CHECK_FALSE(f->proved);
        CHECK(f->severity == severity::warning);
        CHECK(r.findings.front().cause == "proxy.auth_required");
    }
}

TEST_CASE("host: one peer with a wrong clock is not ours") {
    auto r = healthy();
    at(r, "acr/registry/direct").seen.hellos.back().clock_offset_ms = 7'200'000;
    rules::diagnose(r);
    INFO(told(r));
    CHECK(r.findings.empty());
}

TEST_CASE("host: blocked NTP is a note while the clock is right, a warning when it is not") {
    for (const bool skewed : {false, true}) {
        auto r = healthy();
        if (skewed) set_clock(r, 60'000);
        auto& p = at(r, "ntp/ntp/direct");
        p.planned.need = rules::need::required;
        fail_hello(p, failure::timed_out);
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(find(r, "host.ntp_blocked"));
        CHECK(find(r, "host.ntp_blocked")->severity == (skewed ? severity::warning : severity::note));
        CHECK(r.verdict == (skewed ? verdict::degraded : verdict::ready));
        CHECK(p.cause == "host.ntp_blocked");
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

TEST_CASE("host: one certificate that would be good at the time that others tell is not expired") {
    auto r = healthy();
    r.run.started = "2027-09-01T00:00:00Z";
    set_clock(r, -120.0 * 86400 * 1000); // 4 May 2027, a month before its end
    at(r, "acr/registry/direct").seen.tls->verify_code = 10;
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "host.clock_skew");
    CHECK(r.findings[0].proved);
    CHECK(at(r, "acr/registry/direct").cause == "host.clock_skew");
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
