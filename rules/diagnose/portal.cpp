// SPDX-License-Identifier: MIT
#include "rules/diagnose/portal.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "rules/diagnose/by_proxy.hpp"

namespace rules::diagnosis {

const netprobe::http_answer* http_answer_of(const netprobe::path_observation& seen) {
    for (auto h = seen.hellos.rbegin(); h != seen.hellos.rend(); ++h)
        if (h->http && h->http->status != 0) return &*h->http;
    return seen.upgrade && seen.upgrade->answer.status != 0 ? &seen.upgrade->answer : nullptr;
}

bool has_service_mark(const netprobe::http_answer& answer) {
    static constexpr std::array<std::string_view, 3> marks{
        "iothub-errorcode", "x-ms-request-id", "docker-distribution-api-version"};
    if (std::any_of(marks.begin(), marks.end(), [&](auto m) { return !answer.header(m).empty(); })) return true;
    const auto server = answer.header("server");
    return server.starts_with("Windows-Azure-Blob") || server.starts_with("Microsoft-HTTPAPI");
}

std::string box_in(const netprobe::http_answer& answer) {
    for (const auto name : {"via", "proxy-status", "x-squid-error"})
        if (const auto value = answer.header(name); !value.empty()) return std::string(value);
    return {};
}

namespace {

// "https://login.site.example/x" → "login.site.example"; empty for a path on the same host.
std::string host_in(std::string_view url) {
    const auto at = url.find("://");
    if (at == std::string_view::npos) return {};
    url.remove_prefix(at + 3);
    return std::string(url.substr(0, url.find_first_of(":/?")));
}

} // namespace

bool diagnose_portal(inquiry& in, std::size_t index) {
    const auto text = page_instead(in, index);
    if (text.empty()) return false;
    const auto& seen = in.path(index).seen;
    const auto* answer = http_answer_of(seen);
    const bool page = answer->status == 200;
    // What answers inside a tunnel is where the proxy leads to.
    const bool proxy = by_proxy(seen);
    auto s = proxy ? about_proxy(in, page ? "proxy.html_blockpage" : "proxy.redirect", index)
                   : in.about("net.captive_portal", index);
    s.proved = answer->status == 511;
    if (!proxy) s.keys = {"portal"};
    if (!proxy) s.box = host_in(answer->header("location"));
    s.evidence.push_back(text);
    in.suspect(std::move(s));
    return true;
}

std::string page_instead(const inquiry& in, std::size_t index) {
    const auto& seen = in.path(index).seen;
    const auto* answer = http_answer_of(seen);
    if (!answer) return {};
    // Nobody can answer in place of a peer that has shown a certificate of the service's own roots.
    if (seen.tls && seen.tls->service_root && !untrusted(seen)) return {};
    // A certificate forged for the name is an inspector's, and he passes on what the service says.
    if (seen.tls && untrusted(seen) && seen.tls->name_matches && answer->status != 511) return {};
    const auto to = host_in(answer->header("location"));
    const bool redirect = answer->status >= 300 && answer->status < 400 && !to.empty() && to != seen.to.host;
    const bool page =
        answer->status == 200 && answer->header("content-type").starts_with("text/html") && !has_service_mark(*answer);
    const bool asked_to_sign_in = answer->status == 511; // RFC 6585 §6
    if (!redirect && !page && !asked_to_sign_in) return {};
    return fmt::format("{}:{} answered {} {}{}", seen.to.host, seen.to.port, answer->status, answer->reason,
        redirect ? " to " + to
        : page   ? " with a web page"
                 : "");
}

} // namespace rules::diagnosis
