// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <functional>

#include <nlohmann/json.hpp>

#include "rules/write.hpp"
#include "samples.hpp"

using Catch::Contains;
using json = nlohmann::ordered_json;

namespace {

/// What read_json() says about a text, or "" where it reads it.
std::string complaint(const std::string& text) {
    try {
        rules::read_json(text, "r.json");
        return "";
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
}

/// The blocked sample with one thing changed.
std::string changed(const std::function<void(json&)>& change) {
    json report = json::parse(rules::write_json(samples::blocked()));
    change(report);
    return report.dump();
}

} // namespace

TEST_CASE("read_json: reads back what was written, byte for byte") {
    for (const rules::report& report : {samples::healthy(), samples::blocked(), samples::interrupted(),
             samples::everything(), samples::hostile(), rules::report{}}) {
        const std::string text = rules::write_json(report);
        CHECK(rules::write_json(rules::read_json(text, "r.json")) == text);
    }
}

TEST_CASE("read_json: the values are the ones written") {
    const rules::report was = samples::blocked();
    const rules::report is = rules::read_json(rules::write_json(was), "r.json");
    CHECK(is.tool_name == was.tool_name);
    CHECK(is.site.hub == was.site.hub);
    CHECK(is.site.registries[0].repository == "team/module:1.0");
    CHECK(is.run.started == was.run.started);
    CHECK(is.run.elapsed_ms == was.run.elapsed_ms);
    CHECK(is.run.search == was.run.search);
    REQUIRE(is.run.names.size() == 1);
    CHECK(is.run.names[0].answers[0].records[1].data == "192.0.2.10");
    CHECK(is.run.names[0].answers[0].rcode == 0);
    CHECK(is.run.names[0].system->canonical == "gateway.example");
    REQUIRE(is.paths.size() == was.paths.size());
    CHECK(is.paths[0].planned.to.id == "iot_hub/amqp/direct");
    CHECK(is.paths[0].seen.to.port == 5671);
    CHECK(is.paths[0].planned.need == rules::need::alternative);
    CHECK(is.paths[0].planned.group == "upstream");
    CHECK(is.paths[0].seen.failed == netprobe::failure::timed_out);
    CHECK(is.paths[0].seen.connects[0].kernel.tcp->total_retrans == 1);
    CHECK_FALSE(is.paths[0].seen.used);
    CHECK_FALSE(is.paths[0].seen.tls);
    CHECK(is.paths[4].seen.used == 0u);
    CHECK(is.paths[4].seen.tls->chain[0].names == was.paths[4].seen.tls->chain[0].names);
    CHECK(is.paths[4].seen.hellos[0].http->headers == was.paths[4].seen.hellos[0].http->headers);
    CHECK(is.paths[4].seen.hellos[0].clock_offset_ms == -250.0);
    CHECK(is.findings[1].proved);
    CHECK(is.findings[2].severity == rules::severity::note);
    CHECK(is.recommendation.alternatives[0].upstream_protocol == "MqttWs");
    CHECK(is.verdict == rules::verdict::blocked);
}

TEST_CASE("read_json: what a control did otherwise, the hops left and what this device refused to send") {
    const rules::report was = samples::everything();
    const rules::report is = rules::read_json(rules::write_json(was), "r.json");
    CHECK(is.run.local_drops == 7u);
    REQUIRE(is.controls.size() == was.controls.size());
    const auto& as = is.controls.back().seen.to.as;
    CHECK(as == was.controls.back().seen.to.as);
    CHECK(is.controls.back().planned.to.as == as);
    CHECK(as.address == "192.0.2.10");
    CHECK(as.ttl == 3);
    CHECK(as.min_ttl == 61);
    CHECK(as.answer_ttl);
    CHECK(as.max_segment == 536);
    CHECK(as.hello == "tls12");
    CHECK(as.after_ms == 250);
    CHECK(is.controls.back().seen.connects[0].answer_ttl == 57);
    CHECK(as.in_a_row);
    CHECK(is.controls.back().seen.connects[0].in_a_row == netprobe::refused_in_a_row{8, 3, 9, 1, true});
    // Of a path that goes the usual way there is nothing, and an older report has none of it.
    const rules::report usual = rules::read_json(rules::write_json(samples::blocked()), "r.json");
    CHECK_FALSE(usual.run.local_drops);
    for (const auto& p : usual.paths) {
        CHECK(p.seen.to.as == netprobe::variation{});
        for (const auto& c : p.seen.connects) CHECK_FALSE((c.answer_ttl || c.in_a_row));
    }
}

TEST_CASE("read_json: a variation of the wrong kind is told with its place") {
    const auto spoiled = [](const char* key, const json& value) {
        json report = json::parse(rules::write_json(samples::everything()));
        report["controls"].back()["as"][key] = value;
        return complaint(report.dump());
    };
    for (const auto* key : {"ttl", "min_ttl", "answer_ttl", "max_segment", "after_ms", "in_a_row"}) {
        INFO(key);
        CHECK_THAT(spoiled(key, "many"), Contains(std::string("/controls/1/as/") + key));
        CHECK_THAT(spoiled(key, nullptr), Contains(std::string("/controls/1/as/") + key));
    }
    CHECK_THAT(spoiled("hello", 7), Contains("/controls/1/as/hello"));
    CHECK(spoiled("hello", nullptr).empty());
    CHECK(spoiled("address", nullptr).empty());
}

TEST_CASE("read_json: keys that a later version adds are left alone") {
    CHECK(complaint(changed([](json& r) { r["paths"][0]["later"] = {1, 2}; })) == "");
}

TEST_CASE("read_json: one line with the place for every damage") {
    struct row {
        const char* name;
        std::function<void(json&)> change;
        const char* says;
    };
    const std::vector<row> rows{
        {"a later version", [](json& r) { r["schema"] = "egress-report/2"; },
            "/schema: \"egress-report/2\" was written by another"},
        {"another file", [](json& r) { r["schema"] = "x"; }, "/schema: \"egress-report/1\" belongs here"},
        {"no schema", [](json& r) { r.erase("schema"); }, "the key \"schema\" is missing"},
        {"schema no text", [](json& r) { r["schema"] = 1; }, "/schema: a text belongs here, not number"},
        {"a key missing", [](json& r) { r["site"].erase("hub"); }, "/site: the key \"hub\" is missing"},
        {"a wrong type", [](json& r) { r["paths"][2]["works"] = "yes"; },
            "/paths/2/works: true or false belongs here, not \"yes\""},
        {"an object for a list", [](json& r) { r["names"] = json::object(); },
            "/names: a list belongs here, not object"},
        {"a text for an object", [](json& r) { r["tool"] = "t"; }, "/tool: an object belongs here"},
        {"an unknown word", [](json& r) { r["paths"][0]["failed"] = "bored"; },
            "/paths/0/failed: \"bored\" is none of the words"},
        {"an unknown verdict", [](json& r) { r["verdict"] = 3; }, "/verdict: number is none of the words"},
        {"a port too high", [](json& r) { r["paths"][0]["port"] = 65536; },
            "/paths/0/port: an integer from 0 to 65535"},
        {"a negative count", [](json& r) { r["names"][0]["addresses_left_out"] = -1; }, "an integer from 0 to"},
        {"a fraction", [](json& r) { r["paths"][0]["port"] = 1.5; }, "/paths/0/port: an integer belongs here"},
        {"null for a text", [](json& r) { r["started"] = nullptr; }, "/started: a text belongs here, not null"},
        {"an unknown step",
            [](json& r) {
                r["paths"][0]["steps"].push_back({{"step", "dance"}});
            },
            "/paths/0/steps/2: no step that"},
        {"steps out of order", [](json& r) { std::swap(r["paths"][2]["steps"][1], r["paths"][2]["steps"][2]); },
            "/paths/2/steps/2: no step"},
        {"no resolve step", [](json& r) { r["paths"][0]["steps"] = json::array(); },
            "/paths/0/steps/0: the step \"resolve\""},
        {"used past the end", [](json& r) { r["paths"][0]["used"] = 7; },
            "/paths/0/used: counts past the connect steps"},
        {"ok contradicts", [](json& r) { r["paths"][0]["steps"][1]["ok"] = true; }, "/paths/0/steps/1/ok: contradicts"},
        {"half a header", [](json& r) { r["paths"][2]["steps"][3]["answer"]["headers"][0] = {"a"}; },
            "/answer/headers/0: a list of two texts"},
        {"a confidence of its own", [](json& r) { r["findings"][0]["confidence"] = "sure"; },
            "/findings/0/confidence: \"proved\" or"},
        {"a proxy that is no text", [](json& r) { r["site"]["proxy"] = 3128; }, "/site/proxy: a text belongs here"},
    };
    for (const row& r : rows) {
        INFO(r.name);
        const std::string said = complaint(changed(r.change));
        CHECK_THAT(said, Catch::StartsWith("r.json: ") && Contains(r.says));
        CHECK(said.find('\n') == std::string::npos);
        CHECK(said.find("; ") != std::string::npos); // the remedy
    }
}

TEST_CASE("read_json: an endpoint of an older report has no purpose, and was an option's") {
    auto older = json::parse(rules::write_json(samples::everything()));
    REQUIRE(older["site"]["endpoints"].size() == 1);
    older["site"]["endpoints"][0]["purpose"] = "EST server";
    CHECK(rules::read_json(older.dump(), "r.json").site.endpoints[0].purpose == "EST server");
    older["site"]["endpoints"][0].erase("purpose");
    CHECK(rules::read_json(older.dump(), "r.json").site.endpoints[0].purpose == "given with --endpoint");
}

TEST_CASE("read_json: files that are no report") {
    const std::string whole = rules::write_json(samples::healthy());
    CHECK_THAT(complaint(""), Contains("r.json: byte 1: not JSON, or cut off here"));
    CHECK_THAT(complaint(whole.substr(0, whole.size() / 2)), Contains("r.json: byte ") && Contains("cut off here"));
    CHECK_THAT(complaint("[]"), Contains("the key \"schema\" is missing"));
    CHECK_THAT(complaint("{\"schema\": 1e999}"), Contains("out of range"));
    CHECK_THAT(complaint(std::string("\0\xff{", 3)), Contains("byte 1"));
    CHECK_THAT(complaint("{\"schema\":\"egress-report/\x1b[2J\"}"), Contains("byte "));
    CHECK_THAT(complaint(R"({"schema":"egress-report/\u001b[2J\u202e"})"), Contains("\"egress-report/?[2J?\""));
}

TEST_CASE("read_json: bounded in depth, values and size") {
    CHECK_THAT(complaint(std::string(1'000'000, '[')), Contains("nested deeper than 32 levels"));
    std::string many = "[";
    for (int i = 0; i < 2'100'000; ++i) many += "1,";
    CHECK_THAT(complaint(many + "1]"), Contains("more values than any report has"));
    CHECK_THAT(
        complaint(std::string(rules::max_report_bytes + 1, ' ')), Contains("r.json: 64 MB is more than any report"));
}

TEST_CASE("read_json: a hostile file name stays on one line") {
    CHECK_THROWS_WITH(rules::read_json("x", "a\n\x1b[2Jb"), Catch::StartsWith("a ?[2Jb: byte 1"));
}
