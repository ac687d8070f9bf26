// SPDX-License-Identifier: MIT
#include "rules/diagnose/place_controls.hpp"

#include <catch2/catch.hpp>

#include "rules/diagnose/alone.hpp"
#include "tests/rules/direct_site.hpp"

using namespace site_builder;
using rules::diagnosis::handshake_fate;

TEST_CASE("place controls: one is found by its service, address and port") {
    auto r = healthy();
    direct_control(r, "control_again", hub_address, 443, "tls");
    CHECK(rules::diagnosis::control_at(r, "control_again", hub_address, 443));
    CHECK_FALSE(rules::diagnosis::control_at(r, "control_again_2", hub_address, 443));
    CHECK_FALSE(rules::diagnosis::control_at(r, "control_again", "203.0.113.8", 443));
    CHECK_FALSE(rules::diagnosis::control_at(r, "control_again", hub_address, 5671));
}

TEST_CASE("place controls: what became of a handshake") {
    const struct {
        const char* name;
        failure how;
        std::optional<int> alert;
        bool certificate;
        handshake_fate expected;
    } table[] = {
        {"a certificate", failure::none, {}, true, handshake_fate::answered},
        {"a certificate that we reject", failure::tls_error, {}, true, handshake_fate::answered},
        {"an alert", failure::tls_alert, 40, false, handshake_fate::answered},
        {"silence", failure::timed_out, {}, false, handshake_fate::silent},
        {"a reset", failure::reset, {}, false, handshake_fate::cut},
        {"a close", failure::closed, {}, false, handshake_fate::cut},
        {"ICMP", failure::host_unreachable, {}, false, handshake_fate::cut},
        {"Ctrl-C", failure::interrupted, {}, false, handshake_fate::not_run},
    };
    for (const auto& row : table) {
        INFO(row.name);
        auto r = healthy();
        auto& seen = handshake(r, "control_again", hub_address, 443, row.how);
        seen.tls->alert = row.alert;
        seen.tls->chain.clear();
        if (row.certificate) seen.tls->chain = {leaf_for("www.example.com")};
        CHECK(rules::diagnosis::fate_of_handshake(&seen) == row.expected);
    }
    auto r = healthy();
    CHECK(rules::diagnosis::fate_of_handshake(nullptr) == handshake_fate::not_run);
    CHECK(rules::diagnosis::fate_of_handshake(&direct_control(r, "control_again", hub_address, 443)) ==
          handshake_fate::not_run);
}

TEST_CASE("place controls: how far SYNs with few hops came") {
    const struct {
        const char* name;
        std::vector<std::string> hops;
        int heard;
        const char* box;
        bool beyond;
        int answered;
    } table[] = {
        {"nothing was asked", {}, 0, "", false, 0},
        {"the first hop alone", {gateway}, 1, gateway, false, 0},
        {"silence behind the first hop", {gateway, ""}, 1, gateway, true, 0},
        {"silence from the start", {"", "", ""}, 0, "", true, 0},
        {"silence behind the second", {gateway, "198.51.100.1", "", ""}, 2, "198.51.100.1", true, 0},
        {"one hop that says nothing between others", {gateway, "", "198.51.100.2"}, 3, "198.51.100.2", false, 0},
        {"through", {gateway, "198.51.100.1", "open"}, 2, "198.51.100.1", false, 3},
        {"the fewest hops count", {"", "refused", "refused"}, 0, "", true, 2},
        {"answered at once", {"refused"}, 0, "", false, 1},
    };
    for (const std::string address : {hub_address, "2001:db8::7"})
        for (const auto& row : table) {
            INFO(row.name << " " << address);
            auto r = healthy();
            trace(r, address, 443, row.hops);
            const auto told = rules::diagnosis::trace_of(r, address, 443);
            CHECK(told.asked == !row.hops.empty());
            CHECK(told.heard == row.heard);
            CHECK(told.box == row.box);
            CHECK(told.beyond == row.beyond);
            CHECK(told.answered == row.answered);
            CHECK_FALSE(rules::diagnosis::trace_of(r, address, 5671).asked);
        }
}

