// SPDX-License-Identifier: MIT
#include "rules/plan.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/host_name.hpp"
#include "rules/plan/draft.hpp"

namespace rules {

using netprobe::port_from;

namespace {

using values = std::map<std::string, std::string, std::less<>>;

/// What one row is planned for: the site as a whole, or one of its registries or storage accounts.
struct subject {
    values placeholders; ///< beside the cloud's and the site's
    std::string name;    ///< short, for ids: "contoso"; empty where the row has a fixed host
    std::string host;    ///< full, for ids and assumptions
    std::string repository;
    int port = 0; ///< replaces the row's; 0: does not
};

/// "contoso:5000" → host and port; brackets of IPv6 addresses go.
std::pair<std::string, int> split_port(const std::string& host) {
    if (host.starts_with('[')) {
        const auto close = std::min(host.find(']'), host.size());
        const auto rest = std::string_view(host).substr(std::min(close + 1, host.size()));
        return {host.substr(1, close - 1), port_from(rest.substr(std::min<std::size_t>(1, rest.size()))).value_or(0)};
    }
    const auto colon = host.rfind(':');
    if (colon == host.npos) return {host, 0};
    return {host.substr(0, colon), port_from(std::string_view(host).substr(colon + 1)).value_or(0)};
}

std::string first_label(const std::string& host) { return host.substr(0, host.find('.')); }

class planner {
public:
    planner(const site& of, const catalog& from) : site_(of), catalog_(from) {
        const auto cloud_values = from.suffixes.find(std::string(to_string(of.cloud)));
        if (cloud_values == from.suffixes.end())
            throw std::invalid_argument(fmt::format(
                "--cloud {0}: the catalog does not have that cloud; add [cloud.{0}] to it", to_string(of.cloud)));
        for (const auto& [key, value] : cloud_values->second) known_[key] = value;
        known_["hub"] = of.hub;
        known_["hub_short"] = first_label(of.hub);
        known_["parent"] = of.parent;
        known_["region"] = of.region;
        sort_registries();
    }

    plan make(const std::vector<std::string>& only, const std::vector<std::string>& skip, ways by) {
        for (const auto& row : catalog_.endpoints)
            if (row.direction == "out" && row.probe != "never" && exists_in(row, site_.cloud))
                for (const auto& subject : subjects_of(row)) add(row, subject);
        for (const auto& own : site_.endpoints) add_own(own);
        drop_repeated(drafts_);
        name_all(drafts_);
        if (!site_.proxy.empty()) add_twins(drafts_, by);
        for (auto& sentence : select(drafts_, only, skip)) assume(std::move(sentence));
        assume_about_site();
        for (auto& d : drafts_) result_.paths.push_back(std::move(d.path));
        return std::move(result_);
    }

private:
    void assume(std::string sentence) {
        auto& all = result_.assumptions;
        if (std::ranges::find(all, sentence) == all.end()) all.push_back(std::move(sentence));
    }

    // ---- whom a row is for

    /// One subject a registry, however many of its repositories the site names: the paths are the same.
    void sort_registries() {
        const auto suffix = fmt::format(".{}", value_of("registry_suffix"));
        for (const auto& given : site_.registries) {
            auto [host, port] = split_port(given.host);
            const bool acr = suffix.size() > 1 && host.ends_with(suffix);
            subject one{{}, host, host, given.repository, port};
            if (acr) one.name = host.substr(0, host.size() - suffix.size());
            one.placeholders = {{"registry", host}, {"registry_short", first_label(host)}};
            if (host == value_of("mcr")) {
                if (!given.repository.empty()) mcr_repository_ = given.repository;
                continue; // planned for every site
            }
            auto& list = host == "docker.io" ? docker_ : acr ? acrs_ : others_;
            const auto same =
                std::ranges::find_if(list, [&](const subject& s) { return s.host == one.host && s.port == one.port; });
            if (same == list.end())
                list.push_back(std::move(one));
            else if (same->repository.empty())
                same->repository = one.repository;
        }
    }

    std::vector<subject> subjects_of(const endpoint& row) const {
        const std::vector<subject> whole{subject{}}, nobody;
        if (row.when == "acr") return acrs_;
        if (row.when == "region") return site_.region.empty() ? nobody : acrs_;
        if (row.when == "registry") return others_;
        if (row.when == "docker_hub") {
            auto hub = docker_;
            for (auto& one : hub) one.name.clear(); // its rows have hosts of their own
            return hub;
        }
        if (row.when == "storage") return storage_accounts();
        if (row.when == "parent") return site_.parent.empty() ? nobody : whole;
        if (row.when == "no_parent") return site_.parent.empty() ? whole : nobody;
        if (row.when == "inbound") return nobody;
        if (row.host.find("{ntp}") != row.host.npos) return time_servers();
        return whole;
    }

    std::vector<subject> storage_accounts() const {
        const auto suffix = fmt::format(".{}", value_of("storage_suffix"));
        std::vector<subject> out;
        for (const auto& host : site_.storage) {
            const bool known = suffix.size() > 1 && host.ends_with(suffix);
            out.push_back(
                {{{"storage", host}}, known ? host.substr(0, host.size() - suffix.size()) : host, host, {}, 0});
        }
        return out;
    }

