// SPDX-License-Identifier: MIT
//
// What aziot-identityd remembers of how it was provisioned.
#include "rules/site/config_values.hpp"

namespace rules {

std::optional<told> hub_of_device_info(const device_file& file, std::vector<file_fault>& faults) {
    if (file.read) {
        const auto word = std::string_view(file.text).substr(0, file.text.find_last_not_of(" \t\r\n") + 1);
        if (word.empty() || word == "unprovisioned") return std::nullopt;
    }
    auto hub = told_at(tree_of(file, toml_document, faults), {"hub_name"}, faults);
    if (hub && hub->value.empty()) return std::nullopt;
    return hub;
}

} // namespace rules
