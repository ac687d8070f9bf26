// SPDX-License-Identifier: MIT
// Registries (OCI distribution: /v2/, manifests, blobs), their token services and the hosts their layers come from.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "rules/site.hpp"
#include "tools/standin/web.hpp"

namespace standin {
namespace {

using std::chrono::sys_seconds;

constexpr std::chrono::minutes link_life{20};

web_answer registry_answer(int status, std::string body) {
    auto answer = json_answer(status, std::move(body));
    answer.headers.emplace_back("Docker-Distribution-Api-Version", "registry/2.0");
    return answer;
}

web_answer refusal(int status, std::string_view code, std::string_view message) {
    return registry_answer(status, fmt::format(R"({{"errors":[{{"code":"{}","message":"{}"}}]}})", code, message));
}

// Lower-case letters, digits and "._-/" (OCI distribution spec, "name").
bool is_repository(std::string_view name) {
    return !name.empty() && name.size() <= 128 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == '/';
    });
}

// "repository+signature": a token says itself what it is good for, nothing is kept.
std::string make_token(const web_world& world, const std::string& service, const std::string& repository) {
    return repository + "+" + sha256_hex(world.secret + "|token|" + service + "|" + repository);
}

// Whether the request's token is ours and, where `repository` is given, good for it.
bool authorized(const web_world& world, const std::string& service, const request& asked, std::string_view repository) {
    auto given = asked.head.value("authorization").value_or(std::string_view{});
    if (!given.starts_with("Bearer ") && !given.starts_with("bearer ")) return false;
    given.remove_prefix(7);
    const std::string of(given.substr(0, given.find('+')));
    return given == make_token(world, service, of) && (repository.empty() || repository == of);
}

// The repository of "repository:NAME:pull"; empty for anything else.
std::string scope_repository(const request& asked) {
    const auto found = asked.query.find("scope");
    if (found == asked.query.end()) return {};
    std::string_view scope = found->second;
    if (!scope.starts_with("repository:")) return {};
    scope.remove_prefix(11);
    const auto name = scope.substr(0, scope.find(':'));
    return is_repository(name) ? std::string(name) : std::string();
}

web_answer answer_token(const web_world& world, part what, const std::string& service, const request& asked) {
    if (asked.method != "GET") return refusal(405, "UNSUPPORTED", "only GET is answered");
    const auto repository = scope_repository(asked);
    // A customer's registry lets anonymous clients pull only from what was opened to them.
    if (what == part::acr && !repository.starts_with("public/"))
        return refusal(401, "UNAUTHORIZED", "authentication required");
    const auto token = make_token(world, service, repository);
    return json_answer(200, fmt::format(R"({{"access_token":"{0}","token":"{0}","expires_in":300}})", token));
}

web_answer challenge(part what, const std::string& service, const std::string& name, std::string_view repository) {
    auto answer = refusal(401, "UNAUTHORIZED", "authentication required");
    const auto realm =
        what == part::acr ? fmt::format("https://{}/oauth2/token", name) : std::string("https://auth.docker.io/token");
    auto text = fmt::format(R"(Bearer realm="{}",service="{}")", realm, service);
    if (!repository.empty()) text += fmt::format(R"(,scope="repository:{}:pull")", repository);
    answer.headers.emplace_back("WWW-Authenticate", text);
    return answer;
}

// "contoso.azurecr.io" and "contoso.westeurope.geo.azurecr.io" → the cloud they are in.
rules::cloud cloud_of(std::string_view registry) {
    for (const auto other : {rules::cloud::usgov, rules::cloud::china})
        if (registry.ends_with(rules::registry_suffix(other))) return other;
    return rules::cloud::public_;
}

std::string layer_host(const web_world& world, part what, const std::string& name) {
    if (what == part::mcr) return fmt::format("{}.data.{}", world.region, name);
    if (what == part::docker_hub) return "production.cloudfront.docker.com";
    const auto in = cloud_of(name);
    if (world.layers_in_blob) return fmt::format("{}managed1.{}", world.region, rules::storage_suffix(in));
    return fmt::format("{}.{}.data.{}", name.substr(0, name.find('.')), world.region, rules::registry_suffix(in));
}

std::string signature(const web_world& world, std::string_view digest, std::string_view expiry) {
    return sha256_hex(fmt::format("{}|link|{}|{}", world.secret, digest, expiry)).substr(0, 32);
}

web_answer redirect(
    const web_world& world, part what, const std::string& name, std::string_view digest, sys_seconds now) {
    auto answer = registry_answer(307, {});
    const auto hex = digest.substr(std::string_view("sha256:").size());
    const auto expiry = std::to_string((now + link_life).time_since_epoch().count());
    answer.headers.emplace_back(
        "Location", fmt::format("https://{}/docker/registry/v2/blobs/sha256/{}/{}/data?se={}&sp=r&sig={}",
                        layer_host(world, what, name), hex.substr(0, 2), hex, expiry, signature(world, hex, expiry)));
    return answer;
}

