// SPDX-License-Identifier: MIT
//
// Handshakes without a certificate, and what controls at the same place decide: every cause with the controls that make
// it, and with the nearest ones that do not.
#include <catch2/catch.hpp>

#include <functional>

#include "tests/rules/direct_site.hpp"

using namespace site_builder;

namespace {

constexpr auto amqp = "iot_hub/amqp/direct";
constexpr auto well = failure::none, silence = failure::timed_out, cut = failure::reset,
               icmp_errno = failure::host_unreachable;

const std::vector<std::string> every_handshake{
    "foreign_name", "foreign_name_2", "known_name", "no_name", "small_hello", "tls12", "small_segments", "again"};

/// All of them end as `usual`, but for those that are listed.
struct fates {
    failure usual;
    std::vector<std::pair<std::string, failure>> but = {};
    std::vector<std::string> not_run = {};
};

void run(rules::report& r, const std::string& address, int port, const fates& all) {
    for (const auto& name : every_handshake) {
        if (std::ranges::find(all.not_run, name) != all.not_run.end()) continue;
        const auto at = std::ranges::find_if(all.but, [&](const auto& f) { return f.first == name; });
        handshake(r, "control_" + name, address, port, at == all.but.end() ? all.usual : at->second);
    }
}

using more = std::function<void(rules::report&, netprobe::tls_observation&)>;

void nothing(rules::report&, netprobe::tls_observation&) {}
void acknowledged(rules::report&, netprobe::tls_observation& t) { t.kernel.tcp.emplace().bytes_acked = 518; }
void unheard(rules::report&, netprobe::tls_observation& t) {
    auto& tcp = t.kernel.tcp.emplace();
    tcp.bytes_acked = tcp.unacked = 1; // the SYN alone
    tcp.total_retrans = 5;
}
void nowhere(rules::report& r, netprobe::tls_observation&) { direct_control(r, "control_nowhere", "192.0.2.1", 5671); }
void nearer(rules::report& r, netprobe::tls_observation&) {
    hops_left(r, hub_address, 5671, 64);
    hops_left(r, hub_address, 443, 50);
}
void held_here(rules::report&, netprobe::tls_observation& t) { t.kernel.local_peer = "127.0.0.1:9400"; }

} // namespace

