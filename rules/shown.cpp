// SPDX-License-Identifier: MIT
#include "rules/shown.hpp"

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

} // namespace rules
