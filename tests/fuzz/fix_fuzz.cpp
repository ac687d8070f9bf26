// SPDX-License-Identifier: MIT
// Any manifest beside a configured device: what is fixed is JSON as before, and has nothing left to fix.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "rules/settings/fix.hpp"

namespace {

rules::device with_manifest(std::string text) {
    rules::device of;
    of.files.push_back({"d.json", "d.json", std::move(text), true, {}, {}, {}});
    of.manifests.push_back(rules::manifest_of(rules::json_document(of.files[0].text, "d.json"), "d.json"));
    of.config.upstream_protocol = rules::told{"AmqpWs", {"/etc/aziot/config.toml", 1}};
    of.proxy_users.push_back({"aziot-identityd", "http://proxy:3128", "proxy.conf:1", "", false});
    return of;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (!rules::json_document(text, "d.json").faults.empty())
        return 0; // a key twice: whose place is whose is anybody's guess
    const auto before = with_manifest(text);
    const auto once = rules::fixes_of(before);
    if (once.files.empty()) return 0;
    rules::unified_diff("d.json", text, once.files[0].edits);
    const auto after = with_manifest(rules::edited(text, once.files[0].edits));
    if (!rules::json_document(after.files[0].text, "d.json").faults.empty()) std::abort();
    if (after.manifests[0].modules.size() != before.manifests[0].modules.size()) std::abort();
    if (!rules::fixes_of(after).files.empty()) std::abort();
    return 0;
}
