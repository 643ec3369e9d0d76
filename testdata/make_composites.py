"""Lays real cut-outs over real and graded backdrops: photos whose mattes are known to the last pixel, to measure the cutout by.

    python3 make_composites.py PHOTOS OUT --half work|unseen

PHOTOS is what fetch_real_photos.py wrote. Writes OUT/NAME.jpg, OUT/NAME-matte.png and OUT/manifest.json, in the form that
score_mattes.py and score_real.py read. Subjects and backdrops of a composite come from one half. Needs numpy, Pillow and scipy; every
choice is seeded by the composite's name.

A subject is a picture that brings its alpha (a shadow that it carries below itself is taken away), or a photo of the list under its mask:
the mask is drawn in a little and the colours from inside are carried outwards, so that none of the old backdrop comes along. The matte is
the subject's alone; a shadow is no part of it. Mixing is done on the coded values.
"""
import argparse
import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from scipy import ndimage

HERE = Path(__file__).parent
F = np.float32
# Photos of the list whose outlines are sharp enough to be laid elsewhere; pictures with alpha all are.
CRISP = {
    "work": "v-rolleiflex v-runner v-instamatic v-gloves v-mouse v-stool v-rope v-whitehigh v-skateboard g-candle g-mug "
            "g-watch f-tubesocks c-marlknit c-kidhoodie c-whitetee c-boots c-redleather c-tealtee o-binoculars o-telescope o-explorascope l-bluebacked",
    "unseen": "k-wateringcan k-tape k-barrow k-drill k-gnomes k-greenbaubles k-microwave k-pliers k-multitool k-elite k-whitepad k-coffee "
              "k-surface k-tools k-saw k-hose s-watch s-belt s-chucks d-duck d-can d-teapot",
}
BACKDROPS = ["sweep", "real", "vignette", "offwhite", "paper", "real", "glow", "white", "noise"]
SHADOWS = ["contact", "cast", "soft", "contact", "none"]


def rng_of(name):
    return np.random.default_rng([ord(c) for c in name])


def subject_of_alpha(path):
    """A picture with alpha, without what is soft over a wide area: the shadow it was given."""
    picture = Image.open(path).convert("RGBA")
    alpha = np.asarray(picture.getchannel("A"), F) / 255
    solid = ndimage.binary_opening(alpha > 0.9, iterations=1)
    labels, count = ndimage.label(solid)
    sizes = np.bincount(labels.ravel())[1:]
    body = np.isin(labels, 1 + np.flatnonzero(sizes > 0.02 * sizes.max())) if count else solid
    return np.asarray(picture.convert("RGB"), F), alpha * ndimage.binary_dilation(body, iterations=3)


