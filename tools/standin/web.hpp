// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "netprobe/protocol/http.hpp"
#include "tools/standin/image.hpp"
#include "tools/standin/service.hpp"

namespace standin {

/// One HTTP request, taken apart; all of it is the client's text.
struct request {
    std::string method;
    std::string path;                         ///< of the target, still percent-encoded
    std::map<std::string, std::string> query; ///< decoded; the first of a name counts
    std::string host;                         ///< Host header without the port, lower-case
    netprobe::http::head head;
};
/// Takes a request head apart; nothing if its start line is not one of HTTP/1.x for a path.
std::optional<request> read_request(const netprobe::http::head& head);

/// One HTTP answer.
struct web_answer {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers; ///< without Date, Server, Content-Length, Connection
    std::string body;
    std::string server = "egress-standin";
    std::string switch_to; ///< with status 101: "mqtt" or "amqp"
    std::string note;      ///< for the log, where the status does not say all
};

/// What the registries serve and where their redirects point.
struct web_world {
    image content;
    std::string region = "westeurope";
    bool layers_in_blob = false; ///< ACR redirects to blob storage, not to its dedicated data endpoint
    std::string secret;          ///< signs tokens and redirects of this run
    extra_names extra;
};

/// What `what`, reached as `name`, answers at `now` (facts page azure.md §2.5).
web_answer answer_web(
    const web_world& world, part what, const std::string& name, const request& asked, std::chrono::sys_seconds now);

/// The answer as bytes for the wire, with Date and Server; `body` false for HEAD.
std::string write_answer(const web_answer& answer, bool body, bool keep_alive, std::chrono::sys_seconds now);

/// JSON answer of a status.
web_answer json_answer(int status, std::string body);

// One group of services each; answer_web() chooses.
web_answer answer_hub(part what, const request& asked, std::chrono::sys_seconds now);
web_answer answer_registry(
    const web_world& world, part what, const std::string& name, const request& asked, std::chrono::sys_seconds now);
web_answer answer_layers(const web_world& world, part what, const request& asked, std::chrono::sys_seconds now);

} // namespace standin
