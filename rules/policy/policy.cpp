// SPDX-License-Identifier: MIT
#include "rules/policy/policy.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "rules/host_name.hpp"

namespace rules {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ._:/=+@,()-";
// Comments are never read by a firewall, only by people, and as policies (embedded.cpp): there these are harmless, too.
constexpr std::string_view of_comments = "'*";
constexpr std::size_t longest_words = 100;
constexpr std::size_t longest_id = 24;
// How lines of rules/policy/embedded.cpp begin: in any other text they would be read as part of the policy.
constexpr std::string_view embedded_mark = "egress-policy/";

[[noreturn]] void refuse_policy(const std::string& what) { throw std::invalid_argument(what); }

// RFC 3339 full-date, of a day that there is.
bool is_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const auto number = [&](std::size_t from, std::size_t count) {
        int out = 0;
        for (const char c : text.substr(from, count)) out = c < '0' || c > '9' ? -10'000 : 10 * out + c - '0';
        return out;
    };
    const auto year = number(0, 4), month = number(5, 2), day = number(8, 2);
    if (year < 0 || month < 0 || day < 0) return false;
    return std::chrono::year_month_day{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
        std::chrono::day{static_cast<unsigned>(day)}}
        .ok();
}

// At most longest_words characters; what is longer ends before a word, with "...".
std::string cut_at_word(std::string_view text) {
    constexpr std::string_view more = " ...";
    if (text.size() <= longest_words) return std::string(text);
    const auto blank = text.rfind(' ', longest_words - more.size());
    const bool words = blank != text.npos && blank > 0; // a single long word has to be cut in itself
    return std::string(text.substr(0, words ? blank : longest_words - more.size())) + std::string(more);
}

void check_comment(std::string_view what, std::string_view text) {
    if (std::any_of(text.begin(), text.end(),
            [](char c) { return alphabet.find(c) == alphabet.npos && of_comments.find(c) == of_comments.npos; }) ||
        text.find(embedded_mark) != text.npos)
        refuse_policy(fmt::format("{} has characters that not every format can hold", what));
}

void check_id(std::string_view what, const std::string& id) {
    if (id.empty() || id.size() > longest_id ||
        id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != id.npos)
        refuse_policy(fmt::format("{} is 1 to {} of a-z, 0-9 and -, not \"{}\"", what, longest_id, plain_text(id)));
}

void check_name(const flow& f, std::string_view name) {
    const auto bare = name.starts_with("*.") ? name.substr(2) : name;
    const auto fault = fault_of_name(bare);
    const bool upper = std::any_of(bare.begin(), bare.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (fault || upper || reads_as_address(bare))
        refuse_policy(fmt::format("flow {}: \"{}\" is no host name: {}", f.id, plain_text(name),
            fault   ? fault->what
            : upper ? std::string("letters are lower case")
                    : std::string("it reads as an address")));
}

void check_flow(const flow& f) {
    check_id("a flow's id", f.id);
    if (f.over.empty() || f.ports.empty()) refuse_policy(fmt::format("flow {}: it has no protocol or no port", f.id));
    if (std::find(f.ports.begin(), f.ports.end(), 0) != f.ports.end())
        refuse_policy(fmt::format("flow {}: ports are 1 to 65535", f.id));
    if (!std::is_sorted(f.ports.begin(), f.ports.end()) || !std::is_sorted(f.names.begin(), f.names.end()))
        refuse_policy(fmt::format("flow {}: ports and names are sorted", f.id));
    if (f.names.empty() && f.addresses.empty())
        refuse_policy(fmt::format("flow {}: it has neither name nor address", f.id));
    for (const auto& name : f.names) check_name(f, name);
    for (const auto* text : {&f.why, &f.source}) checked_text(fmt::format("flow {}", f.id), *text);
    for (const auto& tag : f.tags)
        if (checked_text(fmt::format("flow {}", f.id), tag).find_first_of(" ,") != tag.npos || tag.empty())
            refuse_policy(fmt::format("flow {}: \"{}\" is no service tag: it is one word", f.id, tag));
    for (const auto& text : f.evidence) {
        check_comment(fmt::format("flow {}, evidence", f.id), text);
        if (text.size() > longest_words)
            refuse_policy(fmt::format(
                "flow {}, evidence: {} characters are too many, at most {}", f.id, text.size(), longest_words));
    }
}

template <typename list, typename text>
std::string listed_by_comma(const list& all, text one) {
    std::string out;
    for (const auto& each : all) out += (out.empty() ? "" : ",") + one(each);
    return out;
}

std::string joined_prefixes(const ip_set& all) {
    return listed_by_comma(prefixes_of(all), [](const ip_prefix& p) { return text_of(p); });
}

} // namespace

