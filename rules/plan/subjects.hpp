// SPDX-License-Identifier: MIT
//
// What a catalog's rows are planned for: the site as a whole, or each of its registries, storage accounts and time
// servers; and the values of the rows' placeholders.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/catalog.hpp"
#include "rules/site.hpp"

namespace rules {

/// One of those.
struct subject {
    std::map<std::string, std::string, std::less<>> placeholders; ///< beside the cloud's and the site's
    std::string name; ///< short, for ids: "contoso"; empty where the row has a fixed host
    std::string host; ///< full, for ids and assumptions
    std::string repository;
    int port = 0; ///< replaces the row's; 0: does not
};

/// A site seen through a catalog. Keeps references to both.
class site_subjects {
public:
    /// Throws std::invalid_argument where the catalog does not have the site's cloud.
    site_subjects(const site& of, const catalog& from);

    /// Whom a row is for; none: the site has nothing of it.
    std::vector<subject> subjects_of(const endpoint& row) const;

    /// The text with its placeholders replaced; `missing` names the first that has no value.
    std::string expand(std::string_view text, const subject& one, std::string& missing) const;

    /// How much the site needs what a row states.
    need need_of(const endpoint& row, need stated) const;

    std::string value_of(std::string_view placeholder) const;
    const std::string& mcr_repository() const noexcept; ///< that the user named of Microsoft's registry, or empty

private:
    void sort_registries();
    std::vector<subject> storage_accounts() const;
    std::vector<subject> time_servers() const;

    const site& site_;
    std::map<std::string, std::string, std::less<>> known_;
    std::vector<subject> acrs_, docker_, others_;
    std::string mcr_repository_;
    bool mcr_named_ = false; // an image, or the user, names Microsoft's registry itself
};

/// "contoso.azure-devices.net" → "contoso".
std::string first_label(const std::string& host);

} // namespace rules
