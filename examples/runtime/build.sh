#!/usr/bin/env bash
# Builds a freestanding C guest: build.sh DIRECTORY. The same compiler makes the same bytes.
# The program is linked low and its stack is small, because proving costs memory up to the last byte in use.
set -euo pipefail
dir=$(cd "$1" && pwd)
name=$(basename "$dir")
cd "$dir"
mipsel-linux-gnu-gcc -std=c17 -Wall -Wextra -Werror -Os -march=mips32r2 -msoft-float \
  -mno-abicalls -fno-pic -G0 -ffreestanding -nostdlib -static \
  -fno-asynchronous-unwind-tables -fno-ident -ffile-prefix-map="$dir"=. -I../runtime \
  -Wl,--build-id=none -Wl,-z,max-page-size=4096 -Wl,-Ttext-segment=0x10000 -Wl,-z,stack-size=65536 \
  -o "$name.elf" main.c
mipsel-linux-gnu-strip --strip-debug --remove-section=.pdr --remove-section=.comment \
  --remove-section=.gnu.attributes --remove-section=.mdebug.abi32 "$name.elf"
sha256sum "$name.elf"
