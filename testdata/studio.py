"""A small photo studio in numpy: still lifes, a product shot and a landscape, all synthetic.

The still lifes are signed distance fields, ray-marched with soft shadows, ambient occlusion and a soft-box reflection; surfaces
carry 1/f noise. The result has what test pictures need and flat colours lack: gradients, texture, sharp and soft edges, grain.
Everything is seeded: the same versions of numpy give the same pixels.

Out: `still_life(size)`, `vase(size)`, `mug(size, glaze)`, `mountains(size)`; 8-bit sRGB arrays of shape (height, width, 3).
"""
import numpy as np

F = np.float32


# --- noise, colour, filters -----------------------------------------------------------------------------------------------

def pink(seed, shape, beta=1.0, stretch=(1.0, 1.0)):
    """Noise whose spectrum falls as 1/f^beta, tileable, mean 0, deviation 1. `stretch` lengthens it along (y, x)."""
    white = np.random.default_rng(seed).standard_normal(shape)
    fy = np.fft.fftfreq(shape[0])[:, None] * stretch[0]
    fx = np.fft.rfftfreq(shape[1])[None, :] * stretch[1]
    frequency = np.hypot(fy, fx)
    frequency[0, 0] = np.inf
    out = np.fft.irfft2(np.fft.rfft2(white) / frequency ** beta, shape)
    return (out / out.std()).astype(F)


def look_up(texture, u, v):
    """Bilinear sample of a tileable texture; one unit of u or v is the whole of it."""
    h, w = texture.shape
    x, y = u * w, v * h
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    fx, fy = (x - x0).astype(F), (y - y0).astype(F)
    at = lambda dy, dx: texture[(y0 + dy) % h, (x0 + dx) % w]
    return (at(0, 0) * (1 - fx) + at(0, 1) * fx) * (1 - fy) + (at(1, 0) * (1 - fx) + at(1, 1) * fx) * fy


def blur(image, radius):
    """Three box blurs along both axes: close to a Gaussian. Edges are extended."""
    for axis in (0, 1):
        for _ in range(3):
            pad = [(0, 0)] * image.ndim
            pad[axis] = (radius + 1, radius)
            total = np.cumsum(np.pad(image, pad, mode="edge"), axis=axis, dtype=np.float64)
            n = image.shape[axis]
            upper = np.take(total, range(2 * radius + 1, 2 * radius + 1 + n), axis)
            image = ((upper - np.take(total, range(n), axis)) / (2 * radius + 1)).astype(F)
    return image


def masked_blur(image, mask, radius):
    """Blur that sees only where mask is 1; elsewhere the result is not meaningful."""
    return blur(image * mask, radius) / np.maximum(blur(mask, radius), 1e-3)


def encode(linear):
    """Linear light to 0..1 sRGB, with a soft shoulder so that highlights roll off as on film."""
    x = np.maximum(linear, 0)
    x = np.where(x < 0.75, x, 0.75 + 0.25 * (1 - np.exp(-(x - 0.75) / 0.25)))
    return np.where(x <= 0.0031308, 12.92 * x, 1.055 * x ** (1 / 2.4) - 0.055)


def develop(linear, grain=2.0, seed=1):
    """Linear light to 8-bit sRGB, with fine sensor grain (deviation in 8-bit steps)."""
    noise = np.random.default_rng(seed).standard_normal(linear.shape).astype(F)
    value = encode(linear) * 255 + noise * grain
    return np.clip(np.rint(value), 0, 255).astype(np.uint8)


def shrink(image):
    """Half size: 2x2 means, then the slight softness of a lens (which also gives edges more than five levels)."""
    h, w = image.shape[0] // 2, image.shape[1] // 2
    image = image.reshape(h, 2, w, 2, -1).mean(axis=(1, 3))
    for axis in (0, 1):
        before = np.concatenate([image.take([0], axis), image.take(range(image.shape[axis] - 1), axis)], axis)
        after = np.concatenate([image.take(range(1, image.shape[axis]), axis), image.take([-1], axis)], axis)
        image = 0.12 * before + 0.76 * image + 0.12 * after
    return image


# --- distance fields. A point set is (x, y, z), y is up; a field returns distances -----------------------------------------

def smooth_min(a, b, k):
    h = np.clip(0.5 + 0.5 * (b - a) / k, 0, 1)
    return b + (a - b) * h - k * h * (1 - h)


