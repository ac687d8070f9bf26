// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "proxy/settings/agent_env.hpp"
#include "proxy/settings/apt_conf.hpp"
#include "proxy/settings/daemon_json.hpp"

// The first byte says what the rest is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
    proxy::read_result read;
    switch (data[0]) {
    case 't': read = proxy::agent_env_of_toml(text, "file"); break;
    case 'y': read = proxy::agent_env_of_yaml(text, "file"); break;
    case 'j': read = proxy::parse_daemon_json(text, "file"); break;
    case 'a': proxy::add_apt_conf(read, text, "file"); break;
    default: return 0;
    }
    for (const auto& line : read.remarks)
        if (line.find('\n') != line.npos) std::abort();
    return 0;
}
