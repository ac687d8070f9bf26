// SPDX-License-Identifier: MIT
#include "proxy/no_proxy.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto host = text.substr(0, text.find('\n'));
    const auto list = text.substr(host.size());
    for (const auto who : {proxy::no_proxy_reader::go, proxy::no_proxy_reader::curl, proxy::no_proxy_reader::apt}) {
        proxy::goes_without_proxy(who, list, host, 443);
        proxy::goes_without_proxy(who, list, "10.1.2.3", 443);
        proxy::goes_without_proxy(who, list, "fd00::1", 443);
    }
    return 0;
}
