// SPDX-License-Identifier: MIT
//
// The rows of rules/explain.hpp, a table a layer.
#pragma once

#include <span>

#include "rules/explain.hpp"

namespace rules::explained {

std::span<const explanation> host() noexcept;
std::span<const explanation> dns() noexcept;
std::span<const explanation> tcp() noexcept;
std::span<const explanation> net() noexcept;
std::span<const explanation> tls() noexcept;
std::span<const explanation> proxy() noexcept;        ///< the proxy itself, its settings and logins
std::span<const explanation> proxy_tunnel() noexcept; ///< what becomes of a request for a tunnel, and of the tunnel
std::span<const explanation> protocol() noexcept;     ///< ws, mqtt, amqp, http

} // namespace rules::explained
