// SPDX-License-Identifier: MIT
#include "rules/proof/rule_reading.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "rules/proof/lines.hpp"
#include "rules/proof/read_iptables.hpp"
#include "rules/proof/read_values.hpp"

namespace rules::proof {
namespace {

using words = std::vector<std::string>;

struct nft_key {
    std::string_view text;
    field of;
};

// All that nft's rules may compare and probes vary.
constexpr std::array nft_keys{nft_key{"ip saddr", field::from}, nft_key{"ip6 saddr", field::from},
    nft_key{"ip daddr", field::to}, nft_key{"ip6 daddr", field::to}, nft_key{"ct original ip saddr", field::from},
    nft_key{"ct original ip6 saddr", field::from}, nft_key{"ct original saddr", field::from},
    nft_key{"ct original ip daddr", field::to}, nft_key{"ct original ip6 daddr", field::to},
    nft_key{"ct original daddr", field::to}, nft_key{"ct original protocol", field::protocol},
    nft_key{"ct original proto-dst", field::port}, nft_key{"ip protocol", field::protocol},
    nft_key{"ip6 nexthdr", field::protocol}, nft_key{"meta l4proto", field::protocol},
    nft_key{"meta nfproto", field::family}, nft_key{"meta protocol", field::family}, nft_key{"tcp dport", field::port},
    nft_key{"udp dport", field::port}, nft_key{"sctp dport", field::port}, nft_key{"th dport", field::port},
    nft_key{"icmp type", field::icmp}, nft_key{"icmpv6 type", field::icmpv6}, nft_key{"ct state", field::state},
    nft_key{"tcp flags", field::flags}, nft_key{"iifname", field::way_in}, nft_key{"oifname", field::way_out},
    nft_key{"iif", field::way_in}, nft_key{"oif", field::way_out}, nft_key{"meta iifname", field::way_in},
    nft_key{"meta oifname", field::way_out}, nft_key{"meta iif", field::way_in}, nft_key{"meta oif", field::way_out},
    nft_key{"ip6 hoplimit", field::hops}, nft_key{"ip ttl", field::hops}};

bool among(std::string_view word, const auto& all) { return std::find(all.begin(), all.end(), word) != all.end(); }

bool is_nft_verdict(std::string_view word) {
    constexpr std::array<std::string_view, 8> verdicts{
        "accept", "drop", "reject", "jump", "goto", "queue", "vmap", "return"};
    return among(word, verdicts);
}

/// Goes through a rule statement by statement.
class nft_reader {
public:
    explicit nft_reader(words all) : all_(std::move(all)) {}

    rule_reading read() {
        out_.decides = std::any_of(all_.begin(), all_.end(), is_nft_verdict);
        out_.refuses = std::any_of(all_.begin(), all_.end(), [](auto& w) { return w == "drop" || w == "reject"; });
        out_.lets_out = std::any_of(
            all_.begin(), all_.end(), [](auto& w) { return w == "accept" || w == "return" || w == "vmap"; });
        for (std::size_t i = 0; i + 1 < all_.size(); ++i)
            if (all_[i] == "jump" || all_[i] == "goto") out_.chains.push_back(all_[i + 1]);
        while (at_ < all_.size()) statement();
        return std::move(out_);
    }

private:
    const std::string& word(std::size_t ahead = 0) const {
        static const std::string nothing;
        return at_ + ahead < all_.size() ? all_[at_ + ahead] : nothing;
    }
    void unknown(std::string what) {
        if (out_.unvaried.empty()) out_.unvaried = std::move(what);
    }

    void statement() {
        constexpr std::array<std::string_view, 9> alone{
            "accept", "drop", "return", "continue", ",", ";", "notrack", "masquerade", "counter"};
        if (word() == "counter" && word(1) == "packets") at_ += 4;
        if (word() == "counter" && word(1) == "name") at_ += 2;
        if (among(word(), alone)) {
            ++at_;
        } else if (word() == "jump" || word() == "goto" || word() == "comment") {
            at_ += 2;
        } else if (word() == "reject") {
            ++at_;
            if (word() == "with") at_ += word(2) == "type" ? 4 : 3;
        } else if (word() == "log") {
            log();
        } else if (word(1) == "set" || word(2) == "set") {
            set();
        } else if ((word() == "add" || word() == "update") && word(1).starts_with('@')) {
            out_.fills_sets = true;
            unknown("what was sent before");
            at_ += 2;
            skip_braces(words());
        } else if (!compares()) {
            auto what = name_of_match({all_.begin() + static_cast<std::ptrdiff_t>(at_), all_.end()});
            unknown(what.empty() ? fmt::format("{} {}", word(), word(1)) : std::move(what));
            ++at_;
        }
    }

    void log() {
        constexpr std::array<std::string_view, 6> keys{
            "prefix", "level", "group", "snaplen", "queue-threshold", "flags"};
        ++at_;
        while (among(word(), keys)) {
            const bool layer = word() == "flags" && (word(1) == "tcp" || word(1) == "ip");
            at_ += layer ? 3 : 2;
            while (word() == ",") at_ += 2;
        }
    }

