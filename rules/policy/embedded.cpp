// SPDX-License-Identifier: MIT
#include "rules/policy/embedded.hpp"

#include <algorithm>
#include <initializer_list>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"

namespace rules {
namespace {

constexpr std::string_view mark = "egress-policy/1 ";
constexpr std::size_t widest = 120;
constexpr std::size_t most_ports =
    6; // of a line "flow", which has to stay one line with the longest of all other words

// "KEY word word …" in as many lines as it takes.
void add_lines(std::vector<std::string>& to, std::string_view key, const std::vector<std::string>& words) {
    std::string line;
    for (const auto& word : words) {
        if (!line.empty() && line.size() + 1 + word.size() > widest) {
            to.push_back(line);
            line.clear();
        }
        if (line.empty()) line = fmt::format("{}{}", mark, key);
        line += " " + word;
    }
    if (!line.empty()) to.push_back(line);
}

std::vector<std::string> texts_of(const ip_set& all) {
    std::vector<std::string> out;
    for (const auto& p : prefixes_of(all)) out.push_back(text_of(p));
    return out;
}

class comment_reader {
public:
    explicit comment_reader(std::string_view origin) : origin_(origin) {}

    void line(std::string_view text, std::size_t number) {
        number_ = number;
        auto words = split(text);
        if (words.empty()) fail("it ends too early");
        const auto key = words.front();
        words.erase(words.begin());
        if (key == "policy")
            head(words);
        else if (!headed_)
            fail("the line \"policy\" has to come first");
        else if (key == "owner")
            whole(result_.owner, text, key);
        else if (key == "reason")
            whole(result_.reason, text, key);
        else if (key == "expires")
            whole(result_.expires, text, key);
        else if (key == "from")
            add(devices_, words);
        else if (key == "flow")
            flow_line(words);
        else if (result_.flows.empty())
            fail("a flow has to come first");
        else if (key == "port")
            for (const auto& word : words) add_ports(result_.flows.back(), word);
        else if (key == "name")
            result_.flows.back().names.insert(result_.flows.back().names.end(), words.begin(), words.end());
        else if (key == "tag")
            result_.flows.back().tags.insert(result_.flows.back().tags.end(), words.begin(), words.end());
        else if (key == "to")
            add(addresses_, words);
        else
            fail(fmt::format("\"{}\" is not known", plain_text(key)));
    }

    policy end() {
        close_flow();
        result_.devices = set_of(devices_);
        check(result_);
        return std::move(result_);
    }

private:
    [[noreturn]] void fail(std::string_view what) const {
        throw std::invalid_argument(fmt::format(
            "{}:{}: the policy in its comments is damaged: {}; give the policy with --policy", origin_, number_, what));
    }

