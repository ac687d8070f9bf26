// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "netprobe/printable.hpp"
#include "rules/lint/write_lint.hpp"
#include "version.hpp"

namespace rules {
namespace {

using json = nlohmann::ordered_json;

// A file's name may hold bytes that are no UTF-8; JSON holds none.
std::string lint_text(const std::string& text) { return netprobe::printable(text, 4096); }

json lint_texts(const std::vector<std::string>& all) {
    auto list = json::array();
    for (const auto& one : all) list.push_back(lint_text(one));
    return list;
}

} // namespace

std::string write_lint_json(const lint_result& of) {
    auto findings = json::array();
    for (const auto& f : of.findings)
        findings.push_back({{"id", f.id}, {"severity", to_string(f.weight)}, {"file", lint_text(f.at.file)},
            {"line", f.at.line > 0 ? json(f.at.line) : json()}, {"message", lint_text(f.message)},
            {"remedy", lint_text(f.remedy)}, {"source", f.source}});
    const json all{{"schema", "egress-lint/1"}, {"tool", {{"name", "egress-lint"}, {"version", EGRESS_VERSION}}},
        {"findings", std::move(findings)}, {"looked_at", lint_texts(of.looked_at)},
        {"registries", lint_texts(of.registries)}, {"remarks", lint_texts(of.remarks)}};
    return all.dump(2) + "\n";
}

} // namespace rules
