// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "proxy/settings/environment_file.hpp"
#include "proxy/settings/unit.hpp"
#include "proxy/settings/unit_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    proxy::split_words(text);
    proxy::unit_settings all;
    proxy::add_unit_file(all, text, "file", "Service");
    proxy::add_unit_file(all, text, "file", "Manager");
    proxy::add_environment_file(all, text, "file");
    for (const auto& line : all.remarks)
        if (line.find('\n') != line.npos) std::abort();
    return 0;
}
