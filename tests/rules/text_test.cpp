// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "rules/report/text.hpp"

using rules::columns;
using rules::one_line;
using rules::wrap;

TEST_CASE("one_line: what a terminal would act on becomes '?'") {
    struct row {
        std::string given, safe;
    };
    const std::vector<row> rows{
        {"contoso.azure-devices.net", "contoso.azure-devices.net"},
        {"", ""},
        {"\x1b[31mred\x1b[0m", "?[31mred?[0m"},
        {"bell\x07 null" + std::string(1, '\0') + " del\x7f", "bell? null? del?"},
        {"two\nlines\tand\r\ntab", "two lines and  tab"},
        {"\xc2\x9b"
         "31m C1",
            "?31m C1"},
        {"\xe2\x80\xae"
         "override \xe2\x81\xa6isolate \xd8\x9c",
            "?override ?isolate ?"},
        {"zero\xe2\x80\x8bwidth \xef\xbb\xbf"
         "bom \xc2\xad shy",
            "zero?width ?bom ? shy"},
        {"tag\xf3\xa0\x81\xa1", "tag?"},
        {"\xff\xfe", "??"},
        {"\xc0\xaf overlong", "?? overlong"},
        {"\xe0\x80\xaf overlong", "??? overlong"},
        {"\xf0\x80\x80\xaf", "????"},
        {"\xed\xa0\x80 surrogate", "??? surrogate"},
        {"\xf4\x90\x80\x80 past the end", "???? past the end"},
        {"cut \xe2\x82", "cut ??"},
        {"m\xc3\xbcnchen \xe6\x9d\xb1\xe4\xba\xac \xf0\x9f\x98\x80",
            "m\xc3\xbcnchen \xe6\x9d\xb1\xe4\xba\xac \xf0\x9f\x98\x80"},
    };
    for (const row& r : rows) CHECK(one_line(r.given) == r.safe);
}

TEST_CASE("one_line: what is too long loses its middle") {
    CHECK(one_line("abcdefghijklmnopqrstuvwxyz", 11) == "abcd...wxyz");
    CHECK(one_line("abcdefghijk", 11) == "abcdefghijk");
    CHECK(one_line("abcdefghijk", 5) == "abcde");
    CHECK(one_line("abc", 0) == "");
    const std::string long_text(1'000'000, 'x');
    CHECK(columns(one_line(long_text)) == rules::longest_text);
    CHECK(one_line(long_text, std::string::npos) == long_text);
}

TEST_CASE("one_line: never more columns than asked for, whatever the characters") {
    std::string wide;
    for (int i = 0; i < 500; ++i)
        wide += "\xe6\x9d\xb1"
                "a\xcc\x81";
    for (std::size_t width = 0; width < 60; ++width) {
        CAPTURE(width);
        CHECK(columns(one_line(wide, width)) <= width);
    }
}

TEST_CASE("columns: wide characters take two") {
    CHECK(columns("abc") == 3);
    CHECK(columns("m\xc3\xbc") == 2);
    CHECK(columns("\xe6\x9d\xb1\xe4\xba\xac") == 4);
    CHECK(columns("\xf0\x9f\x98\x80") == 2);
}

TEST_CASE("wrap: at spaces, else hard") {
    using lines = std::vector<std::string>;
    CHECK(wrap("one two three", 20) == lines{"one two three"});
    CHECK(wrap("one two three", 7) == lines{"one two", "three"});
    CHECK(wrap("one two three", 8) == lines{"one two", "three"});
    CHECK(wrap("abcdefgh", 3) == lines{"abc", "def", "gh"});
    CHECK(wrap("ab cdefgh", 4) == lines{"ab", "cdef", "gh"});
    CHECK(wrap("one      two", 4) == lines{"one", "two"});
    CHECK(wrap("", 10) == lines{""});
    CHECK(wrap("\xe6\x9d\xb1\xe4\xba\xac", 3) == lines{"\xe6\x9d\xb1", "\xe4\xba\xac"});
    CHECK(wrap("ab", 0) == lines{"a", "b"});
}

TEST_CASE("wrap: no line is wider than asked and no letter is lost") {
    const std::string text = "The evidence fits; no control-has-ruled-out-the-rest of it, and it goes on.";
    for (std::size_t width = 1; width < 90; ++width) {
        std::string letters;
        for (const std::string& line : wrap(text, width)) {
            CHECK(columns(line) <= width);
            for (const char c : line)
                if (c != ' ') letters += c;
        }
        std::string all;
        for (const char c : text)
            if (c != ' ') all += c;
        CHECK(letters == all);
    }
}

TEST_CASE("padded: up to the width, never cut") {
    CHECK(rules::padded("ab", 4) == "ab  ");
    CHECK(rules::padded("abcd", 2) == "abcd");
    CHECK(rules::padded("\xe6\x9d\xb1", 4) == "\xe6\x9d\xb1  ");
}
