// SPDX-License-Identifier: MIT
#include "rules/catalog.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/host_name.hpp"
#include "rules/protocol_names.hpp"
#include "rules/shown.hpp"
#include "rules/strict_toml.hpp"

namespace rules {

extern const std::string_view catalog_text; // made from rules/catalog.toml by cmake/embed.cmake

using netprobe::lower;

namespace {

constexpr std::size_t max_rows = 1000;
constexpr std::size_t max_ports = 32;

constexpr std::array<std::string_view, 3> clouds{"public", "usgov", "china"};
constexpr std::array<std::string_view, 3> needs{"required", "alternative", "optional"};
constexpr std::array<std::string_view, 13> whens{"always", "mcr", "no_parent", "parent", "dps", "acr", "region",
    "docker_hub", "registry", "storage", "tls13", "install", "inbound"};
constexpr std::array<std::string_view, 3> probes{"always", "asked", "never"};
constexpr std::array<std::string_view, 2> directions{"out", "in"};
// For rules about ports that nothing here speaks to.
constexpr std::array<std::string_view, 2> unspoken_protocols{"dns", "http"};
constexpr auto protocols = [] {
    std::array<std::string_view, path_protocols.size() + unspoken_protocols.size()> all{};
    std::ranges::copy(unspoken_protocols, std::ranges::copy(path_protocols, all.begin()).out);
    return all;
}();
constexpr std::array<std::string_view, 9> site_placeholders{
    "hub", "hub_short", "registry", "registry_short", "storage", "region", "parent", "ntp", "resolver"};
constexpr std::array<std::string_view, 4> top_keys{"as_of", "cloud", "service_roots", "endpoint"};
constexpr std::array<std::string_view, 16> row_keys{"service", "host", "after", "rule_host", "ports", "when", "probe",
    "direction", "clouds", "resource", "service_tag", "service_roots", "redirects", "purpose", "source", "as_of"};
constexpr std::array<std::string_view, 4> port_keys{"port", "protocol", "need", "resource"};

bool made_of(std::string_view text, std::string_view extra) noexcept {
    return std::ranges::all_of(
        text, [&](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || extra.find(c) != extra.npos; });
}

/// The names between braces, in order; nothing where the text is no host name with placeholders:
/// "{hub_short}.device.{hub_suffix}", "*.data.{mcr}".
std::optional<std::vector<std::string>> placeholders(std::string_view text) {
    std::vector<std::string> found;
    std::string name; // with "x" for every placeholder
    if (text.starts_with("*.")) text.remove_prefix(2);
    while (true) {
        const auto open = text.find('{');
        name += text.substr(0, open);
        if (open == text.npos) break;
        const auto close = text.find('}', open);
        if (close == text.npos) return std::nullopt;
        found.emplace_back(text.substr(open + 1, close - open - 1));
        if (found.back().empty() || !made_of(found.back(), "_")) return std::nullopt;
        name += 'x';
        text.remove_prefix(close + 1);
    }
    if (fault_of_name(name) || name != lower(name)) return std::nullopt;
    return found;
}

class reader : strict_toml {
public:
    using strict_toml::strict_toml;

    catalog read(const toml::table& top) {
        known_keys(top, top_keys, "the catalog");
        catalog out;
        out.as_of = date(top, "as_of");
        for (auto&& [name, node] : table_at(top, "cloud")) read_cloud(out, name, node);
        if (const auto* roots = top.get("service_roots"); roots != nullptr) read_roots(out, *roots);
        const auto* rows = top.get("endpoint");
        if (rows == nullptr || !rows->is_array()) fail(top, "there is no [[endpoint]]", "add at least one row");
        if (rows->as_array()->size() > max_rows)
            fail(*rows, "there are more than 1000 rows", "keep the rows that a site can need");
        for (auto&& node : *rows->as_array()) read_row(out, node);
        for (std::size_t i = 0; i < out.endpoints.size(); ++i) check_after(out, i);
        return out;
    }

private:
    /// It becomes part of a request line: a blank in it would end the target.
    std::string resource_of(const toml::table& in) const {
        auto value = optional_text(in, "resource");
        if (std::ranges::any_of(value, [](char c) { return c <= ' ' || c > '~'; }))
            fail(*in.get("resource"),
                fmt::format("resource {} holds a blank or a character that is not ASCII", shown(value)),
                "write /path?query with %20 and the like, or repository:tag");
        return value;
    }

