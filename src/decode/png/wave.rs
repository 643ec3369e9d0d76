//! Lines of a PNG undone side by side.
//!
//! Paeth and Average need the pixel to the left, so within a line each pixel waits for the one before. Lines are
//! therefore undone in groups, as a wave: each line of the group runs two pixels behind the line above it, and one step
//! undoes a pixel of every line, side by side in the lanes of a row of bytes. The row's arithmetic is on bytes alone
//! (no widening) and without branches, so that the compiler makes vector instructions of it.
//!
//! The wave works on complements (255 − byte): there the standard's average, which rounds down, is the one rounding up
//! that processors have; Paeth's choice is the same, since distances stay as they were. What comes out of a step is
//! then `predictor − filtered` instead of `filtered + predictor`, and the zeros around a picture are 255.

use std::array::from_fn;

/// By how many pixels a line of a wave runs behind the one above it. One would do, but then a step would wait for
/// the moving of lanes too; with two that is done a step ahead.
const LAG: usize = 2;

/// Steps whose results are kept before they are dealt out to the lines: few, so that the processor begins the next
/// steps meanwhile.
const BLOCK: usize = 16;

/// Steps at a time where not all lines of a wave are inside the picture.
const EDGE: usize = 32;

/// What a wave knows between its steps: for each lane the pixel to the left (`a`), above (`b`) and above left (`c`),
/// all as complements, and masks that make one Paeth step of every filter (see `chain`).
struct Wave<const W: usize> {
    a: [u8; W],
    b: [u8; W],
    c: [u8; W],
    no_a: [u8; W],
    no_b: [u8; W],
    top_c: [u8; W],
    low_c: [u8; W],
    average: [u8; W],
}

/// Undoes up to `N` lines (of pixels of `BPP` bytes, in lanes of `LANE`), one for each filter, side by side. At step t,
/// line k is at its pixel t - k * `LAG`.
pub(super) fn wave<const BPP: usize, const LANE: usize, const N: usize, const W: usize, const MIXED: bool>(
    filters: &[u8],
    above: &[u8],
    filtered: &[u8],
    to: &mut [u8],
) {
    let stride = above.len();
    let mask = |which: &[u8]| {
        let mut m = [0; W];
        for (lane, f) in m.chunks_exact_mut(LANE).zip(filters) {
            lane.fill(if which.contains(f) { 255 } else { 0 });
        }
        m
    };
    let mut s = Wave {
        a: [255; W],
        b: [255; W],
        c: [255; W],
        no_a: mask(&[0, 2]),
        no_b: mask(&[0, 1]),
        top_c: mask(&[2, 3]),
        low_c: mask(&[0, 1, 2, 4]),
        average: mask(&[3]),
    };
    for ((b, up), no) in s.b.iter_mut().zip(&above[..stride.min(BPP)]).zip(s.no_b) {
        *b = !up | no;
    }
    let from = |k: usize| &filtered[k * (stride + 1) + 1..][..stride];
    let lag = (filters.len() - 1) * LAG;
    let end = stride.div_ceil(BPP) + lag;
    // Up to here whole lanes can be read and written, even of the line above, which is read a pixel ahead.
    let inner = ((stride + BPP).saturating_sub(LANE) / BPP).saturating_sub(1);
    let mut t = 0;
    while t < end {
        if t >= lag && t < inner {
            let n = inner - t;
            let len = n * BPP + LANE - BPP;
            let at = |k: usize| (t - k * LAG) * BPP;
            let mut lines = to.chunks_exact_mut(stride).enumerate();
            // Lanes without a line read the first one, and are written nowhere.
            let xs = from_fn(|k| if k < filters.len() { &from(k)[at(k)..][..len] } else { &from(0)[at(0)..][..len] });
            let ys = from_fn(|_| lines.next().map_or(&mut [][..], |(k, line)| &mut line[at(k)..][..len]));
            chain::<BPP, LANE, N, W, MIXED>(&above[(t + 1) * BPP..][..len], xs, ys, n, &mut s);
            t += n;
        } else {
            // Some lines have not begun or have ended: copies with zeros around. A line that has not begun stays
            // at zero by itself, as everything it is made of is zero.
            let n = EDGE.min(if t < lag { lag } else { end } - t);
            let len = n * BPP + LANE - BPP;
            let (mut xs, mut ys) = ([[0; EDGE * 4 + 4]; N], [[0; EDGE * 4 + 4]; N]);
            let part = |k: usize| {
                let skip = ((k * LAG).saturating_sub(t) * BPP).min(n * BPP);
                let at = (t.saturating_sub(k * LAG) * BPP).min(stride);
                (skip, at, (n * BPP - skip).min(stride - at))
            };
            for (k, x) in xs[..filters.len()].iter_mut().enumerate() {
                let (skip, at, m) = part(k);
                x[skip..][..m].copy_from_slice(&from(k)[at..][..m]);
            }
            let next = above.get((t + 1) * BPP..).unwrap_or_default();
            let mut up = [0; EDGE * 4 + 4];
            up.iter_mut().zip(next).take(n * BPP).for_each(|(up, b)| *up = *b);
            let mut lines = ys.iter_mut();
            let outs = from_fn(|_| lines.next().map_or(&mut [][..], |line| &mut line[..len]));
            chain::<BPP, LANE, N, W, MIXED>(&up[..len], from_fn(|k| &xs[k][..len]), outs, n, &mut s);
            for (k, line) in to.chunks_exact_mut(stride).enumerate() {
                let (skip, at, m) = part(k);
                line[at..][..m].copy_from_slice(&ys[k][skip..][..m]);
            }
            t += n;
        }
    }
}

