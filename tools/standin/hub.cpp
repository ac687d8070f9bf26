// SPDX-License-Identifier: MIT
// IoT Hub and the Device Provisioning Service over HTTPS and WebSocket, for somebody without a credential.
#include <array>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "netprobe/protocol/websocket.hpp"
#include "tools/standin/web.hpp"

namespace standin {
namespace {

// Calls `use` for each element of a comma-separated header until it returns true.
template <class Use>
bool any_element(std::string_view list, Use use) {
    while (!list.empty()) {
        auto element = list.substr(0, list.find(','));
        list.remove_prefix(std::min(element.size() + 1, list.size()));
        while (element.starts_with(' ') || element.starts_with('\t')) element.remove_prefix(1);
        while (element.ends_with(' ') || element.ends_with('\t')) element.remove_suffix(1);
        if (!element.empty() && use(element)) return true;
    }
    return false;
}

web_answer hub_answer(int status, std::string body, std::string note = {}) {
    auto answer = json_answer(status, std::move(body));
    answer.server = "Microsoft-HTTPAPI/2.0";
    answer.note = std::move(note);
    return answer;
}

struct subprotocol {
    std::string_view name, speaks;
};
// The C SDK writes MQTT in capitals; the hub does not mind.
constexpr std::array subprotocols{subprotocol{"mqtt", "mqtt"}, subprotocol{"AMQPWSB10", "amqp"}};

web_answer answer_upgrade(const request& asked) {
    const auto header = [&](std::string_view name) { return asked.head.value(name).value_or(std::string_view{}); };
    const auto is = [](std::string_view wanted) {
        return [wanted](std::string_view element) { return netprobe::same_but_for_case(element, wanted); };
    };
    if (!any_element(header("upgrade"), is("websocket")) || !any_element(header("connection"), is("upgrade"))) {
        auto answer = hub_answer(426, "{}", "no Upgrade: websocket");
        answer.headers.emplace_back("Upgrade", "websocket"); // RFC 9110 §7.8: with Connection naming it
        answer.headers.emplace_back("Connection", "Upgrade");
        return answer;
    }
    if (header("sec-websocket-version") != "13") {
        auto answer = hub_answer(426, "{}", "WebSocket version is not 13");
        answer.headers.emplace_back("Sec-WebSocket-Version", "13");
        return answer;
    }
    const auto key = header("sec-websocket-key");
    if (asked.method != "GET" || key.size() != 24 || !key.ends_with("==")) // 16 bytes in base64
        return hub_answer(400, "{}", "bad Sec-WebSocket-Key");
    web_answer answer;
    answer.server = "Microsoft-HTTPAPI/2.0";
    const bool known = any_element(header("sec-websocket-protocol"), [&](std::string_view offered) {
        for (const auto& [name, speaks] : subprotocols) {
            if (!netprobe::same_but_for_case(offered, name)) continue;
            answer.switch_to = speaks;
            answer.headers.emplace_back("Sec-WebSocket-Protocol", offered);
            return true;
        }
        return false;
    });
    if (!known) return hub_answer(400, "{}", "no known WebSocket subprotocol");
    answer.status = 101;
    answer.headers.emplace_back("Upgrade", "websocket");
    answer.headers.emplace_back("Connection", "Upgrade");
    answer.headers.emplace_back("Sec-WebSocket-Accept", netprobe::websocket::accept_key(key));
    return answer;
}

} // namespace

web_answer answer_hub(part what, const request& asked, std::chrono::sys_seconds now) {
    // SDKs of DPS differ: some use the hub's path, .NET the root.
    const bool socket_path = asked.path == "/$iothub/websocket" || asked.path == "/%24iothub/websocket";
    if (socket_path || (what == part::dps && asked.path == "/")) return answer_upgrade(asked);
    const auto time = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(now)));
    if (what == part::dps) {
        if (asked.path.find("/registrations/") == std::string::npos) return hub_answer(404, "{}");
        return hub_answer(
            401, fmt::format(R"({{"errorCode":401002,"trackingId":"00000000-0000-0000-0000-000000000000",)"
                             R"("message":"Unauthorized","timestampUtc":"{}"}})",
                     time));
    }
    if (!asked.path.starts_with("/devices/"))
        return hub_answer(404, R"({"Message":"ErrorCode:ResourceNotFound;Not found"})");
    auto answer = hub_answer(401,
        R"({"Message":"ErrorCode:IotHubUnauthorizedAccess;Unauthorized","ExceptionMessage":"Authorization header missing"})");
    answer.headers.emplace_back("iothub-errorcode", "IotHubUnauthorizedAccess");
    return answer;
}

} // namespace standin
