"""Makes testdata/photos: every picture format and variant that the decoders must read, with natural content.

    python3 make_photos.py

Needs numpy and Pillow (see README.md for the versions that gave the committed bytes). What Pillow cannot write is written in
formats.py; the scenes are in studio.py. Nothing is random: running it again gives the same bytes.
"""
import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

import formats
import studio

OUT = Path(__file__).parent / "photos"


def save(name, picture, **options):
    """A Pillow picture under this name; bytes are written as they are."""
    if not isinstance(picture, bytes):
        buffer = io.BytesIO()
        kind = {"jpg": "JPEG", "tif": "TIFF"}.get(name.rsplit(".", 1)[1], name.rsplit(".", 1)[1].upper())
        picture.save(buffer, kind, **options)
        picture = buffer.getvalue()
    (OUT / name).write_bytes(picture)
    return picture


def sized(picture, width, height):
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def array(picture):
    """Pixels as (h, w, channels)."""
    a = np.asarray(picture)
    return a if a.ndim == 3 else a[:, :, None]


def jpeg_bytes(picture, **options):
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", **options)
    return buffer.getvalue()


def deep(picture):
    """16-bit pixels with content in the low byte: the picture blurred, so that 8 bits would band."""
    a = array(picture).astype(np.float32)
    soft = studio.blur(a, 3)
    return np.clip(np.rint(soft * 257), 0, 65535).astype(np.uint16)


# --- the subjects that are drawn, not photographed -----------------------------------------------------------------------

def sticker(size=400):
    """Artwork with every kind of alpha: a round logo with anti-aliased edges, a hole, and a soft glow around it."""
    s = size * 4
    at = lambda *v: tuple(round(x * s) for x in v)
    disc = Image.new("L", (s, s), 0)
    ImageDraw.Draw(disc).ellipse(at(0.16, 0.16, 0.84, 0.84), fill=255)
    art = Image.new("RGB", (s, s), (22, 66, 91))
    draw = ImageDraw.Draw(art)
    draw.ellipse(at(0.19, 0.19, 0.81, 0.81), fill=(250, 244, 228))
    draw.ellipse(at(0.205, 0.205, 0.795, 0.795), fill=(30, 108, 128))
    draw.pieslice(at(0.205, 0.205, 0.795, 0.795), 0, 180, fill=(17, 74, 98))
    draw.ellipse(at(0.40, 0.30, 0.60, 0.50), fill=(248, 196, 84))
    wave = lambda x, y, a, p: y + a * np.sin(x * 17 + p)
    for y, a, p, colour in ((0.52, 0.016, 0.0, (243, 122, 78)), (0.585, 0.016, 1.9, (250, 244, 228)), (0.65, 0.016, 3.6, (120, 196, 196))):
        xs = np.linspace(0.24, 0.76, 200)
        top = [(x * s, wave(x, y, a, p) * s) for x in xs]
        draw.polygon(top + [(x, v + 0.032 * s) for x, v in reversed(top)], fill=colour)
    rim = Image.new("L", (s, s), 0)
    ImageDraw.Draw(rim).ellipse(at(0.205, 0.205, 0.795, 0.795), fill=255)
    border = Image.new("RGB", (s, s), (250, 244, 228))
    ImageDraw.Draw(border).ellipse(at(0.16, 0.16, 0.84, 0.84), outline=(22, 66, 91), width=round(0.03 * s))
    art = Image.composite(art, border, rim)
    ImageDraw.Draw(disc).ellipse(at(0.472, 0.225, 0.528, 0.281), fill=0)        # a hole to hang it by
    alpha, art = (im.resize((size, size), Image.Resampling.BOX) for im in (disc, art))
    glow = alpha.filter(ImageFilter.GaussianBlur(size * 0.045)).point(lambda v: v * 0.75)
    a, g = np.asarray(alpha, np.float32)[:, :, None] / 255, np.asarray(glow, np.float32)[:, :, None] / 255
    total = a + g * (1 - a)
    colour = (np.asarray(art) * a + np.array([246, 168, 92]) * g * (1 - a)) / np.maximum(total, 1e-6)
    out = np.concatenate([np.rint(colour), np.rint(total * 255)], axis=2).astype(np.uint8)
    out[out[:, :, 3] == 0] = 0
    return Image.fromarray(out)


def compass(photo):
    """A picture whose corners all differ: red top left, green top right, blue bottom left, yellow bottom right, and an F."""
    picture = sized(photo, 160, 120)
    draw = ImageDraw.Draw(picture)
    for box, colour in (((0, 0, 31, 23), (208, 40, 40)), ((128, 0, 159, 23), (40, 160, 70)),
                        ((0, 96, 31, 119), (40, 80, 200)), ((128, 96, 159, 119), (236, 200, 40))):
        draw.rectangle(box, fill=colour)
    for box in ((68, 30, 77, 89), (68, 30, 103, 39), (68, 54, 95, 63)):
        draw.rectangle(box, fill=(255, 255, 255))
    return picture


