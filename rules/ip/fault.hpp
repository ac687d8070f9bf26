// SPDX-License-Identifier: MIT
//
// Why a text is no address, for the person who wrote it. Slow, and only for what could not be read.
#pragma once

#include <string>
#include <string_view>

namespace rules {

/// What is wrong with a text that is no address or prefix, and the remedy, in one line: "010 is 8 for some readers and
/// 10 for others; leave out the leading zero".
std::string fault_of_prefix(std::string_view text);

/// The same for what may also be a range "a-b", with the ends as they were written.
std::string fault_of_entry(std::string_view text);

} // namespace rules
