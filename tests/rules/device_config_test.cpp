// SPDX-License-Identifier: MIT
#include <algorithm>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "rules/site/config_values.hpp"
#include "rules/site/connection_string.hpp"

using namespace rules;
using Catch::Matchers::Contains;

namespace {

device_file found_file(std::string path, std::string text) {
    device_file out;
    out.path = out.shown = std::move(path);
    out.text = std::move(text);
    return out;
}

/// "value@/file:3", or "-".
std::string told_text(const std::optional<told>& one) {
    return one ? fmt::format("{}@{}", one->value, to_string(one->at)) : "-";
}

std::vector<std::string> fault_lines(const std::vector<file_fault>& faults) {
    std::vector<std::string> out;
    for (const auto& one : faults) out.push_back(to_string(one.at) + ": " + one.what + "; " + one.remedy);
    return out;
}

constexpr auto config_toml = "/etc/aziot/config.toml";

} // namespace

TEST_CASE("config.toml of a device that is provisioned by hand") {
    const auto made = config_of_toml({found_file(config_toml, R"(hostname = "edge-1"
parent_hostname = "edge-0.contoso.com"
trust_bundle_cert = "file:///etc/aziot/certificates/root.pem"

[provisioning]
source = "manual"
connection_string = "HostName=contoso.azure-devices.net;DeviceId=edge-1;SharedAccessKey=c2VjcmV0LXNlY3JldC1zZWNyZXQ="

[agent]
name = "edgeAgent"
[agent.config]
image = "contoso.azurecr.io/azureiotedge-agent:1.5"
[agent.config.auth]
serveraddress = "contoso.azurecr.io"
username = "puller"
password = "hunter2"
[agent.env]
upstreamprotocol = "AmqpWs"
https_proxy = "http://user:p@ss@proxy.corp.example:3128"
RegistryToken = "hunter2"

[edge_ca]
cert = "file:///etc/aziot/certificates/ca.pem"
pk = "file:///etc/aziot/certificates/ca.key.pem"

[cert_issuance.est.urls]
default = "https://est.contoso.com/.well-known/est"
other = "https://est2.contoso.com:8443/.well-known/est"

[moby_runtime]
uri = "unix:///var/run/docker.sock"
network = "azure-iot-edge"
)")});
    CHECK(fault_lines(made.faults).empty());
    CHECK(made.version == iot_edge::v1_2);
    const auto at = [](int line) { return fmt::format("@{}:{}", config_toml, line); };
    CHECK(told_text(made.hostname) == "edge-1" + at(1));
    CHECK(told_text(made.parent_hostname) == "edge-0.contoso.com" + at(2));
    CHECK(told_text(made.trust_bundle) == "file:///etc/aziot/certificates/root.pem" + at(3));
    CHECK(told_text(made.provisioning) == "manual" + at(6));
    CHECK(told_text(made.hub) == "contoso.azure-devices.net" + at(7));
    CHECK(told_text(made.device_id) == "edge-1" + at(7));
    CHECK(made.connection_string);
    CHECK(told_text(made.agent_image) == "contoso.azurecr.io/azureiotedge-agent:1.5" + at(12));
    REQUIRE(made.agent_auth.size() == 1);
    CHECK(told_text(made.agent_auth[0].address) == "contoso.azurecr.io" + at(14));
    CHECK(told_text(made.agent_auth[0].username) == "puller" + at(15));
    CHECK(made.agent_auth[0].has_password);
    CHECK(told_text(made.upstream_protocol) == "AmqpWs" + at(18));
    CHECK(told_text(made.agent_proxy) == "http://user:***@proxy.corp.example:3128" + at(19));
    REQUIRE(made.agent_env.size() == 3);
    CHECK(made.agent_env[2].first == "RegistryToken");
    CHECK(made.agent_env[2].second.value == "***");
    CHECK(told_text(made.device_ca_cert) == "file:///etc/aziot/certificates/ca.pem" + at(23));
    CHECK(told_text(made.device_ca_pk) == "file:///etc/aziot/certificates/ca.key.pem" + at(24));
    REQUIRE(made.est.size() == 2);
    CHECK(made.est[0].value == "est.contoso.com");
    CHECK(made.est[1].value == "est2.contoso.com:8443");
    CHECK(told_text(made.network) == "azure-iot-edge" + at(32));
    CHECK(made.root.find("agent") != nullptr);
}

TEST_CASE("what was applied counts, and what was not is known") {
    const auto made = config_of_toml({
        found_file("/etc/aziot/edged/config.d/10-own.toml", "[agent.env]\nUpstreamProtocol = \"MqttWs\"\n"),
        found_file("/etc/aziot/edged/config.d/00-super.toml",
            "[agent.config]\nimage = \"mcr.microsoft.com/azureiotedge-agent:1.4\"\n[agent.env]\nUpstreamProtocol = "
            "\"Amqp\"\n"),
        found_file(config_toml, "[provisioning]\nsource = \"dps\"\nid_scope = \"0ne2\"\n"
                                "global_endpoint = \"https://global.azure-devices-provisioning.net\"\n"
                                "[provisioning.attestation]\nmethod = \"tpm\"\nregistration_id = \"edge-1\"\n"
                                "[agent.env]\nUpstreamProtocol = \"AmqpWs\"\nnew = \"x\"\n"),
        found_file("/etc/aziot/identityd/config.d/00-super.toml",
            "[provisioning]\nsource = \"manual\"\niothub_hostname = \"contoso.azure-devices.net\"\ndevice_id = "
            "\"edge-1\"\n"
            "[provisioning.authentication]\nmethod = \"sas\"\ndevice_id_pk = \"device-id\"\n"),
        found_file("/etc/aziot/certd/config.d/00-super.toml",
            "[preloaded_certs]\naziot-edged-ca = \"file:///ca.pem\"\n[cert_issuance.est.urls]\ndefault = "
            "\"https://est.contoso.com\"\n"),
        found_file("/etc/aziot/keyd/config.d/00-super.toml", "[preloaded_keys]\naziot-edged-ca = \"file:///ca.key\"\n"),
    });
    CHECK(fault_lines(made.faults).empty());
    CHECK(told_text(made.upstream_protocol) == "MqttWs@/etc/aziot/edged/config.d/10-own.toml:2");
    CHECK(told_text(made.agent_image) ==
          "mcr.microsoft.com/azureiotedge-agent:1.4@/etc/aziot/edged/config.d/00-super.toml:2");
    CHECK(told_text(made.provisioning) == "manual@/etc/aziot/identityd/config.d/00-super.toml:2");
    CHECK(told_text(made.hub) == "contoso.azure-devices.net@/etc/aziot/identityd/config.d/00-super.toml:3");
    CHECK(told_text(made.dps_scope) == "-"); // of the provisioning that is not in use
    CHECK(told_text(made.attestation) == "sas@/etc/aziot/identityd/config.d/00-super.toml:6");
    CHECK(told_text(made.device_ca_cert) == "file:///ca.pem@/etc/aziot/certd/config.d/00-super.toml:2");
    CHECK(told_text(made.device_ca_pk) == "file:///ca.key@/etc/aziot/keyd/config.d/00-super.toml:2");
    REQUIRE(made.est.size() == 1);
    CHECK(to_string(made.est[0].at) == "/etc/aziot/certd/config.d/00-super.toml:4");
    std::vector<std::string> pending;
    for (const auto& one : made.not_applied)
        pending.push_back(fmt::format("{}: {} not {}", one.name, one.wanted.value, one.applied.value));
    CHECK(pending == std::vector<std::string>{"provisioning.source: dps not manual",
                         "provisioning.attestation.method: tpm not sas",
                         "agent.env.UpstreamProtocol: AmqpWs not MqttWs", "agent.env.new: *** not "});
    CHECK_FALSE(made.not_applied[2].hidden);
    CHECK(made.not_applied[3].hidden);
}

TEST_CASE("two secrets that differ are known to, and not shown") {
    const auto with = [](const char* wanted, const char* applied) {
        return config_of_toml({found_file(config_toml, fmt::format("[agent.env]\nMQTT_PASS = \"{}\"\n", wanted)),
            found_file(
                "/etc/aziot/edged/config.d/00-super.toml", fmt::format("[agent.env]\nMQTT_PASS = \"{}\"\n", applied))});
    };
    CHECK(with("hunter2", "hunter2").not_applied.empty());
    const auto made = with("hunter2", "hunter3");
    REQUIRE(made.not_applied.size() == 1);
    CHECK(made.not_applied[0].hidden);
    CHECK(made.not_applied[0].wanted.value == "***");
    CHECK(made.not_applied[0].applied.value == "***");
}

TEST_CASE("certificates that certd is told by ids and lists") {
    const auto of_certd = [](const std::string& text) {
        return config_of_toml({found_file("/etc/aziot/certd/config.d/00-super.toml", "[preloaded_certs]\n" + text)});
    };
    // As `iotedge config apply` writes it for a device without a bundle of its own.
    auto made = of_certd("aziot-edged-trust-bundle = [\"aziot-edged-ca\"]\n");
    CHECK(fault_lines(made.faults).empty());
    CHECK(told_text(made.trust_bundle) == "-");
    made = of_certd("aziot-edged-trust-bundle = [\"aziot-edged-ca\", \"trust-bundle-user\"]\n"
                    "trust-bundle-user = \"file:///root.pem\"\naziot-edged-ca = \"file:///ca.pem\"\n");
    CHECK(fault_lines(made.faults).empty());
    CHECK(told_text(made.trust_bundle) == "file:///root.pem@/etc/aziot/certd/config.d/00-super.toml:3");
    CHECK(told_text(made.device_ca_cert) == "file:///ca.pem@/etc/aziot/certd/config.d/00-super.toml:4");
    made = of_certd("trust-bundle-user = [\"file:///a.pem\", \"file:///b.pem\"]\naziot-edged-ca = [\"local-ca\"]\n");
    CHECK(made.trust_bundle->value == "file:///a.pem");
    CHECK(told_text(made.device_ca_cert) == "-");
    CHECK(of_certd("aziot-edged-trust-bundle = \"file:///old.pem\"\n").trust_bundle->value == "file:///old.pem"); // 1.2
}

TEST_CASE("only the applied configuration is there") {
    const auto made = config_of_toml({
        found_file("/etc/aziot/identityd/config.d/00-super.toml",
            "hostname = \"edge-1\"\n[provisioning]\nsource = \"dps\"\nscope_id = \"0ne2\"\n"
            "local_gateway_hostname = \"edge-0\"\nglobal_endpoint = \"https://dps.contoso.com:8443/\"\n"),
        found_file("/etc/aziot/edged/config.toml",
            "[agent.env]\nUpstreamProtocol = \"Mqtt\"\n[moby_runtime.network]\nname = \"lan\"\n"),
    });
    CHECK(made.version == iot_edge::v1_2);
    CHECK(told_text(made.provisioning) == "dps@/etc/aziot/identityd/config.d/00-super.toml:3");
    CHECK(made.dps_scope->value == "0ne2");
    CHECK(made.dps_endpoint->value == "dps.contoso.com:8443");
    CHECK(made.parent_hostname->value == "edge-0");
    CHECK(made.network->value == "lan");
    CHECK(made.root.find({"agent", "env", "UpstreamProtocol"}) != nullptr);
    CHECK(made.not_applied.empty());
}

TEST_CASE("config.yaml of 1.1") {
    const auto made = config_of_yaml(found_file("/etc/iotedge/config.yaml", R"(provisioning:
  source: "manual"
  device_connection_string: "HostName=contoso.azure-devices.net;DeviceId=edge-1;SharedAccessKey=c2VjcmV0"
agent:
  name: "edgeAgent"
  type: "docker"
  env:
    UpstreamProtocol: "AmqpWs"
    https_proxy: "http://proxy:3128"
  config:
    image: "mcr.microsoft.com/azureiotedge-agent:1.1"
    auth: {}
hostname: "edge-1"
certificates:
  device_ca_cert: "/etc/iotedge/ca.pem"
  device_ca_pk: "/etc/iotedge/ca.key"
  trusted_ca_certs: "/etc/iotedge/root.pem"
moby_runtime:
  uri: "unix:///var/run/docker.sock"
  network:
    name: "azure-iot-edge"
    ipv6: false
)"));
    CHECK(fault_lines(made.faults).empty());
    CHECK(made.version == iot_edge::v1_1);
    CHECK(told_text(made.hub) == "contoso.azure-devices.net@/etc/iotedge/config.yaml:3");
    CHECK(told_text(made.upstream_protocol) == "AmqpWs@/etc/iotedge/config.yaml:8");
    CHECK(told_text(made.agent_image) == "mcr.microsoft.com/azureiotedge-agent:1.1@/etc/iotedge/config.yaml:11");
    CHECK(made.agent_auth.empty());
    CHECK(told_text(made.device_ca_cert) == "/etc/iotedge/ca.pem@/etc/iotedge/config.yaml:15");
    CHECK(told_text(made.network) == "azure-iot-edge@/etc/iotedge/config.yaml:21");
    const auto x509 =
        config_of_yaml(found_file("f", "provisioning:\n  source: manual\n  authentication:\n    method: x509\n"
                                       "    iothub_hostname: contoso.azure-devices.net\n    device_id: edge-1\n"));
    CHECK(told_text(x509.hub) == "contoso.azure-devices.net@f:5");
    CHECK(told_text(x509.attestation) == "x509@f:4");
    const auto dps = config_of_yaml(found_file("f",
        "provisioning:\n  source: dps\n  global_endpoint: \"https://global.azure-devices-provisioning.net\"\n"
        "  scope_id: 0ne2\n  attestation:\n    method: tpm\n    registration_id: edge-1\n"));
    CHECK(told_text(dps.dps_scope) == "0ne2@f:4");
    CHECK(told_text(dps.dps_endpoint) == "global.azure-devices-provisioning.net@f:3");
    CHECK(told_text(dps.device_id) == "edge-1@f:7");
}

TEST_CASE("connection strings as the daemon splits them") {
    const struct {
        const char* text;
        const char* hub;
        std::vector<std::string> faults;
    } rows[] = {
        {"HostName=h.net;DeviceId=d;SharedAccessKey=a=b==", "h.net", {}},
        {"SharedAccessKey=a;x=y;HostName=h.net;DeviceId=d;", "h.net", {}},
        {"hostname=h.net;DeviceId=d;SharedAccessKey=a", "h.net", {"HostName in another spelling"}},
        {"HostName=h.net; DeviceId=d;SharedAccessKey=a", "h.net", {"DeviceId in another spelling"}},
        {"HostName=h.net;SharedAccessKeyName=iothubowner;SharedAccessKey=secretkey", "h.net", {"no DeviceId"}},
        {"<ADD DEVICE CONNECTION STRING HERE>", "", {"no HostName, no DeviceId, no SharedAccessKey"}},
        {"", "", {"no HostName, no DeviceId, no SharedAccessKey"}},
    };
    for (const auto& row : rows) {
        INFO(row.text);
        std::vector<file_fault> faults;
        CHECK(connection_of(row.text, {"f", 3}, faults).hub == row.hub);
        const auto said = fault_lines(faults);
        REQUIRE(said.size() == row.faults.size());
        for (std::size_t i = 0; i < said.size(); ++i) {
            CHECK_THAT(said[i], Contains(row.faults[i]) && Contains("f:3: "));
            CHECK_THAT(said[i], !Contains("secretkey"));
        }
    }
}

TEST_CASE("values of a wrong type, and files that cannot be read, are said; the rest is read") {
    const auto made = config_of_toml(
        {found_file(config_toml, "hostname = [1]\nagent = 5\n[provisioning]\nsource = \"manual\"\nid_scope = {}\n"
                                 "iothub_hostname = \"h.azure-devices.net\"\n")});
    CHECK(fault_lines(made.faults) ==
          std::vector<std::string>{"/etc/aziot/config.toml:1: hostname is no text; write it in quotes",
              "/etc/aziot/config.toml:5: id_scope is no text; write it in quotes",
              "/etc/aziot/config.toml:2: agent is no table; write its settings below it"});
    CHECK(made.hub->value == "h.azure-devices.net");

    auto closed = found_file(config_toml, "");
    closed.read = false;
    closed.why = "cannot be read: Permission denied";
    const auto unread = config_of_toml(
        {closed, found_file("/etc/aziot/edged/config.toml", "[agent.env]\nUpstreamProtocol = \"Mqtt\"\n")});
    CHECK(fault_lines(unread.faults) ==
          std::vector<std::string>{
              "/etc/aziot/config.toml: cannot be read: Permission denied; what it says is not known"});
    CHECK(unread.upstream_protocol->value == "Mqtt");
    CHECK(config_of_toml({}).version == iot_edge::unknown);
}

TEST_CASE("the hub that DPS assigned") {
    const struct {
        const char* text;
        const char* hub;
        std::size_t faults;
    } rows[] = {
        {"hub_name = \"contoso.azure-devices.net\"\nlocal_gateway_hostname = \"contoso.azure-devices.net\"\ndevice_id "
         "= \"e\"\n",
            "contoso.azure-devices.net@f:1", 0},
        {"device_id = \"e\"\nhub_name = \"contoso.azure-devices.net\"\n", "contoso.azure-devices.net@f:2", 0},
        {"unprovisioned", "-", 0},
        {"unprovisioned\n", "-", 0},
        {"", "-", 0},
        {"hub_name = \"conto", "-", 1},
        {"hub_name = 5\n", "5@f:1", 0},
        {"hub_name = \"\"\n", "-", 0},
    };
    for (const auto& row : rows) {
        INFO(row.text);
        std::vector<file_fault> faults;
        CHECK(told_text(hub_of_device_info(found_file("f", row.text), faults)) == row.hub);
        CHECK(faults.size() == row.faults);
    }
}

TEST_CASE("a proxy's password is not kept, however it is written") {
    for (const auto& [given, kept] : std::vector<std::pair<std::string, std::string>>{
             {"http://proxy:3128", "http://proxy:3128"}, {"http://u:secret@proxy:3128", "http://u:***@proxy:3128"},
             {"http://u:se:cr@et@proxy:3128", "http://u:***@proxy:3128"}, {"u:secret@proxy", "u:***@proxy"},
             {"http://u@proxy", "http://u:***@proxy"}, {"@", ":***@"}, {"", ""}})
        CHECK(without_password(given) == kept);
}

TEST_CASE("what a fault of syntax cuts off is no second fault") {
    const auto cut = config_of_yaml(found_file("/etc/iotedge/config.yaml", "provisioning:\n\tsource: \"dps\"\n"));
    REQUIRE(cut.faults.size() == 1);
    CHECK_THAT(fault_lines(cut.faults)[0], Contains("config.yaml:2: is not YAML"));
    const auto whole =
        config_of_yaml(found_file("/etc/iotedge/config.yaml", "provisioning: dps\n\nagent: {}\n\t- x: y: z\n"));
    const auto said = fault_lines(whole.faults);
    REQUIRE(said.size() == 2);
    CHECK(
        std::ranges::any_of(said, [](const auto& line) { return line.find("provisioning is no table") != line.npos; }));
}
