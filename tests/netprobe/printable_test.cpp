// SPDX-License-Identifier: MIT
#include "netprobe/printable.hpp"

#include <vector>

#include <catch2/catch.hpp>

using netprobe::hex;
using netprobe::printable;
using bytes = std::vector<std::uint8_t>;

TEST_CASE("printable: a peer's text cannot rewrite the screen, and stays UTF-8") {
    struct row {
        std::string from, to;
    };
    const row rows[] = {
        {"plain", "plain"},
        {"a\nb\tc\rd", "a b c d"},
        {std::string("a\0b", 3), "a?b"},
        {"\x1b[31m", "?[31m"},
        {"\x7f", "?"},
        {"gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f"},
        {"\xe2\x82\xac \xf0\x9f\x98\x80", "\xe2\x82\xac \xf0\x9f\x98\x80"},
        {"\xc2\x9b"
         "31m",
            "?31m"}, // C1: a one-character escape sequence
        {"\xc2\xa0", "\xc2\xa0"},
        {"\xe2\x80\xae"
         "txt.exe",
            "?txt.exe"}, // right-to-left override
        {"\xe2\x81\xa6"
         "a"
         "\xe2\x81\xa9",
            "?a?"},            // isolates
        {"\xe2\x80\x8b", "?"}, // zero width
        {"\xd8\x9c", "?"},     // Arabic letter mark, bidirectional too
        {"\xef\xbb\xbf", "?"},
        {"\xe2\x80\xa8", "?"},     // line separator
        {"\xf3\xa0\x81\x81", "?"}, // a tag character: invisible
        {"\xc2\xad", "?"},         // soft hyphen
        {"\xef\xb8\x8f", "?"},     // variation selector
        {"\x80", "?"},
        {"\xbf\xbf", "??"},
        {"\xc0\xaf", "??"}, // overlong
        {"\xe0\x80\xaf", "???"},
        {"\xf0\x80\x80\xaf", "????"},
        {"\xed\xa0\x80", "???"}, // surrogate
        {"\xf4\x90\x80\x80", "????"},
        {"\xf5\x80\x80\x80", "????"},
        {"\xff", "?"},
        {"\xc3", "?"},
        {"\xe2\x82", "??"},
        {"\xf0\x9f\x98", "???"}, // cut short
        {"\xc3"
         "A",
            "?A"},
        {"", ""},
    };
    for (const auto& [from, to] : rows) {
        INFO(hex({reinterpret_cast<const std::uint8_t*>(from.data()), from.size()}));
        CHECK(printable(from) == to);
    }
}

TEST_CASE("printable: bounded, never inside a character") {
    CHECK(printable(std::string(300, 'x')).size() == 256);
    CHECK(printable("abc", 0).empty());
    CHECK(printable("ab\xc3\xbc", 3) == "ab");
    CHECK(printable("ab\xc3\xbc", 4) == "ab\xc3\xbc");
    CHECK(printable("\xf0\x9f\x98\x80"
                    "a",
        3)
              .empty());
}

TEST_CASE("hex: lower case, bounded") {
    const bytes data{0x00, 0x0f, 0xa5, 0xff};
    CHECK(hex(data) == "000fa5ff");
    CHECK(hex(data, 2) == "000f");
    CHECK(hex(bytes(100)).size() == 32);
    CHECK(hex({}).empty());
}
