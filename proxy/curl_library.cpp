// SPDX-License-Identifier: MIT
#include "proxy/curl_library.hpp"

#include <dlfcn.h>

namespace proxy {
namespace {

template <class Function>
bool find(void* in, const char* name, Function& into) {
    into = reinterpret_cast<Function>(::dlsym(in, name));
    return into != nullptr;
}

bool find_all(void* in, curl_library& into) {
    return find(in, "curl_version_info", into.version_info) && find(in, "curl_easy_init", into.easy_init) &&
           find(in, "curl_easy_setopt", into.easy_setopt) && find(in, "curl_easy_cleanup", into.easy_cleanup) &&
           find(in, "curl_multi_init", into.multi_init) && find(in, "curl_multi_add_handle", into.multi_add_handle) &&
           find(in, "curl_multi_remove_handle", into.multi_remove_handle) &&
           find(in, "curl_multi_perform", into.multi_perform) && find(in, "curl_multi_poll", into.multi_poll) &&
           find(in, "curl_multi_info_read", into.multi_info_read) &&
           find(in, "curl_multi_cleanup", into.multi_cleanup) && find(in, "curl_slist_append", into.slist_append) &&
           find(in, "curl_slist_free_all", into.slist_free_all);
}

} // namespace

bool curl_library::knows(std::string_view scheme) const noexcept {
    const auto features = static_cast<unsigned>(version_info(CURLVERSION_NOW)->features);
    if (scheme == "NTLM") return features & CURL_VERSION_NTLM;
    if (scheme == "Negotiate") return features & CURL_VERSION_SPNEGO;
    return scheme == "Digest"; // has no bit: left out only of libcurls for the smallest devices
}

std::unique_ptr<const curl_library> load_curl(const char* file) {
    // Never closed: what libcurl and its libraries register for the process's end has to stay in memory until then.
    void* const in = ::dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (!in) return nullptr;
    decltype(&curl_global_init) begin = nullptr;
    auto found = std::make_unique<curl_library>();
    if (!find(in, "curl_global_init", begin) || !find_all(in, *found)) return nullptr;
    if (begin(CURL_GLOBAL_DEFAULT) != CURLE_OK) return nullptr;
    return found;
}

const curl_library* curl_of_this_device() {
    static const auto the_one = [] {
        auto found = load_curl("libcurl.so.4");
        return found ? std::move(found) : load_curl("libcurl-gnutls.so.4");
    }();
    return the_one.get();
}

} // namespace proxy
