// SPDX-License-Identifier: MIT
#include "proxy/secrets.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include <openssl/evp.h>

#include "netprobe/printable.hpp"

namespace proxy {
namespace {

// A word of two letters is everywhere: to hide it would tell more than to leave it.
constexpr std::size_t shortest = 4;
constexpr std::size_t longest = 16 * 1024; // a ticket of Negotiate

std::string base64(const std::string& raw) {
    std::string out(4 * ((raw.size() + 2) / 3) + 1, '\0');
    const auto* from = reinterpret_cast<const unsigned char*>(raw.data());
    auto* to = reinterpret_cast<unsigned char*>(out.data());
    out.resize(static_cast<std::size_t>(EVP_EncodeBlock(to, from, static_cast<int>(raw.size()))));
    return out;
}

std::string percent_encoded(const std::string& raw) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : raw) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                           std::string_view("-._~").find(c) != std::string_view::npos;
        const auto byte = static_cast<std::uint8_t>(c);
        if (plain)
            out += c;
        else
            out.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return out;
}

} // namespace

std::string basic_value(const credentials& login) { return base64(login.user + ":" + login.password); }

secrets::secrets(const address& of) {
    if (!of.login) return;
    const auto& password = of.login->password;
    for (const auto& word : {basic_value(*of.login), percent_encoded(password), password, base64(password)}) add(word);
}

void secrets::add(std::string_view word) {
    // A peer's texts are kept printable, so that is how an echo looks.
    auto echo = netprobe::printable(word, longest);
    if (echo.size() < shortest) return;
    const auto longer = [](const auto& a, const auto& b) { return a.size() > b.size(); };
    words_.insert(std::upper_bound(words_.begin(), words_.end(), echo, longer), std::move(echo));
}

void secrets::hide_in(std::string& text) const {
    for (const auto& word : words_)
        for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 3))
            text.replace(at, word.size(), "***");
    for (const auto& word : words_) // a peer's texts are cut
        for (auto size = std::min(word.size() - 1, text.size()); size >= shortest; --size)
            if (text.ends_with(std::string_view(word).substr(0, size))) {
                text.replace(text.size() - size, size, "***");
                break;
            }
}

void secrets::hide_in(netprobe::http_answer& answer) const {
    hide_in(answer.reason);
    hide_in(answer.body);
    for (auto& [name, value] : answer.headers) {
        hide_in(name);
        hide_in(value);
    }
}

} // namespace proxy
