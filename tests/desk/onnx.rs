//! An ONNX file made by hand: one convolution, for tests of networks.
#![allow(dead_code, unreachable_pub, reason = "each test program uses its part")]

/// More red than blue is subject.
pub(crate) const REDNESS: [f32; 3] = [40.0, 0.0, -40.0];

/// A field of a protobuf message: bytes of a known length.
fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![number << 3 | 2];
    let mut length = bytes.len();
    while length > 127 {
        out.push((length & 127) as u8 | 128);
        length >>= 7;
    }
    out.push(length as u8);
    out.extend_from_slice(bytes);
    out
}

fn number(field: u8, value: u8) -> Vec<u8> {
    vec![field << 3, value]
}

/// Name, type and shape of a value; 0 is a side that is left open.
fn value(name: &str, sides: &[u8]) -> Vec<u8> {
    let side = |side: &u8| field(1, &if *side == 0 { field(2, b"n") } else { number(1, *side) });
    let shape: Vec<u8> = sides.iter().flat_map(side).collect();
    let tensor = [number(1, 1), field(2, &shape)].concat();
    [field(1, name.as_bytes()), field(2, &field(1, &tensor))].concat()
}

/// An ONNX file (onnx.proto3, IR version 8, operators of version 13): a convolution of 1 × 1 over these inputs.
pub(crate) fn file(input: &[u8], weights: &[f32]) -> Vec<u8> {
    // A list of whole numbers: type 7, in field 20. The library reads its defaults off it.
    let kernel = [field(1, b"kernel_shape"), number(8, 1), number(8, 1), vec![0xa0, 1, 7]].concat();
    let node = [field(1, b"x"), field(1, b"w"), field(2, b"y"), field(4, b"Conv"), field(5, &kernel)].concat();
    let raw: Vec<u8> = weights.iter().flat_map(|weight| weight.to_le_bytes()).collect();
    let shape = [number(1, 1), number(1, weights.len() as u8), number(1, 1), number(1, 1)].concat();
    let tensor = [shape, number(2, 1), field(8, b"w"), field(9, &raw)].concat();
    let output = value("y", &[0, 0, 0, 0]);
    let graph = [field(1, &node), field(2, b"g"), field(5, &tensor), field(11, &value("x", input)), field(12, &output)];
    [number(1, 8), field(7, &graph.concat()), field(8, &number(2, 13))].concat()
}
