"""Grades the cutout on real photos with known masks, beside a flood from the corners and, where it is at hand, a segmentation network.

    python3 score_real.py PHOTOS --half work|unseen [--program artboard] [--arguments "--cutout-model u2netp.onnx"]
                          [--results FOLDER] [--model u2netp.onnx | --model-mattes FOLDER] [--sheet OUT.jpg] [--json OUT.json] [--each]

PHOTOS is what fetch_real_photos.py wrote, or a folder of make_composites.py (then without --half). Each photo goes through a transparent
template. --results takes pictures made earlier instead: FOLDER/ID.png, and FOLDER/report.json with {"ID": {"confidence": 0.9, "method": …}}.
--arguments are given to `artboard apply` as they are. --model runs a network of u2net's form on every photo; --model-mattes reads
its mattes as HALF/ID.png's gray values.

What is measured, by alpha `a` and mask `g`:
    IoU     of a > 0.5 and g > 0.5
    eaten   how much of the subject's inside was made transparent: mean of 1 - a where g, drawn in by 4 px, is inside
    left    how much backdrop stays: sum of a where g, widened by 4 px, is not, over the sum of g
How a photo is graded:
    perfect   IoU >= 0.985, eaten <= 0.3 %, left <= 0.5 %
    usable    IoU >= 0.96,  eaten <= 1 %,   left <= 2 %
    touch     IoU >= 0.90,  eaten <= 3 %,   left <= 6 %: a person mends it in a minute
    refused   the photo was kept whole and its confidence, below 0.5, says so
    eaten     none of these, and more is eaten than left
    left      none of these
Failures are `eaten` and `left`: a wrong picture. The confidence is judged by the share of all photos that fail with 0.5 or more and by the
area under the curve (AUC) of confidence against failure, over all photos that were not refused; a second AUC counts what was refused as
failed. Needs numpy, Pillow and scipy; --model needs onnxruntime.
"""
import argparse
import json
import shlex
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageOps
from scipy import ndimage

GRADES = ["perfect", "usable", "touch", "refused", "eaten", "left"]
FAILURES = ("eaten", "left")


def opened(path):
    """A photo as it is seen: turned upright, what is clear shown white."""
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")


def drawn_in(mask):
    return ndimage.minimum_filter(mask.astype(np.uint8), 9, mode="nearest") > 0


def widened(mask):
    return ndimage.maximum_filter(mask.astype(np.uint8), 9, mode="nearest") > 0


def measure(alpha, truth):
    a, g = alpha > 0.5, truth > 0.5
    inside, far = drawn_in(g), ~widened(g)
    inside = inside if inside.sum() > 0.05 * g.sum() else g
    return dict(iou=float((a & g).sum() / max(1, (a | g).sum())), eaten=float(((1 - alpha) * inside).sum() / max(1, inside.sum())),
                left=float((alpha * far).sum() / max(1e-9, truth.sum())), whole=bool((alpha > 0.98).mean() > 0.995 and g.mean() < 0.97))


def grade(m, confidence):
    if m is None:
        return "left"
    if m["whole"]:
        return "refused" if (confidence or 0) < 0.5 else "left"
    for name, iou, eaten, left in (("perfect", .985, .003, .005), ("usable", .96, .01, .02), ("touch", .90, .03, .06)):
        if m["iou"] >= iou and m["eaten"] <= eaten and m["left"] <= left:
            return name
    return "eaten" if m["eaten"] > m["left"] else "left"


def corner_flood(picture, tolerance=24):
    """What joins a corner and is near its colour is backdrop."""
    rgb = np.asarray(picture, np.int16)
    backdrop = np.zeros(rgb.shape[:2], bool)
    for y, x in ((0, 0), (0, -1), (-1, 0), (-1, -1)):
        labels, _ = ndimage.label(np.abs(rgb - rgb[y, x]).max(2) <= tolerance)
        backdrop |= labels == labels[y, x]
    return 1 - backdrop.astype(np.float32)


