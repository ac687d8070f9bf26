// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "rules/site/document.hpp"

namespace {

// Every value stands in a line of its file, no table has a key twice, and none is deeper than is allowed.
void check_tree(const rules::node& at, std::size_t lines, int depth) {
    if (depth > rules::max_document_depth + 1) std::abort();
    if (at.line > lines) std::abort();
    if (at.members.size() < 100)
        for (const auto& [key, value] : at.members)
            if (at.find(key) != &value) std::abort();
    for (const auto& [key, value] : at.members) check_tree(value, lines, depth + 1);
    for (const auto& item : at.items) check_tree(item, lines, depth + 1);
}

} // namespace

// The first byte says what the rest is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
    rules::document read;
    switch (data[0]) {
    case 't': read = rules::toml_document(text, "file"); break;
    case 'y': read = rules::yaml_document(text, "file"); break;
    case 'j': read = rules::json_document(text, "file"); break;
    default: return 0;
    }
    std::size_t lines = 1;
    for (const char c : text) lines += c == '\n' || c == '\r' ? 1 : 0; // YAML ends lines with either
    check_tree(read.root, lines, 0);
    for (const auto& fault : read.faults)
        if (fault.what.find('\n') != fault.what.npos || fault.at.line > lines) std::abort();
    auto twice = read.root;
    rules::merge(twice, read.root);
    return 0;
}
