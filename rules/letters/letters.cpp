// SPDX-License-Identifier: MIT
#include "rules/letters.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "rules/letters/commands.hpp"
#include "rules/letters/request.hpp"
#include "rules/proxy_shown.hpp"
#include "rules/report/page.hpp"
#include "rules/report/text.hpp"

namespace rules {
namespace {

constexpr int letter_width = 78;

std::string site_name(const report& of) {
    if (!of.site.hub.empty()) return of.site.hub;
    return of.site.parent.empty() ? "a site without a hub yet" : of.site.parent;
}

std::string opening_text(const report& of) {
    const auto device = of.verdict == verdict::blocked
                            ? "An Azure IoT Edge device here does not get out as it must."
                            : "An Azure IoT Edge device here gets out, and something on the way needs repair.";
    return fmt::format("{} It was measured {} by {}, from the device's side and without any credentials. What follows "
                       "is all that is asked of you; every point says what was seen.",
        device, of.run.started.empty() ? "at an unknown time" : "on " + of.run.started,
        of.tool_version.empty() ? of.tool_name : of.tool_name + ' ' + of.tool_version);
}

/// A rule by address, name and port mends it: the policy's exporters write those.
bool mended_by_rule(const finding& f) {
    return f.cause.starts_with("tcp.") || f.cause == "proxy.unreachable" || f.cause == "proxy.upstream_blocked" ||
           f.cause == "host.ntp_blocked";
}

void write_verification(page& to, const report& of, bool in_time, bool rules_wanted) {
    to.blank();
    to.entry({}, 0, "How it will be verified, on the device; it must say READY:");
    const auto options = site_options_of(of.site);
    to.verbatim("     egress-check" + (options.empty() ? "" : " " + options) + (in_time ? hold_option_of(of) : ""));
    if (const auto proxy = read_shown_proxy(of.site.proxy); proxy && !proxy->login.empty())
        to.entry({}, 0, "(with the proxy's login in its address, which is not in this letter)");
    if (!rules_wanted) return;
    to.entry({}, 0,
        "All rules that this site needs, in your firewall's own format, from the same report (NAME: one "
        "of 'egress-rules formats'):");
    to.verbatim("     egress-rules export --format NAME --report report.json");
}

} // namespace

std::vector<letter> letters_of(const report& of, const catalog& from) {
    std::vector<std::pair<std::string, std::vector<const finding*>>> people;
    for (const auto& f : of.findings) {
        if (f.severity == severity::note) continue;
        const auto& who = f.who;
        const auto at = std::find_if(people.begin(), people.end(), [&](const auto& p) { return p.first == who; });
        (at == people.end() ? people.emplace_back(who, std::vector<const finding*>{}) : *at).second.push_back(&f);
    }
    std::vector<letter> all;
    for (const auto& [who, findings] : people) {
        letter one;
        one.to = one_line(who, 60);
        one.subject =
            fmt::format("Azure IoT Edge, {}: {}", one_line(site_name(of), 80), meaning_in_letter(*findings.front()));
        if (findings.size() > 1) one.subject += fmt::format(" (and {} more)", findings.size() - 1);
        page text({.colour = false, .width = letter_width});
        text.entry({}, 0, fit_to_send(opening_text(of)));
        settings_told told;
        for (std::size_t i = 0; i < findings.size(); ++i) write_request(text, {i + 1, *findings[i], of, from}, told);
        write_verification(text, of,
            std::any_of(findings.begin(), findings.end(), [](const auto* f) { return shows_in_time(*f); }),
            who == "network admin" &&
                std::any_of(findings.begin(), findings.end(), [](const auto* f) { return mended_by_rule(*f); }));
        one.text = std::move(text).take();
        all.push_back(std::move(one));
    }
    return all;
}

std::string write_letters(const report& of, const catalog& from) {
    const auto all = letters_of(of, from);
    if (all.empty()) return "No letter is needed: nothing above a note was found.\n";
    std::string text;
    for (const auto& one : all) {
        if (!text.empty()) text += "\n" + std::string(letter_width, '=') + "\n\n";
        text += fmt::format("To: {}\nSubject: {}\n\n{}", one.to, one.subject, one.text);
    }
    return text;
}

} // namespace rules
