// SPDX-License-Identifier: MIT
// Nothing of its own: the target that compiles the headers of a room's tests needs a source (CMakeLists.txt).
