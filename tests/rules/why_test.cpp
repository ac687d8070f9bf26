// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <sstream>

#include "rules/report/step_words.hpp"
#include "rules/report/text.hpp"
#include "rules/report/why_beside.hpp"
#include "rules/why.hpp"
#include "tests/rules/golden.hpp"
#include "tests/rules/proxied_site.hpp"
#include "tests/rules/samples.hpp"

using namespace site_builder;
using Catch::Contains;

namespace {

std::string why(const rules::report& of, std::string_view asked, int width = 100) {
    rules::terminal_style style;
    style.width = width;
    return rules::write_why(of, rules::paths_named(rules::planned_paths(of), asked), style);
}

/// What --why would offer, or the message in place of it.
std::string named(const rules::report& of, std::string_view asked) {
    const auto all = rules::planned_paths(of);
    try {
        std::string text;
        for (const auto i : rules::paths_named(all, asked)) text += (text.empty() ? "" : " ") + all[i].to.id;
        return text;
    } catch (const std::invalid_argument& wrong) {
        return wrong.what();
    }
}

std::size_t index_of(const rules::report& r, std::string_view id) {
    for (std::size_t i = 0; i < r.paths.size(); ++i)
        if (r.paths[i].planned.to.id == id) return i;
    throw std::logic_error("no such path");
}

std::string kinds(const std::vector<rules::beside>& all) {
    std::string text;
    for (const auto& one : all) text += one.what + " = " + one.id + "; ";
    return text;
}

/// 5671 is rejected by a box, the registry's layers are dropped.
rules::report two_faults() {
    auto r = healthy();
    prohibit(at(r, "iot_hub/amqp/direct"), "198.51.100.1");
    drop(at(r, "mcr_data/https/direct"));
    rules::diagnose(r);
    return r;
}

} // namespace

TEST_CASE("why: a path by its id, by whole parts of it, by a beginning") {
    const auto r = with_proxy();
    CHECK(named(r, "iot_hub/amqp/direct") == "iot_hub/amqp/direct");
    CHECK(named(r, "iot_hub/amqp") == "iot_hub/amqp/direct iot_hub/amqp/proxy");
    CHECK(named(r, "dps") == "dps/https/direct dps/https/proxy");
    CHECK(named(r, "nt") == "ntp/ntp/direct");
    CHECK(named(r, "iot_hub/amqp_ws/d") == "iot_hub/amqp_ws/direct");
    CHECK_THAT(named(r, "iot_hub/a"), Contains("\"iot_hub/a\" is the beginning of several paths; there are "
                                               "iot_hub/amqp/direct, iot_hub/amqp_ws/direct"));
    CHECK_THAT(named(r, "nowhere"), Contains("no path or service \"nowhere\"") && Contains("and 17 more"));
    CHECK_THAT(named(r, ""), Contains("names no path"));
    CHECK_THAT(named(r, "\x1b[2J" + std::string(5000, 'x')), !Contains("\x1b"));
    CHECK_THAT(named(r, "SharedAccessKey=bm90LWEta2V5LWJ1dC1sb29rcw=="), !Contains("bm90"));
    CHECK_THAT(named({}, "x"), Contains("no path or service"));
}

TEST_CASE("why: what is told of a rejected, a dropped and a working path") {
    const auto r = two_faults();
    const auto text = why(r, "iot_hub/amqp") + "\n" + why(r, "mcr_data") + "\n" + why(r, "iot_hub/mqtt_ws");
    CHECK(golden("why_direct.txt", text) == text);
    CHECK_THAT(why(r, "iot_hub/amqp"), Contains("iot_hub/amqp/direct  FAILED") && Contains("from 198.51.100.1") &&
                                           Contains("proved") && Contains("another port of the same host"));
    CHECK_THAT(why(r, "iot_hub/amqp"), !Contains("would prove")); // there is nothing left to decide
    CHECK_THAT(why(r, "iot_hub/mqtt_ws"),
        Contains("WORKS") && Contains("the service itself answered") && !Contains("finding:"));
}

TEST_CASE("why: what is only likely says what would prove it and what else it may be") {
    auto r = healthy();
    auto& t = fail_tls(at(r, "acr/registry/direct"), failure::timed_out);
    t.kernel.tcp =
        netprobe::tcp_state{.state = "ESTABLISHED", .total_retrans = 5, .unacked = 1, .backoff = 4, .bytes_acked = 1};
    rules::diagnose(r);
    REQUIRE(find(r, "tls.sni_drop"));
    REQUIRE_FALSE(find(r, "tls.sni_drop")->proved);
    CHECK_THAT(why(r, "acr"), Contains("would prove") && Contains("Another server name, or none") &&
                                  Contains("or it is") && Contains("tls.large_client_hello; apart by"));
    CHECK_THAT(why(r, "acr"), Contains("never acknowledged, sent 6 times"));
}

