// SPDX-License-Identifier: MIT
//
// ARM templates (learn.microsoft.com "Understand the structure and syntax of ARM templates") and Terraform's JSON.
#include "rules/export/azure_template.hpp"

#include <stdexcept>

#include <fmt/format.h>

namespace rules {
namespace {

constexpr std::string_view template_schema =
    "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

std::string parameter(std::string_view name) { return fmt::format("parameters('{}')", name); }

tree name_of(const azure_resource& r) {
    if (r.parent.empty()) return r.name.kind == tree::type::code ? code_tree(parameter(r.name.text)) : r.name;
    return code_tree(fmt::format("concat({}, '/{}')", parameter(r.parent_parameter), r.name.text));
}

const azure_resource* parent_of(const azure_resource& r, const std::vector<azure_resource>& all) {
    for (const auto& other : all)
        if (other.symbol == r.parent && !other.exists) return &other;
    return nullptr;
}

// A resource without its properties.
tree template_frame_of(const azure_resource& r, const std::vector<azure_resource>& all) {
    auto out = object_tree({{"type", text_tree(r.type)}, {"apiVersion", text_tree(r.version)}, {"name", name_of(r)}});
    if (r.located) out.add("location", code_tree(parameter("location")));
    if (const auto* parent = parent_of(r, all))
        out.add("dependsOn", list_tree(std::vector<tree>{code_tree(
                                 fmt::format("resourceId('{}', {})", parent->type, parameter(r.parent_parameter)))}));
    return out;
}

tree parameter_trees(const azure_parameters& parameters) {
    tree out;
    for (const auto& [name, preset] : parameters) {
        auto one = object_tree({{"type", text_tree("string")}});
        if (name == "location")
            one.add("defaultValue", code_tree("resourceGroup().location"));
        else if (!preset.empty())
            one.add("defaultValue", text_tree(preset));
        out.add(name, std::move(one));
    }
    return out;
}

tree variable_trees(const std::vector<std::string>& variables) {
    tree out;
    for (const auto& name : variables) out.add(name, object_tree({{"type", text_tree("string")}}));
    return out;
}

// Compared as text: both were written, or would be, by json_of().
bool same(const tree& a, const tree& b, json_dialect dialect) { return json_of(a, dialect) == json_of(b, dialect); }

const tree& template_member(const tree& of, std::string_view key) {
    for (std::size_t i = 0; i < of.keys.size(); ++i)
        if (of.keys[i] == key) return of.items[i];
    throw std::invalid_argument(fmt::format("\"{}\" is missing", key));
}

} // namespace

std::string arm_template(const std::vector<std::string>& header, const azure_parameters& parameters,
    const std::vector<azure_resource>& all) {
    std::vector<tree> resources;
    for (const auto& r : all)
        if (!r.exists) resources.push_back(template_frame_of(r, all).add("properties", r.properties));
    return json_of(object_tree({{"$schema", text_tree(template_schema)}, {"contentVersion", text_tree("1.0.0.0")},
                       {"metadata", object_tree({{"egress", list_tree(header)}})},
                       {"parameters", parameter_trees(parameters)}, {"resources", list_tree(std::move(resources))}}),
        json_dialect::arm);
}

std::vector<azure_resource> take_arm_template(
    std::string_view text, const azure_parameters& parameters, std::vector<azure_resource> expected) {
    const auto root = tree_of_json(text, json_dialect::arm);
    const tree_view view(root, "template");
    view.only({"$schema", "contentVersion", "metadata", "parameters", "resources"});
    view["$schema"].is(template_schema);
    if (!same(template_member(root, "parameters"), parameter_trees(parameters), json_dialect::arm))
        view.refuse("its parameters are not those of this kind of file");
    const auto& given = template_member(root, "resources");
    view["resources"].items();
    std::size_t next = 0;
    for (auto& r : expected) {
        if (r.exists) continue;
        const tree_view place(given, "resources");
        if (next == given.items.size()) place.refuse("there are too few");
        const auto& one = given.items[next++];
        auto frame = template_frame_of(r, expected);
        const auto& properties = tree_view(one, r.type).has("properties") ? template_member(one, "properties") : tree{};
        if (!same(one, frame.add("properties", properties), json_dialect::arm))
            place.refuse(fmt::format("{} is not what this kind of file has there", r.type));
        r.properties = properties;
    }
    if (next != given.items.size()) view.refuse("there are more resources than this kind of file has");
    return expected;
}

std::string terraform_file(
    const std::vector<std::string>& header, const std::vector<std::string>& variables, terraform_resources all) {
    tree resources;
    for (auto& [type, body] : all) resources.add(type, object_tree({{"egress", std::move(body)}}));
    return json_of(object_tree({{"//", list_tree(header)}, {"variable", variable_trees(variables)},
                       {"resource", std::move(resources)}}),
        json_dialect::terraform);
}

std::vector<tree> take_terraform_file(
    std::string_view text, const std::vector<std::string>& variables, const std::vector<std::string>& types) {
    const auto root = tree_of_json(text, json_dialect::terraform);
    const tree_view view(root, "file");
    view.only({"//", "variable", "resource"});
    view["variable"];
    if (!same(template_member(root, "variable"), variable_trees(variables), json_dialect::terraform))
        view.refuse("its variables are not those of this kind of file");
    view["resource"];
    const auto& resources = template_member(root, "resource");
    if (resources.keys != types) view.refuse("its resources are not those of this kind of file");
    std::vector<tree> out;
    for (const auto& type : types) {
        const auto& named = template_member(resources, type);
        tree_view(named, type).only({"egress"});
        out.push_back(template_member(named, "egress"));
    }
    return out;
}

} // namespace rules
