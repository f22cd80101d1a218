#!/bin/sh
# Make the picture of the report that the README shows.
#
# usage: tools/render_readme_picture.sh REPORT_HTML [PICTURE]
#
# For maintainers: needs Chromium (CHROMIUM names another program, CHROMIUM_FLAGS adds flags, such as
# --no-sandbox in a container) and ImageMagick. The left half is the head
# of the report, the right half its section on responders, both as a browser shows them, so the
# picture carries the report's own mark of synthetic data.
set -eu

report=$(realpath "${1:?usage: tools/render_readme_picture.sh REPORT_HTML [PICTURE]}")
picture=${2:-docs/images/report.png}
chromium=${CHROMIUM:-chromium}
height=1530

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# shoot NAME RULES: photograph the report with more rules of style
shoot() {
    sed "0,\|</style>|s||$2</style>|" "$report" > "$work/$1.html"
    # the flags are words of their own
    # shellcheck disable=SC2086
    "$chromium" --headless ${CHROMIUM_FLAGS:-} --disable-gpu --hide-scrollbars \
        --user-data-dir="$work/profile" --force-device-scale-factor=1.5 \
        --virtual-time-budget=8000 --window-size="1000,$height" \
        --screenshot="$work/$1.png" "file://$work/$1.html" > "$work/$1.log" 2>&1
}

narrow='.contents{display:none}.layout{display:block}'
shoot head "$narrow"
shoot responders "$narrow.masthead,.stamp-line,main>section:not(#responders){display:none}"

mkdir -p "$(dirname "$picture")"
convert "$work/head.png" "$work/responders.png" -bordercolor '#c3ccd4' -border 2 \
    +append -resize 1600x +dither -colors 160 -strip "PNG8:$picture"

size=$(wc -c < "$picture")
if [ "$size" -gt 358400 ]; then
    echo "$picture has $size bytes; a README picture has at most 350 kB" >&2
    exit 1
fi
echo "$picture: $size bytes"
