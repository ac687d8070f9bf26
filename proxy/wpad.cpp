// SPDX-License-Identifier: MIT
#include "proxy/wpad.hpp"

#include <algorithm>

namespace proxy {
namespace {

constexpr std::size_t most_urls = 16;

// Two labels under which everybody can have a name: a domain of three is then the site's own.
bool is_public(const std::string& domain) {
    const auto dot = domain.rfind('.');
    if (dot == std::string::npos) return true;
    const auto label = domain.substr(0, dot);
    const bool country = domain.size() - dot == 3; // "co.uk", "com.au"
    return label.find('.') == std::string::npos && country && label.size() <= 3;
}

} // namespace

std::vector<std::string> wpad_urls(const std::vector<std::string>& search_domains) {
    std::vector<std::string> urls;
    for (auto domain : search_domains) {
        while (domain.ends_with('.')) domain.pop_back();
        for (; !is_public(domain) && urls.size() < most_urls; domain = domain.substr(domain.find('.') + 1)) {
            auto url = "http://wpad." + domain + "/wpad.dat";
            if (std::find(urls.begin(), urls.end(), url) == urls.end()) urls.push_back(std::move(url));
        }
    }
    return urls;
}

} // namespace proxy
