// SPDX-License-Identifier: MIT
//
// What of a device's configuration has one right answer, as edits of its files. Nothing is written here or by a tool:
// they become a patch to look at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/settings/text_edit.hpp"
#include "rules/site/device.hpp"

namespace rules {

/// What would change in one file.
struct file_fix {
    const device_file* file = nullptr; ///< of the device that was given
    std::vector<text_edit> edits;
    private_parts parts = {}; ///< what of the file no patch shows
    std::vector<std::string> what =
        {}; ///< for people, a line an edit: "edgeHub: UpstreamProtocol AmqpWs, as config.toml:9"
};

struct fixes {
    std::vector<file_fix> files;   ///< only those that change
    std::vector<std::string> left; ///< what is wrong and is not changed, one line each with the reason
};

/// Spelling of UpstreamProtocol, its name and its value, in config.toml, config.yaml and manifests; in whole
/// deployments, for edgeAgent and edgeHub: UpstreamProtocol where it is missing and the configuration has one,
/// https_proxy where it is missing and the device has exactly one proxy, which has no password. Misspelled keys
/// ("evn") of the system modules. `of` must outlive the result.
fixes fixes_of(const device& of);

/// The protocol that a text means: in any case, with '_', '-' or blanks between its words; empty: none is.
std::string_view meant_protocol(std::string_view text);

} // namespace rules
