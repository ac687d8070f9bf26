// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/settings/fix_parts.hpp"
#include "rules/shown.hpp"

namespace rules {
namespace {

constexpr std::string_view variable = "UpstreamProtocol";

bool word_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/// Line `number`, from 1, of a text: where it begins, and its text without the end.
std::optional<std::pair<std::size_t, std::string_view>> line_of(std::string_view text, std::size_t number) {
    std::size_t begin = 0;
    for (std::size_t line = 1; line < number; ++line) {
        begin = text.find('\n', begin);
        if (begin == text.npos) return std::nullopt;
        ++begin;
    }
    return number == 0 ? std::nullopt
                       : std::optional(std::pair(begin, text.substr(begin, text.find('\n', begin) - begin)));
}

/// The one place of a word in a line, in any case; nothing where it is there twice, or only as a part of another word.
std::optional<std::size_t> only_place(std::string_view line, std::string_view word) {
    const auto small = netprobe::lower(line), sought = netprobe::lower(word);
    std::optional<std::size_t> found;
    for (auto at = small.find(sought); at != small.npos; at = small.find(sought, at + 1)) {
        const auto end = at + sought.size();
        if ((at > 0 && word_char(small[at - 1])) || (end < small.size() && word_char(small[end]))) continue;
        if (found) return std::nullopt;
        found = at;
    }
    return found;
}

} // namespace

void fix_config(file_fix& into, const told& written, std::vector<std::string>& left) {
    const auto protocol = meant_protocol(written.value);
    const auto place = to_string(written.at);
    if (protocol.empty()) {
        left.push_back(
            fmt::format("{}: {} {}: it means none of Amqp, AmqpWs, Mqtt and MqttWs; write the one that is meant", place,
                variable, shown_without_secret(written.value)));
        return;
    }
    if (written.at.file.find("/config.d/") != std::string::npos) {
        if (written.value != protocol)
            left.push_back(
                fmt::format("{}: {} {}: made by `iotedge config apply`; write {} in config.toml, and apply it", place,
                    variable, shown(written.value), protocol));
        return;
    }
    const auto line = line_of(into.file->text, written.at.line);
    if (!line) return;
    const auto [begin, text] = *line;
    const auto comment = text.find('#'); // none of the words to change has one
    const auto name = only_place(text.substr(0, comment), variable);
    const auto value = only_place(text.substr(0, comment), written.value);
    // A patch shows the whole line, and whatever else it sets may be a secret.
    if (text.substr(0, name.value_or(0)).find_first_of("={,:") != text.npos ||
        (value && text.find_first_of(",;}", *value + written.value.size()) < comment)) {
        if (written.value != protocol)
            left.push_back(
                fmt::format("{}: write {} = {}; the line has more than that in it", place, variable, protocol));
        return;
    }
    if (name && text.substr(*name, variable.size()) != variable) {
        into.edits.push_back({begin + *name, variable.size(), std::string(variable)});
        into.what.push_back(fmt::format("line {}: the variable's name is {}", written.at.line, variable));
    }
    if (written.value == protocol) return;
    if (value && name && *value > *name) {
        into.edits.push_back({begin + *value, written.value.size(), std::string(protocol)});
        into.what.push_back(fmt::format("line {}: {} is {}", written.at.line, variable, protocol));
    } else {
        left.push_back(fmt::format("{}: write {} = {}; the line has more than that in it", place, variable, protocol));
    }
}

} // namespace rules
