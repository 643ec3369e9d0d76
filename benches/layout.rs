//! A document to a scene. Throughput is in layers.

mod support;

use artboard::{Ask, Engine};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn layout(criterion: &mut Criterion) {
    let (engine, design) = support::card();
    let layers = design.sides.first().map_or(0, |side| side.layers.len() as u64);
    let json = std::fs::read(support::testdata("card/card.json")).unwrap_or_default();
    let mut group = criterion.benchmark_group("layout");
    group.throughput(Throughput::Elements(layers));
    group.bench_function("read the card", |bencher| bencher.iter(|| engine.read_design(&json)));
    group.bench_function("lay out the card", |bencher| bencher.iter(|| engine.scene(&design, &Ask::width(1000))));
    group.bench_function("start an engine", |bencher| bencher.iter(|| Engine::builder().build()));
}

criterion_group!(benches, layout);
criterion_main!(benches);
