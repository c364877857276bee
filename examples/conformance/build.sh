#!/usr/bin/env bash
# Builds the guest for both byte orders and for both kinds of floating-point registers. The same compiler makes the
# same bytes.
set -euo pipefail
cd "$(dirname "$0")"

build() { # TOOLS-PREFIX NAME FLOAT-REGISTERS
  "$1-gcc" -std=c17 -Wall -Wextra -Werror -Os -march=mips32r2 -mhard-float "-mfp$3" -mno-abicalls -fno-pic -G0 \
    -ffreestanding -nostdlib -static -fno-asynchronous-unwind-tables -fno-ident -ffile-prefix-map="$PWD"=. \
    -I../runtime -Wl,--build-id=none -Wl,-z,max-page-size=4096 -Wl,-Ttext-segment=0x10000 \
    -Wl,-z,stack-size=65536 -o "$2.elf" main.c instructions.S floats.S
  "$1-strip" --strip-debug --remove-section=.pdr --remove-section=.comment --remove-section=.gnu.attributes \
    --remove-section=.mdebug.abi32 "$2.elf"
  sha256sum "$2.elf"
}

build mipsel-linux-gnu conformance 32
build mips-linux-gnu conformance-big-endian 64
