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

constexpr std::size_t evidence_shown = 6; // of the headline; --verbose shows all
constexpr std::size_t ids_shown = 4;

struct tally {
    std::size_t works = 0;
    std::size_t all = 0;

    void count(bool one_works) {
        ++all;
        works += one_works;
    }
};

/// "4 of 5 required paths work", "all 5 …", "none of 5 …".
std::string share(const tally& of, std::string_view what) {
    if (of.works == of.all)
        return of.all == 1 ? fmt::format("the 1 {} works", what) : fmt::format("all {} {}s work", of.all, what);
    if (of.works == 0)
        return of.all == 1 ? fmt::format("the 1 {} fails", what) : fmt::format("all {} {}s fail", of.all, what);
    return fmt::format("{} of {} {}s work", of.works, of.all, what);
}

paint paint_of(verdict v) {
    return v == verdict::ready ? paint::good : v == verdict::degraded ? paint::warning : paint::bad;
}

void write_verdict(page& to, const report& of) {
    tally required;
    std::map<std::string, tally> groups;
    for (const path_result& path : of.paths) {
        if (path.planned.need == need::required) required.count(path.works);
        if (path.planned.need == need::alternative) groups[path.planned.group].count(path.works);
    }
    std::string text;
    if (required.all > 0) text += share(required, "required path") + ", ";
    for (const auto& [group, of_group] : groups) text += share(of_group, one_line(group, 20) + " protocol") + ", ";
    text += fmt::format("{} {} tried in {:.1f} s", of.paths.size(), of.paths.size() == 1 ? "path" : "paths",
        std::clamp(of.run.elapsed_ms / 1000, 0.0, 1e6));
    std::string word(to_string(of.verdict));
    std::transform(word.begin(), word.end(), word.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
    to.entry({{word, paint_of(of.verdict)}}, 10, text);
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
    item("breaks", ids_of(of, all));
    const std::size_t shown = all ? of.evidence.size() : std::min(of.evidence.size(), evidence_shown);
    for (std::size_t i = 0; i < shown; ++i) item(i == 0 ? "evidence" : "", "- " + of.evidence[i]);
    if (shown < of.evidence.size()) item("", fmt::format("- and {} more (--verbose)", of.evidence.size() - shown));
    item(of.proved ? "proved" : "likely", !of.control.empty() ? of.control
                                          : of.proved         ? "this evidence has no other explanation"
                                                              : "the evidence fits; no control has ruled out the rest");
    item("advice", of.advice);
    item("who", of.who);
}

void write_in_short(page& to, const finding& of) {
    const std::size_t n = of.paths.size();
    std::string text = title_of(of) + (of.proved ? "" : " (likely)");
    if (of.severity != severity::note) {
        if (n > 0) text += fmt::format("; {} {}", n, n == 1 ? "path" : "paths");
        if (!of.advice.empty()) text += ". " + of.advice;
        if (!of.who.empty()) text += fmt::format(" [{}]", of.who);
    } else if (!of.evidence.empty())
        text += ". " + of.evidence.front();
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
        to.entry({{"--- ", paint::faint}, {one_line(s.file, 120), paint::strong}, {s.key.empty() ? "" : ", at "},
                     {one_line(s.key, 200)}, {":"}},
            0, "");
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
