//! Every sampling × order of scans × restart interval × size × process, against the definition: coefficients that are
//! known become pixels by the sums of T.81, in f64, apart from all that decodes.

use super::super::super::{at_least, probe};
use super::writer::{File, Scan};
use crate::geometry::Size;
use crate::limits::{Deadline, Limits};

const SIZES: [(usize, usize); 6] = [(1, 1), (8, 8), (17, 33), (40, 23), (5, 70), (67, 6)];

/// Of three components: the usual ones, chroma that differs, chroma finer than luma, thirds, and parts that are no
/// whole fraction.
const SAMPLINGS: [[(usize, usize); 3]; 20] = [
    [(1, 1), (1, 1), (1, 1)],
    [(2, 1), (1, 1), (1, 1)],
    [(1, 2), (1, 1), (1, 1)],
    [(2, 2), (1, 1), (1, 1)],
    [(4, 1), (1, 1), (1, 1)],
    [(1, 4), (1, 1), (1, 1)],
    [(4, 2), (1, 1), (1, 1)],
    [(2, 2), (2, 1), (1, 1)],
    [(2, 2), (1, 2), (2, 1)],
    [(2, 2), (2, 2), (2, 2)],
    [(1, 1), (2, 1), (2, 1)],
    [(1, 1), (2, 2), (1, 1)],
    [(1, 2), (2, 1), (2, 2)],
    [(2, 1), (2, 2), (1, 1)],
    [(3, 1), (1, 1), (1, 1)],
    [(3, 3), (1, 1), (1, 3)],
    [(3, 1), (2, 1), (1, 1)],
    [(4, 1), (3, 2), (1, 1)],
    [(1, 1), (3, 1), (1, 1)],
    [(4, 4), (1, 2), (2, 1)],
];

fn decoded(bytes: &[u8], wanted: Size) -> Vec<u8> {
    let picture = probe(bytes.to_vec(), &Limits::default()).unwrap();
    at_least(&picture, wanted, &Limits::default(), &Deadline::NEVER).unwrap().data().to_vec()
}

/// What a component comes to, by the rules that `upsample` states.
fn stretched(file: &File, index: usize) -> Vec<f64> {
    let ((width, height), most) = (file.size, file.most());
    let (samples, stride) = file.samples(index);
    let (h, v) = file.components[index].sampling;
    let (across, down) = ((width * h).div_ceil(most.0), (height * v).div_ceil(most.1));
    let at = |x: usize, y: usize| samples[y.min(down - 1) * stride + x.min(across - 1)];
    let is_half = |own: usize, most: usize| own * 2 == most;
    let is_wide = h == most.0 || is_half(h, most.0) && across > 2;
    let is_smooth = is_wide && (v == most.1 || is_half(v, most.1));
    let weigh = |place: usize, own: usize, most: usize| match place {
        _ if own == most => (place, place),
        // Three quarters of the sample it lies in, a quarter of the next one on its side.
        _ if place.is_multiple_of(2) => (place / 2, (place / 2).saturating_sub(1)),
        _ => (place / 2, place / 2 + 1),
    };
    let pixel = |x: usize, y: usize| {
        if !is_smooth {
            return at(x * h / most.0, y * v / most.1);
        }
        let ((x, next_x), (y, next_y)) = (weigh(x, h, most.0), weigh(y, v, most.1));
        (at(x, y) * 9.0 + at(next_x, y) * 3.0 + at(x, next_y) * 3.0 + at(next_x, next_y)) / 16.0
    };
    (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| pixel(x, y)).collect()
}

/// Red, green and blue by the sums of JFIF 1.02.
fn expected(file: &File) -> Vec<[f64; 3]> {
    let planes: Vec<Vec<f64>> = (0..file.components.len()).map(|index| stretched(file, index)).collect();
    let pixel = |at: usize| {
        let sample = |index: usize| planes[index][at];
        let clamp = |value: f64| value.clamp(0.0, 255.0);
        match planes.len() {
            1 => [sample(0); 3],
            3 => {
                let (y, cb, cr) = (sample(0), sample(1) - 128.0, sample(2) - 128.0);
                [y + 1.402 * cr, y - 0.344_136 * cb - 0.714_136 * cr, y + 1.772 * cb].map(clamp)
            }
            // Light of inks, times the light of black.
            _ => [0, 1, 2].map(|index| sample(index) * sample(3) / 255.0),
        }
    };
    (0..planes[0].len()).map(pixel).collect()
}

