// SPDX-License-Identifier: MIT
#include "rules/shown.hpp"

#include <algorithm>
#include <array>

#include "netprobe/ascii.hpp"

namespace rules {
namespace {

bool base64(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

} // namespace

// A 256-bit key is 43 characters of base64 before its '='. Pasted without that sign it has no dot
// and no hyphen, but upper case and digits: no name of an Azure resource looks like that.
bool looks_like_key(std::string_view text) noexcept {
    std::size_t run = 0;
    bool upper = false, digit = false;
    for (const char c : text) {
        if (!base64(c)) {
            run = 0;
            upper = digit = false;
            continue;
        }
        upper = upper || (c >= 'A' && c <= 'Z');
        digit = digit || (c >= '0' && c <= '9');
        if (++run >= 32 && upper && digit) return true;
    }
    return false;
}

std::string shown(std::string_view text, std::size_t at_most) {
    std::string out = "\"";
    for (const char c : text.substr(0, at_most)) out += c >= ' ' && c <= '~' ? c : '?';
    if (text.size() > at_most) out += "…";
    return out + '"';
}

std::string shown_without_secret(std::string_view text) {
    const bool secret = text.find_first_of("=;?@") != text.npos || looks_like_key(text) ||
                        netprobe::lower(text).find("sharedaccess") != std::string::npos;
    return secret ? "(not shown: it may hold a key)" : shown(text);
}

namespace {

// Words that the names of secrets have; facts/azure.md §4.1. Those of connection strings, SAS tokens and URLs mean one
// in any text; the others are words of plain messages, too ("no connection", "key 3").
struct secret_word {
    std::string_view text;
    bool in_messages = false;
};
constexpr std::array<secret_word, 15> secret_words{{{"sharedaccess", true}, {"accountkey", true}, {"sig=", true},
    {"password=", true}, {"symmetrickey", true}, {"pass"}, {"pwd"}, {"secret"}, {"token"}, {"key"}, {"sas"},
    {"private"}, {"symmetric"}, {"connection"}, {"credential"}}};

bool message_names_secret(std::string_view word) {
    const auto small = netprobe::lower(word);
    return std::ranges::any_of(
        secret_words, [&](const auto& row) { return row.in_messages && small.find(row.text) != small.npos; });
}

// "user:password@", in a URL or without its scheme; "host:5000/repository@sha256:…" is none.
bool has_password(std::string_view word) noexcept {
    const auto at = word.find('@');
    const auto colon = word.substr(0, std::min(at, word.size())).rfind(':');
    return at != word.npos && colon != word.npos &&
           (word.substr(colon, at - colon).find('/') == word.npos || word.substr(colon).starts_with("://"));
}

} // namespace

bool names_secret(std::string_view name) {
    const auto small = netprobe::lower(name);
    return std::ranges::any_of(secret_words, [&](const auto& row) { return small.find(row.text) != small.npos; });
}

std::string without_secrets(std::string_view message) {
    std::string out;
    constexpr std::string_view hidden = "(not shown: it may hold a key)", ends = " \t\r\n\"'";
    bool value_follows = false; // "SharedAccessKey = VALUE", "SharedAccessKey VALUE"
    while (!message.empty()) {
        const auto gap = std::min(message.find_first_not_of(ends), message.size());
        const auto blanks = message.substr(0, gap);
        message.remove_prefix(gap);
        const auto word = message.substr(0, std::min(message.find_first_of(ends), message.size()));
        message.remove_prefix(word.size());
        const bool named = message_names_secret(word);
        const bool secret = !word.empty() && (value_follows || named || looks_like_key(word) || has_password(word));
        if (!secret || !out.ends_with(hidden)) out += blanks;
        if (!secret)
            out += word;
        else if (!out.ends_with(hidden))
            out += hidden;
        // The sign may be at the word's end, in a word of its own, or missing; behind it in the word is the value.
        const auto sign = word.find_first_of("=:");
        value_follows = (value_follows && sign == 0 && word.size() == 1) ||
                        (named && (sign == word.npos || sign + 1 == word.size()));
    }
    return out;
}

} // namespace rules
