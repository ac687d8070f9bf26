// SPDX-License-Identifier: MIT
//
// The policy itself as JSON, for programs, and for --policy.
#include "rules/export/rows.hpp"
#include "rules/policy/policy_json.hpp"

namespace rules {
namespace {

exported write_change_json(const policy& of) { return {{{"change-request.json", write_policy_json(of)}}, {}}; }

} // namespace

format change_json_row() {
    format out;
    out.name = "change-json";
    out.title = "The whole policy (JSON, egress-policy/1)";
    out.names = names_held::wildcard;
    out.proof = proof_kind::none;
    out.limits = "a document: somebody has to make rules of it; --policy takes it";
    out.undo = "nothing was changed";
    out.carries = by_any_name;
    out.write = write_change_json;
    return out;
}

} // namespace rules
