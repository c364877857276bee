#!/usr/bin/env bash
exec "$(dirname "$0")/../runtime/build.sh" "$(dirname "$0")"
