// SPDX-License-Identifier: MIT
#include "netprobe/upgrade.hpp"

#include "netprobe/ascii.hpp"
#include "netprobe/protocol/websocket.hpp"

namespace netprobe {
namespace {

// facts/azure.md §2.2. The query makes a hub not ask for a client certificate on this connection; others ignore it.
constexpr auto hub_resource = "/$iothub/websocket?iothub-no-client-cert=true";

// What the answer lacks to be the upgrade that was asked for; nothing if it is that.
std::string missing_from(const upgrade_observation& seen, const std::string& wanted) {
    if (seen.answer.status != 101) return "HTTP " + std::to_string(seen.answer.status);
    if (!same_but_for_case(seen.answer.header("upgrade"), "websocket")) return "101 without Upgrade: websocket";
    if (!seen.accept_matches) return "101 with a wrong Sec-WebSocket-Accept";
    if (seen.subprotocol.empty()) return "101 without Sec-WebSocket-Protocol";
    if (!same_but_for_case(seen.subprotocol, wanted)) return "101 for another subprotocol";
    return {};
}

} // namespace

asio::awaitable<upgraded> upgrade(const wire& on, stream& over, target to, std::string subprotocol) {
    const auto key = websocket::make_key();
    http::request ask;
    ask.host = to.host;
    ask.resource = to.resource.empty() ? hub_resource : to.resource;
    ask.headers.push_back("Upgrade: websocket");
    ask.headers.push_back("Connection: Upgrade");
    ask.headers.push_back("Sec-WebSocket-Key: " + key);
    ask.headers.push_back("Sec-WebSocket-Version: 13");
    ask.headers.push_back("Sec-WebSocket-Protocol: " + subprotocol);
    auto got = co_await http::ask(on, over, std::move(ask));

    upgraded result;
    auto& seen = result.seen;
    static_cast<outcome&>(seen) = static_cast<const outcome&>(got.seen);
    seen.kernel = std::move(got.seen.kernel);
    if (!seen.ok()) co_return result;
    if (got.seen.http) seen.answer = std::move(*got.seen.http);
    seen.subprotocol = seen.answer.header("sec-websocket-protocol");
    seen.accept_matches = seen.answer.header("sec-websocket-accept") == websocket::accept_key(key);
    seen.code = missing_from(seen, subprotocol);
    if (!seen.code.empty()) seen.failed = failure::denied;
    result.spare = std::move(got.spare);
    co_return result;
}

} // namespace netprobe
