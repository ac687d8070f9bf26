// SPDX-License-Identifier: MIT
//
// ufw: commands, one rule a line.
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "rules/export/linux_text.hpp"
#include "rules/export/rows.hpp"

namespace rules {
namespace {

constexpr std::size_t most_ufw_ports = 15;

// Who may send, and between which interfaces: an entry a rule.
std::vector<std::string> sources_of(const policy& of, ip_family family) {
    if (of.hook == hook::host) return {"allow out"};
    std::string wires = "route allow";
    if (!of.in_interface.empty()) wires += " in on " + of.in_interface;
    if (!of.out_interface.empty()) wires += " out on " + of.out_interface;
    if (of.devices.empty()) return {wires + (family == ip_family::v4 ? " from 0.0.0.0/0" : " from ::/0")};
    std::vector<std::string> out;
    for (const auto& p : prefixes_of(of.devices, family)) out.push_back(fmt::format("{} from {}", wires, text_of(p)));
    return out;
}

void add_ufw_flow(std::string& to, const policy& of, const flow& f) {
    for (const auto family : families_of(of))
        for (const auto& source : sources_of(of, family))
            for (const auto& p : prefixes_of(f.addresses, family))
                for (const auto over : f.over)
                    for (const auto& ports : port_groups(f.ports, most_ufw_ports))
                        fmt::format_to(std::back_inserter(to), "ufw {} to {} port {} proto {} comment 'egress {}'\n",
                            source, text_of(p), joined_ports(ports), to_string(over), label_of(f));
}

std::vector<std::string> left_out_of_ufw(const policy& of) {
    auto out = not_carried(ufw_row(), of);
    // Whatever the stance: its own files come before all of our rules.
    out.emplace_back(
        of.hook == hook::host
            ? "ICMPv6 errors and echo requests still get out to every address: ufw's own before6.rules let them"
            : "ICMP and ICMPv6 errors and echo requests still pass to every address: ufw's own before.rules let them");
    return out;
}

exported write_ufw(const policy& of) {
    exported out;
    out.cannot = left_out_of_ufw(of);
    std::string text = "#!/bin/sh\n";
    add_comments(text, "# ", header_of(of, ufw_row(), out.cannot));
    add_comments(text, "# ", scope_of(of));
    add_comments(text, "# ",
        {"Run it as root, again as often as you like; ufw stays off or on as it is (ufw enable).",
            "Rules of an older version stay: take those back first.",
            "Take it back: sed -n 's/^ufw \\(route \\)*allow/ufw --force \\1delete allow/p' egress-ufw.sh | sh, and",
            of.hook == hook::host ? "ufw default allow outgoing" : "ufw default deny routed (Debian's own setting)"});
    text += "set -eu\n";
    for (const auto& f : of.flows) add_ufw_flow(text, of, f);
    // Last: until then nothing is refused that was not before.
    if (of.stance == stance::default_deny)
        text += of.hook == hook::host ? "ufw default reject outgoing\n" : "ufw default reject routed\n";
    out.files.push_back({"egress-ufw.sh", std::move(text)});
    return out;
}

} // namespace

format ufw_row() {
    return {.name = "ufw",
        .title = "ufw (commands)",
        .names = names_held::none,
        .proof = proof_kind::kernel,
        .limits =
            "Addresses only; rule by rule, not at once, and rules of an older version have to be taken back first. "
            "ufw's own rules come first: ICMP errors and echo requests get out to everywhere. What containers send on "
            "a bridge "
            "is forwarded: for it load the gateway form as well.",
        .undo =
            "sed -n 's/^ufw \\(route \\)*allow/ufw --force \\1delete allow/p' egress-ufw.sh | sh; of default-deny also "
            "ufw default allow outgoing",
        .carries = by_address,
        .write = write_ufw,
        .validator = "ufw --dry-run"};
}

} // namespace rules