std::string_view to_string(transport t) noexcept { return t == transport::tcp ? "tcp" : "udp"; }
std::string_view to_string(stance s) noexcept { return s == stance::default_deny ? "default-deny" : "allow-only"; }
std::string_view to_string(hook h) noexcept { return h == hook::host ? "host" : "gateway"; }

std::string_view to_string(rung r) noexcept {
    switch (r) {
    case rung::given: return "given";
    case rung::resolved: return "resolved";
    case rung::tag: return "service-tag";
    case rung::names_only: break;
    }
    return "names-only";
}

std::string canonical_text(const policy& of) {
    auto out =
        fmt::format("egress-policy/1\nowner {}\nreason {}\nexpires {}\nstance {}\nhook {}\ndevices {}\nin {}\nout {}\n",
            of.owner, of.reason, of.expires, to_string(of.stance), to_string(of.hook), joined_prefixes(of.devices),
            of.in_interface, of.out_interface);
    for (const auto& f : of.flows) {
        out += fmt::format("flow {} {} {} {} {} {} {}", f.id,
            listed_by_comma(f.over, [](transport t) { return std::string(to_string(t)); }),
            listed_by_comma(f.ports, [](auto p) { return std::to_string(p); }), to_string(f.how), to_string(f.need),
            listed_by_comma(f.names, [](const auto& n) { return n; }), joined_prefixes(f.addresses));
        // Of other flows no rule is made of their tags.
        if (f.how == rung::tag) out += " " + listed_by_comma(f.tags, [](const auto& tag) { return tag; });
        out += '\n';
    }
    return out;
}

std::string checked_text(std::string_view what, std::string_view given) {
    if (given.size() > longest_words)
        refuse_policy(fmt::format(
            "{}: {} characters are too many for some firewalls; at most {}", what, given.size(), longest_words));
    if (const auto at = given.find_first_not_of(alphabet); at != given.npos)
        refuse_policy(
            fmt::format("{}: character {} is not one that every firewall can hold; use letters, digits, blanks and "
                        "._:/=+@,()-",
                what, at + 1));
    if (given.find(embedded_mark) != given.npos)
        refuse_policy(
            fmt::format("{}: \"{}\" begins the policy in a file's comments; use other words", what, embedded_mark));
    std::string out;
    for (const char c : given)
        if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

std::string plain_text(std::string_view text) {
    std::string out;
    for (const char c : cut_at_word(text)) {
        if (c == '\'') continue;
        out += c == ';' ? ',' : alphabet.find(c) == alphabet.npos ? ' ' : c;
    }
    return out;
}

std::string comment_text(std::string_view text) {
    std::string out;
    for (const char c : text)
        out += c == ';'                                                                         ? ','
               : (alphabet.find(c) == alphabet.npos && of_comments.find(c) == of_comments.npos) ? ' '
                                                                                                : c;
    return out;
}

std::string evidence_text(std::string_view text) { return cut_at_word(comment_text(text)); }

std::string checked_date(std::string_view what, std::string_view given) {
    if (!given.empty() && !is_date(given))
        refuse_policy(fmt::format("{} \"{}\": there is no such day; write YYYY-MM-DD", what, plain_text(given)));
    return std::string(given);
}

std::string checked_interface(std::string_view what, std::string_view given) {
    if (given.size() > 15 ||
        given.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") != given.npos)
        refuse_policy(
            fmt::format("{} \"{}\" is no interface: at most 15 of letters, digits, . _ -", what, plain_text(given)));
    return std::string(given);
}

void check(const policy& of) {
    for (const auto& [what, text] : {std::pair{"owner", &of.owner}, {"reason", &of.reason}})
        if (checked_text(what, *text) != *text)
            refuse_policy(fmt::format("{}: blanks at an end, or two together, are not kept by every firewall", what));
    checked_date("expires", of.expires);
    if (!of.id.empty()) check_id("a policy's id", of.id);
    checked_interface("in_interface", of.in_interface);
    checked_interface("out_interface", of.out_interface);
    std::set<std::string> ids;
    for (const auto& f : of.flows) {
        check_flow(f);
        if (!ids.insert(f.id).second) refuse_policy(fmt::format("two flows are called {}", f.id));
    }
    for (const auto& text : of.remarks) check_comment("a remark", text);
}

} // namespace rules
