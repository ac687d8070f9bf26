// SPDX-License-Identifier: MIT
#include "rules/verdict/surplus.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace rules {
namespace {

bool share_any(const auto& x, const auto& y) {
    return std::any_of(
        x.begin(), x.end(), [&](const auto& one) { return std::find(y.begin(), y.end(), one) != y.end(); });
}

bool open_the_same(const flow& a, const flow& b) {
    return share_any(a.over, b.over) && share_any(a.ports, b.ports) &&
           (share_any(a.names, b.names) || !intersect(a.addresses, b.addresses).empty());
}

// "f_mcr_v4", "eh4-mcr" and "mcr: why" mention mcr.
bool mentions_id(std::string_view label, std::string_view id) {
    constexpr std::string_view of_word = "abcdefghijklmnopqrstuvwxyz0123456789";
    for (auto at = label.find(id); at != label.npos; at = label.find(id, at + 1)) {
        const auto end = at + id.size();
        if ((at == 0 || of_word.find(label[at - 1]) == of_word.npos) &&
            (end == label.size() || of_word.find(label[end]) == of_word.npos))
            return true;
    }
    return false;
}

// Of "f_mcr-data_v4" mcr-data, not mcr; nothing: it says no flow.
const flow* flow_of(const policy& of, std::string_view label) {
    const flow* found = nullptr;
    for (const auto& f : of.flows)
        if (mentions_id(label, f.id) && (!found || f.id.size() > found->id.size())) found = &f;
    return found;
}

const flow* twin_of(const policy& of, const flow& a) {
    const auto b = std::find_if(
        of.flows.begin(), of.flows.end(), [&](const flow& f) { return f.id != a.id && open_the_same(a, f); });
    return b == of.flows.end() ? nullptr : &*b;
}

} // namespace

void leave_unknown_surplus(const policy& of, bool by_address, proof_outcome& out) {
    const auto drop = [&](const flow* whose, const std::string& why) {
        const auto gone =
            std::erase_if(out.surplus, [&](const std::string& label) { return flow_of(of, label) == whose; });
        if (gone > 0) out.remarks.push_back(why);
    };
    bool any = false;
    for (const auto& f : of.flows) {
        if (const auto* other = twin_of(of, f)) {
            any = true;
            drop(&f, fmt::format("whether each element of flow {} is needed cannot be told: flow {} opens the same",
                         f.id, other->id));
        }
        if (by_address && f.addresses.empty())
            drop(&f,
                fmt::format("whether the rules of flow {} are needed cannot be told: no address of it is known", f.id));
    }
    if (any) drop(nullptr, "whether elements that name no flow are needed cannot be told: flows open the same");
}

} // namespace rules
