// SPDX-License-Identifier: MIT
//
// Who has no proxy where another one has, or where a report says that only the proxy gets out (facts/azure.md §0.3,
// §4.2).
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "rules/lint/proxy_places.hpp"
#include "rules/lint/topics.hpp"

namespace rules {
namespace {

using way_needs = proxy_place::needs;

std::string with_url(std::string remedy, const std::string& url) {
    const auto at = remedy.find("%s");
    return at == remedy.npos ? remedy : remedy.replace(at, 2, url);
}

const proxy_place* first_set(const std::vector<proxy_place>& places, way_needs what) {
    const auto found = std::ranges::find_if(
        places, [what](const proxy_place& p) { return p.what == what && p.set && !p.address.empty(); });
    return found == places.end() ? nullptr : &*found;
}

// How much it matters that somebody has no proxy, where another one has. A report knows who needs it.
severity weight_of_missing(const proxy_place& one, const device& of, const lint_context& with, severity usual) {
    const auto seen = one.seen_in(with.ways);
    if (seen.needs_proxy()) return severity::error;
    if (seen.direct_works() || one.declined) return severity::note;
    // The device starts with the one, and the deployment takes it away.
    const bool taken_away = one.who == "edgeAgent" && of.config.agent_proxy && !of.config.agent_proxy->value.empty();
    return taken_away ? severity::error : usual;
}

// Those of a kind who have none, where somebody who goes to the hub has one.
void look_for_missing(const device& of, const lint_context& with, way_needs what, severity usual, std::string_view why,
    lint_findings& found) {
    const auto places = proxy_places_of(of);
    const auto* const set = first_set(places, way_needs::hub);
    if (set == nullptr) return;
    for (const auto& one : places) {
        if (one.what != what || one.set || one.later) continue;
        const bool has_line = one.at.line > 0;
        const auto weight = weight_of_missing(one, of, with, usual);
        const auto reason = weight == severity::error && one.seen_in(with.ways).needs_proxy()
                                ? fmt::format("{} says that it gets out by the proxy only", with.report)
                            : one.seen_in(with.ways).direct_works()
                                ? fmt::format("{} says that it gets out without", with.report)
                                : std::string(why);
        found.add(weight, has_line ? one.at : set->at,
            has_line ? fmt::format("{} has no proxy here, and {} sets {}: {}", one.who, to_string(set->at),
                           set->address, reason)
                     : fmt::format("the proxy {} is set here, and {} has none: {}", set->address, one.who, reason),
            with_url(one.remedy, "http://" + set->address));
    }
}

void look_for_missing_hub_users(const device& of, const lint_context& with, lint_findings& found) {
    look_for_missing(of, with, way_needs::hub, severity::warning,
        "identity daemon, edgeAgent and edgeHub go to the same hub, each only by what it is told itself", found);
}

void look_for_missing_engine(const device& of, const lint_context& with, lint_findings& found) {
    look_for_missing(of, with, way_needs::images, severity::warning, "images are pulled directly", found);
}

void look_for_missing_edged(const device& of, const lint_context& with, lint_findings& found) {
    look_for_missing(of, with, way_needs::nothing, severity::note,
        "it makes no calls itself, but `iotedge check` compares it", found);
}

// A site that lets out by its proxy only, and nobody who goes to the hub was told of it.
void look_for_needed(const device& of, const lint_context& with, lint_findings& found) {
    const auto places = proxy_places_of(of);
    if (first_set(places, way_needs::hub) != nullptr) return; // who lacks it then has a rule of its own
    for (const auto& one : places) {
        if (one.set || one.later || !one.seen_in(with.ways).needs_proxy()) continue;
        found.add(one.at.file.empty() ? place{of.config.root.at().file, 0} : one.at,
            fmt::format("{} has no proxy, and {} says that {} by the proxy only", one.who, with.report,
                one.what == way_needs::images ? "images come" : "the hub is reached"),
            with_url(one.remedy, with.ways.proxy.empty() ? "http://HOST:PORT" : with.ways.proxy));
    }
}

void look_for_engine_alone(const device& of, const lint_context& with, lint_findings& found) {
    const auto places = proxy_places_of(of);
    const auto* const engine = first_set(places, way_needs::images);
    const auto asks = [&](const proxy_place& p) { // of the others a report knows what they need
        const auto seen = p.seen_in(with.ways);
        return p.what == way_needs::hub && !p.later && !seen.direct_works() && !seen.needs_proxy();
    };
    if (engine == nullptr || first_set(places, way_needs::hub) != nullptr || std::ranges::none_of(places, asks)) return;
    found.add(engine->at,
        fmt::format("images come by the proxy {}, and nobody who goes to the hub has a proxy", engine->address),
        "set it for aziot-identityd, edgeAgent and edgeHub, too, unless the hub is reached directly");
}

constexpr auto proxy_article_missing = "Microsoft, how-to-configure-proxy-support";
constexpr std::array proxy_missing_rows{
    lint_rule{"proxy-needed", severity::error, "The site lets out by its proxy only, and nobody is told of it",
        "the report given with --report", look_for_needed},
    lint_rule{"proxy-missing", severity::warning, "Some who go to the hub have a proxy and others have none",
        proxy_article_missing, look_for_missing_hub_users},
    lint_rule{"proxy-missing-engine", severity::warning,
        "The container engine has no proxy, and those who go to the hub do", proxy_article_missing,
        look_for_missing_engine},
    lint_rule{"proxy-missing-edged", severity::note, "aziot-edged has no proxy, which `iotedge check` remarks",
        proxy_article_missing, look_for_missing_edged},
    lint_rule{"proxy-engine-only", severity::warning, "Only the container engine has a proxy", proxy_article_missing,
        look_for_engine_alone},
};

} // namespace

std::span<const lint_rule> proxy_missing_rules() noexcept { return proxy_missing_rows; }

} // namespace rules
