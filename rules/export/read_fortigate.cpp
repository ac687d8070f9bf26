// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "rules/export/appliance.hpp"
#include "rules/export/objects.hpp"
#include "rules/export/readers.hpp"

namespace rules {
namespace {

// Limits of the FortiOS CLI reference (facts/rules.md §2.10).
constexpr std::size_t longest_address = 79, longest_policy = 35, longest_fqdn = 255, longest_fortigate_comment = 255;

using fortigate_settings = std::map<std::string, std::vector<std::string>, std::less<>>;

struct numbered_policy {
    std::string id, name;
    std::vector<platform_rule> said;
};

class fortigate_reader {
public:
    interface_pair between;

    void line(const word_line& l) {
        const auto& w = l.words;
        if (w[0] == "config") return open(l);
        if (section_.empty()) l.at.refuse(fmt::format("{} outside a config", w[0]));
        if (w[0] == "end") {
            want_words(l, 1);
            if (editing_) l.at.refuse("end inside an edit");
            section_.clear();
        } else if (w[0] == "move") {
            move(l);
        } else if (w[0] == "edit") {
            want_words(l, 2);
            if (editing_) l.at.refuse("edit inside an edit");
            editing_ = w[1];
            set_.clear();
        } else if (!editing_) {
            l.at.refuse(fmt::format("{} outside an edit", w[0]));
        } else if (w[0] == "next") {
            want_words(l, 1);
            close(l.at);
            editing_.reset();
        } else {
            setting(l);
        }
    }

    ruleset end(const line_place& at) {
        if (!section_.empty()) at.refuse("the last config has no end");
        ruleset out;
        for (auto& p : policies_)
            for (auto& r : p.said) out.rules.push_back(std::move(r));
        return out;
    }

private:
    void open(const word_line& l) {
        if (!section_.empty()) l.at.refuse("config inside a config");
        for (std::size_t i = 1; i < l.words.size(); ++i) section_ += (i > 1 ? " " : "") + l.words[i];
        for (const auto known : {"firewall address", "firewall address6", "firewall addrgrp", "firewall addrgrp6",
                 "firewall service custom", "firewall policy"})
            if (section_ == known) return;
        l.at.refuse(fmt::format("unknown config {}", section_));
    }

    void setting(const word_line& l) {
        want_words(l, 2, true);
        if (l.words[0] == "unset" && l.words.size() == 2) {
            set_.erase(l.words[1]);
            return;
        }
        if (l.words[0] != "set" || l.words.size() < 3) l.at.refuse(fmt::format("unknown command {}", l.words[0]));
        if (!set_.try_emplace(l.words[1], l.words.begin() + 2, l.words.end()).second)
            l.at.refuse(fmt::format("{} is set twice", l.words[1]));
    }

    // Takes a setting; what nobody took by the end is unknown.
    std::optional<std::vector<std::string>> take(std::string_view key) {
        const auto found = set_.find(key);
        if (found == set_.end()) return {};
        auto out = std::move(found->second);
        set_.erase(found);
        return out;
    }
    std::string one(const line_place& at, std::string_view key) {
        const auto found = take(key);
        if (!found || found->size() != 1) at.refuse(fmt::format("{} has to be set, to one value", key));
        return found->front();
    }

    void close(const line_place& at) {
        if (section_ == "firewall address" || section_ == "firewall address6")
            address(at, section_.ends_with('6'));
        else if (section_ == "firewall addrgrp" || section_ == "firewall addrgrp6")
            group(at, section_.ends_with('6'));
        else if (section_ == "firewall service custom")
            service(at);
        else
            policy(at);
        if (!set_.empty()) at.refuse(fmt::format("unknown setting {}", set_.begin()->first));
    }

    void address(const line_place& at, bool v6) {
        auto& made = (v6 ? addresses6_ : addresses_).define(at, *editing_);
        const auto type = one(at, "type");
        if (type == "fqdn") {
            const auto name = one(at, "fqdn");
            if (name.size() > longest_fqdn) at.refuse("a name of more than 255 characters");
            made.names.push_back(name.starts_with("*.") ? read_domain(at, std::string_view(name).substr(2), false)
                                                        : read_exact_name(at, name));
        } else if (!v6 && type == "ipmask") {
            const auto block = take("subnet");
            if (!block || block->size() != 2) at.refuse("a subnet is an address and a mask");
            made.addresses.push_back(read_masked(at, (*block)[0], (*block)[1]));
        } else if (v6 && type == "ipprefix") {
            made.addresses.push_back(read_block(at, one(at, "ip6")));
            if (made.addresses.back().first.family != ip_family::v6) at.refuse("ip6 is no IPv6 block");
        } else {
            at.refuse(fmt::format("unknown type {}", type));
        }
    }

    void group(const line_place& at, bool v6) {
        const auto members = take("member");
        if (!members) at.refuse("a group without members");
        auto& made = (v6 ? groups6_ : groups_).define(at, *editing_);
        for (const auto& name : *members) made.add((v6 ? addresses6_ : addresses_).get(at, name));
    }

