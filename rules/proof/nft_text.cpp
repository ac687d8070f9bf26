// SPDX-License-Identifier: MIT
#include "rules/proof/nft_text.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "rules/proof/lines.hpp"

namespace rules::proof {
namespace {

constexpr std::string_view of_word = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-";
constexpr std::string_view not_first = "0123456789/-"; // "1include" is a number and a word

// Where a comment or a quoted string that begins `text` ends; without its end nft's scanner takes one character.
std::size_t length_of_skipped(std::string_view text) noexcept {
    const auto end = text.find(text.front() == '#' ? '\n' : '"', 1);
    return end == text.npos ? 1 : end + 1;
}

// Elsewhere it is a word of a comment: "owner stable ops" is no table.
bool begins_a_line(std::string_view text, std::size_t at) noexcept {
    const auto before = text.substr(0, at);
    const auto last = before.find_last_not_of(" \t");
    return last == before.npos || before[last] == '\n';
}

std::string name_of_block(std::string_view text, std::size_t from) {
    const auto end = text.find('{', from);
    if (end == text.npos) return {};
    return std::string(trimmed(text.substr(from, end - from)));
}

} // namespace

std::size_t line_of_include(std::string_view text) noexcept {
    std::size_t line = 1;
    const auto pass = [&](std::size_t count) {
        line += static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<long>(count), '\n'));
        text.remove_prefix(count);
    };
    while (!text.empty()) {
        if (text.front() == '#' || text.front() == '"') {
            pass(length_of_skipped(text));
            continue;
        }
        const auto length = std::min(text.find_first_not_of(of_word), text.size());
        auto word = text.substr(0, length);
        word.remove_prefix(std::min(word.find_first_not_of(not_first), word.size()));
        if (word == "include") return line;
        pass(std::max<std::size_t>(1, length));
    }
    return 0;
}

void refuse_includes(std::string_view text, std::string_view what) {
    if (const auto line = line_of_include(text))
        throw std::invalid_argument(fmt::format(
            "{}:{}: an include statement reads other files; put their text in its place, or give what nft list ruleset "
            "prints",
            what, line));
}

std::string nft_block_before(std::string_view text, std::size_t at, std::string_view key) {
    for (auto begin = text.rfind(key, at); begin != text.npos;
         begin = begin == 0 ? text.npos : text.rfind(key, begin - 1))
        if (begins_a_line(text, begin)) return name_of_block(text, begin + key.size());
    return {};
}

std::string first_nft_block(std::string_view text, std::string_view key) {
    for (auto begin = text.find(key); begin != text.npos; begin = text.find(key, begin + 1))
        if (begins_a_line(text, begin)) return name_of_block(text, begin + key.size());
    return {};
}

} // namespace rules::proof
