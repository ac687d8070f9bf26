// SPDX-License-Identifier: MIT
//
// The findings: the headline in full, the others in a line or two.
#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "rules/diagnose.hpp"
#include "rules/report/page.hpp"
#include "rules/report/text.hpp"
#include "rules/report/words.hpp"

namespace rules {
namespace {

constexpr std::size_t evidence_shown = 4; // of the headline; --verbose shows all
constexpr std::size_t ids_shown = 4;

/// "5 paths", "1 path".
std::string counted(std::size_t n) { return fmt::format("{} path{}", n, n == 1 ? "" : "s"); }

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
    item(of.proved ? "proved" : "likely", ground_of(of));
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
        if (!of.paths.empty()) text += "; " + counted(of.paths.size());
        if (!of.advice.empty()) text += ". " + one_line(of.advice, 1000);
        if (!of.who.empty()) text += fmt::format(" [{}]", one_line(of.who, 40));
    }
    to.entry({{label_of(of.severity), paint_of(of.severity)}}, 9, text);
}

} // namespace

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

} // namespace rules
