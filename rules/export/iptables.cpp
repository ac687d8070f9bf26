// SPDX-License-Identifier: MIT
//
// iptables: one file for iptables-restore and ip6tables-restore.
#include <utility>

#include "rules/export/iptables_chain.hpp"
#include "rules/export/linux_text.hpp"
#include "rules/export/rows.hpp"

namespace rules {
namespace {

std::vector<std::string> prefixed(std::string_view option, const ip_set& all, ip_family family) {
    std::vector<std::string> out;
    for (const auto& p : prefixes_of(all, family)) out.push_back(std::string(option) + text_of(p));
    return out;
}

std::vector<std::string> destination_prefixes(const policy&, const flow& f, ip_family family) {
    return prefixed("-d ", f.addresses, family);
}
std::vector<std::string> device_prefixes(const policy& of, ip_family family) {
    return prefixed("-s ", of.devices, family);
}

exported write_iptables(const policy& of) {
    const auto row = iptables_row();
    exported out;
    out.cannot = not_carried(row, of);
    std::string text;
    add_comments(text, "# ", header_of(of, row, out.cannot));
    add_comments(text, "# ", scope_of(of));
    add_comments(text, "# ", how_to_restore(of, "egress.rules"));
    add_iptables_chain(text, of, {destination_prefixes, device_prefixes});
    out.files.push_back({"egress.rules", std::move(text)});
    return out;
}

} // namespace

format iptables_row() {
    return {.name = "iptables",
        .title = "iptables (iptables-restore and ip6tables-restore)",
        .names = names_held::none,
        .proof = proof_kind::kernel,
        .limits =
            "Addresses only. A chain of its own that the site's OUTPUT or FORWARD has to jump to; IPv4 and IPv6 are "
            "replaced one after the other. What containers send on a bridge is forwarded: for it load the gateway "
            "form as well.",
        .undo = "iptables and ip6tables: -D OUTPUT -j EGRESS, -F EGRESS, -X EGRESS (of a gateway: FORWARD, "
                "EGRESS-GATEWAY and EGRESS-GATEWAY-TO); or scripts/egress-remove",
        .carries = by_address,
        .write = write_iptables,
        .validator =
            "iptables-restore --test and ip6tables-restore --test, which find no jump to a chain that is not there"};
}

} // namespace rules
