// SPDX-License-Identifier: MIT
#include "rules/export/objects.hpp"
#include "rules/export/readers.hpp"

namespace rules {
namespace {

constexpr std::size_t longest_object_name = 100;

named_values command_parameters(const word_line& l, std::size_t from) {
    named_values out(l.at);
    if ((l.words.size() - from) % 2 != 0) l.at.refuse("a parameter without value");
    for (std::size_t i = from; i < l.words.size(); i += 2) out.put(l.words[i], l.words[i + 1]);
    return out;
}

class check_point_reader {
public:
    void line(const word_line& l) {
        const auto& w = l.words;
        if (published_ && w[0] == "set") l.at.refuse("set after publish");
        if (w[0] == "set") {
            want_words(l, 2);
            if (w[1] != "-e" && w[1] != "+e") l.at.refuse("an option of the shell that is not -e");
            stops_ = w[1] == "-e";
            return;
        }
        if (w[0] != "mgmt_cli" || w.size() < 4) l.at.refuse(fmt::format("unknown command {}", w[0]));
        if (w[1] == "login") {
            if (w != std::vector<std::string>{"mgmt_cli", "login", "-r", "true", ">egress.session"})
                l.at.refuse("another login");
            return;
        }
        if (w[1] != "-s" || w[2] != "egress.session") l.at.refuse("a command of another session");
        if (w[3] == "publish" || w[3] == "install-policy" || w[3] == "logout") return finish(l);
        if (published_ || w.size() < 6) l.at.refuse("a command after publish, or without parameters");
        auto given = command_parameters(l, 5);
        if (w[3] == "delete")
            remove(l, given);
        else if (w[3] != "add")
            l.at.refuse(fmt::format("unknown command {}", w[3]));
        else if (!stops_)
            l.at.refuse("it adds where a failure would go unnoticed");
        else
            add(l.at, w[4], given);
        given.end();
    }

    ruleset end(const line_place& at) {
        if (!published_ || !installed_) at.refuse("publish and install-policy are missing: nothing would hold");
        return std::move(list_);
    }

private:
    void finish(const word_line& l) {
        const auto& w = l.words;
        if (w[3] == "install-policy" && (!published_ || w.size() != 6 || w[4] != "policy-package"))
            l.at.refuse("install-policy of another form, or before publish");
        if (w[3] != "install-policy") want_words(l, 4);
        if (!stops_) l.at.refuse("it goes on where a failure would go unnoticed");
        if (w[3] == "logout" && !published_) l.at.refuse("logout before publish");
        published_ = published_ || w[3] == "publish";
        installed_ = installed_ || w[3] == "install-policy";
    }

    void remove(const word_line& l, named_values& given) {
        if (l.words[4] != "access-rule" && l.words[4] != "access-section") l.at.refuse("it deletes something else");
        given.want("layer", "Network");
        if (!given.take("name").starts_with("egress")) l.at.refuse("it deletes what is not ours");
        if (section_ || !list_.rules.empty()) l.at.refuse("it deletes after it added");
    }

    void add(const line_place& at, const std::string& kind, named_values& given) {
        if (kind == "access-section") {
            given.want("layer", "Network");
            given.want("position", "top");
            given.want("name", "egress");
            section_ = true;
            return;
        }
        if (kind == "access-rule") return rule(at, given);
        given.want("set-if-exists", "true");
        const auto name = given.take("name");
        if (kind == "dns-domain") {
            if (!name.starts_with('.')) at.refuse("a domain's name begins with a dot");
            const auto below = given.take("is-sub-domain");
            if (below != "true" && below != "false") at.refuse("is-sub-domain is true or false");
            auto pattern = read_exact_name(at, std::string_view(name).substr(1));
            pattern.below = below == "true";
            there_.define(at, name).names.push_back(std::move(pattern));
        } else if (kind == "host" || kind == "network") {
            address(at, kind, name, given);
        } else if (kind == "group") {
            auto& made = there_.define(at, name);
            for (const auto& member : given.list("members")) {
                const auto& one = there_.get(at, member);
                if (!one.names.empty()) at.refuse("a domain in a group");
                made.add(one);
            }
        } else if (kind == "service-tcp" || kind == "service-udp") {
            services_.define(at, name) = {
                read_protocol(at, std::string_view(kind).substr(8)), {read_ports(at, given.take("port"))}};
        } else {
            at.refuse(fmt::format("unknown object {}", kind));
        }
    }

    void address(const line_place& at, const std::string& kind, const std::string& name, named_values& given) {
        for (const char* version : {"4", "6"}) {
            const auto found =
                given.maybe(kind == "host" ? fmt::format("ipv{}-address", version) : fmt::format("subnet{}", version));
            if (!found) continue;
            const auto block = kind == "host"
                                   ? *found
                                   : fmt::format("{}/{}", *found, given.take(fmt::format("mask-length{}", version)));
            there_.define(at, name).addresses.push_back(read_block(at, block));
            if ((there_.get(at, name).addresses.front().first.family == ip_family::v4) != (*version == '4'))
                at.refuse("an address of the other family");
            return;
        }
        at.refuse("an object without address");
    }

    void rule(const line_place& at, named_values& given) {
        if (!section_) at.refuse("a rule before its section");
        given.want("layer", "Network");
        given.want("position.bottom", "egress");
        platform_rule made;
        made.label = given.take("name");
        for (const auto& r : list_.rules)
            if (r.label == made.label) at.refuse(fmt::format("rule {} is there twice", made.label));
        const auto action = given.take("action");
        if (action != "Accept" && action != "Drop") at.refuse("an action that is neither Accept nor Drop");
        made.allow = action == "Accept";
        given.maybe("comments");
        const std::vector<std::string> any{"Any"};
        if (const auto names = given.list("source"); names != any)
            for (const auto& name : names) {
                const auto from = read_source(at, there_.get(at, name));
                made.from.insert(made.from.end(), from.begin(), from.end());
            }
        destinations to;
        if (const auto names = given.list("destination"); names != any)
            for (const auto& name : names) to.add(there_.get(at, name));
        made.to = std::move(to.addresses);
        made.names = std::move(to.names);
        add_services(at, given.list("service"), std::move(made));
    }

    // A rule for each protocol, as a rule of the model has one list of ports.
    void add_services(const line_place& at, const std::vector<std::string>& names, platform_rule made) {
        if (names.size() == 1 && names.front() == "Any") {
            list_.rules.push_back(std::move(made));
            return;
        }
        for (const int protocol : {protocol_number::tcp, protocol_number::udp}) {
            auto one = made;
            one.protocols = {protocol};
            for (const auto& name : names)
                if (const auto& s = services_.get(at, name); s.protocol == protocol)
                    one.ports.insert(one.ports.end(), s.ports.begin(), s.ports.end());
            if (!one.ports.empty()) list_.rules.push_back(std::move(one));
        }
    }

    bool stops_ = false, section_ = false, published_ = false, installed_ = false;
    named_objects<destinations> there_{"object", 255};
    named_objects<port_service> services_{"service", longest_object_name};
    ruleset list_;
};

} // namespace

ruleset read_check_point(const std::vector<output_file>& files) {
    check_point_reader into;
    line_place last;
    for (const auto& file : files) {
        last = {file.name, 0};
        const line_syntax syntax{.quote = '\'', .bare_refused = "\\\"$`;|&<()*?[]{}~!#", .quoted_refused = ""};
        for (const auto& line : words_of(file.text, file.name, syntax)) into.line(line);
    }
    return into.end(last);
}

} // namespace rules