    // "meta mark set 3", "ct mark set meta mark": compares nothing.
    void set() {
        while (word() != "set") ++at_;
        at_ += word(1) == "meta" || word(1) == "ct" ? 3 : 2;
    }

    words skip_braces(words into) {
        if (word() != "{") return into;
        while (at_ < all_.size() && word() != "}") into.push_back(all_[at_++]);
        into.push_back("}");
        ++at_;
        return into;
    }

    // The key here, and how many words it has.
    const nft_key* key(std::size_t& length) const {
        const nft_key* found = nullptr;
        for (const auto& row : nft_keys) {
            const auto wanted = words_of_rule(row.text);
            bool same = true;
            for (std::size_t i = 0; i < wanted.size(); ++i) same = same && word(i) == wanted[i];
            if (!same || (found && wanted.size() <= length)) continue;
            found = &row;
            length = wanted.size();
        }
        return found;
    }

    bool compares() {
        const auto begin = at_;
        std::vector<field> fields;
        for (;;) {
            std::size_t length = 0;
            const auto* row = key(length);
            if (!row) break;
            fields.push_back(row->of);
            at_ += length;
            if (word() != ".") break;
            ++at_;
        }
        if (fields.empty() || (at_ > 0 && all_[at_ - 1] == ".")) return false;
        bool negated = false;
        const auto values = value(fields, negated);
        for (const auto of : fields) {
            if (fields.size() == 1 && out_.unvaried.empty()) out_.unvaried = untried_among(of, values);
            out_.compares.push_back({of, negated, joined(values)});
        }
        for (const auto* protocol : {"tcp", "udp", "sctp"})
            if (all_[begin] == protocol) out_.compares.push_back({field::protocol, false, protocol});
        return true;
    }

    words value(const std::vector<field>& fields, bool& negated) {
        constexpr std::array<std::string_view, 6> order{"==", "!=", "<", ">", "<=", ">="};
        const bool flags = fields.front() == field::flags;
        words out;
        if (among(word(), order)) negated = all_[at_++] == "!=";
        if (word() == "vmap") ++at_;
        if (word() == "{") return skip_braces({});
        if ((word() == "&" || word() == "|" || word() == "^" || word() == "<<" || word() == ">>") && !flags) {
            unknown("single bits");
            return out;
        }
        if (flags) {
            while (at_ < all_.size() && !is_nft_verdict(word()) && word() != "counter" && word() != "ct" &&
                   word() != "log" && word() != "comment" && word() != "meta" && word() != "limit" && word() != "ip" &&
                   word() != "ip6" && word() != "tcp")
                out.push_back(all_[at_++]);
            return out;
        }
        out.push_back(word());
        ++at_;
        while (word() == "," || word() == ".") {
            out.push_back(word());
            out.push_back(word(1));
            at_ += 2;
        }
        if (word() == "{") skip_braces({}); // the elements of a named map, as chains_in() may show them
        return out;
    }

    static std::string joined(const words& all) {
        std::string out;
        for (const auto& one : all) (out += out.empty() ? "" : " ") += one;
        return out;
    }

    words all_;
    std::size_t at_ = 0;
    rule_reading out_;
};

} // namespace

rule_reading read_rule(std::string_view rule) {
    auto all = words_of_rule(rule);
    if (all.empty()) return {};
    return all.front() == "-A" ? read_iptables_rule(all) : nft_reader(std::move(all)).read();
}

set_elements elements_in(std::string_view listing) {
    set_elements out;
    std::string name;
    bool inside = false;
    each_line(listing, [&](std::string_view whole) {
        const auto line = trimmed(whole);
        if (line.starts_with("add ")) { // ipset save
            const auto rest = line.substr(4);
            const auto end = std::min(rest.find(' '), rest.size());
            (out[std::string(rest.substr(0, end))] += rest.substr(end)) += '\n';
        } else if (const auto open = line.find(" {");
                   !inside && (line.starts_with("set ") || line.starts_with("map ")) && open != line.npos) {
            name = line.substr(4, open - 4);
            // By hand people write more behind it, on the same line.
            const auto begin = line.find("elements = {", open + 2);
            const auto end = line.find('}', begin == line.npos ? open + 2 : begin);
            if (begin != line.npos) {
                (out[name] += line.substr(begin, end == line.npos ? end : end + 1 - begin)) += '\n';
                inside = end == line.npos;
            }
            if (end != line.npos && (begin == line.npos || line.find('}', end + 1) != line.npos)) name.clear();
        } else if (!name.empty()) {
            if (line.starts_with("elements = {")) inside = true;
            if (inside) (out[name] += line) += '\n';
            if (line.ends_with('}')) {
                if (!inside) name.clear();
                inside = false;
            }
        }
    });
    return out;
}

} // namespace rules::proof
