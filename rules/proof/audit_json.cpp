// SPDX-License-Identifier: MIT
#include "rules/proof/audit_json.hpp"

#include <nlohmann/json.hpp>

#include "rules/proof/outcome_json.hpp"

namespace rules::proof {
namespace {

nlohmann::json fields_of(const audited_flow& f) {
    return {{"id", f.id}, {"service", f.service}, {"required", f.required}, {"tried", f.tried}, {"passed", f.passed},
        {"passes", f.passes()}, {"rule", f.rule}, {"passes_from", f.passes_from}, {"stopped_from", f.stopped_from},
        {"no_answer", f.no_answer}};
}

} // namespace

audit_outcome audit_in(const std::string& text) {
    const auto from = nlohmann::json::parse(text);
    audit_outcome out;
    for (const auto& f : from.at("flows"))
        out.flows.push_back({f.at("id").get<std::string>(), f.at("service").get<std::string>(),
            f.at("required").get<bool>(), f.at("tried").get<std::size_t>(), f.at("passed").get<std::size_t>(),
            f.at("rule").get<std::string>(), f.at("passes_from").get<std::vector<std::string>>(),
            f.at("stopped_from").get<std::vector<std::string>>(), f.at("no_answer").get<std::string>()});
    out.upstream = from.at("upstream").get<std::vector<std::string>>();
    out.others = mismatches_in(from.at("others").dump());
    out.others_tried = from.at("others_tried").get<std::size_t>();
    out.unjudged = from.at("unjudged").get<std::vector<std::string>>();
    out.remarks = from.at("remarks").get<std::vector<std::string>>();
    return out;
}

std::string json_of(const audit_outcome& o) {
    auto flows = nlohmann::json::array();
    for (const auto& f : o.flows) flows.push_back(fields_of(f));
    const nlohmann::json out{{"flows", flows}, {"upstream", o.upstream},
        {"others", nlohmann::json::parse(json_of(o.others))}, {"others_tried", o.others_tried},
        {"unjudged", o.unjudged}, {"remarks", o.remarks}};
    return out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace rules::proof
