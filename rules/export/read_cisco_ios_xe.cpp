// SPDX-License-Identifier: MIT
#include <algorithm>

#include "rules/export/appliance.hpp"
#include "rules/export/read_cisco.hpp"
#include "rules/export/readers.hpp"

namespace rules {
namespace {

constexpr std::size_t longest_read_regex = 240;

// Only the expressions that mean one name, or all names below one, and nothing else: "^.*\.azurecr\.io$".
name_pattern read_pattern(const line_place& at, std::string_view text) {
    if (text.size() > longest_read_regex) at.refuse("a pattern of more than 240 characters");
    if (!text.starts_with('^') || !text.ends_with('$'))
        at.refuse("a pattern that is not anchored at both ends matches inside longer names");
    text = text.substr(1, text.size() - 2);
    const bool below = text.starts_with(".*\\.");
    if (below) text.remove_prefix(4);
    std::string name;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '.') at.refuse("a dot that is not escaped matches any character");
        if (text[i] == '\\' && (++i == text.size() || text[i] != '.')) at.refuse("a backslash that escapes no dot");
        name += text[i];
    }
    return below ? read_domain(at, name, false) : read_exact_name(at, name);
}

class ios_xe_reader {
public:
    interface_pair between;

    void line(const word_line& l) {
        if (!l.indented) return open(l);
        if (mode_ == "object-group network")
            network(l);
        else if (mode_ == "object-group fqdn" && l.words[0] == "pattern" && l.words.size() == 2)
            names_now_->names.push_back(read_pattern(l.at, l.words[1]));
        else if (mode_ == "object-group service" && l.words.size() == 3 && l.words[1] == "eq")
            add_service(*services_now_, read_protocol(l.at, l.words[0]), single(l.at, l.words[2]));
        else if (mode_ == "ip access-list")
            entry4(l);
        else if (mode_ == "ipv6 access-list")
            entry6(l);
        else if (mode_ == "interface")
            apply(l);
        else
            l.at.refuse(fmt::format("unknown line {} here", l.words[0]));
    }

    ruleset end(const line_place& at, stance s) {
        if (s == stance::default_deny && !(applied4_ && applied6_))
            at.refuse("the access lists of both families have to be applied to an interface: they do nothing");
        return std::move(list_);
    }

private:
    static port_range single(const line_place& at, std::string_view text) {
        const auto port = read_ports(at, text);
        if (port.first != port.second) at.refuse("eq takes one port");
        return port;
    }

    void open(const word_line& l) {
        const auto& w = l.words;
        want_words(l, 2, true);
        mode_ = w[0] == "interface" ? w[0] : w[0] + " " + w[1];
        if (mode_ == "object-group network" && w.size() == 3)
            names_now_ = &networks_.define(l.at, w[2]);
        else if (mode_ == "object-group fqdn" && w.size() == 3)
            names_now_ = &fqdns_.define(l.at, w[2]);
        else if (mode_ == "object-group service" && w.size() == 3)
            services_now_ = &services_.define(l.at, w[2]);
        else if (mode_ == "ip access-list" && w.size() == 4 && w[2] == "extended")
            lists_.define(l.at, w[3]) = 4;
        else if (mode_ == "ipv6 access-list" && w.size() == 3)
            lists_.define(l.at, w[2]) = 6;
        else if (mode_ == "interface" && w.size() == 2)
            between.want(l.at, w[1], "");
        else
            l.at.refuse(fmt::format("unknown command {}", mode_));
    }

    void network(const word_line& l) {
        want_words(l, 2);
        if (l.words[0] != "host") {
            names_now_->addresses.push_back(read_masked(l.at, l.words[0], l.words[1]));
            return;
        }
        const auto a = read_address(l.words[1]);
        if (!a || a->family != ip_family::v4) l.at.refuse(fmt::format("{} is no IPv4 address", l.words[1]));
        names_now_->addresses.push_back({*a, *a});
    }

    // A number that the entry keeps when the file is run again; ascending, as the lists are evaluated in that order.
    static void sequence(const line_place& at, std::string_view text, int& last) {
        int number = 0;
        if (text.size() > 9) at.refuse("a sequence number that is too long");
        for (const char c : text) {
            if (c < '0' || c > '9') at.refuse(fmt::format("{} is no sequence number", text));
            number = number * 10 + (c - '0');
        }
        if (number <= last) at.refuse("a sequence number that does not ascend");
        last = number;
    }

