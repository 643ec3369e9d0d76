use super::*;

/// A xorshift generator: enough to fill lines.
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 11
    }
}

/// The standard's own words, a byte at a time.
fn naive(bpp: usize, stride: usize, filtered: &[u8]) -> Vec<u8> {
    let mut done = Vec::new();
    let mut above = vec![0u8; stride];
    for line in filtered.chunks_exact(stride + 1) {
        let mut now = line[1..].to_vec();
        for i in 0..stride {
            let (a, c) = if i < bpp { (0, 0) } else { (now[i - bpp], above[i - bpp]) };
            let b = above[i];
            let p = match line[0] {
                0 => 0,
                1 => a,
                2 => b,
                3 => ((u16::from(a) + u16::from(b)) / 2) as u8,
                _ => paeth(a, b, c),
            };
            now[i] = now[i].wrapping_add(p);
        }
        done.extend_from_slice(&now);
        above = now;
    }
    done
}

fn paeth(a: u8, b: u8, c: u8) -> u8 {
    let p = i32::from(a) + i32::from(b) - i32::from(c);
    let (pa, pb, pc) = ((p - i32::from(a)).abs(), (p - i32::from(b)).abs(), (p - i32::from(c)).abs());
    if pa <= pb && pa <= pc {
        a
    } else if pb <= pc {
        b
    } else {
        c
    }
}

fn check(bpp: usize, stride: usize, filtered: &[u8]) {
    let want = naive(bpp, stride, filtered);
    for strip in [1, 2, 3, 7, 1000] {
        let mut u = Unfilter::new(bpp, stride);
        let mut got = Vec::new();
        for part in filtered.chunks(strip * (stride + 1)) {
            let lines = part.len() / (stride + 1);
            // More room than needed stays as it was.
            let mut to = vec![7; lines * stride + 5];
            assert!(u.lines(part, &mut to));
            assert_eq!(to[lines * stride..], [7; 5]);
            got.extend_from_slice(&to[..lines * stride]);
        }
        assert!(got == want, "bpp {bpp}, stride {stride}, {strip} lines a strip");
    }
}

#[test]
fn agrees_with_the_standard() {
    let mut r = Rng(0x9E37_79B9_7F4A_7C15);
    for bpp in 1..=4 {
        for width in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 31, 100] {
            let stride = bpp * width;
            // Every pair of filters follows somewhere in the mixed rounds; the others are of one filter each.
            for round in 0..16 {
                let mut f = Vec::new();
                for _ in 0..41 {
                    f.push(if round < 5 { round } else { (r.next() % 5) as u8 });
                    // Small steps as of pictures, then any bytes at all.
                    f.extend((0..stride).map(|_| {
                        let x = r.next() as u8;
                        if round % 3 == 0 { x % 7 } else { x }
                    }));
                }
                check(bpp, stride, &f);
            }
        }
    }
}

#[test]
fn every_run_of_four_filters() {
    let mut r = Rng(77);
    for runs in 0..625 {
        for bpp in 1..=4 {
            let stride = 19 * bpp;
            let mut f = Vec::new();
            // A line before, so that the line above is not zero.
            for k in [0, runs % 5, runs / 5 % 5, runs / 25 % 5, runs / 125, 4] {
                f.push(k as u8);
                f.extend((0..stride).map(|_| r.next() as u8));
            }
            check(bpp, stride, &f);
        }
    }
}

#[test]
fn every_paeth_triple() {
    // Line 0 holds c and b; line 1 gives a, then adds 0 to the predictor.
    for (bpp, skip) in [(1, 0), (4, 0), (4, 1), (4, 3)] {
        for c in 0..=255u8 {
            let (mut f, mut want) = (Vec::new(), Vec::new());
            for y in 0..skip {
                f.push(y as u8 % 5);
                f.extend(vec![0; 2 * bpp * 256]);
            }
            f.push(0);
            for b in 0..=255u8 {
                f.extend(vec![c; bpp]);
                f.extend(vec![b; bpp]);
            }
            for a in [0, 1, 2, 3, 127, 128, 129, 200, 254, 255, c, c.wrapping_add(1), c.wrapping_sub(1)] {
                // Each pair starts from what its left neighbour gave, so take the line apart by the naive one.
                let mut g = f.clone();
                g.push(4);
                let mut left = 0u8;
                let mut corner = 0u8;
                for b in 0..=255u8 {
                    g.extend(vec![a.wrapping_sub(paeth(left, c, corner)); bpp]);
                    g.extend(vec![0; bpp]);
                    left = paeth(a, b, c);
                    corner = b;
                    want.push(left);
                }
                let mut to = vec![0; g.len()];
                assert!(Unfilter::new(bpp, 2 * bpp * 256).lines(&g, &mut to));
                let last = &to[(skip + 1) * 2 * bpp * 256..][..2 * bpp * 256];
                let got: Vec<u8> = last.chunks(2 * bpp).map(|p| p[bpp]).collect();
                assert_eq!(got, want);
                want.clear();
            }
        }
    }
}

#[test]
fn a_stride_of_no_whole_pixels_is_unfiltered_bytewise() {
    let mut r = Rng(5);
    for (bpp, stride) in [(2, 1), (3, 10), (3, 2), (4, 1), (4, 27), (4, 66)] {
        let f: Vec<u8> = (0..23)
            .flat_map(|y| (0..=stride).map(move |i| (y, i)))
            .map(|(y, i)| if i == 0 { (y * 3 % 5) as u8 } else { r.next() as u8 })
            .collect();
        check(bpp, stride, &f);
    }
}

#[test]
fn refusals() {
    let mut to = [9; 64];
    for bad in [5, 6, 128, 255] {
        let mut u = Unfilter::new(4, 8);
        let mut f = [0; 27];
        f[18] = bad;
        assert!(!u.lines(&f, &mut to));
        assert_eq!(to, [9; 64], "nothing is written");
    }
    for bpp in 0..6 {
        for stride in 0..9 {
            for n in 0..40 {
                for room in [0, 1, 8, 64] {
                    let ok = Unfilter::new(bpp, stride).lines(&vec![4; n], &mut vec![0; room]);
                    let whole = n % (stride + 1) == 0 && n / (stride + 1) * stride <= room;
                    assert_eq!(ok, whole && (1..=4).contains(&bpp) && stride > 0, "{bpp} {stride} {n} {room}");
                }
            }
        }
    }
}
