#!/usr/bin/env bash
# Built with whatever static glibc the machine has; not checked in.
set -euo pipefail
cd "$(dirname "$0")"
mipsel-linux-gnu-gcc -O2 -static -o "${1:-hello-glibc.elf}" main.c
