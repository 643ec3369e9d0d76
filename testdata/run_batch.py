"""Presents many photos by one template with two outputs, and looks at everything that comes out.

    python3 run_batch.py PROGRAM [--count 200] [--shots FOLDER] [--keep FOLDER] [--chromium chromium]

Composes the photos from the shots of make_shots.py (made here unless a folder of them is given): mirrored, made smaller and darker, as
JPEG, so that each is another; the last three are no studio shots. Then it holds against each other:

- every output stands in the report with a method and a confidence, and both outputs of a photo have the same;
- the engine has decoded each photo once, which it tells at the one place where it decodes (--explain);
- two outputs from one run cost less processor time than two runs with one output each;
- the same bytes with one job and with two;
- the gallery shows every output in headless Chromium, the doubtful ones first; its filter and its sliders work.

Needs numpy and Pillow, and Chromium for the last. Exit code 1 when something does not hold.
"""
import argparse
import hashlib
import html
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image, ImageEnhance, ImageOps

HERE = Path(__file__).parent
LARGE = '[[outputs]]\nformat = "jpeg"\nquality = 90\n'
SMALL = '[[outputs]]\nsize = "200x200"\nformat = "png"\nname = "{stem}-small.{ext}"\n'
TEMPLATE = ('schema = 1\nname = "white"\nbackground = "white"\ncanvas = { width = 800, height = 800 }\nmargin = "6%"\n'
            'shadow = "contact"\n')
# Clicks the filter, drags a slider, and writes what it sees into the page: run after the page's own script.
PROBE = """<script>
const seen = { figures: document.querySelectorAll("figure").length, before: document.getElementById("shown").textContent };
const words = (name) => Array.from(document.querySelectorAll(name)).map((node) => node.textContent);
seen.found = words("figcaption p").filter((text) => text.includes("confidence")).length;
seen.kinds = Array.from(document.querySelectorAll("figure")).map((figure) => figure.dataset.kind);
document.querySelector("[data-show=warned]").click();
seen.warned = document.getElementById("shown").textContent;
const slider = document.querySelector(".view input");
// No frames are drawn here, so a transition would never end.
slider.parentElement.querySelectorAll("img").forEach((image) => { image.style.transition = "none"; });
slider.value = 80; slider.dispatchEvent(new Event("input"));
const images = Array.from(document.images);
images.forEach((image) => { image.loading = "eager"; });
const timer = setInterval(() => {
  if (!images.every((image) => image.complete)) { return; }
  clearInterval(timer);
  seen.clip = getComputedStyle(slider.parentElement.querySelector(".before")).clipPath;
  seen.images = images.length; seen.drawn = images.filter((image) => image.naturalWidth > 0).length;
  document.body.insertAdjacentHTML("beforeend", "<pre id='seen'></pre>");
  document.getElementById("seen").textContent = JSON.stringify(seen);
}, 50);
</script></body>"""
faults = []


def holds(fact, detail=""):
    print(("holds   " if fact else "FAILS   ") + str(detail))
    if not fact:
        faults.append(detail)


def make_photos(shots, folder, count):
    folder.mkdir(parents=True)
    names = sorted(name for name in shots.iterdir() if name.suffix in (".png", ".jpg") and not name.stem.endswith("-matte"))
    for index in range(count - 3):
        with Image.open(names[index % len(names)]) as shot:
            picture = shot.convert("RGB")
        turn = index // len(names)
        picture = ImageOps.mirror(picture) if turn % 2 else picture
        share = 1 - 0.12 * turn
        picture = picture.resize((round(picture.width * share), round(picture.height * share)), Image.Resampling.LANCZOS)
        picture = ImageEnhance.Brightness(picture).enhance(1 - 0.03 * turn)
        picture.save(folder / f"{index:03}-{names[index % len(names)].stem}.jpg", quality=92)
    Image.new("RGB", (600, 400), (238, 238, 236)).save(folder / f"{count - 3:03}-empty.jpg", quality=92)
    with Image.open(HERE / "photos" / "landscape.jpg") as picture:
        picture.save(folder / f"{count - 2:03}-landscape.jpg", quality=92)
    with Image.open(HERE / "photos" / "studio-mug.jpg") as picture:
        side = picture.width // 4
        middle = picture.crop((side, side, 3 * side, 3 * side))
        middle.save(folder / f"{count - 1:03}-full-frame.jpg", quality=92)