    std::vector<subject> time_servers() const {
        std::vector<subject> out;
        for (const auto& host : site_.ntp) out.push_back({{{"ntp", host}}, host, host, {}, 0});
        if (out.empty()) out.push_back({{{"ntp", value_of("ntp")}}, {}, {}, {}, 0});
        return out;
    }

    // ---- placeholders

    std::string value_of(std::string_view name) const {
        const auto found = known_.find(name);
        return found == known_.end() ? std::string() : found->second;
    }

    /// The text with its placeholders replaced; `missing` names the first that has no value.
    std::string expand(std::string_view text, const subject& one, std::string& missing) const {
        std::string out;
        while (true) {
            const auto open = text.find('{');
            out += text.substr(0, open);
            if (open == text.npos) return out;
            const auto close = std::min(text.find('}', open), text.size());
            const auto name = text.substr(open + 1, close - open - 1);
            const auto own = one.placeholders.find(name);
            const auto value = own != one.placeholders.end() ? own->second : value_of(name);
            if (value.empty() && missing.empty()) missing = name;
            out += value;
            text.remove_prefix(std::min(close + 1, text.size()));
        }
    }

    void assume_missing(const endpoint& row, const std::string& missing) {
        if (missing == "hub" || missing == "hub_short")
            assume("the hub's name is not known, so no way to IoT Hub is tried and no UpstreamProtocol can be "
                   "recommended: give --hub NAME (a provisioned device keeps it in "
                   "/var/lib/aziot/identityd/device_info)");
        else
            assume(
                fmt::format("{} is not tried: {{{}}} of the catalog has no value for this site", row.service, missing));
    }

    // ---- drafts

    need need_of(const endpoint& row, need stated) const {
        if (row.when == "dps" && !site_.dps) return need::optional;
        // A nested device reaches the hub and its images through its parent.
        if (row.when == "always" && !site_.parent.empty()) return need::optional;
        return stated;
    }

    void add(const endpoint& row, const subject& one) {
        std::string missing;
        const auto host = expand(row.host, one, missing);
        if (!missing.empty()) {
            if (row.probe == "always") assume_missing(row, missing);
            return;
        }
        const auto resource = resource_of(row, one);
        if (!row.after.empty() && resource.empty()) {
            assume_layers(row, one);
            return;
        }
        for (const auto& port : row.ports) {
            draft d;
            auto& to = d.path.to;
            to.service = row.service;
            to.host = host;
            to.port = static_cast<std::uint16_t>(one.port != 0 ? one.port : port.port);
            to.protocol = port.protocol;
            to.service_roots = row.service_roots;
            to.may_redirect = row.redirects;
            to.resource = !port.resource.empty() ? port.resource : row.after.empty() ? resource : std::string();
            d.path.need = need_of(row, port.need);
            d.path.group = d.path.need == need::alternative ? "upstream" : "";
            d.path.purpose = row.purpose;
            d.short_host = !one.name.empty() ? one.name : host;
            d.asked_host = !host.empty() ? host : one.host;
            d.after = row.after;
            d.followed = one.host;
            d.only_if_asked = row.probe == "asked";
            drafts_.push_back(std::move(d));
        }
    }

    /// What to ask for. A row that follows another depends on what that one pulls.
    std::string resource_of(const endpoint& row, const subject& one) const {
        const endpoint* asked = &row;
        if (!row.after.empty())
            for (const auto& other : catalog_.endpoints)
                if (other.service == row.after && other.probe != "never" && exists_in(other, site_.cloud))
                    asked = &other;
        const bool pulls = std::ranges::any_of(asked->ports, [](const auto& p) { return p.protocol == "registry"; });
        if (pulls && !one.repository.empty()) return one.repository;
        if (pulls && asked->host == "{mcr}" && !mcr_repository_.empty()) return mcr_repository_;
        return asked == &row || pulls ? asked->resource : std::string();
    }

    /// A registry without a repository to pull cannot tell where its layers are: says so.
    void assume_layers(const endpoint& row, const subject& one) {
        if (!site_.region.empty() || !site_.storage.empty()) return; // their real hosts are tried
        std::string missing;
        assume(fmt::format("layers of {0} come from {1} or from {2}.<region>.data.{3}: give --region or --storage, or "
                           "--registry {0}/repository:tag, to try the real host",
            one.host, expand(row.rule_host, one, missing), first_label(one.host), value_of("registry_suffix")));
    }

    void add_own(const extra_endpoint& own) {
        draft d;
        d.path.to.service = "endpoint";
        d.path.to.may_redirect = true; // what an unknown site answers when all is well is its own affair
        d.path.to.host = own.host;
        d.path.to.port = static_cast<std::uint16_t>(own.port);
        d.path.to.protocol = own.protocol;
        d.path.purpose = "given with --endpoint";
        d.short_host = d.asked_host = own.host;
        drafts_.push_back(std::move(d));
    }

    void assume_about_site() {
        if (!site_.parent.empty())
            assume(fmt::format(
                "the device is nested: {} takes the hub's place, and images come through it", site_.parent));
    }

    const site& site_;
    const catalog& catalog_;
    values known_;
    std::vector<subject> acrs_, docker_, others_;
    std::string mcr_repository_;
    std::vector<draft> drafts_;
    plan result_;
};

} // namespace

plan make_plan(const site& of, const catalog& from, const std::vector<std::string>& only,
    const std::vector<std::string>& skip, ways by) {
    return planner(of, from).make(only, skip, by);
}

} // namespace rules
