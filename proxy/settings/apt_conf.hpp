// SPDX-License-Identifier: MIT
//
// apt's configuration (apt.conf(5); each rule tried against apt 2.6). Pure: text in, values out.
#pragma once

#include <string>
#include <string_view>

#include "proxy/settings/assignment.hpp"

namespace proxy {

/// Reads one file on top of what the files before it said: adds and replaces what stands at Acquire::http::Proxy,
/// Acquire::https::Proxy, their ::HOST, and their "-Auto-Detect", drops what "#clear" clears. Names are in the file's
/// spelling; case does not count. A remark where apt itself would stop reading, with the line, and for "#include",
/// which is not followed here.
void add_apt_conf(read_result& to, std::string_view text, const std::string& file);

} // namespace proxy
