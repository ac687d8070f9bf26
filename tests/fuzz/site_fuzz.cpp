// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>

#include "rules/host_name.hpp"
#include "rules/site.hpp"

namespace {
template <class Call>
void accepted_or_refused(Call call) {
    try {
        call();
    } catch (const std::invalid_argument&) {
    }
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    accepted_or_refused([&] { // whatever is accepted is a host name
        if (rules::fault_of_name(rules::hub_host(text, rules::cloud::public_))) std::abort();
    });
    accepted_or_refused([&] {
        if (rules::fault_of_name(rules::storage_host(text, rules::cloud::china))) std::abort();
    });
    accepted_or_refused([&] { rules::registry_host(text, rules::cloud::usgov); });
    accepted_or_refused([&] { rules::endpoint_of(text); });
    return 0;
}
