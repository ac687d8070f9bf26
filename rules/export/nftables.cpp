// SPDX-License-Identifier: MIT
//
// nftables: a table of our own that decides alone, or a chain for the site's.
#include <utility>

#include "rules/export/linux_text.hpp"
#include "rules/export/nft_table.hpp"
#include "rules/export/rows.hpp"

namespace rules {
namespace {

exported write_nftables(const policy& of) {
    const auto row = nftables_row();
    exported out;
    out.cannot = not_carried(row, of);
    std::string text = "#!/usr/sbin/nft -f\n";
    add_comments(text, "# ", header_of(of, row, out.cannot));
    add_comments(text, "# ", scope_of(of));
    if (of.stance == stance::default_deny)
        add_nft_table(text, of, never_later);
    else {
        add_comments(text, "# ", how_to_jump(of, "egress.nft"));
        add_nft_chain(text, of, usual_site_table, never_later);
    }
    out.files.push_back({"egress.nft", std::move(text)});
    return out;
}

} // namespace

format nftables_row() {
    return {.name = "nftables",
        .title = "nftables (nft -f)",
        .names = names_held::none,
        .proof = proof_kind::kernel,
        .limits =
            "Addresses only. A default-deny is a table of its own, replaced at once; what allows only is a chain that "
            "the site's chain has to jump to, as no table can take back another's drop. What containers send on a "
            "bridge is forwarded: for it load the gateway form as well.",
        .undo =
            "nft delete table inet egress (of a gateway: egress_gateway); of allow-only: delete the site's jump, then "
            "nft delete chain inet filter egress; or scripts/egress-remove",
        .carries = by_address,
        .write = write_nftables,
        .validator = "nft -c -f FILE"};
}

} // namespace rules
