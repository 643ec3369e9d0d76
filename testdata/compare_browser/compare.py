#!/usr/bin/env python3
"""Draws documents by fabric.js in headless Chromium (SVGs by the browser itself) and by artboard, and says how far apart they are.

    compare.py PROGRAM FOLDER [FOLDER ...]         every *.json and *.svg in it; a folder of golden cases works too
    compare.py PROGRAM --documents LIST --mirrors DIR   documents of public repositories (see documents.txt), read from
                                                   clones in DIR, which are named OWNER+NAME (a git directory or a work tree)
    --keep DIR      pictures side by side: browser | artboard | difference
    --reasons FILE  lines of `NAME: why`; what is named there may differ
    --least N       fail when fewer documents than this were drawn

A pixel differs when a channel is more than 24 of 255 apart, over white. Exit 1 when a document is not drawn, or more than 2 % of
its pixels differ without a reason. Needs Python with numpy, Pillow and fontTools, Node 18 or later, Chromium; `npm install` runs
here by itself, with install scripts off. The browser reaches no network: pictures at addresses are replaced by the same stand-in for
both, families that are not at hand by the same faces.
"""
import argparse
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

HERE = Path(__file__).resolve().parent
TESTDATA = HERE.parent
CHANNEL, SHARE = 24, 0.02
FABRIC = {str(n): f"fabric{n}/dist/{'fabric.js' if n < 6 else 'index.min.js'}" for n in range(1, 8)}
# What artboard takes for a family that it does not have (see src/families.rs).
CLASSES = [
    ("LiberationMono", ["mono", "courier", "consol", "typewriter", "code", "terminal", "menlo"]),
    ("LiberationSans", ["sans", "grotesk", "gothic"]),
    ("LiberationSerif", ["serif", "times", "roman", "georgia", "garamond", "palatino", "baskerville", "bodoni", "slab"]),
]
SAME_WIDTHS = {"arial": "LiberationSans", "helvetica": "LiberationSans", "arimo": "LiberationSans", "times": "LiberationSerif",
               "times new roman": "LiberationSerif", "tinos": "LiberationSerif", "courier": "LiberationMono",
               "courier new": "LiberationMono", "cousine": "LiberationMono", "sans-serif": "LiberationSans",
               "serif": "LiberationSerif", "monospace": "LiberationMono", "system-ui": "LiberationSans"}
STYLES = [("Regular", "400", "normal"), ("Bold", "700", "normal"), ("Italic", "400", "italic"), ("BoldItalic", "700", "italic")]


def font_folder():
    for folder in ("/usr/share/fonts/truetype/liberation", "/usr/share/fonts/truetype/liberation2", "/usr/share/fonts/liberation"):
        if os.path.isdir(folder):
            return Path(folder)
    sys.exit("Liberation fonts are not installed: apt-get install fonts-liberation")


def class_of(family):
    name = " ".join(family.lower().split())
    if name in SAME_WIDTHS:
        return SAME_WIDTHS[name]
    if name.startswith("liberation "):
        return "".join(word.capitalize() for word in name.split())
    return next((face for face, words in CLASSES if any(word in name for word in words)), "LiberationSans")


def walk(value):
    yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from walk(inner)


def families(document):
    named = {value["fontFamily"] for value in walk(document) if isinstance(value, dict) and isinstance(value.get("fontFamily"), str)}
    return {family for family in named if family.strip()} | {"Times New Roman"}


def sources(document):
    """What a document names as pictures, with the extent that it is shown at: a stand-in is made of that size."""
    for value in walk(document):
        if not isinstance(value, dict):
            continue
        for key in ("src", "source"):
            text = value.get(key)
            if isinstance(text, str) and text and not text.startswith("data:") and "colorStops" not in value:
                extent = [value.get("width"), value.get("height")]
                crop = [value.get("cropX") or 0, value.get("cropY") or 0]
                size = [int(min(max(float(side) + float(at), 1), 4000)) if isinstance(side, (int, float)) else 200
                        for side, at in zip(extent, crop)]
                yield text, tuple(size)
    for key in ("backgroundImage", "overlayImage"):
        if isinstance(document, dict) and isinstance(document.get(key), str) and document[key]:
            yield document[key], (400, 300)


