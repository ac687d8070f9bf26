// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "rules/report/step_words.hpp"
#include "tests/rules/proxied_site.hpp"

using namespace site_builder;
using Catch::Contains;

namespace {

netprobe::tcp_state established(std::uint64_t acked, std::uint32_t unacked, std::uint32_t retrans,
    std::uint32_t backoff, std::uint32_t segments_in = 0, std::uint64_t received = 0) {
    netprobe::tcp_state t;
    t.state = "ESTABLISHED";
    t.bytes_acked = acked;
    t.unacked = unacked;
    t.total_retrans = retrans;
    t.backoff = backoff;
    t.data_segs_in = segments_in;
    t.bytes_received = received;
    return t;
}

} // namespace

TEST_CASE("step words: what the kernel knew (facts/faults.md M5)") {
    const struct {
        const char* name;
        netprobe::tcp_state tcp;
        const char* expected;
    } table[] = {
        {"hello lost", established(1, 1, 5, 4), "what we sent was never acknowledged, sent 6 times"},
        {"zero window", established(1, 0, 0, 4), "the peer's window is zero, asked 4 times"},
        {"delivered and ignored", established(518, 0, 0, 0), "what we sent was acknowledged and nothing came back"},
        {"hole in the answer", established(518, 0, 0, 0, 1),
            "what we sent was acknowledged; of the answer only the end came (1 segment), what is before it is lost"},
        {"cut later", established(2000, 1, 5, 4, 9, 6000), "1 segment not acknowledged, 5 sent again"},
        {"nothing that tells", established(2000, 0, 0, 0, 9, 6000), ""},
    };
    for (const auto& row : table) {
        INFO(row.name);
        CHECK(rules::kernel_words({{}, row.tcp}) == row.expected);
    }
    CHECK(rules::kernel_words({{{4, 3, 13, "10.0.0.1"}}, std::nullopt}) ==
          "ICMP administratively prohibited (type 3 code 13) from 10.0.0.1");
    CHECK(rules::kernel_words({{}, std::nullopt, "127.0.0.1:9400"}) ==
          "127.0.0.1:9400 on this device took the connection");
    CHECK(rules::kernel_words({{{6, 1, 4, ""}}, std::nullopt}) ==
          "ICMPv6 port unreachable (type 1 code 4) from nobody named");
}

TEST_CASE("step words: a connection") {
    auto p = path("acr", "contoso.azurecr.io", 443, "registry", rules::need::required, "203.0.113.40", false);
    CHECK(rules::connect_words(p.seen.connects[0]) == "203.0.113.40:443 connected from 10.0.0.20");
    p.seen.connects[0].kernel.tcp->total_retrans = 1;
    CHECK_THAT(rules::connect_words(p.seen.connects[0]), Contains("after 2 SYNs"));
    drop(p);
    CHECK(rules::connect_words(p.seen.connects[0]) ==
          "203.0.113.40:443: no answer within the limit (ETIMEDOUT), 5 SYNs sent, no answer to any");
    reset(p);
    CHECK_THAT(rules::connect_words(p.seen.connects[0]),
        Contains("refused (ECONNREFUSED)") && Contains("by a reset: no ICMP message came"));
    prohibit(p);
    CHECK_THAT(rules::connect_words(p.seen.connects[0]), Contains("(EHOSTUNREACH)") &&
                                                             Contains("(type 3 code 13) from 10.0.0.1") &&
                                                             !Contains("by a reset") && !Contains("SYN"));
    p.seen.connects[0].address = "2001:db8::1";
    CHECK_THAT(rules::connect_words(p.seen.connects[0]), Catch::StartsWith("[2001:db8::1]:443: "));
}

TEST_CASE("step words: TLS says whose certificate came and what is wrong with it") {
    auto r = healthy();
    auto& p = at(r, "iot_hub/https/direct");
    CHECK_THAT(rules::tls_words(*p.seen.tls),
        Contains("TLSv1.2") && Contains("issued by CN=Microsoft") && Contains("a root of the service"));
    present(p, "CN=Corp Inspection", 19, false);
    CHECK_THAT(rules::tls_words(*p.seen.tls), Contains("issued by CN=Corp Inspection") &&
                                                  Contains("not trusted here (verify 19: verify 19)") &&
                                                  Contains("FOR ANOTHER NAME"));
    auto& t = fail_tls(p, failure::tls_alert, "alert 112");
    t.alert = 112;
    t.first_bytes = "15030300020270";
    CHECK_THAT(rules::tls_words(t), Contains("alert 112") && Contains("the first bytes are 15030300020270"));
    t.server_name.clear();
    CHECK_THAT(rules::tls_words(t), Contains("no server name sent"));
}

TEST_CASE("step words: how far a path came") {
    auto r = with_proxy();
    auto outcome = [&](const char* id) { return rules::outcome_words(at(r, id).seen); };
    CHECK_THAT(outcome("iot_hub/https/direct"), Catch::StartsWith("answered") && Contains("401"));
    fail_hello(at(r, "iot_hub/mqtt/direct"), failure::timed_out);
    CHECK_THAT(outcome("iot_hub/mqtt/direct"), Catch::StartsWith("TLS stood, then "));
    fail_upgrade(at(r, "iot_hub/mqtt_ws/direct"), failure::denied, 426, {{"via", "1.1 box"}});
    CHECK_THAT(outcome("iot_hub/mqtt_ws/direct"), Contains("the upgrade: HTTP 426") && Contains("via: 1.1 box"));
    fail_tls(at(r, "iot_hub/amqp/direct"), failure::timed_out);
    CHECK_THAT(outcome("iot_hub/amqp/direct"), Catch::StartsWith("connected, then TLS: no answer within the limit"));
    refuse(at(r, "acr/registry/proxy"), 403, {{"x-squid-error", "ERR_ACCESS_DENIED 0"}});
    CHECK_THAT(outcome("acr/registry/proxy"),
        Contains("CONNECT contoso.azurecr.io:443: HTTP 403") && Contains("ERR_ACCESS_DENIED"));
    proxy_connects(at(r, "dps/https/proxy"), failure::timed_out, "ETIMEDOUT", 5000, {}, 4);
    CHECK_THAT(outcome("dps/https/proxy"), Contains("10.0.0.9:3128: no answer within the limit"));
    unresolved(r, "aka.ms", failure::name_not_found);
    CHECK_THAT(outcome("version_info/https/direct"), Contains("aka.ms: the name does not exist"));
    at(r, "blob/blob/direct").seen.failed = failure::not_tried;
    CHECK(outcome("blob/blob/direct") == "not tried");
}

TEST_CASE("step words: what the interfaces counted while a SYN was refused again and again") {
    auto r = healthy();
    auto& p = at(r, "iot_hub/amqp/direct");
    reset(p);
    CHECK(rules::outcome_words(p.seen).find("in a row") == std::string::npos);
    p.seen.connects[0].in_a_row = netprobe::refused_in_a_row{8, 3, 9, 0, false};
    CHECK_THAT(rules::outcome_words(p.seen),
        Contains("no ICMP message came; while 8 more in a row were, 9 packets left this device, and 3 came by its "
                 "loopback"));
}

TEST_CASE("step words: the last of a handshake alone is what a control without a protocol saw") {
    auto r = with_proxy();
    CHECK_THAT(
        rules::outcome_words(control(r, "control_other_name", hub, 443).seen), Catch::StartsWith("TLS stands: "));
    CHECK_THAT(rules::outcome_words(control(r, "control_host", "mcr.microsoft.com", 8883).seen),
        Contains("CONNECT mcr.microsoft.com:8883") && Contains("granted"));
}
