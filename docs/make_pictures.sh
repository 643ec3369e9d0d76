#!/usr/bin/env bash
# Renders the pictures of README.md, one design that places both sides of the card beside each other, and of gallery.md.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for side in 0 1; do
    cargo run --release --quiet -- render testdata/card/card.json --view $side --width 420 -o "$work/side-$side.png" --quiet
done
cat >"$work/both.json" <<'JSON'
{"version": "5.3.0", "width": 900, "height": 628, "background": "#e9ebee", "objects": [
  {"type": "image", "src": "side-0.png", "left": 20, "top": 20, "width": 420, "height": 588,
   "shadow": {"color": "rgba(0,0,0,0.35)", "offsetX": 0, "offsetY": 4, "blur": 14}},
  {"type": "image", "src": "side-1.png", "left": 460, "top": 20, "width": 420, "height": 588,
   "shadow": {"color": "rgba(0,0,0,0.35)", "offsetX": 0, "offsetY": 4, "blur": 14}}]}
JSON
cargo run --release --quiet -- render "$work/both.json" --effort 9 -o docs/card.png --quiet

python3 docs/make_gallery.py
for sheet in paint blend filters text; do
    cargo run --release --quiet -- render docs/gallery/$sheet.json --assets testdata --effort 9 -o docs/gallery/$sheet.png --quiet
done
cargo run --release --quiet -- render docs/gallery/guides.json --guides --width 720 --effort 9 -o docs/gallery/guides.png --quiet
