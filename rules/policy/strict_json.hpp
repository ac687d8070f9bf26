// SPDX-License-Identifier: MIT
//
// JSON that people and other programs hand in, read so that nothing in it can be overlooked.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace rules {

/// A value and where it is, for the one line that says what is wrong with it.
class json_place {
public:
    json_place(const nlohmann::ordered_json& value, std::string origin, std::string pointer)
        : value_(&value), origin_(std::move(origin)), pointer_(std::move(pointer)) {}

    /// "policy.json: /flows/0/id"
    std::string where() const;
    /// Throws std::invalid_argument: file, RFC 6901 pointer, what, remedy.
    [[noreturn]] void fail(std::string_view what) const;

    /// Fails where it is no object, or where it has a key that is none of these.
    void only_keys(std::initializer_list<std::string_view> keys) const;
    bool has(std::string_view key) const;
    /// Fails where it is no object or the key is missing.
    json_place operator[](std::string_view key) const;

    /// Fails where it is no list.
    std::size_t size() const;
    json_place operator[](std::size_t index) const;

    const std::string& text() const;                          ///< fails where it is no text
    long long integer(long long least, long long most) const; ///< fails where it is no integer in that range
    bool truth() const;                                       ///< fails where it is neither true nor false

private:
    const nlohmann::ordered_json* value_;
    std::string origin_, pointer_;
};

/// Throws std::invalid_argument with one line naming `origin` and the place: no JSON, a key twice in one object, more
/// than 16 MB, 16 levels or a million values.
nlohmann::ordered_json read_strict_json(std::string_view text, std::string_view origin);

} // namespace rules
