#!/usr/bin/env bash
# Compares pitch and voice quality with librosa's and Praat's, and writes the tables of
# docs/voice.md: `benches/voice/voice.sh RECORDINGS`, from anywhere. About three minutes.
#
# Needs Python 3.11; keeps its packages in target/voice.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
recordings=$(cd "$1" && pwd)
work=$root/target/voice
mkdir -p "$work"
cd "$work"
[ -d venv ] || python3 -m venv venv
venv/bin/pip install --quiet --requirement "$here/requirements.txt"
cargo build --quiet --release --manifest-path "$root/Cargo.toml" -p emo-benches --bin voice
for script in pitch quality; do
    venv/bin/python "$here/$script.py" "$root/target/release/voice" "$recordings" --out "$root/docs/voice.md"
done