/// At most so far from the definition, and in the mean.
fn check(name: &str, bytes: &[u8], file: &File) {
    let (pixels, expected) = (decoded(bytes, Size::new(10_000, 10_000)), expected(file));
    assert_eq!(pixels.len(), expected.len() * 4, "{name}");
    let (mut most, mut sum) = (0.0f64, 0.0);
    for (pixel, expected) in pixels.chunks_exact(4).zip(&expected) {
        for (is, should) in pixel.iter().zip(expected) {
            let off = (f64::from(*is) - should).abs();
            most = most.max(off);
            sum += off;
        }
        assert_eq!(pixel[3], 255);
    }
    let mean = sum / (expected.len() * 3) as f64;
    assert!(most < 4.0 && mean < 1.0, "{name}: at most {most}, mean {mean}");
}

/// Orders of scans of three components in a sequential file.
fn sequential() -> Vec<Vec<Scan>> {
    let orders: [&[&[usize]]; 7] = [
        &[&[0, 1, 2]],
        &[&[0], &[1], &[2]],
        &[&[2], &[0], &[1]],
        &[&[0], &[1, 2]],
        &[&[1, 2], &[0]],
        &[&[0, 2], &[1]],
        &[&[2, 1, 0]],
    ];
    orders.iter().map(|order| order.iter().map(|parts| Scan::whole(parts)).collect()).collect()
}

/// Scripts of a progressive file: spectral selection alone, and successive approximation.
fn progressive(components: usize) -> Vec<Vec<Scan>> {
    let all: Vec<usize> = (0..components).collect();
    let each = |band, bits| (0..components).rev().map(move |part| Scan(vec![part], band, bits));
    let mut bands = vec![Scan(all.clone(), (0, 0), (0, 0))];
    bands.extend(each((1, 5), (0, 0)).chain(each((6, 63), (0, 0))));
    let mut bits: Vec<Scan> = each((0, 0), (0, 1)).collect();
    bits.extend(each((1, 63), (0, 2)).chain(each((1, 63), (2, 1))));
    bits.push(Scan(all, (0, 0), (1, 0)));
    bits.extend(each((1, 63), (1, 0)));
    vec![bands, bits]
}

#[test]
fn every_combination_follows_the_definition() {
    let mut seen = 0;
    for (number, samplings) in SAMPLINGS.iter().enumerate() {
        for (at, size) in SIZES.into_iter().enumerate() {
            let mut file = File::random(size, samplings, (number * SIZES.len() + at) as u32);
            let first = file.written(&[Scan::whole(&[0, 1, 2])]);
            check(&format!("{samplings:?} {size:?}"), &first, &file);
            // The same coefficients in any other way are the same pixels, at every size.
            let sizes =
                [10_000, 5, 3, 1].map(|side| Size::new(size.0 as u32 / side.min(9), size.1 as u32 / side.min(9)));
            let pixels = sizes.map(|size| decoded(&first, size));
            for restart in [0, 1, 5] {
                file.restart = restart;
                for is_progressive in [false, true] {
                    file.is_progressive = is_progressive;
                    let scripts = if is_progressive { progressive(3) } else { sequential() };
                    for (script, scans) in scripts.iter().enumerate() {
                        let bytes = file.written(scans);
                        for (size, pixels) in sizes.into_iter().zip(&pixels) {
                            let name = format!("{samplings:?} {:?} {is_progressive} {script} {restart}", file.size);
                            assert!(decoded(&bytes, size) == *pixels, "{name} to {size}");
                        }
                        seen += 1;
                    }
                }
            }
        }
    }
    assert_eq!(seen, SAMPLINGS.len() * SIZES.len() * 3 * 9);
}

