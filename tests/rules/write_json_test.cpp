// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>

#include <nlohmann/json.hpp>

#include "golden.hpp"
#include "rules/write.hpp"
#include "samples.hpp"

using json = nlohmann::ordered_json;

TEST_CASE("write_json: as it always was") {
    const auto same = [](const std::string& name, const rules::report& of) {
        const std::string text = rules::write_json(of);
        return text == golden("report_" + name + ".json", text);
    };
    CHECK(same("healthy", samples::healthy()));
    CHECK(same("blocked", samples::blocked()));
    CHECK(same("everything", samples::everything()));
    CHECK(same("interrupted", samples::interrupted()));
    CHECK(same("hostile", samples::hostile()));
}

TEST_CASE("write_json: the keys of egress-report/1 in their order") {
    const std::string text = rules::write_json(samples::healthy());
    CHECK(text.back() == '\n');
    const json report = json::parse(text);
    std::vector<std::string> keys;
    for (const auto& [key, value] : report.items()) keys.push_back(key);
    CHECK(
        keys == std::vector<std::string>{"schema", "tool", "started", "elapsed_ms", "interrupted", "site", "resolvers",
                    "search", "assumptions", "names", "paths", "controls", "findings", "recommendation", "verdict"});
    CHECK(report["schema"] == "egress-report/1");
    CHECK(report["tool"] == json({{"name", "egress-check"}, {"version", "0.1.0"}}));
    CHECK(report["site"]["proxy"].is_null());
    CHECK(report["verdict"] == "ready");
}

TEST_CASE("write_json: a path and its steps") {
    const json paths = json::parse(rules::write_json(samples::blocked()))["paths"];
    const json& dropped = paths[0];
    CHECK(dropped["id"] == "iot_hub/amqp/direct");
    CHECK(dropped["need"] == "alternative");
    CHECK(dropped["works"] == false);
    CHECK(dropped["cause"] == "tcp.drop");
    CHECK(dropped["used"].is_null());
    REQUIRE(dropped["steps"].size() == 2);
    CHECK(dropped["steps"][0]["step"] == "resolve");
    CHECK_FALSE(dropped["steps"][0].contains("answers")); // they are in "names"
    CHECK(dropped["steps"][1]["step"] == "connect");
    CHECK(dropped["steps"][1]["ok"] == false);
    CHECK(dropped["steps"][1]["failed"] == "timed_out");
    CHECK(dropped["steps"][1]["kernel"]["tcp"]["state"] == "SYN_SENT");

    const json& works = paths[2];
    CHECK(works["cause"].is_null());
    std::vector<std::string> steps;
    for (const json& step : works["steps"]) steps.push_back(step["step"]);
    CHECK(steps == std::vector<std::string>{"resolve", "connect", "tls", "upgrade", "hello"});
    CHECK(
        works["steps"][3]["answer"]["headers"] == json::parse(R"([["upgrade","websocket"],["connection","Upgrade"]])"));
}

TEST_CASE("write_json: what is as usual is not written at all") {
    const json usual = json::parse(rules::write_json(samples::blocked()));
    CHECK_FALSE(usual.contains("local_drops"));
    CHECK_FALSE(usual["paths"][0].contains("as"));
    CHECK(rules::write_json(samples::blocked()).find("answer_ttl") == std::string::npos);
    const json all = json::parse(rules::write_json(samples::everything()));
    CHECK(all["local_drops"] == 7);
    const json& varied = all["controls"].back();
    CHECK(varied["as"] == json::parse(R"({"address":"192.0.2.10","ttl":3,"min_ttl":61,"answer_ttl":true,
        "max_segment":536,"hello":"tls12","after_ms":250,"use_every_ms":500,
        "in_a_row":true})"));
    CHECK(varied["steps"][1]["answer_ttl"] == 57);
    CHECK(varied["steps"][1]["in_a_row"] ==
          json::parse(R"({"refused":8,"looped":3,"sent":9,"to_programs":1,"counted_at_once":true})"));
    CHECK(rules::write_json(samples::blocked()).find("in_a_row") == std::string::npos);
    // One that is not usual suffices, and what it does not name is null.
    auto one = samples::blocked();
    one.paths[0].seen.to.as.ttl = 1;
    const json ttl = json::parse(rules::write_json(one))["paths"][0]["as"];
    CHECK(ttl["ttl"] == 1);
    CHECK(ttl["hello"].is_null());
    CHECK(ttl["address"].is_null());
}

TEST_CASE("write_json: the host that was tried wins over the planned one") {
    rules::report report = samples::healthy();
    report.paths[5].planned.to.host = "";
    const json path = json::parse(rules::write_json(report))["paths"][5];
    CHECK(path["host"] == "mcr.microsoft.com");
}

TEST_CASE("write_json: nulls where there is nothing") {
    rules::report report;
    const json empty = json::parse(rules::write_json(report));
    CHECK(empty["site"]["hub"].is_null());
    CHECK(empty["recommendation"]["upstream_protocol"].is_null());
    CHECK(empty["recommendation"]["via"].is_null());
    CHECK(empty["paths"] == json::array());
    CHECK(empty["verdict"] == "blocked");

    report.findings.emplace_back();
    const json finding = json::parse(rules::write_json(report))["findings"][0];
    CHECK(finding["box"].is_null());
    CHECK(finding["control"].is_null());
    CHECK(finding["confidence"] == "likely");
}

TEST_CASE("write_json: numbers have three decimals at most and are finite") {
    struct row {
        double value;
        const char* text;
    };
    const auto [value, text] = GENERATE(row{0, "0.0"}, row{812.4, "812.4"}, row{0.1 + 0.2, "0.3"},
        row{1.0 / 3, "0.333"}, row{2.0005001, "2.001"}, row{-0.0001, "0.0"}, row{1e15, "1e+15"},
        row{std::numeric_limits<double>::infinity(), "0.0"}, row{std::numeric_limits<double>::quiet_NaN(), "0.0"},
        row{123456789.1234, "123456789.123"});
    rules::report report;
    report.run.elapsed_ms = value;
    CAPTURE(value);
    CHECK_THAT(rules::write_json(report), Catch::Contains("\"elapsed_ms\": " + std::string(text) + ","));
}

TEST_CASE("write_json: bytes that are no UTF-8 become U+FFFD") {
    rules::report report;
    report.assumptions = {"a\xff"
                          "b",
        "\xed\xa0\x80", "cut \xe2\x82"};
    const std::string text = rules::write_json(report);
    CHECK(json::parse(text)["assumptions"][0] == "a\xef\xbf\xbd"
                                                 "b");
    CHECK_NOTHROW(rules::write_json(samples::hostile()));
}

TEST_CASE("write_json: no control character reaches the file") {
    const std::string text = rules::write_json(samples::hostile());
    CHECK(std::ranges::none_of(text, [](char c) { return c != '\n' && static_cast<unsigned char>(c) < 0x20; }));
}
