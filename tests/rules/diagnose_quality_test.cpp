// SPDX-License-Identifier: MIT
//
// What works late, or only today: loss, limits that show as loss, latency, large hellos.
#include <catch2/catch.hpp>

#include <functional>

#include "tests/rules/direct_site.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

namespace {

constexpr auto acr = "acr/registry/direct";
constexpr auto amqp = "iot_hub/amqp/direct";
constexpr auto https = "iot_hub/https/direct", mqtt = "iot_hub/mqtt/direct";

using change_report = std::function<void(rules::report&)>;

} // namespace

TEST_CASE("quality: SYNs that had to be repeated, of loss or of a limit that only our burst meets") {
    const struct {
        const char* name;
        std::vector<const char*> late;
        std::uint32_t retrans;
        change_report how;
        const char* cause;
        severity expected;
    } table[] = {
        {"one is any network's right", {amqp}, 1, [](auto&) {}, "net.loss", severity::note},
        {"one, and steady at a pace", {amqp}, 1,
            [](auto& r) {
                paced(r, 4);
                clean_handshakes(r);
            },
            "net.loss", severity::note},
        {"two", {amqp, acr}, 1, [](auto&) {}, "net.loss", severity::warning},
        {"two, and steady at a pace: it may be chance", {amqp, acr}, 1,
            [](auto& r) {
                paced(r, 4);
                clean_handshakes(r);
            },
            "net.loss", severity::warning},
        {"three, and steady at a pace", {amqp, https, acr}, 1,
            [](auto& r) {
                paced(r, 4);
                clean_handshakes(r);
            },
            "net.connection_limit", severity::note},
        {"three of sixteen, and steady at a pace: it may be chance", {amqp, https, acr}, 1,
            [](auto& r) {
                for (int i = 0; i < 5; ++i) {
                    auto p = at(r, "version_info/https/direct");
                    p.planned.to.id = p.seen.to.id = "endpoint" + std::to_string(i) + "/https/direct";
                    add(r, p);
                }
                paced(r, 4);
                clean_handshakes(r);
            },
            "net.loss", severity::warning},
        {"three, that needed three SYNs", {amqp, https, acr}, 2,
            [](auto& r) {
                paced(r, 4);
                clean_handshakes(r);
            },
            "net.rate_limit", severity::note},
        {"three, and one at a pace as well", {amqp, https, acr}, 1,
            [](auto& r) {
                paced(r, 4, 1);
                clean_handshakes(r);
            },
            "net.loss", severity::warning},
        {"three, and one at a pace never came about", {amqp, https, acr}, 1,
            [](auto& r) {
                paced(r, 4);
                end_connect(r.controls[1].seen, failure::timed_out);
                clean_handshakes(r);
            },
            "net.loss", severity::warning},
        {"three, and what the kernel knew of handshakes is not known", {amqp, https, acr}, 1,
            [](auto& r) { paced(r, 4); }, "net.loss", severity::warning},
        {"three, and a handshake lost a segment", {amqp, https, acr}, 1,
            [](auto& r) {
                paced(r, 4);
                clean_handshakes(r);
                ++at(r, mqtt).seen.tls->kernel.tcp->total_retrans;
            },
            "net.loss", severity::warning},
    };
    for (const auto& row : table) {
        auto r = healthy();
        for (const auto* id : row.late) late_syn(at(r, id), row.retrans);
        row.how(r);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.cause);
        CHECK(r.findings[0].severity == row.expected);
        CHECK(r.findings[0].paths == std::vector<std::string>(row.late.begin(), row.late.end()));
    }
}

TEST_CASE("quality: where no SYN was lost, what handshakes had to send again tells of loss") {
    const struct {
        const char* name;
        std::vector<const char*> again;
        double rtt_ms; ///< afterwards; 12 before
        bool lossy;
    } table[] = {
        {"none", {}, 12, false},
        {"three of eleven may be chance", {amqp, https, acr}, 12, false},
        {"four of eleven", {amqp, mqtt, https, acr}, 12, true},
        {"four, and what was sent again was only late", {amqp, mqtt, https, acr}, 300, false},
    };
    for (const auto& row : table) {
        auto r = healthy();
        clean_handshakes(r);
        for (const auto* id : row.again) {
            auto& tcp = *at(r, id).seen.tls->kernel.tcp;
            ++tcp.total_retrans;
            tcp.rtt_ms = row.rtt_ms;
        }
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        CHECK(r.findings.size() == (row.lossy ? 1 : 0));
        const auto* f = find(r, "net.loss");
        REQUIRE((f != nullptr) == row.lossy);
        if (!f) continue;
        CHECK(f->severity == severity::warning);
        CHECK_FALSE(f->proved);
        CHECK(f->paths == std::vector<std::string>(row.again.begin(), row.again.end()));
        CHECK(f->evidence == std::vector<std::string>{"in 4 of 11 handshakes something had to be sent again, and round "
                                                      "trips were as short as before"});
        CHECK(r.verdict == verdict::degraded);
        late_syn(at(r, "dps/https/direct")); // more is lost: no milder
        rules::diagnose(r);
        REQUIRE(find(r, "net.loss"));
        CHECK(find(r, "net.loss")->severity == severity::warning);
        CHECK(r.verdict == verdict::degraded);
    }
}

TEST_CASE("quality: a repeated SYN of a way that takes longer than the repeat is not lost") {
    for (const double rtt : {40.0, 1200.0}) {
        auto r = healthy();
        late_syn(at(r, acr));
        at(r, acr).seen.connects[0].kernel.tcp->rtt_ms = rtt;
        rules::diagnose(r);
        INFO(rtt << told(r));
        CHECK((find(r, "net.loss") != nullptr) == (rtt < 900));
    }
    auto r = healthy();
    late_syn(at(r, acr));
    at(r, acr).seen.connects[0].elapsed_ms = 12; // what was repeated was no SYN: it stood before a second was over
    rules::diagnose(r);
    CHECK(r.findings.empty());
}