    static std::vector<std::string> split(std::string_view text) {
        std::vector<std::string> out;
        while (!text.empty()) {
            const auto end = std::min(text.find(' '), text.size());
            if (end > 0) out.emplace_back(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        return out;
    }

    // A text to the end of its line, blanks and all: the policy's id is made of it.
    void whole(std::string& to, std::string_view text, std::string_view key) const {
        if (!to.empty()) fail(fmt::format("\"{}\" is there twice", key));
        if (text.size() <= key.size() + 1 || !text.starts_with(key)) fail(fmt::format("\"{}\" is empty", key));
        to = text.substr(key.size() + 1);
    }

    // The one of `all` that is called so; anything else would be taken for a policy that nobody wrote.
    template <typename value>
    value one_of(std::string_view text, std::initializer_list<value> all) const {
        for (const auto v : all)
            if (text == to_string(v)) return v;
        fail(fmt::format("\"{}\" is not known", plain_text(text)));
    }

    void head(const std::vector<std::string>& words) {
        if (words.size() != 5) fail("\"policy\" has five words");
        if (headed_) fail("\"policy\" is there twice");
        headed_ = true;
        result_.id = words[0] == "-" ? "" : words[0];
        result_.stance = one_of(words[1], {stance::default_deny, stance::allow_only});
        result_.hook = one_of(words[2], {hook::host, hook::gateway});
        result_.in_interface = words[3] == "-" ? "" : words[3];
        result_.out_interface = words[4] == "-" ? "" : words[4];
    }

    void flow_line(const std::vector<std::string>& words) {
        close_flow();
        if (words.size() != 5) fail("\"flow\" has five words");
        flow f;
        f.id = words[0];
        if (words[1] != "tcp" && words[1] != "udp" && words[1] != "tcp,udp")
            fail(fmt::format("\"{}\" is not known", plain_text(words[1])));
        for (const auto t : {transport::tcp, transport::udp})
            if (words[1].find(to_string(t)) != std::string::npos) f.over.push_back(t);
        add_ports(f, words[2]);
        f.how = one_of(words[3], {rung::given, rung::resolved, rung::tag, rung::names_only});
        f.need = one_of(words[4], {need::required, need::alternative, need::optional});
        result_.flows.push_back(std::move(f));
    }

    void add_ports(flow& to, std::string_view list) const {
        while (!list.empty()) {
            const auto end = std::min(list.find(','), list.size());
            const auto port = netprobe::port_from(list.substr(0, end));
            if (!port) fail("a port is no number");
            to.ports.push_back(*port);
            list.remove_prefix(std::min(end + 1, list.size()));
        }
    }

    void close_flow() {
        if (!result_.flows.empty()) result_.flows.back().addresses = set_of(addresses_);
        addresses_.clear();
    }

    void add(std::vector<ip_prefix>& to, const std::vector<std::string>& words) const {
        for (const auto& word : words) {
            std::string fault;
            const auto p = read_prefix(word, fault);
            if (!p) fail(fmt::format("\"{}\": {}", plain_text(word), fault));
            to.push_back(*p);
        }
    }

    std::string_view origin_;
    std::size_t number_ = 0;
    bool headed_ = false;
    policy result_;
    std::vector<ip_prefix> devices_, addresses_;
};

std::string word_or_dash(const std::string& text) { return text.empty() ? "-" : text; }

} // namespace

std::vector<std::string> embedded(const policy& of) {
    std::vector<std::string> out;
    add_lines(out, "policy",
        {word_or_dash(of.id), std::string(to_string(of.stance)), std::string(to_string(of.hook)),
            word_or_dash(of.in_interface), word_or_dash(of.out_interface)});
    for (const auto& [key, text] : {std::pair{"owner", &of.owner}, {"reason", &of.reason}, {"expires", &of.expires}})
        if (!text->empty()) out.push_back(fmt::format("{}{} {}", mark, key, *text));
    add_lines(out, "from", texts_of(of.devices));
    for (const auto& f : of.flows) {
        std::string over, ports;
        std::vector<std::string> more_ports;
        for (const auto t : f.over) over += fmt::format("{}{}", over.empty() ? "" : ",", to_string(t));
        for (std::size_t i = 0; i < f.ports.size(); ++i)
            if (i < most_ports)
                ports += fmt::format("{}{}", i == 0 ? "" : ",", f.ports[i]);
            else
                more_ports.push_back(std::to_string(f.ports[i]));
        add_lines(out, "flow", {f.id, over, ports, std::string(to_string(f.how)), std::string(to_string(f.need))});
        add_lines(out, "port", more_ports);
        add_lines(out, "name", f.names);
        if (f.how == rung::tag) add_lines(out, "tag", f.tags);
        add_lines(out, "to", texts_of(f.addresses));
    }
    return out;
}

std::optional<policy> policy_in(std::string_view text, std::string_view origin) {
    comment_reader read(origin);
    bool found = false;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto at = line.find(mark);
        if (at == line.npos) continue;
        line.remove_prefix(at + mark.size());
        line = line.substr(0, line.find('"')); // in JSON the line is a text, and ends there
        while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
        found = true;
        read.line(line, number);
    }
    if (!found) return {};
    return read.end();
}

} // namespace rules
