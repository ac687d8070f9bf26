// SPDX-License-Identifier: MIT
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "netprobe/printable.hpp"
#include "rules/lint/write_lint.hpp"
#include "version.hpp"

namespace rules {
namespace {

using json = nlohmann::ordered_json;

// A path as a relative URI reference (RFC 3986): what is not unreserved is escaped, a leading '/' or "./" is left out.
// A first segment with a ':' would read as a scheme; that is escaped, too.
std::string uri_of(std::string_view path) {
    while (path.starts_with('/')) path.remove_prefix(1);
    while (path.starts_with("./")) path.remove_prefix(2);
    std::string uri;
    for (const char c : path) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("/-._~").find(c) != std::string_view::npos;
        if (plain)
            uri += c;
        else
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return uri;
}

json location_of(const place& at) {
    json artifact{{"uri", uri_of(at.file)}};
    if (at.file.starts_with('/')) artifact["uriBaseId"] = "DEVICE";
    return {{"physicalLocation",
        {{"artifactLocation", std::move(artifact)}, {"region", {{"startLine", std::max<std::size_t>(at.line, 1)}}}}}};
}

json sarif_rules() {
    auto all = json::array();
    for (const auto& row : lint_rules())
        all.push_back({{"id", row.id}, {"shortDescription", {{"text", row.title}}},
            {"help", {{"text", fmt::format("{}. Source: {}", row.title, row.source)}}},
            {"defaultConfiguration", {{"level", to_string(row.weight)}}}});
    return all;
}

} // namespace

std::string write_lint_sarif(const lint_result& of) {
    auto results = json::array();
    for (const auto& f : of.findings) {
        const auto row = std::ranges::find(lint_rules(), f.id, &lint_rule::id);
        results.push_back({{"ruleId", f.id}, {"ruleIndex", row - lint_rules().begin()}, {"level", to_string(f.weight)},
            {"message", {{"text", netprobe::printable(fmt::format("{}. Fix: {}", f.message, f.remedy), 4096)}}},
            {"locations", json::array({location_of(f.at)})}});
    }
    json driver{{"name", "egress-lint"}, {"version", EGRESS_VERSION}, {"semanticVersion", EGRESS_VERSION},
        {"rules", sarif_rules()}};
    json run{{"tool", {{"driver", std::move(driver)}}}, {"columnKind", "utf16CodeUnits"},
        {"originalUriBaseIds", {{"DEVICE", {{"uri", "file:///"}}}}}, {"results", std::move(results)}};
    const json all{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"}, {"version", "2.1.0"},
        {"runs", json::array({std::move(run)})}};
    return all.dump(2) + "\n";
}

} // namespace rules
