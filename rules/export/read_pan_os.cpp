// SPDX-License-Identifier: MIT
#include <algorithm>

#include "rules/export/appliance.hpp"
#include "rules/export/objects.hpp"
#include "rules/export/readers.hpp"

namespace rules {
namespace {

constexpr std::size_t longest_pan_os_name = 63;

struct pan_os_rule {
    platform_rule said;
    std::string name;
    std::vector<std::string> from, to;  ///< zones
    std::vector<name_pattern> category; ///< besides a destination it would be "and", which the exporter never writes
};

// Words after a key: one, or those between "[" and "]".
std::vector<std::string> values(const word_line& line, std::size_t& i) {
    if (i >= line.words.size()) line.at.refuse("the value is missing");
    if (line.words[i] != "[") return {line.words[i++]};
    std::vector<std::string> out;
    for (++i; i < line.words.size() && line.words[i] != "]"; ++i) out.push_back(line.words[i]);
    if (i >= line.words.size() || out.empty()) line.at.refuse("a list without members or without its end");
    ++i;
    return out;
}

class pan_os_reader {
public:
    interface_pair between;

    void line(const word_line& l) {
        const auto& w = l.words;
        if (w.size() < 3) l.at.refuse("a command that ends too early");
        if (w[0] == "delete") return remove(l);
        if (w[0] == "move") return move(l);
        if (w[0] != "set") l.at.refuse(fmt::format("unknown command {}", w[0]));
        if (w[1] == "address") return address(l);
        if (w[1] == "address-group") return group(l);
        if (w[1] == "service") return service(l);
        if (w[1] == "profiles") return category(l);
        if (w[1] == "rulebase") return rule(l);
        l.at.refuse(fmt::format("unknown command set {}", w[1]));
    }

    ruleset end() {
        ruleset out;
        for (auto& r : rules_) out.rules.push_back(std::move(r.said));
        return out;
    }

private:
    // Only what this file sets itself is taken away first, so the order tells: nothing of ours is there yet.
    void remove(const word_line& l) const {
        const auto& w = l.words;
        const bool one = w.size() == 3 && (w[1] == "address-group" || w[1] == "service");
        const bool two = w.size() == 4 && w[1] == "profiles" && w[2] == "custom-url-category";
        const bool three = w.size() == 5 && w[1] == "rulebase" && w[2] == "security" && w[3] == "rules";
        if (!one && !two && !three) l.at.refuse("it deletes something else");
        if (!w.back().starts_with("egress")) l.at.refuse("it deletes what is not ours");
        if (groups_.has(w.back()) || services_.has(w.back()) || categories_.has(w.back()) ||
            find(w.back()) != rules_.end())
            l.at.refuse(fmt::format("{} is deleted after it was set", w.back()));
    }

    void address(const word_line& l) {
        want_words(l, 5);
        auto& made = addresses_.define(l.at, l.words[2]);
        if (l.words[3] == "fqdn")
            made.names.push_back(read_exact_name(l.at, l.words[4]));
        else if (l.words[3] == "ip-netmask")
            made.addresses.push_back(read_block(l.at, l.words[4]));
        else
            l.at.refuse(fmt::format("unknown kind of address {}", l.words[3]));
    }

    void group(const word_line& l) {
        want_words(l, 5, true);
        if (l.words[3] != "static") l.at.refuse("a group that is not static");
        std::size_t i = 4;
        auto& made = groups_.define(l.at, l.words[2]);
        for (const auto& member : values(l, i)) made.add(addresses_.get(l.at, member));
        if (i != l.words.size()) l.at.refuse("words after the list");
    }

    void service(const word_line& l) {
        want_words(l, 7);
        if (l.words[3] != "protocol" || l.words[5] != "port") l.at.refuse("a service without protocol and port");
        auto& made = services_.define(l.at, l.words[2]);
        made.protocol = read_protocol(l.at, l.words[4]);
        made.ports = read_port_list(l.at, l.words[6], ',');
    }

    // "*" is a whole token, and stands for one or more labels; the slash keeps "x.evil.example" out.
    void category(const word_line& l) {
        want_words(l, 8, true);
        if (l.words[2] != "custom-url-category" || l.words[4] != "type" || l.words[5] != "URL List" ||
            l.words[6] != "list")
            l.at.refuse("a URL category of another form");
        std::size_t i = 7;
        auto& made = categories_.define(l.at, l.words[3]);
        for (const auto& entry : values(l, i)) {
            std::string_view text = entry;
            if (text.size() > 255 || !text.ends_with('/'))
                l.at.refuse(fmt::format("\"{}\" is no entry of a URL list", text));
            text.remove_suffix(1);
            if (text.starts_with("*."))
                made.names.push_back(read_domain(l.at, text.substr(2), false));
            else
                made.names.push_back(read_exact_name(l.at, text));
        }
        if (i != l.words.size()) l.at.refuse("words after the list");
    }