def smooth_max(a, b, k):
    return -smooth_min(-a, -b, k)


def turned(p, degrees):
    """The point set seen by an object turned about the vertical axis."""
    c, s = F(np.cos(np.radians(degrees))), F(np.sin(np.radians(degrees)))
    return c * p[0] + s * p[2], p[1], c * p[2] - s * p[0]


def moved(p, x=0, y=0, z=0):
    return p[0] - F(x), p[1] - F(y), p[2] - F(z)


def sphere(p, r):
    return np.sqrt(p[0] ** 2 + p[1] ** 2 + p[2] ** 2) - F(r)


def tube(p, radius, low, high, rounding):
    """A solid upright cylinder with rounded rims; radius may be an array."""
    dx = np.hypot(p[0], p[2]) - radius + F(rounding)
    dy = np.abs(p[1] - F((low + high) / 2)) - F((high - low) / 2 - rounding)
    return np.hypot(np.maximum(dx, 0), np.maximum(dy, 0)) + np.minimum(np.maximum(dx, dy), 0) - F(rounding)


def box(p, half, rounding):
    d = [np.abs(c) - F(h - rounding) for c, h in zip(p, half)]
    outside = np.sqrt(sum(np.maximum(c, 0) ** 2 for c in d))
    return outside + np.minimum(np.maximum(np.maximum(d[0], d[1]), d[2]), 0) - F(rounding)


def rod(p, a, b, r):
    a, b = np.array(a, F), np.array(b, F)
    ab = b - a
    q = [p[i] - a[i] for i in range(3)]
    h = np.clip((q[0] * ab[0] + q[1] * ab[1] + q[2] * ab[2]) / (ab @ ab), 0, 1)
    return np.sqrt(sum((q[i] - h * ab[i]) ** 2 for i in range(3))) - F(r)


def mug_field(p):
    """A mug of height 1 whose handle points along +x; its inside is hollow and the handle has a hole."""
    radius = F(0.43) + F(0.05) * np.clip(p[1], 0, 1)
    body = tube(p, radius, 0, 1, 0.05)
    x, y = p[0] - F(0.5), p[1] - F(0.53)
    y = y - np.clip(y, -0.1, 0.1)
    handle = np.hypot(np.hypot(x, y) - F(0.235), p[2] * F(0.72)) - F(0.052)
    inside = tube(p, radius - F(0.055), 0.09, 1.6, 0.08)
    return smooth_max(smooth_min(body, handle, 0.07), -inside, 0.02)


# --- the camera ----------------------------------------------------------------------------------------------------------

class Thing:
    """An object: its field and its surface, a function (point, normal) -> (albedo (n, 3), gloss 0..1)."""

    def __init__(self, field, surface):
        self.field, self.surface = field, surface


LIGHT = np.array([-0.62, 0.72, -0.42]) / np.linalg.norm([-0.62, 0.72, -0.42])


def nearest(things, p):
    d = things[0].field(p)
    for thing in things[1:]:
        d = np.minimum(d, thing.field(p))
    return d


def along(p, direction, t):
    return tuple(p[i] + direction[i] * t for i in range(3))


def march(things, start, direction, far):
    """Distance along each ray to the first surface, or `far`."""
    t = np.zeros_like(direction[0])
    live = np.arange(t.size)
    for _ in range(110):
        ray = tuple(c[live] for c in direction)
        d = nearest(things, along(start, ray, t[live]))
        t[live] += d * F(0.9)
        live = live[(d > 0.0006) & (t[live] < far)]
        if not live.size:
            break
    return np.minimum(t, far)


def normals(field, p, e=F(0.002)):
    total = [0, 0, 0]
    for k in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
        d = field(tuple(p[i] + e * F(k[i]) for i in range(3)))
        total = [total[i] + d * F(k[i]) for i in range(3)]
    length = np.sqrt(sum(c * c for c in total)) + F(1e-9)
    return tuple(c / length for c in total)


def sunlight(things, p, softness):
    """Share of the key light that arrives: 1 lit, 0 in shadow, with a penumbra that widens with distance."""
    light = [F(c) for c in LIGHT]
    t = np.full_like(p[0], 0.03)
    lit = np.ones_like(t)
    for _ in range(34):
        d = nearest(things, along(p, light, t))
        lit = np.minimum(lit, 0.5 + 0.5 * d * F(softness) / t)
        t = t + np.clip(d, 0.02, 0.25)
    lit = np.clip(lit, 0, 1)
    return lit * lit * (3 - 2 * lit)


