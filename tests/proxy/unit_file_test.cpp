// SPDX-License-Identifier: MIT
#include "proxy/settings/unit_file.hpp"

#include <catch2/catch.hpp>

using namespace proxy;
using namespace std::string_literals;
using strings = std::vector<std::string>;

namespace {

strings lines(std::string_view text) {
    strings seen;
    for (const auto& l : parse_unit_file(text).lines)
        seen.push_back(std::to_string(l.line) + " [" + l.section + "] " + l.key + "=" + l.value);
    return seen;
}

} // namespace

// Each row tried against systemd 252 (systemd --test).
TEST_CASE("unit file: lines, sections, comments, continuations") {
    struct row {
        std::string text;
        strings wanted;
    };
    const row rows[] = {
        {"", {}},
        {"[Service]\nA=b", {"2 [Service] A=b"}},
        {"[Service]\n  A  =  b c \t\n", {"2 [Service] A=b c"}},
        {"[Service]\r\nA=b\r\n", {"2 [Service] A=b"}},
        {"\xef\xbb\xbf[Service]\nA=b\n", {"2 [Service] A=b"}},
        {"A=b\n[Unit]\nC=d\n[Service]\nE=\n", {"1 [] A=b", "3 [Unit] C=d", "5 [Service] E="}},
        {"[Service]\n#A=b\n ;A=c\n\t# x\n\n", {}},
        {"[Service]\nA=b # not a comment\n", {"2 [Service] A=b # not a comment"}},
        {"[Service]\nA=b \\\n c\\\n  d\nE=f", {"2 [Service] A=b   c   d", "5 [Service] E=f"}},
        {"[Service]\nA=b \\\n# in between\n c\n", {"2 [Service] A=b   c"}},
        {"[Service]\nA=b \\", {"2 [Service] A=b"}},
        {"[Service]\nA=b\\\\\nC=d", {"2 [Service] A=b\\\\", "3 [Service] C=d"}}, // an escaped backslash
        {"[Service]\nA=b\\\\\\\nC=d", {"2 [Service] A=b\\\\ C=d"}},
        {"[Service]\nA\n=b\nC=d=e\n", {"3 [Service] =b", "4 [Service] C=d=e"}},
        {"[Service]\nA=b\0C=d\n"s, {"2 [Service] A=b", "3 [Service] C=d"}},
    };
    for (const auto& r : rows) {
        INFO(r.text);
        CHECK(lines(r.text) == r.wanted);
        CHECK(parse_unit_file(r.text).gave_up == 0);
    }
}

TEST_CASE("unit file: where systemd stops reading") {
    struct row {
        std::string_view text;
        std::size_t line, before;
    };
    const row rows[] = {
        {"[Service]\nA=b\n[Bad\nC=d\n", 3, 1}, {"[Service]\nA=\xff\nC=d\n", 2, 0}, {"[\n", 1, 0},
        {"[Service]\n#\xff\nA=b\n", 0, 1}, // in a comment anything may stand
    };
    for (const auto& r : rows) {
        INFO(r.text);
        const auto seen = parse_unit_file(r.text);
        CHECK(seen.gave_up == r.line);
        CHECK(seen.lines.size() == r.before);
    }
}

// Each row tried against extract_first_word() of systemd 252.
TEST_CASE("unit file: words, quotes and escapes") {
    struct row {
        std::string_view text;
        strings wanted;
        bool broken = false;
    };
    const row rows[] = {
        {"", {}},
        {"  \t ", {}},
        {"A=b", {"A=b"}},
        {"A=b C=d\tE=f", {"A=b", "C=d", "E=f"}},
        {"\"A=b c\" D=e", {"A=b c", "D=e"}},
        {"'A=b c' D=e", {"A=b c", "D=e"}},
        {"A='b c'd\"e f\"", {"A=b cde f"}},
        {"\"A=\\\"b\\\"\"", {"A=\"b\""}},
        {"'A=\"b'", {"A=\"b"}},
        {"'A=\\'b'", {"A='b"}}, // a backslash counts in either quotes
        {"''", {""}},
        {"a\\x20b\\101\\u00e4\\U0001F600\\s\\t\\n\\\\", {"a bA\xc3\xa4\xf0\x9f\x98\x80 \t\n\\"}},
        {"a \"b", {"a"}, true},
        {"a 'b\" c", {"a"}, true},
        {"https_proxy=http://CORP\\user:p@h", {}, true}, // \u wants four digits
        {"a b\\q", {"a"}, true},
        {"a b\\", {"a"}, true},
        {"\\x00", {}, true},
        {"\\000", {}, true},
        {"\\777", {}, true},
        {"\\08", {}, true},
        {"\\x4", {}, true},
        {"\\ud800", {}, true},
        {"\\U00110000", {}, true},
    };
    for (const auto& r : rows) {
        INFO(r.text);
        const auto seen = split_words(r.text);
        CHECK(seen.words == r.wanted);
        CHECK(seen.broken == r.broken);
    }
}

TEST_CASE("unit file: specifiers") {
    CHECK(without_specifiers("http://u:p%%40@h") == "http://u:p%40@h");
    CHECK(without_specifiers("100%") == "100%");
    CHECK(without_specifiers("a%-b%_c%:") == "a%-b%_c%:");
    CHECK(without_specifiers("%%%%") == "%%");
    CHECK_FALSE(without_specifiers("http://u:p%40@h")); // refused: no such specifier
    CHECK_FALSE(without_specifiers("http://%H:1"));     // the host's name
    CHECK_FALSE(without_specifiers("p%%%C3"));
}

TEST_CASE("unit file: large and hostile texts take no longer than they are") {
    const auto size = std::size_t{4} << 20;
    std::string text = "[Service]\n";
    while (text.size() < size) text += "\\\n";
    CHECK(parse_unit_file(text).lines.empty());
    text = "[Service]\nA=";
    while (text.size() < size) text += "'\\x41\\\n";
    CHECK(parse_unit_file(text).lines.size() == 1);
    CHECK(split_words(std::string(size, '"')).words == strings{""});
    CHECK(split_words(std::string(size, '\\')).words.size() == 1);
}
