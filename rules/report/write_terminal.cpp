// SPDX-License-Identifier: MIT
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "rules/report/page.hpp"
#include "rules/report/text.hpp"
#include "rules/write.hpp"

namespace rules {
namespace {

std::string way(const std::string& via) { return via.empty() ? "" : fmt::format(" ({})", one_line(via, 20)); }

/// A text to copy under the names of all files that it is for.
void write_settings(page& to, const std::vector<setting>& all) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        const setting& first = all[i];
        to.blank();
        const auto head = [&](const setting& s) {
            to.entry(
                {{"---", paint::faint}}, 4, s.key.empty() ? s.file + ":" : fmt::format("{}, at {}:", s.file, s.key));
        };
        head(first);
        while (i + 1 < all.size() && all[i + 1].text == first.text) head(all[++i]);
        to.verbatim(first.text);
    }
}

void write_recommendation(page& to, const report& of) {
    constexpr std::size_t column = 14;
    const recommendation& what = of.recommendation;
    const bool any = !what.upstream_protocol.empty();
    const bool tried = std::any_of(
        of.paths.begin(), of.paths.end(), [](const path_result& p) { return p.planned.need == need::alternative; });
    to.blank();
    to.line({{"UpstreamProtocol: ", paint::strong}, {any        ? one_line(what.upstream_protocol, 40) + way(what.via)
                                                        : tried ? "none of them works from here"
                                                                : "none was tried",
                                                        any     ? paint::good
                                                        : tried ? paint::bad
                                                                : paint::warning}});
    if (!what.because.empty()) to.entry({{"  because", paint::faint}}, column, what.because);
    std::string others;
    for (const alternative& other : what.alternatives)
        others += (others.empty() ? "" : ", ") + one_line(other.upstream_protocol, 40) + way(other.via);
    if (!others.empty()) to.entry({{"  also works", paint::faint}}, column, others);
    write_settings(to, what.settings);
}

} // namespace

std::string write_terminal(const report& of, const terminal_style& style) {
    page out(style);
    write_verdict(out, of);
    write_matrix(out, of);
    write_findings(out, of, style.verbose);
    if (style.verbose) write_steps(out, of);
    write_recommendation(out, of);
    write_proxy_users(out, of);
    write_sources(out, of);
    write_assumptions(out, of);
    return std::move(out).take();
}

} // namespace rules
