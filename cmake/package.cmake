# What is installed, and the Debian package made of it: cpack --config build/release/CPackConfig.cmake.
#
# Manual page and completions come out of the program itself when it is installed.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
include(GNUInstallDirs)
find_program(GZIP_PROGRAM gzip)
set(og_package ${PROJECT_SOURCE_DIR}/ops/package)
set(og_pages ${PROJECT_BINARY_DIR}/package)

install(TARGETS ordergate RUNTIME DESTINATION bin)
string(REPLACE ";" " " og_emulator "${CMAKE_CROSSCOMPILING_EMULATOR}")
install(CODE "
  file(MAKE_DIRECTORY ${og_pages})
  foreach(page man bash zsh fish)
    execute_process(COMMAND ${og_emulator} $<TARGET_FILE:ordergate> reference \${page} OUTPUT_FILE ${og_pages}/\${page} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
  execute_process(COMMAND ${GZIP_PROGRAM} -9nc ${og_pages}/man OUTPUT_FILE ${og_pages}/ordergate.1.gz COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${GZIP_PROGRAM} -9nc ${og_pages}/changelog OUTPUT_FILE ${og_pages}/changelog.gz COMMAND_ERROR_IS_FATAL ANY)
")
configure_file(${og_package}/changelog.in ${og_pages}/changelog @ONLY)
install(FILES ${og_pages}/ordergate.1.gz DESTINATION share/man/man1)
install(FILES ${og_pages}/bash DESTINATION share/bash-completion/completions RENAME ordergate)
install(FILES ${og_pages}/zsh DESTINATION share/zsh/vendor-completions RENAME _ordergate)
install(FILES ${og_pages}/fish DESTINATION share/fish/vendor_completions.d RENAME ordergate.fish)
install(FILES ${og_pages}/changelog.gz ${og_package}/copyright DESTINATION share/doc/ordergate)
install(DIRECTORY docs/ DESTINATION share/doc/ordergate)
install(DIRECTORY examples DESTINATION share/doc/ordergate)
install(FILES CHANGELOG.md DESTINATION share/doc/ordergate)
# What lies beside docs/ in the source lies inside it once installed.
install(CODE [[
  file(GLOB pages "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}/share/doc/ordergate/*.md")
  foreach(page ${pages})
    file(READ "${page}" text)
    string(REGEX REPLACE "\\]\\(\\.\\./(CHANGELOG|examples)" "](\\1" text "${text}")
    file(WRITE "${page}" "${text}")
  endforeach()
]])
install(FILES ops/prometheus/rules.yml ops/prometheus/alerts.yml DESTINATION share/ordergate/prometheus)
install(DIRECTORY ops/grafana/dashboards DESTINATION share/ordergate/grafana)
install(PROGRAMS ${og_package}/upgrade DESTINATION share/ordergate)
install(FILES ${og_package}/ordergate.service ${og_package}/ordergate-fetch.service ${og_package}/ordergate-fetch.timer DESTINATION /lib/systemd/system)
install(FILES ${og_package}/ordergate.toml DESTINATION /etc/ordergate)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME ordergate)
set(CPACK_PACKAGE_CONTACT "ordergate maintainers <maintainers@ordergate.invalid>")
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
                                                WORLD_READ WORLD_EXECUTE)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, ca-certificates")
if(CMAKE_CROSSCOMPILING)  # dpkg knows the libraries of this machine alone: ops/release names those of the other
  set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE ${OG_DEBIAN_ARCHITECTURE})
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS OFF)
endif()
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${og_package}/conffiles ${og_package}/postinst ${og_package}/prerm
                                       ${og_package}/postrm)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "screens orders against restricted-party lists and export-control rules")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
    "ordergate reads orders from Kafka, screens each against restricted-party
 lists, item tables and export-control rules, and answers allow, hold or
 deny, with every reason and the regulation behind it. The same screening
 runs on plain files.")
include(CPack)
