#!/usr/bin/env bash
# Rebuilds the floating-point routines, which are checked in so that the build needs no compiler.
# The target is a file; without it, the resource.
set -euo pipefail
cd "$(dirname "$0")"
target=${1:-../resources/dev/provelet/guest/floats/float.elf}
# No register beyond those of RoutineRegisters, no delay slot, no jump through a table.
mipsel-linux-gnu-gcc -std=c17 -Wall -Wextra -Werror -Wno-unused -Wno-unknown-pragmas -O2 -march=mips32 -mabi=32 \
  -msoft-float -mno-abicalls -fno-pic -G 4096 -mgpopt -ffreestanding -nostdlib -static -fwhole-program \
  -fno-delayed-branch -fno-jump-tables -fomit-frame-pointer -fno-asynchronous-unwind-tables -fno-ident \
  -ffixed-{15,16,17,18,19,20,21,22,23,24,25,30} -I. -Isoftfloat -Isoftfloat/include \
  -Wl,--build-id=none,-T,float.ld,-z,max-page-size=16,--no-warn-rwx-segments -o "$target" float.c
mipsel-linux-gnu-strip --discard-all "$target"
