// SPDX-License-Identifier: MIT
//
// Where the parts of a JSON text stand, to change some of it and leave the rest as somebody laid it out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rules {

/// Bytes [from, to) of a text.
struct text_span {
    std::size_t from = 0, to = 0;
};

/// A value of a JSON text by its bytes: an object's members in their order; lists have none of their items' names.
struct json_span {
    struct member;

    text_span bytes; ///< with its brackets or quotes
    char kind = 0;   ///< '{', '[', '"', or 0: a number, true, false, null
    std::vector<member> members;
    std::vector<json_span> items;

    /// The first member with that key, exactly; nullptr: none.
    const member* find(std::string_view key) const noexcept;
};
struct json_span::member {
    std::string key; ///< escapes replaced
    text_span key_bytes;
    json_span value;
};

/// Nothing where the text is no JSON as json_document() takes it without a fault: there is nothing to change there.
std::optional<json_span> json_spans(std::string_view text);

/// The text of a string value, escapes replaced.
std::string json_string(std::string_view text, const json_span& value);

/// A text as a JSON string, in quotes.
std::string json_quoted(std::string_view text);

} // namespace rules