    void refuse_all(const word_line& l, std::size_t i, std::string_view what, ip_family family) {
        if (l.words.size() != i + 4 || l.words[i + 1] != what || l.words[i + 2] != "any" || l.words[i + 3] != "any")
            l.at.refuse("a deny of another form");
        platform_rule rule;
        rule.label = fmt::format("deny {} any any", what);
        rule.allow = false;
        rule.to.push_back(range_of(ip_prefix{{family, 0}, 0}));
        list_.rules.push_back(std::move(rule));
    }

    void entry4(const word_line& l) {
        const auto& w = l.words;
        if (w[0] == "remark") return;
        want_words(l, 5, true);
        sequence(l.at, w[0], last4_);
        if (w[1] == "deny") return refuse_all(l, 1, "ip", ip_family::v4);
        if (w[1] != "permit" || w[2] != "object-group") l.at.refuse("an entry of another form");
        platform_rule rule;
        std::size_t i = 4;
        if (w[i] == "any") {
            ++i;
        } else if (w[i] == "object-group" && i + 1 < w.size()) {
            rule.from = read_source(l.at, networks_.get(l.at, w[i + 1]));
            i += 2;
        }
        if (w.size() != i + 2 || (w[i] != "object-group" && w[i] != "fqdn-group"))
            l.at.refuse("an entry of another form");
        const auto& there = (w[i] == "fqdn-group" ? fqdns_ : networks_).get(l.at, w[i + 1]);
        if (there.addresses.empty() && there.names.empty()) l.at.refuse("an object-group without members");
        rule.label = w[i + 1];
        for (const auto& r : entries_of(rule, services_.get(l.at, w[3])))
            add_rules_of(ip_family::v4, r, there, list_.rules);
    }

    void entry6(const word_line& l) {
        const auto& w = l.words;
        want_words(l, 6, true);
        if (w[0] != "sequence") l.at.refuse("an entry without sequence");
        sequence(l.at, w[1], last6_);
        if (w[2] == "deny") return refuse_all(l, 2, "ipv6", ip_family::v6);
        if (w[2] != "permit") l.at.refuse("an entry of another form");
        if (w[3] == "icmp") { // never probed: what IPv6 cannot do without
            const bool known = w.size() == 7 && (w[6] == "nd-ns" || w[6] == "nd-na" || w[6] == "router-solicitation");
            if (!known || w[4] != "any" || w[5] != "any") l.at.refuse("an entry of another form");
            return;
        }
        if (w.size() != 8 || w[6] != "eq") l.at.refuse("an entry of another form");
        platform_rule rule;
        rule.label = fmt::format("sequence {}", w[1]);
        rule.protocols.push_back(read_protocol(l.at, w[3]));
        rule.ports.push_back(single(l.at, w[7]));
        if (w[4] != "any") rule.from.push_back(block6(l.at, w[4]));
        rule.to.push_back(block6(l.at, w[5]));
        list_.rules.push_back(std::move(rule));
    }

    static ip_range block6(const line_place& at, std::string_view text) {
        const auto out = read_block(at, text);
        if (out.first.family != ip_family::v6 || text.find('/') == text.npos) at.refuse("no IPv6 block");
        return out;
    }

    void apply(const word_line& l) {
        want_words(l, 4);
        const auto& w = l.words;
        const bool v4 = w[0] == "ip" && w[1] == "access-group", v6 = w[0] == "ipv6" && w[1] == "traffic-filter";
        if ((!v4 && !v6) || w[3] != "in" || lists_.get(l.at, w[2]) != (v4 ? 4 : 6))
            l.at.refuse("an interface line of another form");
        (v4 ? applied4_ : applied6_) = true;
    }

    named_objects<destinations> networks_{"object-group network", longest_cisco_name},
        fqdns_{"object-group fqdn", longest_cisco_name};
    named_objects<cisco_services> services_{"object-group service", longest_cisco_name};
    named_objects<int> lists_{"access list", longest_cisco_name};
    std::string mode_;
    destinations* names_now_ = nullptr; ///< what indented lines belong to; in the tables above
    cisco_services* services_now_ = nullptr;
    int last4_ = 0, last6_ = 0;
    bool applied4_ = false, applied6_ = false;
    ruleset list_;
};

} // namespace

ruleset read_cisco_ios_xe(const std::vector<output_file>& files) {
    ios_xe_reader into;
    auto s = stance::default_deny;
    line_place last;
    for (const auto& file : files) {
        last = {file.name, 0};
        s = stance_in(file.text, file.name);
        into.between = {
            interfaces_in(file.text, file.name, {"Vlan1", ""}).in, ""}; // the lists hold whatever the way out
        for (const auto& line : words_of(file.text, file.name, {.comment = '!', .quote = 0, .bare_refused = "?"}))
            into.line(line);
    }
    return into.end(last, s);
}

} // namespace rules