TEST_CASE("handshake controls: what they decide") {
    const struct {
        const char* name;
        failure failed;
        fates controls;
        more beside;
        const char* cause;
        bool proved;
        const char* where; ///< nullptr: the row's own
    } table[] = {
        // in silence
        {"small segments pass", silence, {silence, {{"small_segments", well}}}, nothing, "net.mtu_blackhole", true,
            nullptr},
        {"small segments pass, and an alert of a usual size", silence,
            {silence, {{"small_segments", well}, {"known_name", failure::tls_alert}}},
            [](auto& r, auto&) {
                for (auto& c : r.controls)
                    if (c.seen.tls && c.seen.tls->failed == failure::tls_alert) c.seen.tls->alert = 112;
            },
            "net.mtu_blackhole", true, nullptr},
        {"small segments pass, and other names in large ones", silence,
            {silence, {{"small_segments", well}, {"foreign_name", well}, {"foreign_name_2", well}}}, nothing,
            "tls.sni_drop", false, nullptr},
        {"small segments pass, and everything but the same again", silence, {well, {{"again", silence}}}, nothing,
            "tls.sni_drop", false, nullptr},
        {"small segments pass, and TLS 1.2 in large ones", silence,
            {silence, {{"small_segments", well}, {"tls12", well}}}, nothing, "tls.tls13_intolerance", false, nullptr},
        {"TLS 1.2 passes", silence, {silence, {{"tls12", well}}}, nothing, "tls.tls13_intolerance", true, nullptr},
        {"a small hello passes", silence, {silence, {{"small_hello", well}}}, nothing, "tls.large_client_hello", true,
            nullptr},
        {"both pass: what they share is TLS 1.2", silence, {silence, {{"small_hello", well}, {"tls12", well}}}, nothing,
            "tls.tls13_intolerance", true, nullptr},
        {"TLS 1.2 passes, and foreign names with TLS 1.3", silence,
            {silence, {{"tls12", well}, {"foreign_name", well}, {"foreign_name_2", well}}}, nothing, "tls.sni_drop",
            false, nullptr},
        {"TLS 1.2 passes, and one foreign name with TLS 1.3", silence,
            {silence, {{"tls12", well}, {"foreign_name_2", well}}}, nothing, "tls.sni_drop", false, nullptr},
        {"TLS 1.2 passes, and a known name with TLS 1.3", silence, {silence, {{"tls12", well}, {"known_name", well}}},
            nothing, "tls.sni_drop", false, nullptr},
        {"a small hello passes, and foreign names as long as the path's", silence,
            {silence, {{"small_hello", well}, {"foreign_name", well}, {"foreign_name_2", well}}}, nothing,
            "tls.sni_drop", false, nullptr},
        {"a small hello passes, and the smaller one without a name", silence,
            {silence, {{"small_hello", well}, {"no_name", well}}}, nothing, "tls.large_client_hello", true, nullptr},
        {"other names pass", silence, {silence, {{"foreign_name", well}, {"foreign_name_2", well}}}, nothing,
            "tls.sni_drop", true, nullptr},
        {"a known name passes", silence, {silence, {{"known_name", well}}}, nothing, "tls.sni_drop", true, nullptr},
        {"without a name it passes", silence, {silence, {{"no_name", well}}}, nothing, "tls.sni_drop", true, nullptr},
        {"one foreign name of two passes: by chance", silence, {silence, {{"foreign_name", well}}}, nothing,
            "tls.handshake_stall", false, nullptr},
        {"the other one", silence, {silence, {{"foreign_name_2", well}}}, nothing, "tls.handshake_stall", false,
            nullptr},
        {"an alert for another name is an answer", silence, {silence, {{"known_name", failure::tls_alert}}},
            [](auto& r, auto&) {
                for (auto& c : r.controls)
                    if (c.seen.tls && c.seen.tls->failed == failure::tls_alert) c.seen.tls->alert = 112;
            },
            "tls.sni_drop", true, nullptr},
        {"the same passes the next time", silence,
            {silence, {{"again", well}, {"foreign_name", well}, {"foreign_name_2", well}}}, nothing,
            "tls.handshake_stall", false, nullptr},
        {"bytes had come: it was no matter of the name", silence, {silence, {{"no_name", well}}},
            [](auto&, auto& t) { t.bytes_received = 7; }, "tls.handshake_stall", false, nullptr},
        {"ICMP came with the silence", silence, {silence, {{"no_name", well}}},
            [](auto&, auto& t) {
                t.kernel.icmp = {{4, 3, 13, gateway}};
            },
            "tls.sni_reset", true, nullptr},
        {"nothing passes, nothing is acknowledged", silence, {silence}, unheard, "net.cut_after_data", true,
            "firewall"},
        {"nothing passes, all is acknowledged", silence, {silence}, acknowledged, "tcp.synproxy_silent", false,
            nullptr},
        {"nothing passes, and the kernel says nothing", silence, {silence}, nothing, "tls.handshake_stall", false,
            nullptr},
        {"nothing passes, and the port is open where nobody is", silence, {silence}, nowhere, "tcp.intercepted", true,
            "firewall"},
        {"nothing passes, and somebody nearer answers", silence, {silence}, nearer, "tcp.synproxy_silent", true,
            "firewall"},
        {"open where nobody is, and a name passes", silence, {silence, {{"no_name", well}}}, nowhere, "tls.sni_drop",
            true, nullptr},
        {"other names were not tried", silence, {silence, {}, {"foreign_name", "foreign_name_2"}}, nowhere,
            "tls.handshake_stall", false, nullptr},
        {"this device holds the other end", silence, {silence}, held_here, "tcp.intercepted", true, "device"},
        {"this device holds the other end, and a name passes: it may pass it on", silence,
            {silence, {{"no_name", well}}}, held_here, "tls.sni_drop", true, "unknown"},
        {"this device holds the other end of others as well, which work", silence, {silence},
            [](auto& r, auto& t) {
                held_here(r, t);
                at(r, "iot_hub/https/direct").seen.tls->kernel.local_peer = t.kernel.local_peer;
            },
            "tls.handshake_stall", false, "unknown"},
        {"closed by who holds the other end on this device", failure::closed, {cut}, held_here, "tcp.intercepted", true,
            "device"},
        // by a reset
        {"cut, and other names pass", cut, {cut, {{"foreign_name", well}, {"foreign_name_2", well}}}, nothing,
            "tls.sni_reset", true, nullptr},
        {"cut, and TLS 1.2 passes", cut, {cut, {{"tls12", well}}}, nothing, "tls.tls13_intolerance", true, nullptr},
        {"cut, TLS 1.2 passes, and foreign names with TLS 1.3", cut,
            {cut, {{"tls12", well}, {"foreign_name", well}, {"foreign_name_2", well}}}, nothing, "tls.sni_reset", false,
            nullptr},
        {"cut, a small hello passes, and foreign names as long", cut,
            {cut, {{"small_hello", well}, {"foreign_name", well}, {"foreign_name_2", well}}}, nothing, "tls.sni_reset",
            false, nullptr},
        {"cut, and a small hello passes", cut, {cut, {{"small_hello", well}}}, nothing, "tls.large_client_hello", true,
            nullptr},
        {"cut, and the same passes the next time", cut, {cut, {{"again", well}}}, nothing, "tls.injected_reset", true,
            nullptr},
        {"cut, and what bears other names waits in silence", cut,
            {cut, {{"foreign_name", silence}, {"foreign_name_2", silence}, {"no_name", silence}}}, nothing,
            "tls.sni_reset", false, nullptr},
        {"cut, and what bears one other name waits in silence", cut, {cut, {{"foreign_name", silence}}}, nothing,
            "tcp.closed_after_connect", true, nullptr},
        {"cut, and what bears other names waits, and so does the same the next time", cut,
            {cut, {{"foreign_name", silence}, {"foreign_name_2", silence}, {"no_name", silence}, {"again", silence}}},
            nothing, "tcp.closed_after_connect", true, nullptr},
        {"cut as late as the others give up", cut,
            {cut, {{"foreign_name", silence}, {"foreign_name_2", silence}, {"no_name", silence}}},
            [](auto&, auto& t) { t.elapsed_ms = 4900; }, "tcp.closed_after_connect", true, nullptr},
        {"cut, whatever is said", cut, {cut}, nothing, "tcp.closed_after_connect", true, nullptr},
        {"cut, also where nobody is", cut, {cut}, nowhere, "tcp.closed_after_connect", true, "firewall"},
        {"cut, by somebody nearer", cut, {cut}, nearer, "tcp.closed_after_connect", true, "firewall"},
        {"cut after an answer", cut, {cut, {{"no_name", well}}}, [](auto&, auto& t) { t.bytes_received = 7; },
            "tls.injected_reset", false, nullptr},
        {"closed, and without a name it passes", failure::closed, {cut, {{"no_name", well}}}, nothing, "tls.sni_reset",
            true, nullptr},
        // by ICMP, of which a connection that stands keeps the errno
        {"unreachable, and without a name it passes", icmp_errno, {icmp_errno, {{"no_name", well}}}, nothing,
            "tls.sni_reset", true, nullptr},
        {"unreachable, whatever is said", icmp_errno, {icmp_errno}, nothing, "net.cut_after_data", true, "firewall"},
        {"IPv6's prohibited, whatever is said", failure::not_permitted, {failure::not_permitted}, nothing,
            "net.cut_after_data", true, "firewall"},
        {"unreachable after an answer", icmp_errno, {icmp_errno, {{"no_name", well}}},
            [](auto&, auto& t) { t.bytes_received = 1200; }, "net.cut_after_data", false, nullptr},
        {"a message after an answer", silence, {silence, {{"no_name", well}}},
            [](auto&, auto& t) {
                t.kernel.icmp = {{4, 3, 13, gateway}};
                t.bytes_received = 1200;
            },
            "net.cut_after_data", false, nullptr},
        {"port unreachable, and without a name it passes", failure::refused, {failure::refused, {{"no_name", well}}},
            nothing, "tls.sni_reset", true, nullptr},
        {"port unreachable, whatever is said", failure::refused, {failure::refused}, nothing, "net.cut_after_data",
            true, "firewall"},
        // by an alert
        {"an alert, and TLS 1.2 passes", failure::tls_alert, {cut, {{"tls12", well}}}, nothing, "tls.tls13_intolerance",
            true, nullptr},
        {"an alert, and other names pass as well", failure::tls_alert,
            {cut, {{"tls12", well}, {"foreign_name", well}, {"foreign_name_2", well}}}, nothing, "tls.alert", true,
            nullptr},
        {"an alert, and nothing passes", failure::tls_alert, {cut}, nothing, "tls.alert", true, nullptr},
    };
    for (const auto& row : table) {
        auto r = healthy();
        auto& t = fail_tls(at(r, amqp), row.failed);
        if (row.failed == failure::tls_alert) t.alert = 80;
        run(r, hub_address, 5671, row.controls);
        row.beside(r, *at(r, amqp).seen.tls);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.cause);
        if (std::string_view(row.cause) != "tls.alert") CHECK(r.findings[0].proved == row.proved);
        CHECK(r.findings[0].where == (row.where ? row.where : rules::find_cause(row.cause)->where));
        CHECK(at(r, amqp).cause == row.cause);
    }
}

