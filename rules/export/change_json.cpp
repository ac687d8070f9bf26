// SPDX-License-Identifier: MIT
//
// The policy itself as JSON, for programs, and for --policy.
#include "rules/export/change_request.hpp"
#include "rules/export/rows.hpp"
#include "rules/policy/policy_json.hpp"

namespace rules {
namespace {

exported write_change_json(const policy& of) { return {{{"change-request.json", write_policy_json(of)}}, {}}; }

} // namespace

format change_json_row() {
    return document_row("change-json", "The whole policy (JSON, egress-policy/1)",
        "a document: somebody has to make rules of it; --policy takes it", write_change_json);
}

} // namespace rules
