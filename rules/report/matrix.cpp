// SPDX-License-Identifier: MIT
//
// The hub's protocols by the ways out, and a line for every other path.
#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "rules/report/page.hpp"
#include "rules/report/text.hpp"

namespace rules {
namespace {

constexpr std::size_t longest_word = 32; // a cause or a protocol: ours are shorter
constexpr std::size_t longest_host = 90; // names of buckets and registries reach 70

/// What people call a protocol.
std::string protocol_name(const std::string& protocol) {
    constexpr std::array names{std::pair{"amqp", "AMQP"}, std::pair{"mqtt", "MQTT"},
        std::pair{"amqp_ws", "AMQP over WebSocket"}, std::pair{"mqtt_ws", "MQTT over WebSocket"},
        std::pair{"https", "HTTPS"}};
    for (const auto& [id, name] : names)
        if (protocol == id) return name;
    return one_line(protocol, longest_word);
}

struct cell {
    std::string state;
    std::string time;
    std::string why; ///< cause, or the failure's word
    paint how = paint::plain;

    std::string text() const {
        std::string all = state;
        // How long a failure took is beside its step; here its cause says more.
        if (!time.empty() && state != "FAILED") all += ' ' + time;
        if (!why.empty()) all += ' ' + why;
        return all;
    }
};

/// No part of IoT Edge sends these by a proxy: what one does with them is for information.
bool is_unused(const path_result& path) {
    const auto& to = path.planned.to;
    return to.via == "proxy" && (to.protocol == "amqp" || to.protocol == "mqtt") && path.planned.need == need::optional;
}

cell cell_of(const path_result& path) {
    using netprobe::failure;
    if (is_unused(path)) {
        const auto* tunnel = path.seen.proxy ? path.seen.proxy->last() : nullptr;
        const bool refused = tunnel && tunnel->failed == failure::denied;
        return {"unused", "", path.works ? "(open)" : refused ? "(refused)" : "(closed)", paint::faint};
    }
    const std::string cause = one_line(path.cause, longest_word);
    const std::string time = shown_ms(path.seen.elapsed_ms);
    if (path.works && path.degraded) return {"POOR", time, cause, paint::warning};
    // It failed beside the others: the time of that says nothing of the connection that came about.
    if (path.works && !path.seen.works() && path.seen.hellos.empty()) return {"ok", "alone", "", paint::good};
    if (path.works) return {"ok", time, "", paint::good};
    const std::string why = cause.empty() ? std::string(to_string(path.seen.failed)) : cause;
    if (path.seen.failed == failure::interrupted || path.seen.failed == failure::not_tried)
        return {"SKIPPED", "", why, paint::warning};
    return {"FAILED", time, why, path.planned.need == need::optional ? paint::warning : paint::bad};
}

/// A path of the hub, or of the parent that stands in for it: the four alternatives are its own.
const path_result* centre(const report& of) {
    const path_result* hub = nullptr;
    for (const path_result& path : of.paths) {
        if (path.planned.need == need::alternative) return &path;
        if (!hub && shown_target(path).service == "iot_hub") hub = &path;
    }
    return hub;
}

/// A protocol and its port; a path or nullptr for each way out.
struct protocol_row {
    std::string name;
    std::vector<const path_result*> cells;
};

struct table {
    std::vector<std::string> ways;
    std::vector<protocol_row> rows;
};

void add(table& to, const path_result& path) {
    const netprobe::target& target = shown_target(path);
    const std::string via = one_line(target.via, 12);
    auto way = std::find(to.ways.begin(), to.ways.end(), via);
    if (way == to.ways.end()) way = to.ways.insert(way, via);
    const auto column = static_cast<std::size_t>(way - to.ways.begin());
    const std::string name = fmt::format("{} {}", protocol_name(target.protocol), target.port);
    // A second path of the same kind (a name tried twice) gets a row of its own.
    auto in = std::find_if(to.rows.begin(), to.rows.end(),
        [&](const protocol_row& r) { return r.name == name && (r.cells.size() <= column || !r.cells[column]); });
    if (in == to.rows.end()) in = to.rows.insert(in, {name, {}});
    if (in->cells.size() <= column) in->cells.resize(column + 1);
    in->cells[column] = &path;
}

/// Rows with a column a way, each as wide as it must be.
void write_columns(
    page& to, const std::string& title, const table& of, std::size_t names, const std::vector<std::size_t>& widths) {
    const bool beside = columns(title) + 2 <= names;
    if (!beside) to.line({{title, paint::strong}});
    std::vector<part> head{{padded(beside ? title : "", names), paint::strong}};
    for (std::size_t i = 0; i < of.ways.size(); ++i) head.push_back({padded(of.ways[i], widths[i]), paint::faint});
    to.line(head);
    for (const protocol_row& r : of.rows) {
        std::vector<part> parts{{padded("  " + r.name, names)}};
        for (std::size_t i = 0; i < r.cells.size(); ++i) {
            const cell c = r.cells[i] ? cell_of(*r.cells[i]) : cell{"-", "", "", paint::faint};
            parts.push_back({c.state, c.how});
            parts.push_back({padded(c.text().substr(c.state.size()), widths[i] - columns(c.state))});
        }
        to.line(parts);
    }
}

/// Where the columns do not fit: a line for every row and way.
void write_lines(page& to, const std::string& title, const table& of, std::size_t names) {
    to.line({{title, paint::strong}});
    for (const protocol_row& r : of.rows)
        for (std::size_t i = 0; i < r.cells.size(); ++i) {
            if (!r.cells[i]) continue;
            const cell c = cell_of(*r.cells[i]);
            to.line({{padded("  " + r.name, names)}, {padded(of.ways[i], 8), paint::faint}, {c.state, c.how},
                {c.text().substr(c.state.size())}});
        }
}

void write_table(page& to, const std::string& title, const table& of) {
    std::size_t names = 0;
    std::size_t all = 0;
    std::vector<std::size_t> widths;
    for (const protocol_row& r : of.rows) names = std::max(names, columns(r.name) + 4);
    for (std::size_t i = 0; i < of.ways.size(); ++i) {
        std::size_t width = columns(of.ways[i]);
        for (const protocol_row& r : of.rows)
            if (i < r.cells.size() && r.cells[i]) width = std::max(width, columns(cell_of(*r.cells[i]).text()));
        widths.push_back(width + 2);
        all += width + 2;
    }
    const std::size_t with_title = std::max(names, columns(title) + 2);
    if (with_title + all <= to.width())
        write_columns(to, title, of, with_title, widths);
    else if (names + all <= to.width())
        write_columns(to, title, of, names, widths);
    else
        write_lines(to, title, of, names);
}

/// Beside the other ways of its group, or alone.
void add(std::vector<std::vector<const path_result*>>& to, const path_result& path) {
    const auto& group = path.planned.group;
    const auto same = std::find_if(
        to.begin(), to.end(), [&](const auto& ways) { return !group.empty() && ways.front()->planned.group == group; });
    if (same == to.end())
        to.push_back({&path});
    else
        same->push_back(&path);
}

/// "required", "one of", "optional".
std::string need_text(const path_result& path) {
    if (path.planned.need == need::alternative) return "one of";
    return std::string(to_string(path.planned.need));
}

/// The best of several ways for one thing: what works before what does not, the direct way before others.
const path_result& best_of(const std::vector<const path_result*>& ways) {
    const auto at = std::find_if(ways.begin(), ways.end(), [](const auto* p) { return p->works; });
    return at == ways.end() ? *ways.front() : **at;
}

/// "; direct: tcp.drop": how the other ways came out.
std::string other_ways(const std::vector<const path_result*>& ways, const path_result& best) {
    std::string text;
    for (const auto* way : ways) {
        if (way == &best) continue;
        const cell c = cell_of(*way);
        text += fmt::format("; {}: {}", one_line(shown_target(*way).via, longest_word),
            way->works      ? c.state + " " + c.time
            : c.why.empty() ? c.state
                            : c.why);
    }
    return text;
}

void write_other(page& to, const std::vector<const path_result*>& ways, bool several_ways) {
    const path_result& path = best_of(ways);
    const netprobe::target& target = shown_target(path);
    const cell c = cell_of(path);
    const std::string host =
        target.host.empty() ? one_line(target.id, longest_host) : one_line(target.host, longest_host);
    const bool literal = host.find(':') != std::string::npos;
    // A host that another path's answer names, and that path failed.
    std::string text = target.host.empty() && !target.after.empty()
                           ? fmt::format("a host that {} names (", one_line(target.after, longest_word))
                           : fmt::format("{}:{} (", literal ? '[' + host + ']' : host, target.port);
    text += fmt::format("{}{})", one_line(target.protocol, longest_word),
        several_ways ? ", " + one_line(target.via, longest_word) : "");
    if (!c.why.empty()) text += ": " + c.why;
    text += other_ways(ways, path);
    to.entry({{"  "}, {padded(c.state, 8), c.how}, {fmt::format("{:>7}  {:<9}", c.time, need_text(path))}}, 29, text);
}

} // namespace

const netprobe::target& shown_target(const path_result& path) {
    return path.seen.to.id.empty() ? path.planned.to : path.seen.to;
}

void write_matrix(page& to, const report& of) {
    const path_result* hub = centre(of);
    table hub_paths;
    std::vector<std::vector<const path_result*>> others; // by what they replace each other for
    bool proxied = false;
    for (const path_result& path : of.paths) {
        const netprobe::target& target = shown_target(path);
        proxied = proxied || target.via != "direct";
        if (hub && target.service == shown_target(*hub).service && target.host == shown_target(*hub).host)
            add(hub_paths, path);
        else
            add(others, path);
    }
    if (hub) {
        to.blank();
        write_table(to, one_line(shown_target(*hub).host, longest_host), hub_paths);
    }
    if (others.empty()) return;
    to.blank();
    to.line({{"other services", paint::strong}});
    for (const auto& ways : others) write_other(to, ways, proxied);
}

} // namespace rules
