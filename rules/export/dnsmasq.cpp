// SPDX-License-Identifier: MIT
//
// dnsmasq: nftables sets that the site's resolver fills with what names resolve to, when they are asked for. Without
// time limits: dnsmasq does not renew an element when it answers from its cache, so the kernel would forget an address
// that programs still use (facts/rules.md §0.8).
#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "rules/export/linux_text.hpp"
#include "rules/export/nft_table.hpp"
#include "rules/export/rows.hpp"

namespace rules {
namespace {

bool has_names(const flow& f) noexcept { return !f.names.empty(); }

std::string bare(const std::string& name) { return name.starts_with("*.") ? name.substr(2) : name; }

// Every name of the policy once, in order.
std::set<std::string> bare_names(const policy& of) {
    std::set<std::string> all;
    for (const auto& f : of.flows)
        for (const auto& name : f.names) all.insert(bare(name));
    return all;
}

// dnsmasq fills the sets of one line only: that with the longest name. So a line has the sets of every flow that has
// its name, or one above it.
bool fills(const flow& f, std::string_view name) {
    return std::any_of(f.names.begin(), f.names.end(), [&](const std::string& of_flow) {
        const auto above = bare(of_flow);
        return name == above || (name.ends_with(above) && name[name.size() - above.size() - 1] == '.');
    });
}

std::vector<std::string> dnsmasq_conditions() {
    return {
        "What must hold:",
        "- programs ask this dnsmasq, and nobody else: no DNS over HTTPS, no second resolver",
        "- dnsmasq asks another resolver for these names: only answers that it forwards fill the sets",
        "- dnsmasq runs as root or with CAP_NET_ADMIN, in the network namespace of the rules, and starts after them",
        "- after the rules are loaded again dnsmasq is restarted: answers from its cache fill no set",
        "Elements stay until the rules are loaded again. A name lets in what is below it, a wildcard the name itself, "
        "and",
        "whatever address the name's owner answers with.",
    };
}

std::string conf_of(const policy& of, std::string_view table) {
    auto text =
        fmt::format("# egress-rules dnsmasq, policy {}: which names fill the sets of egress-dnsmasq.nft\n", of.id);
    add_comments(text, "# ", dnsmasq_conditions());
    for (const auto& name : bare_names(of)) {
        std::string sets;
        for (const auto& f : of.flows) {
            if (!fills(f, name)) continue;
            for (const auto family : families_of(of))
                sets += fmt::format("{}{}#inet#{}#{}", sets.empty() ? "" : ",", family == ip_family::v4 ? 4 : 6, table,
                    nft_set_name(f, family));
        }
        // A line per name: dnsmasq reads lines of at most 1024 bytes.
        text += fmt::format("nftset=/{}/{}\n", name, sets);
    }
    return text;
}

exported write_dnsmasq(const policy& of) {
    const auto row = dnsmasq_row();
    const bool alone = of.stance == stance::default_deny;
    exported out;
    out.cannot = not_carried(row, of);
    std::string text = "#!/usr/sbin/nft -f\n";
    add_comments(text, "# ", header_of(of, row, out.cannot));
    add_comments(text, "# ", scope_of(of));
    add_comments(text, "# ", dnsmasq_conditions());
    if (alone)
        add_nft_table(text, of, has_names);
    else {
        add_comments(text, "# ", how_to_jump(of, "egress-dnsmasq.nft egress-dnsmasq.conf"));
        add_nft_chain(text, of, usual_site_table, has_names);
    }
    out.files.push_back({"egress-dnsmasq.nft", std::move(text)});
    out.files.push_back({"egress-dnsmasq.conf", conf_of(of, alone ? nft_name(of.hook) : usual_site_table)});
    return out;
}

} // namespace

format dnsmasq_row() {
    return {.name = "dnsmasq",
        .title = "dnsmasq and nftables (sets filled by DNS answers)",
        .names = names_held::wildcard,
        .proof = proof_kind::kernel,
        .limits =
            "Every program has to ask this dnsmasq (2.87 or later), which has to forward the question; DNS over HTTPS "
            "defeats it. A name lets in the names below it, and a wildcard the name itself. The proof fills the sets "
            "as the "
            "conf says, and sends packets; dnsmasq itself is not run by it.",
        .undo =
            "remove egress-dnsmasq.conf from /etc/dnsmasq.d, restart dnsmasq, then nft delete table inet egress (of a "
            "gateway: egress_gateway)",
        .carries = by_any_name,
        .write = write_dnsmasq,
        .validator = "dnsmasq --test and nft -c -f FILE; the former takes sets that are not there"};
}

} // namespace rules
