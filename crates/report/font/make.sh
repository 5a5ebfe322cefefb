#!/bin/sh
# Takes the Latin, Greek and Cyrillic letters and some signs out of Roboto Regular (Apache-2.0,
# Google), for the PNG pictures: make.sh PATH/TO/Roboto-Regular.ttf, with fonttools 4. fontdb needs the
# name 6, the PostScript name.
set -eu
pyftsubset "$1" --no-hinting --layout-features='' --drop-tables+=GDEF,GPOS,GSUB --name-IDs='0,1,2,5,6,13' \
    --unicodes='U+0020-007E,U+00A0-017F,U+0218-021B,U+0384-03CE,U+0400-045F,U+0490-0491,U+1E80-1E85,U+1EA0-1EF9,U+2013,U+2014,U+2018-201E,U+2026,U+20AC,U+2212' \
    --output-file="$(dirname "$0")/Roboto-Regular.ttf"
