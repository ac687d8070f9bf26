// SPDX-License-Identifier: MIT
#include "rules/site/connection_string.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"

namespace rules {
namespace {

/// One of the parts that count; says what is wrong with how it is written.
std::string connection_part(
    std::string_view text, std::string_view key, const place& at, std::vector<file_fault>& faults) {
    while (!text.empty()) {
        const auto part = text.substr(0, text.find(';'));
        text.remove_prefix(std::min(part.size() + 1, text.size()));
        const auto equals = part.find('=');
        if (equals == part.npos) continue;
        const auto name = part.substr(0, equals);
        if (name == key) return std::string(part.substr(equals + 1));
        const auto bare = name.substr(std::min(name.find_first_not_of(' '), name.size()));
        if (!netprobe::same_but_for_case(bare, key)) continue;
        faults.push_back(
            {at, fmt::format("the connection string has {} in another spelling, which the daemon does not know", key),
                fmt::format("write {}", key)});
        return std::string(part.substr(equals + 1));
    }
    return {};
}

} // namespace

device_connection connection_of(std::string_view text, const place& at, std::vector<file_fault>& faults) {
    device_connection out;
    out.hub = connection_part(text, "HostName", at, faults);
    out.device_id = connection_part(text, "DeviceId", at, faults);
    out.has_key = !connection_part(text, "SharedAccessKey", at, faults).empty();
    std::vector<std::string_view> missing;
    if (out.hub.empty()) missing.push_back("HostName");
    if (out.device_id.empty()) missing.push_back("DeviceId");
    if (!out.has_key) missing.push_back("SharedAccessKey");
    if (!missing.empty())
        faults.push_back({at, fmt::format("the connection string has no {}", fmt::join(missing, ", no ")),
            "copy the whole string of the device"});
    return out;
}

} // namespace rules
