# Defines the target `cyberdir_httplib`: cpp-httplib with the settings of httplib-settings.txt.
#
# Everything that includes <httplib.h> links this target and nothing else of the library, because
# its CPPHTTPLIB_* macros change its classes: two files that disagree on them crash.
#
# Found, in this order:
#   1. an installed header-only copy                      our settings hold
#   2. an installed compiled copy that pkg-config knows   the settings it was compiled with hold
#   3. build/deps/cpp-httplib, made by `./dev`            our settings hold
# Versions from 0.41 to below 1.0. With sanitizers, 3 is compiled again with this build's flags.
#
# Sets CYBERDIR_HTTPLIB_VERSION and CYBERDIR_HTTPLIB_ORIGIN (a sentence for the summary).

include_guard(GLOBAL)

find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(PkgConfig QUIET)

set(_httplib_settings_file "${CMAKE_CURRENT_LIST_DIR}/httplib-settings.txt")
set(_httplib_own "${CMAKE_CURRENT_LIST_DIR}/../../build/deps/cpp-httplib")
cmake_path(NORMAL_PATH _httplib_own)
file(STRINGS "${_httplib_settings_file}" _httplib_settings REGEX "^CPPHTTPLIB_[A-Z0-9_]+=")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  "${_httplib_settings_file}" "${_httplib_own}/VERSION")

# The version that the header in `folder` states, or nothing where it is missing or out of bounds.
function(_httplib_version folder out)
  set(${out} "" PARENT_SCOPE)
  if(EXISTS "${folder}/httplib.h")
    file(STRINGS "${folder}/httplib.h" _line REGEX "^#define CPPHTTPLIB_VERSION \"")
    if(_line MATCHES "\"([0-9.]+)\""
        AND CMAKE_MATCH_1 VERSION_GREATER_EQUAL 0.41 AND CMAKE_MATCH_1 VERSION_LESS 1.0)
      set(${out} "${CMAKE_MATCH_1}" PARENT_SCOPE)
    endif()
  endif()
endfunction()

add_library(cyberdir_httplib INTERFACE)
set(CYBERDIR_HTTPLIB_VERSION "")

# 1 and 2: installed. A header-only copy holds the bodies of the functions, a compiled one does not.
find_path(CYBERDIR_HTTPLIB_INSTALLED httplib.h)
mark_as_advanced(CYBERDIR_HTTPLIB_INSTALLED)
_httplib_version("${CYBERDIR_HTTPLIB_INSTALLED}" _httplib_installed)
if(_httplib_installed)
  file(STRINGS "${CYBERDIR_HTTPLIB_INSTALLED}/httplib.h" _httplib_bodies
    REGEX "^inline bool Server::listen_internal" LIMIT_COUNT 1)
  if(_httplib_bodies)
    target_include_directories(cyberdir_httplib SYSTEM INTERFACE "${CYBERDIR_HTTPLIB_INSTALLED}")
    target_compile_definitions(cyberdir_httplib INTERFACE ${_httplib_settings})
    set(CYBERDIR_HTTPLIB_VERSION "${_httplib_installed}")
    set(CYBERDIR_HTTPLIB_ORIGIN "installed, header-only")
  elseif(PKG_CONFIG_FOUND)
    pkg_check_modules(CYBERDIR_HTTPLIB_PC QUIET IMPORTED_TARGET "cpp-httplib>=0.41" "cpp-httplib<1.0")
    if(CYBERDIR_HTTPLIB_PC_FOUND)
      target_link_libraries(cyberdir_httplib INTERFACE PkgConfig::CYBERDIR_HTTPLIB_PC)
      set(CYBERDIR_HTTPLIB_VERSION "${_httplib_installed}")
      set(CYBERDIR_HTTPLIB_ORIGIN
        "installed, compiled: its own settings hold, not those of httplib-settings.txt")
    endif()
  endif()
endif()

# 3: ours.
if(NOT CYBERDIR_HTTPLIB_VERSION)
  _httplib_version("${_httplib_own}/include" CYBERDIR_HTTPLIB_VERSION)
  if(NOT CYBERDIR_HTTPLIB_VERSION)
    message(FATAL_ERROR "cpp-httplib 0.41 or later (below 1.0) is neither installed nor under "
      "build/deps. Run ./dev build: it fetches and builds it.")
  endif()
  file(SHA256 "${_httplib_settings_file}" _httplib_now)
  file(SHA256 "${_httplib_own}/settings.txt" _httplib_then)
  if(NOT _httplib_now STREQUAL _httplib_then)
    message(FATAL_ERROR "httplib-settings.txt has changed since cpp-httplib was built. "
      "Run ./dev build: it builds it anew.")
  endif()

  if("${CMAKE_CXX_FLAGS}" MATCHES "-fsanitize=")
    add_library(cyberdir_httplib_compiled STATIC "${_httplib_own}/src/httplib.cc")
    target_compile_features(cyberdir_httplib_compiled PRIVATE cxx_std_20)
    target_compile_options(cyberdir_httplib_compiled PRIVATE -w)
    set_target_properties(cyberdir_httplib_compiled PROPERTIES CXX_CLANG_TIDY "")
  else()
    add_library(cyberdir_httplib_compiled STATIC IMPORTED GLOBAL)
    set_target_properties(cyberdir_httplib_compiled PROPERTIES
      IMPORTED_LOCATION "${_httplib_own}/lib/libcpp-httplib.a")
  endif()
  target_include_directories(cyberdir_httplib_compiled SYSTEM INTERFACE "${_httplib_own}/include")
  target_compile_definitions(cyberdir_httplib_compiled INTERFACE ${_httplib_settings})
  if(NOT "${CMAKE_CXX_FLAGS}" MATCHES "-fsanitize=")
    target_link_libraries(cyberdir_httplib_compiled INTERFACE Threads::Threads ZLIB::ZLIB)
  else()
    target_include_directories(cyberdir_httplib_compiled PRIVATE "${_httplib_own}/include")
    target_compile_definitions(cyberdir_httplib_compiled PRIVATE ${_httplib_settings})
    target_link_libraries(cyberdir_httplib_compiled PUBLIC Threads::Threads ZLIB::ZLIB)
  endif()
  target_link_libraries(cyberdir_httplib INTERFACE cyberdir_httplib_compiled)
  set(CYBERDIR_HTTPLIB_ORIGIN "built by ./dev from Debian's source package")
endif()

target_link_libraries(cyberdir_httplib INTERFACE Threads::Threads ZLIB::ZLIB)
message(STATUS "cpp-httplib ${CYBERDIR_HTTPLIB_VERSION}: ${CYBERDIR_HTTPLIB_ORIGIN}")