    std::vector<pan_os_rule>::const_iterator find(const std::string& name) const {
        return std::find_if(rules_.begin(), rules_.end(), [&](const auto& r) { return r.name == name; });
    }

    void key(const word_line& l, std::string_view key, const std::vector<std::string>& given, pan_os_rule& to) {
        const bool any = given == std::vector<std::string>{"any"};
        if (key == "from") to.from = given;
        if (key == "to") to.to = given;
        if (key == "source" && !any)
            for (const auto& name : given) {
                const auto from = read_source(l.at, groups_.get(l.at, name));
                to.said.from.insert(to.said.from.end(), from.begin(), from.end());
            }
        else if (key == "destination" && !any)
            for (const auto& name : given) {
                const auto& there = groups_.get(l.at, name);
                to.said.to.insert(to.said.to.end(), there.addresses.begin(), there.addresses.end());
                to.said.names.insert(to.said.names.end(), there.names.begin(), there.names.end());
            }
        else if (key == "category" && !any) {
            for (const auto& name : given) {
                const auto& names = categories_.get(l.at, name).names;
                to.category.insert(to.category.end(), names.begin(), names.end());
            }
        } else if (key == "service" && !any)
            services(l, given, to.said);
        else if (key == "application" && !any)
            l.at.refuse("an application that is not any");
        else if (key == "action") {
            if (given.front() != "allow" && given.front() != "deny")
                l.at.refuse("an action that is neither allow nor deny");
            to.said.allow = given.front() == "allow";
        }
    }

    void services(const word_line& l, const std::vector<std::string>& given, platform_rule& to) const {
        for (std::size_t i = 0; i < given.size(); ++i) {
            const auto& one = services_.get(l.at, given[i]);
            if (i > 0 && one.ports != to.ports) l.at.refuse("services of one rule with different ports");
            to.protocols.push_back(one.protocol);
            to.ports = one.ports;
        }
    }

    void rule(const word_line& l) {
        want_words(l, 6, true);
        if (l.words[2] != "security" || l.words[3] != "rules") l.at.refuse("another rulebase");
        const auto& name = l.words[4];
        if (name.size() > longest_pan_os_name) l.at.refuse("a rule's name of more than 63 characters");
        if (find(name) != rules_.end()) l.at.refuse(fmt::format("rule {} is there twice", name));
        pan_os_rule made{{}, name, {}, {}, {}};
        made.said.label = name;
        std::vector<std::string_view> missing{
            "from", "to", "source", "destination", "application", "service", "action"};
        for (std::size_t i = 5; i < l.words.size();) {
            const auto key_at = l.words[i++];
            const auto known = std::find(missing.begin(), missing.end(), key_at);
            if (known != missing.end())
                missing.erase(known);
            else if (key_at != "category" && key_at != "description")
                l.at.refuse(fmt::format("unknown or repeated key {}", key_at));
            key(l, key_at, values(l, i), made);
        }
        if (!missing.empty()) l.at.refuse(fmt::format("the rule has no {}", missing.front()));
        if (made.from.size() != 1 || made.to.size() != 1) l.at.refuse("a rule between several zones");
        between.want(l.at, made.from.front(), made.to.front());
        if (!made.category.empty()) {
            if (!made.said.to.empty() || !made.said.names.empty()) l.at.refuse("a category besides a destination");
            made.said.names = std::move(made.category);
        }
        rules_.push_back(std::move(made));
    }

    void move(const word_line& l) {
        want_words(l, 6);
        const auto found = find(l.words[4]);
        if (l.words[1] != "rulebase" || l.words[2] != "security" || l.words[3] != "rules" || l.words[5] != "top" ||
            found == rules_.end())
            l.at.refuse("it moves something else");
        const auto at = rules_.begin() + (found - rules_.begin());
        std::rotate(rules_.begin(), at, at + 1);
    }

    named_objects<destinations> addresses_{"address", longest_pan_os_name},
        groups_{"address-group", longest_pan_os_name}, categories_{"custom-url-category", 31};
    named_objects<port_service> services_{"service", longest_pan_os_name};
    std::vector<pan_os_rule> rules_;
};

} // namespace

ruleset read_pan_os(const std::vector<output_file>& files) {
    pan_os_reader into;
    for (const auto& file : files) {
        into.between = interfaces_in(file.text, file.name, {"trust", "untrust"});
        for (const auto& line : words_of(file.text, file.name, {.bare_refused = "\\", .quoted_refused = "\\"}))
            into.line(line);
    }
    return into.end();
}

} // namespace rules
