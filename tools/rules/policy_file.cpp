// SPDX-License-Identifier: MIT
#include "tools/rules/policy_file.hpp"

#include <array>
#include <stdexcept>

#include <openssl/evp.h>

#include "rules/policy/embedded.hpp"
#include "rules/policy/policy_json.hpp"
#include "tools/clock.hpp"
#include "tools/files.hpp"
#include "tools/options.hpp"

namespace tools::rules_commands {
namespace {

constexpr std::size_t max_policy_bytes = 64u << 20;

// A policy without an id claims nothing: that is how one is written, or changed, by hand.
void check_id_of_content(const rules::policy& of, const std::string& file, const char* remedy) {
    if (of.id.empty()) return;
    if (const auto is = id_of(of); is != of.id)
        throw std::invalid_argument(file + ": the policy in it says id " + of.id + ", its content is " + is +
                                    ": it was edited by hand, or an older egress-rules wrote it; " + remedy);
}

} // namespace

std::string id_of(const rules::policy& of) {
    const auto text = rules::canonical_text(of);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
        throw usage_error("SHA-256 is not available in this OpenSSL");
    std::string out;
    for (std::size_t i = 0; i < 6; ++i)
        for (const auto half : {digest[i] >> 4, digest[i] & 15}) out += "0123456789abcdef"[half];
    return out;
}

std::optional<rules::policy> policy_in_text(const std::string& text, const std::string& file) {
    // Rules written as JSON hold their policy in a text, too.
    if (text.starts_with('{') && text.find('"' + std::string(rules::policy_schema) + '"') != text.npos) {
        auto out = rules::read_policy_json(text, file);
        check_id_of_content(out, file, "make its \"id\" empty if you mean what is there now");
        return out;
    }
    auto out = rules::policy_in(text, file);
    if (out) check_id_of_content(*out, file, "export it again, or give prove the policy with --policy");
    return out;
}

rules::policy read_policy(const std::string& file, const char* option) {
    const auto text = read_text_file(file, option, max_policy_bytes);
    try {
        if (auto found = policy_in_text(text, file)) return *std::move(found);
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
    throw usage_error(
        std::string(option) + " " + file + ": holds no policy; give a file that `egress-rules export` wrote");
}

void refuse_expired(const rules::policy& of, const std::string& whose) {
    if (!of.expires.empty() && of.expires < now_utc().substr(0, 10))
        throw usage_error(whose + " expired on " + of.expires +
                          "; if it is still needed, export it again with a later date: --expires YYYY-MM-DD");
}

} // namespace tools::rules_commands
