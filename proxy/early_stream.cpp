// SPDX-License-Identifier: MIT
#include "proxy/early_stream.hpp"

#include <algorithm>

namespace proxy {

asio::awaitable<std::size_t> early_stream::read_some(std::span<std::uint8_t> into, std::error_code& ec) {
    if (early_.empty()) co_return co_await below_.read_some(into, ec);
    const auto count = std::min(into.size(), early_.size());
    std::copy_n(early_.begin(), count, into.begin());
    early_.erase(early_.begin(), early_.begin() + static_cast<std::ptrdiff_t>(count));
    co_return count;
}

asio::awaitable<void> early_stream::write(netprobe::bytes_view from, std::error_code& ec) {
    return below_.write(from, ec);
}

} // namespace proxy
