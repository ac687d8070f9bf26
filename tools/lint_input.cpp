// SPDX-License-Identifier: MIT
#include "tools/lint_input.hpp"

#include <sys/sysinfo.h>

#include "rules/lint/days.hpp"
#include "tools/device.hpp"
#include "tools/options.hpp"

namespace tools {

rules::device read_device(const lint_input& from) {
    std::vector<rules::device_file> files;
    if (from.whole_device()) files = device_files_below(from.folder());
    add_files_given(files, from.configs, from.manifests);
    if (!any_of_iot_edge(files))
        throw usage_error(from.folder() == "/"
                              ? "there is no IoT Edge on this device; give --root FOLDER, --config FILE "
                                "or --manifest FILE"
                              : "--root " + from.root +
                                    ": there is nothing of IoT Edge in it; give the "
                                    "folder that holds etc/aziot or etc/iotedge");
    return rules::device_of(std::move(files));
}

std::size_t own_memory_mb() {
    struct sysinfo about {};
    if (::sysinfo(&about) != 0) return 0;
    return static_cast<std::size_t>(about.totalram) * about.mem_unit >> 20;
}

bool is_day(const std::string& text) { return text.size() == 10 && rules::days_between(text, text).has_value(); }

} // namespace tools
