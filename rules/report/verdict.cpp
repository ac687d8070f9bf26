// SPDX-License-Identifier: MIT
//
// The first lines of a page: ready or not, and what that stands on.
#include <algorithm>
#include <map>
#include <string>

#include <fmt/format.h>

#include "rules/needs.hpp"
#include "rules/report/page.hpp"
#include "rules/report/text.hpp"

namespace rules {
namespace {

/// "5 paths", "1 path".
std::string counted(std::size_t n, std::string_view what) { return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s"); }

/// "all 5 required paths work", "1 of 5 required paths fails, 2 not tried".
std::string required_text(std::size_t works, std::size_t fails, std::size_t all) {
    const std::string what = counted(all, "required path");
    if (works == all) return all == 1 ? what + " works" : fmt::format("all {} work", what);
    const std::size_t rest = all - works - fails;
    if (fails == 0) return fmt::format("{} of {} not tried", rest, what);
    return fmt::format("{} of {} fail{}", fails, what, fails == 1 ? "s" : "") +
           (rest > 0 ? fmt::format(", {} not tried", rest) : "");
}

bool was_tried(const path_result& path) {
    return path.seen.failed != netprobe::failure::interrupted && path.seen.failed != netprobe::failure::not_tried;
}

/// What the verdict stands on: what is required and the upstream protocols, by whatever way, and how many in what time.
std::string verdict_text(const report& of) {
    std::size_t required = 0, required_works = 0, required_fails = 0, tried = 0, poor = 0;
    for (const site_need& one : needs_of(of)) {
        if (one.how != need::required) continue;
        ++required;
        const bool works = met(one, of);
        required_works += works;
        required_fails += !works && std::any_of(one.paths.begin(), one.paths.end(),
                                        [&](std::size_t i) { return was_tried(of.paths[i]); });
    }
    std::map<std::string, std::map<std::string, bool>> groups;
    for (const path_result& path : of.paths) {
        tried += was_tried(path);
        poor += path.works && path.degraded;
        if (path.planned.need == need::alternative)
            groups[path.planned.group][shown_target(path).protocol] |= path.works;
    }
    std::string text;
    if (required > 0) text += required_text(required_works, required_fails, required) + ", ";
    for (const auto& [group, protocols] : groups) {
        const auto works = std::count_if(protocols.begin(), protocols.end(), [](const auto& p) { return p.second; });
        text += fmt::format("{} of {} work, ", works, counted(protocols.size(), one_line(group, 20) + " protocol"));
    }
    if (groups.empty() && of.site.dps && of.site.hub.empty()) text += "the hub is not known yet, ";
    if (poor > 0) text += fmt::format("{} work{} poorly, ", counted(poor, "path"), poor == 1 ? "s" : "");
    text += tried == of.paths.size() ? counted(tried, "path")
                                     : fmt::format("{} of {}", tried, counted(of.paths.size(), "path"));
    return text + fmt::format(" tried in {:.1f} s", std::clamp(of.run.elapsed_ms / 1000, 0.0, 1e6));
}

paint paint_of(verdict v) {
    return v == verdict::ready ? paint::good : v == verdict::degraded ? paint::warning : paint::bad;
}

} // namespace

void write_verdict(page& to, const report& of) {
    std::string word(to_string(of.verdict));
    std::transform(word.begin(), word.end(), word.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
    to.entry({{word, paint_of(of.verdict)}}, 10, verdict_text(of));
    if (of.run.interrupted)
        to.entry(
            {{"PARTIAL", paint::warning}}, 10, "the run was stopped before its end: what was not tried is not known");
    if (!of.site.proxy.empty()) to.entry({{"proxy", paint::faint}}, 10, of.site.proxy);
}

} // namespace rules
