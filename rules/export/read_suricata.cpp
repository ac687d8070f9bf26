// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/export/suricata.hpp"
#include "rules/host_name.hpp"

namespace rules {
namespace {

// One pass rule's parts: "pass PROTOCOL FROM any -> TO PORTS (OPTIONS)".
struct parts {
    std::string_view protocol, from, to, ports, options;
};

class suricata_reader {
public:
    void line(std::string_view text, std::size_t number) {
        number_ = number;
        if (text.empty() || text[0] == '#') return;
        if (text.starts_with("drop ")) {
            drops_.emplace_back(text);
            return;
        }
        if (!drops_.empty()) refuse("rules after the drops");
        const auto rule = split(text);
        check_from(rule.from);
        add(rule);
    }

    ruleset end() {
        if (result_.rules.empty()) refuse("there is no pass rule");
        result_.otherwise_allow = drops_.empty();
        if (!drops_.empty() && drops_ != suricata_drops(from_, sid_)) refuse("the drops are not those of such a file");
        return std::move(result_);
    }

private:
    [[noreturn]] void refuse(std::string_view what) const {
        throw std::invalid_argument(fmt::format("line {}: {}", number_, what));
    }

    // Takes the text up to `sign`, and the sign, off the front.
    std::string_view take(std::string_view& text, std::string_view sign) const {
        const auto at = text.find(sign);
        if (at == text.npos) refuse(fmt::format("\"{}\" is missing", sign));
        const auto out = text.substr(0, at);
        text.remove_prefix(at + sign.size());
        return out;
    }

    void expect(std::string_view& text, std::string_view what) const {
        if (!text.starts_with(what)) refuse(fmt::format("{} belongs here", what));
        text.remove_prefix(what.size());
    }

    parts split(std::string_view text) const {
        parts out;
        expect(text, "pass ");
        out.protocol = take(text, " ");
        out.from = take(text, " any -> ");
        out.to = take(text, " ");
        out.ports = take(text, " (");
        if (!text.ends_with(';') && !text.ends_with(";)")) refuse("a rule that does not end");
        out.options = text;
        return out;
    }

    void check_from(std::string_view from) {
        if (from_.empty()) {
            from_ = from;
            if (from != "$HOME_NET") sources_ = ranges(from);
        }
        if (from != from_) refuse("all rules have one source");
    }

    std::vector<ip_range> ranges(std::string_view list) const {
        std::vector<ip_range> out;
        for (const auto item : items(list)) {
            std::string fault;
            const auto p = read_prefix(item, fault);
            if (!p) refuse(fmt::format("\"{}\": {}", plain_text(item), fault));
            out.push_back(range_of(*p));
        }
        return out;
    }

    std::vector<std::string_view> items(std::string_view list) const {
        if (list.size() < 3 || list.front() != '[' || list.back() != ']') refuse("a list in brackets belongs here");
        list = list.substr(1, list.size() - 2);
        std::vector<std::string_view> out;
        while (true) {
            const auto end = std::min(list.find(','), list.size());
            out.push_back(list.substr(0, end));
            if (end == list.size()) return out;
            list.remove_prefix(end + 1);
        }
    }

    name_pattern pattern(std::string_view& options, bool tls) const {
        expect(options, tls ? "flow:to_server; tls.sni; content:\"" : "flow:to_server; http.host; content:\"");
        const auto content = take(options, "\";");
        if (tls) expect(options, " nocase;");
        const bool below = content.starts_with('.');
        if (!below) expect(options, " startswith;");
        expect(options, " endswith; ");
        const auto bare = below ? content.substr(1) : content;
        if (fault_of_name(bare) || reads_as_address(bare)) refuse("this content is no name");
        return {std::string(bare), !below, below, false};
    }

    void add(const parts& given) {
        auto options = given.options;
        platform_rule rule;
        expect(options, "msg:\"egress ");
        const auto message = take(options, "\"; ");
        if (message.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789- ") != message.npos) refuse("this message");
        rule.label = message;
        rule.from = sources_;
        if (given.to != "any") rule.to = ranges(given.to);
        for (const auto item : items(given.ports)) {
            const auto port = netprobe::port_from(item);
            if (!port) refuse("a port is no number");
            rule.ports.emplace_back(*port, *port);
        }
        const auto way = fmt::format("{} {}", given.to, given.ports);
        const bool tls = given.protocol == "tls", named = tls || given.protocol == "http";
        if (!named && given.protocol != "tcp" && given.protocol != "udp") refuse("tcp, udp, tls or http belongs here");
        rule.protocols = {given.protocol == "udp" ? protocol_number::udp : protocol_number::tcp};
        bool handshake = false;
        if (named) {
            if (!handshakes_.contains(way)) refuse("no rule before lets the handshake through");
            rule.names.push_back(pattern(options, tls));
            rule.names_and_addresses = !rule.to.empty();
        } else if (given.protocol == "tcp" && options.starts_with("flow:not_established; ")) {
            expect(options, "flow:not_established; ");
            handshake = true;
        } else if (rule.to.empty()) {
            refuse("a rule without name and address");
        }
        if (options != fmt::format("sid:{}; rev:1;)", sid_)) refuse(fmt::format("sid:{}; rev:1; belongs here", sid_));
        ++sid_;
        // A handshake alone carries nothing: it is no verdict.
        if (handshake)
            handshakes_.insert(way);
        else
            result_.rules.push_back(std::move(rule));
    }

    std::size_t number_ = 0;
    int sid_ = first_suricata_sid;
    std::string from_;
    std::vector<ip_range> sources_;
    std::set<std::string, std::less<>> handshakes_;
    std::vector<std::string> drops_;
    ruleset result_{precedence::any_allow, false, {}};
};

} // namespace

ruleset ruleset_of_suricata(std::string_view text) {
    suricata_reader read;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        read.line(text.substr(0, end), number);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return read.end();
}

} // namespace rules
