// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include "rules/site/document.hpp"

using namespace rules;
using Catch::Matchers::Contains;

namespace {

/// "/etc/f:3: is not TOML: …; correct the line", one each.
std::vector<std::string> lines_of(const std::vector<file_fault>& faults) {
    std::vector<std::string> out;
    for (const auto& one : faults) out.push_back(to_string(one.at) + ": " + one.what + "; " + one.remedy);
    return out;
}

std::string value_at(const document& in, std::initializer_list<std::string_view> path) {
    const auto* found = in.root.find(path);
    return found == nullptr ? "(none)" : fmt::format("{}@{}", found->text, found->line);
}

using document_reader = document (*)(std::string_view, const std::string&);

} // namespace

TEST_CASE("every syntax becomes the same tree with lines") {
    const struct {
        document_reader read;
        const char* text;
    } rows[] = {
        {toml_document, "# x\n\n[agent]\nname = \"edgeAgent\"\n[agent.env]\nUpstreamProtocol = \"AmqpWs\"\n"
                        "n = 5\nyes = true\nlist = [1,\n 'b']\n"},
        {yaml_document, "# x\n\nagent:\n  name: \"edgeAgent\"\n  env:\n    UpstreamProtocol: \"AmqpWs\"\n"
                        "    n: 5\n    yes: true\n    list: [1,\n     'b']\n"},
        {json_document, "{\n\n\"agent\": {\n\"name\": \"edgeAgent\",\n\"env\": {\n\"UpstreamProtocol\": \"AmqpWs\",\n"
                        "\"n\": 5,\n\"yes\": true, \"list\": [1\n,\"b\"]\n}}}"},
    };
    for (const auto& row : rows) {
        INFO(row.text);
        for (const bool windows : {false, true}) {
            std::string text;
            if (windows) text = "\xef\xbb\xbf";
            for (const char c : std::string_view(row.text))
                text += windows && c == '\n' ? std::string("\r\n") : std::string(1, c);
            const auto made = row.read(text, "/etc/f");
            CHECK(lines_of(made.faults).empty());
            CHECK(value_at(made, {"agent", "name"}) == "edgeAgent@4");
            CHECK(value_at(made, {"agent", "env", "UpstreamProtocol"}) == "AmqpWs@6");
            CHECK(value_at(made, {"agent", "env", "n"}) == "5@7");
            CHECK(value_at(made, {"agent", "env", "none"}) == "(none)");
            CHECK(made.root.find({"agent", "env", "n"})->kind == node::type::number);
            CHECK(made.root.find({"agent", "env", "yes"})->kind == node::type::truth);
            CHECK(to_string(made.root.find({"agent", "env"})->at()) == "/etc/f:5");
            const auto* list = made.root.find({"agent", "env", "list"});
            REQUIRE(list->items.size() == 2);
            CHECK(list->items[1].text == "b");
            CHECK(list->items[1].line == list->line + 1);
            CHECK(made.root.find("agent")->members[0].first == "name");
            CHECK(made.root.find({"agent", "env"})->members[0].first == "UpstreamProtocol");
        }
    }
}

TEST_CASE("a file without anything is no fault") {
    for (const document_reader read : {toml_document, yaml_document, json_document})
        for (const char* text : {"", "\n", "\xef\xbb\xbf", " \r\n"}) {
            const auto made = read(text, "f");
            CHECK(lines_of(made.faults).empty());
            CHECK(made.root.members.empty());
        }
}

TEST_CASE("characters beyond ASCII are read as they are written, in TOML too") {
    const auto made = toml_document("# Gerät in der Halle: Übersicht ✓\nhostname = \"münchen-1\" # größer\n"
                                    "'schlüssel' = 'ä?0?e4'\nmehr = \"\"\"zwei\nZeilen ö\"\"\"\nu = \"\\u00e4\"\n",
        "f");
    CHECK(lines_of(made.faults).empty());
    CHECK(value_at(made, {"hostname"}) == "münchen-1@2");
    CHECK(value_at(made, {"schlüssel"}) == "ä?0?e4@3");
    CHECK(value_at(made, {"mehr"}) == "zwei\nZeilen ö@4");
    CHECK(value_at(made, {"u"}) == "ä@6");
}

