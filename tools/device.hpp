// SPDX-License-Identifier: MIT
//
// A device's own configuration: the one that this runs on, a copy of its files, or single files of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/site/device.hpp"
#include "tools/options.hpp"

namespace tools {

/// What there is to read of a device.
struct device_input {
    std::string root = "/";                      ///< where its files are
    std::vector<std::string> configs, manifests; ///< files given by name
};

/// --config and --manifest; --root is of the tool, as proxies are looked for there, too.
void add_device_options(CLI::App& app, device_input& into);

/// Everything that IoT Edge and Docker are told below `root`, as far as it is there. Never waits, opens files and
/// nothing else, and follows no link out of a copy. Throws usage_error where `root` is no folder.
std::vector<rules::device_file> device_files_below(const std::string& root);

/// Adds files that were given by name: each configuration instead of those that were found, and manifests. "-" is
/// standard input. Throws usage_error for one that cannot be read.
void add_files_given(std::vector<rules::device_file>& to, const std::vector<std::string>& configs,
    const std::vector<std::string>& manifests);

/// One of them is of IoT Edge, or was given as a manifest.
bool any_of_iot_edge(const std::vector<rules::device_file>& files);

/// The device from these files, a configuration that was given by name instead of the one below the root. Nothing where
/// there is neither a file of IoT Edge's own nor one that was given by name. Throws usage_error for a file that was
/// given by name and cannot be read.
std::optional<rules::device> device_from(const device_input& from);

/// What is wrong with the files that the site was read from, one line each.
std::vector<std::string> faults_of(const rules::device& from);

/// The site of the device with what the options say over it: each value that was given replaces the device's, and
/// `source` says so. Throws usage_error for options that make no sense, or contradict the cloud of the device's hub.
rules::site site_with(const rules::device& from, const site_options& given);

} // namespace tools