TEST_CASE("why: a name without an address shows what each resolver said") {
    auto r = healthy();
    unresolved(r, "contoso.azurecr.io", failure::name_not_found);
    change_answers(r, "contoso.azurecr.io", [](auto& a) { answered(a, 3, ""); });
    rules::diagnose(r);
    CHECK_THAT(why(r, "acr", 160), Contains("asked") && Contains("10.0.0.1:53 answered NXDOMAIN") &&
                                       Contains("10.0.0.2:53 answered NXDOMAIN") && Contains("dns.filtered"));
}

TEST_CASE("why: a proxied path, its controls and the direct way") {
    auto r = with_proxy();
    each_by_proxy(r, [](auto& p) {
        if (p.seen.to.port == 8883) refuse(p, 403, {{"x-squid-error", "ERR_ACCESS_DENIED 0"}});
    });
    no_fake(r);
    refuse(control(r, "control_host", "mcr.microsoft.com", 8883), 403).elapsed_ms = 1;
    rules::diagnose(r);
    const auto text = why(r, "iot_hub/mqtt/proxy");
    CHECK(golden("why_proxy.txt", text) == text);
    CHECK_THAT(text, Contains("nonexistent.invalid") && Contains("control_host8883") && Contains("to proxy"));
}

TEST_CASE("why: other paths differ in one thing, the nearest first, each told once") {
    auto r = two_faults();
    const auto told = kinds(rules::paths_beside(r, index_of(r, "iot_hub/amqp/direct")));
    CHECK(told == "another port of the same host = iot_hub/amqp_ws/direct; ");
    drop(at(r, "iot_hub/mqtt/direct"));
    rules::diagnose(r);
    const auto https = kinds(rules::paths_beside(r, index_of(r, "iot_hub/https/direct")));
    CHECK(https == "another protocol at the same host and port = iot_hub/amqp_ws/direct; "
                   "another port of the same host = iot_hub/amqp/direct; "
                   "the same port of another host = dps/https/direct; "
                   "the same port of another host = mcr_data/https/direct; ");
    // A name alone at its address: what differs in two things stands in.
    CHECK(
        kinds(rules::paths_beside(r, index_of(r, "ntp/ntp/direct"))) ==
        "another host at another port = iot_hub/amqp_ws/direct; another host at another port = iot_hub/amqp/direct; ");
    at(r, "iot_hub/amqp/direct").seen.failed = failure::interrupted;
    CHECK_THAT(kinds(rules::paths_beside(r, index_of(r, "iot_hub/https/direct"))), !Contains("iot_hub/amqp/direct"));
}

TEST_CASE("why: a control is told where it shares host, port or address") {
    auto r = two_faults();
    const auto add = [&](const char* service, const char* host, int port, const char* purpose) {
        auto p = path(service, host, port, "tls", rules::need::optional, "203.0.113.7", false);
        p.planned.purpose = purpose;
        r.controls.push_back(p);
        return r.controls.size() - 1;
    };
    const auto same_host = add("control_hello", hub, 5671, "a small ClientHello");
    const auto by_address = add("control_sni", "203.0.113.7", 5671, "another server name at the same address");
    r.controls[by_address].seen.to.server_name = r.controls[by_address].planned.to.server_name = "www.example.com";
    add("control_port", "unrelated.example", 5671, "another host at the same port");
    auto elsewhere =
        path("control_port", "unrelated.example", 9999, "tls", rules::need::optional, "203.0.113.99", false);
    r.controls.push_back(elsewhere);
    fail_tls(r.controls[same_host], failure::reset);
    const auto all = rules::controls_beside(r, index_of(r, "iot_hub/amqp/direct"));
    REQUIRE(all.size() == 3);
    CHECK(all[0].what == "a small ClientHello (tls)");
    CHECK_THAT(all[0].came_out, Contains("connected, then TLS: reset"));
    CHECK(all[1].what == "another server name at the same address (203.0.113.7, server name www.example.com, tls)");
    CHECK(all[2].what == "another host at the same port (unrelated.example, tls)");
    CHECK_THAT(why(r, "iot_hub/amqp", 160), Contains("a small ClientHello") && !Contains("9999"));
    // What was asked about another path that has the same port, or was that path again, is not about this one.
    const auto other = add("control_ttl_2", "mcr.microsoft.com", 5671, "a SYN that may go 2 hops");
    r.controls[other].seen.connects[0].address = "203.0.113.30";
    auto again = at(r, "iot_hub/mqtt/direct");
    again.planned.to.service = again.seen.to.service = "control_alone";
    again.planned.to.id = again.seen.to.id = "control_alone/iot_hub/mqtt/direct";
    r.controls.push_back(again);
    CHECK(rules::controls_beside(r, index_of(r, "iot_hub/amqp/direct")).size() == 3);
    CHECK(rules::controls_beside(r, index_of(r, "iot_hub/mqtt/direct")).back().id == again.seen.to.id);
    // A path elsewhere is not told of them.
    CHECK(rules::controls_beside(r, index_of(r, "acr/registry/direct")).empty());
}

