// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tools/standin/web.hpp"

using namespace standin;
using nlohmann::json;

namespace {

const std::chrono::sys_seconds now{std::chrono::seconds(1'700'000'000)};

web_world make_world() {
    web_world world;
    world.content = make_image(1000);
    world.secret = "secret of a test";
    world.extra = {{"hub.example.com"}, {}};
    return world;
}

request make_request(const std::string& target, const std::vector<std::pair<std::string, std::string>>& headers = {},
    const std::string& method = "GET") {
    netprobe::http::head head;
    head.start_line = method + " " + target + " HTTP/1.1";
    head.headers = headers;
    return read_request(head).value();
}

std::string header(const web_answer& from, const std::string& name) {
    for (const auto& [key, value] : from.headers)
        if (key == name) return value;
    return {};
}

// Asks the part that answers for the host of an https:// URL.
web_answer get(const web_world& world, const std::string& url, const std::string& token = {}) {
    const auto slash = url.find('/', 8);
    const auto host = url.substr(8, slash - 8);
    INFO(url);
    const auto what = part_for(host, world.extra);
    REQUIRE(what);
    std::vector<std::pair<std::string, std::string>> headers;
    if (!token.empty()) headers.emplace_back("authorization", "Bearer " + token);
    return answer_web(world, *what, host, make_request(url.substr(slash), headers), now);
}

std::vector<std::pair<std::string, std::string>> upgrade(const std::string& subprotocol) {
    return {{"host", "contoso.azure-devices.net"}, {"upgrade", "websocket"}, {"connection", "keep-alive, Upgrade"},
        {"sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="}, {"sec-websocket-version", "13"},
        {"sec-websocket-protocol", subprotocol}};
}

} // namespace

TEST_CASE("web: the fixed answers") {
    struct row {
        const char* url;
        int status;
        const char* name;
        const char* value;
    };
    const auto world = make_world();
    for (const auto& [url, status, name, value] : {
             row{"https://contoso.azure-devices.net/devices/0000/modules", 401, "iothub-errorcode",
                 "IotHubUnauthorizedAccess"},
             row{"https://contoso.device.azure-devices.net/devices/d", 401, "iothub-errorcode",
                 "IotHubUnauthorizedAccess"},
             row{"https://hub.example.com/devices/d", 401, "iothub-errorcode", "IotHubUnauthorizedAccess"},
             row{"https://contoso.azure-devices.net/", 404, "iothub-errorcode", ""},
             row{"https://contoso.azure-devices.net/$iothub/websocket", 426, "Upgrade", "websocket"},
             row{"https://global.azure-devices-provisioning.net/0ne/registrations/r/register?api-version=2021-06-01",
                 401, "Content-Type", "application/json; charset=utf-8"},
             row{"https://global.azure-devices-provisioning.net/x", 404, "", ""},
             row{"https://mcr.microsoft.com/v2/", 200, "Docker-Distribution-Api-Version", "registry/2.0"},
             row{"https://acme.azurecr.io/v2/", 401, "WWW-Authenticate",
                 "Bearer realm=\"https://acme.azurecr.io/oauth2/token\",service=\"acme.azurecr.io\""},
             row{"https://registry-1.docker.io/v2/", 401, "WWW-Authenticate",
                 "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\""},
             row{"https://acme.azurecr.io/v2/x/manifests/1", 401, "WWW-Authenticate",
                 "Bearer "
                 "realm=\"https://acme.azurecr.io/oauth2/"
                 "token\",service=\"acme.azurecr.io\",scope=\"repository:x:pull\""},
             row{"https://acme.azurecr.io/oauth2/token?scope=repository:private:pull", 401, "", ""},
             row{"https://acme.azurecr.io/oauth2/token", 401, "", ""},
             row{"https://x.blob.core.windows.net/", 400, "x-ms-version", "2009-09-19"},
             row{"https://x.blob.core.windows.net/container/none", 404, "", ""},
             row{"https://packages.microsoft.com/config/debian/12/", 200, "Content-Type", "text/html"},
             row{"https://aka.ms/azure-iotedge-latest-versions", 301, "Location",
                 "https://raw.githubusercontent.com/Azure/azure-iotedge/main/latest-aziot-edge.json"},
             row{"https://aka.ms/other", 404, "", ""},
             row{"https://mcr.microsoft.com/v2/none", 404, "", ""},
             row{"https://mcr.microsoft.com/v2/a/blobs/sha256:00", 404, "", ""},
             row{"https://mcr.microsoft.com/v2/a/manifests/sha256:00", 404, "", ""},
             row{"https://mcr.microsoft.com/v2/A%20B/manifests/1", 404, "", ""},
         }) {
        INFO(url);
        const auto answer = get(world, url);
        CHECK(answer.status == status);
        if (*name) CHECK(header(answer, name) == value);
    }
    CHECK(get(world, "https://x.blob.core.windows.net/").server.starts_with("Windows-Azure-Blob/1.0"));
    CHECK(json::parse(get(world, "https://raw.githubusercontent.com/a").body).contains("aziot-edge"));
    CHECK(json::parse(get(world, "https://global.azure-devices-provisioning.net/0ne/registrations/r/register").body)
              .at("errorCode") == 401002);
    CHECK(json::parse(get(world, "https://contoso.azure-devices.net/devices/d").body).contains("Message"));
}

TEST_CASE("web: an image pulled from tag to layer, every digest right") {
    auto world = make_world();
    struct row {
        const char* registry;
        const char* token_url;
        bool in_blob;
        const char* layer_host;
    };
    for (const auto& [registry, token_url, in_blob, layer_host] :
        {
            row{"https://mcr.microsoft.com", "", false, "https://westeurope.data.mcr.microsoft.com/"},
            row{"https://mcr.azure.cn", "", false, "https://westeurope.data.mcr.azure.cn/"},
            row{"https://acme.azurecr.io",
                "https://acme.azurecr.io/oauth2/token?service=acme.azurecr.io&scope=repository%3Apublic%2Fhello%3Apull",
                false, "https://acme.westeurope.data.azurecr.io/"},
            row{"https://acme.azurecr.us", "https://acme.azurecr.us/oauth2/token?scope=repository:public/hello:pull",
                true, "https://westeuropemanaged1.blob.core.usgovcloudapi.net/"},
            row{"https://registry-1.docker.io",
                "https://auth.docker.io/token?service=registry.docker.io&scope=repository:public/hello:pull", false,
                "https://production.cloudfront.docker.com/"},
        }) {
        INFO(registry);
        world.layers_in_blob = in_blob;
        std::string token;
        if (*token_url) token = json::parse(get(world, token_url).body).at("access_token");
        const std::string repository = std::string(registry) + "/v2/public/hello";
        const auto index = get(world, repository + "/manifests/latest", token);
        REQUIRE(index.status == 200);
        CHECK(header(index, "Content-Type") == "application/vnd.oci.image.index.v1+json");
        CHECK(header(index, "Docker-Content-Digest") == digest_of(index.body));
        const std::string digest = json::parse(index.body).at("manifests").at(0).at("digest");
        const auto manifest = get(world, repository + "/manifests/" + digest, token);
        REQUIRE(manifest.status == 200);
        CHECK(digest_of(manifest.body) == digest);
        const auto read = json::parse(manifest.body);
        for (const auto& blob : {read.at("config"), read.at("layers").at(0)}) {
            const auto redirect = get(world, repository + "/blobs/" + blob.at("digest").get<std::string>(), token);
            REQUIRE(redirect.status == 307);
            const auto location = header(redirect, "Location");
            CHECK(location.starts_with(layer_host));
            CHECK(location.size() < 240); // a request line is cut at 256
            const auto layer = get(world, location);
            REQUIRE(layer.status == 200);
            CHECK(digest_of(layer.body) == blob.at("digest").get<std::string>());
            CHECK(layer.body.size() == blob.at("size").get<std::size_t>());
            CHECK(get(world, location + "0").status == 403);                         // another signature
            CHECK(get(world, location.substr(0, location.find('?'))).status == 403); // none
        }
        if (*token_url) {
            CHECK(get(world, repository + "/manifests/latest").status == 401);
            CHECK(get(world, std::string(registry) + "/v2/public/other/manifests/latest", token).status == 401);
            CHECK(get(world, repository + "/manifests/latest", token + "0").status == 401);
            CHECK(get(world, std::string(registry) + "/v2/", token).status == 200);
        }
    }
}

TEST_CASE("web: a link ends with its time") {
    const auto world = make_world();
    const auto digest = world.content.blobs.begin()->first;
    const auto location = header(get(world, "https://mcr.microsoft.com/v2/a/blobs/" + digest), "Location");
    const auto ask = make_request(location.substr(location.find('/', 8)));
    CHECK(answer_layers(world, part::mcr_data, ask, now + std::chrono::minutes(19)).status == 200);
    CHECK(answer_layers(world, part::mcr_data, ask, now + std::chrono::minutes(21)).status == 403);
}

TEST_CASE("web: the upgrade") {
    struct row {
        const char* what;
        std::string offered;
        int status;
        const char* echoed;
        const char* speaks;
    };
    const std::string path = "/$iothub/websocket?iothub-no-client-cert=true";
    for (const auto& [what, offered, status, echoed, speaks] :
        {row{"mqtt", "mqtt", 101, "mqtt", "mqtt"}, row{"as the C SDK writes it", "MQTT", 101, "MQTT", "mqtt"},
            row{"amqp", "AMQPWSB10", 101, "AMQPWSB10", "amqp"},
            row{"lower case", "amqpwsb10", 101, "amqpwsb10", "amqp"},
            row{"the first known of several", "chat, AMQPWSB10 ,mqtt", 101, "AMQPWSB10", "amqp"},
            row{"unknown", "chat", 400, "", ""}, row{"none", "", 400, "", ""}}) {
        INFO(what);
        const auto answer = answer_hub(part::hub, make_request(path, upgrade(offered)), now);
        CHECK(answer.status == status);
        CHECK(answer.switch_to == speaks);
        CHECK(header(answer, "Sec-WebSocket-Protocol") == echoed);
        if (status == 101) CHECK(header(answer, "Sec-WebSocket-Accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
    const auto with = [&](std::size_t which, const std::string& value) {
        auto headers = upgrade("mqtt");
        headers[which].second = value;
        return answer_hub(part::hub, make_request(path, headers), now).status;
    };
    CHECK(with(1, "h2c") == 426);
    CHECK(with(2, "keep-alive") == 426);
    CHECK(with(3, "short") == 400);
    CHECK(with(4, "8") == 426);
    CHECK(answer_hub(part::hub, make_request(path, upgrade("mqtt"), "POST"), now).status == 400);
    CHECK(answer_hub(part::hub, make_request("/", upgrade("mqtt")), now).status == 404);
    CHECK(answer_hub(part::dps, make_request("/", upgrade("mqtt")), now).status == 101); // as .NET asks DPS
}

TEST_CASE("web: requests taken apart") {
    const auto asked = make_request("/a/b?x=1&y=%41+c&x=2&z&=q&bad=%4", {{"host", "Mcr.Microsoft.com:443"}});
    CHECK(asked.method == "GET");
    CHECK(asked.path == "/a/b");
    CHECK(asked.host == "mcr.microsoft.com");
    CHECK(asked.query.at("x") == "1");
    CHECK(asked.query.at("y") == "A c");
    CHECK(asked.query.at("z").empty());
    CHECK(asked.query.at("bad") == "%4");
    for (const auto* bad : {"", "GET", "GET ", "GET /", "GET / HTTP/2", "GET x HTTP/1.1", "GET /a b HTTP/1.1",
             "GET https://x/ HTTP/1.1", " / HTTP/1.1", "HTTP/1.1 200 OK"}) {
        INFO(bad);
        netprobe::http::head head;
        head.start_line = bad;
        CHECK_FALSE(read_request(head));
    }
}

TEST_CASE("web: the answer on the wire") {
    web_answer answer = json_answer(401, "{}");
    answer.server = "S";
    CHECK(write_answer(answer, true, true, now) ==
          "HTTP/1.1 401 Unauthorized\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\nServer: S\r\n"
          "Content-Type: application/json; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}");
    const auto for_head = write_answer(answer, false, false, now);
    CHECK(for_head.ends_with("Content-Length: 2\r\nConnection: close\r\n\r\n"));
    answer.status = 101;
    CHECK(write_answer(answer, true, true, now).find("Content-Length") == std::string::npos);
}

TEST_CASE("web: methods that change something are refused") {
    const auto world = make_world();
    for (const auto* method : {"PUT", "POST", "DELETE", "PATCH"})
        CHECK(answer_web(world, part::mcr, "mcr.microsoft.com", make_request("/v2/a/blobs/uploads/", {}, method), now)
                  .status == 405);
    CHECK(
        answer_web(world, part::docker_auth, "auth.docker.io", make_request("/token", {}, "POST"), now).status == 405);
}
