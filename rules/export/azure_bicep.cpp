// SPDX-License-Identifier: MIT
//
// Bicep files: comments, parameters, resources (learn.microsoft.com "Understand the structure and syntax of Bicep
// files").
#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "rules/export/azure_template.hpp"

namespace rules {
namespace {

std::string parameter_lines(const azure_parameters& parameters) {
    std::string out;
    for (const auto& [name, preset] : parameters)
        out += name == "location" ? "param location string = resourceGroup().location\n"
               : preset.empty()   ? fmt::format("param {} string\n", name)
                                  : fmt::format("param {} string = {}\n", name, bicep_of(text_tree(preset)));
    return out;
}

std::string bicep_first_line(const azure_resource& r) {
    return fmt::format("resource {} '{}@{}' {}= ", r.symbol, r.type, r.version, r.exists ? "existing " : "");
}

tree bicep_frame_of(const azure_resource& r) {
    tree out;
    if (!r.parent.empty()) out.add("parent", code_tree(r.parent));
    out.add("name", r.name);
    if (r.located && !r.exists) out.add("location", code_tree("location"));
    return out;
}

[[noreturn]] void refuse(std::string_view what) { throw std::invalid_argument(fmt::format("Bicep: {}", what)); }

void take(std::string_view& text, std::string_view expected) {
    if (!text.starts_with(expected))
        refuse(fmt::format("\"{}\" belongs here", expected.substr(0, expected.find('\n'))));
    text.remove_prefix(expected.size());
}

void take_comments(std::string_view& text) {
    while (text.starts_with("//") || text.starts_with('\n'))
        text.remove_prefix(std::min(text.find('\n') + 1, text.size()));
}

} // namespace

std::string bicep_file(const std::vector<std::string>& header, const azure_parameters& parameters,
    const std::vector<azure_resource>& all) {
    std::string out;
    for (const auto& line : header) out += "// " + line + "\n";
    out += "\n" + parameter_lines(parameters);
    for (const auto& r : all) {
        auto body = bicep_frame_of(r);
        if (!r.exists) body.add("properties", r.properties);
        out += "\n" + bicep_first_line(r) + bicep_of(body) + "\n";
    }
    return out;
}

std::vector<azure_resource> take_bicep_file(
    std::string_view text, const azure_parameters& parameters, std::vector<azure_resource> expected) {
    if (text.find('\r') != text.npos || !text.ends_with('\n')) refuse("a line ends otherwise than in a newline");
    take_comments(text);
    take(text, parameter_lines(parameters));
    for (auto& r : expected) {
        take_comments(text);
        take(text, bicep_first_line(r));
        const auto body = take_bicep(text);
        take(text, "\n");
        auto frame = bicep_frame_of(r);
        if (!r.exists && !body.items.empty() && body.keys.size() == body.items.size() &&
            body.keys.back() == "properties") {
            r.properties = body.items.back();
            frame.add("properties", r.properties);
        }
        if (body.kind != tree::type::object || bicep_of(body) != bicep_of(frame))
            refuse(fmt::format("resource {} is not what this kind of file has there", r.symbol));
    }
    take_comments(text);
    if (!text.empty()) refuse("there is more than this kind of file has");
    return expected;
}

} // namespace rules
