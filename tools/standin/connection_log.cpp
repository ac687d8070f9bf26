// SPDX-License-Identifier: MIT
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "netprobe/printable.hpp"
#include "tools/standin/connection.hpp"

namespace standin {

// A client that asks without end does not fill the log.
constexpr std::size_t max_notes = 400;

connection_log::connection_log(const asio::ip::tcp::endpoint& peer, int port) {
    const auto address = peer.address().to_string();
    who_ = fmt::format(
        fmt::runtime(peer.address().is_v6() ? "[{}]:{} port {}" : "{}:{} port {}"), address, peer.port(), port);
}

void connection_log::name(std::string_view server_name) { name_ = netprobe::printable(server_name, 255); }

void connection_log::note(std::string_view text) {
    if (text.empty()) return;
    if (notes_.size() + text.size() > max_notes) {
        ++left_out_;
        return;
    }
    if (!notes_.empty()) notes_ += ", ";
    notes_ += text;
}

std::string connection_log::line() const {
    auto out = fmt::format("{:%Y-%m-%dT%H:%M:%SZ} {} {}: {}",
        fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())), who_,
        name_.empty() ? "(no server name)" : name_, notes_.empty() ? "nothing said" : notes_);
    if (left_out_ != 0) out += fmt::format(", and {} more", left_out_);
    return out;
}

} // namespace standin
