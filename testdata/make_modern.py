#!/usr/bin/env python3
"""Makes the small JPEG XL and AVIF files in testdata/modern, by libvips 8.14 (libjxl 0.7, libheif 1.15).

    python3 testdata/make_modern.py

Each shows the same 24 x 16 pixels: red grows to the right, green downwards, blue is 64, and (where there is one) alpha
is 128 in the left half. The files depend on the versions of the libraries: what they show does not.
"""
import pathlib
import struct
import subprocess
import tempfile
import zlib

WIDTH, HEIGHT = 24, 16
FOLDER = pathlib.Path(__file__).parent / "modern"


def png(channels, depth=8):
    """A PNG of the picture: 1 gray, 3 red, green and blue, 4 with alpha; 8 or 16 bits a sample."""
    kind = {1: 0, 3: 2, 4: 6}[channels]

    def sample(value):
        return bytes([value]) if depth == 8 else bytes([value, value])

    rows = b""
    for y in range(HEIGHT):
        rows += b"\0"
        for x in range(WIDTH):
            pixel = [x * 10, y * 15, 64, 128 if x < WIDTH // 2 else 255]
            rows += b"".join(sample(value) for value in pixel[:channels])

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def convert(name, picture, saver, *options):
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "in.png"
        source.write_bytes(picture)
        subprocess.run(["vips", saver, source, FOLDER / name, "--strip", *options], check=True)
    print(name, (FOLDER / name).stat().st_size, "bytes")


FOLDER.mkdir(exist_ok=True)
convert("lossless.jxl", png(3), "jxlsave", "--lossless")
convert("alpha.jxl", png(4), "jxlsave", "--lossless")
convert("gray.jxl", png(1), "jxlsave", "--lossless")
convert("deep.jxl", png(3, 16), "jxlsave", "--lossless")
convert("lossy.jxl", png(3), "jxlsave", "--distance", "0.5")
convert("lossless.avif", png(3), "heifsave", "--compression", "av1", "--lossless")
convert("lossy.avif", png(3), "heifsave", "--compression", "av1", "--Q", "90", "--subsample-mode", "off")
convert("alpha.avif", png(4), "heifsave", "--compression", "av1", "--Q", "90")
