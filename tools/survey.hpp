// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <vector>

#include "rules/plan.hpp"
#include "rules/report.hpp"
#include "tools/network.hpp"

namespace tools {

/// What to ask again once the first measurements are there: rules::controls, rules::proxy_matrix.
using controls_for = std::function<std::vector<rules::planned_path>(const rules::report& measured)>;

/// The plan of a site, --only and --skip applied. Throws usage_error for a word that names nothing.
rules::plan plan_for(const rules::site& site, const rules::catalog& catalog, const site_options& from,
    rules::ways by = rules::ways::all);

/// How to carry out a survey.
struct survey_options {
    std::size_t width = 64;
    bool progress = false; ///< live, on standard error
};

/// Measures a plan, then what decides between the causes that are still possible, and diagnoses (design.md §3). The
/// recommendation is left to the caller.
rules::report survey(network& net, const rules::site& site, const rules::plan& plan, const controls_for& controls,
    const survey_options& how);

} // namespace tools
