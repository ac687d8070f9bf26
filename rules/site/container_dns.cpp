// SPDX-License-Identifier: MIT
#include "rules/site/container_dns.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "netprobe/printable.hpp"
#include "rules/ip/address.hpp"

namespace rules {
namespace {

void take_resolvers(std::vector<told>& to, const node* list, std::vector<file_fault>& faults) {
    if (list == nullptr) return;
    for (const auto& item : list->items) {
        if (!item.is_text() || !read_address(item.text)) {
            faults.push_back(
                {item.at(), fmt::format("\"{}\" is no address of a resolver", netprobe::printable(item.text, 60)),
                    "write an IP address"});
            continue;
        }
        if (std::ranges::none_of(to, [&](const told& known) { return known.value == item.text; }))
            to.push_back({item.text, item.at()});
    }
}

} // namespace

std::vector<told> container_resolvers(const device& of, std::vector<file_fault>& faults) {
    std::vector<told> out;
    take_resolvers(out, of.daemon_json.root.find("dns"), faults);
    for (const auto& manifest : of.manifests)
        for (const auto& module : manifest.modules)
            take_resolvers(out, module.create_options.root.find({"HostConfig", "Dns"}), faults);
    return out;
}

} // namespace rules
