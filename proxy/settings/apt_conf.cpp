// SPDX-License-Identifier: MIT
#include "proxy/settings/apt_conf.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "netprobe/ascii.hpp"

namespace proxy {
namespace {

constexpr std::size_t max_depth = 64; // apt has no limit; nobody has ten

bool blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view stripped(std::string_view text) noexcept {
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

// Where `mark` first stands outside of quotes, and is not taken by `not_if`.
template <class Exception>
std::size_t find_plain(std::string_view line, std::string_view mark, Exception not_if) {
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (!quoted && line.substr(i).starts_with(mark) && !not_if(line.substr(i))) return i;
        if (line[i] == '"') quoted = !quoted;
    }
    return line.npos;
}

bool never(std::string_view) noexcept { return false; }

bool directive(std::string_view from) noexcept {
    constexpr std::array<std::string_view, 3> words{"#clear", "#include", "#x-apt-configure-index"};
    return std::ranges::any_of(words, [&](auto word) { return from.starts_with(word); });
}

// A line without its comments. "//" and '#' are looked for first, even inside what becomes a comment of several lines.
std::string without_comments(std::string_view line, bool& in_comment) {
    line = stripped(line);
    if (in_comment) {
        const auto end = line.find("*/");
        if (end == line.npos) return {};
        line.remove_prefix(end + 2);
        in_comment = false;
    }
    line = line.substr(0, find_plain(line, "//", never));
    line = line.substr(0, find_plain(line, "#", directive));
    std::string out;
    while (true) {
        const auto start = find_plain(line, "/*", never);
        out += line.substr(0, start);
        if (start == line.npos) return out;
        const auto end = line.find("*/", start + 2);
        in_comment = end == line.npos;
        if (in_comment) return out;
        line.remove_prefix(end + 2);
    }
}

int hex_digit(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// A word: quotes go, "%XX" is decoded. Nothing where a quote or bracket lacks its pair, or there is no word.
std::optional<std::string> take_word(std::string_view& from) {
    std::size_t end = 0;
    for (; end < from.size() && !blank(from[end]); ++end)
        if (from[end] == '"' || from[end] == '[') {
            end = from.find(from[end] == '"' ? '"' : ']', end + 1);
            if (end == from.npos) return std::nullopt;
        }
    if (end == 0) return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < end; ++i) {
        const int high = i + 2 < end && from[i] == '%' ? hex_digit(from[i + 1]) : -1;
        const int low = high >= 0 ? hex_digit(from[i + 2]) : -1;
        if (low >= 0) {
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else if (from[i] != '"') {
            out += from[i];
        }
    }
    from = stripped(from.substr(end));
    return out;
}

// All of it in quotes: taken as it is. Nothing where something stands outside of them.
std::optional<std::string> quoted_text(std::string_view text) {
    std::string out;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"')
            quoted = !quoted;
        else if (quoted)
            out += text[i];
        else if (!blank(text[i]))
            return std::nullopt;
        else if (i == 0 || !blank(text[i - 1]))
            out += ' ';
    }
    if (text.empty() || quoted) return std::nullopt;
    return out;
}

// Whether a name is one that says which proxy to use.
bool wanted(std::string_view name) {
    const auto small = netprobe::lower(name);
    for (const std::string_view start : {"acquire::http::proxy", "acquire::https::proxy"}) {
        if (!small.starts_with(start)) continue;
        const auto rest = std::string_view(small).substr(start.size());
        if (rest.empty() || rest == "-auto-detect" || rest == "autodetect" ||
            (rest.starts_with("::") && rest.size() > 2))
            return true;
    }
    return false;
}

class reader {
public:
    reader(read_result& into, const std::string& file) : into_(into), file_(file) {}

    // False: apt stops reading here.
    bool take(std::string_view line, std::size_t number) {
        number_ = number;
        const auto text = without_comments(line, in_comment_);
        std::size_t start = 0;
        bool quoted = false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '"') quoted = !quoted;
            if (quoted || (text[i] != '{' && text[i] != ';' && text[i] != '}')) continue;
            append(std::string_view(text).substr(start, i - start));
            start = i + 1;
            if (!end_statement(text[i])) return false;
        }
        append(std::string_view(text).substr(start));
        return true;
    }
    bool open() const noexcept { return !statement_.empty(); }
    void remark(std::string_view what) {
        into_.remarks.push_back(to_string(place{file_, number_}) + ": " + std::string(what));
    }

private:
    void append(std::string_view part) {
        part = stripped(part);
        if (part.empty()) return;
        if (statement_.empty()) begin_ = number_;
        if (!statement_.empty()) statement_ += ' ';
        statement_ += part;
    }

    bool end_statement(char end) {
        if (statement_.empty()) {
            if (end == '{') return false;
            if (end == '}') leave();
            return true;
        }
        std::string_view rest = statement_;
        auto name = take_word(rest);
        if (!name) return false;
        auto value = quoted_text(rest);
        if (value)
            rest = {};
        else
            value = take_word(rest);
        if (!rest.empty()) return false;
        if (!value && end != '{') value = std::exchange(*name, std::string()); // an entry of a list
        if (end == '{') {
            if (opened_.size() >= max_depth) return false;
            opened_.push_back(parent_.size());
            parent_ += (parent_.empty() ? "" : "::") + *name;
            if (value) set(parent_, *value);
        } else if (name->starts_with('#')) {
            if (!parent_.empty() || !obey(name->substr(1), *value)) return false;
        } else if (name->empty() && *value == "#clear") {
            return false;
        } else {
            set(parent_ + (parent_.empty() ? "" : "::") + *name, *value);
        }
        statement_.clear();
        if (end == '}') leave();
        return true;
    }

    void leave() {
        if (opened_.empty()) return;
        parent_.resize(opened_.back());
        opened_.pop_back();
    }

    void set(const std::string& name, const std::string& value) {
        if (!wanted(name)) return;
        std::erase_if(into_.found, [&](const assignment& a) { return netprobe::same_but_for_case(a.name, name); });
        into_.found.push_back({name, secret(value), {file_, begin_}});
    }

    bool obey(std::string_view directive, std::string_view argument) {
        if (directive == "clear")
            std::erase_if(into_.found, [&](const assignment& a) {
                return netprobe::same_but_for_case(a.name, argument) ||
                       (a.name.size() > argument.size() + 2 && a.name.substr(argument.size(), 2) == "::" &&
                           netprobe::same_but_for_case(a.name.substr(0, argument.size()), argument));
            });
        else if (directive == "include")
            remark("#include is not followed here");
        else
            return directive == "x-apt-configure-index";
        return true;
    }

    read_result& into_;
    const std::string& file_;
    std::string statement_;           ///< what came since the last ';', '{' or '}'
    std::string parent_;              ///< of the blocks that are open: "Acquire::http"
    std::vector<std::size_t> opened_; ///< how long parent_ was before each
    bool in_comment_ = false;
    std::size_t number_ = 0, begin_ = 0;
};

} // namespace

void add_apt_conf(read_result& to, std::string_view text, const std::string& file) {
    reader read(to, file);
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (!read.take(line, number))
            return read.remark("is not apt's syntax: apt itself stops there; correct the line");
    }
    if (read.open()) read.remark("ends in the middle of a line: apt refuses it; a semicolon is missing");
}

} // namespace proxy
