// SPDX-License-Identifier: MIT
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "rules/report/text.hpp"
#include "rules/write.hpp"

namespace rules {

std::string progress_line(std::size_t done, std::size_t total, const std::vector<std::string>& running, int width) {
    const auto room = static_cast<std::size_t>(std::max(width, 0));
    std::string line = fmt::format("{}/{}", done, total);
    if (columns(line) > room) return line.substr(0, room);
    for (std::size_t i = 0; i < running.size(); ++i) {
        const std::string id = (i == 0 ? "  " : ", ") + one_line(running[i], 60);
        const std::string more = fmt::format(", {} more", running.size() - i - 1);
        const bool last = i + 1 == running.size();
        if (columns(line) + columns(id) + (last ? 0 : more.size()) > room) {
            const std::string rest = fmt::format("{}{} more", i == 0 ? "  " : ", ", running.size() - i);
            return columns(line) + rest.size() > room ? line : line + rest;
        }
        line += id;
    }
    return line;
}

} // namespace rules