def cut_by_program(args, photo, scratch):
    template, out = scratch / "cut.json", scratch / "out.png"
    template.write_text(json.dumps(dict(schema=1, name="cut", background="transparent", canvas="keep", outputs=[dict(format="png")])))
    out.unlink(missing_ok=True)
    command = [args.program, "apply", str(template), *shlex.split(args.arguments), str(photo), "-o", str(out), "--json", "--on-conflict", "overwrite"]
    ran = subprocess.run(command, capture_output=True, text=True, errors="replace")
    try:
        item = (json.loads(ran.stdout or "{}").get("items") or [{}])[0]
    except ValueError:
        item = {}
    return out if out.exists() else None, item.get("confidence"), item.get("method")


def cut_earlier(args, entry):
    report = json.loads((args.results / "report.json").read_text()) if (args.results / "report.json").exists() else {}
    item = report.get(entry["id"], {})
    path = args.results / f"{entry['id']}.png"
    return path if path.exists() else None, item.get("confidence"), item.get("method")


def alpha_of(path, size):
    if path is None:
        return None
    picture = Image.open(path)
    alpha = picture.convert("RGBA").getchannel("A") if picture.mode != "L" else picture
    return np.asarray(alpha, np.float32) / 255 if alpha.size == size else None


def auc(pairs):
    """The chance that a good photo has more confidence than a failed one."""
    good, bad = [c for c, failed in pairs if not failed], [c for c, failed in pairs if failed]
    if not good or not bad:
        return float("nan")
    return sum((g > b) + 0.5 * (g == b) for g in good for b in bad) / (len(good) * len(bad))


def tile(picture, alpha, caption, side):
    k = min(side / picture.width, side / picture.height)
    size = max(1, round(picture.width * k)), max(1, round(picture.height * k))
    small = picture.resize(size, Image.Resampling.LANCZOS)
    cover = Image.fromarray(np.rint(alpha * 255).astype(np.uint8)).resize(size, Image.Resampling.LANCZOS) if alpha is not None else Image.new("L", size, 0)
    out = Image.new("RGB", (side * 3 + 6, side + 16), (90, 90, 90))
    out.paste(small, (0, 14))
    out.paste(Image.composite(small, Image.new("RGB", size, (255, 0, 255)), cover), (side + 2, 14))
    out.paste(Image.composite(small, Image.new("RGB", size, 0), cover), (2 * side + 4, 14))
    ImageDraw.Draw(out).text((2, 1), caption, fill="white")
    return out


