// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "rules/site/device.hpp"

// Files one after another, each begun by a byte that says which it is, and ended by a zero byte.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    std::vector<rules::device_file> files;
    while (!rest.empty()) {
        const auto one = rest.substr(0, rest.find('\0'));
        rest.remove_prefix(std::min(one.size() + 1, rest.size()));
        if (one.empty()) continue;
        rules::device_file file;
        switch (one.front()) {
        case 't': file.path = "/etc/aziot/config.toml"; break;
        case 'i': file.path = "/etc/aziot/identityd/config.d/00-super.toml"; break;
        case 'e': file.path = "/etc/aziot/edged/config.d/00-super.toml"; break;
        case 'y': file.path = "/etc/iotedge/config.yaml"; break;
        case 'd': file.path = "/var/lib/aziot/identityd/device_info"; break;
        case 'j': file.path = "/etc/docker/daemon.json"; break;
        case 's': file.path = "/etc/systemd/timesyncd.conf"; break;
        case 'c': file.path = "/etc/chrony/chrony.conf"; break;
        default: file.path = "manifest.json", file.manifest = true;
        }
        file.shown = file.path;
        file.text = one.substr(1);
        files.push_back(std::move(file));
    }
    const auto device = rules::device_of(std::move(files));
    const auto site = rules::site_of(device, rules::cloud::public_);
    for (const auto& line : site.source)
        if (line.find('\n') != line.npos) std::abort();
    return 0;
}
