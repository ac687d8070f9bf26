// SPDX-License-Identifier: MIT
//
// What Azure's deployment files have around their resources.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/export/format.hpp"
#include "rules/export/tree.hpp"

namespace rules {

/// A resource as both ARM and Bicep have it.
struct azure_resource {
    std::string symbol;  ///< Bicep's name for it: "policy"
    std::string type;    ///< "Microsoft.Network/firewallPolicies"
    std::string version; ///< of the API
    tree name;           ///< text; or code: a parameter
    std::string parent;  ///< a child: the symbol of its parent, which is named by `parent_parameter`; or empty
    std::string parent_parameter;
    bool exists = false; ///< only the parent of others, not changed
    bool located = true; ///< has a location
    tree properties;     ///< empty where it exists
};

/// A parameter: its name and default; an empty default has to be given; "location" is the resource group's.
using azure_parameters = std::vector<std::pair<std::string, std::string>>;

/// `header` goes into "metadata", a line an item.
std::string arm_template(
    const std::vector<std::string>& header, const azure_parameters& parameters, const std::vector<azure_resource>& all);
/// The resources of such a template; `expected` has what they must be like but for their properties. Resources that
/// exist already are not in ARM's files. Throws std::invalid_argument.
std::vector<azure_resource> take_arm_template(
    std::string_view text, const azure_parameters& parameters, std::vector<azure_resource> expected);

/// The same as Bicep: `header` as comments, and what exists already as such.
std::string bicep_file(
    const std::vector<std::string>& header, const azure_parameters& parameters, const std::vector<azure_resource>& all);
/// The resources of such a file, as of take_arm_template(), those that exist included. Throws std::invalid_argument.
std::vector<azure_resource> take_bicep_file(
    std::string_view text, const azure_parameters& parameters, std::vector<azure_resource> expected);

/// Terraform: comments, variables of type string, resources ("azurerm_…", called "egress") with their bodies.
using terraform_resources = std::vector<std::pair<std::string, tree>>;
/// `header` goes into "//", a line an item.
std::string terraform_file(
    const std::vector<std::string>& header, const std::vector<std::string>& variables, terraform_resources all);
/// The bodies of the resources of these types, all of which have to be there and no other. Throws
/// std::invalid_argument.
std::vector<tree> take_terraform_file(
    std::string_view text, const std::vector<std::string>& variables, const std::vector<std::string>& types);

} // namespace rules