def openness(things, p, n):
    """Ambient occlusion: 1 in the open, towards 0 in creases and under things."""
    hidden = 0
    for i, h in enumerate((0.02, 0.06, 0.14, 0.28, 0.5)):
        d = nearest(things, along(p, n, F(h)))
        hidden = hidden + np.maximum(F(h) - d, 0) * F(0.62 ** i / (0.35 + h))
    return np.clip(1 - 1.1 * hidden, 0, 1)


def softbox(x, y, z):
    """What a glossy surface mirrors: a dim room, a tall window on the left, a card on the right."""
    step = lambda a, b, v: np.clip((v - a) / (b - a), 0, 1)
    room = 0.22 + 0.25 * np.clip(y, 0, 1)
    azimuth, height = np.arctan2(x, -z), y
    pane = step(-1.25, -1.15, azimuth) * step(-0.55, -0.65, azimuth) * step(-0.05, 0.05, height) * step(0.85, 0.75, height)
    bars = 1 - 0.75 * (np.abs(azimuth + 0.9) < 0.018)
    card = step(0.75, 1.0, azimuth) * step(1.6, 1.3, azimuth) * step(-0.2, 0.1, height) * step(0.9, 0.6, height)
    return room + 6.5 * pane * bars + 0.5 * card


def shoot(things, size, eye, target, zoom, softness=7.0, key=1.2, fill=0.32, far=14.0, blocks=8):
    """Photograph the things at twice the size. Returns linear light (h, w, 3), the number of the thing seen (h, w), depth."""
    w, h = size[0] * 2, size[1] * 2
    forward = np.subtract(target, eye) / np.linalg.norm(np.subtract(target, eye))
    right = np.cross((0, 1, 0), forward)
    right /= np.linalg.norm(right)
    up = np.cross(forward, right)
    picture, seen, depth = np.zeros((h, w, 3), F), np.zeros((h, w), int), np.zeros((h, w), F)
    for rows in np.array_split(np.arange(h), blocks):
        sx = ((np.arange(w) + 0.5) - w / 2) / max(w, h) * 2 / zoom
        sy = (h / 2 - (rows + 0.5)) / max(w, h) * 2 / zoom
        d = forward + sx[None, :, None] * right + sy[:, None, None] * up
        d = (d / np.linalg.norm(d, axis=2, keepdims=True)).reshape(-1, 3).T.astype(F)
        direction = tuple(d)
        start = tuple(F(c) for c in eye)
        t = march(things, start, direction, F(far))
        p = along(start, direction, t)
        which = np.argmin([thing.field(p) for thing in things], axis=0)
        light = np.zeros((t.size, 3), F)
        for number, thing in enumerate(things):
            own = np.flatnonzero(which == number)
            if own.size:
                light[own] = shade(things, thing, tuple(c[own] for c in p), tuple(c[own] for c in direction), softness, key, fill)
        shape = (len(rows), w)
        picture[rows], seen[rows], depth[rows] = light.reshape(*shape, 3), which.reshape(shape), t.reshape(shape)
    return picture, seen, depth


def shade(things, thing, p, ray, softness, key, fill):
    n = normals(thing.field, p)
    albedo, gloss = thing.surface(p, n)
    facing = np.clip(sum(n[i] * F(LIGHT[i]) for i in range(3)), 0, 1)
    above = along(p, n, F(0.004))
    lit, free = sunlight(things, above, softness), openness(things, above, n)
    warm, cool = np.array([1.08, 1.0, 0.9], F), np.array([0.93, 1.0, 1.1], F)
    sky = (0.65 + 0.35 * n[1]) * free
    light = albedo * ((key * facing * lit)[:, None] * warm + (fill * sky)[:, None] * cool)
    towards = -sum(n[i] * ray[i] for i in range(3))
    mirror = tuple(ray[i] + 2 * towards * n[i] for i in range(3))
    fresnel = 0.04 + 0.5 * (1 - np.clip(towards, 0, 1)) ** 5
    return light + (gloss * fresnel * softbox(*mirror) * (0.3 + 0.7 * free))[:, None]


# --- surfaces ------------------------------------------------------------------------------------------------------------

