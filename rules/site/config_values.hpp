// SPDX-License-Identifier: MIT
//
// What config.toml and config.yaml have in common once they are trees.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/site/device.hpp"

namespace rules {

using key_path = std::initializer_list<std::string_view>;

/// The text at that path; numbers and truths as they are written. A table or list there is a fault.
std::optional<told> told_at(const node& in, key_path path, std::vector<file_fault>& faults);

/// A table at that path; nullptr: there is none. Anything else there is a fault.
const node* table_at(const node& in, key_path path, std::vector<file_fault>& faults);

/// The document of a file; where it could not be read, a fault that says so.
node tree_of(
    const device_file& file, document (*read)(std::string_view, const std::string&), std::vector<file_fault>& faults);

/// "https://est.contoso.com:8443/x" → "est.contoso.com:8443"; 443 is left out. A name alone is itself.
told host_in_url(const told& url);

/// The password of a proxy's address as ***: "http://user:***@proxy:3128".
std::string without_password(std::string_view address);

/// agent: image, environment, and what its registry is entered with.
void take_agent(device_config& to, const node& agent);

/// A connection string as hub and device, where the table has one; `in` is provisioning.
void take_connection_string(device_config& to, const node& in, std::string_view key);

} // namespace rules