// /v2/<repository>/manifests|blobs/<reference>
struct object {
    std::string repository, kind, reference;
};
std::optional<object> read_object(std::string_view path) {
    path.remove_prefix(std::string_view("/v2/").size());
    for (const std::string_view kind : {"/manifests/", "/blobs/"}) {
        const auto at = path.rfind(kind);
        if (at == std::string_view::npos || !is_repository(path.substr(0, at))) continue;
        return object{std::string(path.substr(0, at)), std::string(kind), std::string(path.substr(at + kind.size()))};
    }
    return std::nullopt;
}

web_answer answer_object(
    const web_world& world, part what, const std::string& name, const object& wanted, sys_seconds now) {
    if (wanted.kind == "/blobs/")
        return world.content.blobs.contains(wanted.reference)
                   ? redirect(world, what, name, wanted.reference, now)
                   : refusal(404, "BLOB_UNKNOWN", "blob unknown to registry");
    // Every tag is the one image that there is.
    const bool digest = wanted.reference.find(':') != std::string::npos;
    const auto found = world.content.manifests.find(digest ? wanted.reference : world.content.index);
    if (found == world.content.manifests.end() || wanted.reference.empty())
        return refusal(404, "MANIFEST_UNKNOWN", "manifest unknown");
    auto answer = registry_answer(200, found->second.data);
    answer.headers.front().second = found->second.type;
    answer.headers.emplace_back("Docker-Content-Digest", found->first);
    return answer;
}

} // namespace

web_answer answer_registry(
    const web_world& world, part what, const std::string& name, const request& asked, sys_seconds now) {
    const std::string service = what == part::acr ? name : std::string("registry.docker.io");
    if (what == part::docker_auth)
        return asked.path == "/token" ? answer_token(world, what, service, asked) : json_answer(404, "{}");
    if (what == part::acr && asked.path == "/oauth2/token") return answer_token(world, what, service, asked);
    if (asked.method != "GET" && asked.method != "HEAD") return refusal(405, "UNSUPPORTED", "read only");
    const bool open_to_all = what == part::mcr;
    if (asked.path == "/v2/" || asked.path == "/v2") {
        if (!open_to_all && !authorized(world, service, asked, {})) return challenge(what, service, name, {});
        return registry_answer(200, "{}");
    }
    const auto wanted = asked.path.starts_with("/v2/") ? read_object(asked.path) : std::nullopt;
    if (!wanted) return refusal(404, "NAME_UNKNOWN", "no such path");
    if (!open_to_all && !authorized(world, service, asked, wanted->repository))
        return challenge(what, service, name, wanted->repository);
    return answer_object(world, what, name, *wanted, now);
}

web_answer answer_layers(const web_world& world, part what, const request& asked, sys_seconds now) {
    web_answer answer;
    if (what == part::blob) {
        answer.server = "Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0";
        answer.headers.emplace_back("x-ms-request-id",
            sha256_hex(fmt::format("{}{}", asked.path, now.time_since_epoch().count())).substr(0, 32));
        answer.headers.emplace_back("x-ms-version", "2009-09-19");
    }
    const auto fail = [&](int status, std::string_view code) {
        answer.status = status;
        answer.headers.emplace_back("Content-Type", "application/xml");
        answer.body = fmt::format(R"(<?xml version="1.0" encoding="utf-8"?><Error><Code>{}</Code></Error>)", code);
        return answer;
    };
    const std::string_view path = asked.path;
    if (path == "/") return fail(400, "InvalidQueryParameterValue");
    constexpr std::string_view end = "/data";
    if (!path.ends_with(end) || path.size() < end.size() + 64) return fail(404, "ResourceNotFound");
    const auto hex = path.substr(path.size() - end.size() - 64, 64);
    const auto found = world.content.blobs.find("sha256:" + std::string(hex));
    if (found == world.content.blobs.end()) return fail(404, "BlobNotFound");
    const auto given = [&](const char* key) {
        const auto at = asked.query.find(key);
        return at == asked.query.end() ? std::string() : at->second;
    };
    const auto expiry = given("se");
    std::int64_t until = 0;
    std::from_chars(expiry.data(), expiry.data() + expiry.size(), until);
    if (given("sig") != signature(world, hex, expiry) || until < now.time_since_epoch().count())
        return fail(403, "AuthenticationFailed");
    answer.headers.emplace_back("Content-Type", "application/octet-stream");
    answer.body = found->second.data;
    return answer;
}

} // namespace standin
