// SPDX-License-Identifier: MIT
#pragma once

#include "netprobe/observation.hpp"

namespace netprobe {

/// Marks an HTTP answer that is not the service's: a refusal (denied) or something unexpected
/// (protocol_mismatch). `trusted`: the certificate was, so that a redirect is the service's own doing.
void judge_https(const target& to, bool trusted, hello_observation& seen);

} // namespace netprobe
