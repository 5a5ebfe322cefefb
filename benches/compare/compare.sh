#!/usr/bin/env bash
# Runs emo beside librosa, scikit-learn and imbalanced-learn, and writes docs/benchmarks.md's table
# and plot: `benches/compare/compare.sh [--quick]`, from anywhere. About eight minutes.
#
# Needs Python 3.11; keeps its packages in target/compare. With RAVDESS_DIR it extracts the
# recordings of that folder, else one sentence many times over.
set -euo pipefail
source "$(dirname "$0")/../python.sh"
cargo build --quiet --release --manifest-path "$root/Cargo.toml" -p emo-benches --bin compare -p emo-cli --bin emo
built=$root/target/release

# OpenBLAS is to choose its kernels for this processor itself.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE
venv/bin/python "$here/compare.py" "$built/compare" "$built/emo" --out "$root/docs/benchmarks.md" "$@"
venv/bin/python "$here/scaling.py" "$built/compare" --out "$root/docs/benchmarks-scaling.svg" "$@"
