#!/bin/sh
# Trains the models that the feature `pretrained` brings along: ravdess-60 from the table in
# fixtures/, and ravdess-full from the recordings, where their folder is given.
# The same data and date give the same files, byte for byte, on one kind of processor.
#
#     crates/models/train.sh [DATE [RECORDINGS]]
set -eu
cd "$(dirname "$0")/../.."

# Arguments: name, what is in the data, then those of `emo train`.
train() {
    name=$1 data=$2
    shift 2
    cargo run --release --package emo-cli --no-default-features -- train "$@" \
        --data-description "RAVDESS: acted $data in North American English, Livingstone and Russo 2018, doi 10.5281/zenodo.1188976" \
        --data-license "CC BY-NC-SA 4.0" \
        --out "crates/models/$name.json"
}

train ravdess-60 "speech and song" --date "${1:-2026-11-22}" \
    --table fixtures/ravdess_features.csv \
    --protocol seed --protocol speaker-6fold \
    --seed 7 --smote-seed 42

if [ $# -ge 2 ]; then
    train ravdess-full speech --date "${1:-2026-11-29}" \
        --audio "$2" --channels speech --features full --augment --classifier ridge \
        --protocol speaker-6fold
fi
