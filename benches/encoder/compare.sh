#!/usr/bin/env bash
# Compares the encoder's time with ONNX Runtime's on the same graph: `benches/encoder/compare.sh
# [WEIGHTS.safetensors [seconds ...]]`, from anywhere. About a minute; Linux.
#
# Needs Python 3.11; keeps its packages in target/encoder.
set -euo pipefail
source "$(dirname "$0")/../python.sh"
cargo build --quiet --release --manifest-path "$root/Cargo.toml" -p emo-benches --bin encoder
[ $# -gt 0 ] || set -- "$root/crates/speech-encoder/weights/tiny-en-2.safetensors"
OMP_NUM_THREADS=1 venv/bin/python "$here/compare.py" "$root/target/release/encoder" "$@"
