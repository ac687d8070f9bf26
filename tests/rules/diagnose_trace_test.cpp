// SPDX-License-Identifier: MIT
//
// Connections that fail, and what traces, distances, counters of this device and messages beside them add.
#include <catch2/catch.hpp>

#include <functional>

#include "tests/rules/direct_site.hpp"

using namespace site_builder;

namespace {

constexpr auto amqp = "iot_hub/amqp/direct";

void no_controls(rules::report&) {}

} // namespace

TEST_CASE("trace: where a SYN without an answer is lost") {
    const struct {
        const char* name;
        std::vector<std::string> hops, of_443;
        std::uint64_t local_drops;
        const char* cause;
        const char* box;
        const char* control;
    } table[] = {
        {"nothing was asked", {}, {}, 0, "tcp.drop", "", "another port of the same address answered"},
        {"behind the first hop", {gateway, "", ""}, {gateway, "198.51.100.1"}, 0, "tcp.drop", gateway,
            "may go 1 hop is reported by 10.0.0.1"},
        {"behind the second", {gateway, "198.51.100.1", ""}, {gateway, "198.51.100.1", "198.51.100.2"}, 0, "tcp.drop",
            "198.51.100.1", "may go 2 hops is reported by 198.51.100.1"},
        {"at the first hop", {"", ""}, {gateway}, 0, "tcp.drop", gateway,
            "not even a SYN that may go one hop is heard of"},
        {"a first hop that is never heard of tells nothing", {"", ""}, {""}, 0, "tcp.drop", "",
            "another port of the same address answered"},
        // drop() repeats its SYN four times
        {"this device refused every repeat", {}, {}, 4, "host.local_firewall", "", "refused to send 4 segments"},
        {"it refused fewer: of another socket", {}, {}, 3, "tcp.drop", "", "another port of the same address answered"},
        {"it refused some, and nothing leaves it", {""}, {gateway}, 1, "host.local_firewall", "",
            "of a SYN that may go one hop nothing is heard, while 10.0.0.1"},
        {"it refused some, and nobody is heard of", {""}, {""}, 1, "tcp.drop", "", "another port"},
        {"it refused some, and the SYN is heard of further out", {gateway, ""}, {gateway, "198.51.100.1"}, 9,
            "tcp.drop", gateway, "may go 1 hop is reported"},
    };
    for (const auto& row : table) {
        auto r = healthy();
        drop(at(r, amqp));
        trace(r, hub_address, 5671, row.hops);
        trace(r, hub_address, 443, row.of_443);
        r.run.local_drops = row.local_drops;
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        const auto& f = r.findings[0];
        INFO(f.control);
        CHECK(f.cause == row.cause);
        CHECK(f.box == row.box);
        // What it refused may have been another program's, whatever the number.
        CHECK(f.proved == (f.cause == std::string_view("tcp.drop")));
        if (f.cause == "tcp.drop") CHECK(f.control.find(row.control) != std::string::npos);
        CHECK(f.where == (f.cause == "tcp.drop" ? "firewall" : "device"));
    }
}

TEST_CASE("trace: what this device refused is held against the repeats of what was asked meanwhile") {
    for (const std::uint64_t drops : {4u, 7u}) {
        auto r = healthy();
        drop(at(r, amqp));                                                     // four repeats
        for (const auto* service : {"control_large_hello", "control_ttl_1"}) { // beside the paths, and later
            auto& control = direct_control(r, service, hub_address, 5671);
            end_connect(control, failure::timed_out);
            control.connects[0].kernel.tcp.emplace().total_retrans = 3;
        }
        r.run.local_drops = drops;
        rules::diagnose(r);
        INFO(drops << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == (drops == 7 ? "host.local_firewall" : "tcp.drop"));
        if (drops == 7) CHECK_FALSE(r.findings[0].proved);
    }
}

TEST_CASE("trace: the first hop of another way says nothing of this one") {
    auto r = healthy();
    drop(at(r, amqp));
    at(r, amqp).seen.connects[0].local_address = "10.8.0.2"; // by a tunnel
    trace(r, hub_address, 5671, {"", ""});
    for (auto& c : r.controls) c.seen.connects[0].local_address = "10.8.0.2";
    trace(r, "203.0.113.20", 443, {gateway});
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "tcp.drop"));
    CHECK(find(r, "tcp.drop")->box.empty());
}

