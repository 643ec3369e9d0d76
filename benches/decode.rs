//! Encoded bytes to pixels. Throughput is in pixels of the source.

mod support;

use artboard::geometry::Size;
use artboard::output::Format;
use artboard::{Limits, decode};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn decoding(criterion: &mut Criterion) {
    let limits = Limits::none();
    let deadline = limits.deadline();
    let size = Size::new(2400, 1600);
    let mut group = criterion.benchmark_group("decode");
    group.throughput(Throughput::Elements(size.pixels()));
    for (name, format, progressive) in [
        ("jpeg", Format::Jpeg, false),
        ("progressive jpeg", Format::Jpeg, true),
        ("png", Format::Png, false),
        ("webp", Format::Webp, false),
        ("tiff", Format::Tiff, false),
    ] {
        let picture = support::picture(size, format, progressive);
        for (how, wanted) in [
            ("whole", size),
            ("for 1200 px", Size::new(1200, 800)),
            ("for 240 px", Size::new(240, 160)),
            ("for 120 px", Size::new(120, 80)),
        ] {
            group.bench_function(format!("{name} {how}"), |bencher| {
                bencher.iter(|| decode::at_least(&picture, wanted, &limits, &deadline));
            });
        }
        group.bench_function(format!("{name} probe"), |bencher| {
            bencher.iter(|| decode::probe(picture.content.clone(), &limits));
        });
    }
}

criterion_group!(benches, decoding);
criterion_main!(benches);
