// SPDX-License-Identifier: MIT
#include "rules/site/key_files.hpp"

#include <algorithm>

namespace rules {
namespace {

void add_key_file(std::vector<std::string>& to, const node& value) {
    constexpr std::string_view scheme = "file://";
    if (!value.is_text()) return;
    auto path = value.text.starts_with(scheme) ? value.text.substr(scheme.size()) : value.text;
    // Otherwise it is a PKCS#11 URI or an id.
    if (path.starts_with('/') && std::ranges::find(to, path) == to.end()) to.push_back(std::move(path));
}

void add_keys_of(std::vector<std::string>& to, const node& tree) {
    for (const auto& [key, value] : tree.members) {
        if (key == "pk" || key.ends_with("_pk") || key == "symmetric_key") {
            add_key_file(to, value);
            if (const auto* const uri = value.find("uri")) add_key_file(to, *uri);
        } else if (key == "preloaded_keys") {
            for (const auto& [id, file] : value.members) add_key_file(to, file);
        } else {
            add_keys_of(to, value);
        }
    }
    for (const auto& item : tree.items) add_keys_of(to, item);
}

} // namespace

std::vector<std::string> key_files_of(const device& of) {
    std::vector<std::string> all;
    add_keys_of(all, of.config.root);
    for (const auto& file : of.files)
        if (file.path.starts_with("/etc/aziot/keyd/")) add_keys_of(all, toml_document(file.text, file.shown).root);
    return all;
}

} // namespace rules