TEST_CASE("trace: where it ends is no place where nothing else answers") {
    for (const bool traced : {false, true}) {
        auto r = healthy();
        for (auto& p : r.paths)
            if (!p.seen.connects.empty()) drop(p);
        if (traced) trace(r, hub_address, 5671, {gateway, "198.51.100.1", ""});
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(find(r, "tcp.drop"));
        CHECK_FALSE(find(r, "tcp.drop")->proved);
        CHECK(find(r, "tcp.drop")->box.empty());
    }
}

TEST_CASE("trace: who refuses, the host, somebody between or this device") {
    const struct {
        const char* name;
        std::optional<int> here, there;
        std::vector<std::string> hops, of_443;
        const char* cause;
        bool proved;
        const char* box;
        const char* control;
        const char* where = "firewall";
    } table[] = {
        {"nothing was asked: a service's port is known to be served", {}, {}, {}, {}, "tcp.reset", false, "", ""},
        {"as far away as the host", 50, 50, {gateway}, {gateway}, "tcp.reset", false, "", "from as far away as answers",
            "unknown"},
        {"as far away, of another beginning", 241, 50, {gateway}, {gateway}, "tcp.reset", false, "",
            "from as far away as answers", "unknown"},
        {"further away than the other port", 47, 50, {gateway}, {gateway}, "tcp.reset", false, "",
            "from further away than answers", "unknown"},
        {"the other port was not read", 61, {}, {gateway}, {gateway}, "tcp.reset", false, "", ""},
        {"from one link away, of an address that is further", 64, {}, {gateway}, {}, "tcp.reset", true, gateway,
            "reports that 203.0.113.7 is further"},
        {"from one link away, of a router that translates addresses", 64, {}, {hub_address}, {}, "tcp.reset", false, "",
            ""},
        {"a box between that translates addresses", 64, 50, {hub_address}, {gateway}, "tcp.reset", true, "",
            "a box between"},
        {"from one link away, where the address may be", 64, {}, {""}, {}, "tcp.reset", false, "", ""},
        {"a box between", 61, 50, {gateway}, {gateway}, "tcp.reset", true, "", "a box between sent it"},
        {"the first hop, which begins with 64", 64, 50, {gateway}, {gateway}, "tcp.reset", true, gateway,
            "a box between"},
        {"one that begins with 255", 255, 50, {gateway}, {gateway}, "tcp.reset", true, gateway, "a box between"},
        {"64 of a first hop that does not tell its address", 64, 50, {""}, {gateway}, "tcp.reset", true, "",
            "a box between"},
        {"one hop suffices, and the other port is further", {}, {}, {"refused"}, {gateway}, "host.local_firewall",
            false, "", "", "device"},
        {"one hop suffices for both: the host is there", {}, {}, {"refused"}, {"open"}, "tcp.reset", false, "", ""},
    };
    for (const auto& row : table) {
        auto r = healthy();
        reset(at(r, amqp));
        if (row.here) hops_left(r, hub_address, 5671, *row.here);
        if (row.there) hops_left(r, hub_address, 443, *row.there);
        trace(r, hub_address, 5671, row.hops);
        trace(r, hub_address, 443, row.of_443);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.cause);
        CHECK(r.findings[0].proved == row.proved);
        CHECK(r.findings[0].box == row.box);
        CHECK(r.findings[0].where == row.where);
        CHECK(r.findings[0].control.find(row.control) != std::string::npos);
    }
}

TEST_CASE("trace: a reset of another port is no answer of the host") {
    auto r = healthy();
    for (const auto* id : {amqp, "iot_hub/mqtt/direct"}) reset(at(r, id));
    for (const int port : {5671, 443, 8883}) hops_left(r, hub_address, port, port == 443 ? 50 : 64);
    for (auto& c : r.controls)
        if (c.seen.to.port != 443) c.seen.connects[0].failed = failure::refused;
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].proved);
    CHECK(r.findings[0].paths.size() == 2);
}

TEST_CASE("trace: a port that one hop refuses for one host is refused there for others, too") {
    for (const bool looked_into : {true, false}) {
        auto r = healthy();
        for (const auto* id : {"iot_hub/amqp_ws/direct", "iot_hub/mqtt_ws/direct", "iot_hub/https/direct",
                 "dps/https/direct", "acr/registry/direct"})
            reset(at(r, id));
        if (looked_into) {
            trace(r, hub_address, 443, {"refused"});
            trace(r, hub_address, 5671, {gateway});
            trace(r, "203.0.113.20", 443, {"refused"}); // which has no other port to compare with
        }
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == (looked_into ? "host.local_firewall" : "tcp.reset"));
        CHECK_FALSE(r.findings[0].proved);
        CHECK(r.findings[0].paths.size() == 5);
        CHECK(r.findings[0].control.empty() == !looked_into);
    }
}