TEST_CASE("handshake controls: what passes the next time is no matter of its name") {
    for (const bool heard : {false, true})
        for (const char* passes : {"again", "again_3"}) {
            auto r = healthy();
            auto& t = fail_tls(at(r, amqp), silence);
            heard ? acknowledged(r, t) : unheard(r, t);
            run(r, hub_address, 5671, {silence, {{"again", passes == std::string("again") ? well : silence}}});
            if (passes != std::string("again")) handshake(r, "control_again_3", hub_address, 5671, well);
            // And another name at the same place got through, which would speak for a filter.
            auto other = at(r, amqp);
            other.planned.to.id = other.seen.to.id = "endpoint/amqp/direct";
            other.planned.to.host = other.seen.to.host = "other.corp.example";
            other.seen.failed = failure::none;
            other.seen.tls->failed = failure::none;
            other.seen.tls->chain = {leaf_for("other.corp.example")};
            add(r, other);
            rules::diagnose(r);
            INFO(told(r));
            REQUIRE(find(r, "tls.handshake_stall"));
            CHECK_FALSE(find(r, "tls.handshake_stall")->proved);
            CHECK(find(r, "tls.handshake_stall")->control.find("passed: it is not always so") != std::string::npos);
            CHECK_FALSE(find(r, "tls.sni_drop"));
        }
}

