// SPDX-License-Identifier: MIT
#include "rules/proof/load.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "rules/proof/dnsmasq_sets.hpp"
#include "rules/proof/lines.hpp"
#include "rules/proof/load_daemons.hpp"
#include "rules/proof/loaded_rules.hpp"
#include "rules/proof/nft_text.hpp"
#include "rules/proof/sandbox.hpp"

namespace rules::proof {
namespace {

constexpr std::size_t elements_a_transaction = 1000;

// Takes the elements out of named sets; `later` gets a command for each thousand of them.
std::string without_elements(std::string text, std::vector<std::string>& later) {
    constexpr std::string_view key = "elements = {";
    for (auto at = text.find(key); at != text.npos; at = text.find(key, at)) {
        const auto end = text.find('}', at);
        if (end == text.npos) break;
        const auto table = nft_block_before(text, at, "table "), set = nft_block_before(text, at, "set ");
        const auto inside = text.substr(at + key.size(), end - at - key.size());
        std::string elements;
        std::size_t count = 0;
        const auto flush = [&] {
            if (count > 0) later.push_back(fmt::format("add element {} {} {{ {} }}\n", table, set, elements));
            elements.clear();
            count = 0;
        };
        for (std::size_t from = 0; from < inside.size();) {
            const auto comma = std::min(inside.find(',', from), inside.size());
            elements += inside.substr(from, comma - from) + ",";
            if (++count == elements_a_transaction) flush();
            from = comma + 1;
        }
        flush();
        text.erase(at, end + 1 - at);
    }
    return text;
}

bool says_nothing(std::string_view text) {
    bool out = true;
    each_line(text, [&](std::string_view line) {
        const auto words = trimmed(line);
        out = out && (words.empty() || words.starts_with('#'));
    });
    return out;
}

const output_file* file_with(const std::vector<output_file>& files, std::string_view text) {
    const auto found = std::find_if(
        files.begin(), files.end(), [&](const output_file& f) { return f.text.find(text) != f.text.npos; });
    return found == files.end() ? nullptr : &*found;
}

const output_file& need_file(const std::vector<output_file>& files, std::string_view text, std::string_view format) {
    if (const auto* f = file_with(files, text)) return *f;
    if (std::all_of(files.begin(), files.end(), [](const output_file& f) { return says_nothing(f.text); }))
        throw refused(fmt::format("no rules were loaded: {} holds nothing, or comments only",
            files.empty() ? std::string("the directory") : files.front().name));
    throw std::invalid_argument(
        fmt::format("no file of {} is among {}: none holds \"{}\"; give the file or directory that "
                    "egress-rules export --format {} wrote",
            format, files.empty() ? "no files" : files.front().name, text, format));
}

// ---- nftables

// Words in comments are no rules.
std::string without_comments(std::string_view text) {
    std::string out;
    each_line(text, [&](std::string_view line) {
        if (!line.starts_with('#')) (out += line) += '\n';
    });
    return out;
}

// A chain without a hook of its own says by its name where it is jumped to from.
void check_hook(const std::string& chain, hook of, const std::string& what) {
    const bool gateway = chain == "egress_gateway" || chain == "EGRESS-GATEWAY";
    const bool host = chain == "egress" || chain == "EGRESS";
    if ((gateway && of == hook::host) || (host && of == hook::gateway))
        throw refused(fmt::format("{}: {}", what, wrong_hook({gateway ? "forward" : "output"}, of)));
}

// What an allow-only chain is put into: a site that refuses the rest. How many rules that is.
std::size_t site_of_nft(const std::string& whole, const policy& of, const std::string& what) {
    const auto text = without_comments(whole);
    const auto table = first_nft_block(text, "table "), chain = first_nft_block(text, "chain ");
    if (table.empty() || chain.empty()) throw std::invalid_argument(what + ": no chain of a table is in it");
    check_hook(chain, of.hook, what);
    const auto hook = of.hook == hook::host ? "output" : "forward";
    const auto lo = of.hook == hook::host ? "oifname \"lo\" accept; " : "";
    load_nft(fmt::format("table {} {{ chain {} {{ type filter hook {} priority 0; policy drop; {}ct state "
                         "established,related accept; }}; }}\n",
                 table, hook, hook, lo),
        "the site around it");
    load_nft(text, what);
    load_nft(fmt::format("insert rule {} {} jump {}\n", table, hook, chain), "the site's jump");
    return of.hook == hook::host ? 3 : 2;
}

std::size_t load_nft_file(const output_file& file, const policy& of) {
    if (of.stance == stance::allow_only) return site_of_nft(file.text, of, file.name);
    load_nft(file.text, file.name);
    return 0;
}

// One answer each, as dnsmasq sees them; of a range its ends.
std::string elements_of(const ip_set& addresses, ip_family family) {
    std::string out;
    for (const auto& r : ranges_of(addresses))
        if (r.first.family == family) out += text_of(r.first) + "," + (r.first == r.last ? "" : text_of(r.last) + ",");
    return out;
}

// The sets that all names of a flow fill. Which of its addresses belongs to which name is not known: each could.
const std::vector<dnsmasq_set>& sets_of(const flow& f, const dnsmasq_sets& all, const std::string& file) {
    const std::vector<dnsmasq_set>* first = nullptr;
    for (const auto& name : f.names) {
        const auto* sets = sets_for(all, name);
        if (!sets)
            throw refused(
                fmt::format("{} has no line for {}, a name of flow {}: its addresses get into no set, and it is "
                            "stopped",
                    file, name, f.id));
        if (first && *first != *sets)
            throw refused(fmt::format(
                "{}: {} fills other sets than {}, another name of flow {}", file, name, f.names.front(), f.id));
        first = sets;
    }
    return *first;
}

const output_file& need_configuration(const std::vector<output_file>& files) {
    const auto found =
        std::find_if(files.begin(), files.end(), [](const output_file& f) { return f.name.ends_with(".conf"); });
    if (found != files.end()) return *found;
    throw std::invalid_argument(
        "egress-dnsmasq.conf is not among the files: which names fill the sets is not known; give the directory that "
        "egress-rules export --format dnsmasq wrote");
}

void fill_sets(const policy& of, const output_file& file) {
    const auto all = dnsmasq_sets_in(file.text, file.name);
    for (const auto& f : of.flows) {
        if (f.names.empty()) continue;
        std::string commands;
        for (const auto& to : sets_of(f, all, file.name))
            if (const auto elements = elements_of(f.addresses, to.family); !elements.empty())
                commands += fmt::format("add element {} {} {{ {} }}\n", to.table, to.set, elements);
        if (!commands.empty()) load_nft(commands, "answers for flow " + f.id);
    }
}

// ---- iptables

// The first chain that a text declares, and where it has to be jumped to from; empty: the text does that itself.
std::string own_chain(const std::string& text) {
    if (text.find("-A OUTPUT") != text.npos || text.find("-A FORWARD") != text.npos) return {};
    const auto at = text.starts_with(":") ? 0 : text.find("\n:");
    if (at == text.npos) return {};
    const auto begin = text.find(':', at) + 1;
    return text.substr(begin, text.find(' ', begin) - begin);
}

// Restored in one go with what jumps to them, as each start of a loader takes as long as a thousand packets. How many
// rules were made around them.
std::size_t load_iptables_file(const output_file& file, const policy& of) {
    const auto chain = own_chain(file.text);
    const bool host = of.hook == hook::host;
    const auto from = host ? "OUTPUT" : "FORWARD";
    check_hook(chain, of.hook, file.name);
    std::size_t around = 0;
    std::string text = "*filter\n";
    const auto add = [&](const std::string& rule) {
        text += rule + "\n";
        around += 2; // one each family
    };
    if (of.stance == stance::allow_only) text += fmt::format(":{} DROP [0:0]\n", from);
    if (!chain.empty()) add(fmt::format("-I {} 1 -j {}", from, chain));
    if (of.stance == stance::allow_only) {
        if (host) add("-A OUTPUT -o lo -j ACCEPT");
        add(fmt::format("-A {} -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT", from));
    }
    load_iptables(file.text + "\n" + text + "COMMIT\n", file.name);
    return around;
}

} // namespace

std::string all_text(const std::vector<output_file>& files) {
    std::string out;
    for (const auto& f : files) out += f.text + "\n";
    return out;
}

bool can_load(std::string_view format) noexcept {
    constexpr std::array<std::string_view, 6> known{"nftables", "iptables", "ipset", "firewalld", "ufw", "dnsmasq"};
    return std::find(known.begin(), known.end(), format) != known.end();
}

void load_nft(const std::string& text, const std::string& what) {
    refuse_includes(text, what);
    const auto done = run({"nft", "-f", "-"}, text);
    if (done.status == 0) return;
    if (done.errors.find("Message too long") == done.errors.npos)
        throw refused(fmt::format("nft refuses {}: {}", what, in_one_line(done.errors).substr(0, 400)));
    std::vector<std::string> later;
    const auto rest = without_elements(text, later);
    if (later.empty())
        throw cannot_prove(fmt::format(
            "{} is too large for an ordinary user's netlink socket, and not in named sets; run as root", what));
    run_well({"nft", "-f", "-"}, what, rest);
    for (const auto& command : later) run_well({"nft", "-f", "-"}, what, command);
}

void load_iptables(const std::string& text, const std::string& what) {
    run_well({"iptables-restore", "-n"}, what, text);
    run_well({"ip6tables-restore", "-n"}, what, text);
}

loaded load_rules(
    std::string_view format, const std::vector<output_file>& files, const policy& of, const std::string& folder) {
    loaded out;
    if (format == "nftables") {
        out.around = load_nft_file(need_file(files, "table ", format), of);
    } else if (format == "dnsmasq") {
        const bool named =
            std::any_of(of.flows.begin(), of.flows.end(), [](const flow& f) { return !f.names.empty(); });
        const auto* configuration = named ? &need_configuration(files) : nullptr;
        out.around = load_nft_file(need_file(files, "table ", format), of);
        if (configuration) fill_sets(of, *configuration);
    } else if (format == "iptables") {
        out.around = load_iptables_file(need_file(files, "*filter", format), of);
    } else if (format == "ipset") {
        const auto& sets = need_file(files, "create ", format);
        run_well({"ipset", "restore", "-!"}, sets.name, sets.text);
        out.around = load_iptables_file(need_file(files, "*filter", format), of);
    } else if (format == "firewalld") {
        const auto& policy_file = need_file(files, "<policy", format);
        const bool from_host = policy_file.text.find("<ingress-zone name=\"HOST\"") != std::string::npos;
        check_hook(from_host ? "egress" : "egress_gateway", of.hook, policy_file.name);
        load_firewalld(files, of, folder, out);
    } else if (format == "ufw") {
        const auto& script = need_file(files, "ufw ", format);
        const bool routed = script.text.find("\nufw route ") != std::string::npos ||
                            script.text.find("\nufw default reject routed") != std::string::npos;
        check_hook(routed ? "egress_gateway" : "egress", of.hook, script.name);
        load_ufw(script.text, of, folder);
    } else {
        throw std::invalid_argument(fmt::format("{} cannot be loaded by a Linux kernel", format));
    }
    return out;
}

std::string kernel_listing(std::string_view format) {
    const bool all = format.empty();
    std::string out;
    const auto add = [&](const std::vector<std::string>& command) {
        if (installed(command.front())) out += run(command).out;
    };
    if (all || format == "nftables" || format == "dnsmasq" || format == "firewalld") add({"nft", "list", "ruleset"});
    if (all || format == "iptables" || format == "ipset" || format == "ufw") {
        add({"iptables-save"});
        add({"ip6tables-save"});
    }
    if (all || format == "ipset") add({"ipset", "save"});
    return out;
}

} // namespace rules::proof
