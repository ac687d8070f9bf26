// SPDX-License-Identifier: MIT
#include "rules/why.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "rules/diagnose/answer_reading.hpp"
#include "rules/explain.hpp"
#include "rules/report/page.hpp"
#include "rules/report/step_words.hpp"
#include "rules/report/text.hpp"
#include "rules/report/why_beside.hpp"
#include "rules/report/words.hpp"
#include "rules/shown.hpp"

namespace rules {
namespace {

constexpr std::size_t step_column = 31, label_column = 14;
constexpr std::size_t ids_offered = 6; // in a message

void write_item(page& to, std::string_view label, std::string_view text) {
    if (!text.empty()) to.entry({{fmt::format("  {}", label), paint::faint}}, label_column, text);
}

void write_title(page& to, std::string_view text) {
    to.blank();
    to.line({{std::string(text), paint::strong}});
}

void write_told_step(page& to, const char* name, const netprobe::outcome& of, std::string_view words) {
    const auto skipped = of.failed == netprobe::failure::not_tried || of.failed == netprobe::failure::interrupted;
    to.entry({{fmt::format("  {:<11}", name), paint::faint},
                 {fmt::format("{:<7}", of.ok()   ? "ok"
                                       : skipped ? "SKIPPED"
                                                 : "FAILED"),
                     of.ok() ? paint::good : paint::bad},
                 {fmt::format("{:>9}", shown_ms(of.elapsed_ms))}},
        step_column, words);
}

/// A name without an address: what each resolver said.
void write_answers(page& to, const report& of, const netprobe::resolve_observation& step) {
    if (step.ok()) return;
    for (const auto& name : of.run.names) {
        if (name.name != step.name) continue;
        for (const auto& a : name.answers) write_told_step(to, "  asked", a, diagnosis::sentence(a));
        if (name.system) write_told_step(to, "  own lookup", *name.system, name.system->code);
    }
}

void write_told_steps(page& to, const report& of, const netprobe::path_observation& seen) {
    write_title(to, "steps");
    const auto resolve = [&](const char* name, const netprobe::resolve_observation& step) {
        write_told_step(to, name, step, resolve_words(step));
        write_answers(to, of, step);
    };
    if (seen.proxy) {
        resolve("proxy name", seen.proxy->resolve);
        for (const auto& step : seen.proxy->connects) write_told_step(to, "to proxy", step, connect_words(step));
        if (seen.proxy->tls) write_told_step(to, "proxy TLS", *seen.proxy->tls, tls_words(*seen.proxy->tls));
        for (const auto& step : seen.proxy->tunnel) write_told_step(to, "tunnel", step, tunnel_words(step));
    } else {
        resolve("resolve", seen.resolve);
        for (const auto& step : seen.connects) write_told_step(to, "connect", step, connect_words(step));
    }
    if (seen.tls) write_told_step(to, "TLS", *seen.tls, tls_words(*seen.tls));
    if (seen.hold) write_told_step(to, "hold", *seen.hold, hold_words(*seen.hold));
    if (seen.upgrade) write_told_step(to, "upgrade", *seen.upgrade, upgrade_words(*seen.upgrade));
    for (const auto& step : seen.hellos) write_told_step(to, "hello", step, hello_words(step));
    if (!seen.next_host.empty()) write_item(to, "names", seen.next_host + " as the host of its layers");
}

void write_beside(page& to, std::string_view title, const std::vector<beside>& all, std::string_view otherwise) {
    write_title(to, title);
    if (all.empty()) to.entry({}, 2, otherwise);
    for (const auto& one : all) {
        to.entry({{"  -"}}, 4,
            one.same_until > 0 ? fmt::format("{}, and the same up to TTL {}", one.what, one.same_until) : one.what);
        to.entry({}, 6, fmt::format("{}: {}", one.id, one.came_out));
    }
}

/// Which findings name the path: the one that explains its state first.
std::vector<const finding*> findings_of(const report& of, const path_result& path) {
    std::vector<const finding*> all;
    const auto& planned = path.planned.to.id;
    const auto& id = planned.empty() ? path.seen.to.id : planned;
    for (const auto& f : of.findings)
        if (std::find(f.paths.begin(), f.paths.end(), id) != f.paths.end()) all.push_back(&f);
    std::stable_partition(all.begin(), all.end(), [&](const finding* f) { return f->cause == path.cause; });
    return all;
}

std::string meaning_of(std::string_view cause) {
    const auto* row = find_cause(cause);
    return row ? fmt::format("{}: {}", row->code, row->meaning) : std::string(cause);
}

/// What would still separate a likely cause from those that look like it.
void write_open_questions(page& to, const finding& f) {
    const auto* told = f.proved ? nullptr : find_explanation(f.cause);
    if (!told) return;
    write_item(to, "would prove", told->proof);
    for (const auto& other : told->mistaken_for)
        if (!other.cause.empty()) write_item(to, "or it is", fmt::format("{}; apart by {}", other.cause, other.apart));
}

void write_whole_finding(page& to, const finding& f) {
    write_title(to, fmt::format("finding: {}, {}", meaning_of(f.cause), to_string(f.severity)));
    write_item(to, "where", f.box.empty() ? f.where : fmt::format("{}, at {}", f.where, f.box));
    for (std::size_t i = 0; i < f.evidence.size(); ++i) write_item(to, i == 0 ? "evidence" : "", "- " + f.evidence[i]);
    write_item(to, f.proved ? "proved" : "likely", ground_of(f));
    if (f.paths.size() > 1) write_item(to, "covers", fmt::format("{} paths, this one among them", f.paths.size()));
    write_open_questions(to, f);
    write_item(to, "advice", f.advice);
    write_item(to, "who", f.who);
}

std::string asked_text(const path_result& path) {
    const auto& to = shown_target(path);
    auto text = to.host.empty() ? fmt::format("a host that {} names", to.after)
                                : fmt::format("{} at {} port {}", to.protocol, to.host, to.port);
    text += fmt::format(", {}; {}", to.via == "direct" ? "directly" : "by the proxy", to_string(path.planned.need));
    if (!path.planned.group.empty()) text += fmt::format(", one of \"{}\" is enough", path.planned.group);
    return text;
}

void write_path_why(page& to, const report& of, std::size_t index) {
    const auto& path = of.paths[index];
    const auto skipped =
        path.seen.failed == netprobe::failure::not_tried || path.seen.failed == netprobe::failure::interrupted;
    const auto state = path.works && path.degraded ? "WORKS POORLY"
                       : path.works                ? "WORKS"
                       : skipped                   ? "NOT TRIED"
                                                   : "FAILED";
    to.entry(
        {{one_line(shown_target(path).id, 200) + "  ", paint::strong}, {state, path.works ? paint::good : paint::bad}},
        0, "");
    write_item(to, "asked", asked_text(path));
    write_item(to, "came out", outcome_words(path.seen));
    const auto findings = findings_of(of, path);
    if (!path.works) write_item(to, "because", path.cause.empty() ? "no cause is known" : meaning_of(path.cause));
    if (path.works && findings.empty())
        write_item(to, "because", "every step succeeded, and the service itself answered");
    write_told_steps(to, of, path.seen);
    write_beside(to, "other paths, as far as they tell more", paths_beside(of, index), "none was tried");
    write_beside(to, "controls", controls_beside(of, index),
        path.works ? "none was asked for: nothing was left to decide" : "none was run for this host, port or address");
    for (const auto* f : findings) write_whole_finding(to, *f);
}

[[noreturn]] void refuse_path(std::string_view why, const std::vector<std::string>& ids) {
    auto text = fmt::format("--why: {}", why);
    for (std::size_t i = 0; i < std::min(ids.size(), ids_offered); ++i)
        text += (i == 0 ? "; there are " : ", ") + one_line(ids[i], 80);
    if (ids.size() > ids_offered) text += fmt::format(" and {} more", ids.size() - ids_offered);
    throw std::invalid_argument(text);
}

} // namespace

std::vector<planned_path> planned_paths(const report& of) {
    std::vector<planned_path> all;
    for (const auto& path : of.paths) all.push_back(path.planned);
    return all;
}

std::vector<std::size_t> paths_named(const std::vector<planned_path>& all, std::string_view asked) {
    std::vector<std::size_t> exact, whole_parts, beginning; // "iot_hub" and "iot_hub/amqp" are whole parts of an id
    std::vector<std::string> near, ids;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& to = all[i].to;
        ids.push_back(to.id);
        if (to.id == asked) exact.push_back(i);
        const bool begins = to.id.starts_with(asked);
        if (to.service == asked || (begins && to.id.substr(asked.size()).starts_with('/'))) whole_parts.push_back(i);
        if (!begins) continue;
        beginning.push_back(i);
        near.push_back(to.id);
    }
    if (asked.empty()) refuse_path("names no path", ids);
    if (!exact.empty()) return exact;
    if (!whole_parts.empty()) return whole_parts;
    if (beginning.size() == 1) return beginning;
    if (beginning.empty()) refuse_path(fmt::format("no path or service {}", shown_without_secret(asked)), ids);
    refuse_path(fmt::format("{} is the beginning of several paths", shown_without_secret(asked)), near);
}

std::string write_why(const report& of, const std::vector<std::size_t>& paths, const terminal_style& style) {
    page out(style);
    for (std::size_t i = 0; i < paths.size(); ++i) {
        if (i > 0) out.blank();
        write_path_why(out, of, paths[i]);
    }
    return std::move(out).take();
}

} // namespace rules