def subject_of_mask(photo, mask):
    picture = ImageOps.exif_transpose(Image.open(photo)).convert("RGB")
    matte = Image.open(mask).convert("L").resize(picture.size, Image.Resampling.BICUBIC)
    inside = ndimage.binary_erosion(np.asarray(matte) > 127, iterations=max(2, max(picture.size) // 500))
    inside = ndimage.binary_opening(inside, iterations=1)
    return np.asarray(picture, F), np.clip(ndimage.gaussian_filter(inside.astype(F), 0.8), 0, 1), inside


def carried_outwards(rgb, inside):
    """Each pixel outside takes the colour of the nearest one inside."""
    y, x = ndimage.distance_transform_edt(~inside, return_distances=False, return_indices=True)
    return rgb[y, x]


def cropped(rgb, alpha):
    ys, xs = np.where(alpha > 0.02)
    box = slice(ys.min(), ys.max() + 1), slice(xs.min(), xs.max() + 1)
    return rgb[box], alpha[box]


def scaled(rgb, alpha, size):
    """Both at a new size, the colours weighed by coverage."""
    weighed = np.dstack([rgb * alpha[..., None], alpha])
    out = np.dstack([np.asarray(Image.fromarray(weighed[..., c]).resize(size, Image.Resampling.BOX if size[0] < rgb.shape[1] / 2 else Image.Resampling.BILINEAR)) for c in range(4)])
    cover = np.clip(out[..., 3], 0, 1)
    return np.clip(out[..., :3] / np.maximum(out[..., 3:], 1e-4), 0, 255), cover


def ramp(w, h):
    y, x = np.mgrid[0:h, 0:w].astype(F)
    return x / w, y / h


def grain(rng, shape, sigma, coarse=0.0):
    field = rng.normal(0, sigma, shape).astype(F)
    return ndimage.gaussian_filter(field, coarse) * (1 + 3 * coarse) if coarse else field


def empty_rectangle(mask, share=0.22):
    """The largest rectangle clear of the subject, among those that hug a side; None if all are small."""
    clear = np.asarray(mask.resize((64, 64), Image.Resampling.BOX)) < 3
    rows, cols = np.flatnonzero(clear.all(1)), np.flatnonzero(clear.all(0))
    found = []
    for axis, run in ((0, rows), (1, cols)):
        head, tail = next((k for k in range(64) if k not in set(run)), 64), next((k for k in range(64) if 63 - k not in set(run)), 64)
        found += [(head, axis, 0), (tail, axis, 64 - tail)]
    most, axis, start = max(found)
    if most < 64 * share:
        return None
    w, h = mask.size
    span = (start + 1) / 64, (start + most - 1) / 64
    return (0, int(span[0] * h), w, int(span[1] * h)) if axis == 0 else (int(span[0] * w), 0, int(span[1] * w), h)


def real_backdrop(rng, size, entries, folder, own):
    """A part of another photo of the half in which there is no subject, laid over the whole canvas."""
    for entry in rng.permutation([e for e in entries if e["id"] != own and "derive" not in e and e.get("role") != "cutout"]):
        photo = ImageOps.exif_transpose(Image.open(folder / entry["photo"])).convert("RGB")
        box = empty_rectangle(Image.open(HERE / "real_masks" / f"{entry['id']}.png").convert("L").resize(photo.size))
        if box and min(box[2] - box[0], box[3] - box[1]) >= 180:
            return np.asarray(ImageOps.fit(photo.crop(box), size, Image.Resampling.BICUBIC), F), entry["id"]
    raise SystemExit("no photo has an empty part")


def backdrop(kind, rng, size, entries, folder, own):
    w, h = size
    x, y = ramp(w, h)
    tone = rng.uniform(224, 252)
    tint = 1 + rng.uniform(-0.012, 0.012, 3).astype(F)
    if kind == "real":
        return real_backdrop(rng, size, entries, folder, own)
    if kind == "sweep":
        edge = rng.uniform(0.5, 0.75)
        field = tone - rng.uniform(6, 30) / (1 + np.exp((edge - y) * rng.uniform(6, 25))) + rng.uniform(-8, 8) * (x - .5)
    elif kind == "vignette":
        field = tone - rng.uniform(15, 70) * ((x - .5) ** 2 + (y - rng.uniform(.4, .6)) ** 2) ** rng.uniform(.8, 1.3) * 2
    elif kind == "glow":
        dark = rng.uniform(90, 190)
        field = dark + rng.uniform(30, 60) * np.exp(-((x - rng.uniform(.3, .7)) ** 2 + (y - rng.uniform(.3, .7)) ** 2) / rng.uniform(.05, .2))
    elif kind == "offwhite":
        field = np.full((h, w), rng.uniform(236, 251), F) + rng.uniform(-2, 2) * x + rng.uniform(-2, 2) * y
    elif kind == "paper":
        field, tint = np.full((h, w), 1, F) + rng.uniform(-.06, .06) * x + rng.uniform(-.06, .06) * y, rng.uniform(60, 240, 3).astype(F)
        field = field + grain(rng, (h, w), .006, .8)
    elif kind == "noise":
        field = np.full((h, w), rng.uniform(120, 245), F) + grain(rng, (h, w), rng.uniform(2, 5), .6)
    else:
        return np.full((h, w, 3), 255, F), None
    return np.clip(field[..., None] * tint + (rng.normal(0, rng.uniform(.3, 1.6), (h, w, 1)) if kind != "paper" else 0), 0, 255).astype(F), None


def shadow_of(kind, rng, alpha, size):
    """How much light the subject takes away, 0..1, over the whole canvas."""
    h, w = alpha.shape
    if kind == "none":
        return np.zeros((h, w), F)
    side = max(size)
    if kind == "soft":
        moved = ndimage.shift(alpha, (side * rng.uniform(.004, .02), side * rng.uniform(-.015, .015)), order=1)
        return ndimage.gaussian_filter(moved, side * rng.uniform(.006, .02)) * rng.uniform(.2, .5)
    ys = np.flatnonzero(alpha.max(1) > .5)
    foot, tall = ys[-1], ys[-1] - ys[0] + 1
    flat = np.zeros((h, w), F)
    squash, lean = (rng.uniform(.05, .1), 0) if kind == "contact" else (rng.uniform(.15, .4), rng.uniform(-.8, .8))
    for k in range(tall):
        row = foot - int(k * squash)
        if 0 <= row < h:
            flat[row] = np.maximum(flat[row], np.roll(alpha[foot - k], int(k * squash * lean)))
    flat = np.maximum(flat, np.roll(flat, int(side * .006), 0))
    near = ndimage.gaussian_filter(flat, side * .004) * rng.uniform(.2, .45)
    return np.maximum(near, ndimage.gaussian_filter(flat, side * rng.uniform(.012, .03)) * rng.uniform(.25, .6))


def compose(name, subject, kinds, entries, folder, own):
    rng = rng_of(name)
    rgb, alpha = cropped(*subject)
    w, h = int(rng.integers(600, 1601)), int(rng.integers(600, 1601))
    room = rng.uniform(.55, .86)
    k = min(w * room / rgb.shape[1], h * room / rgb.shape[0], 1.15)
    w, h = min(w, int(rgb.shape[1] * k / .45)), min(h, int(rgb.shape[0] * k / .45))
    w, h = max(w, 600), max(h, 600)
    small, cover = scaled(rgb, alpha, (max(8, int(rgb.shape[1] * k)), max(8, int(rgb.shape[0] * k))))
    left, top = int((w - small.shape[1]) * rng.uniform(.35, .65)), int((h - small.shape[0]) * rng.uniform(.4, .7))
    full, colour = np.zeros((h, w), F), np.zeros((h, w, 3), F)
    full[top:top + small.shape[0], left:left + small.shape[1]] = cover
    colour[top:top + small.shape[0], left:left + small.shape[1]] = small
    ground, source = backdrop(kinds[0], rng, (w, h), entries, folder, own)
    lit = ground * (1 - shadow_of(kinds[1], rng, full, (w, h)))[..., None]
    picture = lit + (colour - lit) * full[..., None]
    if source is None:
        picture = picture + rng.normal(0, .8, picture.shape)
    return Image.fromarray(np.clip(np.rint(picture), 0, 255).astype(np.uint8)), Image.fromarray(np.rint(full * 255).astype(np.uint8)), source, int(rng.integers(70, 96))


def subjects(entries, folder, half):
    for entry in entries:
        if entry.get("role") == "cutout":
            rgb, alpha = subject_of_alpha(folder / entry["photo"])
            yield entry, (carried_outwards(rgb, alpha > .95), alpha)
    wanted = CRISP[half].split()
    for entry in entries:
        if entry["id"] in wanted:
            rgb, alpha, inside = subject_of_mask(folder / entry["photo"], HERE / "real_masks" / f"{entry['id']}.png")
            yield entry, (carried_outwards(rgb, inside), alpha)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--half", choices=["work", "unseen"], required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    entries = [e for e in json.loads((args.photos / "manifest.json").read_text()) if e["half"] == args.half]
    manifest = []
    for n, (entry, subject) in enumerate(subjects(entries, args.photos, args.half)):
        kinds = [BACKDROPS[n % len(BACKDROPS)], SHADOWS[n % len(SHADOWS)]]
        name = f"{entry['id']}-on-{kinds[0]}"
        picture, matte, source, quality = compose(name, subject, kinds, entries, args.photos, entry["id"])
        picture.save(args.out / f"{name}.jpg", quality=quality, subsampling=2)
        matte.save(args.out / f"{name}-matte.png", compress_level=6)
        manifest.append(dict(name=name, file=f"{name}.jpg", matte=f"{name}-matte.png", kinds=[kinds[0], f"shadow-{kinds[1]}"], size=picture.size,
                             subject=entry["id"], backdrop=source, quality=quality))
    (args.out / "manifest.json").write_text(json.dumps(manifest, indent=1))
    print(f"{len(manifest)} composites in {args.out}")


if __name__ == "__main__":
    main()
