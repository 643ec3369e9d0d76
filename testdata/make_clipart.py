"""Makes the two clipart files that are not written by hand: wreath.svg (leaves around a circle) and wreath.svgz (the same, gzipped).

    python3 make_clipart.py

The other drawings in testdata/clipart are hand-written SVG. Standard library only.
"""
import gzip
import math
from pathlib import Path

OUT = Path(__file__).parent / "clipart"
HEAD = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="-100 -100 200 200" width="200" height="200">
  <title>Wreath</title>
  <defs>
    <path id="leaf" d="M0 0C5 -9 16 -12 27 -7C20 2 10 5 0 0Z"/>
  </defs>
  <circle r="76" fill="none" stroke="#5d7a66" stroke-width="1.4"/>
"""


def leaf(angle, turn, scale, flip, colour):
    x, y = 76 * math.sin(angle), -76 * math.cos(angle)
    across = -scale if flip else scale
    degrees = math.degrees(angle) + turn
    return (f'  <use href="#leaf" fill="{colour}" '
            f'transform="translate({x:.2f} {y:.2f}) rotate({degrees:.1f}) scale({scale:.2f} {across:.2f})"/>\n')


def wreath():
    """26 pairs of leaves, one outward and one inward, in three greens, with a berry at every fourth pair."""
    greens = ("#8fae96", "#6f927c", "#4f7262")
    out = HEAD
    for i in range(26):
        angle = 2 * math.pi * i / 26
        out += leaf(angle, -22, 0.92 - 0.06 * (i % 3), False, greens[i % 3])
        out += leaf(angle + 0.09, 24, 0.78 - 0.05 * (i % 2), True, greens[(i + 1) % 3])
    for i in range(0, 26, 4):
        angle = 2 * math.pi * (i + 0.7) / 26
        out += f'  <circle cx="{87 * math.sin(angle):.2f}" cy="{-87 * math.cos(angle):.2f}" r="3" fill="#c98f6b"/>\n'
    return out + "</svg>\n"


def main():
    text = wreath().encode()
    (OUT / "wreath.svg").write_bytes(text)
    packed = bytearray(gzip.compress(text, 9, mtime=0))
    packed[9] = 255                                   # "unknown" system, whatever machine this runs on
    (OUT / "wreath.svgz").write_bytes(packed)


if __name__ == "__main__":
    main()