TEST_CASE("why: a control says what it did otherwise: hops, segments, hello, address, pace") {
    auto r = two_faults();
    auto p = path("control_x", hub, 5671, "amqp", rules::need::optional, "203.0.113.7", false);
    p.planned.purpose = "a control";
    p.seen.connects[0].answer_ttl = 57;
    const auto told = [&](const netprobe::variation& as) {
        p.seen.to.as = as;
        r.controls = {p};
        return rules::controls_beside(r, index_of(r, "iot_hub/amqp/direct")).at(0).what;
    };
    CHECK(told({}) == "a control");
    netprobe::variation few_hops, segments, hello;
    few_hops.address = "203.0.113.7"; // the path's own
    few_hops.ttl = 2;
    CHECK(told(few_hops) == "a control (TTL 2)");
    segments.address = "192.0.2.1";
    segments.max_segment = 536;
    CHECK(told(segments) == "a control (at 192.0.2.1, segments of 536 bytes)");
    hello.hello = "small";
    hello.after_ms = 1500;
    CHECK(told(hello) == "a control (hello small, after 1.5 s)");
    CHECK_THAT(rules::connect_words(p.seen.connects[0]), Contains("answered with 57 hops left"));
}

TEST_CASE("why: rungs of a ladder that came out the same are one line, others are not") {
    auto r = two_faults();
    for (const int ttl : {1, 2, 3, 4, 6}) {
        auto p = path("control_ttl", hub, 5671, "tcp", rules::need::optional, "203.0.113.7", false);
        p.planned.purpose = "a SYN";
        p.seen.to.as.ttl = ttl;
        if (ttl > 1) drop(p);
        r.controls.push_back(p);
    }
    const auto all = rules::controls_beside(r, index_of(r, "iot_hub/amqp/direct"));
    REQUIRE(all.size() == 3); // what answered, what did not, and what one rung is missing before
    CHECK(all[0].same_until == 0);
    CHECK((all[1].ttl == 2 && all[1].same_until == 4));
    CHECK((all[2].ttl == 6 && all[2].same_until == 0));
    CHECK_THAT(why(r, "iot_hub/amqp", 160), Contains("TTL 2), and the same up to TTL 4") && !Contains("TTL 3"));
}

TEST_CASE("why: a datagram had no TLS before it") {
    auto r = two_faults();
    auto p = path("control_first_hop", "203.0.113.7", 123, "ntp", rules::need::optional, "203.0.113.7", false);
    p.seen.tls.reset();
    p.seen.hellos.assign(1, {});
    p.seen.hellos[0].failed = failure::host_unreachable;
    CHECK_THAT(rules::outcome_words(p.seen), !Contains("connected") && !Contains("TLS"));
    p.seen.connects = {connected("203.0.113.7", 80)}; // HTTP without TLS had a connection
    CHECK_THAT(rules::outcome_words(p.seen), Contains("connected, then ") && !Contains("TLS"));
}

TEST_CASE("why: what was not tried is not called failed") {
    const auto text = why(samples::interrupted(), "mcr");
    CHECK_THAT(text, Contains("mcr/registry/direct  NOT TRIED") && !Contains("FAILED"));
    CHECK_THAT(text, Contains("SKIPPED"));
}

TEST_CASE("why: nothing hostile reaches the terminal, and no line is too wide") {
    auto r = samples::hostile();
    for (const int width : {40, 80, 120})
        for (const auto& path : rules::planned_paths(r)) {
            std::istringstream in(why(r, path.to.id, width));
            for (std::string line; std::getline(in, line);) {
                CHECK(rules::one_line(line, std::string::npos) == line);
                CHECK(rules::columns(line) <= static_cast<std::size_t>(width));
            }
        }
}
