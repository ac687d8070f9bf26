// SPDX-License-Identifier: MIT
#include "rules/policy/policy_json.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "rules/policy/strict_json.hpp"

namespace rules {
namespace {

using json = nlohmann::ordered_json;

json prefixes(const ip_set& all) {
    auto out = json::array();
    for (const auto& p : prefixes_of(all)) out.push_back(text_of(p));
    return out;
}

json written(const flow& f) {
    auto over = json::array();
    for (const auto t : f.over) over.push_back(to_string(t));
    return {{"id", f.id}, {"over", over}, {"ports", f.ports}, {"names", f.names}, {"addresses", prefixes(f.addresses)},
        {"how", to_string(f.how)}, {"tags", f.tags}, {"need", to_string(f.need)}, {"why", f.why}, {"source", f.source},
        {"evidence", f.evidence}};
}

// One of the words of an enumeration.
template <typename word>
word read_word(const json_place& from, std::initializer_list<word> all) {
    const auto& text = from.text();
    std::string known;
    for (const auto each : all) {
        if (to_string(each) == text) return each;
        known += fmt::format("{}\"{}\"", known.empty() ? "" : ", ", to_string(each));
    }
    from.fail(fmt::format("\"{}\" is none of {}", plain_text(text), known));
}

std::vector<std::string> read_texts(const json_place& from) {
    std::vector<std::string> out;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < from.size(); ++i) {
        out.push_back(from[i].text());
        if (!seen.insert(out.back()).second) from[i].fail(fmt::format("\"{}\" is there twice", plain_text(out.back())));
    }
    return out;
}

ip_set read_addresses(const json_place& from) {
    std::vector<ip_prefix> out;
    std::set<ip_prefix> seen;
    for (std::size_t i = 0; i < from.size(); ++i) {
        std::string fault;
        const auto& text = from[i].text();
        const auto p = read_prefix(text, fault);
        if (!p) from[i].fail(fmt::format("\"{}\": {}", plain_text(text), fault));
        if (!seen.insert(*p).second) from[i].fail(fmt::format("\"{}\" is there twice", text));
        out.push_back(*p);
    }
    return set_of(out);
}

// A list of what sorts, given in order and without doubles.
template <typename value, typename reader>
std::vector<value> read_sorted(const json_place& from, reader read) {
    std::vector<value> out;
    for (std::size_t i = 0; i < from.size(); ++i) {
        const value next = read(from[i]);
        if (!out.empty() && !(out.back() < next)) from[i].fail("it is there twice, or out of order");
        out.push_back(next);
    }
    return out;
}

flow read_flow(const json_place& from) {
    from.only_keys({"id", "over", "ports", "names", "addresses", "how", "tags", "need", "why", "source", "evidence"});
    flow out;
    out.id = from["id"].text();
    out.over = read_sorted<transport>(from["over"], [](const json_place& at) {
        return read_word(at, {transport::tcp, transport::udp});
    });
    out.ports = read_sorted<std::uint16_t>(
        from["ports"], [](const json_place& at) { return static_cast<std::uint16_t>(at.integer(1, 65535)); });
    out.names = read_sorted<std::string>(from["names"], [](const json_place& at) { return at.text(); });
    out.addresses = read_addresses(from["addresses"]);
    out.how = read_word(from["how"], {rung::given, rung::resolved, rung::tag, rung::names_only});
    if ((out.how == rung::names_only) != out.addresses.empty())
        from["how"].fail("\"names-only\" is for flows without addresses, and for all of them");
    out.tags = read_texts(from["tags"]);
    out.need = read_word(from["need"], {need::required, need::alternative, need::optional});
    out.why = from["why"].text();
    out.source = from["source"].text();
    out.evidence = read_texts(from["evidence"]);
    return out;
}

} // namespace

std::string write_policy_json(const policy& of) {
    auto flows = json::array();
    for (const auto& f : of.flows) flows.push_back(written(f));
    const json out{{"schema", policy_schema}, {"id", of.id}, {"owner", of.owner}, {"reason", of.reason},
        {"expires", of.expires}, {"stance", to_string(of.stance)}, {"hook", to_string(of.hook)},
        {"devices", prefixes(of.devices)}, {"in_interface", of.in_interface}, {"out_interface", of.out_interface},
        {"flows", flows}, {"remarks", of.remarks}};
    return out.dump(2) + "\n";
}

policy read_policy_json(std::string_view text, std::string_view origin) {
    const auto parsed = read_strict_json(text, origin);
    const json_place from(parsed, std::string(origin), "");
    if (!from.has("schema") || from["schema"].text() != policy_schema)
        from.fail(fmt::format("no policy: \"schema\" is not \"{}\"", policy_schema));
    from.only_keys({"schema", "id", "owner", "reason", "expires", "stance", "hook", "devices", "in_interface",
        "out_interface", "flows", "remarks"});
    policy out;
    out.id = from["id"].text();
    out.owner = from["owner"].text();
    out.reason = from["reason"].text();
    out.expires = from["expires"].text();
    out.stance = read_word(from["stance"], {stance::default_deny, stance::allow_only});
    out.hook = read_word(from["hook"], {hook::host, hook::gateway});
    out.devices = read_addresses(from["devices"]);
    out.in_interface = from["in_interface"].text();
    out.out_interface = from["out_interface"].text();
    const auto flows = from["flows"];
    for (std::size_t i = 0; i < flows.size(); ++i) out.flows.push_back(read_flow(flows[i]));
    out.remarks = read_texts(from["remarks"]);
    try {
        check(out);
    } catch (const std::invalid_argument& e) {
        from.fail(e.what());
    }
    return out;
}

} // namespace rules
