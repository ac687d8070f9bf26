// SPDX-License-Identifier: MIT
#include "rules/site.hpp"

#include <algorithm>
#include <stdexcept>

#include <catch2/catch.hpp>

#include "rules/catalog.hpp"

using rules::cloud;

namespace {

/// The message a call is refused with; empty where it is not refused.
template <class Call>
std::string refusal(Call call) {
    try {
        call();
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
    return {};
}

std::string hub_refusal(std::string_view given, cloud in = cloud::public_) {
    return refusal([&] { rules::hub_host(given, in); });
}

bool one_printable_line(const std::string& text) {
    return !text.empty() && text.size() < 400 && text.find("; ") != text.npos && // the remedy
           std::ranges::none_of(text, [](unsigned char c) { return c < ' ' || c == 0x7f; });
}

const std::string key = "bm90LWEta2V5LWJ1dC1sb29rcy1saWtlLW9uZTEyMzQ1Njc4OTA=";

} // namespace

TEST_CASE("hub: every form that people have it in gives the same name") {
    const auto given = GENERATE_COPY(as<std::string>{}, "contoso", "CONTOSO", "contoso.", "contoso.azure-devices.net",
        "Contoso.Azure-Devices.NET", "contoso.azure-devices.net.", "https://contoso.azure-devices.net",
        "https://contoso.azure-devices.net/", "HTTPS://contoso.azure-devices.net/devices/d?api-version=1#x",
        "wss://contoso.azure-devices.net:443/$iothub/websocket", "https://user:secret@contoso.azure-devices.net/",
        "contoso.azure-devices.net/", "contoso.azure-devices.net:443", "https://contoso",
        "HostName=contoso.azure-devices.net;DeviceId=edge-1;SharedAccessKey=" + key,
        "SharedAccessKey=" + key + ";DeviceId=edge 1;HostName=contoso.azure-devices.net", "hostname=CONTOSO;deviceid=d",
        "DeviceId=d;ModuleId=$edgeAgent;HostName=contoso.azure-devices.net;x509=true",
        "HostName=contoso.azure-devices.net;SharedAccessKeyName=iothubowner;SharedAccessKey=" + key,
        ";;HostName=https://contoso.azure-devices.net/;");
    INFO(given);
    CHECK(rules::hub_host(given, cloud::public_) == "contoso.azure-devices.net");
}

TEST_CASE("hub: other names that are accepted") {
    CHECK(rules::hub_host("contoso", cloud::usgov) == "contoso.azure-devices.us");
    CHECK(rules::hub_host("contoso", cloud::china) == "contoso.azure-devices.cn");
    CHECK(rules::hub_host("contoso.device.azure-devices.net", cloud::public_) == "contoso.device.azure-devices.net");
    CHECK(rules::hub_host("hub.lab.example", cloud::public_) == "hub.lab.example");
    CHECK(rules::hub_host("xn--bcher-kva", cloud::public_) == "xn--bcher-kva.azure-devices.net");
    CHECK(rules::hub_host("12345", cloud::public_) == "12345.azure-devices.net");
    CHECK(rules::hub_host(std::string(63, 'a'), cloud::public_) == std::string(63, 'a') + ".azure-devices.net");
}

TEST_CASE("hub: what is refused, and why") {
    struct row {
        std::string given;
        std::string because; ///< part of the message
    };
    const std::string long_name = std::string(60, 'a') + "." + std::string(60, 'b') + "." + std::string(60, 'c') + "." +
                                  std::string(60, 'd') + "." + std::string(20, 'e');
    const std::vector<row> rows{
        {"", "is empty"},
        {".", "empty label"},
        {"..", "empty label"},
        {"con toso", "character 4 is a space"},
        {" contoso", "character 1 is a space"},
        {"contoso\n", "character 8 is a control character"},
        {std::string("con\0toso", 8), "character 4 is a control character"},
        {"con\x1b[31mtoso", "character 4 is a control character"},
        {"\"contoso\"", "character 1 is a quote"},
        {"'contoso'", "character 1 is a quote"},
        {"b\xc3\xbc"
         "cher",
            "ASCII form"},
        {"con_toso", "character 4 is an underscore"},
        {"con*toso", "character 4 is '*'"},
        {"-contoso", "hyphen"},
        {"contoso-", "hyphen"},
        {"contoso.-x.net", "hyphen"},
        {std::string(64, 'a'), "label of 64 characters"},
        {long_name, "has 264 characters"},
        {std::string(100000, 'a'), "has 100000 characters"},
        {"a..b", "empty label"},
        {".contoso", "empty label"},
        {"10.0.0.1", "is an address"},
        {"10.0.0.1.", "is an address"},
        {"10.1", "is an address"},
        {"0x7f.0x1", "is an address"},
        {"[::1]", "is an address"},
        {"https://[fd00::1]/", "is an address"},
        {"[::1", "bracket without its pair"},
        {"[nonsense]", "no IPv6 address"},
        {"[::1]x", "follows the address"},
        {"fd00::1", "more than one colon"},
        {"http://contoso.azure-devices.net", "scheme"},
        {"amqps://contoso.azure-devices.net", "scheme"},
        {"://contoso", "scheme"},
        {"https://", "is empty"},
        {"https:///path", "is empty"},
        {"contoso:8883", "names a port"},
        {"contoso:", "names a port"},
        {"https://contoso.azure-devices.net:8443/", "names a port"},
        {"contoso/devices", "more than a name"},
        {"azure-devices.net", "is a cloud's domain"},
        {"contoso.azurecr.io", "is a container registry, not an IoT hub; give it with --registry"},
        {"contoso.blob.core.windows.net", "is a storage account"},
        {"global.azure-devices-provisioning.net", "give it with --dps"},
        {"HostName=", "without HostName"},
        {"DeviceId=d;SharedAccessKey=" + key, "without HostName"},
        {"SharedAccessKey=" + key, "without HostName"},
        {"HostName=con toso;SharedAccessKey=" + key, "is a space"},
        {"contoso;x", "without HostName"},
    };
    for (const auto& [given, because] : rows) {
        const auto message = hub_refusal(given);
        INFO(given.substr(0, 80) << " -> " << message);
        CHECK(message.starts_with("--hub "));
        CHECK(message.find(because) != message.npos);
        CHECK(one_printable_line(message));
    }
}

TEST_CASE("hub: a name in another cloud is refused with both clouds named") {
    struct row {
        std::string given;
        cloud in;
        std::string named, asked;
    };
    const std::vector<row> rows{
        {"contoso.azure-devices.cn", cloud::public_, "the china cloud", "--cloud is public"},
        {"contoso.azure-devices.us", cloud::public_, "the usgov cloud", "--cloud is public"},
        {"contoso.azure-devices.net", cloud::china, "the public cloud", "--cloud is china"},
        {"HostName=contoso.azure-devices.net;DeviceId=d;SharedAccessKey=" + key, cloud::usgov, "the public cloud",
            "--cloud is usgov"},
    };
    for (const auto& [given, in, named, asked] : rows) {
        const auto message = hub_refusal(given, in);
        INFO(message);
        CHECK(message.find(named) != message.npos);
        CHECK(message.find(asked) != message.npos);
        CHECK(message.find(key) == message.npos);
    }
}

TEST_CASE("hub: the key is in no message, wherever it stands") {
    const std::vector<std::string> wrong{
        key,
        key.substr(0, 43),
        "SharedAccessKey " + key,
        "SharedAccessKey=" + key,
        "HostName=x y;SharedAccessKey=" + key,
        "HostName=SharedAccessKey=" + key,
        "HostName;SharedAccessKey=" + key,
        "hub?" + key,
        "https://" + key + "@/",
        "https://a b/" + key,
        "https://x:1/?sig=" + key,
        "http://x/?sig=" + key,
        "SharedAccessSignature sr=contoso&sig=" + key,
        "contoso " + key,
        key + "/" + key,
    };
    for (const auto& given : wrong) {
        const auto message = hub_refusal(given);
        INFO(given << " -> " << message);
        REQUIRE(!message.empty());
        CHECK(message.find(key.substr(0, 12)) == message.npos);
        CHECK(message.find(key.substr(20, 12)) == message.npos);
        CHECK(one_printable_line(message));
    }
}

TEST_CASE("registry: forms that are accepted") {
    struct row {
        std::string given, host, repository;
    };
    const std::string digest = "@sha256:" + std::string(64, 'a');
    const std::vector<row> rows{
        {"contoso", "contoso.azurecr.io", ""},
        {"CONTOSO.azurecr.io.", "contoso.azurecr.io", ""},
        {"contoso.azurecr.io:443", "contoso.azurecr.io", ""},
        {"https://contoso.azurecr.io/v2/", "contoso.azurecr.io", ""},
        {"https://contoso.azurecr.io/v2/team/module/manifests/1", "contoso.azurecr.io", ""},
        {"contoso.azurecr.io/team/module:1.0", "contoso.azurecr.io", "team/module:1.0"},
        {"contoso.azurecr.io/module", "contoso.azurecr.io", "module:latest"},
        {"contoso.azurecr.io/module" + digest, "contoso.azurecr.io", "module" + digest},
        {"docker.io", "docker.io", ""},
        {"registry-1.docker.io", "docker.io", ""},
        {"index.docker.io", "docker.io", ""},
        {"https://hub.docker.com/", "docker.io", ""},
        {"docker.io/nginx:1.25", "docker.io", "library/nginx:1.25"},
        {"docker.io/contoso/module:1", "docker.io", "contoso/module:1"},
        {"registry.contoso.com", "registry.contoso.com", ""},
        {"registry.contoso.com:5000/a/b:c", "registry.contoso.com:5000", "a/b:c"},
        {"contoso:5000", "contoso:5000", ""},
        {"localhost:5000/x:1", "localhost:5000", "x:1"},
        {"localhost", "localhost", ""},
        {"10.0.0.5:5000", "10.0.0.5:5000", ""},
        {"[FD00::1]:5000/x:1", "[fd00::1]:5000", "x:1"},
        {"[fd00::1]", "[fd00::1]", ""},
    };
    for (const auto& [given, host, repository] : rows) {
        INFO(given);
        const auto read = rules::registry_host(given, cloud::public_);
        CHECK(read.host == host);
        CHECK(read.repository == repository);
    }
    CHECK(rules::registry_host("contoso", cloud::china).host == "contoso.azurecr.cn");
}

TEST_CASE("registry: what is refused, and why") {
    const std::vector<std::pair<std::string, std::string>> rows{
        {"", "is empty"},
        {"con toso", "is a space"},
        {"contoso/module:1", "may mean two registries"},
        {"contoso:latest", "a tag needs a repository in front"},
        {"contoso.azurecr.io:0", "no port"},
        {"contoso.azurecr.io:65536", "no port"},
        {"contoso.azurecr.io:5000", "leave the port out"},
        {"docker.io:5000", "leave the port out"},
        {"contoso.azurecr.us", "belongs to the usgov cloud, but --cloud is public"},
        {"contoso.azure-devices.net", "give it with --hub"},
        {"azurecr.io", "is a cloud's domain"},
        {"contoso.westeurope.data.azurecr.io", "data endpoint"},
        {"contoso.azurecr.io/Team/Module:1", "no repository's name"},
        {"contoso.azurecr.io/a//b", "no repository's name"},
        {"contoso.azurecr.io/../b", "no repository's name"},
        {"contoso.azurecr.io/a b", "no repository's name"},
        {"contoso.azurecr.io/a:", "no valid tag"},
        {"contoso.azurecr.io/a:b/c", "no valid tag"},
        {"contoso.azurecr.io/a:b\r\nHost: x", "no valid tag"},
        {"contoso.azurecr.io/a@sha256:12", "no valid tag"},
        {"contoso.azurecr.io/" + std::string(300, 'a'), "more than 255"},
        {"http://contoso.azurecr.io", "scheme"},
        {"contoso.azurecr.io?sig=x", "more than a registry"},
        {"256.1.1.1:5000", "no IPv4 address"},
        {"Username=x;Password=" + key, "credential"},
        {key, "credential"},
    };
    for (const auto& [given, because] : rows) {
        const auto message = refusal([&, &from = given] { rules::registry_host(from, cloud::public_); });
        INFO(given << " -> " << message);
        CHECK(message.starts_with("--registry "));
        CHECK(message.find(because) != message.npos);
        CHECK(message.find(key.substr(0, 12)) == message.npos);
        CHECK(one_printable_line(message));
    }
}

TEST_CASE("storage: forms that are accepted; tokens and keys are dropped") {
    const auto given = GENERATE_COPY(as<std::string>{}, "contoso", "contoso.blob.core.windows.net",
        "https://contoso.blob.core.windows.net/container/blob?sv=2022&sig=" + key,
        "contoso.blob.core.windows.net/container", "Contoso.Blob.Core.Windows.Net.",
        "DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=" + key + ";EndpointSuffix=core.windows.net",
        "AccountKey=" + key + ";AccountName=contoso",
        "BlobEndpoint=https://contoso.blob.core.windows.net/;SharedAccessSignature=sv=2022&sig=" + key);
    INFO(given);
    CHECK(rules::storage_host(given, cloud::public_) == "contoso.blob.core.windows.net");
}

TEST_CASE("storage: what is refused, and why") {
    const std::vector<std::pair<std::string, std::string>> rows{
        {"", "is empty"},
        {"AccountKey=" + key, "without AccountName"},
        {"AccountName=contoso;EndpointSuffix=core.chinacloudapi.cn;AccountKey=" + key, "belongs to the china cloud"},
        {"contoso.azurecr.io", "give it with --registry"},
        {"contoso?sig=" + key, "more than a name"},
        {"10.0.0.1", "is an address"},
        {"https://contoso.blob.core.windows.net:8443/?sig=" + key, "names a port"},
    };
    for (const auto& [given, because] : rows) {
        const auto message = refusal([&, &from = given] { rules::storage_host(from, cloud::public_); });
        INFO(given << " -> " << message);
        CHECK(message.starts_with("--storage "));
        CHECK(message.find(because) != message.npos);
        CHECK(message.find(key.substr(0, 12)) == message.npos);
    }
    CHECK(rules::storage_host("contoso", cloud::usgov) == "contoso.blob.core.usgovcloudapi.net");
    CHECK(rules::storage_host("logs.contoso.com", cloud::public_) == "logs.contoso.com");
}

TEST_CASE("endpoint: HOST:PORT/PROTOCOL") {
    struct row {
        std::string given, host;
        int port;
        std::string protocol;
    };
    const std::vector<row> rows{
        {"broker.contoso.com:8883/mqtt", "broker.contoso.com", 8883, "mqtt"},
        {"BROKER:1/AMQP_WS", "broker", 1, "amqp_ws"},
        {"[::1]:8883/mqtt", "::1", 8883, "mqtt"},
        {"[FD00::A]:65535/https", "fd00::a", 65535, "https"},
        {"10.0.0.1:443/registry", "10.0.0.1", 443, "registry"},
        {"time.contoso.com:123/ntp", "time.contoso.com", 123, "ntp"},
        {"x.contoso.com.:443/blob", "x.contoso.com", 443, "blob"},
    };
    for (const auto& [given, host, port, protocol] : rows) {
        INFO(given);
        const auto read = rules::endpoint_of(given);
        CHECK(read.host == host);
        CHECK(read.port == port);
        CHECK(read.protocol == protocol);
    }
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"", "names no protocol"},
        {"broker:8883", "names no protocol"},
        {"broker:8883/", "names no protocol"},
        {"broker/mqtt", "names no port"},
        {"broker:/mqtt", "names no port from"},
        {"broker:0/mqtt", "names no port from"},
        {"broker:65536/mqtt", "names no port from"},
        {"broker:+1/mqtt", "names no port from"},
        {"broker:8883/mqtts", "the protocols are: amqp, mqtt,"},
        {"broker:53/dns", "unknown protocol"},
        {"broker:1/mqtt/x", "unknown protocol"},
        {":443/https", "is empty"},
        {"::1:443/https", "more than one colon"},
        {"[::1:443/https", "bracket"},
        {"[fe80::1%eth0]:443/https", "no IPv6 address"},
        {"1.2.3:443/https", "no IPv4 address"},
        {"a b:443/https", "is a space"},
        {"https://x:443/https", "scheme"},
        {"x:443/\x1b[2J", "unknown protocol"},
    };
    for (const auto& [given, because] : wrong) {
        const auto message = refusal([&, &from = given] { rules::endpoint_of(from); });
        INFO(given << " -> " << message);
        CHECK(message.starts_with("--endpoint "));
        CHECK(message.find(because) != message.npos);
        CHECK(one_printable_line(message));
    }
}

