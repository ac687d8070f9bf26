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

TEST_CASE("challenges: the headers' values, whole") {
    struct row {
        const char* what;
        std::string head;
        schemes values;
    };
    const std::string status = "HTTP/1.1 407 Who\r\n", token(3000, 'T');
    const row rows[] = {
        {"none", status + "Via: 1.1 p\r\n\r\n", {}},
        {"two, in any spelling, one without a space",
            status + "Proxy-Authenticate: NTLM\r\nPROXY-authenticate:Basic realm=x\r\n\r\n", {"NTLM", "Basic realm=x"}},
        {"long", status + "proxy-authenticate: NTLM " + token + "\r\n\r\n", {"NTLM " + token}},
        {"folded", status + "Proxy-Authenticate: Digest realm=x,\r\n\t nonce=y\r\n z=1\r\nA: b\r\n c\r\n\r\n",
            {"Digest realm=x, nonce=y z=1"}},
        {"bare line ends", "HTTP/1.1 407 Who\nProxy-Authenticate: NTLM\n\n", {"NTLM"}},
        {"empty", status + "Proxy-Authenticate:\r\n\r\n", {""}},
        {"control characters", status + "Proxy-Authenticate: N\x01TLM\r\nProxy-Authenticate: Basic\rX: y\r\n\r\n", {}},
        {"others that begin so", status + "Proxy-Authenticate-Info: x\r\nProxy-Authenticat: x\r\n\r\n", {}},
        {"cut", status + "Proxy-Authenticate: NT", {"NT"}},
        {"folded from nothing", " x\r\nProxy-Authenticate: NTLM", {"NTLM"}},
        {"nothing", "", {}},
    };
    for (const auto& [what, head, values] : rows) {
        INFO(what);
        CHECK(proxy::challenges_in(head) == values);
    }
}
