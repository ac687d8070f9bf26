// SPDX-License-Identifier: MIT
#include "rules/proof/outcome_json.hpp"

#include <stdexcept>

#include <nlohmann/json.hpp>

namespace rules::proof {
namespace {

using nlohmann::json;

json array_of(const std::vector<mismatch>& all) {
    auto out = json::array();
    for (const auto& m : all) {
        json one{{"packet", text_of(m.sent)}, {"to", text_of(m.sent.to)}, {"protocol", m.sent.protocol},
            {"port", m.sent.port}, {"passed", m.passed}, {"rule", m.rule}};
        if (!m.sent.name.empty()) one["name"] = m.sent.name;
        if (m.sent.from.value != 0) one["from"] = text_of(m.sent.from);
        out.push_back(std::move(one));
    }
    return out;
}

ip_address address_in(const json& from, const char* key) {
    const auto a = read_address(from.value(key, ""));
    return a ? *a : ip_address{};
}

std::vector<mismatch> from_array(const json& from) {
    std::vector<mismatch> out;
    for (const auto& one : from) {
        mismatch m;
        m.sent.to = address_in(one, "to");
        m.sent.from = address_in(one, "from");
        m.sent.protocol = one.at("protocol").get<int>();
        m.sent.port = one.at("port").get<std::uint16_t>();
        m.sent.name = one.value("name", "");
        m.passed = one.at("passed").get<bool>();
        m.rule = one.at("rule").get<std::string>();
        out.push_back(std::move(m));
    }
    return out;
}

} // namespace

std::string json_of(const proof_outcome& o) {
    const json out{{"holds", o.holds()}, {"probes", o.probes}, {"required", o.required}, {"complete", o.complete},
        {"cells", o.cells}, {"cells_tried", o.tried}, {"blocked", array_of(o.blocked)}, {"leaks", array_of(o.leaks)},
        {"blocked_count", o.blocked_count}, {"leak_count", o.leak_count}, {"missing", o.missing},
        {"unjudged", o.unjudged}, {"surplus", o.surplus}, {"mutations", o.mutations}, {"remarks", o.remarks},
        {"elapsed_ms", o.elapsed_ms}};
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string json_of(const std::vector<mismatch>& all) {
    return array_of(all).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::vector<mismatch> mismatches_in(std::string_view text) { return from_array(json::parse(text)); }

proof_outcome outcome_in(std::string_view text) {
    try {
        const auto from = json::parse(text);
        proof_outcome o;
        o.probes = from.at("probes").get<std::size_t>();
        o.required = from.at("required").get<std::size_t>();
        o.complete = from.at("complete").get<bool>();
        o.cells = from.at("cells").get<std::size_t>();
        o.tried = from.at("cells_tried").get<std::size_t>();
        o.blocked = from_array(from.at("blocked"));
        o.leaks = from_array(from.at("leaks"));
        o.blocked_count = from.at("blocked_count").get<std::size_t>();
        o.leak_count = from.at("leak_count").get<std::size_t>();
        o.unjudged = from.at("unjudged").get<std::vector<std::string>>();
        o.surplus = from.at("surplus").get<std::vector<std::string>>();
        o.mutations = from.at("mutations").get<std::size_t>();
        o.remarks = from.at("remarks").get<std::vector<std::string>>();
        o.elapsed_ms = from.at("elapsed_ms").get<double>();
        return o;
    } catch (const json::exception& e) {
        throw std::runtime_error(std::string("outcome of a proof: ") + e.what());
    }
}

} // namespace rules::proof
