#!/usr/bin/env python3
"""Compares builds of the program as whole processes, file to file.

    python3 benches/compare.py times OLD NEW [--rounds 7]
    python3 benches/compare.py instructions PROGRAM [--record]

`times` runs two builds in turn on inputs that the old one makes of the card in testdata, and prints the median of
each, of the ratio new / old round by round, and the bytes that came out.

`instructions` counts, by valgrind's callgrind, what fixed small cases cost on one thread, and holds it against
benches/instructions.json: more than 3 % above the record is an error, `--record` writes a new record. The count does
not depend on how busy the machine is, but on the compiler: the record names it, and with another one nothing is held
against it.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "testdata"
RECORD = ROOT / "benches" / "instructions.json"
TOLERANCE = 0.03

# Small: callgrind is some fifty times slower than the machine. {out} is a path without its ending.
SMALL = {
    "start": "--version",
    "jpeg reduced": f"thumb {DATA}/photos/landscape.jpg -s 60x60 -o {{out}}.png",
    "jpeg progressive": f"thumb {DATA}/photos/progressive.jpg -s 24x24 -o {{out}}.png",
    "jpeg whole to jpeg": f"thumb {DATA}/photos/portrait.jpg -s 300x300 -o {{out}}.jpg",
    "png reduced": f"thumb {DATA}/photos/sticker.png -s 90x90 -o {{out}}.png",
    "png enlarged": f"thumb {DATA}/photos/sticker.png -s 600x600 --enlarge always -o {{out}}.png",
    "svg": f"thumb {DATA}/clipart/wreath.svg -s 400x400 -o {{out}}.png",
    "design": f"render {DATA}/card/card.json -w 200 -o {{out}}.png",
    "presented": f"apply {{template}} {DATA}/photos/studio-mug.jpg -o {{out}}.jpg",
}
TEMPLATE = 'schema = 1\nbackground = "keep"\nshadow = "off"\ncanvas = { width = 300, height = 300 }\nmargin = "5%"\n'

# Large: made of the card by the old build.
INPUTS = {"card.jpg": "-w 4200", "card.png": "-w 2800"}
LARGE = {
    "jpeg to 500 px png": "thumb {in}/card.jpg -s 500x500 -o {out}.png",
    "jpeg to 2000 px jpeg": "thumb {in}/card.jpg -s 2000x2000 -o {out}.jpg",
    "png to 500 px png": "thumb {in}/card.png -s 500x500 -o {out}.png",
    "png to 4000 px png": "thumb {in}/card.png -s 4000x4000 --enlarge always -o {out}.png",
    "svg to 2000 px png": f"thumb {DATA}/clipart/wreath.svg -s 2000x2000 -o {{out}}.png",
    "design to 2000 px png": f"render {DATA}/card/card.json -w 2000 -o {{out}}.png",
}


def run(command):
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return done.stderr


def written(stem):
    return sum(path.stat().st_size for path in stem.parent.glob(stem.name + ".*"))


def times(old, new, rounds):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for name, options in INPUTS.items():
            run([old, "render", DATA / "card/card.json", *options.split(), "-o", folder / name])
        print(f"{'case':24} {'old ms':>8} {'new ms':>8} {'new/old':>8} {'old bytes':>11} {'new bytes':>11}")
        for case, command in LARGE.items():
            spent = {old: [], new: []}
            for _ in range(rounds):
                for which, program in (("old", old), ("new", new)):
                    stem = folder / which
                    for path in folder.glob(which + ".*"):
                        path.unlink()
                    arguments = command.replace("{in}", str(folder)).replace("{out}", str(stem)).split()
                    start = time.perf_counter()
                    run([program, *arguments])
                    spent[program].append((time.perf_counter() - start) * 1000)
            ratio = statistics.median(b / a for a, b in zip(spent[old], spent[new]))
            medians = [statistics.median(spent[program]) for program in (old, new)]
            sizes = [written(folder / which) for which in ("old", "new")]
            print(f"{case:24} {medians[0]:8.1f} {medians[1]:8.1f} {ratio:8.3f} {sizes[0]:11} {sizes[1]:11}")


def count(program, arguments, folder):
    out = Path(folder) / "callgrind.out"
    # The program's allocator and clock stay as they are; one thread, because threads wait for each other in any order.
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", program, *arguments]
    printed = run(command if arguments == ["--version"] else [*command, "--jobs", "1"])
    line = next(line for line in printed.splitlines() if "Collected" in line)
    return int(line.split(":")[1].split()[0])


def instructions(program, record):
    compiler = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    recorded = json.loads(RECORD.read_text()) if RECORD.exists() else {"compiler": compiler, "cases": {}}
    known, found, worse = recorded["cases"], {}, []
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.toml"
        template.write_text(TEMPLATE)
        for case, command in SMALL.items():
            arguments = command.replace("{out}", f"{folder}/out").replace("{template}", str(template)).split()
            found[case] = count(program, arguments, folder)
            change = found[case] / known[case] - 1 if case in known else 0.0
            print(f"{case:20} {found[case] / 1e6:9.2f} million {change:+7.1%}", flush=True)
            if change > TOLERANCE:
                worse.append(case)
    if record:
        RECORD.write_text(json.dumps({"compiler": compiler, "cases": found}, indent=2) + "\n")
    elif recorded["compiler"] != compiler:
        print(f"the record was made with {recorded['compiler']}, this is {compiler}: nothing is held against it")
    elif set(known) != set(found):
        sys.exit("benches/instructions.json has other cases: run with --record")
    elif worse:
        sys.exit(f"dearer by more than {TOLERANCE:.0%}: {', '.join(worse)}; if that is meant, run with --record")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    timing = commands.add_parser("times", help="two builds in turn")
    timing.add_argument("old", type=os.path.abspath)
    timing.add_argument("new", type=os.path.abspath)
    timing.add_argument("--rounds", type=int, default=7)
    counting = commands.add_parser("instructions", help="one build against the record")
    counting.add_argument("program", type=os.path.abspath)
    counting.add_argument("--record", action="store_true")
    options = parser.parse_args()
    if options.command == "times":
        times(options.old, options.new, options.rounds)
    else:
        instructions(options.program, options.record)


if __name__ == "__main__":
    main()
