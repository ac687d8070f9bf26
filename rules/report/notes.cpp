// SPDX-License-Identifier: MIT
//
// The last lines of a page: how the device is set today, and what was assumed.
#include <algorithm>

#include <fmt/format.h>

#include "rules/report/page.hpp"
#include "rules/report/text.hpp"

namespace rules {

void write_proxy_users(page& to, const report& of) {
    const auto& users = of.site.proxy_users;
    const auto set = [](const proxy_user& user) { return !user.proxy.empty() || !user.no_proxy.empty(); };
    if (std::none_of(users.begin(), users.end(), set)) return;
    to.blank();
    to.line({{"set on this device", paint::strong}});
    for (const auto& user : users) {
        auto text = !user.known()        ? std::string("not known")
                    : user.proxy.empty() ? std::string("no proxy")
                                         : user.proxy;
        if (!user.source.empty()) text += fmt::format(" ({})", user.source);
        if (!user.no_proxy.empty())
            text += fmt::format("; {} {}", user.heeds_no_proxy ? "not for" : "ignores no_proxy", user.no_proxy);
        to.entry({{fmt::format("  {}", one_line(user.component, 20)), paint::faint}}, 20, text);
    }
}

// What an option said, whoever reads this has typed; the proxy's place stands with who uses it.
void write_sources(page& to, const report& of) {
    bool first = true;
    for (const auto& line : of.site.source) {
        if (line.find(": --") != line.npos || line.starts_with("proxy:")) continue;
        if (first) {
            to.blank();
            to.line({{"this site, from its files", paint::strong}});
        }
        first = false;
        to.entry({{"  ", paint::faint}}, 4, line);
    }
}

void write_assumptions(page& to, const report& of) {
    if (of.assumptions.empty()) return;
    to.blank();
    for (std::size_t i = 0; i < of.assumptions.size(); ++i)
        to.entry({{i == 0 ? "assumed" : "", paint::faint}}, 9, "- " + of.assumptions[i]);
}

} // namespace rules
