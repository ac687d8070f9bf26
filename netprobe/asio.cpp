// SPDX-License-Identifier: MIT
// Asio, compiled once; the defines are on the CMake target and must be the same everywhere.
#include <asio/impl/src.hpp>