TEST_CASE("place controls: a rejection on the way is neither the end of the hops nor silence") {
    auto r = healthy();
    trace(r, hub_address, 443, {gateway, ""});
    end_connect(r.controls.back().seen, failure::timed_out, {{4, 3, 13, "198.51.100.1"}});
    const auto told = rules::diagnosis::trace_of(r, hub_address, 443);
    CHECK(told.heard == 1);
    CHECK_FALSE(told.beyond);
}

TEST_CASE("place controls: a trace ends where the run was broken off") {
    for (const auto how : {failure::interrupted, failure::not_tried}) {
        auto r = healthy();
        trace(r, hub_address, 443, {gateway, "", "198.51.100.2"});
        end_connect(r.controls[1].seen, how);
        const auto told = rules::diagnosis::trace_of(r, hub_address, 443);
        CHECK(told.heard == 1);
        CHECK_FALSE(told.beyond);
        end_connect(r.controls[0].seen, how);
        CHECK_FALSE(rules::diagnosis::trace_of(r, hub_address, 443).asked);
    }
}

TEST_CASE("place controls: the first hop is who reports packets with one hop to go, TCP or UDP, to any place") {
    auto r = healthy();
    CHECK(rules::diagnosis::first_hop(r, connected(hub_address, 5671)).empty());
    trace(r, hub_address, 5671, {"", "198.51.100.1"}); // two hops: not the first
    CHECK(rules::diagnosis::first_hop(r, connected(hub_address, 5671)).empty());
    auto& udp = direct_control(r, "control_first_hop", hub_address, 123, "ntp");
    udp.connects.clear();
    udp.used.reset();
    udp.to.as.ttl = 1;
    udp.hellos.resize(1);
    udp.hellos[0].failed = failure::timed_out;
    udp.hellos[0].kernel.icmp = {{4, 3, 13, "10.0.0.66"}}; // a rejection is not the end of the hops
    CHECK(rules::diagnosis::first_hop(r, connected(hub_address, 5671)).empty());
    r.controls.back().seen.hellos[0].kernel.icmp = {{4, 11, 0, gateway}};
    CHECK(rules::diagnosis::first_hop(r, connected(hub_address, 5671)) == gateway);
    r.controls.clear();
    trace(r, "203.0.113.20", 443, {gateway});
    CHECK(rules::diagnosis::first_hop(r, connected(hub_address, 5671)) == gateway);
}

TEST_CASE("place controls: the first hop is of the way that a packet takes") {
    auto like = connected(hub_address, 5671);
    like.local_address = "10.8.0.2"; // by a tunnel
    auto r = healthy();
    trace(r, "203.0.113.20", 443, {gateway});
    CHECK(rules::diagnosis::first_hop(r, connected(hub_address, 5671)) == gateway);
    CHECK(rules::diagnosis::first_hop(r, like).empty());
    CHECK(rules::diagnosis::first_hop(r, connected("2001:db8::7", 5671)).empty());
    r.controls[0].seen.connects[0].local_address = "10.8.0.2";
    CHECK(rules::diagnosis::first_hop(r, like) == gateway);
    like.local_address.clear(); // not known
    CHECK(rules::diagnosis::first_hop(r, like) == gateway);
    // UDP tells no address of ours: a connection to the same place does.
    r.controls.clear();
    auto& udp = direct_control(r, "control_first_hop", "203.0.113.77", 123, "ntp");
    udp.connects.clear();
    udp.used.reset();
    udp.to.as.ttl = 1;
    udp.hellos.resize(1);
    udp.hellos[0].kernel.icmp = {{4, 11, 0, gateway}};
    trace(r, "203.0.113.77", 443, {""});
    r.controls.back().seen.connects[0].local_address = "10.8.0.2";
    like.local_address = "10.8.0.2";
    CHECK(rules::diagnosis::first_hop(r, like) == gateway);
    like.local_address = "10.0.0.20";
    CHECK(rules::diagnosis::first_hop(r, like).empty());
}

