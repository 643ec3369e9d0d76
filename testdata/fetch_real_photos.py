"""Fetches the real product photos that cutouts are measured on, into a folder outside the tree.

    python3 fetch_real_photos.py FOLDER [--half work|unseen] [--base https://github.com] [--mirror DIR]

real_photos.json lists each photo: where it lies (repository, commit, path), its licence, its sha256, what kind of photo it is and which
half it belongs to. Photos are taken with git: of every repository only the one commit and the wanted files are fetched. --mirror names a
folder of bare repositories called OWNER+NAME, OWNER+NAME/repo or OWNER/NAME.git, which are read instead of the network where they are
there. A photo whose bytes are not the expected ones is refused.

Writes FOLDER/HALF/photos/ID.jpg|png, FOLDER/HALF/masks/ID.png (the known matte, gray, of the photo's size, from real_masks/),
FOLDER/HALF/cutouts/ID.png (pictures that bring their alpha, for make_composites.py) and FOLDER/manifest.json. Photos with "derive" are made
of another photo of the list: their alpha channel is the fault that they show.
Needs git, numpy and Pillow.
"""
import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageOps

HERE = Path(__file__).parent


class Repository:
    """One repository at one commit, from a mirror or from the network."""

    def __init__(self, name, commit, base, mirror, scratch):
        self.name, self.commit = name, commit
        self.folder = self.mirrored(mirror) if mirror else None
        if self.folder is None:
            self.folder = scratch / name.replace("/", "+")
            subprocess.run(["git", "init", "--quiet", "--bare", self.folder], check=True)
            self.git("remote", "add", "origin", f"{base}/{name}")
            self.git("config", "remote.origin.promisor", "true")
            self.git("fetch", "--quiet", "--depth", "1", "--filter=blob:none", "origin", commit)

    def mirrored(self, mirror):
        owner, name = self.name.split("/")
        for way in (f"{owner}+{name}/repo", f"{owner}+{name}/repo/.git", f"{owner}+{name}", f"{owner}/{name}.git"):
            if (mirror / way / "HEAD").exists():
                return mirror / way
        return None

    def git(self, *arguments):
        return subprocess.run(["git", f"--git-dir={self.folder}", *arguments], check=True, stdout=subprocess.PIPE).stdout

    def read(self, path):
        return self.git("show", f"{self.commit}:{path}")


def rounded_corners(picture):
    """Clear corners, as design programs round them."""
    alpha = Image.new("L", picture.size, 0)
    ImageDraw.Draw(alpha).rounded_rectangle((0, 0, picture.width - 1, picture.height - 1), min(picture.size) // 12, fill=255)
    picture.putalpha(alpha)
    return picture


def one_clear_pixel(picture):
    alpha = Image.new("L", picture.size, 255)
    alpha.putpixel((picture.width // 2, 3), 0)
    picture.putalpha(alpha)
    return picture


def almost_opaque(picture):
    picture.putalpha(Image.new("L", picture.size, 254))
    return picture


def clear_rim(picture):
    """A clear line of one pixel all around, left by a careless crop."""
    alpha = Image.new("L", picture.size, 255)
    ImageDraw.Draw(alpha).rectangle((0, 0, picture.width - 1, picture.height - 1), outline=0)
    picture.putalpha(alpha)
    return picture


DERIVED = {f.__name__: f for f in (rounded_corners, one_clear_pixel, almost_opaque, clear_rim)}


def derive(entry, source, target):
    picture = ImageOps.exif_transpose(Image.open(source)).convert("RGB")
    DERIVED[entry["derive"]](picture).save(target)


def write_mask(entry, folder, photo):
    """The mask at the photo's size. Masks are kept smaller than photos where photos are large."""
    size = ImageOps.exif_transpose(Image.open(photo)).size
    mask = Image.open(HERE / "real_masks" / f"{entry.get('of', entry['id'])}.png").convert("L")
    mask = mask if mask.size == size else mask.resize(size, Image.Resampling.BICUBIC)
    if entry.get("derive"):
        alpha = np.asarray(Image.open(photo).getchannel("A"), np.uint16)
        mask = Image.fromarray((np.asarray(mask, np.uint16) * (alpha >= 128)).astype(np.uint8))
    mask.save(folder / f"{entry['id']}.png")


class Set:
    """What is wanted, where it comes from and where it goes."""

    def __init__(self, args, entries, scratch):
        self.args, self.entries, self.scratch, self.opened = args, entries, Path(scratch), {}

    def data(self, entry):
        at = entry["repository"], entry["commit"]
        if at not in self.opened:
            self.opened[at] = Repository(*at, self.args.base, self.args.mirror, self.scratch)
        data = self.opened[at].read(entry["path"])
        if hashlib.sha256(data).hexdigest() != entry["sha256"]:
            raise ValueError("its bytes are not the expected ones")
        return data

    def fetch(self, entry):
        """One photo or cut-out, and the photo's mask; returns its line of the manifest."""
        half = self.args.folder / entry["half"]
        kind = "cutouts" if entry.get("role") == "cutout" else "photos"
        photo = half / kind / entry["file"]
        photo.parent.mkdir(parents=True, exist_ok=True)
        if "derive" in entry:
            derive(entry, half / "photos" / next(e["file"] for e in self.entries if e["id"] == entry["of"]), photo)
        elif not (photo.exists() and hashlib.sha256(photo.read_bytes()).hexdigest() == entry["sha256"]):
            photo.write_bytes(self.data(entry))
        line = dict(entry, photo=f"{entry['half']}/{kind}/{entry['file']}")
        if kind == "photos":
            (half / "masks").mkdir(exist_ok=True)
            write_mask(entry, half / "masks", photo)
            line["mask"] = f"{entry['half']}/masks/{entry['id']}.png"
        return line


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=["work", "unseen"], help="only this half (default: both)")
    parser.add_argument("--base", default=os.environ.get("REAL_PHOTOS_BASE", "https://github.com"), help="where the repositories lie")
    parser.add_argument("--mirror", type=Path, help="a folder of bare repositories, read before the network")
    args = parser.parse_args()
    entries = [e for e in json.loads((HERE / "real_photos.json").read_text()) if args.half in (None, e["half"])]
    done, failed = [], 0
    with tempfile.TemporaryDirectory() as scratch:
        wanted = Set(args, entries, scratch)
        for entry in sorted(entries, key=lambda e: "derive" in e):
            try:
                done.append(wanted.fetch(entry))
            except (subprocess.CalledProcessError, OSError, ValueError) as error:
                failed += 1
                print(f"{entry['id']}: {error}", file=sys.stderr)
    (args.folder / "manifest.json").write_text(json.dumps(done, indent=1))
    print(f"{len(done)} pictures in {args.folder}, {failed} failed")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