TEST_CASE("host: for options that take any host") {
    CHECK(rules::host_of("--parent", "Edge-1.contoso.com.") == "edge-1.contoso.com");
    CHECK(rules::host_of("--parent", "10.0.0.1") == "10.0.0.1");
    CHECK(rules::host_of("--parent", "FD00::1") == "fd00::1");
    CHECK(rules::host_of("--parent", "[fd00::1]") == "fd00::1");
    for (const std::string given : {"", "x:1", "https://x", "x/y", "user@x", "1.2.3", "a_b", "a b"}) {
        const auto message = refusal([&] { rules::host_of("--parent", given); });
        INFO(given);
        CHECK(message.starts_with("--parent "));
    }
}

TEST_CASE("region: short name or the name of the portal") {
    CHECK(rules::region_of("westeurope") == "westeurope");
    CHECK(rules::region_of("West Europe") == "westeurope");
    CHECK(rules::region_of("East US 2") == "eastus2");
    for (const std::string given : {"", " ", "west-europe", "west.europe", "{region}", "a\nb"})
        CHECK_THROWS_AS(rules::region_of(given), std::invalid_argument);
    CHECK_THROWS_AS(rules::region_of(std::string(41, 'a')), std::invalid_argument);
}

TEST_CASE("clouds: words, and the same suffixes as the built-in catalog") {
    const auto built_in = rules::parse_catalog(rules::built_in_catalog(), "built-in");
    for (const auto c : {cloud::public_, cloud::usgov, cloud::china}) {
        CHECK(rules::cloud_from(rules::to_string(c)) == c);
        const auto& values = built_in.suffixes.at(std::string(rules::to_string(c)));
        CHECK(values.at("hub_suffix") == rules::hub_suffix(c));
        CHECK(values.at("registry_suffix") == rules::registry_suffix(c));
        CHECK(values.at("storage_suffix") == rules::storage_suffix(c));
    }
    CHECK(!rules::cloud_from("Public"));
    CHECK(!rules::cloud_from(""));
}

TEST_CASE("dps: an id scope is letters and digits") {
    CHECK(rules::scope_of("0ne00A1B2C3") == "0ne00A1B2C3");
    for (const auto& given : {std::string(), std::string("a b"), key, std::string(33, 'a'), std::string("\x1b[2J")}) {
        const auto message = refusal([&] { rules::scope_of(given); });
        INFO(message);
        CHECK(one_printable_line(message));
        CHECK(message.find(key.substr(0, 12)) == message.npos);
    }
}
