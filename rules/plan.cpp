// SPDX-License-Identifier: MIT
#include "rules/plan.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "rules/host_name.hpp"
#include "rules/plan/draft.hpp"
#include "rules/plan/subjects.hpp"

namespace rules {

namespace {

class planner {
public:
    planner(const site& of, const catalog& from) : site_(of), catalog_(from), of_(of, from) {}

    plan make(const std::vector<std::string>& only, const std::vector<std::string>& skip, ways by) {
        for (const auto& row : catalog_.endpoints)
            if (row.direction == "out" && row.probe != "never" && exists_in(row, site_.cloud))
                for (const auto& subject : of_.subjects_of(row)) add(row, subject);
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

    void add(const endpoint& row, const subject& one) {
        std::string missing;
        const auto host = of_.expand(row.host, one, missing);
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
            d.path.need = of_.need_of(row, port.need);
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
        if (pulls && asked->host == "{mcr}" && !of_.mcr_repository().empty()) return of_.mcr_repository();
        return asked == &row || pulls ? asked->resource : std::string();
    }

    /// A registry without a repository to pull cannot tell where its layers are: says so.
    void assume_layers(const endpoint& row, const subject& one) {
        if (!site_.region.empty() || !site_.storage.empty()) return; // their real hosts are tried
        std::string missing;
        assume(fmt::format("layers of {0} come from {1} or from {2}.<region>.data.{3}: give --region or --storage, or "
                           "--registry {0}/repository:tag, to try the real host",
            one.host, of_.expand(row.rule_host, one, missing), first_label(one.host), of_.value_of("registry_suffix")));
    }

    void add_own(const extra_endpoint& own) {
        draft d;
        d.path.to.service = "endpoint";
        d.path.to.may_redirect = true; // what an unknown site answers when all is well is its own affair
        d.path.to.host = own.host;
        d.path.to.port = static_cast<std::uint16_t>(own.port);
        d.path.to.protocol = own.protocol;
        d.path.purpose = own.purpose;
        d.short_host = d.asked_host = own.host;
        drafts_.push_back(std::move(d));
    }

    void assume_about_site() {
        if (!site_.parent.empty())
            assume(fmt::format("the device is nested: {} takes the hub's place, and images come through it unless they "
                               "name a registry",
                site_.parent));
    }

    const site& site_;
    const catalog& catalog_;
    site_subjects of_;
    std::vector<draft> drafts_;
    plan result_;
};

} // namespace

plan make_plan(const site& of, const catalog& from, const std::vector<std::string>& only,
    const std::vector<std::string>& skip, ways by) {
    return planner(of, from).make(only, skip, by);
}

} // namespace rules