TEST_CASE("what is wrong is one line with its place, and the rest is read") {
    const struct {
        document_reader read;
        const char* text;
        std::vector<std::string> faults;
        const char* kept; // of key "a"
    } rows[] = {
        {toml_document, "a = \"1\"\nb = \"2", {"f:2: is not TOML"}, "1@1"}, // half written
        {toml_document, "b = \"2\nc = = 3\na = \"1\"\n", {"f:1: is not TOML", "f:2: is not TOML"}, "1@3"},
        {toml_document, "a = \"1\"\nb = [ \"x\",\n\"y\",\n", {"is not TOML"}, "1@1"}, // a list that nobody closed
        {toml_document, "a = \"1\"\na = \"2\"\n", {"f:2: is not TOML: a name is there twice; leave one of them"},
            "1@1"},
        {toml_document, "[=\na = \"1\"\n", {"f:1: is not TOML: no name follows the bracket"}, "1@2"},
        {toml_document, "b = \"C:\\Data\"\na = \"1\"\n", {"f:1: is not TOML: a backslash"}, "1@2"},
        {toml_document, "b = 1\x01\na = \"1\"\n", {"f:1: is not TOML: a control character"}, "1@2"},
        {toml_document, "# Ger\xe4t\na = \"1\"\n",
            {"f:1: is not TOML: a character is not UTF-8; save the file as UTF-8"}, "1@2"},
        {toml_document, "größe = 1\na = \"1\"\n", {"f:1: is not TOML"}, "1@2"},
        {yaml_document, "a: \"1\"\nb:\n\tc: 2\n",
            {"f:3: is not YAML: a tab at the beginning of the line; write spaces"}, "1@1"},
        {yaml_document, "a: \"1\"\nb: \"x", {"is not YAML"}, "1@1"},
        {yaml_document, "a: \"2\"\nb: 1\na: \"1\"\n",
            {"f:3: is not YAML: the key \"a\" is there before, in line 1; leave one of them"}, "1@3"},
        {json_document, "{\"a\": \"1\",\n\"b\": \"x",
            {"f:2: is not JSON: it ends before it is whole; write the file again"}, "1@1"},
        {json_document, "{\"a\": \"1\",\n\n", {"is not JSON: it ends before"}, "1@1"},
        {json_document, "{\"a\": \"1\",\n}", {"f:2: is not JSON: a comma before the bracket"}, "1@1"},
        {json_document, "{\"a\": \"1\",\n// why\n\"b\": 1}", {"f:2: is not JSON: a comment"}, "1@1"},
        {json_document, "{\"a\": \"2\",\n\"a\": \"1\"}", {"f:2: is not JSON: the key \"a\" is there before, in line 1"},
            "1@2"},
        {json_document, "{\"a\": \"1\"}\n{}", {"f:2: is not JSON"}, "1@1"},
        {json_document, "{\"a\": \"1\", \"b\": \"x\ty\"}", {"f:1: is not JSON: a text goes on over the end"}, "1@1"},
    };
    for (const auto& row : rows) {
        INFO(row.text);
        const auto made = row.read(row.text, "f");
        const auto said = lines_of(made.faults);
        INFO(fmt::format("{}", fmt::join(said, "\n")));
        CHECK(said.size() == row.faults.size());
        for (std::size_t i = 0; i < std::min(said.size(), row.faults.size()); ++i)
            CHECK_THAT(said[i], Contains(row.faults[i]));
        CHECK(value_at(made, {"a"}) == row.kept);
    }
}

TEST_CASE("no fault repeats what a file holds") {
    for (const document_reader read : {toml_document, yaml_document, json_document})
        for (const char* text : {"password = \"hunter2\n", "password: \"hunter2\n", "{\"password\": \"hunter2",
                 "{\"password\" \"hunter2\"}", "password = hunter2", "hunter2 = 1\nhunter2.x = 2"})
            for (const auto& line : lines_of(read(text, "f").faults)) CHECK_THAT(line, !Contains("hunter2\""));
}

TEST_CASE("UTF-16 and what is too large are said, not read") {
    for (const document_reader read : {toml_document, yaml_document, json_document}) {
        const auto wide = read(std::string_view("\xff\xfe{\0}\0", 6), "f");
        REQUIRE(wide.faults.size() == 1);
        CHECK_THAT(wide.faults[0].what, Contains("UTF-16"));
        CHECK(wide.root.kind == node::type::none);
    }
    const std::string settings(std::size_t{50} << 20, '#');
    CHECK_THAT(toml_document(settings, "f").faults.at(0).what, Contains("larger than 1 MB"));
    CHECK_THAT(yaml_document(settings, "f").faults.at(0).what, Contains("larger than 1 MB"));
    CHECK_THAT(
        json_document(std::string(max_document_bytes + 1, ' '), "f").faults.at(0).what, Contains("larger than 64 MB"));
}

