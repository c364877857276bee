#!/usr/bin/env bash
# Rebuilds the guests of the kernel's tests, which are checked in so that the tests need no compiler: guests/ has
# little-endian ones, guests/big-endian/ the same for the other byte order.
set -euo pipefail
cd "$(dirname "$0")"

build() { # TOOLS-PREFIX DIRECTORY
  mkdir -p "$2"
  for source in *.c; do
    name=${source%.c}
    # Ziren's guests are little-endian; one shows that its calls know the other order.
    if [[ $1 == mips-* && $name == ziren* && $name != zirenecho ]]; then continue; fi
    entry=__start
    if grep -q "^begin:" "$source"; then entry=begin; fi
    # So many bytes of stack as it says itself, or 64 KiB.
    stack=$(sed -n 's/.*stack-size=\([0-9]*\).*/\1/p' "$source")
    "$1-gcc" -std=c17 -Wall -Wextra -Werror -Os -march=mips32r2 -mhard-float -mfp32 \
      -mno-abicalls -fno-pic -G0 -ffreestanding -nostdlib -static -fno-asynchronous-unwind-tables \
      -fno-ident -fno-builtin -fno-strict-aliasing -I../../../../examples/runtime -Wl,--build-id=none -Wl,-e,"$entry" \
      -Wl,-z,max-page-size=4096 -Wl,-Ttext-segment=0x10000 -Wl,-z,stack-size="${stack:-65536}" \
      -o "$2/$name.elf" "$source"
    "$1-strip" --strip-debug --remove-section=.pdr --remove-section=.comment \
      --remove-section=.gnu.attributes --remove-section=.mdebug.abi32 "$2/$name.elf"
  done
}

build mipsel-linux-gnu ../resources/guests
build mips-linux-gnu ../resources/guests/big-endian
