use super::*;
use crate::geometry::Rect;
use crate::output::Format;

fn output() -> Output {
    Output { dpi: Some(300.0), ..Output::of(Format::Psd) }
}

/// A canvas of one colour inside a box, clear outside.
fn raster(size: Size, inside: Rect, color: [u8; 4]) -> Raster {
    let place = |index: u32| (f64::from(index % size.width), f64::from(index / size.width));
    let holds = |(x, y): (f64, f64)| x >= inside.x && y >= inside.y && x < inside.right() && y < inside.bottom();
    let pixels = (0..size.width * size.height).flat_map(|index| if holds(place(index)) { color } else { [0; 4] });
    Raster::from_straight(size, pixels.collect()).unwrap()
}

fn unpacked(packed: &[u8]) -> Vec<u8> {
    let (mut row, mut rest) = (Vec::new(), packed);
    while let Some((head, tail)) = rest.split_first() {
        if *head < 128 {
            row.extend(&tail[..=usize::from(*head)]);
            rest = &tail[usize::from(*head) + 1..];
        } else {
            row.extend(std::iter::repeat_n(tail[0], 257 - usize::from(*head)));
            rest = &tail[1..];
        }
    }
    row
}

fn at<const N: usize>(file: &[u8], at: usize) -> [u8; N] {
    file[at..at + N].try_into().unwrap()
}

fn find(file: &[u8], what: &[u8]) -> usize {
    file.windows(what.len()).position(|window| window == what).unwrap()
}

#[test]
fn packed_rows_come_back_and_are_never_much_longer() {
    let noise: Vec<u8> = (0..1000u32).map(|i| (i * i * 7 / 3 % 251) as u8).collect();
    let runs: Vec<u8> =
        [1usize, 2, 3, 127, 128, 129, 300, 1, 2, 2].iter().enumerate().flat_map(|(i, n)| vec![i as u8; *n]).collect();
    for row in [Vec::new(), vec![7], vec![7; 2], vec![7; 30_000], noise.clone(), runs, noise[..129].to_vec()] {
        let mut packed = Vec::new();
        pack_bits(&row, &mut packed);
        assert_eq!(unpacked(&packed), row);
        assert!(packed.len() <= row.len() + row.len().div_ceil(128), "{} of {}", packed.len(), row.len());
        assert!(!packed.contains(&128) || row.contains(&128), "128 does nothing in a packed row");
    }
}

#[test]
fn layers_are_as_large_as_what_is_seen_and_clear_ones_are_left_out() {
    let size = Size::new(40, 30);
    let layer = |name: &str, inside, color| Ok(Layer { name: name.to_owned(), raster: raster(size, inside, color) });
    let mut layers = [
        layer("clear", Rect::new(0.0, 0.0, 40.0, 30.0), [9, 9, 9, 0]),
        layer("Käse", Rect::new(5.0, 7.0, 20.0, 10.0), [200, 100, 50, 128]),
    ]
    .into_iter();
    let composite = raster(size, Rect::new(5.0, 7.0, 20.0, 10.0), [200, 100, 50, 128]);
    let file = layered(Layers { composite, layers: &mut layers }, &output()).unwrap();
    assert_eq!(&file[..26], b"8BPS\0\x01\0\0\0\0\0\0\0\x04\0\0\0\x1e\0\0\0\x28\0\x08\0\x03");
    let resources = u32::from_be_bytes(at(&file, 30)) as usize;
    let info = 34 + resources;
    assert_eq!(i16::from_be_bytes(at(&file, info + 8)), -1, "one layer, and the composite has alpha");
    let edges: Vec<u32> = (0..4).map(|edge| u32::from_be_bytes(at(&file, info + 10 + edge * 4))).collect();
    assert_eq!(edges, [7, 5, 17, 25], "top, left, bottom, right");
    let name = find(&file, b"8BIMluni");
    assert_eq!(file[name + 8..name + 24], [0, 0, 0, 12, 0, 0, 0, 4, 0, b'K', 0, 0xe4, 0, b's', 0, b'e']);
    let section = info + 4 + u32::from_be_bytes(at(&file, info)) as usize;
    let lengths: Vec<usize> =
        (0..120).map(|row| usize::from(u16::from_be_bytes(at(&file, section + 2 + row * 2)))).collect();
    let mut start = section + 2 + 240;
    let rows: Vec<Vec<u8>> = lengths
        .iter()
        .map(|length| {
            start += length;
            unpacked(&file[start - length..start])
        })
        .collect();
    assert_eq!(start, file.len(), "nothing follows the composite");
    // Red on white: (200 x 128 + 255 x 127) / 255.
    assert_eq!((rows[10][10], rows[100][10], rows[0][0], rows[90][0]), (227, 128, 255, 0));
}

#[test]
fn resolution_and_profile_stand_in_the_resources() {
    let pixel = || raster(Size::new(1, 1), Rect::new(0.0, 0.0, 1.0, 1.0), [1, 2, 3, 255]);
    let file = write(pixel(), &output()).unwrap();
    let resolution = find(&file, b"8BIM\x03\xed\0\0\0\0\0\x10");
    assert_eq!(file[resolution + 12..resolution + 20], [1, 44, 0, 0, 0, 1, 0, 1], "300.0 pixels per inch");
    let profile = find(&file, b"8BIM\x04\x0f");
    assert_eq!(&file[profile + 12 + 36..profile + 12 + 40], b"acsp", "ICC.1, section 7.2");
    let bare = write(pixel(), &Output { strip: Strip::All, dpi: None, ..output() }).unwrap();
    assert!(!bare.windows(4).any(|window| window == b"acsp"));
}

#[test]
fn sides_over_30000_are_refused() {
    let wide = Raster::clear(Size::new(30_001, 1));
    assert_eq!(write(wide, &output()).unwrap_err().fault(), Fault::TooLarge);
    assert!(write(Raster::clear(Size::new(30_000, 1)), &output()).is_ok());
}