TEST_CASE("brackets, values and anchors without end come to one") {
    const auto deep = [](std::size_t n) { return std::string(n, '['); };
    const auto closed = [&](std::size_t n) { return deep(n) + std::string(n, ']'); };
    for (const std::size_t n : {std::size_t{65}, std::size_t{100'000}}) {
        CHECK_THAT(json_document(deep(n), "f").faults.at(0).what, Contains("deeper than 64 levels"));
        CHECK_THAT(json_document(closed(n), "f").faults.at(0).what, Contains("deeper than 64 levels"));
        CHECK(yaml_document("a: " + deep(n), "f").faults.size() == 1);
        CHECK_THAT(yaml_document("a: " + closed(n), "f").faults.at(0).what, Contains("deeper than 64 levels"));
        CHECK(!toml_document("a = " + deep(n) + "\nb = 1", "f").faults.empty());
    }
    CHECK(json_document(closed(64), "f").faults.empty());
    std::string tables;
    for (int i = 0; i < 100; ++i) tables += "x.";
    CHECK_THAT(toml_document(tables + "x = 1", "f").faults.at(0).what, Contains("deeper than 64 levels"));
    CHECK(toml_document(std::string(100'000, '.') + "x = 1\na = \"1\"", "f").root.find("a") != nullptr);

    std::string laughs = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 12; ++i) {
        laughs += fmt::format("a{0}: &a{0} [", i);
        for (int n = 0; n < 10; ++n) laughs += fmt::format("{}*a{}", n == 0 ? "" : ",", i - 1);
        laughs += "]\n";
    }
    const auto made = yaml_document(laughs, "f");
    REQUIRE(made.faults.size() == 1);
    CHECK_THAT(lines_of(made.faults)[0], Contains("f:6: has more than 1000000 values"));
    CHECK(made.root.find("a3") != nullptr);

    std::string many = "[1";
    for (int i = 0; i < 1'100'000; ++i) many += ",1";
    CHECK_THAT(json_document(many + "]", "f").faults.at(0).what, Contains("more than 1000000 values"));
    std::string twice = "{\"a\":1";
    for (int i = 0; i < 1000; ++i) twice += ",\"a\":1";
    CHECK(json_document(twice + "}", "f").faults.size() == 20);
}

TEST_CASE("anchors are the value that they name") {
    const auto made = yaml_document("x: &one {k: v}\ny: *one\nz: &self [*self, 1]\n&key a: 1\n--- \nq: 1\n", "f");
    CHECK(lines_of(made.faults).empty());
    CHECK(value_at(made, {"y", "k"}) == "v@1");
    CHECK(made.root.find("y")->line == 2);
    CHECK(made.root.find("z")->items.size() == 2);
    CHECK(value_at(made, {"a"}) == "1@4");
    CHECK(made.root.find("q") == nullptr); // of another document
    const auto odd = yaml_document("a: 1\n? [1, 2]\n: 3\n", "f");
    CHECK(lines_of(odd.faults) == std::vector<std::string>{"f:2: is not YAML; correct the line, or the one before"});
    CHECK(value_at(odd, {"a"}) == "1@1");
}

TEST_CASE("later settings go over earlier ones as the daemons merge them") {
    auto into = toml_document("a = 1\nlist = [1]\n[t]\nx = 1\ny = 1\n[s]\nx = 1\n", "one").root;
    merge(into, toml_document("a = 2\nlist = [2]\nnew = 1\ns = 5\n[t]\ny = 2\n", "two").root);
    CHECK(into.find("a")->text == "2");
    CHECK(to_string(into.find("a")->at()) == "two:1");
    CHECK(into.find("list")->items.size() == 2);
    CHECK(into.find({"t", "x"})->text == "1");
    CHECK(to_string(into.find({"t", "y"})->at()) == "two:6");
    CHECK(into.find("s")->text == "5");
    CHECK(into.find("new") != nullptr);
    merge(into, node());
    CHECK(into.kind == node::type::none);
}

TEST_CASE("TOML: the mistakes that people make, in their words") {
    const std::pair<const char*, const char*> table[]{
        {"a = \"x\n", "is not TOML: a quote is not closed in its line"},
        {"a = 'x\n", "is not TOML: a quote is not closed in its line"},
        {"a = \xe2\x80\x9cx\xe2\x80\x9d\n", "is not TOML: a quote of a text processor"},
        {"a = word\n", "is not TOML: a text without quotes"},
        {"a = C:\\dir\n", "is not TOML: a text without quotes"},
        {"a = \"C:\\dir\"\n", "is not TOML: a backslash"},
        {"a = 1\na = 2\n", "is not TOML: a name is there twice"},
        {"a = [1,\n", "is not TOML: it ends before it is whole"},
        {"a = = 1\n", "is not TOML"},
    };
    for (const auto& [text, what] : table) {
        INFO(text);
        const auto read = rules::toml_document(text, "f");
        REQUIRE(!read.faults.empty());
        CHECK(read.faults[0].what == what);
        CHECK_FALSE(read.faults[0].remedy.empty());
    }
    CHECK(rules::toml_document("a = 'it''s' # don't\n", "f").faults.size() == 1);
    CHECK(rules::toml_document("a = \"it's\" # \"\nb = true\n", "f").faults.empty());
}