TEST_CASE("place controls: the distance of one port beside another of the same address") {
    auto r = healthy();
    hops_left(r, hub_address, 5671, 64);
    auto d = rules::diagnosis::distance_of(r, hub_address, 5671);
    CHECK(d.here == 64);
    CHECK_FALSE((d.there || d.nearer() || d.same()));
    hops_left(r, "203.0.113.20", 443, 50); // another host is no comparison
    CHECK_FALSE(rules::diagnosis::distance_of(r, hub_address, 5671).nearer());
    hops_left(r, hub_address, 443, 50);
    CHECK(rules::diagnosis::distance_of(r, hub_address, 5671).nearer());
    CHECK(rules::diagnosis::distance_of(r, hub_address, 443).here == 50);
    r.controls[0].seen.connects[0].answer_ttl = 50;
    CHECK(rules::diagnosis::distance_of(r, hub_address, 5671).same());
    r.controls[0].seen.connects[0].answer_ttl.reset();
    d = rules::diagnosis::distance_of(r, hub_address, 5671);
    CHECK_FALSE((d.nearer() || d.same()));
}

TEST_CASE("place controls: how far an answer has gone, from the next of what senders begin with") {
    const std::pair<int, int> table[] = {
        {64, 0}, {63, 1}, {1, 63}, {65, 63}, {128, 0}, {120, 8}, {129, 126}, {255, 0}, {248, 7}};
    for (const auto& [left, gone] : table) CHECK(rules::diagnosis::hops_gone(left) == gone);
}

TEST_CASE("place controls: the furthest answer of another port that takes connections is the address's") {
    auto r = healthy();
    hops_left(r, hub_address, 5671, 64);
    hops_left(r, hub_address, 443, 50);
    hops_left(r, hub_address, 8883, 63); // taken by a box
    CHECK(rules::diagnosis::distance_of(r, hub_address, 5671).there == 50);
    hops_left(r, hub_address, 8884, 40);
    r.controls.back().seen.connects[0].failed = failure::refused;
    CHECK(rules::diagnosis::distance_of(r, hub_address, 5671).there == 50);
}

TEST_CASE("place controls: who answers nearer than the address is") {
    const struct {
        const char* name;
        std::optional<int> here, there;
        std::vector<std::string> trace_here, trace_there;
        const char* expected;
    } table[] = {
        {"nothing asked", {}, {}, {}, {}, ""},
        {"another distance", 64, 50, {}, {}, "arrive with 64 hops left"},
        {"the same distance", 50, 50, {}, {}, ""},
        {"further away", 50, 64, {}, {}, ""},
        {"the same distance, of another beginning", 248, 57, {}, {}, ""},
        {"nearer, of another beginning", 254, 57, {}, {}, "arrive with 254 hops left"},
        {"further away, of a higher beginning", 120, 60, {}, {}, ""},
        {"one hop suffices, and not for the other port", {}, {}, {"open"}, {gateway},
            "a SYN that may go one hop is answered"},
        {"a refusal at one hop is an answer", {}, {}, {"refused"}, {gateway}, "a SYN that may go one hop is answered"},
        {"one hop suffices for both: the address is there", {}, {}, {"open"}, {"open"}, ""},
        {"of the other port nothing is heard", {}, {}, {"open"}, {""}, ""},
        {"both are further", {}, {}, {gateway}, {gateway}, ""},
        {"one hop and another distance: the other port decides", 64, 50, {"open"}, {"open"}, ""},
    };
    for (const auto& row : table) {
        auto r = healthy();
        if (row.here) hops_left(r, hub_address, 5671, *row.here);
        if (row.there) hops_left(r, hub_address, 443, *row.there);
        trace(r, hub_address, 5671, row.trace_here);
        trace(r, hub_address, 443, row.trace_there);
        const rules::diagnosis::inquiry in(r);
        const auto told = rules::diagnosis::nearer_answer(in, hub_address, 5671);
        INFO(row.name << ": " << told);
        CHECK(told.empty() == std::string_view(row.expected).empty());
        CHECK(told.find(row.expected) != std::string::npos);
    }
}

