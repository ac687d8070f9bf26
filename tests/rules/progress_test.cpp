// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "rules/report/text.hpp"
#include "rules/write.hpp"

using rules::progress_line;

TEST_CASE("progress_line: how many, and which are still running") {
    CHECK(progress_line(0, 7, {}, 80) == "0/7");
    CHECK(progress_line(3, 7, {"mcr/registry/direct"}, 80) == "3/7  mcr/registry/direct");
    CHECK(progress_line(3, 7, {"a/b/c", "d/e/f"}, 80) == "3/7  a/b/c, d/e/f");
    CHECK(progress_line(3, 7, {"a/b/c", "d/e/f", "g/h/i"}, 21) == "3/7  a/b/c, 2 more");
    CHECK(progress_line(3, 7, {"a/b/c", "d/e/f", "g/h/iii"}, 25) == "3/7  a/b/c, d/e/f, 1 more");
    CHECK(progress_line(3, 7, {"a/b/c", "d/e/f"}, 11) == "3/7  2 more");
    CHECK(progress_line(3, 7, {"a/b/c"}, 5) == "3/7");
}

TEST_CASE("progress_line: never wider than the terminal") {
    const std::vector<std::string> running{
        std::string(300, 'n'), "\x1b[2J\xe2\x80\xae", "\xe6\x9d\xb1\xe4\xba\xac/mqtt/direct", "x"};
    for (int width = -1; width < 200; ++width) {
        CAPTURE(width);
        const std::string line = progress_line(12, 40, running, width);
        CHECK(rules::columns(line) <= static_cast<std::size_t>(std::max(width, 0)));
        CHECK(line.find('\x1b') == std::string::npos);
        CHECK(line.find('\n') == std::string::npos);
    }
}
