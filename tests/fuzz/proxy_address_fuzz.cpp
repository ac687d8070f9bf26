// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>

#include "proxy/address.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; };
    try {
        const auto read = proxy::parse_address("origin", {reinterpret_cast<const char*>(data), size});
        const auto text = proxy::shown(read);
        if (std::ranges::any_of(text + read.host, control) || read.port == 0) std::abort();
        if (read.login && std::ranges::any_of(read.login->user + read.login->password, control)) std::abort();
        auto again = proxy::parse_address("again", text); // what is shown names the same proxy
        again.login = read.login;
        if (again != read) std::abort();
    } catch (const std::invalid_argument& refused) {
        const std::string_view line = refused.what();
        if (line.empty() || line.size() > 400 || std::ranges::any_of(line, control)) std::abort();
    }
    return 0;
}
