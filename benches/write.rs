//! Pixels to a file. Throughput is in pixels.

mod support;

use artboard::geometry::Size;
use artboard::output::{Format, Output};
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

criterion_group!(benches, writing);
criterion_main!(benches);
