// SPDX-License-Identifier: MIT
#include <optional>

#include "rules/export/appliance.hpp"
#include "rules/export/read_cisco.hpp"
#include "rules/export/readers.hpp"

namespace rules {
namespace {

struct group_members {
    destinations v4, v6;

    destinations& of(ip_family family) { return family == ip_family::v4 ? v4 : v6; }
    void add(const ip_range& r) { of(r.first.family).addresses.push_back(r); }
    bool empty() const { return v4.addresses.empty() && v4.names.empty() && v6.addresses.empty() && v6.names.empty(); }
};

class asa_reader {
public:
    interface_pair between;

    void line(const word_line& l) {
        const auto& w = l.words;
        if (l.indented) return member(l);
        object_ = nullptr;
        group_ = nullptr;
        services_now_ = nullptr;
        want_words(l, 3, true);
        if (w[0] == "object" && w[1] == "network" && w.size() == 3)
            object_ = &objects_.define(l.at, w[2]);
        else if (w[0] == "object-group" && w[1] == "network" && w.size() == 3)
            group_ = &groups_.define(l.at, w[2]);
        else if (w[0] == "object-group" && w[1] == "service" && w.size() == 3)
            services_now_ = &services_.define(l.at, w[2]);
        else if (w[0] == "access-list")
            entry(l);
        else if (w[0] == "access-group")
            apply(l);
        else
            l.at.refuse(fmt::format("unknown command {} {}", w[0], w[1]));
    }

    ruleset end(const line_place& at, stance s) {
        if (s == stance::default_deny && !applied_)
            at.refuse("the access list is applied to no interface: it does nothing");
        return std::move(list_);
    }

private:
    void member(const word_line& l) {
        const auto& w = l.words;
        if (object_ && w[0] == "fqdn" && w.size() == 3 && (w[1] == "v4" || w[1] == "v6")) {
            if (!object_->empty()) l.at.refuse("an object with two names");
            object_->of(w[1] == "v4" ? ip_family::v4 : ip_family::v6).names.push_back(read_exact_name(l.at, w[2]));
        } else if (group_ && w[0] == "network-object" && w.size() == 3 && w[1] == "object") {
            const auto& object = objects_.get(l.at, w[2]);
            group_->v4.add(object.v4);
            group_->v6.add(object.v6);
        } else if (group_ && w[0] == "network-object" && w.size() == 3 && w[1] == "host") {
            const auto a = read_address(w[2]);
            if (!a) l.at.refuse(fmt::format("{} is no address", w[2]));
            group_->add({*a, *a});
        } else if (group_ && w[0] == "network-object" && w.size() == 3) {
            group_->add(read_masked(l.at, w[1], w[2]));
        } else if (group_ && w[0] == "network-object" && w.size() == 2) {
            const auto block = read_block(l.at, w[1]);
            if (block.first.family != ip_family::v6) l.at.refuse("an IPv4 network without mask");
            group_->add(block);
        } else if (services_now_ && w[0] == "service-object" && w.size() == 5 && w[2] == "destination" &&
                   w[3] == "eq") {
            const auto port = read_ports(l.at, w[4]);
            if (port.first != port.second) l.at.refuse("eq takes one port");
            add_service(*services_now_, read_protocol(l.at, w[1]), port);
        } else {
            l.at.refuse(fmt::format("unknown line {} here", w[0]));
        }
    }

    void entry(const word_line& l) {
        const auto& w = l.words;
        if (w[1].size() > longest_cisco_name) l.at.refuse("an access list's name of more than 64 characters");
        if (name_.empty()) name_ = w[1];
        if (name_ != w[1]) l.at.refuse("a second access list");
        if (w[2] == "remark") return;
        if (w[2] != "extended" || w.size() < 5) l.at.refuse("an entry of another form");
        platform_rule rule;
        if (w[3] == "deny") {
            want_words(l, 7);
            if (w[4] != "ip" || w[5] != "any" || w[6] != "any") l.at.refuse("a deny of another form");
            rule.label = "deny ip any any";
            rule.allow = false;
            list_.rules.push_back(rule);
            return;
        }
        if (w[3] != "permit" || w[4] != "object-group" || w.size() < 9) l.at.refuse("an entry of another form");
        std::size_t i = 6;
        if (w[i] == "any") {
            ++i;
        } else if (w[i] == "object-group") {
            const auto& from = groups_.get(l.at, w[i + 1]);
            auto both = from.v4;
            both.add(from.v6);
            rule.from = read_source(l.at, both);
            i += 2;
        }
        if (w.size() != i + 2 || w[i] != "object-group") l.at.refuse("an entry of another form");
        const auto& there = groups_.get(l.at, w[i + 1]);
        if (there.empty()) l.at.refuse("an object-group without members");
        rule.label = w[i + 1];
        for (const auto& r : entries_of(rule, services_.get(l.at, w[5]))) {
            if (!there.v4.addresses.empty() || !there.v4.names.empty())
                add_rules_of(ip_family::v4, r, there.v4, list_.rules);
            if (!there.v6.addresses.empty() || !there.v6.names.empty())
                add_rules_of(ip_family::v6, r, there.v6, list_.rules);
        }
    }

    void apply(const word_line& l) {
        want_words(l, 5);
        if (applied_ || l.words[1] != name_ || l.words[2] != "in" || l.words[3] != "interface")
            l.at.refuse("an access-group of another form, or of a list that is not there");
        between.want(l.at, l.words[4], "");
        applied_ = true;
    }

    named_objects<group_members> objects_{"object network", longest_cisco_name},
        groups_{"object-group network", longest_cisco_name};
    named_objects<cisco_services> services_{"object-group service", longest_cisco_name};
    group_members *object_ = nullptr, *group_ = nullptr; ///< what indented lines belong to; in the tables above
    cisco_services* services_now_ = nullptr;
    std::string name_;
    bool applied_ = false;
    ruleset list_;
};

} // namespace

ruleset read_cisco_asa(const std::vector<output_file>& files) {
    asa_reader into;
    auto s = stance::default_deny;
    line_place last;
    for (const auto& file : files) {
        last = {file.name, 0};
        s = stance_in(file.text, file.name);
        into.between = {
            interfaces_in(file.text, file.name, {"inside", ""}).in, ""}; // the list holds whatever the way out
        for (const auto& line : words_of(file.text, file.name, {.comment = '!', .quote = 0, .bare_refused = "?"}))
            into.line(line);
    }
    return into.end(last, s);
}

} // namespace rules
