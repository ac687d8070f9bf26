// SPDX-License-Identifier: MIT
#include "reads_or_refuses.hpp"

// The steps, and after a "%" the aliases.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto aliases = std::min(text.find('%'), text.size());
    reads_or_refuses(
        rules::read_opnsense, {{"egress-opnsense.txt", text.substr(0, aliases)},
                                  {"egress-aliases.json", text.substr(std::min(aliases + 1, text.size()))}});
    return 0;
}