TEST_CASE("place controls: a port that is open where nobody is") {
    auto r = healthy();
    CHECK_FALSE(rules::diagnosis::answered_nowhere(r, 443));
    direct_control(r, "control_nowhere", "192.0.2.1", 443);
    CHECK(rules::diagnosis::answered_nowhere(r, 443));
    CHECK_FALSE(rules::diagnosis::answered_nowhere(r, 5671));
    // A box that refuses for everybody does not take connections for everybody.
    for (const auto how : {failure::refused, failure::timed_out}) {
        end_connect(r.controls[0].seen, how);
        CHECK_FALSE(rules::diagnosis::answered_nowhere(r, 443));
    }
}

TEST_CASE("place controls: who resets, by what the interfaces counted") {
    using rules::diagnosis::resetter;
    const struct {
        const char* name;
        netprobe::refused_in_a_row counted;
        resetter expected;
    } table[] = {
        {"the device itself: nothing left", {8, 16, 0, 0, true}, resetter::device},
        {"and others sent a little", {8, 16, 7, 0, true}, resetter::device},
        {"others sent as much as SYNs would be", {8, 16, 8, 0, false}, resetter::unknown},
        {"what leaves is counted late, if at all", {8, 16, 0, 0, false}, resetter::unknown},
        {"a program of the device that the rules ask: no reset by the loopback", {8, 0, 0, 0, true}, resetter::device},
        {"all left, and nothing came by the loopback", {8, 0, 8, 0, false}, resetter::elsewhere},
        {"less came by it than resets", {8, 7, 20, 0, false}, resetter::elsewhere},
        {"as much came by it as resets", {8, 8, 20, 0, false}, resetter::unknown},
        {"nothing anywhere, counted late", {8, 0, 0, 0, false}, resetter::unknown},
        {"a program of the device carries them", {8, 0, 8, 8, false}, resetter::unknown},
        {"and others are sent besides", {8, 0, 16, 8, false}, resetter::elsewhere},
        {"a report that cannot be: more to programs than sent", {8, 0, 1, 9, false}, resetter::unknown},
        {"nothing was refused", {0, 0, 0, 0, true}, resetter::unknown},
        {"less than nothing", {-1, 0, 9, 0, false}, resetter::unknown},
    };
    for (const auto& row : table) {
        auto r = healthy();
        in_a_row(r, hub_address, 5671, row.counted);
        const auto told = rules::diagnosis::who_resets(r, hub_address, 5671);
        INFO(row.name << ": " << told.why);
        CHECK(told.who == row.expected);
        CHECK(told.why.empty() == (row.expected == resetter::unknown));
        CHECK(rules::diagnosis::who_resets(r, hub_address, 443).who == resetter::unknown);
    }
    auto r = healthy();
    in_a_row(r, hub_address, 5671, {8, 0, 8, 0, false});
    r.controls[0].seen.connects[0].in_a_row.reset(); // broken off
    CHECK(rules::diagnosis::who_resets(r, hub_address, 5671).who == resetter::unknown);
}

TEST_CASE("place controls: the path again, alone, by its whole id") {
    auto r = healthy();
    CHECK_FALSE(rules::diagnosis::alone(r, "iot_hub/mqtt/direct"));
    alone(r, at(r, "iot_hub/mqtt/direct"));
    CHECK(rules::diagnosis::alone(r, "iot_hub/mqtt/direct"));
    CHECK_FALSE(rules::diagnosis::alone(r, "iot_hub/mqtt"));
    CHECK_FALSE(rules::diagnosis::alone(r, "iot_hub/mqtt_ws/direct"));
    r.controls[0].seen.to.service = "control_again";
    CHECK_FALSE(rules::diagnosis::alone(r, "iot_hub/mqtt/direct"));
}
