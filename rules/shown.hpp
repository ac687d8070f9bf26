// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace rules {

/// A user's text in quotes for a message of one line: at most `at_most` bytes, then "…"; what is
/// not printable ASCII becomes '?', so that it cannot move the cursor of a terminal.
std::string shown(std::string_view text, std::size_t at_most = 48);

/// The same for text that may be, or hold, a credential: "(not shown: it may hold a key)" where it
/// has the signs of one ('=', ';', '?', '@', "SharedAccess" in any case, or a run of base64).
std::string shown_without_secret(std::string_view text);

/// 32 or more characters of base64 in a row, with upper case and digits among them: a key pasted
/// where a name belongs.
bool looks_like_key(std::string_view text) noexcept;

/// Whether a name (of a variable, a key, a setting) or a line of a file has a word in it that secrets are called by:
/// "MQTT_PASS", "apiKey", "pwd". Too often rather than too seldom. The one list of such words.
bool names_secret(std::string_view name);

/// A message of ours with every word that may hold a credential replaced by "(not shown: it may hold a key)": what
/// looks_like_key, has a key's name in it ("SharedAccessKey", "AccountKey", "sig=", "password=") or follows one, or has
/// "user:password@". For texts made by libraries, which quote what they were given.
std::string without_secrets(std::string_view message);

} // namespace rules
