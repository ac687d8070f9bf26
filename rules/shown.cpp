// SPDX-License-Identifier: MIT
#include "rules/shown.hpp"

#include <algorithm>
#include <array>

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
                        lower(text).find("sharedaccess") != std::string::npos;
    return secret ? "(not shown: it may hold a key)" : shown(text);
}

namespace {

// Where the names of secrets in connection strings, SAS tokens and URLs begin; facts/azure.md §4.1.
constexpr std::array<std::string_view, 5> secret_names{
    "sharedaccess", "accountkey", "sig=", "password", "symmetrickey"};

bool may_be_secret(std::string_view word) {
    const auto small = lower(word);
    const auto scheme = word.find("://");
    return looks_like_key(word) || (scheme != word.npos && word.find('@', scheme) != word.npos) ||
           std::ranges::any_of(secret_names, [&](auto name) { return small.find(name) != small.npos; });
}

} // namespace

std::string without_secrets(std::string_view message) {
    std::string out;
    constexpr std::string_view hidden = "(not shown: it may hold a key)", ends = " \t\r\n\"'";
    bool value_follows = false; // after "SharedAccessKey =": people put blanks around the sign
    while (!message.empty()) {
        const auto gap = std::min(message.find_first_not_of(ends), message.size());
        const auto blanks = message.substr(0, gap);
        message.remove_prefix(gap);
        const auto word = message.substr(0, std::min(message.find_first_of(ends), message.size()));
        message.remove_prefix(word.size());
        const bool secret = !word.empty() && (value_follows || may_be_secret(word));
        if (!secret || !out.ends_with(hidden)) out += blanks;
        if (!secret)
            out += word;
        else if (!out.ends_with(hidden))
            out += hidden;
        const auto next = message.find_first_not_of(' ');
        value_follows = secret && (word.ends_with('=') || (next != message.npos && message[next] == '='));
    }
    return out;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(
        out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

} // namespace rules
