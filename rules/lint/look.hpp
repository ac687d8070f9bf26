// SPDX-License-Identifier: MIT
//
// What several rules look at: the system modules of a deployment, and texts that mean something to more than one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/site/device.hpp"

namespace rules {

/// A template's text that something else fills in later: "${MODULES.temperature}", "$CONTAINER_REGISTRY". Nothing is
/// known of it yet. "$upstream:443/…" is none: IoT Edge itself reads that.
bool filled_in_later(std::string_view text) noexcept;

/// All of a value that the template asks to replace: "<ADD DEVICE CONNECTION STRING HERE>", "<HOST_NAME>". A password
/// may look like the second: under a key that is called like a secret it is none.
bool is_to_be_replaced(std::string_view text, std::string_view key = "");

/// The variable's value where it is set to something that is known; nullptr where it is unset or empty. `later` becomes
/// true where a template fills it in.
const told* set_to(const module_settings& of, std::string_view variable, bool* later = nullptr) noexcept;

/// The text of a JSON value at a path, or nothing.
std::optional<std::string> text_at(const node& from, std::initializer_list<std::string_view> path);

/// Whether a file was read to its end: only then is something missing in it that was not found there.
bool read_whole(const std::vector<file_fault>& faults) noexcept;

/// Whether an image, or a registry's address, is of that host, whatever the port: "gw:443/a", "gw/a" and "gw" of "gw".
bool is_on_host(std::string_view image, std::string_view host);

/// A deployment with both system modules. A layered deployment adds to one that is not here, so what it does not
/// say is no fault of its.
struct system_modules {
    const manifest* of = nullptr;
    const module_settings* agent = nullptr;
    const module_settings* hub = nullptr;
};
/// Of every manifest that is a whole deployment and was read to its end; a module that it lacks is nullptr.
std::vector<system_modules> system_modules_of(const device& of);

/// A value at which a JSON document means true: true, "true".
bool is_true(const node* value) noexcept;
/// A variable's value as .NET reads a truth; nothing where it is neither.
std::optional<bool> truth_of(const told* value) noexcept;

/// Two host names or a path's parts, "a, b and c".
std::string listed(const std::vector<std::string>& words);

/// The ports that createOptions bind on the device.
struct bound_port {
    std::string inside;  ///< "5671/tcp"; of the container
    std::string address; ///< HostIp; empty: all of the device's
    place at;
};
std::vector<bound_port> bound_ports(const module_settings& of);

/// The port's number: "5671" of "5671/tcp".
std::string port_number(std::string_view inside);

} // namespace rules
