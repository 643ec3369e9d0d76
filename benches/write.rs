//! Pixels to a file. Throughput is in pixels.

#![allow(clippy::unwrap_used, reason = "a bench without its input has nothing to say")]

mod support;

use artboard::geometry::Size;
use artboard::output::{Format, Output};
use artboard::raster::Raster;
use artboard::write;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

fn writing(criterion: &mut Criterion) {
    let size = Size::new(1000, 750);
    let mut group = criterion.benchmark_group("write");
    group.throughput(Throughput::Elements(size.pixels()));
    for format in Format::ALL {
        for is_opaque in [true, false] {
            let raster = support::photo(size, is_opaque);
            let name = format!("{format} {}", if is_opaque { "photo" } else { "artwork" });
            group.bench_function(name, |bencher| {
                bencher.iter_batched(
                    || raster.clone(),
                    |raster| write::raster(raster, &Output::of(format)),
                    BatchSize::LargeInput,
                );
            });
        }
    }
}

/// What the formats treat differently: JPEG with colour at its full size, PNG of flat art and of few colours.
fn writing_kinds(criterion: &mut Criterion) {
    let size = Size::new(1000, 750);
    let mut group = criterion.benchmark_group("write");
    group.throughput(Throughput::Elements(size.pixels()));
    let flat = |step: u32| {
        let pixel =
            |i: u32| [(i % 1000 / 97 * 20) as u8, (i / 1000 / 61 * 20) as u8, (i % 1000 / step * step) as u8, 255];
        Raster::from_straight(size, (0..750_000).flat_map(pixel).collect()).unwrap()
    };
    let full = Output { quality: Some(90), ..Output::of(Format::Jpeg) };
    let inputs = [
        ("jpeg photo, quality 90", support::photo(size, true), full),
        ("png flat art", flat(9), Output::of(Format::Png)),
        ("png few colours", flat(500), Output::of(Format::Png)),
    ];
    for (name, raster, output) in inputs {
        group.bench_function(name, |bencher| {
            bencher.iter_batched(|| raster.clone(), |raster| write::raster(raster, &output), BatchSize::LargeInput);
        });
    }
}

criterion_group!(benches, writing, writing_kinds);
criterion_main!(benches);
