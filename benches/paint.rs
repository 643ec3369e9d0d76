//! A scene to pixels. Throughput is in pixels of the canvas.

mod support;

use artboard::paint::{Window, paint};
use artboard::{Ask, Limits};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn painting(criterion: &mut Criterion) {
    let (engine, design) = support::card();
    let deadline = Limits::none().deadline();
    let mut group = criterion.benchmark_group("paint");
    for width in [500, 2000] {
        let Ok(scene) = engine.scene(&design, &Ask::width(width)) else { return };
        let Ok(art) = engine.load(&scene) else { return };
        group.throughput(Throughput::Elements(scene.size.pixels()));
        group.bench_function(format!("card at {width}"), |bencher| {
            bencher.iter(|| paint(&scene, &art, Window::whole(scene.size), &deadline));
        });
    }
}

criterion_group!(benches, painting);
criterion_main!(benches);
