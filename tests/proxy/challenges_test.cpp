// SPDX-License-Identifier: MIT
#include "proxy/challenges.hpp"

#include <catch2/catch.hpp>

using proxy::offered_schemes;
using schemes = std::vector<std::string>;

TEST_CASE("challenges: schemes, not their parameters") {
    struct row {
        const char* header;
        schemes offered;
    };
    const row rows[] = {
        {"Basic realm=\"Squid\"", {"Basic"}},
        {"basic realm=x", {"Basic"}},
        {"NEGOTIATE", {"Negotiate"}},
        {"NTLM TlRMTVNTUAACAAAA==", {"NTLM"}},
        {"Digest realm=\"a, b\", nonce=\"x\", qop=\"auth\", stale=false", {"Digest"}},
        {"Negotiate, NTLM, Basic realm=\"x\"", {"Negotiate", "NTLM", "Basic"}},
        {"Digest realm=\"x\", qop = auth, Basic realm=y", {"Digest", "Basic"}},
        {"Basic realm=\"say \\\"hi\\\", Digest\"", {"Basic"}},
        {"Kerberos,\tBearer  token_type=\"x\"", {"Kerberos", "Bearer"}},
        {"X-Own-Scheme foo=bar", {"X-Own-Scheme"}},
        {"", {}},
        {",,, ,", {}},
        {"=", {}},
        {"realm=\"no scheme\"", {}},
        {"\"quoted, and never ended", {}},
        {"Basic realm=\"never ended, Digest", {"Basic"}},
        {"Basic realm=\"x\\", {"Basic"}},
        {"\x01\x02 NTLM", {}},
    };
    for (const auto& [header, offered] : rows) {
        INFO(header);
        CHECK(offered_schemes(header) == offered);
    }
}

TEST_CASE("challenges: a flood of schemes is cut") {
    std::string many;
    for (int i = 0; i < 1000; ++i) many += "S" + std::to_string(i) + ",";
    CHECK(offered_schemes(many).size() == 16);
}
