// SPDX-License-Identifier: MIT
//
// Proxy auto-configuration: a script says which proxy to use for a host. Nothing of IoT Edge runs one; the people at a
// site often have nothing else to tell which proxy there is.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/address.hpp"

namespace proxy {

/// One of the ways that a script names for a host.
struct pac_way {
    std::string text;             ///< "PROXY proxy:3128", "DIRECT"
    std::optional<address> proxy; ///< nothing for DIRECT, and for SOCKS and SOCKS4, which nobody here can use

    bool direct() const { return text == "DIRECT"; }
};

struct pac_answer {
    std::string host;
    std::vector<pac_way> ways; ///< in the order in which they are to be tried; not empty unless there is an `error`
    std::string error;         ///< one line
};

/// What a script returned: "PROXY a:1; SOCKS5 b:2; DIRECT". Throws std::invalid_argument, one line, for anything else.
std::vector<pac_way> parse_pac_result(std::string_view text);

/// The proxies that the text of a script names with a port, "PROXY proxy:3128" and the like, each once and at most 32:
/// a hint where the script cannot be run. What is put together of parts is not found.
std::vector<pac_way> proxies_in_script(std::string_view script);

struct pac_question {
    std::string origin; ///< for messages: where the script is from
    std::string script; ///< at most 1 MB
    std::vector<std::string> hosts;
    std::string my_address; ///< what myIpAddress() says; empty: what this device's own name resolves to
    /// Whether dnsResolve() and isInNet() may ask this device's resolver, which tells it every name that the script
    /// likes to ask for. Otherwise names resolve to nothing, as behind a proxy that resolves.
    bool may_resolve = true;
    std::chrono::milliseconds limit = std::chrono::seconds(5); ///< for the script and all hosts together
};

/// Calls FindProxyForURL("https://HOST/", HOST) for each host; as many answers as hosts, in their order.
///
/// The script is hostile until the contrary is proved, and so is what libpacparser's interpreter, of 2006, makes of it.
/// It runs in a process of its own, with limits on time, processor time and memory, as nobody where this is root, with
/// no descriptor but a pipe to write to, and dies with the limit or with this process. What it does wrong is the error
/// of the hosts it did not answer for.
///
/// The process is forked and does not execute anything: a library has no program of its own to execute, and a tool is
/// one file. That is right only while this process has one thread, as a lock that another one holds would be held for
/// ever in the child; threads that are about to end are waited for, for a quarter of a second, and then nothing is run
/// and each answer says so. Blocks until all is answered, at most a little longer than `limit`.
///
/// libpacparser.so.1 is looked for at run time; where it is not installed the answers say what to install.
std::vector<pac_answer> ask_pac(const pac_question& asked);

/// Reads a script from a file, by path or as a file:// URL. Throws std::invalid_argument with one line: what is no
/// file, cannot be read, or has more than 1 MB. Never waits.
std::string read_pac_file(const std::string& path_or_url);

} // namespace proxy