TEST_CASE("trace: where one hop refuses every port nobody knows whether this device does it") {
    auto r = healthy();
    for (auto& p : r.paths)
        if (!p.seen.connects.empty()) reset(p);
    for (const auto port : {443, 5671, 8883}) trace(r, hub_address, port, {"refused"});
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(!r.findings.empty());
    CHECK(r.findings[0].cause == "tcp.reset");
    CHECK_FALSE(r.findings[0].proved);
    CHECK(r.findings[0].control.find("this device's own firewall, or") != std::string::npos);
}

TEST_CASE("trace: what the interfaces counted tells this device's resets from those of the first hop") {
    const struct {
        const char* name;
        netprobe::refused_in_a_row counted;
        std::vector<std::string> of_443; ///< whether the address is further away than the first hop
        const char* cause;
        bool proved;
        const char *where, *box, *control;
    } table[] = {
        {"it is this device", {8, 16, 1, 0, true}, {gateway}, "host.local_firewall", true, "device", "",
            "the SYNs did not leave it"},
        {"it is not", {8, 0, 8, 0, false}, {gateway}, "tcp.reset", true, "firewall", gateway,
            "10.0.0.1, or a box right before it, refuses them"},
        {"nobody knows", {8, 16, 16, 0, false}, {gateway}, "host.local_firewall", false, "device", "",
            "comes from this device, or from 10.0.0.1 itself"},
        {"it is this device, and nothing of the address is further", {8, 16, 1, 0, true}, {"refused"},
            "host.local_firewall", true, "device", "", "the SYNs did not leave it"},
        {"it is not, and nothing of the address is further", {8, 0, 8, 0, false}, {"refused"}, "tcp.reset", true,
            "firewall", "", "the first hop, or a box right before it"},
        {"nobody knows, and nothing of the address is further", {8, 16, 16, 0, false}, {"refused"}, "tcp.reset", false,
            "unknown", "", "this device's own firewall, or"},
    };
    for (const auto& row : table) {
        auto r = healthy();
        const bool all = row.of_443.front() == "refused";
        for (auto& p : r.paths)
            if (p.id() == amqp || (all && p.seen.to.service == "iot_hub")) reset(p);
        for (const int port : {5671, 443, 8883}) {
            trace(r, hub_address, port, port == 5671 ? std::vector<std::string>{"refused"} : row.of_443);
            if (port == 5671 || all) in_a_row(r, hub_address, port, row.counted);
        }
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        const auto* found = find(r, row.cause);
        REQUIRE(found);
        CHECK(found->proved == row.proved);
        CHECK(found->where == row.where);
        CHECK(found->box == row.box);
        CHECK(found->control.find(row.control) != std::string::npos);
        CHECK(found->advice.find(row.box) != std::string::npos);
        CHECK(found->advice.find('{') == std::string::npos);
    }
}

TEST_CASE(
    "trace: of an address where nothing was counted the port's own count at another address says what is likely") {
    for (const bool counted : {true, false})
        for (const bool device : {true, false}) {
            auto r = healthy();
            for (auto& p : r.paths)
                if (!p.seen.connects.empty()) reset(p);
            for (const int port : {443, 5671, 8883}) {
                trace(r, hub_address, port, {"refused"});
                const netprobe::refused_in_a_row is{8, device ? 16u : 0u, device ? 0u : 8u, 0, device};
                in_a_row(r, hub_address, port, is);
                for (const auto& p : r.paths)
                    if (counted && !p.seen.connects.empty() && p.seen.to.port == port &&
                        p.seen.connects[0].address != hub_address)
                        in_a_row(r, p.seen.connects[0].address, port, is);
            }
            rules::diagnose(r);
            INFO(told(r));
            const auto* found = find(r, device ? "host.local_firewall" : "tcp.reset");
            REQUIRE(found);
            CHECK(found->proved == counted);
            CHECK(found->where == (device ? "device" : "firewall"));
            CHECK_FALSE(find(r, device ? "tcp.reset" : "host.local_firewall"));
        }
}

TEST_CASE("trace: of an address in a network of this device the counts name no firewall") {
    auto r = healthy();
    for (auto& p : r.paths)
        if (p.seen.to.service == "iot_hub") {
            reset(p);
            p.seen.connects[0].local_address = "203.0.113.99";
        }
    for (const int port : {443, 5671, 8883}) {
        trace(r, hub_address, port, {"refused"});
        in_a_row(r, hub_address, port, {8, 0, 8, 0, false});
    }
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(!r.findings.empty());
    CHECK(r.findings[0].cause == "tcp.reset");
    CHECK_FALSE(r.findings[0].proved);
    CHECK(r.findings[0].where == "unknown");
}

