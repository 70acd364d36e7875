#!/usr/bin/env bash
# What action.yml runs: builds yifa where it is not installed, and checks with annotations.
set -euo pipefail
if ! command -v yifa >/dev/null 2>&1; then
  cargo build --release --locked --manifest-path "$YIFA_HOME/Cargo.toml"
  PATH="$YIFA_HOME/target/release:$PATH"
fi
# Paths and options are split at blanks, as the description of the inputs says.
read -r -a paths <<< "${YIFA_PATHS:-.}"
read -r -a options <<< "${YIFA_ARGS:-}"
yifa check "${paths[@]}" "${options[@]}" --format github --format "sarif=${YIFA_SARIF:-yifa.sarif}"
