#!/usr/bin/env bash
# Compares pitch and voice quality with librosa's and Praat's, and writes the tables of
# docs/voice.md: `benches/voice/voice.sh RECORDINGS`, from anywhere. About three minutes.
#
# Needs Python 3.11; keeps its packages in target/voice.
set -euo pipefail
recordings=$(cd "$1" && pwd)
source "$(dirname "$0")/../python.sh"
cargo build --quiet --release --manifest-path "$root/Cargo.toml" -p emo-benches --bin voice
for script in pitch quality; do
    venv/bin/python "$here/$script.py" "$root/target/release/voice" "$recordings" --out "$root/docs/voice.md"
done
