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
        if (!why.empty()) all += ' ' + why;
        if (!time.empty()) all += why.empty() ? ' ' + time : " (" + time + ')';
        return all;
    }
};

cell cell_of(const path_result& path) {
    using netprobe::failure;
    const std::string cause = one_line(path.cause, longest_word);
    const std::string time = shown_ms(path.seen.elapsed_ms);
    if (path.works && path.degraded) return {"POOR", time, cause, paint::warning};
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
struct row {
    std::string name;
    std::vector<const path_result*> cells;
};

struct table {
    std::vector<std::string> ways;
    std::vector<row> rows;
};

void add(table& to, const path_result& path) {
    const netprobe::target& target = shown_target(path);
    auto way = std::find(to.ways.begin(), to.ways.end(), target.via);
    if (way == to.ways.end()) way = to.ways.insert(way, target.via);
    const auto column = static_cast<std::size_t>(way - to.ways.begin());
    const std::string name = fmt::format("{} {}", protocol_name(target.protocol), target.port);
    // A second path of the same kind (a name tried twice) gets a row of its own.
    auto in = std::find_if(to.rows.begin(), to.rows.end(),
        [&](const row& r) { return r.name == name && (r.cells.size() <= column || !r.cells[column]); });
    if (in == to.rows.end()) in = to.rows.insert(in, {name, {}});
    if (in->cells.size() <= column) in->cells.resize(column + 1);
    in->cells[column] = &path;
}

/// One column a way where they fit side by side, else one line a way.
void write_table(page& to, const std::string& title, const table& of) {
    std::size_t names = columns(title) + 2;
    std::size_t cells = 0;
    for (const row& r : of.rows) {
        names = std::max(names, columns(r.name) + 4);
        for (const path_result* path : r.cells)
            if (path) cells = std::max(cells, columns(cell_of(*path).text()) + 2);
    }
    if (names + cells * of.ways.size() <= to.width()) {
        std::vector<part> head{{padded(title, names), paint::strong}};
        for (const std::string& way : of.ways) head.push_back({padded(one_line(way, cells), cells), paint::faint});
        to.line(head);
        for (const row& r : of.rows) {
            std::vector<part> parts{{padded("  " + r.name, names)}};
            for (const path_result* path : r.cells) {
                const cell c = path ? cell_of(*path) : cell{"-", "", "", paint::faint};
                parts.push_back({c.state, c.how});
                parts.push_back({padded(c.text().substr(c.state.size()), cells - columns(c.state))});
            }
            to.line(parts);
        }
        return;
    }
    to.line({{title, paint::strong}});
    for (const row& r : of.rows)
        for (const path_result* path : r.cells) {
            if (!path) continue;
            const cell c = cell_of(*path);
            const std::string name = fmt::format("  {} {}", r.name, one_line(shown_target(*path).via, longest_word));
            to.entry({{name + "  "}, {c.state, c.how}, {c.text().substr(c.state.size())}}, 0, "");
        }
}

/// "required", "one of", "optional".
std::string need_text(const path_result& path) {
    if (path.planned.need == need::alternative) return "one of";
    return std::string(to_string(path.planned.need));
}

void write_other(page& to, const path_result& path, bool several_ways) {
    const netprobe::target& target = shown_target(path);
    const cell c = cell_of(path);
    const std::string host =
        target.host.empty() ? one_line(target.id, longest_host) : one_line(target.host, longest_host);
    const bool literal = host.find(':') != std::string::npos;
    std::string text = fmt::format("{}:{} ({}{})", literal ? '[' + host + ']' : host, target.port,
        one_line(target.protocol, longest_word), several_ways ? ", " + one_line(target.via, longest_word) : "");
    if (!c.why.empty()) text += ": " + c.why;
    to.entry({{"  "}, {padded(c.state, 8), c.how}, {fmt::format("{:>7}  {:<10}", c.time, need_text(path))}}, 29, text);
}

} // namespace

const netprobe::target& shown_target(const path_result& path) {
    return path.seen.to.id.empty() ? path.planned.to : path.seen.to;
}

void write_matrix(page& to, const report& of) {
    const path_result* hub = centre(of);
    table hub_paths;
    std::vector<const path_result*> others;
    bool proxied = false;
    for (const path_result& path : of.paths) {
        const netprobe::target& target = shown_target(path);
        proxied = proxied || target.via != "direct";
        if (hub && target.service == shown_target(*hub).service && target.host == shown_target(*hub).host)
            add(hub_paths, path);
        else
            others.push_back(&path);
    }
    if (hub) {
        to.blank();
        write_table(to, one_line(shown_target(*hub).host, longest_host), hub_paths);
    }
    if (others.empty()) return;
    to.blank();
    to.line({{"other services", paint::strong}});
    for (const path_result* path : others) write_other(to, *path, proxied);
}

} // namespace rules
