// SPDX-License-Identifier: MIT
#include "rules/site/time_servers.hpp"

#include <algorithm>
#include <string_view>

namespace rules {
namespace {

constexpr std::string_view blanks_of_a_line = " \t\r";

/// The words of a line, up to a comment.
std::vector<std::string_view> words_in_line(std::string_view line) {
    std::vector<std::string_view> out;
    line = line.substr(0, line.find('#'));
    for (auto from = line.find_first_not_of(blanks_of_a_line); from != line.npos;
         from = line.find_first_not_of(blanks_of_a_line, from)) {
        const auto to = std::min(line.find_first_of(blanks_of_a_line, from), line.size());
        out.push_back(line.substr(from, to - from));
        from = to;
    }
    return out;
}

template <class Take>
void for_each_line(const device_file& file, Take take) {
    std::string_view rest = file.text;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const auto line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        take(line, number);
    }
}

/// NTP= of systemd-timesyncd: an empty one forgets what was named before.
void take_timesyncd(std::vector<told>& to, const device_file& file) {
    for_each_line(file, [&](std::string_view line, std::size_t number) {
        constexpr std::string_view key = "NTP=";
        if (!line.starts_with(key)) return;
        const auto words = words_in_line(line.substr(key.size()));
        if (words.empty()) to.clear();
        for (const auto word : words) to.push_back({std::string(word), {file.shown, number}});
    });
}

/// "server NAME …" and "pool NAME …" of chrony and ntpd.
void take_server_lines(std::vector<told>& to, const device_file& file) {
    for_each_line(file, [&](std::string_view line, std::size_t number) {
        const auto words = words_in_line(line);
        if (words.size() >= 2 && (words[0] == "server" || words[0] == "pool" || words[0] == "peer"))
            to.push_back({std::string(words[1]), {file.shown, number}});
    });
}

} // namespace

std::vector<told> time_servers_of(const std::vector<device_file>& files) {
    std::vector<told> by_systemd, by_daemon;
    std::vector<const device_file*> sorted;
    for (const auto& file : files) sorted.push_back(&file);
    std::ranges::sort(sorted, {}, [](const device_file* file) { return std::string_view(file->path); });
    for (const auto* file : sorted) {
        const std::string_view path = file->path;
        if (path.starts_with("/etc/systemd/timesyncd.conf"))
            take_timesyncd(by_systemd, *file);
        else if (path == "/etc/chrony/chrony.conf" || path == "/etc/ntpsec/ntp.conf" || path == "/etc/ntp.conf")
            take_server_lines(by_daemon, *file);
    }
    // Where chrony or ntpd is installed, timesyncd does not run.
    return by_daemon.empty() ? by_systemd : by_daemon;
}

} // namespace rules
