// SPDX-License-Identifier: MIT
//
// What the readers of appliances' files share: values read strictly, and tables of named objects in which a name that
// is missing, given twice or too long is what the platform would refuse.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "rules/export/words.hpp"
#include "rules/verdict/ruleset.hpp"

namespace rules {

using port_range = std::pair<std::uint16_t, std::uint16_t>; ///< both ends inside

/// Addresses and names that an object or a group stands for.
struct destinations {
    std::vector<ip_range> addresses;
    std::vector<name_pattern> names;

    void add(const destinations& other);
};

/// Ports of one protocol.
struct port_service {
    int protocol = 0; ///< IANA number
    std::vector<port_range> ports;
};

/// Objects by name.
template <typename value>
class named_objects {
public:
    /// `kind` for refusals ("address"); `longest`: how many characters the platform's names may have.
    named_objects(std::string_view kind, std::size_t longest) : kind_(kind), longest_(longest) {}

    /// A new object. Refuses a name that is taken, empty or too long.
    value& define(const line_place& at, const std::string& name) {
        if (name.empty() || name.size() > longest_)
            at.refuse(
                fmt::format("a name of {} {} characters; the platform takes 1 to {}", kind_, name.size(), longest_));
        const auto [found, fresh] = all_.try_emplace(name);
        if (!fresh) at.refuse(fmt::format("{} {} is there twice", kind_, name));
        return found->second;
    }
    /// Refuses a name that nothing has.
    const value& get(const line_place& at, const std::string& name) const {
        const auto found = all_.find(name);
        if (found == all_.end()) at.refuse(fmt::format("{} {} is not there", kind_, name));
        return found->second;
    }
    bool has(const std::string& name) const { return all_.count(name) > 0; }

private:
    std::string_view kind_;
    std::size_t longest_;
    std::map<std::string, value, std::less<>> all_;
};

/// The named values of one command. Each is taken once; what is left at the end is unknown.
class named_values {
public:
    /// `at` for refusals; must outlive this.
    explicit named_values(const line_place& at) : at_(at) {}

    void put(const std::string& key, const std::string& value); ///< refuses a key that is there
    std::optional<std::string> maybe(const std::string& key);   ///< nothing: it is not there
    std::string take(const std::string& key);                   ///< refuses one that is missing or empty
    void want(const std::string& key, std::string_view value);  ///< refuses any other value
    std::vector<std::string> list(const std::string& key);      ///< "key" alone, or key.1, key.2, …; at least one
    void end() const;                                           ///< refuses what nobody took

private:
    const line_place& at_;
    std::map<std::string, std::string> all_;
};

/// Adds the rules that a rule for packets of one family is: to the addresses of `there`, and to its names. Its `to` and
/// `names` are set here; the rest is the caller's. `there` without members: to anything of that family.
void add_rules_of(ip_family family, platform_rule made, const destinations& there, std::vector<platform_rule>& to);

/// "443" or "443-445"; nothing for what is neither.
std::optional<port_range> ports_in(std::string_view text);
/// 27 for "255.255.255.224"; nothing for what is no mask, or one with holes.
std::optional<int> length_of_mask(std::string_view mask);
/// ports_in(), or a refusal.
port_range read_ports(const line_place& at, std::string_view text);
/// A list with a separator, at least one: "443,5671".
std::vector<port_range> read_port_list(const line_place& at, std::string_view text, char separator);
/// "203.0.113.64/27", host bits not set; a single address without length, too.
ip_range read_block(const line_place& at, std::string_view text);
/// "203.0.113.64" "255.255.255.224"; the mask's ones first, host bits not set.
ip_range read_masked(const line_place& at, std::string_view address, std::string_view mask);
/// Who may send: addresses, at least one. Refuses names, and nothing at all, which would be anybody.
std::vector<ip_range> read_source(const line_place& at, const destinations& who);
/// A host name, lower case, as itself only.
name_pattern read_exact_name(const line_place& at, std::string_view text);
/// A host name as the domain above others: `itself` as given.
name_pattern read_domain(const line_place& at, std::string_view text, bool itself);
/// "tcp" or "udp" as IANA number.
int read_protocol(const line_place& at, std::string_view text);
/// Refuses a line that has not exactly (or, with `more`, at least) so many words.
void want_words(const word_line& line, std::size_t count, bool more = false);

} // namespace rules
