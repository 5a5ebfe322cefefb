#!/usr/bin/env bash
# Builds the wheel, and checks it as users have it: installed into fresh environments with the oldest
# and the newest libraries that are supported. Needs Python with pip, and its registry. From anywhere:
#
#   crates/python/check.sh                   the profile of the tests
#   crates/python/check.sh --profile wheel   the wheel that is published, and its size
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
work=$root/target/python
mkdir -p "$work"

fresh() {
    rm -rf "$work/$1"
    "$2" -m venv "$work/$1"
    "$work/$1/bin/pip" install --quiet --disable-pip-version-check "${@:3}"
}

[ -x "$work/build/bin/maturin" ] || fresh build python3 "maturin>=1.16,<2"
rm -rf "$work/wheels"
"$work/build/bin/maturin" build "$@" --quiet --out "$work/wheels"
wheel=$(ls "$work"/wheels/*.whl)
size=$(stat --format %s "$wheel")
echo "$(basename "$wheel"): $size bytes"
[ "$*" != "--profile wheel" ] || [ "$size" -le 12000000 ]

# NumPy is the only dependency.
fresh bare python3 "$wheel"
"$work/bare/bin/python" - "$root/fixtures/audio/speech.wav" <<'PROGRAM'
import sys
import emo

print(emo.EmotionModel.pretrained().predict(sys.argv[1]).label, emo.extract(sys.argv[1])[0].shape)
PROGRAM

fresh newest python3 "$wheel" --requirement tests/requirements.txt
export OMP_NUM_THREADS=1
bin=$work/newest/bin
"$bin/python" -m pytest --quiet
"$bin/python" -m mypy.stubtest emo --mypy-config-file pyproject.toml \
    --allowlist tests/stubtest.txt
"$bin/jupyter" nbconvert --log-level WARN --to notebook --execute --output-dir "$work" \
    "$root/examples/notebook/ravdess.ipynb"

# The program of docs/scale.md with Daft; .ci/engines runs those with Ray and Spark too.
mkdir -p "$work/recordings"
cp "$root/fixtures/audio/speech_22050.wav" "$root/fixtures/audio/broken/nan.wav" "$work/recordings"
"$bin/python" "$root/examples/engines/with_daft.py" "$work/recordings" "$work/daft" | tee "$work/daft.txt"
grep -qx "2 recordings, 1 failed" "$work/daft.txt"

for python in python3.10 python3.11 none; do
    "$python" -c "" 2> /dev/null && break
done
if [ "$python" = none ]; then
    echo "skipped: Python 3.10 or 3.11, for the oldest libraries, is not installed"
    exit
fi
fresh oldest "$python" "$wheel" --requirement tests/requirements-oldest.txt
"$work/oldest/bin/python" -m pytest --quiet
