// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <functional>

#include <nlohmann/json.hpp>

#include "golden.hpp"
#include "rules/policy/policy_json.hpp"
#include "windows_policies.hpp"

using Catch::Contains;
using json = nlohmann::ordered_json;

namespace {

rules::policy gateway() {
    auto out = policies::only_allowing(policies::site());
    out.hook = rules::hook::gateway;
    out.devices = policies::addresses({"10.8.0.0/16", "2001:db8:8::/48"});
    out.in_interface = "br-ot.7";
    out.out_interface = "wan0";
    return out;
}

std::string complaint(const std::string& text) {
    try {
        rules::read_policy_json(text, "p.json");
        return "";
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
}

std::string changed(const std::function<void(json&)>& change) {
    auto out = json::parse(rules::write_policy_json(policies::site()));
    change(out);
    return out.dump();
}

} // namespace

TEST_CASE("policy_json: as it was") {
    const auto text = rules::write_policy_json(policies::site());
    CHECK(text == golden("policy.json", text));
}

TEST_CASE("policy_json: reads back what was written, all of it") {
    for (const auto& was : {policies::site(), policies::by_address(), gateway(), rules::policy{}}) {
        const auto text = rules::write_policy_json(was);
        const auto is = rules::read_policy_json(text, "p.json");
        CHECK(canonical_text(is) == canonical_text(was));
        CHECK(rules::write_policy_json(is) == text);
        CHECK(is.id == was.id);
        CHECK(is.remarks == was.remarks);
        CHECK(is.devices == was.devices);
        REQUIRE(is.flows.size() == was.flows.size());
        for (std::size_t i = 0; i < is.flows.size(); ++i) {
            CHECK(is.flows[i].addresses == was.flows[i].addresses);
            CHECK(is.flows[i].tags == was.flows[i].tags);
            CHECK(is.flows[i].why == was.flows[i].why);
            CHECK(is.flows[i].source == was.flows[i].source);
            CHECK(is.flows[i].evidence == was.flows[i].evidence);
            CHECK(is.flows[i].need == was.flows[i].need);
        }
    }
}

TEST_CASE("policy_json: blocks may overlap, and a single address may go without its length") {
    const auto read = rules::read_policy_json(changed([](json& p) {
        p["flows"][2]["addresses"] = {"10.9.0.0/24", "10.9.0.53", "10.9.0.0/25"};
    }),
        "p.json");
    CHECK(read.flows[2].addresses == policies::addresses({"10.9.0.0/24"}));
}

TEST_CASE("policy_json: one line with the place for every damage") {
    struct row {
        const char* name;
        std::function<void(json&)> change;
        const char* says;
    };
    for (const auto& r : std::vector<row>{{"another schema", [](json& p) { p["schema"] = "egress-policy/2"; },
                                              "/: no policy: \"schema\" is not \"egress-policy/1\""},
             {"no schema", [](json& p) { p.erase("schema"); }, "no policy"},
             {"schema no text", [](json& p) { p["schema"] = 1; }, "/schema: a text belongs here, not number"},
             {"an unknown key", [](json& p) { p["comment"] = "x"; }, "/: the key \"comment\" is not known"},
             {"an unknown key in a flow", [](json& p) { p["flows"][1]["port"] = 1; },
                 "/flows/1: the key \"port\" is not known"},
             {"a key missing", [](json& p) { p.erase("owner"); }, "/: the key \"owner\" is missing"},
             {"a flow's key missing", [](json& p) { p["flows"][0].erase("ports"); },
                 "/flows/0: the key \"ports\" is missing"},
             {"a wrong type", [](json& p) { p["owner"] = json::array(); }, "/owner: a text belongs here, not array"},
             {"null", [](json& p) { p["expires"] = nullptr; }, "/expires: a text belongs here, not null"},
             {"flows no list", [](json& p) { p["flows"] = json::object(); }, "/flows: a list belongs here, not object"},
             {"a flow no object", [](json& p) { p["flows"][0] = 1; }, "/flows/0: an object belongs here, not number"},
             {"an unknown stance", [](json& p) { p["stance"] = "maybe"; },
                 "/stance: \"maybe\" is none of \"default-deny\", \"allow-only\""},
             {"an unknown transport", [](json& p) { p["flows"][0]["over"] = {"sctp"}; },
                 "/flows/0/over/0: \"sctp\" is none of"},
             {"an unknown need", [](json& p) { p["flows"][0]["need"] = "nice"; }, "/flows/0/need"},
             {"a transport twice",
                 [](json& p) {
                     p["flows"][0]["over"] = {"tcp", "tcp"};
                 },
                 "/flows/0/over/1: it is there twice"},
             {"no transport", [](json& p) { p["flows"][0]["over"] = json::array(); }, "no protocol or no port"},
             {"port 0", [](json& p) { p["flows"][0]["ports"][0] = 0; }, "/flows/0/ports/0: an integer from 1 to 65535"},
             {"a port too high", [](json& p) { p["flows"][0]["ports"][2] = 65536; }, "an integer from 1 to 65535"},
             {"a port as text", [](json& p) { p["flows"][0]["ports"][0] = "443"; }, "an integer from 1 to 65535"},
             {"half a port", [](json& p) { p["flows"][0]["ports"][0] = 443.5; }, "an integer from 1 to 65535"},
             {"a port twice", [](json& p) { p["flows"][0]["ports"][1] = 443; },
                 "/flows/0/ports/1: it is there twice, or out of order"},
             {"names out of order",
                 [](json& p) {
                     p["flows"][1]["names"] = {"b.example", "a.example"};
                 },
                 "out of order"},
             {"a bad name", [](json& p) { p["flows"][1]["names"] = {"a b.com"}; }, "is no host name"},
             {"an upper-case name", [](json& p) { p["flows"][1]["names"] = {"A.com"}; }, "lower case"},
             {"a bad prefix", [](json& p) { p["flows"][0]["addresses"][0] = "203.0.113.10/24"; },
                 "/flows/0/addresses/0: \"203.0.113.10/24\": host bits are set: the block is 203.0.113.0/24"},
             {"an octal address", [](json& p) { p["flows"][0]["addresses"][0] = "010.0.0.1"; }, "octal"},
             {"an address twice", [](json& p) { p["flows"][0]["addresses"][1] = "203.0.113.10"; },
                 "\"203.0.113.10\" is there twice"},
             {"no addresses, yet resolved", [](json& p) { p["flows"][0]["addresses"] = json::array(); },
                 "/flows/0/how: \"names-only\""},
             {"addresses, yet names-only", [](json& p) { p["flows"][0]["how"] = "names-only"; },
                 "/flows/0/how: \"names-only\""},
             {"nothing to go to", [](json& p) { p["flows"][4]["names"] = json::array(); }, "neither name nor address"},
             {"an id with capitals", [](json& p) { p["flows"][0]["id"] = "IoT"; }, "a flow's id"},
             {"a flow twice", [](json& p) { p["flows"][1]["id"] = "iot-hub"; }, "two flows are called iot-hub"},
             {"a quote in a text", [](json& p) { p["owner"] = "O'Brien"; }, "owner: character 2"},
             {"a line end in a text", [](json& p) { p["reason"] = "a\nb"; }, "reason: character 2"},
             {"a long text", [](json& p) { p["flows"][0]["why"] = std::string(101, 'a'); },
                 "101 characters are too many"},
             {"evidence twice",
                 [](json& p) {
                     p["flows"][0]["evidence"] = {"a", "a"};
                 },
                 "/flows/0/evidence/1: \"a\" is there twice"},
             {"a strange interface", [](json& p) { p["in_interface"] = "eth0;"; }, "is no interface"}}) {
        INFO(r.name);
        const auto said = complaint(changed(r.change));
        CHECK_THAT(said, Catch::StartsWith("p.json: ") && Contains(r.says) && Contains("; write the file anew"));
        CHECK(said.find('\n') == said.npos);
    }
}

TEST_CASE("policy_json: files that are no policy") {
    const auto whole = rules::write_policy_json(policies::site());
    CHECK_THAT(complaint(""), Contains("p.json: byte 1: not JSON, or cut off here"));
    CHECK_THAT(complaint(whole.substr(0, whole.size() / 2)), Contains("not JSON, or cut off here"));
    CHECK_THAT(complaint("[]"), Contains("p.json: /: no policy"));
    CHECK_THAT(
        complaint("{\"schema\": 1e999}"), Contains("a number") || Contains("numbers") || Contains("text belongs"));
    CHECK_THAT(complaint("\xff\xfe{"), Contains("byte 1"));
    CHECK_THAT(complaint(whole + "x"), Contains("not JSON"));
    CHECK_THAT(complaint("{\"schema\":\"egress-policy/1\",\"schema\":\"egress-policy/1\"}"),
        Contains("key schema: it is there twice"));
    CHECK_THAT(complaint("{\"a\":{\"b\":1},\"c\":{\"b\":1}}"), Contains("no policy")); // not twice in one object
    CHECK_THAT(complaint(R"({"schema":"\u001b[2J"})"), Contains("no policy"));
}

TEST_CASE("policy_json: bounded in depth, values and size") {
    CHECK_THAT(complaint(std::string(100'000, '[')), Contains("nested deeper than 16 levels"));
    std::string many = "[";
    for (int i = 0; i < 1'000'001; ++i) many += "1,";
    CHECK_THAT(complaint(many + "1]"), Contains("more than 1000000 values"));
    CHECK_THAT(complaint(std::string(16u * 1024 * 1024 + 1, ' ')), Contains("more than 16 MB"));
}

TEST_CASE("policy_json: a hostile file name stays on one line") {
    try {
        rules::read_policy_json("x", "a\n\x1b[2Jb");
        FAIL("read");
    } catch (const std::invalid_argument& e) {
        CHECK(std::string(e.what()).find_first_of("\n\x1b") == std::string::npos);
    }
}
