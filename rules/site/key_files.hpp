// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "rules/site/device.hpp"

namespace rules {

/// The files of private keys that the configuration names, each once: paths on the device. Of config.toml and
/// config.yaml keys "pk", "…_pk" and "symmetric_key" as a file: URI or a table with one; of keyd all preloaded keys.
std::vector<std::string> key_files_of(const device& of);

} // namespace rules
