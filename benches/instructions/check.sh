#!/usr/bin/env bash
# Counts the instructions of ten hot paths with callgrind, and compares them with `baseline.txt`:
# fails where a path takes more than 5 % more. Counts do not depend on how busy the machine is.
# They do depend on the compiler and on the vector unit, which valgrind shows as AVX2 at most.
#
#   benches/instructions/check.sh            compares
#   benches/instructions/check.sh --update   writes the baseline anew
#
# The profile is that of a release: without its vector instructions the counts say nothing. Packages
# and example are those of the project's first command, so that dependencies are built once for both.
# Without what it needs, the script says so and ends with 3.
set -euo pipefail
cd "$(dirname "$0")/../.."

baseline=benches/instructions/baseline.txt
limit=5
if ! command -v valgrind > /dev/null; then
    echo "valgrind is not installed" >&2
    exit 3
fi
if ! grep -q avx2 /proc/cpuinfo; then
    echo "this processor has no AVX2, which the baseline was counted with" >&2
    exit 3
fi

if [ "${1:-}" != --update ] && [ ! -f "$baseline" ]; then
    echo "there is no $baseline yet; write it with --update on a machine with AVX2" >&2
    exit 2
fi

cargo build --quiet --release --package emo-examples --package emo-benches \
    --package emo-instructions --example ravdess_train --bin emo-instructions
program=${CARGO_TARGET_DIR:-target}/release/emo-instructions
counts=$(mktemp)
log=$(mktemp)
trap 'rm -f "$counts" "$log"' EXIT

for path in $("$program"); do
    # One thread, so that the counts are those of the work alone.
    if ! RAYON_NUM_THREADS=1 valgrind --tool=callgrind --callgrind-out-file=/dev/null \
        --toggle-collect='*measured*' "$program" "$path" > /dev/null 2> "$log"; then
        cat "$log" >&2
        exit 2
    fi
    echo "$path $(sed -n 's/.*Collected : *\([0-9]*\).*/\1/p' "$log")" >> "$counts"
done

if [ "${1:-}" = --update ]; then
    cp "$counts" "$baseline"
    cat "$baseline"
    exit 0
fi

# A path without a baseline fails too, so that none is forgotten.
awk -v limit="$limit" '
    NR == FNR { before[$1] = $2; next }
    {
        if (!before[$1]) { printf "%-16s %12d, no baseline\n", $1, $2; bad = 1; next }
        change = 100 * ($2 / before[$1] - 1)
        slower = change > limit
        printf "%-16s %12d %+6.1f %%%s\n", $1, $2, change, slower ? "  more than " limit " %" : ""
        bad = bad || slower
    }
    END { exit bad }
' "$baseline" "$counts"
