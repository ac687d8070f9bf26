// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <optional>

#include "rules/export/objects.hpp"
#include "rules/export/readers.hpp"

namespace rules {
namespace {

// Limits of the FortiOS CLI reference (facts/rules.md §2.10).
constexpr std::size_t longest_address = 79, longest_policy = 35, longest_fqdn = 255, longest_comment = 255;

using settings = std::map<std::string, std::vector<std::string>, std::less<>>;

struct numbered_policy {
    std::string id;
    platform_rule said;
};

class reader {
public:
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

    ruleset end(const place& at) {
        if (!section_.empty()) at.refuse("the last config has no end");
        ruleset out;
        for (auto& p : policies_) out.rules.push_back(std::move(p.said));
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
    std::string one(const place& at, std::string_view key) {
        const auto found = take(key);
        if (!found || found->size() != 1) at.refuse(fmt::format("{} has to be set, to one value", key));
        return found->front();
    }

    void close(const place& at) {
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

    void address(const place& at, bool v6) {
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

    void group(const place& at, bool v6) {
        const auto members = take("member");
        if (!members) at.refuse("a group without members");
        auto& made = (v6 ? groups6_ : groups_).define(at, *editing_);
        for (const auto& name : *members) made.add((v6 ? addresses6_ : addresses_).get(at, name));
    }

    void service(const place& at) {
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
    void half(const place& at, const std::string& suffix, const named_objects<destinations>& groups, platform_rule& to,
        bool& any_from, bool& any_to, bool& some) {
        const auto from = take("srcaddr" + suffix), there = take("dstaddr" + suffix);
        if (!from != !there) at.refuse(fmt::format("srcaddr{0} and dstaddr{0} are set together", suffix));
        if (!from) return;
        some = true;
        for (const auto& name : *from)
            if (name == "all")
                any_from = true;
            else
                for (const auto& r : groups.get(at, name).addresses) to.from.push_back(r);
        for (const auto& name : *there) {
            if (name == "all") {
                any_to = true;
                continue;
            }
            const auto& found = groups.get(at, name);
            to.to.insert(to.to.end(), found.addresses.begin(), found.addresses.end());
            to.names.insert(to.names.end(), found.names.begin(), found.names.end());
        }
    }

    void policy(const place& at) {
        if (!std::all_of(editing_->begin(), editing_->end(), [](char c) { return c >= '0' && c <= '9'; }) ||
            editing_->size() > 10 || *editing_ == "0")
            at.refuse("a policy needs a fixed number: edit 0 adds another one each time");
        numbered_policy made{*editing_, {}};
        made.said.label = one(at, "name");
        if (made.said.label.size() > longest_policy) at.refuse("a policy's name of more than 35 characters");
        one(at, "srcintf");
        one(at, "dstintf");
        if (one(at, "schedule") != "always") at.refuse("a schedule that is not always");
        const auto action = one(at, "action");
        if (action != "accept" && action != "deny") at.refuse("an action that is neither accept nor deny");
        made.said.allow = action == "accept";
        if (const auto comment = take("comments");
            comment && (comment->size() != 1 || comment->front().size() > longest_comment))
            at.refuse("a comment of more than 255 characters");
        bool any_from = false, any_to = false, some = false;
        half(at, "", groups_, made.said, any_from, any_to, some);
        half(at, "6", groups6_, made.said, any_from, any_to, some);
        if (!some) at.refuse("a policy without addresses");
        if ((any_from && !made.said.from.empty()) || (any_to && !(made.said.to.empty() && made.said.names.empty())))
            at.refuse("all together with others");
        for (const auto& p : policies_)
            if (p.id == made.id || p.said.label == made.said.label) at.refuse("two policies of one number or name");
        add_services(at, std::move(made));
    }

    // Both protocols of a service have the same ports here: a rule of the model has one list.
    void add_services(const place& at, numbered_policy made) {
        const auto name = one(at, "service");
        if (name == "ALL") {
            policies_.push_back(std::move(made));
            return;
        }
        const auto& all = services_.get(at, name);
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (i > 0 && all[i].ports != made.said.ports) at.refuse("a service whose protocols have different ports");
            made.said.protocols.push_back(all[i].protocol);
            made.said.ports = all[i].ports;
        }
        policies_.push_back(std::move(made));
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
    settings set_;
    named_objects<destinations> addresses_{"address", longest_address}, addresses6_{"address6", longest_address},
        groups_{"addrgrp", longest_address}, groups6_{"addrgrp6", longest_address};
    named_objects<std::vector<port_service>> services_{"service", longest_address};
    std::vector<numbered_policy> policies_;
};

} // namespace

ruleset read_fortigate(const std::vector<output_file>& files) {
    reader into;
    place last;
    for (const auto& file : files) {
        last = {file.name, 0};
        const line_syntax syntax{.escaped = "\\\"'", .bare_refused = "\\'", .quoted_refused = "'"};
        for (const auto& line : words_of(file.text, file.name, syntax)) into.line(line);
    }
    return into.end(last);
}

} // namespace rules
