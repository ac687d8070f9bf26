// SPDX-License-Identifier: MIT
#include "proxy/wpad.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "proxy/host.hpp"

namespace proxy {
namespace {

constexpr std::size_t max_urls = 16;

// Whether anybody may register names in it, as far as its labels tell.
bool is_public(std::string_view domain) {
    constexpr std::array<std::string_view, 12> kinds{
        "com", "net", "org", "edu", "gov", "mil", "int", "info", "name", "govt", "school", "asso"};
    const auto dot = domain.rfind('.');
    if (dot == domain.npos) return true;
    const auto last = domain.substr(dot + 1);
    const auto before = domain.substr(0, dot);
    if (last.size() != 2 || before.find('.') != before.npos) return false;
    return before.size() <= 3 || std::ranges::find(kinds, before) != kinds.end();
}

} // namespace

std::vector<std::string> wpad_urls(const std::vector<std::string>& search_domains) {
    std::vector<std::string> urls;
    for (const auto& written : search_domains) {
        std::string domain;
        if (read_host(domain, written) || written.starts_with('[')) continue;
        if (domain.find_first_not_of("0123456789.") == domain.npos) continue; // an address
        for (std::string_view left = domain; !is_public(left); left.remove_prefix(left.find('.') + 1)) {
            auto url = "http://wpad." + std::string(left) + "/wpad.dat";
            if (urls.size() < max_urls && std::ranges::find(urls, url) == urls.end()) urls.push_back(std::move(url));
        }
    }
    return urls;
}

} // namespace proxy
