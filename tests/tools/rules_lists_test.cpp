// SPDX-License-Identifier: MIT
// egress-rules aggregate, diff and formats as their user calls them.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "rules/policy/embedded.hpp"
#include "rules/policy/policy_json.hpp"

int rules_main(int argc, char** argv);

namespace {

struct ended {
    int status = 0;
    std::string out, err;
};

/// What a stream gets while this lives.
class captured {
public:
    explicit captured(std::ostream& of) : of_(of), before_(of.rdbuf(text_.rdbuf())) {}
    ~captured() { of_.rdbuf(before_); }
    captured(const captured&) = delete;
    captured& operator=(const captured&) = delete;
    std::string text() const { return text_.str(); }

private:
    std::ostringstream text_;
    std::ostream& of_;
    std::streambuf* before_;
};

ended run(std::vector<std::string> words) {
    words.insert(words.begin(), "egress-rules");
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    captured out(std::cout), err(std::cerr);
    const int status = rules_main(static_cast<int>(words.size()), argv.data());
    return {status, out.text(), err.text()};
}

/// A folder of this test's own.
struct folder {
    std::filesystem::path at;

    folder() {
        std::string name = (std::filesystem::temp_directory_path() / "egress-rules-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        at = name;
    }
    ~folder() { std::filesystem::remove_all(at); }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;

    std::string file(const std::string& name, const std::string& text) const {
        std::ofstream(at / name, std::ios::binary) << text;
        return (at / name).string();
    }
};

std::string tags_file(const std::string& number, const std::string& hub, const std::string& cloud = "Public") {
    return R"({"changeNumber":)" + number + R"(,"cloud":")" + cloud +
           R"(","values":[{"name":"AzureIoTHub","properties":{"region":"","addressPrefixes":[)" + hub +
           R"(]}},{"name":"Storage.WestEurope","properties":{"region":"westeurope","addressPrefixes":["192.0.2.0/24"]}}]})";
}

std::string rules_file(const std::vector<std::string>& lines) {
    std::string out = "# egress-policy/1 policy - default-deny host - -\n# egress-policy/1 flow iot-hub tcp "
                      "443,8883 resolved required\n";
    for (const auto& line : lines) out += "# egress-policy/1 " + line + "\n";
    return out;
}

} // namespace

TEST_CASE("aggregate: files, exceptions, families, provenance") {
    const folder here;
    const auto a = here.file("a", "10.0.0.0/25\n2001:db8::/33\n"),
               b = here.file("b", "10.0.0.128/25 # half\r\n2001:db8:8000::/33\r\n"),
               hole = here.file("hole", "10.0.0.0-10.0.0.1\n");
    CHECK(run({"aggregate", a, b}).out == "10.0.0.0/24\n2001:db8::/32\n");
    CHECK(run({"aggregate", a, b, "--ipv4"}).out == "10.0.0.0/24\n");
    CHECK(run({"aggregate", a, b, "--ipv6"}).out == "2001:db8::/32\n");
    CHECK(run({"aggregate", a, "--except", hole}).out ==
          "10.0.0.2/31\n10.0.0.4/30\n10.0.0.8/29\n10.0.0.16/28\n10.0.0.32/27\n10.0.0.64/26\n2001:db8::/33\n");
    CHECK(run({"aggregate", a, b, "--ipv4", "--provenance"}).out == "10.0.0.0/24  # " + a + ", " + b + "\n");
    CHECK(run({"aggregate", hole, "--except", a, "--ipv4"}).out.empty());
    const auto with = here.file("with", run({"aggregate", a, b, "--provenance"}).out);
    CHECK(run({"aggregate", with}).out == run({"aggregate", a, b}).out); // comments of ours can be read again

    const auto out = (here.at / "out").string();
    const auto written = run({"aggregate", a, "--ipv4", "-o", out});
    CHECK((written.status == 0 && written.out.empty() && written.err.empty()));
    CHECK(run({"aggregate", out}).out == "10.0.0.0/25\n");
}

TEST_CASE("aggregate: bad lines are all told, and nothing is printed") {
    const folder here;
    const auto bad = here.file("bad", "10.0.0.1\n010.0.0.1\n10.0.0.9/8\n"),
               other = here.file("other", "name.example\n");
    for (const auto& words :
        {std::vector<std::string>{"aggregate", bad, other}, {"aggregate", other, bad, "--provenance"}}) {
        const auto done = run(words);
        CHECK(done.status == 2);
        CHECK(done.out.empty());
        for (const auto& says : {bad + ":2: \"010.0.0.1\"",
                 bad + ":3: \"10.0.0.9/8\": host bits are set: the block is 10.0.0.0/8", other + ":1: "})
            CHECK(done.err.find(says) != std::string::npos);
    }
    CHECK(run({"aggregate", here.file("cut", "10.0.0.9/8"), "--truncate"}).out == "10.0.0.0/8\n");
    const auto except = run({"aggregate", here.file("good", "10.0.0.1"), "--except", bad});
    CHECK((except.status == 2 && except.out.empty()));
    std::string many;
    for (int i = 0; i < 100; ++i) many += "bad\n";
    const auto all = run({"aggregate", here.file("many", many)});
    CHECK(all.err.find("80 more lines cannot be read") != std::string::npos);
    CHECK(run({"aggregate", (here.at / "absent").string()}).status == 2);
    CHECK(run({"aggregate", here.at.string()}).status == 2);
    CHECK(run({"aggregate", bad, "--ipv4", "--ipv6"}).status == 2);
}

TEST_CASE("diff: files of service tags") {
    const folder here;
    const auto old = here.file("old", tags_file("1", R"("10.0.0.0/24")")),
               now = here.file("new", tags_file("2", R"("10.0.0.0/25","203.0.113.0/31")")),
               cut = here.file("cut", tags_file("3", R"("10.0.0.0/25","10.0.0.128/25")"));
    const auto same = run({"diff", old, cut});
    CHECK((same.status == 0 && same.out.find("0 tags differ") != std::string::npos));
    const auto changed = run({"diff", old, now});
    CHECK(changed.status == 1);
    CHECK(changed.out == "service tags, change 1 to 2: 1 tag differs\nAzureIoTHub: gained 2 IPv4 addresses in 1 "
                         "prefix; lost 128 IPv4 addresses in 1 prefix\n"
                         "    + 203.0.113.0/31\n    - 10.0.0.128/25\n");
    CHECK(run({"diff", old, now, "--tag", "azureiothub"}).status == 1);
    CHECK(run({"diff", old, now, "--tag", "Storage", "--region", "WestEurope"}).status == 0);
    CHECK(run({"diff", old, now, "--region", "westeurope"}).status == 0);
    CHECK(run({"diff", old, now, "--tag", "AzureIoTHub", "Nope"}).err.find("--tag Nope: neither file has it") !=
          std::string::npos);
    CHECK(run({"diff", old, now, "--region", "mars"}).status == 2);
    const auto json = nlohmann::json::parse(run({"diff", old, now, "--json"}).out);
    CHECK(json["schema"] == "egress-rules-diff/1");
    CHECK(json["tags"][0]["lost"]["prefixes"][0] == "10.0.0.128/25");
    CHECK(json["tags"][0]["gained"]["ipv4_addresses"] == 2);
    CHECK(run({"diff", old, here.file("china", tags_file("1", "", "AzureChina"))}).err.find("two clouds") !=
          std::string::npos);
    const auto damaged = run({"diff", old, here.file("damaged", tags_file("1", R"("10.0.0.1/24")"))});
    CHECK((damaged.status == 2 && damaged.out.empty() &&
           damaged.err.find("AzureIoTHub, addressPrefixes[0]") != std::string::npos));
}

TEST_CASE("diff: rules by the policies in their comments") {
    const folder here;
    const auto old = here.file("old", rules_file({"to 10.0.0.1/32 10.0.0.2/32"})),
               now = here.file("new", "accept\n" + rules_file({"name a.net", "to 10.0.0.2/31"}));
    CHECK(run({"diff", old, old}).out == "policy - to -: the same packets get out\n");
    CHECK(run({"diff", old, old}).status == 0);
    const auto changed = run({"diff", old, now});
    CHECK(changed.status == 1);
    CHECK(changed.out ==
          "policy - to -: newly reachable 1 IPv4 address in 1 prefix; no longer reachable 1 IPv4 "
          "address in 1 prefix\n"
          "+ iot-hub: tcp 443, tcp 8883: 1 IPv4 address in 1 prefix, 1 name\n    + 10.0.0.3/32\n    + a.net\n"
          "- iot-hub: tcp 443, tcp 8883: 1 IPv4 address in 1 prefix\n    - 10.0.0.1/32\n");
    const auto json = nlohmann::json::parse(run({"diff", old, now, "--json"}).out);
    CHECK(json["kind"] == "policy");
    CHECK(json["gained"][0]["flow"] == "iot-hub");
    CHECK(json["gained"][0]["over"][1]["port"] == 8883);
    CHECK(json["gained"][0]["names"][0] == "a.net");
    CHECK(json["lost_addresses"]["prefixes"][0] == "10.0.0.1/32");
    CHECK(json["same"] == false);
}

TEST_CASE("diff: policies as change-json writes them") {
    const folder here;
    const auto as_json = [](const std::string& text) {
        auto is = rules::policy_in(text, "test").value();
        is.owner = "ops", is.reason = "quarterly review";
        return rules::write_policy_json(is);
    };
    const auto a = rules_file({"to 10.0.0.1/32 10.0.0.2/32"}), b = rules_file({"to 10.0.0.2/31"});
    const auto old = here.file("old", a), now = here.file("new", b), old_json = here.file("old.json", as_json(a)),
               new_json = here.file("new.json", as_json(b));
    const auto changed = run({"diff", old, now});
    REQUIRE(changed.status == 1);
    for (const auto& [before, after] : {std::pair{old_json, new_json}, {old_json, now}, {old, new_json}}) {
        const auto done = run({"diff", before, after});
        CAPTURE(before, after, done.err);
        CHECK(done.status == 1);
        CHECK(done.out == changed.out);
    }
    CHECK(run({"diff", old_json, old}).status == 0);
    const auto hurt = run({"diff", old_json, here.file("hurt.json", R"({"schema":"egress-policy/1"})")});
    CHECK((hurt.status == 2 && hurt.out.empty() && hurt.err.find("hurt.json") != std::string::npos));
}

TEST_CASE("diff: what cannot be compared is told") {
    const folder here;
    const auto tags = here.file("tags", tags_file("1", "")), rules = here.file("rules", rules_file({"to 10.0.0.1/32"})),
               plain = here.file("plain", "accept\n");
    struct row {
        std::vector<std::string> words;
        std::string says;
    };
    for (const auto& [words, says] : {row{{"diff", tags, rules}, "one file holds service tags"},
             row{{"diff", rules, plain}, "neither a file of Azure's"},
             row{{"diff", rules, rules, "--tag", "X"}, "leave them out"}, row{{"diff", rules}, "after is required"},
             row{{"diff", rules, (here.at / "absent").string()}, "absent"},
             row{{"diff", rules, here.file("empty", "")}, "neither a file"},
             row{{"diff", rules, here.file("hurt", rules_file({"to 10.0.0.1/8"}))}, "damaged"}}) {
        const auto done = run(words);
        CAPTURE(done.err);
        CHECK(done.status == 2);
        CHECK(done.out.empty());
        CHECK(done.err.find(says) != std::string::npos);
    }
}

TEST_CASE("formats: the table, one in full, and both as JSON") {
    const auto table = run({"formats"});
    CHECK(table.status == 0);
    CHECK(table.out.find("nftables") != table.out.npos);
    CHECK(table.out.find("live") == table.out.npos); // no row has ever been that
    const auto all = nlohmann::json::parse(run({"formats", "--json"}).out);
    REQUIRE(all.size() > 20);
    for (const auto& row : all) {
        const auto name = row["name"].get<std::string>();
        INFO(name);
        const auto one = run({"formats", name, "--json"});
        CHECK(one.status == 0);
        CHECK(nlohmann::json::parse(one.out) == row);
        const auto text = run({"formats", name}).out;
        for (const auto* line : {"carries ", "families ", "stances ", "places ", "cannot express", "validator ",
                 "proof ", "proof needs", "undo "})
            CHECK(text.find(std::string("\n") + line) != text.npos);
        CHECK(text.find(row["limits"].get<std::string>()) != text.npos);
        CHECK(row["proof_needs"].is_null() == (row["proof"] == "none"));
    }
    const auto text = run({"formats", "azure-firewall-arm"}).out;
    CHECK(text.find("families        IPv4 only\n") != text.npos);
    CHECK(text.find("cannot express  IPv6\n") != text.npos);
    CHECK(run({"formats", "nftables"}).out.find("validator       nft -c -f FILE\n") != std::string::npos);
    const auto unknown = run({"formats", "nft", "--json"});
    CHECK(unknown.status == 2);
    CHECK(unknown.out.empty());
}
