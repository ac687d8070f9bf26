// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <functional>

#include "tests/rules/direct_site.hpp"

using namespace site_builder;
using rules::severity;

namespace {

constexpr auto acr = "acr/registry/direct", mcr = "mcr/registry/direct";
constexpr auto amqp = "iot_hub/amqp/direct", mqtt = "iot_hub/mqtt/direct", https = "iot_hub/https/direct";

/// A handshake of `bytes` in `ms`, in which round trips grew from 12 ms by `queued_ms`.
void pace(rules::path_result& p, double bytes, double ms, double queued_ms) {
    p.seen.tls->bytes_received = static_cast<std::uint64_t>(bytes);
    p.seen.tls->elapsed_ms = ms;
    p.seen.tls->kernel.tcp.emplace().rtt_ms = 12 + queued_ms;
}

void quick(rules::report& r) {
    for (auto& p : r.paths)
        if (p.seen.tls) pace(p, 4000, 50, 0);
}

void slow(rules::path_result& p) { pace(p, 4000, 1000, 300); }

} // namespace

TEST_CASE("slow link: bytes that come slowly, of more than one host or beside quick ones of the same") {
    const struct {
        const char* name;
        std::function<void(rules::report&)> how;
        std::vector<std::string> paths; ///< none: no finding
    } table[] = {
        {"all quick", [](auto&) {}, {}},
        {"two hosts", [](auto& r) { slow(at(r, acr)), slow(at(r, mcr)); }, {mcr, acr}},
        {"one host of one path may be a slow server", [](auto& r) { slow(at(r, acr)); }, {}},
        {"one port of a host whose others are quick", [](auto& r) { slow(at(r, amqp)); }, {amqp}},
        {"one host on every port may be a slow server",
            [](auto& r) {
                for (auto& p : r.paths)
                    if (p.seen.to.host == hub) slow(p);
            },
            {}},
        {"no queue: the server took its time",
            [](auto& r) { pace(at(r, acr), 4000, 1000, 40), pace(at(r, mcr), 4000, 1000, 40); }, {}},
        {"not longer than any link may take",
            [](auto& r) { pace(at(r, acr), 4000, 700, 300), pace(at(r, mcr), 4000, 700, 300); }, {}},
        {"many bytes", [](auto& r) { pace(at(r, acr), 9000, 1000, 300), pace(at(r, mcr), 9000, 1000, 300); }, {}},
        {"too few bytes for a rate",
            [](auto& r) { pace(at(r, acr), 999, 1000, 300), pace(at(r, mcr), 999, 1000, 300); }, {}},
        {"the SYN was repeated: loss, not slowness",
            [](auto& r) {
                for (const auto* id : {acr, mcr})
                    slow(at(r, id)), at(r, id).seen.connects[0].kernel.tcp->total_retrans = 1;
            },
            {}},
        {"what failed is told elsewhere",
            [](auto& r) {
                for (const auto* id : {acr, mcr}) slow(at(r, id)), answer_http(at(r, id), 503);
            },
            {}},
    };
    for (const auto& row : table) {
        auto r = healthy();
        quick(r);
        row.how(r);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        const auto* f = find(r, "net.slow_link");
        CHECK((f != nullptr) == !row.paths.empty());
        if (!f) continue;
        CHECK(f->severity == severity::warning);
        CHECK_FALSE(f->proved);
        CHECK(f->paths == row.paths);
        CHECK(f->evidence.back().find("handshakes of the same run were quick") != std::string::npos);
        CHECK(r.verdict == rules::verdict::degraded);
    }
}

TEST_CASE("slow link: a port that answers late while others of its host answer at once") {
    const struct {
        const char* name;
        std::function<void(rules::report&)> how;
        bool expected;
    } table[] = {
        {"its handshake is late", [](auto& r) { at(r, amqp).seen.tls->elapsed_ms = 4000; }, true},
        {"its first answer is late", [](auto& r) { at(r, mqtt).seen.hellos[0].elapsed_ms = 4000; }, true},
        {"late, and not by much", [](auto& r) { at(r, amqp).seen.tls->elapsed_ms = 1400; }, false},
        {"another path at the same port is quick", [](auto& r) { at(r, https).seen.tls->elapsed_ms = 4000; }, false},
        {"there is no other port", [](auto& r) { at(r, acr).seen.tls->elapsed_ms = 4000; }, false},
        {"the others are late as well",
            [](auto& r) {
                for (auto& p : r.paths)
                    if (p.seen.to.host == hub) p.seen.tls->elapsed_ms = p.seen.to.port == 5671 ? 4000 : 1200;
            },
            false},
        {"what failed is told elsewhere",
            [](auto& r) {
                at(r, amqp).seen.tls->elapsed_ms = 4000;
                fail_hello(at(r, amqp), failure::timed_out);
            },
            false},
        {"it had failed, and works alone",
            [](auto& r) {
                alone(r, at(r, amqp));
                fail_tls(at(r, amqp), failure::timed_out);
            },
            false},
    };
    for (const auto& row : table) {
        auto r = healthy();
        row.how(r);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        CHECK((find(r, "net.slow_link") != nullptr) == row.expected);
        if (row.expected) CHECK(find(r, "net.slow_link")->control == "other ports of the same host in the same run");
    }
}

TEST_CASE("slow link: a port that is late once and not again lost a packet") {
    const struct {
        double again_ms;
        failure how;
        const char* control; ///< null: no finding
    } table[] = {
        {3900, failure::none, "tried again, it needed 3.9 s"},
        {2000, failure::none, "tried again, it needed 2.0 s"},
        {1900, failure::none, nullptr},
        {30, failure::none, nullptr},
        {30, failure::timed_out, "other ports of the same host in the same run"},
    };
    for (const auto& row : table) {
        auto r = healthy();
        auto& late = at(r, amqp);
        late.seen.tls->elapsed_ms = 4000;
        late.seen.hellos.clear();
        const auto& used = late.seen.connects[*late.seen.used];
        auto& again = handshake(r, "control_path_again", used.address, used.port, row.how);
        again.to.protocol = "amqp";
        again.tls->elapsed_ms = row.again_ms;
        rules::diagnose(r);
        INFO(row.again_ms << "\n" << told(r));
        const auto* f = find(r, "net.slow_link");
        REQUIRE((f != nullptr) == (row.control != nullptr));
        if (f) CHECK(f->control == row.control);
        again.to.protocol = "mqtt"; // of another path
        rules::diagnose(r);
        REQUIRE(find(r, "net.slow_link"));
        CHECK(find(r, "net.slow_link")->control == "other ports of the same host in the same run");
    }
}

TEST_CASE("slow link: what is late on it is not far away for that") {
    for (const bool narrow : {true, false}) {
        auto r = healthy();
        for (auto& p : r.paths)
            for (auto& c : p.seen.connects) {
                c.elapsed_ms = 400;
                if (c.kernel.tcp) c.kernel.tcp->rtt_ms = 400;
            }
        for (auto& p : r.paths)
            if (p.seen.tls) pace(p, 4000, 1300, 388);
        if (narrow)
            for (const auto* id : {acr, mcr}) pace(at(r, id), 4000, 4000, 1000);
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(find(r, "net.latency"));
        CHECK((find(r, "net.slow_link") != nullptr) == narrow);
        CHECK(find(r, "net.latency")->proved == !narrow);
    }
}
