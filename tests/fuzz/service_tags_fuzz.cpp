// SPDX-License-Identifier: MIT
#include "rules/policy/service_tags.hpp"

#include <cstddef>
#include <cstdint>
#include <stdexcept>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try { // whatever is accepted can be worked with
        const auto read = rules::read_service_tags({reinterpret_cast<const char*>(data), size}, "fuzz");
        rules::diff(read, rules::service_tags{});
        rules::choose_tags(read, "AzureIoTHub, Storage", {});
        rules::choose_tags(read, "AzureIoTHub, Storage", {"westeurope"}); // refused where no tag is of it
    } catch (const std::invalid_argument&) {
    }
    return 0;
}
