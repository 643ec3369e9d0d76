//! Pixels to pixels of another size. Throughput is in pixels of the source.

mod support;

use artboard::fit::Kernel;
use artboard::geometry::Size;
use artboard::resize;
use artboard::runner::InTurn;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

fn resizing(criterion: &mut Criterion) {
    let size = Size::new(2048, 1536);
    let raster = support::photo(size, false);
    let mut group = criterion.benchmark_group("resize");
    group.throughput(Throughput::Elements(size.pixels()));
    for (name, wanted, kernel, linear) in [
        ("to 500 lanczos3", Size::new(500, 375), Kernel::Lanczos3, false),
        ("to 500 bilinear", Size::new(500, 375), Kernel::Bilinear, false),
        ("to 500 lanczos3 linear", Size::new(500, 375), Kernel::Lanczos3, true),
        ("to 4000 lanczos3", Size::new(4000, 3000), Kernel::Lanczos3, false),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter_batched(
                || raster.clone(),
                |raster| resize::exactly(&InTurn, raster, size.rect(), wanted, kernel, linear),
                BatchSize::LargeInput,
            );
        });
    }
}

criterion_group!(benches, resizing);
criterion_main!(benches);
