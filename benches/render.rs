//! Whole walks: bytes in, bytes out. Throughput is in pixels of the source, for designs of the canvas.
#![allow(clippy::panic, reason = "a bench without its input has nothing to say")]

mod support;

use artboard::geometry::Size;
use artboard::output::{Format, Output};
use artboard::{Ask, Engine, Source};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

fn rendering(criterion: &mut Criterion) {
    let (engine, design) = support::card();
    let mut group = criterion.benchmark_group("render");
    let size = Size::new(2725, 2225);
    group.throughput(Throughput::Elements(size.pixels()));
    let photo = Source::from(support::picture(size, Format::Jpeg, false).content);
    let jpeg = Output { quality: Some(80), ..Output::of(Format::Jpeg) };
    group.bench_function("6 MP jpeg to 720 px jpeg", |bencher| {
        bencher.iter(|| engine.thumbnail(&photo, &Ask::inside(720, 588).output(jpeg.clone())));
    });
    let artwork = Source::from(support::picture(Size::new(2048, 1536), Format::Png, false).content);
    group.throughput(Throughput::Elements(2048 * 1536));
    group.bench_function("3 MP artwork to 720 px png", |bencher| {
        bencher.iter(|| engine.thumbnail(&artwork, &Ask::inside(720, 588)));
    });
    group.throughput(Throughput::Elements(1000 * 1400));
    group.bench_function("card at 1000 px", |bencher| bencher.iter(|| engine.render(&design, &Ask::width(1000))));
}

/// Documents of many layers: layers a second must not fall with their number.
fn growing(criterion: &mut Criterion) {
    let engine = Engine::builder().build();
    let mut group = criterion.benchmark_group("layers");
    for layers in [250, 500, 1000, 2000] {
        let design = engine.read_design(support::many_layers(layers)).unwrap_or_else(|error| panic!("{error}"));
        group.throughput(Throughput::Elements(layers));
        let render = |bencher: &mut criterion::Bencher<'_>| bencher.iter(|| engine.render(&design, &Ask::default()));
        group.bench_function(BenchmarkId::from_parameter(layers), render);
    }
}

criterion_group!(benches, rendering, growing);
criterion_main!(benches);
