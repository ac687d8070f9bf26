// SPDX-License-Identifier: MIT
//
// ipset: the addresses in sets that are exchanged in one step each, and the iptables rules that use them.
#include <iterator>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "rules/export/iptables_chain.hpp"
#include "rules/export/linux_text.hpp"
#include "rules/export/rows.hpp"

namespace rules {
namespace {

// The same for every set and version: a set can be exchanged only for one that was made alike. It reserves nothing.
constexpr std::size_t most_elements = 1048576;

// With "-n" for the set that takes its place, 30 of the kernel's 31 characters.
std::string set_name(const policy& of, const flow& f, ip_family family) {
    return ipset_name(of.hook, family, "-" + f.id);
}
std::string devices_name(const policy& of, ip_family family) {
    return ipset_name(of.hook, family, ".devices");
} // no flow's id

std::vector<std::string> matched_destinations(const policy& of, const flow& f, ip_family family) {
    if (prefixes_of(f.addresses, family).empty()) return {};
    return {fmt::format("-m set --match-set {} dst", set_name(of, f, family))};
}
std::vector<std::string> matched_devices(const policy& of, ip_family family) {
    if (prefixes_of(of.devices, family).empty()) return {};
    return {fmt::format("-m set --match-set {} src", devices_name(of, family))};
}

void add_ipset(std::string& to, const std::string& name, const ip_set& all, ip_family family) {
    const auto prefixes = hash_prefixes(all, family);
    if (prefixes.empty()) return;
    if (prefixes.size() > most_elements)
        throw std::invalid_argument(fmt::format("ipset: {} prefixes are too many for set {}, at most {}; take nftables",
            prefixes.size(), name, most_elements));
    const auto kind =
        fmt::format("hash:net family {} maxelem {}", family == ip_family::v4 ? "inet" : "inet6", most_elements);
    fmt::format_to(std::back_inserter(to), "create -exist {0} {1}\ncreate -exist {0}-n {1}\nflush {0}-n\n", name, kind);
    for (const auto& p : prefixes) fmt::format_to(std::back_inserter(to), "add {}-n {}\n", name, text_of(p));
    fmt::format_to(std::back_inserter(to), "swap {0} {0}-n\ndestroy {0}-n\n", name);
}

exported write_ipset(const policy& of) {
    const auto row = ipset_row();
    exported out;
    out.cannot = not_carried(row, of);
    std::string sets, chain;
    add_comments(sets, "# ", header_of(of, row, out.cannot));
    sets += "# Load it first: ipset restore -! -file egress.ipset, then egress-ipset.rules as that says\n";
    for (const auto family : families_of(of)) {
        if (of.hook == hook::gateway) add_ipset(sets, devices_name(of, family), of.devices, family);
        for (const auto& f : of.flows) add_ipset(sets, set_name(of, f, family), f.addresses, family);
    }
    // The policy is in the first file only: who reads both shall not find it twice.
    chain += fmt::format("# egress-rules ipset, policy {}: the rules that use the sets of egress.ipset\n", of.id);
    add_comments(chain, "# ", scope_of(of));
    add_comments(chain, "# ", how_to_restore(of, "egress-ipset.rules"));
    add_iptables_chain(chain, of, {matched_destinations, matched_devices});
    out.files.push_back({"egress.ipset", std::move(sets)});
    out.files.push_back({"egress-ipset.rules", std::move(chain)});
    return out;
}

} // namespace

format ipset_row() {
    return {.name = "ipset",
        .title = "ipset and iptables (ipset restore, iptables-restore)",
        .names = names_held::none,
        .proof = proof_kind::kernel,
        .limits =
            "Addresses only, at most 1048576 prefixes a set. Each set is exchanged in one step, the sets and the two "
            "chains one after the other. What containers send on a bridge is forwarded: for it load the gateway form "
            "as well.",
        .undo =
            "take the chain back as iptables' undo says, then ipset destroy every set that begins with eh4, eh6 (of a "
            "gateway: eg4, eg6); or scripts/egress-remove",
        .carries = by_address,
        .write = write_ipset};
}

} // namespace rules
