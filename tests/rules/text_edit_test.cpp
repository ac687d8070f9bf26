// SPDX-License-Identifier: MIT
#include "rules/settings/text_edit.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "rules/settings/json_text.hpp"

using rules::unified_diff;

namespace {

std::string numbered(int lines) {
    std::string text;
    for (int i = 1; i <= lines; ++i) text += fmt::format("line {}\n", i);
    return text;
}

// The edit that puts `by` in place of the one `what`.
rules::text_edit instead_of(const std::string& text, const std::string& what, const std::string& by) {
    return {text.find(what), what.size(), by};
}

} // namespace

TEST_CASE("edit: made in the order of their places, insertions at a replacement's end too") {
    CHECK(rules::edited("abcdef", {{4, 1, "E"}, {1, 2, ""}}) == "adEf");
    CHECK(rules::edited("abc", {{1, 1, "B"}, {2, 0, "+"}}) == "aB+c");
    CHECK(rules::edited("", {{0, 0, "x"}}) == "x");
    CHECK(rules::edited("abc", {}) == "abc");
}

TEST_CASE("diff: one line of many, with three lines around it") {
    const auto text = numbered(20);
    CHECK(unified_diff("etc/a.toml", text, {instead_of(text, "line 10\n", "ten\nand a half\n")}) ==
          "--- a/etc/a.toml\n+++ b/etc/a.toml\n@@ -7,7 +7,8 @@\n line 7\n line 8\n line 9\n-line 10\n+ten\n+and a "
          "half\n line 11\n line 12\n line 13\n");
}

TEST_CASE("diff: hunks that are near are one, others count on") {
    const auto text = numbered(40);
    const auto near = unified_diff("a", text, {instead_of(text, "line 10\n", ""), instead_of(text, "line 17\n", "")});
    CHECK(near.find("@@ -7,14 +7,12 @@\n") != std::string::npos);
    const auto far = unified_diff("a", text, {instead_of(text, "line 10\n", ""), instead_of(text, "line 18\n", "x\n")});
    CHECK(far.find("@@ -7,7 +7,6 @@\n") != std::string::npos);
    CHECK(far.find("@@ -15,7 +14,7 @@\n") != std::string::npos);
}

TEST_CASE("diff: nothing to change is nothing; names are below the folder, blanks end with a tab") {
    CHECK(unified_diff("a", "text\n", {}).empty());
    CHECK(unified_diff("/etc/x", "a\n", {{0, 1, "b"}}).starts_with("--- a/etc/x\n+++ b/etc/x\n"));
    CHECK(unified_diff("my file", "a\n", {{0, 1, "b"}}).starts_with("--- a/my file\t\n+++ b/my file\t\n"));
}

TEST_CASE("diff: the last line without an end") {
    CHECK(unified_diff("a", "x", {{0, 1, "y"}}) ==
          "--- a/a\n+++ b/a\n@@ -1,1 +1,1 @@\n-x\n\\ No newline at end of file\n+y\n\\ No newline at end of file\n");
}

TEST_CASE("diff: a line that may hold a secret is no context") {
    std::string text = numbered(5) + "\"password\": \"x\"\n" + numbered(1) + "here\n" + numbered(5);
    const auto diff = unified_diff("a", text, {instead_of(text, "here", "there")});
    CHECK(diff.find("password") == std::string::npos);
    CHECK(diff.find("@@ -7,3 +7,3 @@\n line 1\n-here\n+there\n line 1\n") != std::string::npos);
    text = "before\n\"password\": \"x\"\nafter\n"; // between two changes: two hunks
    const auto two = unified_diff("a", text, {instead_of(text, "before", "b"), instead_of(text, "after", "a")});
    CHECK(two.find("password") == std::string::npos);
    CHECK(two.find("@@ -1,1 +1,1 @@\n-before\n+b\n@@ -3,1 +3,1 @@\n-after\n+a\n") != std::string::npos);
    CHECK_FALSE(rules::can_be_shown(text, {instead_of(text, "\"x\"", "\"y\"")}));
    CHECK(rules::can_be_shown(text, {instead_of(text, "after", "a")}));
}

TEST_CASE("secrets: words by which a line is kept out of a patch") {
    for (const auto* line :
        {"\"Password\": \"a\"", "x = \"HostName=a;SharedAccessKey=b\"", "\"https_proxy\": \"http://u:p@h:1\"",
            "ACCESS_TOKEN=1", "\"key\": \"abcdefghijklmnopqrstuvwxyz0123456789ABCD\""})
        CHECK(rules::may_hold_secret(line));
    for (const auto* line :
        {"\"UpstreamProtocol\": { \"value\": \"AmqpWs\" },", "[agent.env]", "}", "\"username\": \"a\""})
        CHECK_FALSE(rules::may_hold_secret(line));
}

TEST_CASE("json places: keys and values by their bytes") {
    const std::string text = "\xef\xbb\xbf { \"a\\u0062\" : {\"x\": [1, {\"y\": null}]}, \"c\":\"d\\\"e\" }\r\n";
    const auto root = rules::json_spans(text);
    REQUIRE(root);
    REQUIRE(root->members.size() == 2);
    const auto* first = root->find("ab");
    REQUIRE(first != nullptr);
    CHECK(text.substr(first->key_bytes.from, 9) == "\"a\\u0062\"");
    CHECK(text[first->value.bytes.from] == '{');
    CHECK(text[first->value.bytes.to - 1] == '}');
    REQUIRE(first->value.find("x") != nullptr);
    CHECK(first->value.find("x")->value.items.size() == 2);
    CHECK(rules::json_string(text, root->find("c")->value) == "d\"e");
    CHECK(root->find("nothing") == nullptr);
    CHECK(rules::json_quoted("a\"b") == "\"a\\\"b\"");
}

TEST_CASE("json places: none in what is no JSON") {
    for (const auto* text : {"", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1,]", "{} x", "\"a", "\"a\\"})
        CHECK_FALSE(rules::json_spans(text));
    CHECK_FALSE(rules::json_spans(std::string(1000, '[')));
    CHECK_FALSE(rules::json_spans(std::string(100'000, '{')));
}