def run(program, *args, code=0):
    """Standard output and error, processor seconds, seconds."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    ran = subprocess.run([program, *map(str, args)], capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ran.returncode != code:
        sys.exit(f"exit code {ran.returncode}: {' '.join(map(str, args))}\n{ran.stderr[-3000:]}")
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return ran.stdout, ran.stderr, spent, time.monotonic() - start


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def check_report(report, count):
    items = report["items"]
    holds(len(items) == 2 * count, f"{len(items)} outputs are listed for {count} photos")
    good = [item for item in items if item.get("method") in ("alpha", "backdrop", "model", "none")
            and isinstance(item.get("confidence"), (int, float)) and 0 <= item["confidence"] <= 1]
    holds(len(good) == len(items), f"{len(good)} of them have a method and a confidence")
    pairs = {}
    for item in items:
        pairs.setdefault(item["input"], set()).add((item["method"], item["confidence"]))
    holds(all(len(pair) == 1 for pair in pairs.values()), "both outputs of a photo have the same")
    ways = {}
    for item in items:
        ways[item["method"]] = ways.get(item["method"], 0) + 1
    doubtful = sum(item["confidence"] < 0.5 for item in items)
    print(f"        methods: {ways}, {doubtful} doubtful")
    return doubtful


def check_gallery(program, chromium, work, outputs, doubtful):
    page = work / "look.html"
    run(program, "gallery", "--report", work / "report-1.json", "-o", page, "--size", "160")
    text = page.read_text()
    probed = work / "probed.html"
    probed.write_text(text.replace("</body>", PROBE))
    base = [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=60000",
            f"--user-data-dir={work / 'profile'}"]
    try:
        dom = subprocess.run([*base, "--dump-dom", probed.as_uri()], capture_output=True, text=True, timeout=600).stdout
    except FileNotFoundError:
        return print(f"        no {chromium}: the gallery ({page.stat().st_size} bytes) was not looked at")
    found = re.search(r'<pre id="seen">(.*?)</pre>', dom, re.S)
    if not found:
        return holds(False, "the page's script ran to its end")
    seen = json.loads(html.unescape(found.group(1)))
    holds(seen["figures"] == outputs and seen["before"] == f"{outputs} of {outputs}", f"the gallery shows {seen['figures']} outputs")
    holds(seen["found"] == outputs, f"{seen['found']} of them with method and confidence")
    holds(seen["drawn"] == seen["images"] == 2 * outputs, f"{seen['drawn']} of {seen['images']} pictures are drawn")
    warned = seen["kinds"].count("warned")
    holds(seen["kinds"][:warned] == ["warned"] * warned and warned >= doubtful > 0, f"the {warned} doubtful ones come first")
    holds(seen["warned"] == f"{warned} of {outputs}", "the filter shows them alone")
    holds("20%" in seen["clip"], f"a slider at 80 % leaves 20 % of the picture after: {seen['clip']}")
    shot = work / "look.png"
    subprocess.run([*base, "--window-size=1400,1000", f"--screenshot={shot}", page.as_uri()], capture_output=True, timeout=600)
    print(f"        {page} has {page.stat().st_size} bytes; its top is {shot}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--shots", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--chromium", default="chromium")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = args.keep or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        shots = args.shots
        if shots is None:
            shots = work / "shots"
            subprocess.run([sys.executable, str(HERE / "make_shots.py"), str(shots)], check=True, stdout=subprocess.DEVNULL)
        make_photos(shots, work / "in", args.count)
        for name, outputs in (("both", LARGE + SMALL), ("large", LARGE), ("small", SMALL)):
            (work / f"{name}.toml").write_text(TEMPLATE + outputs)

        def apply(name, jobs, *more):
            return run(args.program, "apply", work / f"{name}.toml", "-r", work / "in", "-o", f"{work}/out-{name}-{jobs}/",
                       "-j", jobs, *more)

        told, words, both, wall = apply("both", 1, "--json", "--explain")
        (work / "report-1.json").write_text(told)
        doubtful = check_report(json.loads(told), args.count)
        decodes = words.count("decoded once at ")
        holds(decodes == args.count, f"{decodes} decodes of {args.count} photos")
        large, small = apply("large", 1)[2], apply("small", 1)[2]
        holds(both < 0.9 * (large + small), f"two outputs of one run take {both:.2f} s of a processor, of two runs {large:.2f} + {small:.2f} s")
        two = apply("both", 2, "--json")
        strip = lambda report: [{k: v for k, v in item.items() if k not in ("ms", "output")} for item in json.loads(report)["items"]]
        same = digests(work / "out-both-1") == digests(work / "out-both-2")
        holds(same and strip(told) == strip(two[0]), f"the same bytes and report with one job ({wall:.1f} s) and two ({two[3]:.1f} s)")
        print(f"        {two[1].strip().splitlines()[-1]}")
        check_gallery(args.program, args.chromium, work, 2 * args.count, doubtful)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
