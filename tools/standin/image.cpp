// SPDX-License-Identifier: MIT
#include "tools/standin/image.hpp"

#include <array>
#include <cstdio>
#include <span>

#include <nlohmann/json.hpp>
#include <openssl/sha.h>

#include "netprobe/printable.hpp"

namespace standin {
namespace {

using json = nlohmann::ordered_json;

constexpr const char* index_type = "application/vnd.oci.image.index.v1+json";
constexpr const char* manifest_type = "application/vnd.oci.image.manifest.v1+json";
constexpr const char* config_type = "application/vnd.oci.image.config.v1+json";
constexpr const char* layer_type = "application/vnd.oci.image.layer.v1.tar";

// A POSIX ustar archive with one file: header, data padded to 512, two empty blocks.
std::string make_tar(std::string_view name, const std::string& data) {
    std::array<char, 512> head{};
    const auto put = [&](std::size_t at, std::string_view text) { text.copy(head.data() + at, text.size()); };
    std::array<char, 12> size{};
    std::snprintf(size.data(), size.size(), "%011zo", data.size());
    put(0, name);
    put(100, "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, {size.data(), 11});
    put(136, "00000000000");
    put(148, "        "); // the checksum counts itself as spaces
    put(156, "0");
    put(257, std::string_view("ustar\00000", 8));
    unsigned sum = 0;
    for (const char c : head) sum += static_cast<unsigned char>(c);
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "%06o", sum & 0777777U);
    put(148, std::string_view(text.data(), 7)); // six digits and NUL; the space behind stays
    std::string tar(head.data(), head.size());
    tar += data;
    tar.resize((tar.size() + 511) / 512 * 512 + 1024, '\0');
    return tar;
}

json descriptor(const char* type, const std::string& data) {
    return {{"mediaType", type}, {"digest", digest_of(data)}, {"size", data.size()}};
}

} // namespace

std::string sha256_hex(std::string_view data) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> sum{};
    SHA256(reinterpret_cast<const unsigned char*>(data.data()), data.size(), sum.data());
    return netprobe::hex(sum, sum.size());
}

std::string digest_of(std::string_view data) { return "sha256:" + sha256_hex(data); }

image make_image(std::size_t layer_size) {
    std::string file = "Served by egress-standin.\n";
    while (file.size() < layer_size) file += "0123456789abcdefghijklmnopqrstuvwxyz\n";
    file.resize(layer_size);
    const auto layer = make_tar("hello", file);

    image made;
    made.blobs[digest_of(layer)] = {layer_type, layer};
    json index{{"schemaVersion", 2}, {"mediaType", index_type}, {"manifests", json::array()}};
    for (const auto& [architecture, variant] : {std::pair{"amd64", ""}, {"arm64", "v8"}, {"arm", "v7"}}) {
        json platform{{"architecture", architecture}, {"os", "linux"}};
        if (*variant != '\0') platform["variant"] = variant;
        json config = platform;
        config["config"] = {{"Cmd", json::array({"/hello"})}};
        config["rootfs"] = {{"type", "layers"}, {"diff_ids", json::array({digest_of(layer)})}};
        const auto config_text = config.dump();
        const json manifest{{"schemaVersion", 2}, {"mediaType", manifest_type},
            {"config", descriptor(config_type, config_text)}, {"layers", json::array({descriptor(layer_type, layer)})}};
        const auto manifest_text = manifest.dump();
        auto entry = descriptor(manifest_type, manifest_text);
        entry["platform"] = platform;
        index["manifests"].push_back(entry);
        made.blobs[digest_of(config_text)] = {config_type, config_text};
        made.manifests[digest_of(manifest_text)] = {manifest_type, manifest_text};
    }
    const auto index_text = index.dump();
    made.index = digest_of(index_text);
    made.manifests[made.index] = {index_type, index_text};
    return made;
}

} // namespace standin
