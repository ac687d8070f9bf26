// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "rules/read_toml.hpp"

namespace rules {

/// The words that may stand somewhere.
using words = std::span<const std::string_view>;
bool one_of(std::string_view word, words allowed) noexcept;

/// Typed values out of a table of TOML that is ours to define, so that nothing in it may be left unread. Everything
/// throws std::invalid_argument with one line: file, line, what is wrong, remedy.
class strict_toml {
public:
    /// `origin` names the file in messages and must outlive this.
    explicit strict_toml(std::string_view origin) : origin_(origin) {}

    [[noreturn]] void fail(const toml::node& at, std::string_view what, std::string_view remedy) const;

    /// Refuses keys that are not among these; `where` names the table.
    void known_keys(const toml::table& in, words allowed, std::string_view where) const;

    /// The table under that key, which must be there.
    const toml::table& table_at(const toml::table& in, std::string_view key) const;

    /// Text for people and names: one line of at most 512 bytes. It ends up on terminals, so control characters are
    /// refused.
    std::string text_of(const toml::node& node, std::string_view key) const;
    /// The same by its key: must be there and not be empty; or may be absent, and is then empty.
    std::string text(const toml::table& in, std::string_view key) const;
    std::string optional_text(const toml::table& in, std::string_view key) const;

    /// true or false; absent: false.
    bool flag(const toml::table& in, std::string_view key) const;

    /// One of these words; `absent` where the key is not there, which must be there if that is empty.
    std::string word(const toml::table& in, std::string_view key, words allowed, std::string_view absent = "") const;

    /// "2026-08-21".
    std::string date(const toml::table& in, std::string_view key) const;

private:
    std::string_view origin_;
};

} // namespace rules