TEST_CASE(
    "quality: where the answer to a SYN is lost the round trip looks long, and others to the address were quick") {
    for (const bool another_is_quick : {false, true}) {
        auto r = healthy();
        late_syn(at(r, https));
        at(r, https).seen.connects[0].kernel.tcp->rtt_ms = 1012;
        if (!another_is_quick) { // nobody else went to this address
            at(r, https).seen.connects[0].address = "203.0.113.8";
        }
        rules::diagnose(r);
        INFO(another_is_quick << told(r));
        CHECK((find(r, "net.loss") != nullptr) == another_is_quick);
    }
    auto r = healthy(); // a control was quick, too
    late_syn(at(r, acr));
    at(r, acr).seen.connects[0].kernel.tcp->rtt_ms = 1012;
    direct_control(r, "control_paced_1", "203.0.113.40", 443);
    rules::diagnose(r);
    CHECK(find(r, "net.loss") != nullptr);
}

TEST_CASE("quality: a silence beside lost SYNs proves less") {
    for (const bool lossy : {false, true}) {
        auto r = healthy();
        drop(at(r, amqp));
        if (lossy) late_syn(at(r, acr));
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(find(r, "tcp.drop"));
        CHECK(find(r, "tcp.drop")->proved == !lossy);
        CHECK((find(r, "tcp.drop")->control.find("several SYNs") != std::string::npos) == lossy);
    }
}

TEST_CASE("quality: beside loss one large hello that is lost proves no hole") {
    for (const bool loss : {false, true}) {
        auto r = healthy();
        handshake(r, "control_large_hello", hub_address, 443, failure::timed_out);
        handshake(r, "control_large_hello_small_segments", hub_address, 443, failure::none);
        if (loss) late_syn(at(r, "iot_hub/amqp/direct"));
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(find(r, "net.mtu_blackhole"));
        CHECK(find(r, "net.mtu_blackhole")->proved != loss);
        CHECK(find(r, "net.mtu_blackhole")->severity == (loss ? severity::note : severity::warning));
    }
}

TEST_CASE("quality: where a connection is cut after its first data a large hello is only more of it") {
    for (const bool cut : {false, true}) {
        auto r = healthy();
        handshake(r, "control_large_hello", hub_address, 443, failure::timed_out);
        handshake(r, "control_large_hello_small_segments", hub_address, 443, failure::timed_out);
        if (cut) {
            fail_hello(at(r, acr), failure::timed_out);
            at(r, acr).seen.hellos.back().kernel.tcp =
                netprobe::tcp_state{.state = "ESTABLISHED", .total_retrans = 5, .unacked = 1u};
        }
        rules::diagnose(r);
        INFO(told(r));
        CHECK((find(r, "net.cut_after_data") != nullptr) == cut);
        CHECK((find(r, "tls.large_client_hello") == nullptr) == cut);
    }
}

TEST_CASE("quality: the hello that is to come") {
    const auto well = failure::none, silence = failure::timed_out;
    const struct {
        const char* name;
        failure large;
        std::optional<failure> in_small;
        change_report how;
        const char* cause; ///< nullptr: no finding
        severity expected;
    } table[] = {
        {"answered", well, well, [](auto&) {}, nullptr, severity::note},
        {"lost, but not in small segments: large packets are lost", silence, well, [](auto&) {}, "net.mtu_blackhole",
            severity::warning},
        {"lost in either", silence, silence, [](auto&) {}, "tls.large_client_hello", severity::note},
        {"reset in either", failure::reset, failure::reset, [](auto&) {}, "tls.large_client_hello", severity::note},
        {"reset once, and not in small segments: a hole is silent", failure::reset, well, [](auto&) {}, nullptr,
            severity::note},
        {"the small segments were not run", silence, {}, [](auto&) {}, nullptr, severity::note},
        {"Ctrl-C in the large", failure::interrupted, well, [](auto&) {}, nullptr, severity::note},
        {"Ctrl-C in the small", silence, failure::interrupted, [](auto&) {}, nullptr, severity::note},
        {"rejected with an alert: it was read", failure::tls_alert, well,
            [](auto& r) { r.controls[0].seen.tls->alert = 40; }, nullptr, severity::note},
        {"it had another name than what is answered there", silence, silence,
            [](auto& r) { r.controls[0].seen.tls->server_name = "www.example.com"; }, nullptr, severity::note},
        {"it went to another address than any path", silence, well,
            [](auto& r) { r.controls[0].seen.connects[0].address = "203.0.113.8"; }, nullptr, severity::note},
    };
    for (const auto& row : table) {
        auto r = healthy();
        handshake(r, "control_large_hello", hub_address, 443, row.large).tls->bytes_sent = 1900;
        if (row.in_small) handshake(r, "control_large_hello_small_segments", hub_address, 443, *row.in_small);
        row.how(r);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(r.findings.size() == (row.cause ? 1 : 0));
        CHECK(r.verdict == (row.expected == severity::warning ? verdict::degraded : verdict::ready));
        if (!row.cause) continue;
        CHECK(r.findings[0].cause == row.cause);
        CHECK(r.findings[0].severity == row.expected);
        CHECK(r.findings[0].proved);
        const std::string cut = row.large == failure::reset ? "was cut off after" : "got no answer in";
        CHECK(r.findings[0].evidence.at(0).find("a hello of 1900 bytes " + cut) != std::string::npos);
        for (const auto& p : r.paths) CHECK(p.works);
    }
}
