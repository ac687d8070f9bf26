// SPDX-License-Identifier: MIT
//
// Policies as nobody would think of them, the same ones in every run.
#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "rules/policy/policy.hpp"

namespace random_policy {

class maker {
public:
    explicit maker(unsigned seed) : random_(seed) {}

    rules::policy make(rules::stance stance, rules::hook hook) {
        rules::policy p;
        p.id = "0123456789ab";
        p.stance = stance;
        p.hook = hook;
        if (number(0, 1) == 1) p.owner = "net-ops (24/7), a@b.example";
        if (number(0, 3) == 0) p.expires = "2030-01-31";
        if (hook == rules::hook::gateway && number(0, 1) == 1) {
            // Of both families: a flow of the other one would be let out for nobody.
            auto devices = blocks(true, 1);
            devices.push_back({{rules::ip_family::v6, rules::uint128{0xfd000000u + number(0, 0xffffff)} << 96}, 48});
            p.devices = rules::set_of(devices);
        }
        const auto count = number(1, 5);
        for (unsigned i = 0; i < count; ++i) p.flows.push_back(flow(i));
        return p;
    }

private:
    unsigned number(unsigned least, unsigned most) {
        return std::uniform_int_distribution<unsigned>(least, most)(random_);
    }

    rules::flow flow(unsigned index) {
        rules::flow f;
        f.id = "f" + std::to_string(index);
        const auto over = number(0, 9);
        if (over != 0) f.over.push_back(rules::transport::tcp);
        if (over < 3) f.over.push_back(rules::transport::udp);
        std::vector<std::uint16_t> ports;
        const std::vector<unsigned> usual{53, 80, 123, 443, 5671, 8883, 1, 65535, 444};
        for (unsigned i = 0, n = number(1, 4); i < n; ++i)
            ports.push_back(static_cast<std::uint16_t>(number(0, 2) == 0 ? number(1, 65535) : usual[number(0, 8)]));
        std::sort(ports.begin(), ports.end());
        ports.erase(std::unique(ports.begin(), ports.end()), ports.end());
        f.ports = ports;
        const auto kind = number(0, 3); // addresses, names, both, wildcard
        if (kind != 1) f.addresses = rules::set_of(blocks(false, number(1, 6)));
        if (kind != 0) f.names.push_back((kind == 3 ? "*." : "") + name());
        if (kind == 2 && number(0, 1) == 1) f.names.push_back(name());
        std::sort(f.names.begin(), f.names.end());
        f.names.erase(std::unique(f.names.begin(), f.names.end()), f.names.end());
        f.how = f.addresses.empty() ? rules::rung::names_only : rules::rung::resolved;
        f.why = "for a test, nothing else";
        if (number(0, 2) == 0) f.tags = {"AzureIoTHub.WestEurope"};
        return f;
    }

    std::vector<rules::ip_prefix> blocks(bool private_only, unsigned count) {
        std::vector<rules::ip_prefix> out;
        for (unsigned i = 0; i < count; ++i) {
            const bool six = !private_only && number(0, 3) == 0;
            const int length = static_cast<int>(six ? number(24, 128) : number(12, 32));
            rules::uint128 value = 0;
            if (six)
                for (int part = 0; part < 4; ++part)
                    value = value << 32 | (part == 0 ? 0x20010000u + number(0, 0xffff) : number(0, ~0u));
            else
                value = (private_only ? 0x0a000000u : number(0x0b000000u, 0x63ffffffu)) | number(0, 0xffffff);
            const int bits = six ? 128 : 32;
            const auto host = length == bits ? rules::uint128{0} : (rules::uint128{1} << (bits - length)) - 1;
            out.push_back({{six ? rules::ip_family::v6 : rules::ip_family::v4, value & ~host}, length});
        }
        return out;
    }

    std::string name() {
        const std::vector<std::string> stems{"contoso.azure-devices.net", "mcr.microsoft.com", "reg.azurecr.io",
            "a-b.example.com", "xn--bcher-kva.example", "w.data.mcr.microsoft.com", "1.example.net"};
        const auto stem = stems[number(0, 6)];
        return number(0, 1) == 0 ? stem : "h" + std::to_string(number(0, 99)) + "." + stem;
    }

    std::mt19937 random_;
};

} // namespace random_policy