def write_sheet(tiles, path, across=4):
    """Everything on one sheet, the best first."""
    w, h = tiles[0].size
    sheet = Image.new("RGB", (across * (w + 4), -(-len(tiles) // across) * (h + 4)), (60, 60, 60))
    for n, t in enumerate(tiles):
        sheet.paste(t, (n % across * (w + 4), n // across * (h + 4)))
    sheet.save(path, quality=85)


def entries_of(args):
    found = json.loads((args.photos / "manifest.json").read_text())
    if found and "matte" in found[0]:
        return [dict(e, id=e["name"], photo=e["file"], mask=e["matte"]) for e in found]
    return [e for e in found if e.get("role") != "cutout" and args.half in (None, e["half"])]


def network_of(args):
    if args.model:
        import onnxruntime
        from score_mattes import by_model
        session = onnxruntime.InferenceSession(args.model)
        return lambda entry, picture: by_model(session, picture)
    if args.model_mattes:
        return lambda entry, picture: alpha_of(args.model_mattes / f"{entry['id']}.png", picture.size)
    return None


def print_counts(name, rows):
    counts = {g: sum(r["grade"] == g for r in rows) for g in GRADES}
    good = counts["perfect"] + counts["usable"]
    print(f"{name:9} {len(rows)} photos: {good} perfect or usable ({good / max(1, len(rows)):.0%}); " + ", ".join(f"{counts[g]} {g}" for g in GRADES)
          + f"; mean IoU {np.mean([r['iou'] for r in rows]):.4f}")


def print_kinds(rows):
    kinds = sorted({k for r in rows for k in r["kinds"]})
    print(f"{'kind':16} {'all':>4} " + " ".join(f"{g:>8}" for g in GRADES))
    for kind in kinds:
        own = [r for r in rows if kind in r["kinds"]]
        print(f"{kind:16} {len(own):4} " + " ".join(f"{sum(r['grade'] == g for r in own) or '':>8}" for g in GRADES))


def print_confidence(rows):
    failed = [r for r in rows if r["grade"] in FAILURES]
    silent = [r for r in failed if (r["confidence"] or 0) >= 0.5]
    judged = [((r["confidence"] or 0), r["grade"] in FAILURES) for r in rows if r["grade"] != "refused"]
    everything = [((r["confidence"] or 0), r["grade"] in FAILURES + ("refused",)) for r in rows]
    print(f"confidence: {len(failed)} failures, {len(silent)} of them with 0.5 or more ({len(silent) / max(1, len(rows)):.1%} of all photos); "
          f"AUC {auc(judged):.3f}, with the refused as failed {auc(everything):.3f}")
    for r in silent:
        print(f"  unwarned: {r['id']} ({r['grade']}, confidence {r['confidence']}, IoU {r['iou']:.3f}, eaten {r['eaten']:.1%}, left {r['left']:.1%})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("--half", choices=["work", "unseen"])
    parser.add_argument("--program", default="artboard")
    parser.add_argument("--arguments", default="", help="further arguments of `artboard apply`")
    parser.add_argument("--results", type=Path, help="pictures made earlier, instead of running the program")
    parser.add_argument("--model", help="a network of u2net's form, scored raw")
    parser.add_argument("--model-mattes", type=Path, help="mattes of a network made earlier, scored raw")
    parser.add_argument("--sheet", type=Path, help="contact sheet: photo, cut on magenta, cut on black")
    parser.add_argument("--json", type=Path, help="all figures of all photos")
    parser.add_argument("--each", action="store_true", help="a line for every photo")
    parser.add_argument("--side", type=int, default=150, help="side of a picture on the sheet, in pixels")
    args = parser.parse_args()
    network, rows, tiles = network_of(args), {"artboard": [], "flood": [], "network": []}, []
    with tempfile.TemporaryDirectory() as scratch:
        for entry in entries_of(args):
            picture = opened(args.photos / entry["photo"])
            truth = np.asarray(Image.open(args.photos / entry["mask"]).convert("L"), np.float32) / 255
            path, confidence, method = cut_earlier(args, entry) if args.results else cut_by_program(args, args.photos / entry["photo"], Path(scratch))
            found = {"artboard": (alpha_of(path, picture.size), confidence), "flood": (corner_flood(picture), 1.0)}
            if network:
                found["network"] = network(entry, picture), 1.0
            for name, (alpha, sure) in found.items():
                m = measure(alpha, truth) if alpha is not None else None
                row = dict(id=entry["id"], kinds=entry["kinds"], confidence=sure, method=method, grade=grade(m, sure), **(m or dict(iou=0.0, eaten=0.0, left=0.0)))
                rows[name].append(row)
            own = rows["artboard"][-1]
            if args.each:
                print(f"{own['grade']:8} {own['id']:24} confidence {confidence}  IoU {own['iou']:.4f}  eaten {own['eaten']:.2%}  left {own['left']:.2%}  {method}", flush=True)
            if args.sheet:
                caption = f"{own['grade']} {own['id']} c {confidence if confidence is None else round(confidence, 2)} IoU {own['iou']:.3f}"
                tiles.append((GRADES.index(own["grade"]), -own["iou"], tile(picture, found["artboard"][0], caption, args.side)))
    for name in rows:
        if rows[name]:
            print_counts(name, rows[name])
    print_confidence(rows["artboard"])
    print_kinds(rows["artboard"])
    if args.sheet:
        write_sheet([t for *_, t in sorted(tiles, key=lambda t: t[:2])], args.sheet)
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
