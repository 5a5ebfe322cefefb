#!/bin/sh
# Trains the bundled models: ravdess-60 from the table in fixtures/, and the others from recordings,
# where their folders are given. docs/corpora.md says where to get them.
# The same data and date give the same files, byte for byte, on one kind of processor.
#
#     crates/models/train.sh [DATE [RAVDESS [NEMO EMODB]]]
set -eu
cd "$(dirname "$0")/../.."

ravdess_data="Livingstone and Russo 2018, doi 10.5281/zenodo.1188976"
nemo_data="Christop 2024, nEMO: Dataset of Emotional Speech in Polish, LREC-COLING, https://github.com/amu-cai/nEMO"
emodb_data="Burkhardt et al. 2005, A Database of German Emotional Speech, Interspeech, published by audEERING"

# Arguments: name, what is in the data, its licence, then those of `emo train`.
train() {
    name=$1 data=$2 license=$3
    shift 3
    cargo run --release --package emo-cli --no-default-features --features encoder -- train "$@" \
        --data-description "$data" --data-license "$license" --out "crates/models/$name.json"
}

train ravdess-60 "RAVDESS: acted speech and song in North American English, $ravdess_data" \
    "CC BY-NC-SA 4.0" --date "${1:-2026-11-22}" \
    --table fixtures/ravdess_features.csv \
    --protocol seed --protocol speaker-6fold \
    --seed 7 --smote-seed 42

if [ $# -ge 2 ]; then
    train ravdess-full "RAVDESS: acted speech in North American English, $ravdess_data" \
        "CC BY-NC-SA 4.0" --date "${1:-2026-11-29}" \
        --audio "$2" --channels speech --features full --augment --classifier ridge \
        --protocol speaker-6fold
fi

# One copy of each recording at another speed, and one with another microphone.
cross_corpus() {
    train "$@" --date "${date:-2026-11-30}" --channels speech \
        --features encoder+functionals --augment="any speed,any microphone" \
        --classifier cross-corpus-ridge
}

date=${1:-}
if [ $# -ge 4 ]; then
    cross_corpus emodb-4 "EmoDB: acted speech in German, angry, happy, neutral and sad; $emodb_data" \
        "CC0-1.0" --corpus emodb="$4" --labels angry,happy,neutral,sad --max-distance 2.75 \
        --protocol leave-one-speaker-out
    cross_corpus general "RAVDESS: acted speech in North American English, $ravdess_data; nEMO: acted \
speech in Polish, $nemo_data; EmoDB: acted speech in German, $emodb_data" \
        "CC BY-NC-SA 4.0" \
        --corpus ravdess="$2" --corpus nemo="$3" --corpus emodb="$4" \
        --protocol speaker-folds --protocol leave-one-corpus-out
fi
