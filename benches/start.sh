#!/bin/sh
# What one whole run costs, beside ripgrep with 32 patterns on the same file.
# Usage: sh benches/start.sh [REPORT] [PROGRAM]; needs perf, valgrind and rg.
set -eu
report=${1:-reports/linsu-2022/report.txt}
yifa=${2:-target/release/yifa}
patterns=$(mktemp)
trap 'rm -f "$patterns"' EXIT
sed -n 's/^regex = "\([^"\\]*\)"$/\1/p' rules/wording/*/rule.toml rules/citations/*/rule.toml |
    head -32 >"$patterns"
cost() {
    perf stat -r 10 -e page-faults,user_time,system_time "$@" 2>&1 >/dev/null |
        grep -E 'page-faults|time' || true
}
echo "== ripgrep, $(wc -l <"$patterns") patterns"
cost rg -c -f "$patterns" "$report"
echo "== yifa check"
cost "$yifa" check "$report"
valgrind --tool=callgrind --callgrind-out-file=/dev/null "$yifa" check "$report" 2>&1 >/dev/null |
    grep Collected
