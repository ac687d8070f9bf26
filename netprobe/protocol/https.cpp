// SPDX-License-Identifier: MIT
// HTTPS to the hub, DPS and everything that is not a registry: after TLS any answer of the service proves
// the path; what is left is to tell the service's answers from a box's (facts/azure.md §2.5).
#include "netprobe/protocol/http_exchange.hpp"
#include "netprobe/protocol/https_answer.hpp"
#include "netprobe/protocol/protocol.hpp"

namespace netprobe {

void judge_https(const target& to, bool trusted, hello_observation& seen) {
    if (!seen.ok() || !seen.http) return;
    const int status = seen.http->status;
    const bool redirect = status / 100 == 3 && status != 304;
    constexpr int forbidden = 403, legally = 451, portal = 511, proxy_credentials = 407;
    if (status == forbidden || status == legally || status == portal || status == proxy_credentials)
        seen.failed = failure::denied;
    else if (status < 200 || status >= 500 || (redirect && !(to.may_redirect && trusted)))
        seen.failed = failure::protocol_mismatch;
    if (!seen.ok()) seen.code = "HTTP " + std::to_string(status);
}

asio::awaitable<void> speak_https(const wire& on, stream& over, path_observation& seen) {
    http::request what;
    what.host = seen.to.host;
    what.resource = seen.to.resource.empty() ? "/" : seen.to.resource;
    auto got = co_await http::ask(on, over, std::move(what));
    judge_https(seen.to, seen.tls && seen.tls->verify_code == 0 && seen.tls->name_matches, got.seen);
    seen.hellos.push_back(std::move(got.seen));
}

asio::awaitable<void> speak_blob(const wire& on, stream& over, path_observation& seen) {
    co_await speak_https(on, over, seen); // 400 InvalidQueryParameterValue without a query; 403 and 404 are its own too
    auto& answer = seen.hellos.back();
    answer.protocol = "blob";
    // Storage refuses a stranger with 403 and its own request id: reached (facts/azure.md §2.5).
    if (answer.failed != failure::denied || !answer.http) co_return;
    if (answer.http->header("x-ms-request-id").empty()) co_return;
    answer.failed = failure::none;
    answer.code.clear();
}

} // namespace netprobe
