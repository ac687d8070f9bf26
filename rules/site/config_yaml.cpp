// SPDX-License-Identifier: MIT
//
// config.yaml of IoT Edge 1.1.
#include "rules/site/config_values.hpp"

namespace rules {
namespace {

void take_provisioning_1_1(device_config& to, const node& in) {
    auto& faults = to.faults;
    to.provisioning = told_at(in, {"source"}, faults);
    take_connection_string(to, in, "device_connection_string");
    to.attestation = told_at(in, {"attestation", "method"}, faults);
    to.dps_scope = told_at(in, {"scope_id"}, faults);
    if (const auto endpoint = told_at(in, {"global_endpoint"}, faults)) to.dps_endpoint = host_in_url(*endpoint);
    if (!to.hub) to.hub = told_at(in, {"authentication", "iothub_hostname"}, faults);
    if (!to.device_id) to.device_id = told_at(in, {"authentication", "device_id"}, faults);
    if (!to.attestation) to.attestation = told_at(in, {"authentication", "method"}, faults);
    if (!to.device_id) to.device_id = told_at(in, {"attestation", "registration_id"}, faults);
}

} // namespace

device_config config_of_yaml(const device_file& file) {
    device_config out;
    out.version = iot_edge::v1_1;
    out.root = tree_of(file, yaml_document, out.faults);
    out.hostname = told_at(out.root, {"hostname"}, out.faults);
    out.parent_hostname = told_at(out.root, {"parent_hostname"}, out.faults);
    if (const auto* in = table_at(out.root, {"provisioning"}, out.faults)) take_provisioning_1_1(out, *in);
    if (const auto* agent = table_at(out.root, {"agent"}, out.faults)) take_agent(out, *agent);
    out.trust_bundle = told_at(out.root, {"certificates", "trusted_ca_certs"}, out.faults);
    out.device_ca_cert = told_at(out.root, {"certificates", "device_ca_cert"}, out.faults);
    out.device_ca_pk = told_at(out.root, {"certificates", "device_ca_pk"}, out.faults);
    out.engine = told_at(out.root, {"moby_runtime", "uri"}, out.faults);
    const auto* network = out.root.find({"moby_runtime", "network"});
    out.network = network != nullptr && network->is_table()
                      ? told_at(*network, {"name"}, out.faults)
                      : told_at(out.root, {"moby_runtime", "network"}, out.faults);
    return out;
}

} // namespace rules
