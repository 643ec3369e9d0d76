"""Composes studio shots whose mattes are known, to measure the cutout by: subjects of every kind on backdrops of every kind.

    python3 make_shots.py OUT [SEED]     writes OUT/NAME.png|jpg, OUT/NAME-matte.png and OUT/manifest.json

Another SEED than 0 makes other shots of the same kinds: other outlines, hairs, grain, colours and sizes.

Needs numpy and Pillow. Everything is seeded: the same versions give the same pixels. The shots are never kept in the tree. A shot is
subject x backdrop x what a studio does to it: shadow, light falloff, grain, JPEG. The matte is the subject's alone: a shadow is no
part of it. Mixing is done on the coded values, as every program that lays one picture over another does.
"""
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

import studio

F = np.float32
# Pixels drawn for each one kept, across: enough for 16 even steps of coverage and more.
FINE = 3


SEED = 0


def rng_of(name):
    return np.random.default_rng([ord(c) for c in name] + ([SEED] if SEED else []))


def varied(subject, backdrop, name):
    """The colours of a shot, moved a little where the seed is another."""
    if not SEED:
        return subject, backdrop
    rng = rng_of(name + "-colour")
    moved = lambda rgb, most: np.clip(rgb * (1 + rng.uniform(-most, most, 3).astype(F)), 0, 255)
    # White stays white: that is what those shots are about.
    most = .01 if "white" in name else .08
    return (subject[0], moved(subject[1], most)), moved(backdrop, most / 4)


def canvas(size):
    return Image.new("L", (size[0] * FINE, size[1] * FINE), 0)


def coverage(mask):
    """A mask drawn fine as coverage 0..1 at the final size."""
    w, h = mask.size[0] // FINE, mask.size[1] // FINE
    return np.asarray(mask.resize((w, h), Image.Resampling.BOX), F) / 255


def soften(alpha, sigma):
    picture = Image.fromarray(np.rint(alpha * 65535).astype(np.uint16).astype(np.int32), "I").convert("F")
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(sigma)), F) / 65535 if sigma else alpha


def gauss(field, sigma):
    """A true Gaussian blur of a field of floats, its edges extended."""
    if sigma <= 0:
        return field
    radius = int(np.ceil(sigma * 3))
    kernel = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    for axis in (0, 1):
        pad = [(0, 0)] * field.ndim
        pad[axis] = (radius, radius)
        padded = np.pad(field, pad, mode="edge")
        n = field.shape[axis]
        field = sum(k * np.take(padded, range(i, i + n), axis) for i, k in enumerate(kernel)).astype(F)
    return field


def blob(seed, size, centre, radius, roughness=0.25, waves=7):
    """A smooth closed outline around a centre, as points drawn fine."""
    rng = np.random.default_rng(seed + SEED)
    angle = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    r = np.ones_like(angle)
    for k in range(2, waves):
        r += roughness / k * rng.normal() * np.cos(k * angle + rng.uniform(0, 6.3))
    r = np.clip(r, 0.3, 2)
    x = (centre[0] + radius[0] * r * np.cos(angle)) * size[0] * FINE
    y = (centre[1] + radius[1] * r * np.sin(angle)) * size[1] * FINE
    return list(zip(x, y))


