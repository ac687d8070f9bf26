# embed_text(FILE SYMBOL): makes ${CMAKE_BINARY_DIR}/embedded/SYMBOL.cpp, which defines
# `extern const std::string_view SYMBOL` in namespace rules, holding FILE's text.
function(embed_text file symbol)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} text)
  # A string literal may not be longer than 64 kB everywhere; adjacent ones are joined.
  string(REPLACE "\n\n" "\n)~~\"\n  R\"~~(\n" text "${text}")
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/embedded/${symbol}.cpp @ONLY CONTENT
"#include <string_view>
namespace rules {
extern const std::string_view ${symbol};
const std::string_view ${symbol} = R\"~~(@text@)~~\";
} // namespace rules
")
endfunction()
