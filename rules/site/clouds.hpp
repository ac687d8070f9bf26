// SPDX-License-Identifier: MIT
//
// Azure's own names: what kinds there are, and what they end in, in each cloud.
#pragma once

#include <string_view>

#include "rules/site.hpp"

namespace rules {

/// What a name of Azure's may be of; each is given with an option of its own.
enum class azure_kind { hub, registry, storage, dps };

/// "--hub", …
std::string_view option_of(azure_kind k) noexcept;

/// What names of that kind end in: "azure-devices.net".
std::string_view suffix_of(azure_kind k, cloud c) noexcept;

/// Whether `host` is a name under `suffix`.
bool below(std::string_view host, std::string_view suffix) noexcept;

/// Refuses a name of Azure's that is of another kind or in another cloud; other names pass. Throws as given.hpp says.
void check_cloud(azure_kind wanted, std::string_view host, cloud in);

} // namespace rules
