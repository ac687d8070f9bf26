// SPDX-License-Identifier: MIT
//
// What egress-proxy shows: the proxy itself, what it lets through by port and by name, and what came of an idle tunnel.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "rules/report/page.hpp"
#include "rules/report/text.hpp"
#include "rules/write.hpp"

namespace rules {
namespace {

using netprobe::path_observation;

constexpr std::size_t label = 14;
constexpr std::array matrix_ports{443, 5671, 8883};

void item(page& to, const char* name, std::string_view text) {
    if (!text.empty()) to.entry({{fmt::format("  {}", name), paint::faint}}, label, text);
}

// Every tunnel that was asked for: of the paths, and of the controls.
std::vector<const path_observation*> tunnels_of(const report& of) {
    std::vector<const path_observation*> all;
    for (const auto* list : {&of.paths, &of.controls})
        for (const auto& p : *list)
            if (p.seen.proxy) all.push_back(&p.seen);
    return all;
}

// ---- the proxy itself

std::string reached_text(const path_observation& seen) {
    const auto& way = *seen.proxy;
    if (!way.resolve.ok()) return fmt::format("{}: {}", way.resolve.name, to_string(way.resolve.failed));
    std::string text;
    for (const auto& c : way.connects)
        text += fmt::format("{}{} port {}: {}", text.empty() ? "" : ", ", c.address, c.port,
            c.ok() ? "connected in " + shown_ms(c.elapsed_ms) : std::string(to_string(c.failed)));
    return text;
}

std::string certificate_text(const path_observation& seen) {
    const auto& tls = seen.proxy->tls;
    if (!tls) return {};
    if (!tls->ok()) return fmt::format("no TLS: {}", to_string(tls->failed));
    return fmt::format("{}, issued by {}: {}", tls->version, tls->chain.empty() ? "nobody" : tls->chain.front().issuer,
        tls->verify_code != 0 ? tls->verify_text
        : tls->name_matches   ? "trusted here"
                              : "for another name");
}

// Server, Via and the like, from whichever answers hold them.
std::string words_of(const std::vector<const path_observation*>& tunnels, std::string_view header) {
    for (const auto* seen : tunnels)
        for (const auto& leg : seen->proxy->tunnel)
            if (leg.http && !leg.http->header(header).empty()) return std::string(leg.http->header(header));
    return {};
}

std::string login_text(const std::vector<const path_observation*>& tunnels) {
    std::vector<std::string> offered;
    std::string used;
    for (const auto* seen : tunnels)
        for (const auto& leg : seen->proxy->tunnel) {
            for (const auto& scheme : leg.offered)
                if (std::find(offered.begin(), offered.end(), scheme) == offered.end()) offered.push_back(scheme);
            if (leg.ok()) used = leg.credentials;
        }
    std::string text;
    for (const auto& scheme : offered) text += (text.empty() ? "offers " : ", ") + scheme;
    if (!used.empty()) text += fmt::format("{}lets us in with {}", text.empty() ? "" : "; ", used);
    return text.empty() ? "asks for no credentials" : text;
}

void write_proxy_itself(page& to, const report& of) {
    const auto tunnels = tunnels_of(of);
    if (tunnels.empty()) return;
    to.blank();
    to.line({{"the proxy", paint::strong}});
    item(to, "address", reached_text(*tunnels.front()));
    item(to, "certificate", certificate_text(*tunnels.front()));
    const bool asked = std::any_of(tunnels.begin(), tunnels.end(), [](auto* t) { return t->proxy->last(); });
    if (!asked) return;
    item(to, "server", words_of(tunnels, "server"));
    item(to, "via", words_of(tunnels, "via"));
    item(to, "login", login_text(tunnels));
}

// ---- the CONNECT matrix

struct told_cell {
    std::string text = "-";
    paint how = paint::faint;
};

told_cell told_cell_of(const path_observation& seen) {
    const auto* leg = seen.proxy ? seen.proxy->last() : nullptr;
    if (!leg) return {std::string(to_string(seen.failed)), paint::bad};
    if (leg->ok()) return {"open " + shown_ms(leg->elapsed_ms), paint::good};
    if (leg->http) return {fmt::format("{} {}", leg->http->status, one_line(leg->http->reason, 20)), paint::bad};
    return {leg->code.starts_with("SOCKS") ? leg->code : std::string(to_string(leg->failed)), paint::bad};
}

struct matrix_row {
    std::string name;
    std::array<told_cell, matrix_ports.size()> cells;
};

// The row of a host, made where there is none yet.
matrix_row& row_of(std::vector<matrix_row>& rows, const std::string& name) {
    const auto at = std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r.name == name; });
    return at == rows.end() ? rows.emplace_back(matrix_row{name, {}}) : *at;
}

