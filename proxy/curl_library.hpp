// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string_view>

#include <curl/curl.h>

namespace proxy {

/// The functions of libcurl that are used here, found when the program runs: so the tools need no libcurl where nobody
/// asks for it, and stay one file to copy.
///
/// Loaded with RTLD_LOCAL, because a tool may have OpenSSL linked in, and libcurl brings one of its own: neither may
/// find the other's functions.
struct curl_library {
    decltype(&curl_version_info) version_info;
    decltype(&curl_easy_init) easy_init;
    decltype(&curl_easy_setopt) easy_setopt;
    decltype(&curl_easy_cleanup) easy_cleanup;
    decltype(&curl_multi_init) multi_init;
    decltype(&curl_multi_add_handle) multi_add_handle;
    decltype(&curl_multi_remove_handle) multi_remove_handle;
    decltype(&curl_multi_perform) multi_perform;
    decltype(&curl_multi_poll) multi_poll;
    decltype(&curl_multi_info_read) multi_info_read;
    decltype(&curl_multi_cleanup) multi_cleanup;
    decltype(&curl_slist_append) slist_append;
    decltype(&curl_slist_free_all) slist_free_all;

    /// It was built to answer "Digest", "NTLM" or "Negotiate".
    bool knows(std::string_view scheme) const noexcept;
};

/// Loads that file for the rest of the process; null where it is not there or is no libcurl that will do.
std::unique_ptr<const curl_library> load_curl(const char* file);

/// The libcurl of this device: linked to OpenSSL, else to GnuTLS. Looked for once; null where there is none.
const curl_library* curl_of_this_device();

} // namespace proxy
