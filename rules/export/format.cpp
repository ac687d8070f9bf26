// SPDX-License-Identifier: MIT
#include "rules/export/format.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "rules/policy/embedded.hpp"

namespace rules {
bool has_wildcard(const flow& f) {
    return std::any_of(f.names.begin(), f.names.end(), [](const auto& n) { return n.starts_with("*."); });
}

const format* find_format(std::string_view name) noexcept {
    const auto all = formats();
    const auto found = std::find_if(all.begin(), all.end(), [&](const format& f) { return f.name == name; });
    return found == all.end() ? nullptr : &*found;
}

carried by_address(const policy&, const flow& f) {
    return f.addresses.empty() ? carried::not_at_all : carried::by_address;
}

carried by_exact_name(const policy& of, const flow& f) {
    return !f.names.empty() && !has_wildcard(f) ? carried::by_name : by_address(of, f);
}

carried by_any_name(const policy& of, const flow& f) { return f.names.empty() ? by_address(of, f) : carried::by_name; }

exported write_rules(const format& in, const policy& of) {
    check(of);
    if (of.stance == stance::default_deny ? !in.default_deny : !in.allow_only)
        throw std::invalid_argument(fmt::format("{} cannot express {}: {}", in.name, to_string(of.stance), in.limits));
    if (of.hook == hook::host ? !in.host : !in.gateway)
        throw std::invalid_argument(
            fmt::format("{} cannot express rules of a {}: {}", in.name, to_string(of.hook), in.limits));
    auto out = in.write(of);
    return out;
}

std::vector<std::string> not_carried(const format& in, const policy& of) {
    std::vector<std::string> out;
    for (const auto& f : of.flows)
        if (in.carries(of, f) == carried::not_at_all)
            out.push_back(fmt::format("flow {} is missing: {} cannot hold {}, and no addresses are known for it", f.id,
                in.name, f.names.empty() ? "it" : f.names.front()));
    return out;
}

std::vector<std::string> header_of(const policy& of, const format& in, const std::vector<std::string>& cannot) {
    std::vector<std::string> out{
        fmt::format("egress-rules {}: what Azure IoT Edge needs to get out, policy {}", in.name, of.id)};
    out.push_back(fmt::format("{}, rules of a {}", to_string(of.stance), to_string(of.hook)));
    if (!of.owner.empty()) out.push_back("owner: " + of.owner);
    if (!of.reason.empty()) out.push_back("reason: " + of.reason);
    if (!of.expires.empty()) out.push_back("expires: " + of.expires);
    for (const auto& text : of.remarks) out.push_back("note: " + text);
    for (const auto& text : cannot) out.push_back("CANNOT: " + text);
    for (auto& line : embedded(of)) out.push_back(std::move(line));
    return out;
}

} // namespace rules
