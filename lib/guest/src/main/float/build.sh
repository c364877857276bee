#!/usr/bin/env bash
# Rebuilds the floating-point routines, which are checked in so that the build needs no compiler.
# The target is a file; without it, the resource.
set -euo pipefail
cd "$(dirname "$0")"
target=${1:-../resources/dev/provelet/guest/floats/float.elf}
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT

# No register beyond those of RoutineRegisters, no delay slot, no jump through a table.
compile() { # SOURCE OPTIONS
  mipsel-linux-gnu-gcc -std=c17 -Wall -Wextra -Werror -Wno-unused -Wno-unknown-pragmas -O2 -march=mips32 -mabi=32 \
    -msoft-float -mno-abicalls -fno-pic -G 4096 -mgpopt -ffreestanding -fno-delayed-branch -fno-jump-tables \
    -fomit-frame-pointer -fno-asynchronous-unwind-tables -fno-ident -ffixed-{16,17,18,19,20,21,22,23,30} \
    -I. -Isoftfloat -Isoftfloat/include -fstack-usage "${@:2}" -c -o "$scratch/${1%.c}.o" "$1"
}
compile float.c -fwhole-program -ffixed-15 -ffixed-24
compile fast.c
if awk -F'\t' '$2 != 0 { found = 1; print } END { exit !found }' "$scratch/fast.su"; then
  echo "the fast routines have no stack" >&2
  exit 1
fi
mipsel-linux-gnu-ld --build-id=none -T float.ld -z max-page-size=16 --no-warn-rwx-segments -o "$target" \
  "$scratch/float.o" "$scratch/fast.o"
mipsel-linux-gnu-strip --discard-all "$target"
