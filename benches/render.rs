//! Whole walks: bytes in, bytes out. Throughput is in pixels of the source, for designs of the canvas.

mod support;

use artboard::geometry::Size;
use artboard::output::{Format, Output};
use artboard::{Ask, Source};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn rendering(criterion: &mut Criterion) {
    let (engine, design) = support::card();
    let mut group = criterion.benchmark_group("render");
    let size = Size::new(2725, 2225);
    group.throughput(Throughput::Elements(size.pixels()));
    let photo = Source::Bytes(support::picture(size, Format::Jpeg, false).bytes);
    let jpeg = Output { quality: 80, ..Output::of(Format::Jpeg) };
    group.bench_function("6 MP jpeg to 720 px jpeg", |bencher| {
        bencher.iter(|| engine.thumbnail(&photo, &Ask::inside(720, 588).output(jpeg.clone())));
    });
    let artwork = Source::Bytes(support::picture(Size::new(2048, 1536), Format::Png, false).bytes);
    group.throughput(Throughput::Elements(2048 * 1536));
    group.bench_function("3 MP artwork to 720 px png", |bencher| {
        bencher.iter(|| engine.thumbnail(&artwork, &Ask::inside(720, 588)));
    });
    group.throughput(Throughput::Elements(1000 * 1400));
    group.bench_function("card at 1000 px", |bencher| bencher.iter(|| engine.render(&design, &Ask::width(1000))));
}

criterion_group!(benches, rendering);
criterion_main!(benches);
