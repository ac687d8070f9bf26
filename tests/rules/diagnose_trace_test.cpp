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
        {"behind the first hop", {gateway, "", ""}, {gateway}, 0, "tcp.drop", gateway,
            "may go 1 hop is reported by 10.0.0.1"},
        {"behind the second", {gateway, "198.51.100.1", ""}, {gateway}, 0, "tcp.drop", "198.51.100.1",
            "may go 2 hops is reported by 198.51.100.1"},
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
        {"it refused some, and the SYN is heard of further out", {gateway, ""}, {gateway}, 9, "tcp.drop", gateway,
            "may go 1 hop is reported"},
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
        // Some of what it refused may have been another program's.
        CHECK(f.proved == (f.cause == std::string_view("tcp.drop") || row.local_drops >= 4));
        if (f.cause == "tcp.drop") CHECK(f.control.find(row.control) != std::string::npos);
        CHECK(f.where == (f.cause == "tcp.drop" ? "firewall" : "device"));
    }
}

TEST_CASE("trace: where it ends is the place, although nothing else answers") {
    for (const bool traced : {false, true}) {
        auto r = healthy();
        for (auto& p : r.paths)
            if (!p.seen.connects.empty()) drop(p);
        if (traced) trace(r, hub_address, 5671, {gateway, "198.51.100.1", ""});
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(find(r, "tcp.drop"));
        CHECK_FALSE(find(r, "tcp.drop")->proved);
        CHECK(find(r, "tcp.drop")->box == (traced ? "198.51.100.1" : ""));
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
    } table[] = {
        {"nothing was asked", {}, {}, {}, {}, "tcp.reset", true, "", ""},
        {"as far away as the host", 50, 50, {gateway}, {gateway}, "tcp.reset", true, "", "from as far away as answers"},
        {"a box between", 61, 50, {gateway}, {gateway}, "tcp.reset", true, "", "a box between sent it"},
        {"the first hop, which begins with 64", 64, 50, {gateway}, {gateway}, "tcp.reset", true, gateway,
            "a box between"},
        {"one that begins with 255", 255, 50, {gateway}, {gateway}, "tcp.reset", true, gateway, "a box between"},
        {"64 of a first hop that does not tell its address", 64, 50, {""}, {gateway}, "tcp.reset", true, "",
            "a box between"},
        {"one hop suffices, and the other port is further", {}, {}, {"refused"}, {gateway}, "host.local_firewall",
            false, "", ""},
        {"one hop suffices for both: the host is there", {}, {}, {"refused"}, {"open"}, "tcp.reset", true, "", ""},
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
        CHECK(r.findings[0].control.find(row.control) != std::string::npos);
    }
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
        CHECK(r.findings[0].proved == !looked_into);
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
        const char* cause; ///< of the first silent one
    } table[] = {
        {"a message for the same port", {"iot_hub/amqp_ws/direct", "iot_hub/mqtt_ws/direct"}, prohibited,
            "tcp.admin_prohibited"},
        {"for another port, of which one answers", {amqp}, prohibited, "tcp.drop"},
        {"for another port, and none answers",
            {amqp, "iot_hub/mqtt/direct", "iot_hub/amqp_ws/direct", "iot_hub/mqtt_ws/direct"}, prohibited,
            "tcp.admin_prohibited"},
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
            CHECK(find(r, row.cause)->proved);
        }
    }
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
