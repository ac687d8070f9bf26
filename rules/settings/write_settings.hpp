// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rules/settings/deployment.hpp"
#include "rules/settings/everywhere.hpp"

namespace rules {

/// All that egress-lint --settings prints.
struct all_settings {
    wanted_settings wanted;
    std::string because; ///< of the report's recommendation; empty: the protocol was given
    std::vector<settings_step> steps;
    std::string merge_patch;
    set_modules_input set_modules; ///< text empty: there is none, and `no_set_modules` says why
    std::string no_set_modules;
    std::string manifest; ///< the file that the deployment's part is for; empty: none was given
};

/// For people: step by step, each text to paste under the file that it belongs to.
std::string write_settings(const all_settings& of);

/// {"schema":"egress-settings/1","upstream_protocol","proxy","steps":[{"title","version","file","key","text","then"}],
/// "merge_patch":{…},"set_modules":{…}|null,"hidden":[pointers]}; newline at the end.
std::string write_settings_json(const all_settings& of);

} // namespace rules
