#!/usr/bin/env bash
# Builds the WebAssembly module, the npm package (pkg/) and the page (dist/), and tests them.
#
#   crates/web/build.sh          build
#   crates/web/build.sh test     build, then test in Node and in Chromium
#   crates/web/build.sh sizes    build, then print what takes how much
#
# Needs the target wasm32-unknown-unknown, npm and, for the tests, Chromium. Where the toolchain does not have
# the target (rustup target add wasm32-unknown-unknown), Debian's packages rustc-web and rust-web-src do as
# well; RUSTC_WEB names their compiler where it is not /usr/bin/rustc. Where something is missing it says so
# and ends with exit code 3. All that is downloaded or built is kept in target/ and node_modules/.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
tools=$target/web-tools

missing() {
    echo "crates/web/build.sh: skipped, $*"
    exit 3
}

command -v npm > /dev/null || missing "npm is not installed"

# Without the target, its standard library is built from Debian's sources by the compiler of the same version.
# RUSTC_BOOTSTRAP allows -Z build-std there, and only the build of the module below uses these settings.
toolchain=$(rustc --print sysroot)
settings=() std=()
if [ ! -d "$toolchain/lib/rustlib/wasm32-unknown-unknown" ]; then
    compiler=${RUSTC_WEB:-/usr/bin/rustc}
    debian=$("$compiler" --print sysroot 2> /dev/null) && [ -d "$debian/lib/rustlib/src/rust/library" ] ||
        missing "neither the target wasm32-unknown-unknown nor Debian's rustc-web and rust-web-src are installed"
    linker=$(find "$toolchain/lib/rustlib" -path '*/bin/rust-lld' -print -quit)
    [ -n "$linker" ] || linker=$(command -v rust-lld || command -v wasm-ld) ||
        missing "neither the target wasm32-unknown-unknown nor a linker for it is installed"
    settings=("RUSTC=$compiler" RUSTC_BOOTSTRAP=1 "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$linker")
    std=(-Z "build-std=std,panic_abort")
fi

# The version of the library and of the command must be the same.
version=$(sed -n 's/^wasm-bindgen = "=\(.*\)"/\1/p' "$root/Cargo.toml")
if ! "$tools/bin/wasm-bindgen" --version 2> /dev/null | grep -q " $version$"; then
    # Its test runner, with servers and TLS, is left out.
    cargo install --quiet --debug wasm-bindgen-cli --version "$version" --bin wasm-bindgen \
        --no-default-features --root "$tools" --target-dir "$tools/build" || missing "wasm-bindgen-cli $version cannot be installed"
    rm -rf "$tools/build"
fi
if [ ! -d node_modules ] || [ package-lock.json -nt node_modules ]; then
    npm ci --ignore-scripts --no-progress > /dev/null || missing "the packages of npm cannot be installed"
    touch node_modules
fi

# The module: SIMD of four floats, which all browsers have since 2023.
echo "== module"
(
    cd "$root"
    env "${settings[@]}" RUSTFLAGS="-C target-feature=+simd128" cargo build --quiet --locked --package emo-web \
        --profile web --target wasm32-unknown-unknown --target-dir "$target" "${std[@]}"
)
wasm=$target/wasm32-unknown-unknown/web/emo_web.wasm
if [ "$wasm" -nt pkg/emo_web_bg.wasm ]; then
    rm -rf pkg
    "$tools/bin/wasm-bindgen" "$wasm" --target web --out-dir pkg \
        --remove-name-section --remove-producers-section
fi
cp --update npm/package.json README.md LICENSE pkg/

echo "== models"
models=page/public/models
encoder=$root/crates/speech-encoder/weights/tiny-en-2.safetensors
mkdir -p "$models/on-demand"
convert() {
    [ "$2" -nt "$1" ] || node test/convert.mjs "$1" "$2" "$encoder"
}
convert "$root/crates/models/ravdess-full.json" "$models/ravdess-full.emo"
# What is here is loaded when it is chosen: vite.config.ts leaves it out of the first visit.
for name in general emodb-4 ravdess-60; do
    convert "$root/crates/models/$name.json" "$models/on-demand/$name.emo"
done
cmp -s "$encoder" "$models/on-demand/encoder.safetensors" ||
    cp "$encoder" "$models/on-demand/encoder.safetensors"

# Written anew only where something has changed: the command with the page inside depends on it.
if [ ! -f dist/index.html ] ||
    [ -n "$(find page pkg vite.config.ts package-lock.json -newer dist/index.html -print -quit)" ]; then
    echo "== page"
    node_modules/.bin/tsc --noEmit
    node_modules/.bin/vite build --logLevel warn
fi

case ${1:-} in
test)
    # The native command, which EMO names where it is built already.
    EMO=${EMO:-$target/debug/emo}
    [ -x "$EMO" ] || (cd "$root" && cargo build --quiet --locked --package emo-cli)
    export EMO
    node test/node.mjs
    command -v chromium > /dev/null || missing "Chromium is not installed: the page was not tested"
    node test/browser.mjs
    ;;
sizes) node test/sizes.mjs "$wasm" ;;
esac
echo "== done: crates/web/pkg (npm package), crates/web/dist (page)"
