// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "rules/lint/write_lint.hpp"
#include "rules/report/page.hpp"
#include "rules/report/text.hpp"

namespace rules {
namespace {

// Columns: "  1234  ", "WARNING  ", then the text.
constexpr std::size_t text_column = 17;

paint lint_paint(severity s) {
    return s == severity::error ? paint::bad : s == severity::warning ? paint::warning : paint::faint;
}

const char* lint_label(severity s) {
    return s == severity::error ? "ERROR" : s == severity::warning ? "WARNING" : "note";
}

std::string counted_as(std::size_t n, std::string_view what) {
    return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

void write_head(page& to, const lint_result& of) {
    const auto errors = count_of(of, severity::error), warnings = count_of(of, severity::warning);
    const auto notes = count_of(of, severity::note);
    const auto looked =
        fmt::format("{}, {}", counted_as(lint_rules().size(), "rule"), counted_as(of.looked_at.size(), "file"));
    if (of.findings.empty()) {
        to.entry({{"CLEAN", paint::good}}, 10, "nothing to report: " + looked);
        return;
    }
    std::string counts;
    for (const auto& [n, what] : {std::pair{errors, "error"}, {warnings, "warning"}, {notes, "note"}})
        if (n > 0) counts += (counts.empty() ? "" : ", ") + counted_as(n, what);
    const auto worst = errors > 0 ? severity::error : warnings > 0 ? severity::warning : severity::note;
    to.entry({{errors > 0       ? "ERRORS"
                 : warnings > 0 ? "WARNINGS"
                                : "NOTES",
                 lint_paint(worst)}},
        10, fmt::format("{}; {}", counts, looked));
}

void write_one(page& to, const lint_finding& f, bool verbose) {
    const auto line = f.at.line > 0 ? std::to_string(f.at.line) : std::string();
    to.entry({{fmt::format("{:>6}  ", line), paint::strong}, {lint_label(f.weight), lint_paint(f.weight)}}, text_column,
        f.message);
    const auto item = [&](const char* label, const std::string& text, bool last = false) {
        (void)last;
        if (!text.empty()) to.entry({{fmt::format("        {}", label), paint::faint}}, text_column, text);
    };
    item("fix", f.remedy);
    item("rule", f.id);
    if (verbose) item("source", f.source);
}

// Files by their worst finding, those of one weight by name.
std::vector<std::vector<const lint_finding*>> by_file(const lint_result& of) {
    std::map<std::string, std::vector<const lint_finding*>> files;
    for (const auto& f : of.findings) files[f.at.file].push_back(&f);
    std::vector<std::vector<const lint_finding*>> all;
    for (auto& [name, findings] : files) {
        std::ranges::stable_sort(findings, {}, [](const lint_finding* f) { return f->at.line; });
        all.push_back(std::move(findings));
    }
    std::ranges::stable_sort(
        all, {}, [](const auto& findings) { return std::ranges::min(findings, {}, &lint_finding::weight)->weight; });
    return all;
}

void write_names(page& to, const char* label, const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + one_line(name, 200);
    if (!text.empty()) to.entry({{label, paint::faint}}, 12, text);
}

} // namespace

std::size_t count_of(const lint_result& of, severity weight) {
    return static_cast<std::size_t>(std::ranges::count(of.findings, weight, &lint_finding::weight));
}

std::string write_lint_terminal(const lint_result& of, const terminal_style& style) {
    page out(style);
    write_head(out, of);
    for (const auto& findings : by_file(of)) {
        out.blank();
        out.entry({{one_line(findings.front()->at.file, 400), paint::strong}}, 0, "");
        bool first = true;
        for (const auto* f : findings) {
            if (!first) out.blank();
            first = false;
            write_one(out, *f, style.verbose);
        }
    }
    out.blank();
    write_names(out, "looked at", of.looked_at);
    write_names(out, "registries", of.registries);
    for (const auto& remark : of.remarks) out.entry({{"note", paint::faint}}, 12, remark);
    return std::move(out).take();
}

std::string write_lint_rules(const terminal_style& style) {
    page out(style);
    std::size_t widest = 0;
    for (const auto& row : lint_rules()) widest = std::max(widest, row.id.size());
    for (const auto& row : lint_rules()) {
        out.entry({{padded(row.id, widest + 2), paint::strong}, {lint_label(row.weight), lint_paint(row.weight)}},
            widest + 11, row.title);
        if (style.verbose) out.entry({}, widest + 11, row.source);
    }
    return std::move(out).take();
}

} // namespace rules