def shaded(alpha, colour, seed, gloss=0.35, texture=0.06, light=(-0.5, -0.6)):
    """Colours of a body of this coverage: rounded towards its edges, lit from one side, with a cloudy surface."""
    h, w = alpha.shape
    solid = (alpha > 0.5).astype(F)
    depth = sum(gauss(solid, s) for s in (w * 0.01, w * 0.03, w * 0.06)) / 3
    gy, gx = np.gradient(depth)
    slope = np.hypot(gx, gy) + 1e-6
    turn = np.clip(slope * w * 0.06, 0, 1)
    facing = (gx * light[0] + gy * light[1]) / slope * -1
    tone = 1 - 0.25 * turn * (1 + facing) + 0.10 * turn * facing
    cloud = np.tile(studio.pink(seed + SEED, (512, 512), 1.2), (h // 512 + 1, w // 512 + 1))[:h, :w]
    tone = tone * (1 + texture * cloud)
    shine = np.clip(gauss((facing * turn > 0.62).astype(F), w * 0.008), 0, 1) * gloss
    rgb = np.array(colour, F)[None, None] * tone[:, :, None]
    return np.clip(rgb + (255 - rgb) * shine[:, :, None], 0, 255)


# --- subjects: (size) -> (alpha 0..1, rgb 0..255) ---------------------------------------------------------------------------

def bottle(size, colour, seed=1, label=True):
    mask = canvas(size)
    d = ImageDraw.Draw(mask)
    w, h = mask.size
    d.rounded_rectangle((w * .36, h * .36, w * .64, h * .88), w * .04, fill=255)
    d.polygon([(w * .36, h * .42), (w * .44, h * .28), (w * .56, h * .28), (w * .64, h * .42)], fill=255)
    d.rounded_rectangle((w * .45, h * .12, w * .55, h * .33), w * .012, fill=255)
    alpha = coverage(mask)
    rgb = shaded(alpha, colour, seed)
    if label:
        x0, x1, y0, y1 = (int(v) for v in (size[0] * .38, size[0] * .62, size[1] * .5, size[1] * .74))
        rgb[y0:y1, x0:x1] = rgb[y0:y1, x0:x1] * 0.25 + np.array((235, 228, 210), F) * 0.72
        for k in range(4):
            y = y0 + int((k + 1) * (y1 - y0) / 5)
            rgb[y:y + 5, x0 + 20:x1 - 20 - 25 * (k % 3)] *= 0.35
    return alpha, rgb


def shoe(size, colour, seed=2, sole=(240, 238, 232)):
    mask, under = canvas(size), canvas(size)
    w, h = mask.size
    upper = [(.14, .66), (.15, .50), (.20, .36), (.30, .33), (.36, .42), (.46, .50), (.60, .55), (.76, .58), (.86, .64), (.88, .72), (.86, .76), (.14, .76)]
    ImageDraw.Draw(mask).polygon([(x * w, y * h) for x, y in upper], fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(w * .012)).point(lambda v: 255 if v > 127 else 0)
    ImageDraw.Draw(under).rounded_rectangle((.12 * w, .735 * h, .90 * w, .80 * h), h * .03, fill=255)
    a, b = coverage(mask), coverage(under)
    alpha = np.maximum(a, b)
    rgb = shaded(alpha, colour, seed, texture=0.10)
    ground = np.array(sole, F) * (0.92 + 0.08 * np.linspace(1, -1, size[1], dtype=F))[:, None, None]
    rgb = rgb * (1 - b[:, :, None]) + ground * b[:, :, None]
    lines = canvas(size)
    d = ImageDraw.Draw(lines)
    for k in range(5):
        x, y = (.36 + k * .05) * w, (.45 + k * .025) * h
        d.line((x, y, x + .05 * w, y + .07 * h), fill=255, width=int(w * .008))
    c = (coverage(lines) * alpha)[:, :, None]
    return alpha, rgb * (1 - c) + 245 * c


def ring(size, colour, seed=3, inner=.6):
    mask = canvas(size)
    d = ImageDraw.Draw(mask)
    w, h = mask.size
    r = min(w, h) * .36
    d.ellipse((w / 2 - r, h / 2 - r, w / 2 + r, h / 2 + r), fill=255)
    r *= inner
    d.ellipse((w / 2 - r, h / 2 - r, w / 2 + r, h / 2 + r), fill=0)
    alpha = coverage(mask)
    return alpha, shaded(alpha, colour, seed)


def basket(size, colour, seed=4):
    """A body with a grid of holes and a handle."""
    mask = canvas(size)
    d = ImageDraw.Draw(mask)
    w, h = mask.size
    d.arc((w * .26, h * .12, w * .74, h * .86), 180, 360, fill=255, width=int(w * .022))
    d.polygon([(w * .2, h * .48), (w * .8, h * .48), (w * .73, h * .86), (w * .27, h * .86)], fill=255)
    for i in range(6):
        for j in range(4):
            x, y = w * (.285 + i * .078), h * (.535 + j * .08)
            d.rounded_rectangle((x, y, x + w * .042, y + h * .046), w * .008, fill=0)
    alpha = coverage(mask)
    return alpha, shaded(alpha, colour, seed, texture=.12)


def fur(size, colour, seed=5, hairs=2600, length=.13, width=1.6, body=.26):
    """A furry ball: a body, and hairs that thin out to nothing."""
    rng = np.random.default_rng(seed + SEED)
    mask = canvas(size)
    w, h = mask.size
    ImageDraw.Draw(mask).polygon(blob(seed, size, (.5, .54), (body, body * 1.1 * size[0] / size[1]), .12), fill=255)
    alpha = coverage(mask)
    tone = np.ones_like(alpha)
    for group in range(8):
        layer = canvas(size)
        d = ImageDraw.Draw(layer)
        for _ in range(hairs // 8):
            a = rng.uniform(0, 2 * np.pi)
            r0, r1 = body * rng.uniform(.8, 1.0), body + length * rng.uniform(.15, 1)
            bend = rng.normal(0, .25)
            steps = 7
            points = [((.5 + (r0 + (r1 - r0) * t) * np.cos(a + bend * t * t)) * w,
                       .54 * h + (r0 + (r1 - r0) * t) * 1.1 * np.sin(a + bend * t * t) * w) for t in np.linspace(0, 1, steps)]
            for k in range(steps - 1):
                d.line((points[k], points[k + 1]), fill=255, width=max(1, round(width * FINE * (1 - .75 * k / steps))))
        c = coverage(layer)
        alpha = alpha + c - alpha * c
        tone = tone * (1 - c) + c * (0.8 + 0.05 * group)
    rgb = np.array(colour, F)[None, None] * tone[:, :, None] * (1 + .08 * np.tile(studio.pink(seed + SEED, (512, 512), .8), (3, 3))[:alpha.shape[0], :alpha.shape[1], None])
    return alpha, np.clip(rgb, 0, 255)


def portrait_hair(size, colour, seed=6):
    """A head that leaves the picture below, with long hair whose ends stand out."""
    rng = np.random.default_rng(seed + SEED)
    mask, strands = canvas(size), canvas(size)
    w, h = mask.size
    d = ImageDraw.Draw(mask)
    d.ellipse((w * .34, h * .16, w * .66, h * .62), fill=255)
    d.rectangle((w * .44, h * .55, w * .56, h * .8), fill=255)
    d.polygon([(w * .16, h), (w * .2, h * .83), (w * .42, h * .74), (w * .58, h * .74), (w * .8, h * .83), (w * .84, h)], fill=255)
    d2 = ImageDraw.Draw(strands)
    for _ in range(500):
        x, y = w * rng.uniform(.36, .64), h * rng.uniform(.14, .26)
        side = -1 if x < w / 2 else 1
        end = (w * (.5 + side * rng.uniform(.12, .24)), h * rng.uniform(.35, .74))
        mid = (w * (.5 + side * rng.uniform(.14, .25)), h * rng.uniform(.2, .4))
        points = [((1 - t) ** 2 * x + 2 * t * (1 - t) * mid[0] + t * t * end[0], (1 - t) ** 2 * y + 2 * t * (1 - t) * mid[1] + t * t * end[1]) for t in np.linspace(0, 1, 14)]
        d2.line(points, fill=255, width=rng.integers(2, 5))
    a, b = coverage(mask), coverage(strands)
    alpha = a + b - a * b
    rgb = shaded(a, (205, 160, 135), seed, gloss=.05)
    y = np.arange(size[1])[:, None, None]
    rgb = np.where(y > size[1] * .74, shaded(a, (60, 90, 130), seed + 1, gloss=0), rgb)
    return alpha, rgb * (1 - b[:, :, None]) + np.array(colour, F) * b[:, :, None]


def spectacles(size, colour, seed=7):
    """Thin wire, large holes."""
    mask = canvas(size)
    d = ImageDraw.Draw(mask)
    w, h = mask.size
    for x in (.30, .70):
        d.ellipse((w * (x - .16), h * .38, w * (x + .16), h * .66), outline=255, width=int(w * .012))
    d.arc((w * .42, h * .42, w * .58, h * .56), 200, 340, fill=255, width=int(w * .012))
    for s in (-1, 1):
        d.line((w * (.5 + s * .36), h * .48, w * (.5 + s * .43), h * .40, w * (.5 + s * .45), h * .62), fill=255, width=int(w * .01))
    alpha = coverage(mask)
    return alpha, shaded(alpha, colour, seed, gloss=.2)


def plant(size, colour, seed=8):
    rng = np.random.default_rng(seed + SEED)
    mask, pot = canvas(size), canvas(size)
    w, h = mask.size
    d = ImageDraw.Draw(mask)
    for _ in range(26):
        a, r = rng.uniform(-2.9, -.25), rng.uniform(.18, .42)
        tip = (w * .5 + np.cos(a) * r * w, h * .62 + np.sin(a) * r * h * 1.15)
        base = (w * rng.uniform(.47, .53), h * .66)
        d.line((base, tip), fill=255, width=int(w * .005))
        n = np.array((tip[0] - base[0], tip[1] - base[1]))
        n /= np.hypot(*n)
        t = np.linspace(0, 1, 20)
        leaf = w * .12
        wide = leaf * .22 * np.sin(np.pi * t ** .8)
        start = np.array(tip) - n * leaf * .3
        side = np.array((-n[1], n[0]))
        one = [tuple(start + n * leaf * k + side * v) for k, v in zip(t, wide)]
        two = [tuple(start + n * leaf * k - side * v) for k, v in zip(t, wide)]
        d.polygon(one + two[::-1], fill=255)
    ImageDraw.Draw(pot).polygon([(w * .38, h * .64), (w * .62, h * .64), (w * .58, h * .88), (w * .42, h * .88)], fill=255)
    a, b = coverage(mask), coverage(pot)
    alpha = np.maximum(a, b)
    return alpha, shaded(a, colour, seed, texture=.12) * (1 - b[:, :, None]) + shaded(b, (176, 98, 66), seed) * b[:, :, None]


def lump(size, colour, seed=9, sigma=0.0, centre=(.5, .52), radius=(.27, .3), texture=.08):
    """A body of any outline, its edge as soft as asked: knitwear, foam, out of focus."""
    mask = canvas(size)
    ImageDraw.Draw(mask).polygon(blob(seed, size, centre, radius), fill=255)
    alpha = coverage(mask)
    rgb = shaded(alpha, colour, seed, texture=texture, gloss=.15)
    # The colours go on beyond the hard edge: a soft edge shows them too.
    solid = alpha[:, :, None]
    reach = gauss(rgb * solid, 14) / np.maximum(gauss(solid, 14), 1e-3)
    return np.clip(gauss(alpha, sigma), 0, 1), rgb * solid + reach * (1 - solid)


def crate(size, colour, seed=10):
    """A box seen from a corner: three flat faces of different tone."""
    faces = [((.22, .38), (.52, .48), (.52, .86), (.22, .72), 1.0), ((.52, .48), (.80, .36), (.80, .68), (.52, .86), .80),
             ((.22, .38), (.50, .28), (.80, .36), (.52, .48), 1.06)]
    alpha, rgb = np.zeros((size[1], size[0]), F), np.zeros((size[1], size[0], 3), F)
    for *points, tone in faces:
        mask = canvas(size)
        ImageDraw.Draw(mask).polygon([(x * mask.size[0], y * mask.size[1]) for x, y in points], fill=255)
        c = coverage(mask)
        rgb = np.where(c[:, :, None] > 0, np.array(colour, F) * F(tone), rgb)
        alpha = np.maximum(alpha, 0) + c * (1 - alpha)
    alpha = np.where(alpha > .97, 1, alpha)
    grain = 1 + .012 * np.tile(studio.pink(seed + SEED, (512, 512), .6), (3, 3))[:size[1], :size[0], None]
    return alpha, np.clip(rgb * grain, 0, 255)


def group(size, colour, seed=11):
    """Several things that do not touch."""
    parts = [lump(size, colour, seed, 0, (.24, .6), (.12, .16)), lump(size, (210, 170, 40), seed + 1, 0, (.55, .42), (.13, .17)),
             lump(size, (70, 60, 60), seed + 2, .6, (.8, .68), (.1, .12))]
    alpha, rgb = parts[0]
    for a, c in parts[1:]:
        alpha, rgb = alpha + a - alpha * a, rgb * (1 - (a > 0)[:, :, None]) + c * (a > 0)[:, :, None]
    return alpha, rgb


def arm(size, colour, seed=12):
    """A handbag hung from above: it leaves the picture at the top border."""
    mask = canvas(size)
    d = ImageDraw.Draw(mask)
    w, h = mask.size
    d.line((w * .42, -10, w * .36, h * .45), fill=255, width=int(w * .03))
    d.line((w * .56, -10, w * .64, h * .45), fill=255, width=int(w * .03))
    d.rounded_rectangle((w * .25, h * .42, w * .75, h * .82), w * .05, fill=255)
    alpha = coverage(mask)
    return alpha, shaded(alpha, colour, seed, texture=.1)


def mug(size, glaze, seed=0):
    """The ray-marched mug, moved onto a canvas of this size."""
    _, cut = studio.mug((size[0] * 3 // 4 // 2 * 2, size[1] * 3 // 4 // 2 * 2), glaze)
    alpha, rgb = np.zeros((size[1], size[0]), F), np.zeros((size[1], size[0], 3), F)
    h, w = cut.shape[:2]
    y, x = (size[1] - h) // 2, (size[0] - w) // 2
    alpha[y:y + h, x:x + w] = cut[:, :, 3].astype(F) / 255
    rgb[y:y + h, x:x + w] = cut[:, :, :3]
    return alpha, rgb


def speckled(size, glaze, grain=.012):
    """The mug with a living surface: a clouded glaze with dark specks."""
    alpha, rgb = mug(size, glaze)
    rng = np.random.default_rng(int(glaze[0] * 1000) + SEED)
    cloud = gauss(rng.standard_normal(alpha.shape).astype(F), .8)
    specks = gauss((rng.random(alpha.shape) < .0015).astype(F), .9)
    tone = 1 + grain * cloud / cloud.std() - .6 * np.clip(specks / max(specks.max(), 1e-6), 0, 1)
    return alpha, np.clip(rgb * tone[:, :, None], 0, 255)


# --- backdrops: (size, seed) -> rgb 0..255 ----------------------------------------------------------------------------------

def axes(size):
    y, x = np.mgrid[0:size[1], 0:size[0]].astype(F)
    return x / size[0] * 2 - 1, y / size[1] * 2 - 1


def uniform(size, colour):
    return np.broadcast_to(np.array(colour, F), (size[1], size[0], 3)).copy()


def graded(size, top, bottom, tilt=0.15):
    x, y = axes(size)
    t = np.clip((y + tilt * x + 1) / 2, 0, 1)[:, :, None]
    return np.array(top, F) * (1 - t) + np.array(bottom, F) * t


def vignetted(size, colour, amount=.22, centre=(.1, -.1)):
    x, y = axes(size)
    r2 = (x - centre[0]) ** 2 + (y - centre[1]) ** 2
    return np.array(colour, F) * (1 - amount * r2 / 2)[:, :, None]


def sweep(size, wall, floor, horizon=.25, width=.18):
    """Paper that bends from the wall to the table: two tones and a soft bend."""
    x, y = axes(size)
    t = (1 / (1 + np.exp(-(y - horizon + .05 * x ** 2) / width * 3)))[:, :, None]
    return (np.array(wall, F) * (1 - t) + np.array(floor, F) * t) * (1 - .05 * x ** 2)[:, :, None]


def paper(size, colour, amount=.012):
    field = np.tile(studio.pink(77, (512, 512), 1.0), (size[1] // 512 + 1, size[0] // 512 + 1))[:size[1], :size[0]]
    return np.array(colour, F) * (1 + amount * field)[:, :, None]


# --- shots ------------------------------------------------------------------------------------------------------------------

def moved(field, dx, dy):
    out = np.zeros_like(field)
    h, w = field.shape
    ys, xs = slice(max(dy, 0), h + min(dy, 0)), slice(max(dx, 0), w + min(dx, 0))
    yt, xt = slice(max(-dy, 0), h + min(-dy, 0)), slice(max(-dx, 0), w + min(-dx, 0))
    out[ys, xs] = field[yt, xt]
    return out


def darkening(alpha, kind):
    """What is left of the light on the backdrop, 0..1."""
    h, w = alpha.shape
    if kind is None:
        return np.ones_like(alpha)
    if kind == "contact":
        # A pool under the lowest part, soft outwards, tight where it touches.
        rows = np.flatnonzero(alpha.max(axis=1) > .5)
        foot = alpha * (np.arange(h)[:, None] > rows[-1] - h * .05)
        pool = gauss(moved(foot, 0, int(h * .012)), h * .018) * .55 + gauss(moved(foot, int(w * .02), int(h * .02)), h * .05) * .5
        return 1 - np.clip(pool, 0, .6)
    if kind == "cast":
        far = gauss(moved(alpha, int(w * .05), int(h * .04)), h * .03)
        return 1 - .38 * far
    if kind == "deep":
        far = gauss(moved(alpha, int(w * .04), int(h * .05)), h * .022)
        return 1 - .62 * far
    raise ValueError(kind)


def shoot(name, subject, backdrop, shadow=None, noise=1.0, jpeg=None, lens=0.6, translucency=1.0):
    """Composes one shot: (picture, matte)."""
    alpha, rgb = subject
    alpha = np.clip(alpha * translucency, 0, 1)
    light = darkening(alpha, shadow)[:, :, None]
    picture = rgb * alpha[:, :, None] + backdrop * light * (1 - alpha[:, :, None])
    # The lens softens what it sees, and the matte with it.
    picture, alpha = gauss(picture, lens), gauss(alpha, lens)
    grain = rng_of(name).standard_normal(picture.shape).astype(F) * noise
    grain = grain * .8 + gauss(grain, .7) * .8
    picture = Image.fromarray(np.clip(np.rint(picture + grain), 0, 255).astype(np.uint8))
    return picture, Image.fromarray(np.rint(alpha * 255).astype(np.uint8))


S, M, L, T = (800, 800), (1000, 750), (1200, 900), (720, 1080)
WHITE, GRAY, BLACK = (255, 255, 255), (190, 190, 192), (22, 22, 24)

# name, kinds, subject, backdrop, options
SHOTS = [
    ("bottle-white", "hard", lambda: bottle(T, (120, 30, 40)), lambda: uniform(T, (252, 252, 252)), {}),
    ("bottle-sweep", "hard sweep shadow", lambda: bottle(T, (30, 90, 60)), lambda: sweep(T, (214, 214, 216), (168, 168, 170)), dict(shadow="contact")),
    ("bottle-blue", "hard coloured", lambda: bottle(T, (205, 180, 60)), lambda: graded(T, (90, 140, 200), (150, 190, 230)), {}),
    ("bottle-black", "hard dark", lambda: bottle(T, (150, 40, 30)), lambda: vignetted(T, (30, 30, 33)), dict(noise=1.5)),
    ("bottle-jpeg", "hard jpeg shadow", lambda: bottle(T, (40, 60, 140)), lambda: vignetted(T, (246, 246, 244), .1), dict(shadow="contact", jpeg=85)),
    ("bottle-noisy", "hard noisy", lambda: bottle(T, (160, 90, 30)), lambda: uniform(T, (225, 226, 228)), dict(noise=6)),
    ("bottle-gray", "hard gray on gray", lambda: bottle(T, (96, 96, 98)), lambda: graded(T, (205, 205, 206), (175, 175, 176)), {}),
    ("shoe-white", "hard white sole shadow", lambda: shoe(L, (40, 50, 70)), lambda: uniform(L, (254, 254, 254)), dict(shadow="contact")),
    ("shoe-red", "hard shadow", lambda: shoe(L, (190, 30, 36)), lambda: vignetted(L, (236, 236, 238), .12), dict(shadow="contact")),
    ("shoe-cast", "hard cast", lambda: shoe(L, (60, 110, 60), sole=(90, 70, 50)), lambda: uniform(L, (228, 228, 226)), dict(shadow="cast")),
    ("shoe-deep", "hard deep", lambda: shoe(L, (200, 120, 30), sole=(80, 60, 40)), lambda: uniform(L, (235, 233, 228)), dict(shadow="deep")),
    ("shoe-jpeg", "hard jpeg", lambda: shoe(L, (120, 70, 140), sole=(60, 60, 60)), lambda: graded(L, (250, 250, 250), (222, 222, 224)), dict(jpeg=85)),
    ("shoe-noisy", "hard noisy cast", lambda: shoe(L, (30, 80, 130), sole=(40, 40, 44)), lambda: uniform(L, (215, 215, 212)), dict(noise=5, shadow="cast")),
    ("shoe-green", "hard coloured", lambda: shoe(L, (180, 60, 60)), lambda: vignetted(L, (80, 170, 100), .2), dict(jpeg=85)),
    ("ring-white", "holed", lambda: ring(S, (190, 140, 40)), lambda: uniform(S, (253, 253, 253)), {}),
    ("ring-sweep", "holed sweep", lambda: ring(S, (60, 60, 120)), lambda: sweep(S, (220, 220, 222), (186, 186, 188)), {}),
    ("ring-cast", "holed cast", lambda: ring(S, (150, 50, 90)), lambda: vignetted(S, (232, 230, 228), .1), dict(shadow="cast")),
    ("ring-jpeg", "holed jpeg", lambda: ring(S, (30, 120, 130), inner=.35), lambda: uniform(S, (240, 240, 240)), dict(jpeg=85)),
    ("ring-noisy", "holed noisy", lambda: ring(S, (80, 80, 84), inner=.7), lambda: graded(S, (230, 230, 230), (200, 200, 200)), dict(noise=5)),
    ("basket-white", "holed", lambda: basket(M, (150, 105, 60)), lambda: uniform(M, (250, 250, 250)), {}),
    ("basket-blue", "holed coloured", lambda: basket(M, (200, 150, 90)), lambda: vignetted(M, (110, 150, 190), .18), {}),
    ("basket-jpeg", "holed jpeg shadow", lambda: basket(M, (90, 60, 40)), lambda: vignetted(M, (238, 238, 236), .1), dict(shadow="contact", jpeg=85)),
    ("basket-noisy", "holed noisy", lambda: basket(M, (60, 70, 90)), lambda: uniform(M, (220, 220, 220)), dict(noise=4)),
    ("fur-white", "hairy", lambda: fur(S, (120, 80, 50)), lambda: uniform(S, (250, 250, 250)), {}),
    ("fur-gray", "hairy graded", lambda: fur(S, (60, 50, 46), 15), lambda: graded(S, (210, 210, 212), (180, 180, 182)), {}),
    ("fur-blue", "hairy coloured", lambda: fur(S, (225, 200, 160), 25), lambda: vignetted(S, (60, 110, 170), .2), {}),
    ("fur-jpeg", "hairy jpeg", lambda: fur(S, (90, 60, 40), 35, width=2.2), lambda: uniform(S, (244, 244, 244)), dict(jpeg=85)),
    ("fur-noisy", "hairy noisy", lambda: fur(S, (40, 40, 44), 45, width=2.0), lambda: uniform(S, (225, 225, 225)), dict(noise=4)),
    ("fur-black", "hairy dark", lambda: fur(S, (230, 225, 220), 55), lambda: vignetted(S, (26, 26, 28)), {}),
    ("fur-shadow", "hairy cast", lambda: fur(S, (160, 90, 40), 65), lambda: uniform(S, (238, 238, 240)), dict(shadow="cast")),
    ("hair-gray", "hairy border", lambda: portrait_hair(T, (50, 34, 24)), lambda: vignetted(T, (200, 202, 206), .2), {}),
    ("hair-green", "hairy border coloured", lambda: portrait_hair(T, (180, 130, 60), 16), lambda: graded(T, (70, 160, 90), (90, 180, 110)), {}),
    ("hair-jpeg", "hairy border jpeg", lambda: portrait_hair(T, (24, 20, 20), 26), lambda: vignetted(T, (232, 232, 234), .14), dict(jpeg=85)),
    ("spectacles-white", "thin holed", lambda: spectacles(L, (30, 30, 34)), lambda: uniform(L, (252, 252, 252)), {}),
    ("spectacles-graded", "thin holed graded", lambda: spectacles(L, (120, 50, 40)), lambda: graded(L, (236, 236, 240), (206, 206, 210)), dict(shadow="cast")),
    ("spectacles-gold", "thin holed jpeg", lambda: spectacles(L, (190, 150, 70)), lambda: vignetted(L, (240, 240, 238), .08), dict(jpeg=85)),
    ("plant-white", "fine", lambda: plant(T, (50, 110, 50)), lambda: uniform(T, (251, 251, 251)), dict(shadow="contact")),
    ("plant-sweep", "fine sweep", lambda: plant(T, (70, 120, 40), 18), lambda: sweep(T, (226, 224, 220), (196, 194, 190)), dict(shadow="contact")),
    ("plant-pink", "fine coloured jpeg", lambda: plant(T, (40, 90, 50), 28), lambda: vignetted(T, (232, 190, 196), .14), dict(jpeg=85)),
    ("soft-2", "soft", lambda: lump(S, (150, 60, 60), 9, 2), lambda: uniform(S, (250, 250, 250)), {}),
    ("soft-4", "soft graded", lambda: lump(S, (50, 80, 150), 19, 4), lambda: graded(S, (230, 230, 232), (200, 200, 204)), {}),
    ("soft-7", "soft", lambda: lump(M, (60, 120, 80), 29, 7), lambda: uniform(M, (240, 240, 238)), {}),
    ("soft-dark", "soft dark", lambda: lump(S, (200, 190, 170), 39, 3), lambda: vignetted(S, (34, 34, 38)), {}),
    ("soft-jpeg", "soft jpeg", lambda: lump(M, (170, 110, 50), 49, 3), lambda: uniform(M, (246, 246, 246)), dict(jpeg=85)),
    ("soft-noisy", "soft noisy", lambda: lump(M, (80, 80, 90), 59, 4), lambda: vignetted(M, (222, 222, 222), .1), dict(noise=5)),
    ("soft-shadow", "soft cast", lambda: lump(S, (120, 50, 110), 69, 3), lambda: uniform(S, (236, 236, 236)), dict(shadow="cast")),
    ("crate-white", "white on white", lambda: crate(M, (238, 238, 238)), lambda: uniform(M, (254, 254, 254)), dict(noise=.6)),
    ("crate-white-shadow", "white on white shadow", lambda: crate(M, (236, 235, 233)), lambda: uniform(M, (252, 252, 252)), dict(noise=.8, shadow="contact")),
    ("lump-white", "white on white", lambda: lump(S, (240, 240, 240), 79, .6, texture=.01), lambda: uniform(S, (253, 253, 253)), dict(noise=.7)),
    ("lump-white-jpeg", "white on white jpeg", lambda: lump(S, (232, 231, 228), 89, .5, texture=.015), lambda: vignetted(S, (250, 250, 250), .04), dict(noise=.7, jpeg=85)),
    ("mug-white", "white on white holed", lambda: mug(M, (.66, .65, .63)), lambda: vignetted(M, (250, 250, 250), .05), dict(noise=.8)),
    ("mug-white-shadow", "white on white holed shadow", lambda: mug(M, (.6, .6, .6)), lambda: uniform(M, (246, 246, 246)), dict(noise=.8, shadow="contact")),
    ("mug-speckled", "pale on pale holed shadow", lambda: speckled(S, (.62, .61, .58)), lambda: vignetted(S, (226, 225, 225), .06), dict(noise=.5, shadow="contact", jpeg=92)),
    ("mug-teal", "holed shadow", lambda: mug(L, (.055, .22, .26)), lambda: sweep(L, (226, 226, 226), (208, 208, 208)), dict(shadow="contact")),
    ("mug-jpeg", "holed jpeg", lambda: mug(M, (.4, .1, .06)), lambda: vignetted(M, (236, 234, 230), .1), dict(jpeg=85, shadow="cast")),
    ("bag-top", "border", lambda: arm(S, (110, 60, 40)), lambda: uniform(S, (246, 246, 246)), {}),
    ("bag-sweep", "border sweep holed", lambda: arm(S, (30, 40, 60)), lambda: sweep(S, (220, 222, 226), (190, 192, 196)), dict(noise=2)),
    ("bag-blue", "border coloured jpeg", lambda: arm(S, (200, 180, 150)), lambda: vignetted(S, (60, 90, 140), .2), dict(jpeg=85)),
    ("group-white", "several", lambda: group(L, (180, 50, 50)), lambda: uniform(L, (252, 252, 252)), dict(shadow="contact")),
    ("group-paper", "several paper", lambda: group(L, (50, 90, 150)), lambda: paper(L, (226, 222, 214)), {}),
    ("group-jpeg", "several jpeg cast", lambda: group(L, (60, 120, 70)), lambda: graded(L, (240, 240, 242), (216, 216, 220)), dict(jpeg=85, shadow="cast")),
    ("crate-brown", "hard deep", lambda: crate(M, (170, 130, 90)), lambda: sweep(M, (232, 232, 230), (206, 206, 204)), dict(shadow="deep")),
    ("crate-paper", "hard paper", lambda: crate(M, (90, 100, 120)), lambda: paper(M, (214, 208, 198), .015), dict(shadow="contact")),
    ("lump-black", "dark on dark", lambda: lump(S, (70, 64, 60), 99, .5), lambda: vignetted(S, (16, 16, 18), .3), dict(noise=1.2)),
    ("lump-pale", "pale on gray", lambda: lump(M, (238, 232, 222), 109, .6), lambda: sweep(M, (178, 178, 180), (150, 150, 152)), dict(shadow="contact", jpeg=85)),
]


def main(out):
    out.mkdir(parents=True, exist_ok=True)
    manifest = []
    for name, kinds, subject, backdrop, options in SHOTS:
        picture, matte = shoot(name, *varied(subject(), backdrop(), name), **options)
        quality = options.get("jpeg")
        file = f"{name}.jpg" if quality else f"{name}.png"
        # Chroma at half size, as cameras and programs save it.
        picture.save(out / file, **(dict(quality=quality, subsampling=2) if quality else dict(compress_level=1)))
        matte.save(out / f"{name}-matte.png", compress_level=1)
        manifest.append(dict(name=name, file=file, matte=f"{name}-matte.png", kinds=kinds.split(), size=picture.size))
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1))
    print(f"{len(manifest)} shots in {out}")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    SEED = int(sys.argv[2]) if len(sys.argv) == 3 else 0
    if SEED:
        # Even sides, from four fifths to six fifths of the usual ones.
        S, M, L, T = (tuple(int(side * (.8 + .04 * (SEED * 3 % 11))) // 2 * 2 for side in size) for size in (S, M, L, T))
    main(Path(sys.argv[1]))
