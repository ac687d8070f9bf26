// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "netprobe/printable.hpp"
#include "proxy/pac.hpp"

namespace proxy {
namespace {

constexpr std::size_t max_result = 4096, max_ways = 32;

struct row {
    std::string_view word;
    std::string_view scheme; ///< empty: nobody here can use it
};
// As browsers read them: SOCKS without a number is version 4; version 5 gets names, and resolves them.
constexpr std::array rows{row{"PROXY", "http"}, row{"HTTP", "http"}, row{"HTTPS", "https"}, row{"SOCKS5", "socks5h"},
    row{"SOCKS", ""}, row{"SOCKS4", ""}};

std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view blanks = " \t\r\n";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

[[noreturn]] void refuse(std::string_view what) {
    throw std::invalid_argument(fmt::format("{}; it may return \"PROXY HOST:PORT\", \"DIRECT\" and the like", what));
}

pac_way parse_way(std::string_view text) {
    const auto word = text.substr(0, text.find_first_of(" \t"));
    const auto place = trimmed(text.substr(word.size()));
    if (netprobe::same_but_for_case(word, "DIRECT")) {
        if (!place.empty()) refuse("something follows DIRECT in what it returned");
        return {"DIRECT", std::nullopt};
    }
    const auto* const kind =
        std::ranges::find_if(rows, [&](const row& r) { return netprobe::same_but_for_case(r.word, word); });
    if (kind == rows.end()) refuse(fmt::format("it returned \"{}\"", netprobe::printable(text, 60)));
    if (place.find_first_of("@/") != place.npos)
        refuse(fmt::format("it returned no host and port after {}", kind->word));
    const bool usable = !kind->scheme.empty();
    auto read = parse_address(fmt::format("what it returned after {}", kind->word),
        fmt::format("{}://{}", usable ? kind->scheme : "socks5", place));
    pac_way way{fmt::format("{} {}", kind->word, host_and_port(read)), std::nullopt};
    if (usable) way.proxy = std::move(read);
    return way;
}

// Without comments. "//" behind a colon is a URL's.
std::string without_comments(std::string_view script) {
    std::string text;
    for (std::size_t at = 0; at < script.size(); ++at) {
        const auto rest = script.substr(at);
        if (rest.starts_with("/*")) {
            at = std::min(script.find("*/", at + 2), script.size() - 2) + 1;
        } else if (rest.starts_with("//") && (at == 0 || script[at - 1] != ':')) {
            at = std::min(script.find('\n', at), script.size()) - 1;
        } else {
            text += script[at];
        }
    }
    return text;
}

bool ends_a_place(char c) noexcept { return std::string_view("\"'`;,<> \t\r\n").find(c) != std::string_view::npos; }

} // namespace

std::vector<pac_way> proxies_in_script(std::string_view whole) {
    std::vector<pac_way> found;
    const auto text = without_comments(whole);
    const std::string_view script = text;
    for (std::size_t at = 0; at < script.size() && found.size() < max_ways; ++at) {
        if (at > 0 && !ends_a_place(script[at - 1])) continue; // else every suffix of a long word is looked at
        const auto rest = script.substr(at, max_result);
        const auto* const kind = std::ranges::find_if(rows,
            [&](const row& r) { return rest.starts_with(r.word) && rest.substr(r.word.size()).starts_with(' '); });
        if (kind == rows.end()) continue;
        const auto place = rest.substr(std::min(rest.find_first_not_of(' ', kind->word.size()), rest.size()));
        const auto* const end = std::ranges::find_if(place, ends_a_place);
        if (std::find(place.begin(), end, ':') == end) continue; // "the PROXY of the site"
        try {
            auto way = parse_way(rest.substr(0, static_cast<std::size_t>(end - rest.begin())));
            if (std::ranges::none_of(found, [&](const auto& other) { return other.text == way.text; }))
                found.push_back(std::move(way));
        } catch (const std::invalid_argument&) { // prose, or put together of parts
        }
    }
    return found;
}

std::vector<pac_way> parse_pac_result(std::string_view text) {
    if (text.size() > max_result) refuse("it returned more than 4096 characters");
    std::vector<pac_way> ways;
    while (!text.empty()) {
        const auto part = text.substr(0, text.find(';'));
        text.remove_prefix(std::min(part.size() + 1, text.size()));
        const auto way = trimmed(part);
        if (way.empty()) continue; // "PROXY a:1;"
        if (ways.size() == max_ways) refuse("it returned more than 32 proxies");
        ways.push_back(parse_way(way));
    }
    if (ways.empty()) refuse("it returned nothing");
    return ways;
}

} // namespace proxy
