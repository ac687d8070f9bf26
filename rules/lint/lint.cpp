// SPDX-License-Identifier: MIT
#include "rules/lint/lint.hpp"

#include <algorithm>
#include <tuple>

#include "rules/lint/topics.hpp"

namespace rules {

void lint_findings::add(place at, std::string message, std::string remedy) {
    add(row_.weight, std::move(at), std::move(message), std::move(remedy));
}

void lint_findings::add(severity weight, place at, std::string message, std::string remedy) {
    all_.push_back({.id = std::string(row_.id),
        .weight = weight,
        .at = std::move(at),
        .message = std::move(message),
        .remedy = std::move(remedy),
        .source = std::string(row_.source)});
}

std::span<const lint_rule> lint_rules() noexcept {
    static const std::vector<lint_rule> all = [] {
        std::vector<lint_rule> rows;
        for (const auto topic : {file_rules, protocol_rules, protocol_unset_rules, proxy_rules, proxy_missing_rules,
                 identity_rules, provisioning_rules, certificate_rules, engine_rules, runtime_rules, image_rules,
                 registry_rules, exposure_rules})
            rows.insert(rows.end(), topic().begin(), topic().end());
        return rows;
    }();
    return all;
}

std::vector<lint_finding> lint(const device& of, const lint_context& with) {
    std::vector<lint_finding> all;
    for (const auto& row : lint_rules()) {
        lint_findings found(row);
        row.look(of, with, found);
        std::ranges::move(std::move(found).take(), std::back_inserter(all));
    }
    const auto key = [](const lint_finding& f) {
        return std::tie(f.at.file, f.at.line, f.weight, f.id, f.message, f.remedy);
    };
    std::ranges::sort(all, {}, key);
    const auto same = [&](const lint_finding& a, const lint_finding& b) { return key(a) == key(b); };
    all.erase(std::unique(all.begin(), all.end(), same), all.end()); // ranges::unique: not with clang 14
    return all;
}

} // namespace rules
