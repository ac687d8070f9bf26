// SPDX-License-Identifier: MIT
#include "rules/export/suricata.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rules/export/only_file.hpp"
#include "rules/export/rows.hpp"

namespace rules {
namespace {

constexpr std::size_t most_in_list = 150; // AWS takes rules of at most 8,192 characters

std::vector<std::string> address_lists(const ip_set& all) {
    const auto prefixes = prefixes_of(all);
    std::vector<std::string> out;
    for (std::size_t i = 0; i < prefixes.size(); i += most_in_list) {
        std::string list;
        for (std::size_t j = i; j < std::min(i + most_in_list, prefixes.size()); ++j)
            list += (list.empty() ? "" : ",") + text_of(prefixes[j]);
        out.push_back(fmt::format("[{}]", list));
    }
    return out;
}

std::string suricata_source(const policy& of) {
    if (of.devices.empty()) return "$HOME_NET";
    std::string list;
    for (const auto& p : prefixes_of(of.devices)) list += (list.empty() ? "" : ",") + text_of(p);
    return fmt::format("[{}]", list);
}

std::string port_list(const std::vector<std::uint16_t>& ports) { return fmt::format("[{}]", fmt::join(ports, ",")); }

// Below x and not x itself: the dot in front has to be there. "dotprefix" would put one there.
std::string name_match(const std::string& name, bool tls) {
    const auto* buffer = tls ? "tls.sni" : "http.host";
    const auto* fold = tls ? " nocase;" : ""; // http.host is lower case already, and refuses nocase
    if (name.starts_with("*.")) return fmt::format("{}; content:\"{}\";{} endswith;", buffer, name.substr(1), fold);
    return fmt::format("{}; content:\"{}\";{} startswith; endswith;", buffer, name, fold);
}

class suricata_writer {
public:
    explicit suricata_writer(const policy& of) : from_(suricata_source(of)) {}

    void flow_rules(const policy& of, const flow& f) {
        const auto how = carried_by_suricata(of, f);
        if (how == carried::not_at_all) return;
        auto to = address_lists(f.addresses);
        if (how == carried::by_name) to = {"any"};
        for (const auto& list : to) {
            if (how == carried::by_address) {
                for (const auto over : f.over)
                    rule(to_string(over), list, port_list(f.ports), fmt::format("msg:\"egress {}\";", f.id));
                continue;
            }
            auto tls = f.ports;
            const bool http = std::erase(tls, std::uint16_t{80}) > 0;
            if (!tls.empty()) named(f, list, port_list(tls), true);
            if (http) named(f, list, "[80]", false);
        }
    }

    std::vector<std::string> end(bool deny) {
        if (deny)
            for (auto& line : suricata_drops(from_, sid_)) lines_.push_back(std::move(line));
        return std::move(lines_);
    }

private:
    void rule(std::string_view protocol, std::string_view to, std::string_view ports, std::string_view options) {
        lines_.push_back(
            fmt::format("pass {} {} any -> {} {} ({} sid:{}; rev:1;)", protocol, from_, to, ports, options, sid_++));
    }

    void named(const flow& f, std::string_view to, const std::string& ports, bool tls) {
        rule("tcp", to, ports, fmt::format("msg:\"egress {} handshake\"; flow:not_established;", f.id));
        for (const auto& name : f.names)
            rule(tls ? "tls" : "http", to, ports,
                fmt::format("msg:\"egress {}\"; flow:to_server; {}", f.id, name_match(name, tls)));
    }

    std::string from_;
    int sid_ = first_suricata_sid;
    std::vector<std::string> lines_;
};

exported write_suricata(const policy& of) {
    exported out;
    out.cannot = suricata_cannot(suricata_row(), of);
    std::string text;
    for (const auto& line : header_of(of, suricata_row(), out.cannot)) text += "# " + line + "\n";
    text += "\n";
    for (const auto& line : suricata_rules(of)) text += line + "\n";
    out.files.push_back({"egress.rules", std::move(text)});
    return out;
}

ruleset read_suricata_file(const std::vector<output_file>& files) { return ruleset_of_suricata(only_file(files)); }

} // namespace

carried carried_by_suricata(const policy&, const flow& f) {
    const bool tcp = f.over == std::vector<transport>{transport::tcp};
    if (tcp && !f.names.empty()) return f.addresses.empty() ? carried::by_name : carried::by_both;
    return f.addresses.empty() ? carried::not_at_all : carried::by_address;
}

std::vector<std::string> suricata_rules(const policy& of) {
    suricata_writer to(of);
    for (const auto& f : of.flows) to.flow_rules(of, f);
    return to.end(of.stance == stance::default_deny);
}

std::vector<std::string> suricata_cannot(const format& in, const policy& of) {
    auto out = not_carried(in, of);
    for (const auto& f : of.flows)
        if (carried_by_suricata(of, f) == carried::by_name)
            out.push_back(fmt::format(
                "flow {} goes by the name that a client claims, to any address: no addresses are known for it", f.id));
    for (const auto* name : {&of.in_interface, &of.out_interface})
        if (!name->empty()) out.push_back(fmt::format("interface {} is left out: rules have none", *name));
    return out;
}

std::vector<std::string> suricata_drops(std::string_view from, int sid) {
    std::vector<std::string> out;
    const auto drop = [&](std::string_view protocol, std::string_view options) {
        out.push_back(fmt::format("drop {} {} any -> any any ({} sid:{}; rev:1;)", protocol, from, options, sid++));
    };
    // Not "drop tcp" alone: that would take a client hello apart that comes in two segments, before its name is known.
    drop("tcp", "msg:\"egress handshake refused\"; flow:not_established;");
    drop("tls", "msg:\"egress name refused\"; flow:to_server; ssl_state:client_hello;");
    drop("tcp", "msg:\"egress protocol refused\"; flow:established,to_server; app-layer-protocol:!tls;");
    drop("ip", "msg:\"egress refused\"; ip_proto:!6;");
    return out;
}

format suricata_row() {
    format out;
    out.name = "suricata";
    out.title = "Suricata (rules file, inline)";
    out.names = names_held::wildcard;
    out.proof = proof_kind::model;
    out.limits = suricata_limits;
    out.undo = "take the file off rule-files and run: suricatasc -c reload-rules";
    out.validator = "suricata -T -S FILE";
    out.carries = carried_by_suricata;
    out.write = write_suricata;
    out.read = read_suricata_file;
    return out;
}

} // namespace rules