    void service(const line_place& at) {
        if (one(at, "protocol") != "TCP/UDP/SCTP") at.refuse("a service of another protocol");
        auto& made = services_.define(at, *editing_);
        for (const auto protocol : {"tcp", "udp"})
            if (const auto ports = take(fmt::format("{}-portrange", protocol))) {
                port_service s{read_protocol(at, protocol), {}};
                for (const auto& p : *ports) s.ports.push_back(read_ports(at, p));
                made.push_back(std::move(s));
            }
        if (made.empty()) at.refuse("a service without ports");
    }

    // One family's half of a policy: both ends, or neither.
    void half(const line_place& at, ip_family family, const std::vector<platform_rule>& rules, numbered_policy& to) {
        const bool v4 = family == ip_family::v4;
        const auto& groups = v4 ? groups_ : groups6_;
        const std::string suffix = v4 ? "" : "6";
        const auto from = take("srcaddr" + suffix), there = take("dstaddr" + suffix);
        if (!from != !there) at.refuse(fmt::format("srcaddr{0} and dstaddr{0} are set together", suffix));
        if (!from) return;
        destinations sources, targets;
        for (const auto& [names, into] : {std::pair{&*from, &sources}, {&*there, &targets}}) {
            if (names->size() == 1 && names->front() == "all") continue;
            for (const auto& name : *names) into->add(groups.get(at, name));
        }
        const bool anybody = from->size() == 1 && from->front() == "all";
        const auto senders = anybody ? std::vector<ip_range>{} : read_source(at, sources);
        for (auto r : rules) {
            r.from = senders;
            add_rules_of(family, std::move(r), targets, to.said);
        }
    }

    void policy(const line_place& at) {
        if (editing_->find_first_not_of("0123456789") != std::string::npos || editing_->size() > 10 || *editing_ == "0")
            at.refuse("a policy needs a fixed number: edit 0 adds another one each time");
        platform_rule made;
        made.label = one(at, "name");
        if (made.label.size() > longest_policy) at.refuse("a policy's name of more than 35 characters");
        const auto in = one(at, "srcintf"), out = one(at, "dstintf");
        between.want(at, in, out);
        if (one(at, "schedule") != "always") at.refuse("a schedule that is not always");
        const auto action = one(at, "action");
        if (action != "accept" && action != "deny") at.refuse("an action that is neither accept nor deny");
        made.allow = action == "accept";
        const auto comment = take("comments");
        if (comment && (comment->size() != 1 || comment->front().size() > longest_fortigate_comment))
            at.refuse("a comment of more than one word or 255 characters");
        for (const auto& p : policies_)
            if (p.id == *editing_ || p.name == made.label) at.refuse("two policies of one number or name");
        numbered_policy numbered{*editing_, made.label, {}};
        const auto rules = with_services(at, made);
        half(at, ip_family::v4, rules, numbered);
        half(at, ip_family::v6, rules, numbered);
        if (numbered.said.empty()) at.refuse("a policy without addresses");
        policies_.push_back(std::move(numbered));
    }

    // A rule for each protocol of the policy's service.
    std::vector<platform_rule> with_services(const line_place& at, const platform_rule& made) {
        const auto name = one(at, "service");
        if (name == "ALL") return {made};
        std::vector<platform_rule> out;
        for (const auto& s : services_.get(at, name)) {
            out.push_back(made);
            out.back().protocols = {s.protocol};
            out.back().ports = s.ports;
        }
        return out;
    }

    void move(const word_line& l) {
        want_words(l, 4);
        const auto find = [&](const std::string& id) {
            return std::find_if(policies_.begin(), policies_.end(), [&](const auto& p) { return p.id == id; });
        };
        const auto moved = find(l.words[1]), before = find(l.words[3]);
        if (section_ != "firewall policy" || editing_ || l.words[2] != "before" || moved == policies_.end() ||
            before == policies_.end() || moved == before)
            l.at.refuse("it moves something else");
        if (moved < before)
            std::rotate(moved, moved + 1, before);
        else
            std::rotate(before, moved, moved + 1);
    }

    std::string section_;
    std::optional<std::string> editing_;
    fortigate_settings set_;
    named_objects<destinations> addresses_{"address", longest_address}, addresses6_{"address6", longest_address},
        groups_{"addrgrp", longest_address}, groups6_{"addrgrp6", longest_address};
    named_objects<std::vector<port_service>> services_{"service", longest_address};
    std::vector<numbered_policy> policies_;
};

} // namespace

ruleset read_fortigate(const std::vector<output_file>& files) {
    fortigate_reader into;
    line_place last;
    for (const auto& file : files) {
        last = {file.name, 0};
        into.between = interfaces_in(file.text, file.name, {"any", "any"});
        const line_syntax syntax{.escaped = "\\\"'", .bare_refused = "\\'", .quoted_refused = "'"};
        for (const auto& line : words_of(file.text, file.name, syntax)) into.line(line);
    }
    return into.end(last);
}

} // namespace rules
