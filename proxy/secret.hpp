// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>

namespace proxy {

/// A text that may hold a password. Nothing prints it or turns it into a string by itself: who needs the text has to
/// say reveal(), which a search finds. What people may see of an address is shown() of proxy/address.hpp.
class secret {
public:
    secret() = default;
    explicit secret(std::string text) : text_(std::move(text)) {}

    const std::string& reveal() const noexcept { return text_; }
    bool empty() const noexcept { return text_.empty(); }
    bool operator==(const secret&) const = default;

private:
    std::string text_;
};

} // namespace proxy
