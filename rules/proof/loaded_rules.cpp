// SPDX-License-Identifier: MIT
#include "rules/proof/loaded_rules.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "rules/proof/lines.hpp"
#include "rules/proof/rule_reading.hpp"

namespace rules::proof {
namespace {

bool is_number(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "a b" of "\tchain a b {".
std::optional<std::string> block_of(std::string_view line, std::string_view key) {
    if (!line.starts_with(key) || !line.ends_with(" {")) return std::nullopt;
    return std::string(line.substr(key.size(), line.size() - key.size() - 2));
}

// Of braces outside quotes: how many more are open behind it.
int opened_by(std::string_view line) {
    int out = 0;
    bool quoted = false;
    for (const char c : line) {
        if (c == '"') quoted = !quoted;
        if (!quoted) out += c == '{' ? 1 : c == '}' ? -1 : 0;
    }
    return out;
}

std::string word_behind(std::string_view line, std::string_view key) {
    const auto at = line.find(key);
    if (at == line.npos) return {};
    const auto rest = line.substr(at + key.size());
    return std::string(rest.substr(0, std::min(rest.find_first_of(" ;"), rest.size())));
}

/// Reads both languages: which one a line is of shows in its first characters.
class listing_reader {
public:
    void take(std::string_view whole) {
        const auto line = trimmed(whole);
        if (depth_ > 0) return go_on(line);
        if (line.empty() || line.starts_with('#')) return;
        if (line.starts_with('*')) {
            table_ = std::string(line.substr(1));
            ignored_ = table_ == "nat";
        } else if (line.starts_with(':')) {
            declare(line.substr(1));
        } else if (line.starts_with("-A ")) {
            append(line);
        } else {
            take_nft(line);
        }
    }
    std::vector<loaded_chain> all;

private:
    // ":OUTPUT DROP [0:0]", ":EGRESS - [0:0]"
    void declare(std::string_view line) {
        const auto name = line.substr(0, line.find(' '));
        if (ignored_) return;
        std::string hook;
        for (const std::string_view base : {"INPUT", "OUTPUT", "FORWARD", "PREROUTING", "POSTROUTING"})
            if (name == base)
                std::transform(base.begin(), base.end(), std::back_inserter(hook),
                    [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
        all.push_back({table_, std::string(name), hook, line.find(" DROP") != line.npos, {}, {}});
    }

    void append(std::string_view line) {
        const auto name = line.substr(3, std::min(line.find(' ', 3), line.size()) - 3);
        const auto at = std::find_if(all.rbegin(), all.rend(), [&](const loaded_chain& c) { return c.name == name; });
        if (!ignored_ && at != all.rend()) at->rules.emplace_back(line);
    }

    void take_nft(std::string_view line) {
        if (const auto table = block_of(line, "table ")) {
            table_ = *table;
        } else if (const auto chain = block_of(line, "chain ")) {
            inside_ = true;
            ignored_ = false;
            all.push_back({table_, *chain, {}, false, {}, {}});
        } else if (line == "}") {
            if (inside_ && ignored_) all.pop_back();
            inside_ = false;
        } else if (inside_ && line.starts_with("type ")) {
            all.back().hook = word_behind(line, " hook ");
            all.back().refuses = line.find("policy drop") != line.npos;
            ignored_ = line.starts_with("type nat");
        } else if (inside_) {
            rule_.clear();
            go_on(line);
        } else {
            depth_ = std::max(0, opened_by(line)); // a set, a map, …
            other_ = depth_ > 0;
        }
    }

    // A long list in a rule takes several lines; so does a block that is no chain.
    void go_on(std::string_view line) {
        depth_ += opened_by(line);
        if (!other_) (rule_ += rule_.empty() ? "" : " ") += line;
        if (depth_ > 0) return;
        depth_ = 0;
        if (!other_) all.back().rules.push_back(without_counters(rule_));
        other_ = false;
    }

    std::string table_, rule_;
    bool inside_ = false, ignored_ = false, other_ = false;
    int depth_ = 0;
};

// "… vmap @m": where the elements of m lead to.
void add_mapped(loaded_chain& to, std::string_view rule, const set_elements& elements) {
    const auto map = elements.find(word_behind(rule, "vmap @"));
    if (map == elements.end()) return;
    for (auto& chain : read_rule(map->second).chains) to.leads_to.push_back(std::move(chain));
}

} // namespace

std::vector<loaded_chain> chains_in(std::string_view listings) {
    listing_reader reader;
    each_line(listings, [&](std::string_view line) { reader.take(line); });
    const auto elements = elements_in(listings);
    for (auto& chain : reader.all)
        for (const auto& rule : chain.rules) add_mapped(chain, rule, elements);
    return std::move(reader.all);
}

std::size_t rule_count(const std::vector<loaded_chain>& all) noexcept {
    std::size_t out = 0;
    for (const auto& c : all) out += c.rules.size();
    return out;
}

std::set<std::string> hooks_of(const std::vector<loaded_chain>& all) {
    std::set<std::string> out;
    for (const auto& c : all)
        if (!c.hook.empty() && (c.refuses || !c.rules.empty())) out.insert(c.hook);
    return out;
}

std::string wrong_hook(const std::set<std::string>& hooks, hook of) {
    const bool host = of == hook::host;
    const std::string own = host ? "output" : "forward", other = host ? "forward" : "output";
    if (hooks.contains(own) || !hooks.contains(other)) return {};
    return fmt::format(
        "the policy is for {} (hook {}), and the rules are at hook {} only: they see none of its packets",
        host ? "what this machine sends" : "what a gateway forwards", own, other);
}

std::string without_counters(std::string_view rule) {
    std::string out;
    constexpr std::string_view key = "counter packets ";
    for (;;) {
        const auto at = std::min(rule.find(key), rule.size());
        out += rule.substr(0, at);
        if (at == rule.size()) return out;
        out += "counter";
        rule.remove_prefix(at + key.size());
        const auto packets = rule.substr(0, std::min(rule.find(' '), rule.size()));
        constexpr std::string_view bytes = " bytes ";
        const auto rest = rule.substr(packets.size());
        if (!is_number(packets) || !rest.starts_with(bytes)) {
            out += " packets ";
            continue;
        }
        rule.remove_prefix(packets.size() + bytes.size());
        rule.remove_prefix(std::min(rule.find_first_not_of("0123456789"), rule.size()));
    }
}

} // namespace rules::proof
