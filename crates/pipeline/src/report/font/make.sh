#!/bin/sh
# Takes the letters of Latin-1 and some signs out of Roboto Regular (Apache-2.0, Google), for the
# PNG pictures: make.sh PATH/TO/Roboto-Regular.ttf, with fonttools 4.
set -eu
pyftsubset "$1" --no-hinting --layout-features='' --name-IDs='0,1,2,5,13' \
    --unicodes='U+0020-007E,U+00A0-00FF,U+2013,U+2014,U+2019,U+2026,U+2212' \
    --output-file="$(dirname "$0")/Roboto-Regular.ttf"