std::string row_name(const netprobe::target& to) {
    const auto host = one_line(to.host, 60);
    if (to.service == "control_name") return host;
    if (to.service == "control_host") return host + " (another name)";
    if (to.service == "control_literal") return host + " (its address)";
    return host + " (does not exist)";
}

void write_connect_matrix(page& to, const report& of) {
    std::vector<matrix_row> rows;
    for (const auto& control : of.controls) {
        const auto& target = shown_target(control);
        static constexpr std::array shown{"control_name", "control_host", "control_literal", "control_nonexistent"};
        if (std::find(shown.begin(), shown.end(), target.service) == shown.end()) continue;
        const auto port = std::find(matrix_ports.begin(), matrix_ports.end(), int{target.port});
        if (port == matrix_ports.end()) continue;
        auto& at = row_of(rows, row_name(target)).cells[static_cast<std::size_t>(port - matrix_ports.begin())];
        at = told_cell_of(control.seen);
        // The one that must not open: a proxy that opens it says nothing with its 200.
        if (target.service == "control_nonexistent" && at.how != paint::faint)
            at.how = at.how == paint::good ? paint::bad : paint::good;
    }
    if (rows.empty()) return;
    std::size_t names = columns("CONNECT to port") + 2;
    for (const auto& r : rows) names = std::max(names, columns(r.name) + 4);
    to.blank();
    constexpr std::size_t wide = 16;
    std::vector<part> head{{padded("CONNECT to port", names), paint::strong}};
    for (const auto port : matrix_ports) head.push_back({padded(std::to_string(port), wide), paint::faint});
    to.line(head);
    for (const auto& r : rows) {
        std::vector<part> parts{{padded("  " + r.name, names)}};
        for (const auto& c : r.cells) parts.push_back({padded(one_line(c.text, wide - 1), wide), c.how});
        to.line(parts);
    }
}

// ---- left alone

void write_ladder(page& to, const report& of) {
    bool first = true;
    for (const auto& control : of.controls) {
        const auto& seen = control.seen;
        if (shown_target(control).service != "control_hold" || !seen.hold) continue;
        if (first) {
            to.blank();
            to.line({{"a tunnel left alone", paint::strong}});
            first = false;
        }
        const bool stood = seen.hold->ok() && !seen.hellos.empty() && seen.hellos.front().http;
        const auto fate =
            !seen.hold->ok() ? fmt::format("{} after {}", to_string(seen.hold->failed), shown_ms(seen.hold->elapsed_ms))
            : stood          ? std::string("stood, and was answered")
                             : fmt::format("stood, and then: {}", to_string(seen.failed));
        const auto used = shown_target(control).as.use_every_ms > 0;
        to.line({{padded((used ? "  in use for " : "  for ") + shown_ms(seen.hold->idle_ms), label + 4)},
            {fate, stood ? paint::good : paint::bad}});
    }
}

} // namespace

std::string write_proxy(const report& of, const terminal_style& style) {
    page out(style);
    write_verdict(out, of);
    write_proxy_itself(out, of);
    write_connect_matrix(out, of);
    write_matrix(out, of);
    write_ladder(out, of);
    write_findings(out, of, style.verbose);
    write_proxy_users(out, of);
    if (style.verbose) write_steps(out, of);
    write_assumptions(out, of);
    return std::move(out).take();
}

} // namespace rules
