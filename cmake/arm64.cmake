# Toolchain: Debian's cross compiler against the sysroot of ops/fetch-sysroot.sh (-D OG_SYSROOT=DIR). What the build itself runs of its own
# programs, qemu-user runs.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(OG_DEBIAN_ARCHITECTURE arm64)
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES OG_SYSROOT)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_ASM_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_SYSROOT ${OG_SYSROOT})
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64-static -L ${OG_SYSROOT})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_SYSROOT_DIR} ${OG_SYSROOT})
set(ENV{PKG_CONFIG_LIBDIR} ${OG_SYSROOT}/usr/lib/aarch64-linux-gnu/pkgconfig:${OG_SYSROOT}/usr/share/pkgconfig)
# An id of the build would stand for where the sysroot was.
set(CMAKE_EXE_LINKER_FLAGS_INIT -Wl,--build-id=none)
# Debian's mold links for the machine it runs on; the cross compiler's own linker knows the other.
set(MOLD_PROGRAM "" CACHE FILEPATH "")
