// SPDX-License-Identifier: MIT
#include "netprobe/protocol/registry_answers.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "netprobe/ascii.hpp"

namespace netprobe::registry {
namespace {

using nlohmann::json;

bool is_digest(std::string_view text) {
    if (!text.starts_with("sha256:") || text.size() != 71) return false;
    return text.substr(7).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// The value of key="…" in a challenge's parameters.
std::string parameter(std::string_view text, std::string_view key) {
    const auto wanted = std::string(key) + "=\"";
    auto at = text.find(wanted);
    while (at != std::string_view::npos && at > 0 && text[at - 1] != ' ' && text[at - 1] != ',')
        at = text.find(wanted, at + 1);
    if (at == std::string_view::npos) return {};
    const auto from = at + key.size() + 2;
    const auto to = text.find('"', from);
    return to == std::string_view::npos ? std::string() : std::string(text.substr(from, to - from));
}

json parse(std::string_view text) { return json::parse(text, nullptr, false); }

// The string under `key` of an object, or empty.
std::string text_at(const json& object, const char* key) {
    const auto at = object.is_object() ? object.find(key) : object.end();
    return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

} // namespace

image image_of(std::string_view text) {
    const auto at = text.find('@');
    auto name = text.substr(0, at);
    const auto colon = name.rfind(':');
    std::string tag = "latest";
    if (colon != std::string_view::npos && name.find('/', colon) == std::string_view::npos) {
        tag = name.substr(colon + 1);
        name = name.substr(0, colon);
    }
    return {
        std::string(name), at == std::string_view::npos ? tag : std::string(text.substr(at + 1))}; // a digest decides
}

std::optional<challenge> parse_challenge(std::string_view www_authenticate) {
    constexpr std::string_view scheme = "bearer ";
    if (!same_but_for_case(www_authenticate.substr(0, scheme.size()), scheme)) return std::nullopt;
    challenge found{parameter(www_authenticate, "realm"), parameter(www_authenticate, "service")};
    if (found.realm.empty()) return std::nullopt;
    return found;
}

std::optional<https_url> parse_https_url(std::string_view url) {
    constexpr std::string_view scheme = "https://";
    if (!url.starts_with(scheme) || url.size() > 2048) return std::nullopt;
    // A space or a control character would end our request line.
    if (std::any_of(url.begin(), url.end(), [](unsigned char c) { return c <= ' ' || c >= 0x7f; })) return std::nullopt;
    url.remove_prefix(scheme.size());
    const auto slash = url.find_first_of("/?#");
    auto authority = url.substr(0, slash);
    https_url found;
    found.resource = slash == std::string_view::npos ? "/" : std::string(url.substr(slash));
    if (found.resource.front() != '/') found.resource.insert(0, 1, '/');
    found.resource.resize(std::min(found.resource.find('#'), found.resource.size()));
    if (const auto colon = authority.rfind(':'); colon != std::string_view::npos) {
        const auto port = port_from(authority.substr(colon + 1));
        if (!port) return std::nullopt;
        found.port = *port;
        authority = authority.substr(0, colon);
    }
    found.host = lower(authority);
    constexpr auto name_characters = "abcdefghijklmnopqrstuvwxyz0123456789.-";
    if (found.host.empty() || found.host.size() > 253 ||
        found.host.find_first_not_of(name_characters) != std::string::npos)
        return std::nullopt;
    return found;
}

std::optional<next_digest> parse_manifest(std::string_view text) {
    const auto root = parse(text);
    if (!root.is_object()) return std::nullopt;
    if (const auto config = root.find("config"); config != root.end()) {
        const auto digest = text_at(*config, "digest");
        if (is_digest(digest)) return next_digest{digest, false};
    }
    const auto list = root.find("manifests");
    if (list == root.end() || !list->is_array()) return std::nullopt;
    for (const auto& entry : *list)
        if (const auto digest = text_at(entry, "digest"); is_digest(digest)) return next_digest{digest, true};
    return std::nullopt;
}

std::string parse_token(std::string_view text) {
    const auto root = parse(text);
    auto token = text_at(root, "access_token");
    if (token.empty()) token = text_at(root, "token");
    // It goes into a header of ours: anything but visible ASCII would be the token service writing our request.
    const bool visible = std::all_of(token.begin(), token.end(), [](unsigned char c) { return c > ' ' && c < 0x7f; });
    return visible && token.size() <= 16 * 1024 ? token : std::string();
}

void judge(hello_observation& seen) {
    if (!seen.ok() || !seen.http) return;
    const auto& answer = *seen.http;
    const bool page = answer.header("content-type").find("text/html") != std::string_view::npos;
    const bool registry_headers =
        !answer.header("docker-distribution-api-version").empty() || !answer.header("www-authenticate").empty();
    constexpr int ok = 200, unauthorized = 401, forbidden = 403, too_many = 429;
    if (answer.status == forbidden)
        seen.failed = failure::denied;
    else if (!((answer.status == ok && !page) || (answer.status == unauthorized && registry_headers) ||
                 answer.status == too_many))
        seen.failed = failure::protocol_mismatch;
    if (!seen.ok()) seen.code = "HTTP " + std::to_string(answer.status);
}

} // namespace netprobe::registry
