#!/bin/sh
# Trains the models that the feature `pretrained` brings along, from the table in fixtures/.
# The same table and date give the same file, byte for byte, on one kind of processor.
set -eu
cd "$(dirname "$0")/../.."

cargo run --release --package emo-cli --no-default-features -- train \
    --table fixtures/ravdess_features.csv \
    --protocol seed --protocol speaker-6fold \
    --seed 7 --smote-seed 42 \
    --date "${1:-2026-11-22}" \
    --data-description "RAVDESS: acted speech and song in North American English, Livingstone and Russo 2018, doi 10.5281/zenodo.1188976" \
    --data-license "CC BY-NC-SA 4.0" \
    --out crates/models/ravdess-60.json