def stand_in(text, size):
    """A picture that shows how it lies: a gradient of a colour of its own, a frame and a diagonal."""
    seed = hashlib.sha256(text.encode()).digest()
    across, down = np.meshgrid(np.linspace(0, 1, size[0]), np.linspace(0, 1, size[1]))
    channels = [seed[i] * (1 - across) + seed[i + 3] * across * (1 - down) + seed[i + 6] * down * 0.6 for i in range(3)]
    image = Image.fromarray(np.clip(np.stack(channels, -1), 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    width = max(1, min(size) // 40)
    draw.rectangle([0, 0, size[0] - 1, size[1] - 1], outline="black", width=width)
    draw.line([0, 0, size[0], size[1]], fill="white", width=width)
    return image


def version_of(document):
    """The major release: the document's own, of its first object, or 5."""
    objects = document.get("objects") or [{}]
    for value in (document, objects[0] if isinstance(objects[0], dict) else {}):
        found = re.match(r"\D*(\d+)", str(value.get("version") or ""))
        if found:
            return found.group(1)
    return "1" if any(isinstance(o, dict) and ("alignX" in o or "clipTo" in o) for o in objects) else "5"


def canvas_of(document):
    """The canvas: the document's own size, that of an object called workspace, or what its objects reach."""
    def number(value):
        return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0 else None
    width, height = number(document.get("width")), number(document.get("height"))
    objects = [o for o in document.get("objects") or [] if isinstance(o, dict)]
    for o in objects:
        if "workspace" in str(o.get("id", "")) + str(o.get("name", "")):
            width, height = width or number(o.get("width")), height or number(o.get("height"))
    if not (width and height):
        reach = lambda at, side, scale: max((float(o.get(at) or 0) + float(o.get(side) or 0) * float(o.get(scale) or 1)
                                             for o in objects if isinstance(o.get(side), (int, float))), default=400)
        width, height = width or reach("left", "width", "scaleX"), height or reach("top", "height", "scaleY")
    factor = min(1, 1600 / max(width, height))
    return max(1, int(width)), max(1, int(height)), factor


def lay_out(name, document, folder, scratch, canvas=None):
    """A job: a folder of its own with the document, its pictures and a map of them."""
    place = scratch / re.sub(r"[^\w.-]+", "_", name)[-120:]
    (place / "pictures").mkdir(parents=True)
    addresses = {}
    for text, size in sources(document):
        if text in addresses:
            continue
        local = (folder / text.split("?")[0].lstrip("/")) if folder and "://" not in text else None
        if local and local.is_file():
            target = place / text.split("?")[0].lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(local, target)
            continue
        file = place / "pictures" / (hashlib.sha256(text.encode()).hexdigest()[:16] + ".png")
        stand_in(text, size).save(file)
        addresses[text] = file
    width, height, factor = canvas or canvas_of(document)
    (place / "document.json").write_text(json.dumps(document))
    mapped = {text: str(file) for text, file in addresses.items() if text.startswith("/") or "://" in text}
    (place / "map.json").write_text(json.dumps(mapped))
    for text, file in addresses.items():
        if text not in mapped:
            target = (place / text.split("?")[0].split("#")[0]).resolve()
            if str(target).startswith(str(place.resolve())):
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)
    job = {"document": str(place / "document.json"), "out": str(place / "browser.png"), "width": width, "height": height,
           "version": version_of(document), "root": str(place), "addresses": {t: str(f) for t, f in addresses.items()},
           "fonts": sorted(families(document)), "multiplier": factor}
    command = ["render", str(place / "document.json"), "--canvas", f"{width}x{height}", "--scale", str(factor), "--assets", str(place),
               "--assets", f"@{place / 'map.json'}", "--font-dir", str(font_folder())]
    return {"name": name, "place": place, "job": job, "command": command}


def svg_job(name, file, scratch, program):
    place = scratch / re.sub(r"[^\w.-]+", "_", name)[-120:]
    place.mkdir(parents=True)
    found = subprocess.run([program, "info", "--json", str(file)], capture_output=True, text=True)
    info = json.loads(found.stdout or "{}")
    width, height = info.get("width") or 300, info.get("height") or 300
    factor = min(1, 1600 / max(width, height))
    width, height = max(1, round(width * factor)), max(1, round(height * factor))
    job = {"svg": str(file), "out": str(place / "browser.png"), "width": width, "height": height}
    return {"name": name, "place": place, "job": job, "command": ["thumb", str(file), "-s", f"{width}x{height}", "--fit", "stretch"]}


def of_folder(folder, scratch, program):
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.suffix == ".svg":
            yield svg_job(name, path, scratch, program)
        elif path.suffix == ".json" and path.name != "case.json":
            try:
                document = json.loads(path.read_text())
            except ValueError:
                continue
            case = path.parent / "case.json"
            if case.is_file() and json.loads(case.read_text()).get("call") not in (None, "render"):
                continue
            if isinstance(document, dict) and isinstance(document.get("objects"), list):
                yield lay_out(name, document, path.parent, scratch)


def stored(mirrors, repository, commit, path):
    """A file of a repository at a commit."""
    folder = mirrors / repository.replace("/", "+")
    for place in (folder / "repo", folder / "repo" / ".git", folder / ".git", folder):
        found = subprocess.run(["git", f"--git-dir={place}", "show", f"{commit}:{path}"], capture_output=True)
        if found.returncode == 0:
            return found.stdout
    return None


def embedded(text):
    """The documents that stand in a text, such as a program or a page."""
    found, end = [], -1
    for match in re.finditer(r'\{\s*"(?:version|objects|width|height|attrs|background|type)"', text):
        if match.start() < end:
            continue
        try:
            value, end = json.JSONDecoder().raw_decode(text, match.start())
        except ValueError:
            continue
        if isinstance(value, dict) and isinstance(value.get("objects"), list) and value["objects"]:
            found.append(value)
    return found


def of_list(listing, mirrors, scratch):
    for line in listing.read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        repository, commit, path, *inside = line.split("\t")
        name = f"{repository}/{path}" + (f"#{inside[0]}" if inside else "")
        text = stored(mirrors, repository, commit, path)
        if text is None:
            yield {"name": name, "missing": True}
            continue
        # The way to a document inside of another.
        steps = inside[0].split("/") if inside else []
        document = embedded(text.decode())[int(steps.pop(0)[1:])] if steps and steps[0].startswith("~") else json.loads(text)
        for step in steps:
            document = json.loads(document) if step == "@" else document[int(step) if isinstance(document, list) else step]
        yield lay_out(name, document, None, scratch)


def over_white(path):
    picture = Image.open(path).convert("RGBA")
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture)
    return np.asarray(ground.convert("RGB")).astype(int)


def beside(pictures, path):
    height = max(p.shape[0] for p in pictures)
    row = Image.new("RGB", (sum(p.shape[1] + 8 for p in pictures), height), "gray")
    at = 0
    for p in pictures:
        row.paste(Image.fromarray(p.astype(np.uint8)), (at, 0))
        at += p.shape[1] + 8
    path.parent.mkdir(parents=True, exist_ok=True)
    row.save(path)


def browser_fonts(jobs):
    folder, fonts = font_folder(), []
    for family in sorted({family for job in jobs for family in job["job"].get("fonts", [])}):
        face = class_of(family.split(",")[0].strip(" '\""))
        fonts += [{"family": family, "weight": weight, "style": style, "file": str(folder / f"{face}-{name}.ttf")} for name, weight, style in STYLES]
    return fonts


def draw_in_browser(jobs, scratch, chromium):
    modules = HERE / "node_modules"
    if not modules.is_dir():
        subprocess.run(["npm", "install", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--silent"], cwd=HERE, check=True)
    plan = scratch / "plan.json"
    plan.write_text(json.dumps({"chromium": chromium, "fabric": {v: str(modules / p) for v, p in FABRIC.items()},
                                "fonts": browser_fonts(jobs), "jobs": [job["job"] for job in jobs]}))
    said = subprocess.run(["node", "draw.mjs", str(plan)], cwd=HERE, capture_output=True, text=True)
    results = {r["out"]: r for r in map(json.loads, (line for line in said.stdout.splitlines() if line.startswith("{")))}
    if said.returncode:
        print(said.stderr[-2000:], file=sys.stderr)
    return results


def judge(job, drawn, program, reasons, keep):
    """One line of the table and whether it holds."""
    name = job["name"]
    if job.get("missing"):
        return f"-      {name}: not among the clones", True, False
    ours = job["place"] / "artboard.png"
    run = subprocess.run([program, *job["command"], "-o", str(ours), "--on-conflict", "overwrite"], capture_output=True, text=True)
    said = (run.stderr.strip().splitlines() or [""])[0][:160]
    reason = next((why for part, why in reasons if part in name), None)
    if run.returncode:
        return f"REFUSED {name}: {said}", reason is not None, False
    result = drawn.get(job["job"]["out"]) or {"error": "no answer"}
    if result["error"]:
        return f"-      {name}: the browser says: {result['error'][:120]}", True, True
    a, b = over_white(ours), over_white(job["job"]["out"])
    if a.shape != b.shape:
        return f"SIZE   {name}: {a.shape[1]}x{a.shape[0]}, in the browser {b.shape[1]}x{b.shape[0]}", reason is not None, True
    difference = np.abs(a - b).max(-1)
    share = float((difference > CHANNEL).mean())
    if keep:
        beside([b, a, np.repeat((255 - np.minimum(difference * 3, 255))[..., None], 3, -1)], keep / (re.sub(r"[^\w.-]+", "_", name)[-120:] + ".png"))
    holds = share <= SHARE or reason is not None
    word = "ok    " if share <= SHARE else "named " if reason else "APART "
    return f"{word} {share:7.4f} {name}" + (f": {reason}" if reason and share > SHARE else ""), holds, True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--mirrors", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--reasons", type=Path, default=HERE / "reasons.txt")
    parser.add_argument("--chromium", default=shutil.which("chromium") or "/usr/bin/chromium")
    parser.add_argument("--least", type=int, default=1)
    o = parser.parse_args()
    reasons = [tuple(part.strip() for part in line.split(": ", 1)) for line in o.reasons.read_text().splitlines()
               if ": " in line and not line.startswith("#")] if o.reasons.is_file() else []
    program = os.path.abspath(o.program)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        jobs = [job for folder in o.folders for job in of_folder(folder, scratch, program)]
        if o.documents:
            jobs += of_list(o.documents, o.mirrors, scratch)
        drawn = draw_in_browser([job for job in jobs if "job" in job], scratch, o.chromium)
        lines = [judge(job, drawn, program, reasons, o.keep) for job in jobs]
    for text, _, _ in lines:
        print(text)
    bad, count = sum(not holds for _, holds, _ in lines), sum(done for _, _, done in lines)
    print(f"{count} of {len(lines)} drawn by both; {bad} not as they should be")
    sys.exit(bad > 0 or count < o.least)


if __name__ == "__main__":
    main()
