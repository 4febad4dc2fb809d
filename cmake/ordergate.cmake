# One target a folder: og_library(order LINKS base PRIVATE simdjson::simdjson).
# A folder without sources yet is an interface target, so that its users can link it already.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

include(${CMAKE_CURRENT_LIST_DIR}/embed.cmake)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

add_library(og_flags INTERFACE)
target_include_directories(og_flags INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
target_compile_options(og_flags INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Werror
                                          -fno-omit-frame-pointer)
foreach(sanitizer IN LISTS ORDERGATE_SANITIZE)
  target_compile_options(og_flags INTERFACE -fsanitize=${sanitizer} -fno-sanitize-recover=all)
  target_link_options(og_flags INTERFACE -fsanitize=${sanitizer})
endforeach()

# With fuzzers every library counts coverage, and `fuzzers` builds the fuzz targets.
if(ORDERGATE_FUZZERS)
  target_compile_options(og_flags INTERFACE -fsanitize=fuzzer-no-link)
  add_custom_target(fuzzers)
endif()

# og_fuzzer(order_parser SOURCES order_parser_fuzz.cpp LINKS order [CORPUS folder] [DICT file] [SECONDS n]): a libFuzzer
# program and the test fuzz.<name> that runs it for a short, bounded time (15 seconds). Only with ORDERGATE_FUZZERS.
function(og_fuzzer name)
  if(NOT ORDERGATE_FUZZERS)
    return()
  endif()
  cmake_parse_arguments(ARG "" "CORPUS;DICT;SECONDS" "SOURCES;LINKS" ${ARGN})
  if(NOT ARG_SECONDS)
    set(ARG_SECONDS 15)
  endif()
  add_executable(${name}_fuzz EXCLUDE_FROM_ALL ${ARG_SOURCES})
  target_link_libraries(${name}_fuzz PRIVATE og_flags ${ARG_LINKS})
  target_link_options(${name}_fuzz PRIVATE -fsanitize=fuzzer)
  target_compile_definitions(${name}_fuzz PRIVATE OG_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  add_dependencies(fuzzers ${name}_fuzz)
  # What the fuzzer finds stays in the build tree; the seeds are only read.
  set(found ${CMAKE_CURRENT_BINARY_DIR}/${name}_corpus)
  file(MAKE_DIRECTORY ${found})
  if(ARG_DICT)
    set(dictionary -dict=${ARG_DICT})
  endif()
  # One seed, so that a run finds the same everywhere; tests/fuzz/README.md has the longer searches.
  add_test(NAME fuzz.${name} COMMAND ${name}_fuzz -seed=1 -max_total_time=${ARG_SECONDS} -timeout=60 -rss_limit_mb=2048 -max_len=65536
                                     -print_final_stats=1 ${dictionary} ${found} ${ARG_CORPUS}
           WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
  og_whole(fuzz.${name})
endfunction()

function(og_library name)
  cmake_parse_arguments(ARG "" "" "LINKS;PRIVATE;SOURCES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  list(APPEND sources ${ARG_SOURCES})
  if(sources)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC og_flags ${ARG_LINKS} PRIVATE ${ARG_PRIVATE})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE og_flags ${ARG_LINKS})
  endif()
endfunction()

# og_embed(): bytes of data files inside the binary, see cmake/embed.cmake.

# Scripts use Debian's Python, whose packages the tests need; another python3 may stand first on PATH.
find_program(OG_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)
if(NOT OG_PYTHON)
  find_program(OG_PYTHON python3 REQUIRED)
endif()
