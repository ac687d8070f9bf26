// SPDX-License-Identifier: MIT
#include "tools/live_progress.hpp"

#include <chrono>
#include <iostream>

#include <sys/ioctl.h>
#include <unistd.h>

#include "rules/write.hpp"

namespace tools {

live_progress::live_progress(asio::io_context& loop, std::size_t total, bool on)
    : timer_(loop), total_(total), on_(on) {
    if (on_) tick();
}

netprobe::run_events live_progress::events() {
    if (!on_) return {};
    netprobe::run_events tell;
    tell.started = [this](const netprobe::target& to) { running_.push_back(to.id); };
    tell.ended = [this](const netprobe::path_observation& seen) {
        ++done_;
        std::erase(running_, seen.to.id);
    };
    return tell;
}

void live_progress::end() {
    if (!on_) return;
    on_ = false;
    timer_.cancel();
    std::cerr << "\r\x1b[K" << std::flush;
}

void live_progress::draw() {
    winsize size{};
    const int width = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
    std::cerr << "\r\x1b[K" << rules::progress_line(done_, total_, running_, width) << std::flush;
}

void live_progress::tick() {
    timer_.expires_after(std::chrono::milliseconds(100));
    timer_.async_wait([this](std::error_code ec) {
        if (ec || !on_) return;
        draw();
        tick();
    });
}

} // namespace tools