#[test]
fn one_component_and_four_follow_it_too() {
    for size in SIZES {
        for sampling in [(1, 1), (2, 2), (3, 1), (4, 4)] {
            let mut file = File::random(size, &[sampling], 5);
            check(&format!("{sampling:?} {size:?}"), &file.written(&[Scan::whole(&[0])]), &file);
            file.is_progressive = true;
            for script in progressive(1) {
                check(&format!("{sampling:?} {size:?} progressive"), &file.written(&script), &file);
            }
        }
        for samplings in [[(1, 1); 4], [(2, 2), (1, 1), (1, 1), (2, 2)], [(1, 1), (2, 1), (2, 1), (1, 2)]] {
            let mut file = File::random(size, &samplings, 9);
            let name = format!("{samplings:?} {size:?}");
            check(&name, &file.written(&[Scan::whole(&[0, 1, 2, 3])]), &file);
            check(&name, &file.written(&[Scan::whole(&[3]), Scan::whole(&[0, 1]), Scan::whole(&[2])]), &file);
            file.is_progressive = true;
            progressive(4).iter().for_each(|script| check(&name, &file.written(script), &file));
        }
    }
}

#[test]
fn legal_oddities_are_read() {
    let mut file = File::random((40, 23), &[(2, 2), (1, 1), (1, 1)], 3);
    let scans = [Scan::whole(&[0]), Scan::whole(&[1]), Scan::whole(&[2])];
    let check = |name: &str, bytes: &[u8], file: &File| check(name, bytes, file);
    let plain = file.written(&scans);
    // The number of lines said again behind the first scan, as before.
    let second = plain.windows(2).enumerate().filter(|(_, pair)| *pair == [0xFF, 0xDA]).nth(1).unwrap().0;
    check("DNL", &[&plain[..second], &[0xFF, 0xDC, 0, 4, 0, 23], &plain[second..]].concat(), &file);
    check("stray bytes", &[&plain[..second], &[0; 9], &plain[second..]].concat(), &file);
    let end = plain.len() - 2;
    check("no end", &plain[..end], &file);
    check("zeros in its place", &[&plain[..end], &[0; 30]].concat(), &file);
    check("filled up", &[&plain[..end], &[0, 0, 0xFF, 0xFF, 0xFF, 0xD9]].concat(), &file);
    let once = file.written(&[Scan::whole(&[0, 1, 2])]);
    check("zeros in the place of the end of one scan", &[&once[..once.len() - 2], &[0; 30]].concat(), &file);
    // Components of the same name stand for one after the other.
    file.components.iter_mut().for_each(|component| component.id = 1);
    check("one name", &file.written(&[Scan::whole(&[0, 1, 2])]), &file);
    // Tables that are left out are those of annex K: nothing but their first codes is used.
    let flat = [0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0];
    let flat =
        [&flat[..], &[8; 64], &[0xFF, 0xC0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0], &[0xFF, 0xDA, 0, 8, 1, 1, 0, 0]];
    // A difference of -1 (010, 0), the end of the block (1010).
    let flat = [&flat.concat()[..], &[63, 0, 0b0100_1010, 0xFF, 0xD9]].concat();
    assert_eq!(decoded(&flat, Size::new(8, 8))[..4], [127, 127, 127, 255]);
}

#[test]
fn what_is_missing_is_not_made_up() {
    let mut file = File::random((40, 23), &[(2, 2), (1, 1), (1, 1)], 3);
    let refused = |bytes: &[u8]| {
        for wanted in [40, 1] {
            let picture = probe(bytes.to_vec(), &Limits::default());
            let done = picture
                .and_then(|picture| at_least(&picture, Size::new(wanted, 1), &Limits::default(), &Deadline::NEVER));
            assert_eq!(done.map(drop).unwrap_err().fault(), crate::error::Fault::Input);
        }
    };
    refused(&file.written(&[Scan::whole(&[0]), Scan::whole(&[2])]));
    file.is_progressive = true;
    let scans = &progressive(3)[1];
    // Without its last scans a file without an end is one that was cut off.
    for count in 1..scans.len() {
        let bytes = file.written(&scans[..count]);
        refused(&bytes[..bytes.len() - 2]);
    }
    let mut other = file.written(scans);
    other.truncate(other.len() - 20);
    refused(&other);
}
