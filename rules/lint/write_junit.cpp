// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "rules/lint/write_lint.hpp"
#include "rules/report/text.hpp"

namespace rules {
namespace {

// Text of XML 1.0: no control characters, and what is markup escaped.
std::string xml_text(std::string_view text) {
    std::string safe;
    for (const char c : one_line(text, 2000)) {
        switch (c) {
        case '&': safe += "&amp;"; break;
        case '<': safe += "&lt;"; break;
        case '>': safe += "&gt;"; break;
        case '"': safe += "&quot;"; break;
        default: safe += c;
        }
    }
    return safe;
}

bool fails(severity weight, bool strict) {
    return weight == severity::error || (strict && weight == severity::warning);
}

// The test case of one rule.
std::string case_of(const lint_rule& row, const lint_result& of, bool strict, bool& failed) {
    std::string lines;
    const lint_finding* first = nullptr;
    std::size_t count = 0;
    for (const auto& f : of.findings) {
        if (f.id != row.id) continue;
        if (count++ == 0 || f.weight < first->weight) first = &f; // the worst: a row's findings may weigh differently
        lines += xml_text(fmt::format("{}: {}. Fix: {}", to_string(f.at), f.message, f.remedy)) + "\n";
    }
    failed = first != nullptr && fails(first->weight, strict);
    const auto head = fmt::format("    <testcase classname=\"egress-lint\" name=\"{}\" time=\"0\"", xml_text(row.id));
    if (first == nullptr) return head + "/>\n";
    if (!failed) return fmt::format("{}>\n      <system-out>{}</system-out>\n    </testcase>\n", head, lines);
    const auto message = count == 1 ? first->message : fmt::format("{} (and {} more)", first->message, count - 1);
    return fmt::format("{}>\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n", head,
        to_string(first->weight), xml_text(message), lines);
}

} // namespace

std::string write_lint_junit(const lint_result& of, bool strict) {
    std::string cases;
    std::size_t failures = 0;
    for (const auto& row : lint_rules()) {
        bool failed = false;
        cases += case_of(row, of, strict, failed);
        if (failed) ++failures;
    }
    const auto counts = fmt::format(
        "name=\"egress-lint\" tests=\"{}\" failures=\"{}\" errors=\"0\" time=\"0\"", lint_rules().size(), failures);
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {}>\n  <testsuite {} skipped=\"0\">\n{}  "
        "</testsuite>\n</testsuites>\n",
        counts, counts, cases);
}

} // namespace rules
