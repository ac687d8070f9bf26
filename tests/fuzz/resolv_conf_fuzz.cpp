// SPDX-License-Identifier: MIT
#include "netprobe/dns/resolv_conf.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    std::string error;
    if (const auto server = netprobe::dns::parse_resolver(text, error)) netprobe::dns::to_string(*server);
    netprobe::dns::parse_resolv_conf(text);
    netprobe::dns::parse_hosts_file(text, text.substr(0, 8));
    return 0;
}
