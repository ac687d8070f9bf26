// SPDX-License-Identifier: MIT
//
// Manifests as texts, and what was read of them.
#pragma once

#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "rules/site/manifest.hpp"

namespace manifests {

inline rules::manifest read_manifest(const std::string& text) {
    return rules::manifest_of(rules::json_document(text, "deployment.json"), "deployment.json");
}

// Faults as "line: what"; none is most tests' expectation.
inline std::vector<std::string> faults_in(const rules::manifest& of) {
    std::vector<std::string> all;
    for (const auto& fault : of.faults) {
        CHECK(fault.at.file == "deployment.json");
        CHECK_FALSE(fault.remedy.empty());
        all.push_back(fmt::format("{}: {}", fault.at.line, fault.what));
    }
    return all;
}
using lines = std::vector<std::string>;

inline std::string with_agent(const std::string& desired) {
    return "{\"modulesContent\": {\"$edgeAgent\": {\"properties.desired\": {" + desired + "}}}}";
}
inline std::string with_module(const std::string& members) {
    return with_agent("\"modules\": {\"a\": {" + members + "}}");
}

inline std::string value(const std::optional<rules::told>& of) { return of ? of->value : "(none)"; }

} // namespace manifests
