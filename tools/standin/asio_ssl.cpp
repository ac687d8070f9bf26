// SPDX-License-Identifier: MIT
// Asio's OpenSSL part, compiled once. Only the stand-in uses it: the checker drives OpenSSL itself.
#include <asio/ssl/impl/src.hpp>