TEST_CASE("handshake controls: of another place they decide what is no matter of the name") {
    constexpr auto dps = "dps/https/direct", https = "iot_hub/https/direct";
    const struct {
        const char* name;
        fates controls;
        failure of_dps;
        const char* cause;
    } table[] = {
        {"the hello", {silence, {{"tls12", well}}}, silence, "tls.tls13_intolerance"},
        {"the size of packets", {silence, {{"small_segments", well}}}, silence, "net.mtu_blackhole"},
        {"the name: another name is another matter", {silence, {{"no_name", well}}}, silence, "tls.handshake_stall"},
        {"a list of allowed names, with neither on it", {silence, {{"known_name", well}}}, silence, "tls.sni_drop"},
        {"the same, and it ended otherwise there", {silence, {{"known_name", well}}}, cut, "tcp.closed_after_connect"},
        {"it ended otherwise there", {silence, {{"tls12", well}}}, cut, "tcp.closed_after_connect"},
        {"they decided nothing", {silence}, silence, "tls.handshake_stall"},
    };
    for (const auto& row : table) {
        auto r = healthy();
        fail_tls(at(r, https), silence);
        fail_tls(at(r, dps), row.of_dps).bytes_sent = 0;
        run(r, hub_address, 443, row.controls);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        CHECK(at(r, dps).cause == row.cause);
        if (at(r, dps).cause == "tls.sni_drop") CHECK_FALSE(find(r, "tls.sni_drop")->proved); // as to dps
    }
    // Of another port they say nothing.
    auto r = healthy();
    fail_tls(at(r, amqp), silence);
    fail_tls(at(r, dps), silence);
    run(r, hub_address, 5671, {silence, {{"tls12", well}}});
    rules::diagnose(r);
    INFO(told(r));
    CHECK(at(r, amqp).cause == "tls.tls13_intolerance");
    CHECK(at(r, dps).cause == "tls.handshake_stall");
}

TEST_CASE("handshake controls: the same name at another address is told, of the same name alone") {
    const struct {
        const char* host;
        failure how;
        bool told;
    } table[] = {{hub, silence, true}, {hub, cut, true}, {hub, well, false}, {"contoso.azurecr.io", silence, false}};
    for (const auto& row : table) {
        auto r = healthy();
        fail_tls(at(r, amqp), silence);
        run(r, hub_address, 5671, {silence, {{"no_name", well}}});
        handshake(r, "control_name_elsewhere", "203.0.113.20", 5671, row.how).to.host = row.host;
        rules::diagnose(r);
        INFO(row.host << "\n" << told(r));
        REQUIRE(find(r, "tls.sni_drop"));
        const auto& control = find(r, "tls.sni_drop")->control;
        CHECK((control.find("at another address fared no better") != std::string::npos) == row.told);
    }
}

TEST_CASE("handshake controls: a version alert is proved, or is of TLS 1.3 alone, by what a hello of TLS 1.2 gets") {
    enum older { refused, stands, not_asked };
    for (const auto what : {refused, stands, not_asked})
        for (const bool another_passes : {false, true}) {
            auto r = healthy();
            fail_tls(at(r, "acr/registry/direct"), failure::tls_alert, "alert 70").alert = 70;
            const std::string there = "203.0.113.40";
            handshake(r, "control_again", there, 443, failure::tls_alert).tls->chain.clear();
            auto& foreign =
                handshake(r, "control_foreign_name", there, 443, another_passes ? failure::none : failure::tls_alert);
            if (!another_passes) foreign.tls->chain.clear();
            if (what != not_asked) {
                auto& seen =
                    handshake(r, "control_tls12", there, 443, what == refused ? failure::tls_alert : failure::none);
                if (what == refused) seen.tls->chain.clear(), seen.tls->alert = 70;
            }
            rules::diagnose(r);
            INFO(what << another_passes << "\n" << told(r));
            const bool intolerant = what == stands && !another_passes;
            REQUIRE(r.findings.size() == 1);
            CHECK(r.findings[0].cause == (intolerant ? "tls.tls13_intolerance" : "tls.version"));
            CHECK(r.findings[0].proved == (intolerant || what == refused));
        }
}
