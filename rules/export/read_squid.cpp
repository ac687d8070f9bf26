// SPDX-License-Identifier: MIT
#include "rules/export/squid.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/export/only_file.hpp"
#include "rules/host_name.hpp"

namespace rules {
namespace {

enum class kind { ports, names, addresses, sources };

struct acl {
    kind of = kind::ports;
    std::vector<std::uint16_t> ports;
    std::vector<name_pattern> names;
    std::vector<ip_range> addresses;
};

using words = std::vector<std::string>;

words split(std::string_view text) {
    words out;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

class squid_reader {
public:
    void line(std::string_view text, std::size_t number) {
        number_ = number;
        if (text.empty() || text[0] == '#') return;
        if (text.find_first_of("\\\"'%\t\r{}$") != text.npos) refuse("a sign that could mean more than itself");
        const auto all = split(text);
        if (all.empty()) return;
        if (all[0] == "acl" && all.size() > 3)
            define(all);
        else if (all[0] == "http_access" && all.size() > 2)
            access(all);
        else
            refuse("only acl and http_access are in such a file");
    }

    ruleset end() {
        if (result_.rules.empty()) refuse("there is no http_access line");
        result_.otherwise_allow = !result_.rules.back().allow;
        return std::move(result_);
    }

private:
    [[noreturn]] void refuse(std::string_view what) const {
        throw std::invalid_argument(fmt::format("line {}: {}", number_, what));
    }

    std::uint16_t port(const std::string& text) const {
        const auto found = netprobe::port_from(text);
        if (!found) refuse(fmt::format("\"{}\" is no port", plain_text(text)));
        return *found;
    }

    ip_range range(const std::string& text) const {
        std::string fault;
        const auto p = read_prefix(text, fault);
        if (!p) refuse(fmt::format("\"{}\": {}", plain_text(text), fault));
        return range_of(*p);
    }

    // ".x" is x and all below it; "*.x" is taken without a warning and matches nothing.
    name_pattern name(const std::string& text) const {
        const bool below = text.starts_with('.');
        auto bare = below ? text.substr(1) : text;
        if (fault_of_name(bare) || reads_as_address(bare))
            refuse(fmt::format("\"{}\" is no name that dstdomain would match", plain_text(text)));
        return {std::move(bare), true, below, false};
    }

    void define(const words& all) {
        const auto& id = all[1];
        auto at = all.begin() + 3;
        const bool numeric = at != all.end() && *at == "-n";
        if (numeric) ++at;
        acl one;
        if (all[2] == "port" && !numeric) {
            for (; at != all.end(); ++at) one.ports.push_back(port(*at));
        } else if (all[2] == "src" && !numeric) {
            one.of = kind::sources;
            for (; at != all.end(); ++at) one.addresses.push_back(range(*at));
        } else if (all[2] == "dst" && numeric) {
            one.of = kind::addresses;
            for (; at != all.end(); ++at) one.addresses.push_back(range(*at));
        } else if (all[2] == "dstdomain" && numeric) {
            one.of = kind::names;
            for (; at != all.end(); ++at) one.names.push_back(name(*at));
        } else {
            refuse(
                "port and src without -n, dst and dstdomain with it (else Squid asks DNS what an address is called)");
        }
        if (id == "SSL_ports" || id == "Safe_ports") {
            if (one.of != kind::ports) refuse(fmt::format("{} is a list of ports", id));
            (id == "SSL_ports" ? ports_.tunnels : ports_.added_safe).insert(one.ports.begin(), one.ports.end());
        } else if (!id.starts_with("egress_") || id.size() > 63 || !acls_.emplace(id, std::move(one)).second) {
            refuse("an access list is defined twice, or has a name that is not of this kind of file");
        }
    }

    const acl& find(const std::string& id) const {
        const auto found = acls_.find(id);
        if (found == acls_.end()) refuse(fmt::format("access list {} is not defined", plain_text(id)));
        return found->second;
    }

    void exclude(platform_rule& from, const std::string& id) const {
        const auto& apex = find(id);
        if (apex.of != kind::names || apex.names.size() != 1 || from.names.size() != 1 || apex.names[0].below ||
            !from.names[0].below || apex.names[0].name != from.names[0].name)
            refuse("only a domain's own name can be taken out of it");
        from.names[0].itself = false;
    }

    void access(const words& all) {
        platform_rule rule;
        rule.label = fmt::format("line {}", number_);
        rule.allow = all[1] == "allow";
        if (all == words{"http_access", "deny", "all"}) {
            result_.rules.push_back(std::move(rule));
            return;
        }
        if (!rule.allow) refuse("only \"deny all\" and allow are in such a file");
        rule.protocols = {protocol_number::tcp};
        const bool tunnel = all[2] == "CONNECT";
        if (!tunnel && all[2] != "!CONNECT") refuse("CONNECT or !CONNECT has to come first");
        for (auto id = all.begin() + 3; id != all.end(); ++id) {
            if (id->starts_with('!')) {
                exclude(rule, id->substr(1));
                continue;
            }
            const auto& one = find(*id);
            if (one.of == kind::ports     ? !rule.ports.empty()
                : one.of == kind::sources ? !rule.from.empty()
                                          : !rule.names.empty() || !rule.to.empty())
                refuse("two lists of one kind, both of which would have to match");
            if (one.of == kind::names) rule.names = one.names;
            if (one.of == kind::addresses) rule.to = one.addresses;
            if (one.of == kind::sources) rule.from = one.addresses;
            for (const auto p : one.ports) rule.ports.emplace_back(p, p);
        }
        if (rule.ports.empty() || (rule.names.empty() && rule.to.empty())) refuse("ports or destinations are missing");
        add(std::move(rule), tunnel);
    }

    // What Debian's lines refuse before never comes this far.
    void add(platform_rule rule, bool tunnel) {
        std::erase_if(rule.ports, [&](const auto& p) {
            const bool safe = squid_ports::safe(p.first) || ports_.added_safe.contains(p.first);
            return !safe || (tunnel && !ports_.tunnels.contains(p.first));
        });
        if (!rule.ports.empty()) result_.rules.push_back(std::move(rule));
    }

    std::size_t number_ = 0;
    squid_ports ports_;
    std::map<std::string, acl, std::less<>> acls_;
    ruleset result_;
};

} // namespace

bool squid_ports::safe(std::uint16_t port) noexcept {
    constexpr std::array<std::uint16_t, 9> low{21, 70, 80, 210, 280, 443, 488, 591, 777};
    return port >= 1025 || std::find(low.begin(), low.end(), port) != low.end();
}

ruleset read_squid(const std::vector<output_file>& files) {
    std::string_view text = only_file(files);
    squid_reader read;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        read.line(text.substr(0, end), number);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return read.end();
}

} // namespace rules
