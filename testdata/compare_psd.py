#!/usr/bin/env python3
"""Reads the PSD files that artboard writes with psd-tools, Pillow and, where it is at hand, ImageMagick.

    compare_psd.py PROGRAM

Held against the PNG of the same work: the composite, and the layers put together again; names, boxes, resolution and profile too.
Needs numpy, Pillow and psd-tools. Prints a line for each case; stops at the first fact that does not hold.
"""
import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms
from psd_tools import PSDImage

PROGRAM = sys.argv[1]
HERE = Path(__file__).parent
MAGICK = shutil.which("magick") or "/usr/bin/convert"
# Colours on white are rounded once more than the render's own; of layers, each mixture is.
NEAR = {"layers": 3}

TEMPLATE = """schema = 1
background = "{background}"
canvas = {{ width = 700, height = 500, dpi = 300 }}
margin = "8%"
shadow = {shadow}
"""


def run(*arguments):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def premultiplied(picture):
    data = np.asarray(picture.convert("RGBA")).astype(float)
    return np.dstack([data[..., :3] * data[..., 3:] / 255, data[..., 3]])


def off(picture, png):
    assert picture.size == png.size, (picture.size, png.size)
    return np.abs(premultiplied(picture) - premultiplied(png)).max()


def check(name, psd, png, layers):
    document, rendered = PSDImage.open(psd), Image.open(png)
    found = [(layer.name, layer.bbox) for layer in document]
    assert [found for found, _ in found] == [wanted for wanted, _ in layers], found
    for (called, box), (_, wanted) in zip(found, layers):
        assert wanted is None or box == wanted, (called, box, wanted)
    far = {"psd-tools": off(document.topil(), rendered), "layers": off(document.composite(force=True), rendered)}
    with Image.open(psd) as second:
        if second.mode == "RGB":
            far["Pillow"] = off(second, rendered)
        assert [layer[0] for layer in second.layers] == [wanted for wanted, _ in layers]
        profile = ImageCms.ImageCmsProfile(io.BytesIO(second.info["icc_profile"]))
        assert "sRGB" in ImageCms.getProfileDescription(profile)
    if Path(MAGICK).exists():
        composite = psd.with_suffix(".magick.png")
        subprocess.run([MAGICK, f"{psd}[0]", f"PNG32:{composite}"], check=True)
        far["ImageMagick"] = off(Image.open(composite), rendered)
    assert all(levels <= NEAR.get(reader, 1) for reader, levels in far.items()), (name, far)
    print(f"{name}: {', '.join(f'{reader} {levels:.1f}' for reader, levels in far.items())} levels off; {len(layers)} layers")


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        psd, png = folder / "made.psd", folder / "made.png"
        whole = (0, 0, 700, 500)
        for background in ("white", "linear-gradient(#fff, #789)", "transparent"):
            for shadow, shadows in (('"off"', []), ("{ dx = \"1%\" }", [("subject shadow", None)]), ('"keep"', [])):
                (folder / "t.toml").write_text(TEMPLATE.format(background=background, shadow=shadow))
                photo = HERE / "photos" / "studio-mug.jpg"
                for file in (psd, png):
                    run("apply", folder / "t.toml", photo, "-o", file)
                behind = [] if background == "transparent" else [("background", whole)]
                check(f"{background}, shadow {shadow}", psd, png, [*behind, *shadows, ("subject", None)])
        resolution = PSDImage.open(psd).image_resources.get_data(1005)
        assert resolution.horizontal == 300 * 65536, resolution
        for name in ("card", ):
            run("render", HERE / "card" / f"{name}.json", "-w", 500, "-o", png)
            run("render", HERE / "card" / f"{name}.json", "-w", 500, "-o", psd)
            check(f"design {name}", psd, png, [(layer.name, None) for layer in PSDImage.open(psd)])


if __name__ == "__main__":
    main()
