// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "rules/diagnose.hpp"
#include "rules/report/page.hpp"
#include "rules/report/text.hpp"
#include "rules/write.hpp"

namespace rules {
namespace {

constexpr std::size_t evidence_shown = 4; // of the headline; --verbose shows all
constexpr std::size_t ids_shown = 4;

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

/// What the verdict stands on: required paths, protocols of each group (by whatever way), how many in what time.
std::string verdict_text(const report& of) {
    std::size_t required = 0, required_works = 0, required_fails = 0, tried = 0, poor = 0;
    std::map<std::string, std::map<std::string, bool>> groups;
    for (const path_result& path : of.paths) {
        tried += was_tried(path);
        poor += path.works && path.degraded;
        if (path.planned.need == need::required) {
            ++required;
            required_works += path.works;
            required_fails += !path.works && was_tried(path);
        }
        if (path.planned.need == need::alternative)
            groups[path.planned.group][shown_target(path).protocol] |= path.works;
    }
    std::string text;
    if (required > 0) text += required_text(required_works, required_fails, required) + ", ";
    for (const auto& [group, protocols] : groups) {
        const auto works = std::count_if(protocols.begin(), protocols.end(), [](const auto& p) { return p.second; });
        text += fmt::format("{} of {} work, ", works, counted(protocols.size(), one_line(group, 20) + " protocol"));
    }
    if (poor > 0) text += fmt::format("{} work{} poorly, ", counted(poor, "path"), poor == 1 ? "s" : "");
    text += tried == of.paths.size() ? counted(tried, "path")
                                     : fmt::format("{} of {}", tried, counted(of.paths.size(), "path"));
    return text + fmt::format(" tried in {:.1f} s", std::clamp(of.run.elapsed_ms / 1000, 0.0, 1e6));
}

paint paint_of(verdict v) {
    return v == verdict::ready ? paint::good : v == verdict::degraded ? paint::warning : paint::bad;
}

void write_verdict(page& to, const report& of) {
    std::string word(to_string(of.verdict));
    std::transform(word.begin(), word.end(), word.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
    to.entry({{word, paint_of(of.verdict)}}, 10, verdict_text(of));
    if (of.run.interrupted)
        to.entry(
            {{"PARTIAL", paint::warning}}, 10, "the run was stopped before its end: what was not tried is not known");
}

// ---- findings

paint paint_of(severity s) {
    return s == severity::error ? paint::bad : s == severity::warning ? paint::warning : paint::faint;
}

const char* label_of(severity s) {
    return s == severity::error ? "ERROR" : s == severity::warning ? "WARNING" : "note";
}

/// "tcp.drop: the SYN is never answered".
std::string title_of(const finding& of) {
    const cause_row* row = find_cause(of.cause);
    return row ? fmt::format("{}: {}", row->code, row->meaning) : one_line(of.cause, 40);
}

std::string ids_of(const finding& of, bool all) {
    std::string text;
    const std::size_t shown = all ? of.paths.size() : std::min(of.paths.size(), ids_shown);
    for (std::size_t i = 0; i < shown; ++i) text += (i > 0 ? ", " : "") + one_line(of.paths[i], 80);
    if (shown < of.paths.size()) text += fmt::format(" and {} more", of.paths.size() - shown);
    return text;
}

void write_in_full(page& to, const finding& of, bool all) {
    constexpr std::size_t column = 12;
    const auto item = [&to](const char* label, std::string_view text) {
        if (!text.empty()) to.entry({{fmt::format("  {}", label), paint::faint}}, column, text);
    };
    to.entry({{label_of(of.severity), paint_of(of.severity)}}, 9, title_of(of));
    item("where", of.box.empty() ? of.where : fmt::format("{}, at {}", one_line(of.where, 40), one_line(of.box, 80)));
    item("paths", ids_of(of, all));
    const std::size_t shown = all ? of.evidence.size() : std::min(of.evidence.size(), evidence_shown);
    for (std::size_t i = 0; i < shown; ++i)
        to.entry({{i == 0 ? "  evidence  " : "            ", paint::faint}, {"-"}}, column + 2, of.evidence[i]);
    if (shown < of.evidence.size()) item("", fmt::format("- and {} more (--verbose)", of.evidence.size() - shown));
    item(of.proved ? "proved" : "likely", !of.control.empty() ? of.control
                                          : of.proved         ? "this evidence has no other explanation"
                                                              : "the evidence fits; no control has ruled out the rest");
    item("advice", of.advice);
    item("who", of.who);
}

void write_in_short(page& to, const finding& of) {
    const char* likely = of.proved ? "" : " (likely)";
    std::string text;
    if (of.severity == severity::note && !of.evidence.empty()) {
        text = fmt::format("{}{}: {}", one_line(of.cause, 40), likely, one_line(of.evidence.front(), 200));
        if (of.evidence.size() > 1) text += "; " + one_line(of.evidence[1], 200);
        if (of.evidence.size() > 2) text += fmt::format(" and {} more", of.evidence.size() - 2);
    } else {
        text = title_of(of) + likely;
        if (!of.paths.empty()) text += "; " + counted(of.paths.size(), "path");
        if (!of.advice.empty()) text += ". " + one_line(of.advice, 1000);
        if (!of.who.empty()) text += fmt::format(" [{}]", one_line(of.who, 40));
    }
    to.entry({{label_of(of.severity), paint_of(of.severity)}}, 9, text);
}

void write_findings(page& to, const report& of, bool all) {
    for (std::size_t i = 0; i < of.findings.size(); ++i) {
        const finding& f = of.findings[i];
        const bool in_full = all || (i == 0 && f.severity != severity::note);
        // Short ones stand close together, what is told in full stands alone.
        if (i < 2 || in_full) to.blank();
        if (in_full)
            write_in_full(to, f, all);
        else
            write_in_short(to, f);
    }
}

// ---- recommendation

std::string way(const std::string& via) { return via.empty() ? "" : fmt::format(" ({})", one_line(via, 20)); }

void write_recommendation(page& to, const report& of) {
    constexpr std::size_t column = 14;
    const recommendation& what = of.recommendation;
    const bool any = !what.upstream_protocol.empty();
    to.blank();
    to.line({{"UpstreamProtocol: ", paint::strong},
        {any ? one_line(what.upstream_protocol, 40) + way(what.via) : "none of them works from here",
            any ? paint::good : paint::bad}});
    if (!what.because.empty()) to.entry({{"  because", paint::faint}}, column, what.because);
    std::string others;
    for (const alternative& other : what.alternatives)
        others += (others.empty() ? "" : ", ") + one_line(other.upstream_protocol, 40) + way(other.via);
    if (!others.empty()) to.entry({{"  also works", paint::faint}}, column, others);
    for (const setting& s : what.settings) {
        to.blank();
        to.entry({{"---", paint::faint}}, 4, s.key.empty() ? s.file + ":" : fmt::format("{}, at {}:", s.file, s.key));
        to.verbatim(s.text);
    }
}

} // namespace

std::string write_terminal(const report& of, const terminal_style& style) {
    page out(style);
    write_verdict(out, of);
    write_matrix(out, of);
    write_findings(out, of, style.verbose);
    if (style.verbose) write_steps(out, of);
    write_recommendation(out, of);
    if (!of.assumptions.empty()) {
        out.blank();
        for (std::size_t i = 0; i < of.assumptions.size(); ++i)
            out.entry({{i == 0 ? "assumed" : "", paint::faint}}, 9, "- " + of.assumptions[i]);
    }
    return std::move(out).take();
}

} // namespace rules
