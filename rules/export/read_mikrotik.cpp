// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>

#include "rules/export/appliance.hpp"
#include "rules/export/objects.hpp"
#include "rules/export/readers.hpp"

namespace rules {
namespace {

constexpr std::size_t most_read_ports = 15;

// key=value words.
named_values mikrotik_settings(const word_line& l, std::size_t from) {
    named_values out(l.at);
    for (std::size_t i = from; i < l.words.size(); ++i) {
        const auto& word = l.words[i];
        const auto sign = word.find('=');
        if (sign == word.npos || sign == 0 || word.find_first_of("[]") != word.npos)
            l.at.refuse(fmt::format("{} is no setting", word));
        out.put(word.substr(0, sign), word.substr(sign + 1));
    }
    return out;
}

struct family_rules {
    ip_family family;
    std::map<std::string, destinations, std::less<>> lists;
    std::vector<platform_rule> chain;
    bool drops = false, jumped = false;
    std::string source_list; ///< empty: anybody
};

class mikrotik_reader {
public:
    interface_pair between;

    void line(const word_line& l) {
        const auto& w = l.words;
        want_words(l, 4, true);
        auto& family = w[0] == "/ip" ? v4_ : v6_;
        if ((w[0] != "/ip" && w[0] != "/ipv6") || (w[1] != "firewall" && (w[1] != "dns" || w[0] != "/ip")))
            l.at.refuse(fmt::format("unknown menu {} {}", w[0], w[1]));
        const bool dns = w[1] == "dns" && w[2] == "static", filter = w[1] == "firewall" && w[2] == "filter",
                   list = w[1] == "firewall" && w[2] == "address-list";
        if (!dns && !filter && !list) l.at.refuse(fmt::format("unknown menu {} {}", w[1], w[2]));
        if (w[3] == "remove") {
            // By comment: of what others made nothing is touched.
            if (w.size() != 6 || w[4] != "[find" || w[5] != "comment~^egress:]")
                l.at.refuse("it removes something else");
            if (anything_) l.at.refuse("it removes after it added");
            return;
        }
        if (w[3] != "add") l.at.refuse(fmt::format("unknown command {}", w[3]));
        anything_ = true;
        auto given = mikrotik_settings(l, 4);
        if (!given.take("comment").starts_with("egress:"))
            l.at.refuse("a comment by which it would not be found again");
        if (dns)
            forwarder(l.at, given);
        else if (list)
            entry(l.at, given, family);
        else
            rule(l.at, given, family);
        given.end();
    }

    ruleset end(const line_place& at, stance s) {
        ruleset out;
        for (auto* family : {&v4_, &v6_}) close(at, s, *family, out);
        return out;
    }

private:
    void forwarder(const line_place& at, named_values& given) {
        given.want("type", "FWD");
        given.want("match-subdomain", "yes");
        if (!read_address(given.take("forward-to"))) at.refuse("forward-to is no address");
        const auto domain = read_domain(at, given.take("name"), true);
        const auto list = given.take("address-list");
        for (auto* family : {&v4_, &v6_}) family->lists[list].names.push_back(domain);
    }

    static void entry(const line_place& at, named_values& given, family_rules& family) {
        auto& list = family.lists[given.take("list")];
        const auto address = given.take("address");
        std::string fault;
        const auto block = read_prefix(address, fault);
        if (!block) {
            list.names.push_back(read_exact_name(at, address));
            return;
        }
        if (block->first.family != family.family) at.refuse("an address of the other family");
        list.addresses.push_back(range_of(*block));
    }

    void rule(const line_place& at, named_values& given, family_rules& family) const {
        const auto chain = given.take("chain"), action = given.take("action");
        if (chain == "forward" && action == "jump") {
            given.want("jump-target", "egress");
            given.want("place-before", "0");
            family.source_list = given.maybe("src-address-list").value_or("");
            const auto in = given.maybe("in-interface"), out = given.maybe("out-interface");
            between.want(at, in.value_or(""), out.value_or(""));
            if (family.jumped) at.refuse("a second jump");
            family.jumped = true;
            return;
        }
        if (chain != "egress") at.refuse(fmt::format("a rule in chain {}", chain));
        if (action != "accept" && action != "drop") at.refuse("an action that is neither accept nor drop");
        if (const auto state = given.maybe("connection-state")) {
            // Of a connection that was let out once; the model judges first packets.
            if (*state != "established,related" || action != "accept")
                at.refuse("a rule about another connection state");
            return;
        }
        platform_rule made;
        made.label = fmt::format("{} rule {}", family.family == ip_family::v4 ? "ip" : "ipv6", family.chain.size() + 1);
        made.allow = action == "accept";
        if (const auto protocol = given.maybe("protocol")) made.protocols = {read_protocol(at, *protocol)};
        if (const auto ports = given.maybe("dst-port")) {
            made.ports = read_port_list(at, *ports, ',');
            if (made.protocols.empty()) at.refuse("dst-port without protocol");
            if (made.ports.size() > most_read_ports) at.refuse("more than 15 ports in a rule");
        }
        destinations there;
        if (const auto list = given.maybe("dst-address-list")) {
            const auto found = family.lists.find(*list);
            if (found == family.lists.end()) at.refuse(fmt::format("address list {} is empty", *list));
            there = found->second;
        } else {
            family.drops = family.drops || (!made.allow && made.protocols.empty());
        }
        add_rules_of(family.family, std::move(made), there, family.chain);
    }

    // What comes back from the chain meets the end of forward, where RouterOS accepts; hosts that are no devices never
    // get into the chain, and the site's rules decide about them.
    void close(const line_place& at, stance s, family_rules& family, ruleset& out) const {
        if (!family.jumped && !family.chain.empty()) at.refuse("nothing jumps to chain egress: it does nothing");
        std::vector<ip_range> from;
        if (!family.source_list.empty()) {
            const auto found = family.lists.find(family.source_list);
            if (found == family.lists.end() || !found->second.names.empty() || found->second.addresses.empty())
                at.refuse(fmt::format("address list {} is empty", family.source_list));
            from = found->second.addresses;
        }
        const bool anybody = (v4_.jumped && v4_.source_list.empty()) || (v6_.jumped && v6_.source_list.empty());
        const bool concerned = family.jumped || anybody || !(v4_.jumped || v6_.jumped);
        for (auto& r : family.chain) {
            r.from = from;
            out.rules.push_back(std::move(r));
        }
        if (s == stance::default_deny && concerned && !family.drops) {
            platform_rule rest;
            rest.label = "end of chain forward: RouterOS accepts";
            rest.from = from;
            rest.to.push_back(range_of(ip_prefix{{family.family, 0}, 0}));
            out.rules.push_back(std::move(rest));
        }
    }

    family_rules v4_{ip_family::v4, {}, {}, false, false, {}}, v6_{ip_family::v6, {}, {}, false, false, {}};
    bool anything_ = false;
};

} // namespace

ruleset read_mikrotik(const std::vector<output_file>& files) {
    mikrotik_reader into;
    auto s = stance::default_deny;
    line_place last;
    for (const auto& file : files) {
        last = {file.name, 0};
        s = stance_in(file.text, file.name);
        into.between = interfaces_in(file.text, file.name, {});
        const line_syntax syntax{
            .escaped = "\"\\$", .bare_refused = "\\$;{}()", .quoted_refused = "$", .quotes_inside = true};
        for (const auto& line : words_of(file.text, file.name, syntax)) into.line(line);
    }
    return into.end(last, s);
}

} // namespace rules