# How the upright picture must be stored so that a reader who obeys orientation n sees it upright again.
STORED = {1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
          5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270}


def stored(picture, orientation):
    return picture.transpose(STORED[orientation]) if STORED[orientation] is not None else picture


# --- the files -----------------------------------------------------------------------------------------------------------

def jpegs(still, vase):
    small = sized(still, 320, 240)
    save("landscape.jpg", still, quality=85, subsampling="4:2:0")
    save("portrait.jpg", vase, quality=85, subsampling="4:2:0")
    save("progressive.jpg", still, quality=80, progressive=True)
    save("444.jpg", small, quality=90, subsampling="4:4:4")
    save("422.jpg", small, quality=80, subsampling="4:2:2")
    save("restart.jpg", small, quality=80, restart_marker_rows=1)
    save("gray.jpg", small.convert("L"), quality=85)
    save("odd-size.jpg", small.crop((0, 0, 227, 149)), quality=80)
    save("dpi300.jpg", small, quality=80, dpi=(300, 300))
    cmyk_jpegs(separated(small))
    upright = compass(still)
    for n in range(1, 9):
        save(f"orientation-{n}.jpg", formats.with_exif(jpeg_bytes(stored(upright, n), quality=92, subsampling="4:4:4"), n))
    profiled(small)


def separated(rgb):
    """RGB as CMYK inks with full black replacement (255 = full ink)."""
    inks = 255 - np.asarray(rgb).astype(np.float32)
    black = inks.min(axis=2, keepdims=True)
    colour = (inks - black) / np.maximum(255 - black, 1) * 255
    return Image.fromarray(np.rint(np.concatenate([colour, black], axis=2)).astype(np.uint8), "CMYK")


def cmyk_jpegs(inks):
    """Three files that show the same picture: CMYK with Adobe's marker, Adobe YCCK, and CMYK without the marker; all inverted."""
    save("cmyk-adobe.jpg", inks, quality=85)                          # Pillow inverts and marks, as Photoshop does
    segments, rest = formats.jpeg_segments(jpeg_bytes(inks, quality=85))
    save("cmyk-plain.jpg", formats.jpeg_join([s for s in segments if s[0] != 0xEE], rest))
    # YCCK: the colour channels, as inks, go through the YCbCr matrix; K stays inverted. Pillow inverts all four once more.
    cyan, magenta, yellow, black = inks.split()
    luma = Image.merge("RGB", (cyan, magenta, yellow)).convert("YCbCr").split()
    planes = Image.merge("CMYK", (*(ImageChops.invert(p) for p in luma), black))
    segments, rest = formats.jpeg_segments(jpeg_bytes(planes, quality=85))
    segments = [(m, d[:-1] + b"\x02" if m == 0xEE else d) for m, d in segments]
    save("ycck.jpg", formats.jpeg_join(segments, rest))


def profiled(small):
    """Tagged pictures that look like 444.jpg when the profile is honoured, and wrong when it is not."""
    wide = formats.from_srgb(np.asarray(small), formats.WIDE_PRIMARIES, 2.19921875)
    save("icc-wide.jpg", Image.fromarray(wide), quality=88, icc_profile=formats.icc("Wide gamut test", formats.WIDE_PRIMARIES, 2.19921875))
    red, green, blue = formats.SRGB_PRIMARIES
    swapped = (green, blue, red)
    turned = formats.from_srgb(np.asarray(small), swapped, 1.8)
    save("icc-swapped.jpg", Image.fromarray(turned), quality=88, icc_profile=formats.icc("Swapped primaries test", swapped, 1.8))
    tiny = formats.from_srgb(np.asarray(sized(small, 160, 120)), swapped, 1.8)
    save("icc-swapped.png", formats.png(tiny, chunks=formats.iccp(formats.icc("Swapped primaries test", swapped, 1.8))))


def pngs(still, vase, art):
    small, tiny = sized(still, 240, 180), sized(still, 160, 120)
    figure, little = sized(vase, 120, 160), sized(art, 120, 120)
    save("rgb.png", formats.png(array(small)))
    save("sticker.png", art, optimize=True)
    save("gray.png", formats.png(array(tiny.convert("L"))))
    save("gray-alpha.png", formats.png(array(little.convert("LA"))))
    save("palette-trns.png", little.quantize(64, method=Image.Quantize.FASTOCTREE), optimize=True)
    save("bilevel.png", tiny.convert("1"), optimize=True)
    save("rgb16.png", formats.png(deep(figure)))
    save("gradient16.png", formats.png(gradient16(192, 64)))
    save("interlaced.png", formats.png(array(figure), interlaced=True))
    save("interlaced-alpha.png", formats.png(array(little), interlaced=True))
    save("dpi300.png", formats.png(array(tiny), chunks=formats.phys(300)))
    upright = compass(still)
    save("orientation-6.png", formats.png(array(stored(upright, 6)), chunks=formats.chunk(b"eXIf", formats.exif(6))))
    save("animated.png", formats.apng([array(f) for f in frames(art)]))
    save("really-a-png.jpg", formats.png(array(tiny)))


