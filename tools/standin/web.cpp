// SPDX-License-Identifier: MIT
#include "tools/standin/web.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace standin {
namespace {

std::string_view reason(int status) {
    switch (status) {
    case 101: return "Switching Protocols";
    case 200: return "OK";
    case 301: return "Moved Permanently";
    case 307: return "Temporary Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 426: return "Upgrade Required";
    default: return "Status";
    }
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// Of a query's value: %XX and '+' for a space; a damaged escape stays as it is.
std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape =
            text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
        if (escape) {
            out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

std::map<std::string, std::string> read_query(std::string_view text) {
    std::map<std::string, std::string> out;
    while (!text.empty()) {
        const auto part = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(part.size() + 1, text.size()));
        const auto equals = std::min(part.find('='), part.size());
        out.emplace(decoded(part.substr(0, equals)), decoded(part.substr(std::min(equals + 1, part.size()))));
    }
    return out;
}

web_answer answer_version_file(part what, const request& asked) {
    if (what == part::short_link) {
        if (asked.path != "/azure-iotedge-latest-versions") return json_answer(404, "{}");
        web_answer answer;
        answer.status = 301;
        answer.headers.emplace_back(
            "Location", "https://raw.githubusercontent.com/Azure/azure-iotedge/main/latest-aziot-edge.json");
        return answer;
    }
    return json_answer(200, R"({"aziot-edge":"1.6.1","aziot-identity-service":"1.6.0"})");
}

} // namespace

std::optional<request> read_request(const netprobe::http::head& head) {
    const std::string_view line = head.start_line;
    const auto first = line.find(' '), second = line.rfind(' ');
    if (first == std::string_view::npos || first == 0 || second == first) return std::nullopt;
    const auto target = line.substr(first + 1, second - first - 1);
    if (!target.starts_with('/') || target.find(' ') != std::string_view::npos) return std::nullopt;
    if (!line.substr(second + 1).starts_with("HTTP/1.")) return std::nullopt;
    request out;
    out.method = line.substr(0, first);
    const auto mark = std::min(target.find('?'), target.size());
    out.path = target.substr(0, mark);
    if (mark < target.size()) out.query = read_query(target.substr(mark + 1));
    const auto host = head.value("host").value_or(std::string_view{});
    out.host = normal_name(host.substr(0, host.find(':')));
    out.head = head;
    return out;
}

web_answer json_answer(int status, std::string body) {
    web_answer answer;
    answer.status = status;
    answer.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
    answer.body = std::move(body);
    return answer;
}

web_answer answer_web(
    const web_world& world, part what, const std::string& name, const request& asked, std::chrono::sys_seconds now) {
    switch (what) {
    case part::hub:
    case part::hub_device:
    case part::dps: return answer_hub(what, asked, now);
    case part::mcr:
    case part::acr:
    case part::docker_hub:
    case part::docker_auth: return answer_registry(world, what, name, asked, now);
    case part::mcr_data:
    case part::acr_data:
    case part::docker_data:
    case part::blob: return answer_layers(world, what, asked, now);
    case part::packages: {
        web_answer answer;
        answer.headers.emplace_back("Content-Type", "text/html");
        answer.body = "<html><body>packages</body></html>\n";
        return answer;
    }
    case part::short_link:
    case part::raw_files: return answer_version_file(what, asked);
    case part::time: break;
    }
    return json_answer(404, "{}");
}

std::string write_answer(const web_answer& answer, bool body, bool keep_alive, std::chrono::sys_seconds now) {
    auto out = fmt::format("HTTP/1.1 {} {}\r\nDate: {:%a, %d %b %Y %H:%M:%S} GMT\r\nServer: {}\r\n", answer.status,
        reason(answer.status), fmt::gmtime(std::chrono::system_clock::to_time_t(now)), answer.server);
    for (const auto& [name, value] : answer.headers) out += fmt::format("{}: {}\r\n", name, value);
    if (answer.status != 101) {
        out += fmt::format("Content-Length: {}\r\n", answer.body.size());
        if (!keep_alive) out += "Connection: close\r\n";
    }
    out += "\r\n";
    if (body) out += answer.body;
    return out;
}

} // namespace standin