    void read_cloud(catalog& out, const toml::key& name, const toml::node& node) const {
        if (!one_of(name.str(), clouds))
            fail(node, fmt::format("unknown cloud {}", shown(name.str())), "the clouds are: public, usgov, china");
        if (!node.is_table()) fail(node, fmt::format("cloud.{} is no table", name.str()), "write [cloud.NAME]");
        auto& values = out.suffixes[std::string(name.str())];
        for (auto&& [key, value] : *node.as_table()) {
            auto host = text_of(value, key.str());
            if (!made_of(key.str(), "_") || fault_of_name(host) || host != lower(host))
                fail(value, fmt::format("{} = {} is no host name", shown(key.str()), shown(host)),
                    "write lower-case letters, digits, hyphens and dots");
            values[std::string(key.str())] = std::move(host);
        }
    }

    void read_roots(catalog& out, const toml::node& node) const {
        if (!node.is_table()) fail(node, "service_roots is no table", "write [service_roots]");
        for (auto&& [key, value] : *node.as_table()) {
            const bool hex =
                std::ranges::all_of(key.str(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
            if (key.str().size() != 64 || !hex)
                fail(value, fmt::format("{} is no SHA-256 fingerprint", shown(key.str())),
                    "write 64 lower-case hex digits without colons, in quotes");
            out.service_roots[std::string(key.str())] = text_of(value, "subject");
        }
    }

    port_protocol read_port(const toml::node& node, const endpoint& row) const {
        if (!node.is_table())
            fail(node, "a port is no table", "write { port = 443, protocol = \"https\", need = \"required\" }");
        const auto& in = *node.as_table();
        known_keys(in, port_keys, "a port");
        port_protocol out;
        const auto* number = in.get("port");
        if (number == nullptr || !number->is_integer()) fail(node, "port is missing or no number", "write port = 443");
        const auto value = number->as_integer()->get();
        if (value < 1 || value > 65535) fail(*number, fmt::format("port {} does not exist", value), "use 1 to 65535");
        out.port = static_cast<int>(value);
        out.protocol = word(in, "protocol", protocols);
        const auto need_word = word(in, "need", needs);
        out.need = static_cast<need>(std::ranges::find(needs, need_word) - needs.begin());
        out.resource = resource_of(in);
        if (row.probe != "never" && one_of(out.protocol, unspoken_protocols))
            fail(*in.get("protocol"), fmt::format("{} cannot be probed as a path", out.protocol),
                "use another protocol, or probe = \"never\" for a firewall rule");
        return out;
    }

    void read_ports(endpoint& row, const toml::table& in) const {
        const auto* node = in.get("ports");
        if (node == nullptr || !node->is_array() || node->as_array()->empty() || node->as_array()->size() > max_ports)
            fail(node == nullptr ? in : *node,
                fmt::format("{}: ports is no list of 1 to {} ports", row.service, max_ports),
                "write ports = [{ port = 443, protocol = \"https\", need = \"required\" }]");
        for (auto&& port : *node->as_array()) {
            auto read = read_port(port, row);
            for (const auto& other : row.ports)
                if (other.port == read.port && other.protocol == read.protocol)
                    fail(port, fmt::format("{}: port {} with {} is there twice", row.service, read.port, read.protocol),
                        "remove one");
            row.ports.push_back(std::move(read));
        }
    }

    void read_clouds(endpoint& row, const toml::table& in) const {
        const auto* node = in.get("clouds");
        if (node == nullptr) return;
        if (!node->is_array() || node->as_array()->empty() || node->as_array()->size() > clouds.size())
            fail(*node, "clouds is no list of clouds", "write clouds = [\"public\"], or leave it out for all");
        for (auto&& item : *node->as_array()) {
            auto name = text_of(item, "clouds");
            if (!one_of(name, clouds))
                fail(item, fmt::format("unknown cloud {}", shown(name)), "the clouds are: public, usgov, china");
            row.clouds.push_back(std::move(name));
        }
    }

    void read_row(catalog& out, const toml::node& node) {
        if (!node.is_table()) fail(node, "endpoint is no table", "write [[endpoint]]");
        const auto& in = *node.as_table();
        known_keys(in, row_keys, "[[endpoint]]");
        endpoint row;
        row.service = text(in, "service");
        if (row.service.size() > 32 || !made_of(row.service, "_"))
            fail(*in.get("service"), fmt::format("{} is no service id", shown(row.service)),
                "write at most 32 lower-case letters, digits and underscores");
        row.host = optional_text(in, "host");
        row.after = optional_text(in, "after");
        row.rule_host = optional_text(in, "rule_host");
        row.when = word(in, "when", whens);
        row.probe = word(in, "probe", probes, "always");
        row.direction = word(in, "direction", directions, "out");
        read_clouds(row, in);
        row.resource = resource_of(in);
        row.service_tag = optional_text(in, "service_tag");
        row.service_roots = flag(in, "service_roots");
        row.redirects = flag(in, "redirects");
        row.purpose = text(in, "purpose");
        row.source = text(in, "source");
        row.as_of = date(in, "as_of");
        read_ports(row, in);
        check_hosts(out, row, in);
        out.endpoints.push_back(std::move(row));
        nodes_.push_back(&node);
    }

    void check_hosts(const catalog& out, const endpoint& row, const toml::table& in) const {
        const bool named_by_other = !row.after.empty() || row.direction == "in";
        if (row.host.empty() != named_by_other)
            fail(in, fmt::format("{}: exactly one of host, after and direction = \"in\" is needed", row.service),
                "give a host, or the service whose answer names it");
        if (row.probe != "never" && (row.direction == "in" || row.host.find('*') != row.host.npos))
            fail(in, fmt::format("{}: a wildcard or an inbound port cannot be probed", row.service),
                "add probe = \"never\", or give the host's own name");
        for (const auto& host : {row.host, row.rule_host}) {
            if (host.empty()) continue;
            const auto names = placeholders(host);
            if (!names)
                fail(in, fmt::format("{} is no host name", shown(host)),
                    "write lower-case letters, digits, hyphens, dots and {placeholders}; *. only in front");
            for (const auto& name : *names) check_placeholder(out, row, name, in);
        }
        for (const auto& other : out.endpoints)
            if (other.service == row.service && other.host == row.host)
                fail(in, fmt::format("{} with host {} is there twice", row.service, shown(row.host)),
                    "merge the two rows");
    }

    void check_placeholder(
        const catalog& out, const endpoint& row, std::string_view name, const toml::table& in) const {
        if (one_of(name, site_placeholders)) return;
        for (const auto& [cloud_name, values] : out.suffixes)
            if ((row.clouds.empty() || std::ranges::find(row.clouds, cloud_name) != row.clouds.end()) &&
                !values.contains(std::string(name)))
                fail(in, fmt::format("{}: {{{}}} has no value in cloud {}", row.service, shown(name), cloud_name),
                    fmt::format("add it to [cloud.{}], or list the row's clouds", cloud_name));
    }

    /// Rows may come in any order, so this waits until all are read.
    void check_after(const catalog& out, std::size_t index) const {
        const auto& row = out.endpoints[index];
        if (row.after.empty()) return;
        const bool found = std::ranges::any_of(out.endpoints, [&](const endpoint& e) {
            return e.service == row.after && e.probe != "never" && !e.host.empty() && e.when == row.when &&
                   std::ranges::any_of(e.ports, [](const auto& p) { return p.protocol == "registry"; });
        });
        if (!found)
            fail(*nodes_[index],
                fmt::format("{}: after = {} names no registry row with the same `when`", row.service, shown(row.after)),
                "name the service of a row that is probed with protocol registry");
    }

    std::vector<const toml::node*> nodes_; // of out.endpoints, for line numbers
};

} // namespace

std::string_view to_string(need n) noexcept { return needs[static_cast<std::size_t>(n)]; }

std::string_view built_in_catalog() noexcept { return catalog_text; }

bool exists_in(const endpoint& row, cloud where) noexcept {
    return row.clouds.empty() || std::ranges::find(row.clouds, to_string(where)) != row.clouds.end();
}

catalog parse_catalog(std::string_view text, std::string_view origin) {
    const auto parsed = read_toml(text, origin);
    return reader(origin).read(parsed);
}

} // namespace rules