def gradient16(w, h):
    """A 16-bit gradient so slow that 8 bits show steps, with the faintest noise."""
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    ramp = np.stack([0.30 + 0.12 * x / w, 0.36 + 0.10 * y / h, 0.48 + 0.06 * (x / w + y / h)], axis=2)
    noise = np.random.default_rng(7).integers(-24, 25, ramp.shape)
    return np.clip(np.rint(ramp * 65535) + noise, 0, 65535).astype(np.uint16)


def frames(art):
    """Three different frames: the sticker as it is, turned by 120 and by 240 degrees."""
    return [sized(art.rotate(angle, Image.Resampling.BICUBIC), 96, 96) for angle in (0, 120, 240)]


def webps(still, art):
    small, little = sized(still, 320, 240), sized(art, 200, 200)
    save("lossy.webp", small, quality=80, method=6)
    save("lossless.webp", sized(still, 160, 120), lossless=True, method=6)
    save("alpha.webp", little, quality=80, method=6)
    save("alpha-lossless.webp", little, lossless=True, method=6)
    first, *rest = frames(art)
    save("animated.webp", first, save_all=True, append_images=rest, duration=200, loop=0, quality=80, method=6)
    save("orientation-6.webp", stored(compass(still), 6), quality=95, method=6, exif=b"Exif\0\0" + formats.exif(6))


def tiffs(still, vase):
    figure = sized(vase, 120, 160)
    pixels, gray = array(figure), array(figure.convert("L"))
    save("rgb-strips.tif", formats.tiff(pixels, 2))
    save("rgb-big-endian.tif", formats.tiff(deep(sized(vase, 60, 80)), 2, deflate=True, order=">"))
    save("rgb16.tif", formats.tiff(deep(figure), 2, deflate=True))
    save("gray.tif", formats.tiff(gray, 1))
    save("cmyk.tif", formats.tiff(array(separated(figure)), 5, deflate=True, dpi=300, extra={332: (3, [1])}))
    save("lzw.tif", figure, compression="tiff_lzw", dpi=(72, 72))
    save("deflate-dpi300.tif", formats.tiff(pixels, 2, deflate=True, dpi=300))
    save("tiled.tif", formats.tiff(pixels, 2, deflate=True, tile=64))
    save("orientation-6.tif", formats.tiff(array(stored(compass(still), 6)), 2, deflate=True, orientation=6))


def gifs_and_bmps(still, art):
    little = sized(art, 120, 120)
    save("palette.gif", sized(still, 160, 120).quantize(128))
    hard = Image.fromarray(np.dstack([array(little)[:, :, :3], np.where(array(little)[:, :, 3] > 127, 255, 0).astype(np.uint8)]))
    save("transparent.gif", hard)
    flat = []
    for frame in frames(art):
        ground = Image.new("RGB", frame.size, (246, 240, 226))
        ground.paste(frame, mask=frame.getchannel("A"))
        flat.append(ground.quantize(64))
    save("animated.gif", flat[0], save_all=True, append_images=flat[1:], duration=200, loop=0)
    save("rgb24.bmp", sized(still, 120, 90))
    save("alpha32.bmp", formats.bmp32(array(sized(art, 96, 96))))


def studio_shots():
    """A teal mug and a white one on the same near-white sweep, and what is to be cut out of each."""
    photo, cutout = studio.mug((800, 800), (0.055, 0.22, 0.26))
    save("studio-mug.jpg", Image.fromarray(photo), quality=88, subsampling="4:2:0")
    save("studio-mug-cutout.png", Image.fromarray(cutout), optimize=True)
    white, _ = studio.mug((800, 800), (0.80, 0.79, 0.76))
    save("studio-white-mug.jpg", Image.fromarray(white), quality=88, subsampling="4:2:0")


def main():
    OUT.mkdir(exist_ok=True)
    still, vase = Image.fromarray(studio.still_life((640, 480))), Image.fromarray(studio.vase((480, 640)))
    art = sticker()
    jpegs(still, vase)
    pngs(still, vase, art)
    webps(still, art)
    tiffs(still, vase)
    gifs_and_bmps(still, art)
    studio_shots()


if __name__ == "__main__":
    main()
