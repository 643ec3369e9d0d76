#!/usr/bin/env python3
"""Draws resvg's own test files, 300 px wide as its suite does, and compares them with the pictures that lie beside them.

    compare_resvg.py PROGRAM SUITE [--least N] [--list FILE] [--keep DIR] [--jobs N]

SUITE is the folder crates/resvg/tests of a clone of resvg, which is not part of this tree. A file is right when no channel of no
pixel is more than one level of 255 off, over white and over black. --list: a file with a table of the known others (docs/clipart.md);
one that is not named there, and one that is and is right by now, is told. Exit 1 below --least or when one is not named. Needs numpy
and Pillow.
"""
import argparse
import concurrent.futures
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image


def over(path, ground):
    picture = Image.open(path).convert("RGBA")
    under = Image.new("RGBA", picture.size, ground)
    under.alpha_composite(picture)
    return np.asarray(under.convert("RGB")).astype(int)


def judge(o, file, out):
    """What is wrong with a file; nothing when it is right."""
    expected = file.with_suffix(".png")
    width, height = Image.open(expected).size
    command = [o.program, "thumb", str(file), "-s", f"{width}x{height}", "--fit", "stretch", "--font-dir", str(o.suite / "fonts"),
               "-o", str(out), "--on-conflict", "overwrite"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        return (run.stderr.strip().splitlines() or ["?"])[0][:120]
    apart = max(np.abs(over(out, ground) - over(expected, ground)).max() for ground in ("white", "black"))
    if apart <= 1:
        return None
    share = (np.abs(over(out, "white") - over(expected, "white")).max(-1) > 1).mean()
    return f"{apart} levels, {100 * share:.2f} % of the pixels"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("suite", type=Path)
    parser.add_argument("--least", type=int, default=0)
    parser.add_argument("--list", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    o = parser.parse_args()
    root = o.suite / "tests"
    files = sorted(file for file in root.rglob("*.svg") if file.with_suffix(".png").is_file())
    known = set(re.findall(r"^\| `([^`]+)`", o.list.read_text(), re.M)) if o.list else None
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(o.jobs) as pool:
        keep = o.keep or Path(scratch)
        keep.mkdir(parents=True, exist_ok=True)
        name = lambda file: str(file.relative_to(root).with_suffix(""))
        one = lambda file: judge(o, file, keep / (name(file).replace("/", "+") + ".png"))
        wrong = {name(file): why for file, why in zip(files, pool.map(one, files)) if why}
    unnamed = 0
    for file, why in wrong.items():
        mark = "" if known is None or file in known else "  NOT NAMED"
        unnamed += bool(mark)
        print(f"{file}: {why}{mark}")
    for file in sorted((known or set()) - set(wrong)):
        print(f"{file}: named, and right by now")
    right = len(files) - len(wrong)
    print(f"{right} of {len(files)} within one level")
    sys.exit(right < o.least or unnamed > 0)


if __name__ == "__main__":
    main()
