// SPDX-License-Identifier: MIT
#include "rules/letters/request.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "rules/diagnose/inquiry.hpp"
#include "rules/explain.hpp"
#include "rules/export/change_request.hpp"
#include "rules/host_name.hpp"
#include "rules/letters/box_words.hpp"
#include "rules/letters/commands.hpp"
#include "rules/letters/wanted.hpp"
#include "rules/report/text.hpp"
#include "rules/report/words.hpp"
#include "rules/shown.hpp"

namespace rules {
namespace {

constexpr std::size_t letter_column = 13;
constexpr std::size_t most_hosts = 10, most_addresses = 8, most_evidence = 6;

std::string comma_list(const std::vector<std::string>& all, std::size_t at_most) {
    std::string text;
    for (std::size_t i = 0; i < std::min(all.size(), at_most); ++i) text += (i > 0 ? ", " : "") + one_line(all[i], 120);
    if (all.size() > at_most) text += fmt::format(" and {} more", all.size() - at_most);
    return text;
}

void write_point(page& to, std::string_view label, std::string_view text) {
    if (!text.empty()) to.entry({{fmt::format("   {}", label)}}, letter_column, fit_to_send(text));
}

std::string upper_transports(const flow& f) {
    auto text = transports_of(f);
    std::transform(text.begin(), text.end(), text.begin(),
        [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

/// One host to let through: how, by which name, at which addresses, by which tag.
void write_flow(page& to, std::string_view label, const flow& f) {
    write_point(to, label, fmt::format("{} {} to {}", upper_transports(f), ports_of(f), f.names.front()));
    if (f.names.size() > 1)
        write_point(to, "", fmt::format("or to {}: today's host may be another one tomorrow", f.names.back()));
    for (const auto& text : narrower_than(f)) write_point(to, "", text);
    if (!f.addresses.empty())
        write_point(to, "", fmt::format("at the time {}", comma_list(addresses_of(f), most_addresses)));
    if (!f.tags.empty()) write_point(to, "", "Azure's service tag: " + comma_list(f.tags, 3));
}

/// What a resolver must answer: names, no addresses, which are its own affair.
void write_asked_names(page& to, const wanted& what) {
    std::vector<std::string> names;
    for (const auto& one : what.flows) names.push_back(one.names.front());
    write_point(to, "names", comma_list(names, most_hosts));
    write_point(to, "asked", comma_list(what.resolvers, 4));
    write_point(to, "by", comma_list(what.sources, 4));
}

void write_wanted(page& to, const finding& f, const wanted& what) {
    if (f.cause.starts_with("dns.")) return write_asked_names(to, what);
    constexpr std::array labels{"allow", "exempt", "concerns"};
    const auto* label = labels[static_cast<std::size_t>(request_for(f.cause))];
    for (std::size_t i = 0; i < std::min(what.flows.size(), most_hosts); ++i)
        write_flow(to, i == 0 ? label : "", what.flows[i]);
    if (what.flows.size() > most_hosts)
        write_point(to, "", fmt::format("and {} more hosts, see the report", what.flows.size() - most_hosts));
    if (!what.sources.empty())
        write_point(to, "from",
            fmt::format("{} ({})", comma_list(what.sources, 4),
                what.by_proxy ? "the proxy" : "this device, as seen on its sockets"));
    if (std::any_of(what.flows.begin(), what.flows.end(), [](const flow& one) { return !one.addresses.empty(); }) &&
        request_for(f.cause) == request_kind::allow)
        write_point(to, "", "Addresses change; a rule by name or by service tag stays right.");
}

std::string filled_in(std::string_view words, const wanted& what) {
    // One address for the sample: an IPv4 one where there is any, as the services have no other.
    const auto v4 = std::find_if(what.sources.begin(), what.sources.end(), [](const auto& a) { return is_ipv4(a); });
    const auto source = v4 != what.sources.end() ? *v4
                        : what.sources.empty()   ? std::string("THE-DEVICE")
                                                 : what.sources.front();
    const auto* one = what.flows.empty() ? nullptr : &what.flows.front();
    const std::array values{std::pair{std::string("{host}"), one ? one->names.front() : std::string("NAME")},
        std::pair{std::string("{port}"), one ? ports_of(*one) : std::string("PORT")},
        std::pair{std::string("{source}"), source}};
    std::string text(words);
    for (const auto& [placeholder, value] : values)
        for (auto at = text.find(placeholder); at != text.npos; at = text.find(placeholder, at + value.size()))
            text.replace(at, placeholder.size(), value);
    return text;
}

/// `told`: settings that an earlier point of the same letter has, with that point's number.
void write_boxes(page& to, const finding& f, const wanted& what, std::size_t number, settings_told& told) {
    const auto boxes = boxes_for(f.cause, f.who);
    if (boxes.empty()) return;
    const auto [at, is_new] = told.try_emplace(boxes.front().setting, number);
    if (!is_new) return write_point(to, "on a box", fmt::format("as in {}., with these names and ports", at->second));
    for (const auto& one : boxes)
        write_point(
            to, &one == &boxes.front() ? "on a box" : "", fmt::format("{}: {}", one.box, filled_in(one.setting, what)));
    if (what.flows.size() > 1) write_point(to, "", "and so for each of the names above.");
}

/// Who gets a letter about what is only likely should know what else to look for.
void write_other_causes(page& to, const finding& f) {
    const auto* told = f.proved ? nullptr : find_explanation(f.cause);
    if (!told) return;
    std::vector<std::string> others;
    for (const auto& other : told->mistaken_for)
        if (!other.cause.empty()) others.emplace_back(other.cause);
    write_point(to, "or it is",
        fmt::format("{} (egress-check --explain {} says what tells them apart)", comma_list(others, 3), f.cause));
}

/// What makes the other side look in its own logs: the box and the time to look for.
void write_evidence(page& to, const finding& f, const report& of) {
    if (!f.box.empty()) write_point(to, "box", f.box);
    for (std::size_t i = 0; i < std::min(f.evidence.size(), most_evidence); ++i)
        write_point(to, i == 0 ? "seen" : "", "- " + f.evidence[i]);
    double lasted = 0; // from the run's beginning
    for (const auto* path : paths_of_finding(f, of))
        lasted = std::max(lasted, path->seen.resolve.started_ms + path->seen.elapsed_ms);
    if (shows_in_time(f))
        for (const auto& control : of.controls)
            if (control.seen.hold)
                lasted = std::max(lasted, control.seen.hold->started_ms + control.seen.hold->elapsed_ms);
    if (!of.run.started.empty())
        write_point(to, "when",
            lasted <= 0 ? of.run.started
                        : fmt::format("{} and the {} after it", of.run.started, diagnosis::duration(lasted)));
    write_point(to, f.proved ? "proved" : "likely", ground_of(f));
    write_other_causes(to, f);
}

} // namespace

std::string meaning_in_letter(const finding& f) {
    const auto* row = find_cause(f.cause);
    return row ? std::string(row->meaning) : one_line(f.cause, 40);
}

std::string fit_to_send(std::string_view text) { return without_secrets(one_line(text)); }

void write_request(page& to, const request& what_for, settings_told& told) {
    const auto& f = what_for.about;
    const auto& of = what_for.of;
    const auto what = wanted_by(f, of, what_for.from);
    to.blank();
    to.entry({{fmt::format("{}.", what_for.number)}}, 3,
        fmt::format("{} ({}){}", meaning_in_letter(f), f.cause,
            f.severity == severity::error ? ": IoT Edge does not work without this" : ": it works, and not well"));
    write_point(to, "please", f.advice);
    write_wanted(to, f, what);
    write_boxes(to, f, what, what_for.number, told);
    write_evidence(to, f, of);
    const auto commands = commands_to_see(f, of, what);
    if (commands.empty()) return;
    write_point(to, "see it", "by these commands on the device:");
    for (const auto& command : commands) to.verbatim("     " + command);
}

} // namespace rules
