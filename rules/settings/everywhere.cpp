// SPDX-License-Identifier: MIT
#include "rules/settings/everywhere.hpp"

#include <fmt/format.h>

#include "rules/settings.hpp"

namespace rules {
namespace {

constexpr std::string_view old_version = "1.1", new_version = "1.2 and later";

/// What settings_for() says for one file, as a step: whose it is and what makes it apply.
struct file_row {
    std::string_view file;
    std::string_view title;
    std::string_view version; ///< empty: any
    bool whole;               ///< a drop-in of our own; others exist already and are added to
    bool on_eflow;            ///< the virtual machine has no apt
    std::string_view then;    ///< empty: nothing by itself
};

constexpr file_row file_rows[] = {
    {"/etc/systemd/system/docker.service.d/proxy.conf", "The container engine's proxy, to pull images", "", true, true,
        "sudo systemctl daemon-reload && sudo systemctl restart docker"},
    {"/etc/docker/daemon.json", "The same in Docker's own file (Engine 23 and later): one of the two is enough", "",
        false, true, "sudo systemctl restart docker"},
    {"/etc/systemd/system/aziot-identityd.service.d/proxy.conf", "The identity service's proxy, to provision",
        new_version, true, true, "sudo systemctl daemon-reload"},
    {"/etc/systemd/system/aziot-edged.service.d/proxy.conf", "The daemon's proxy, the same", new_version, true, true,
        "sudo systemctl daemon-reload && sudo iotedge system restart"},
    {"/etc/systemd/system/iotedge.service.d/proxy.conf", "The daemon's proxy, to provision", old_version, true, true,
        "sudo systemctl daemon-reload && sudo systemctl restart iotedge"},
    {"/etc/apt/apt.conf.d/80proxy", "The package manager's proxy, for updates", "", true, false, ""},
    {"/etc/aziot/config.toml", "The device's configuration: how edgeAgent starts", new_version, false, true,
        "sudo iotedge config apply"},
    {"/etc/iotedge/config.yaml", "The device's configuration: how edgeAgent starts", old_version, false, true,
        "sudo systemctl restart iotedge"},
};

bool is_for(const file_row& row, const wanted_settings& wanted) {
    if (wanted.host == edge_host::eflow && !row.on_eflow) return false;
    if (wanted.version == iot_edge::unknown || row.version.empty()) return true;
    return (row.version == old_version) == (wanted.version == iot_edge::v1_1);
}

} // namespace

std::vector<settings_step> steps_for(const wanted_settings& wanted) {
    const auto texts = settings_for(wanted.upstream_protocol, wanted.proxy);
    std::vector<settings_step> all;
    if (wanted.host == edge_host::eflow)
        all.push_back({"Into the virtual machine, from an elevated PowerShell on Windows; what follows is done in it",
            "", "", "", "", {"Connect-EflowVm"}});
    for (const auto& row : file_rows) {
        if (!is_for(row, wanted)) continue;
        for (const auto& one : texts) {
            if (one.file != row.file) continue;
            settings_step step{
                std::string(row.title), std::string(row.version), one.file, row.whole ? "" : one.key, one.text, {}};
            if (row.whole) {
                const auto folder = one.file.substr(0, one.file.rfind('/'));
                step.then.push_back(fmt::format("sudo mkdir -p {}", folder));
            }
            if (!row.then.empty()) step.then.emplace_back(row.then);
            all.push_back(std::move(step));
        }
    }
    return all;
}

} // namespace rules
