// SPDX-License-Identifier: MIT
#include "proxy/challenges.hpp"

#include <algorithm>
#include <array>

#include "netprobe/ascii.hpp"

namespace proxy {
namespace {

constexpr std::size_t most_schemes = 16;

bool is_token(char c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

// The next element of a list, and what follows its comma. A comma in quotes is none.
std::string_view take_element(std::string_view& list) {
    bool quoted = false;
    std::size_t end = 0;
    for (; end < list.size() && (quoted || list[end] != ','); ++end) {
        if (list[end] == '"') quoted = !quoted;
        if (quoted && list[end] == '\\') ++end;
    }
    end = std::min(end, list.size());
    auto element = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    while (!element.empty() && (element.front() == ' ' || element.front() == '\t')) element.remove_prefix(1);
    return element;
}

std::string spelled(std::string_view scheme) {
    static constexpr std::array<std::string_view, 6> known{
        "Basic", "Digest", "NTLM", "Negotiate", "Kerberos", "Bearer"};
    const auto same = [&](auto word) { return netprobe::same_but_for_case(word, scheme); };
    const auto* at = std::find_if(known.begin(), known.end(), same);
    return std::string(at == known.end() ? scheme : *at);
}

} // namespace

std::vector<std::string> challenges_in(std::string_view head) {
    constexpr std::string_view name = "proxy-authenticate:";
    std::vector<std::string> found;
    bool inside = false;
    while (!head.empty()) {
        auto line = head.substr(0, head.find('\n'));
        head.remove_prefix(std::min(line.size() + 1, head.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        const bool folded = line.starts_with(' ') || line.starts_with('\t'); // RFC 9112 §5.2
        if (!folded) inside = netprobe::same_but_for_case(line.substr(0, name.size()), name);
        if (!inside) continue;
        if (!folded) line.remove_prefix(name.size());
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        if (folded)
            found.back().append(1, ' ').append(line);
        else
            found.emplace_back(line);
    }
    std::erase_if(found, [](const auto& value) {
        return std::ranges::any_of(value, [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\t'; });
    });
    return found;
}

std::vector<std::string> offered_schemes(std::string_view header) {
    std::vector<std::string> schemes;
    while (!header.empty() && schemes.size() < most_schemes) {
        const auto element = take_element(header);
        const auto* end = std::find_if_not(element.begin(), element.end(), is_token);
        const std::string_view word(element.begin(), end);
        const auto rest = element.substr(word.size());
        // "realm=…" is a parameter of the challenge before it; a scheme is followed by a space, or by nothing.
        if (word.empty() || (!rest.empty() && rest.front() != ' ' && rest.front() != '\t')) continue;
        const auto next = rest.find_first_not_of(" \t");
        if (next != rest.npos && rest[next] == '=') continue; // "realm = …"
        schemes.push_back(spelled(word));
    }
    return schemes;
}

} // namespace proxy
