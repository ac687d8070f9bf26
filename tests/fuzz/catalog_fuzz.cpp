// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <stdexcept>

#include "rules/plan.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try { // whatever is accepted can be planned with
        const auto read = rules::parse_catalog({reinterpret_cast<const char*>(data), size}, "fuzz");
        rules::site site;
        site.hub = "contoso.azure-devices.net";
        site.registries = {{"contoso.azurecr.io", ""}, {"docker.io", "library/x:1"}, {"[::1]:5000", ""}};
        rules::make_plan(site, read, {}, {});
    } catch (const std::invalid_argument&) {
    }
    return 0;
}