TEST_CASE("trace: a box that resets for an endpoint of the user's own is named where its distance tells") {
    auto r = healthy();
    add(r, path("endpoint", "plc.corp.example", 8883, "mqtt", rules::need::required, "10.1.2.3", false));
    reset(at(r, "endpoint/mqtt/direct"));
    hops_left(r, "10.1.2.3", 8883, 64);
    hops_left(r, "10.1.2.3", 443, 60);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "tcp.reset"));
    CHECK(find(r, "tcp.reset")->control.find("a box between sent it") != std::string::npos);
    CHECK(find(r, "tcp.reset")->where == "firewall");
}

TEST_CASE("icmp: messages are rationed, and silence beside one of them is the same rejection") {
    const auto prohibited = [](rules::report& r) { prohibit(at(r, "iot_hub/https/direct")); };
    const struct {
        const char* name;
        std::vector<const char*> silent; ///< and everything else of the hub but those of `how` answers
        std::function<void(rules::report&)> how;
        const char* cause; ///< of the silent ones
        bool proved = true;
    } table[] = {
        {"a message for the same port", {"iot_hub/amqp_ws/direct", "iot_hub/mqtt_ws/direct"}, prohibited,
            "tcp.admin_prohibited"},
        {"for another port, of which one answers", {amqp}, prohibited, "tcp.drop"},
        {"for another port, and none answers",
            {amqp, "iot_hub/mqtt/direct", "iot_hub/amqp_ws/direct", "iot_hub/mqtt_ws/direct"}, prohibited,
            "tcp.admin_prohibited", false},
        {"only a control got it", {amqp},
            [](auto& r) {
                end_connect(direct_control(r, "control_alone", hub_address, 5671), failure::host_unreachable,
                    {{4, 3, 10, gateway}});
            },
            "tcp.admin_prohibited"},
        {"unreachable is a rejection as well", {amqp},
            [](auto& r) {
                end_connect(
                    direct_control(r, "control_alone", hub_address, 5671), failure::refused, {{4, 3, 3, gateway}});
            },
            "tcp.icmp_unreachable"},
        {"the end of a trace is none", {amqp},
            [](auto& r) {
                trace(r, hub_address, 5671, {gateway, ""});
            },
            "tcp.drop"},
        {"a smaller packet asked for is none", {amqp},
            [](auto& r) {
                end_connect(
                    direct_control(r, "control_alone", hub_address, 5671), failure::timed_out, {{4, 3, 4, gateway}});
            },
            "tcp.drop"},
        {"a message for another host", {amqp}, [](auto& r) { prohibit(at(r, "dps/https/direct")); }, "tcp.drop"},
        {"none at all", {amqp}, no_controls, "tcp.drop"},
    };
    for (const auto& row : table) {
        auto r = healthy();
        for (const auto* id : row.silent) drop(at(r, id));
        row.how(r);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        for (const auto* id : row.silent) CHECK(at(r, id).cause == row.cause);
        if (std::string_view(row.cause) != "tcp.drop") {
            CHECK(find(r, row.cause)->box == gateway);
            CHECK(find(r, row.cause)->proved == row.proved);
        }
    }
}

TEST_CASE("icmp: what is lent from another port says so, and shows the silence") {
    auto r = healthy();
    for (const auto* id : {amqp, "iot_hub/amqp_ws/direct", "iot_hub/mqtt_ws/direct", "iot_hub/https/direct"})
        drop(at(r, id));
    prohibit(at(r, "iot_hub/mqtt/direct"));
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "tcp.admin_prohibited"));
    const auto& f = *find(r, "tcp.admin_prohibited");
    CHECK_FALSE(f.proved);
    CHECK(f.control.find("itself no message came") != std::string::npos);
    CHECK(std::ranges::any_of(
        f.evidence, [](const auto& e) { return e.find("none answered; 203.0.113.7:8883: ") != std::string::npos; }));
}

TEST_CASE("tcp: unreachable without a message is this device's own route where it comes at once") {
    for (const auto how : {failure::net_unreachable, failure::host_unreachable}) {
        for (const double ms : {0.2, 40.0, 3000.0}) {
            auto r = healthy();
            fail_connect(at(r, amqp), how, "E", ms);
            rules::diagnose(r);
            INFO(ms << told(r));
            CHECK(at(r, amqp).cause == (ms < 250 ? "host.no_route" : "tcp.icmp_unreachable"));
        }
    }
}