def plain(colour, gloss, seed=3, amount=0.06, scale=0.6):
    """A colour with cloudy 1/f variation."""
    texture = pink(seed, (256, 256), 1.1)

    def surface(p, n):
        tone = 1 + amount * look_up(texture, (p[0] + 0.6 * p[2]) * scale, (p[1] - 0.8 * p[2]) * scale)
        return np.array(colour, F) * tone[:, None], gloss
    return surface


def peel(colour, seed):
    """Citrus skin: a little mottled, dotted with pores."""
    cloud, pore = pink(seed, (256, 256), 1.3), pink(seed + 1, (512, 512), 0.2)

    def surface(p, n):
        u, v = np.arctan2(n[0], n[2]) / 6.2832, n[1] * 0.5
        tone = 1 + 0.07 * look_up(cloud, u, v) + 0.05 * look_up(pore, u, v)
        return np.array(colour, F) * tone[:, None], 0.7 * (1 + 0.15 * look_up(pore, u, v))
    return surface


def wood(p, n):
    boards = np.floor(p[2] / 0.75)
    u, v = p[0] * 0.16 + boards * 0.37, p[2] * 0.3 + boards * 0.23
    fibre = look_up(WOOD_FIBRE, u, v)
    rings = np.sin((look_up(WOOD_RING, u, v) * 1.6 + p[2] * 2.2) * 9)
    seam = np.clip(np.abs(p[2] / 0.75 - np.rint(p[2] / 0.75)) / 0.012, 0.35, 1)
    tone = (1 + 0.13 * fibre + 0.09 * rings + 0.05 * np.sin(boards * 7)) * seam
    return np.array([0.42, 0.235, 0.115], F) * np.clip(tone, 0.2, 2)[:, None], 0.45 + 0.1 * fibre


WOOD_FIBRE = pink(11, (512, 512), 0.9, stretch=(0.12, 1.6))
WOOD_RING = pink(12, (256, 256), 1.7, stretch=(0.4, 1.4))


def marble(p, n):
    u, v = p[0] * 0.33 + p[1] * 0.2, p[2] * 0.33 + p[1] * 0.1
    vein = np.exp(-np.abs(look_up(MARBLE, u, v) + 0.25) * 7)
    tone = 0.78 - 0.36 * vein + 0.03 * look_up(MARBLE, v * 3, u * 3)
    return np.array([1.0, 0.985, 0.96], F) * tone[:, None], np.full_like(tone, 0.8)


MARBLE = pink(21, (512, 512), 1.5)
SPECKLE = pink(31, (512, 512), 0.35)
CLOUD = pink(32, (256, 256), 1.4)


def stoneware(glaze):
    """Speckled glaze, darker where it pooled, raw clay at the foot, cream inside."""
    def surface(p, n):
        angle = np.arctan2(p[2], p[0]) / 6.2832
        speckle = np.clip((look_up(SPECKLE, angle * 2, p[1] * 0.62) - 1.55) * 2, 0, 1)
        cloud = look_up(CLOUD, angle, p[1] * 0.4)
        colour = np.array(glaze, F) * (1 + 0.06 * cloud)[:, None]
        cream = np.array([0.78, 0.74, 0.66], F)
        rim = 0.43 + 0.05 * p[1] - 0.030 + 0.003 * cloud
        within = (np.hypot(p[0], p[2]) < rim) & (p[1] > 0.08)
        colour = np.where(within[:, None], cream, colour)
        colour = colour * (1 - 0.6 * speckle)[:, None]
        edge = 0.17 + 0.012 * look_up(CLOUD, angle * 2, 0 * angle)
        raw = np.clip((edge - p[1]) / 0.012, 0, 1)[:, None] * (~within)[:, None]
        clay = np.array([0.52, 0.34, 0.22], F) * (1 + 0.08 * look_up(SPECKLE, angle * 3, p[1]))[:, None]
        return colour * (1 - raw) + clay * raw, np.where(raw[:, 0] > 0.5, 0.1, 1.0)
    return surface


# --- the pictures --------------------------------------------------------------------------------------------------------

def placed(thing, x=0.0, y=0.0, z=0.0, degrees=0.0, scale=1.0):
    """The thing at another place; its surface keeps its own coordinates."""
    def local(p):
        return tuple(c / F(scale) for c in turned(moved(p, x, y, z), degrees))

    def surface(p, n):
        return thing.surface(local(p), turned(n, degrees))
    return Thing(lambda p: thing.field(local(p)) * F(scale), surface)


