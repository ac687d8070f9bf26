// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <string>

#include "rules/report/words.hpp"

namespace {

/// Every enumerator up to `last` has a word of its own that leads back to it.
template <class Enum>
void both_ways(Enum last) {
    using rules::to_string;
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        const auto value = static_cast<Enum>(i);
        const std::string word(to_string(value));
        CAPTURE(word);
        CHECK_FALSE(word.empty());
        CHECK(rules::from_word<Enum>(word) == value);
    }
    CHECK_FALSE(rules::from_word<Enum>(""));
    CHECK_FALSE(rules::from_word<Enum>("Required"));
    CHECK_FALSE(rules::from_word<Enum>("no such word"));
}

} // namespace

TEST_CASE("words: every enumerator there and back") {
    both_ways(netprobe::failure::unknown);
    both_ways(netprobe::address_source::pinned);
    both_ways(rules::cloud::china);
    both_ways(rules::need::optional);
    both_ways(rules::severity::note);
    both_ways(rules::verdict::blocked);
}

TEST_CASE("words: those of the report's contract") {
    CHECK(to_string(rules::need::alternative) == "alternative");
    CHECK(to_string(rules::severity::warning) == "warning");
    CHECK(to_string(rules::verdict::degraded) == "degraded");
    CHECK(rules::to_string(netprobe::address_source::pinned) == "pinned");
}
