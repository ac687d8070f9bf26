// SPDX-License-Identifier: MIT
#include "tools/standin/mqtt.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    standin::mqtt_session session;
    const auto said = session.receive({data, size});
    if (!said.answer.empty() && (said.answer.size() != 4 || !said.close)) __builtin_trap();
    return 0;
}