def still_life(size):
    """A mug, two oranges, a lemon and books on a wooden table before a plaster wall."""
    table = Thing(lambda p: p[1], wood)
    wall = Thing(lambda p: F(2.6) - p[2], plain((0.50, 0.53, 0.50), 0.0, 5, 0.05, 0.25))
    cup = placed(Thing(mug_field, stoneware((0.055, 0.22, 0.26))), x=-0.42, z=0.05, degrees=20)
    orange = lambda seed: Thing(lambda p: sphere(p, 0.34), peel((0.80, 0.27, 0.025), seed))
    lemon_field = lambda p: smooth_min(sphere((p[0] * F(0.8), p[1], p[2]), 0.25), sphere(moved(p, 0.33), 0.05), 0.12)
    lemon = Thing(lemon_field, peel((0.84, 0.62, 0.05), 45))
    book = lambda colour, seed: Thing(lambda p: box(p, (0.78, 0.10, 0.52), 0.015), plain(colour, 0.15, seed, 0.10, 1.5))
    things = [table, wall, cup,
              placed(orange(41), 0.47, 0.34, -0.18, 30), placed(orange(43), 0.98, 0.335, 0.26, 110),
              placed(lemon, 0.12, 0.25, -0.62, 35),
              placed(book((0.30, 0.055, 0.05), 51), 1.45, 0.10, 1.25, -12), placed(book((0.62, 0.54, 0.38), 52), 1.38, 0.305, 1.27, -20),
              placed(book((0.06, 0.10, 0.20), 53), 1.47, 0.51, 1.25, -9)]
    picture, _, depth = shoot(things, size, (0.15, 1.45, -4.2), (0.28, 0.46, 0.1), 1.95)
    picture = out_of_focus(picture, depth, 4.6, 2.2)
    return develop(shrink(picture * 1.12), seed=101)


def vase(size):
    """A glazed vase with berry twigs on a marble slab before a dark green wall."""
    def body(p):
        q = p[0], (p[1] - F(0.5)) * F(0.92), p[2]
        d = smooth_min(sphere(q, 0.47), tube(p, F(0.16), 0.6, 1.32, 0.02), 0.16)
        d = smooth_min(d, tube(p, F(0.22), 1.27, 1.33, 0.03), 0.08)
        d = smooth_max(d, -tube(p, F(0.13), 0.9, 2.0, 0.02), 0.02)
        return smooth_max(d, -p[1], 0.03)
    twigs = [[(0.0, 0.9, 0), (0.05, 1.7, 0.0), (0.32, 2.25, 0.05), (0.38, 2.62, 0.0)],
             [(0.02, 0.9, 0), (-0.08, 1.6, -0.05), (-0.38, 2.05, -0.1), (-0.62, 2.25, -0.1)],
             [(0.0, 0.9, 0), (-0.02, 1.7, 0.08), (-0.1, 2.4, 0.1), (-0.04, 2.75, 0.1)]]
    segments = [(a, b) for line in twigs for a, b in zip(line, line[1:])]

    def stems(p):
        d = rod(p, *segments[0], 0.014)
        for a, b in segments[1:]:
            d = np.minimum(d, rod(p, a, b, 0.014))
        return d
    rng = np.random.default_rng(61)
    ends = [np.array(a) + (np.array(b) - a) * t for line in twigs for a, b in zip(line[1:], line[2:]) for t in (0.25, 0.6, 0.95)]
    fruit = [e + rng.uniform(-0.06, 0.06, 3) for e in ends]

    def berries(p):
        d = sphere(moved(p, *fruit[0]), 0.062)
        for f in fruit[1:]:
            d = np.minimum(d, sphere(moved(p, *f), 0.062))
        return d
    pear_field = lambda p: smooth_min(smooth_min(sphere(p, 0.27), sphere(moved(p, 0.02, 0.32), 0.14), 0.2),
                                      rod(p, (0.02, 0.44, 0), (0.06, 0.58, 0), 0.014), 0.02)
    things = [Thing(lambda p: p[1] + F(0.16), plain((0.20, 0.13, 0.085), 0.25, 62, 0.12, 0.4)),
              Thing(lambda p: F(1.9) - p[2], plain((0.045, 0.10, 0.075), 0.0, 63, 0.10, 0.25)),
              Thing(lambda p: box(moved(p, 0, -0.08), (1.15, 0.08, 0.75), 0.02), marble),
              placed(Thing(body, plain((0.66, 0.62, 0.54), 1.0, 64, 0.05, 0.5)), -0.12),
              placed(Thing(stems, plain((0.15, 0.085, 0.05), 0.1, 65)), -0.12),
              placed(Thing(berries, plain((0.50, 0.018, 0.022), 1.0, 66)), -0.12),
              placed(Thing(pear_field, plain((0.46, 0.46, 0.07), 0.5, 67, 0.12, 1.2)), 0.58, 0.255, -0.28, -30)]
    picture, _, depth = shoot(things, size, (0.0, 1.75, -5.4), (0.0, 1.16, 0.0), 2.65)
    picture = out_of_focus(picture, depth, 6.3, 2.0)
    return develop(shrink(picture * 1.15), seed=102)