/// `n` steps of a wave. `above` begins a pixel ahead, for the step after. Never inlined: what the compiler makes
/// vectors of should not depend on the caller.
///
/// With mixed filters every lane takes a step of Paeth with some of its inputs masked to zero (255): Sub is Paeth
/// without b and c, Up without a and c, None without any. For Average, c is masked so that Paeth adds nothing
/// (nothing is above 255 nor below 0) and the average is added instead.
#[inline(never)]
fn chain<const BPP: usize, const LANE: usize, const N: usize, const W: usize, const MIXED: bool>(
    above: &[u8],
    from: [&[u8]; N],
    mut to: [&mut [u8]; N],
    n: usize,
    s: &mut Wave<W>,
) {
    let (mut a, mut b, mut c) = (s.a, s.b, s.c);
    let mut rows = [[0; W]; BLOCK];
    for t in (0..n).step_by(BLOCK) {
        let rows = &mut rows[..BLOCK.min(n - t)];
        for (r, row) in rows.iter_mut().enumerate() {
            let at = (t + r) * BPP;
            let mut x = [0; W];
            for k in 0..N {
                let pixel = &from[k][at..at + LANE];
                for i in 0..LANE {
                    x[k * LANE + i] = pixel[i];
                }
            }
            let up = &above[at..at + LANE];
            let mut out = [0; W];
            for i in 0..W {
                out[i] = if MIXED {
                    let a = a[i] | s.no_a[i];
                    let top = c[i] | s.top_c[i];
                    let low = top & s.low_c[i];
                    let base = (average(a, b[i]) & s.average[i]).wrapping_add(low).wrapping_sub(x[i]);
                    paeth(a, b[i], top, low, base)
                } else {
                    paeth(a[i], b[i], c[i], c[i], c[i].wrapping_sub(x[i]))
                };
            }
            c = b;
            for i in 0..W {
                // The lane before is a line up; what it gave a step ago is above what this one takes next.
                b[i] = if i < LANE { !up[i] } else { a[i - LANE] };
                if MIXED {
                    b[i] |= s.no_b[i];
                }
            }
            for i in 0..W {
                row[i] = !out[i];
            }
            a = out;
        }
        for (k, line) in to.iter_mut().enumerate().filter(|(_, line)| !line.is_empty()) {
            let line = &mut line[t * BPP..];
            for (r, row) in rows.iter().enumerate() {
                // Of a lane wider than its pixel the rest is overwritten by the next pixel.
                line[r * BPP..r * BPP + LANE].copy_from_slice(&row[k * LANE..(k + 1) * LANE]);
            }
        }
    }
    (s.a, s.b, s.c) = (a, b, c);
}

/// The average rounded up.
#[inline(always)]
fn average(a: u8, b: u8) -> u8 {
    (a | b) - ((a ^ b) >> 1)
}

/// Paeth's choice of a, b or c, plus `base` - c, where c is given as `top` and `low` (the same unless masked).
///
/// With h and l the higher and lower of a and b, the estimate a + b - c is nearest to h when c is at or below l, or
/// lies that near to it: 2 * (c - l) <= h - c; likewise to l when 2 * (h - c) <= c - l; else to c. Saturation covers
/// a c outside of l to h, and the doubling too: both differences are above 0 only if they sum to at most 255.
#[inline(always)]
fn paeth(a: u8, b: u8, top: u8, low: u8, base: u8) -> u8 {
    let over = a.max(b).saturating_sub(top);
    let under = low.saturating_sub(a.min(b));
    let up = if under.saturating_add(under) <= over { over } else { 0 };
    let down = if over.saturating_add(over) <= under { under } else { 0 };
    base.wrapping_add(up).wrapping_sub(down)
}
