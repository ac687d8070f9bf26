// SPDX-License-Identifier: MIT
#include "reads_or_refuses.hpp"

// The steps, and after a "%" a table of addresses.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto table = std::min(text.find('%'), text.size());
    reads_or_refuses(rules::read_pfsense,
        {{"egress-pfsense.txt", text.substr(0, table)}, {"a.txt", text.substr(std::min(table + 1, text.size()))}});
    return 0;
}