def mug(size, glaze):
    """The studio shot: a mug on a near-white sweep with a soft contact shadow.

    Returns (the photo, the cut-out with straight alpha); both show the same pixels of the mug.
    """
    cup = placed(Thing(mug_field, stoneware(glaze)), -0.1, degrees=24)
    floor = Thing(lambda p: p[1], plain((0.8, 0.8, 0.8), 0.0, 71, 0.0))
    picture, seen, _ = shoot([floor, cup], size, (0, 1.55, -4.0), (0.06, 0.45, 0), 3.5, softness=3.0, key=1.3, fill=0.4)
    h, w = seen.shape
    own = (seen == 1)[:, :, None].astype(F)
    # The sweep: only the darkening that the mug causes is kept, on an even near-white with slow falloff.
    shadow = np.clip(picture.mean(axis=2) / np.quantile(picture[seen == 0], 0.95), 0, 1) ** 0.8
    shadow = masked_blur(shadow[:, :, None], 1 - own, 4)[:, :, 0]
    y, x = np.mgrid[0:h, 0:w] / F(h)
    falloff = 0.88 - 0.09 * ((x - 0.42) ** 2 + (y - 0.55) ** 2) + 0.002 * np.tile(pink(72, (512, 512), 1.2), (h // 512 + 1, w // 512 + 1))[:h, :w]
    sweep = (falloff * shadow)[:, :, None] * np.array([1.0, 0.995, 0.985], F)
    photo = shrink(picture * own + sweep * (1 - own))
    cover = shrink(own)
    cutout = develop(shrink(picture * own) / np.maximum(cover, 1e-4), grain=0)
    alpha = np.rint(np.clip(cover, 0, 1) * 255).astype(np.uint8)
    cutout[alpha[:, :, 0] == 0] = 0
    return develop(photo, grain=0.9, seed=103), np.concatenate([cutout, alpha], axis=2)


def out_of_focus(picture, depth, sharp, strength):
    """Blur what lies behind `sharp`: two blurred versions, mixed by depth. Near things do not bleed into it."""
    behind = (depth > sharp)[:, :, None].astype(F)
    soft, softer = masked_blur(picture, behind, 2), masked_blur(picture, behind, int(3 * strength))
    amount = np.clip((depth - sharp) / 1.6, 0, 1)[:, :, None]
    near = picture + (soft - picture) * np.clip(amount * 2, 0, 1)
    return near + (softer - near) * np.clip(amount * 2 - 1, 0, 1)


def mountains(size):
    """Dusk over a lake: ridges that fade into mist, their reflection, pines in front."""
    w, h = size[0] * 2, size[1] * 2
    y, x = np.mgrid[0:h, 0:w].astype(F)
    shore = int(h * 0.66)
    up = np.clip(y / shore, 0, 1)
    stops = [0.0, 0.35, 0.62, 0.82, 1.0]
    colours = np.array([[0.17, 0.27, 0.47], [0.45, 0.46, 0.60], [0.86, 0.60, 0.53], [0.98, 0.73, 0.51], [1.0, 0.84, 0.62]])
    picture = np.stack([np.interp(up, stops, colours[:, c]) for c in range(3)], axis=2).astype(F)
    sun = (x / w - 0.60) ** 2 * (w / h) ** 2 + ((y - shore * 0.74) / h) ** 2
    cloud = look_up(pink(81, (1024, 1024), 1.35, stretch=(0.3, 1.0)), x / w * 0.5, y / h * 1.1)
    veil = np.clip(cloud * 0.55 + 0.05, 0, 1) * np.clip(1.25 - up, 0, 1)
    picture += veil[:, :, None] * (np.array([0.98, 0.66, 0.58], F) - picture) * 0.75
    picture += np.exp(-sun / 0.05)[:, :, None] * np.array([0.14, 0.10, 0.04], F)
    picture += np.clip((0.0016 - sun) / 0.0002, 0, 1)[:, :, None] * np.array([0.3, 0.3, 0.3], F)
    ridges = [(0.36, 0.075, (0.74, 0.52, 0.53)), (0.25, 0.060, (0.55, 0.42, 0.50)), (0.15, 0.042, (0.37, 0.33, 0.44)), (0.065, 0.02, (0.21, 0.24, 0.34))]
    for i, (height, rough, colour) in enumerate(ridges):
        line = pink(182 + i, (1, 4096), 1.45)
        ridge = shore * (1 - height) - look_up(line, x[0] / w * 0.6, 0 * x[0]) * rough * h
        below = y - ridge[None, :]
        texture = 1 + 0.045 * look_up(pink(90 + i, (512, 512), 1.2), x / w * 1.5, y / h * 1.5)
        mist = np.clip(below / (shore * 0.26), 0, 1)[:, :, None] * (0.62 - 0.1 * i)
        body = np.array(colour, F) * texture[:, :, None]
        body = body + (np.array([0.95, 0.72, 0.60], F) - body) * mist
        picture = picture + (body - picture) * np.clip(below, 0, 1)[:, :, None]
    ripple = look_up(pink(95, (512, 512), 0.9, stretch=(0.2, 2.6)), x / w * 1.5, (y / h) * 4)
    deep = np.clip((y - shore) / (h - shore), 0, 1)
    source_y = np.clip(2 * shore - y + ripple * (2 + 16 * deep), 0, shore - 1).astype(int)
    source_x = np.clip(x + ripple * (1 + 5 * deep), 0, w - 1).astype(int)
    water = blur(picture[:shore], 3)[source_y, source_x] * (0.90 - 0.28 * deep)[:, :, None]
    picture = np.where((y > shore)[:, :, None], water, picture)
    picture[np.abs(y - shore) < 2] *= 0.85
    return develop(shrink(pines(np.maximum(picture, 0) ** 2.2, w, h)), grain=1.5, seed=104)


def pines(picture, w, h):
    """Dark firs on both sides, each a jagged cone, standing on a bank."""
    rng = np.random.default_rng(97)
    y, x = np.mgrid[0:h, 0:w].astype(F)
    bank = h * 0.97 - 0.16 * h * np.abs(x / w - 0.52) ** 1.4 + look_up(pink(98, (1, 2048), 1.2), x / w, 0 * x) * 0.006 * h
    cover = np.clip(y - bank, 0, 1)
    spots = [(s, rng.uniform(0.16, 0.30) * (1.35 - 2.6 * min(s, 1 - s))) for s in
             np.concatenate([np.linspace(-0.02, 0.24, 9), np.linspace(0.80, 1.02, 8)]) + rng.uniform(-0.008, 0.008, 17)]
    for place, tall in spots:
        foot, top = h * 0.985, h * (0.90 - tall)
        span = slice(max(int(place * w - 0.11 * w), 0), max(int(place * w + 0.11 * w), 1))
        yy, xx = y[:, span], x[:, span]
        t = np.clip((yy - top) / (foot - top), 0, 1)
        tiers = 0.55 + 0.45 * ((t * 15 + 0.3 * np.sign(xx - place * w)) % 1.0)
        jag = 1 + 0.10 * look_up(SPECKLE, xx / w * 4, yy / h * 4)
        half = (foot - top) * 0.19 * t ** 0.85 * tiers * jag + 1.2 * (t > 0)
        cover[:, span] = np.maximum(cover[:, span], np.clip(half - np.abs(xx - place * w), 0, 1) * (yy > top))
    dark = np.array([0.012, 0.02, 0.03], F) * (1 + 0.25 * look_up(CLOUD, x / w, y / h))[:, :, None]
    return picture + (dark - picture) * cover[:, :, None]
