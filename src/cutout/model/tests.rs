use super::*;
use crate::error::Fault;

#[cfg(not(feature = "model"))]
#[test]
fn without_the_feature_it_is_named() {
    let error = Model::read(vec![0; 9], "net.onnx", &Limits::default()).unwrap_err();
    assert_eq!((error.fault(), error.place().as_deref()), (Fault::Unsupported, Some("net.onnx")));
    assert!(error.help().unwrap().contains("`model`"));
}

#[test]
fn a_file_over_the_limit_is_refused_first() {
    let limits = Limits { model_bytes: 8, ..Limits::default() };
    assert_eq!(Model::read(vec![0; 9], "net.onnx", &limits).unwrap_err().fault(), Fault::TooLarge);
}

#[test]
fn a_photo_becomes_planes_about_imagenets_mean() {
    let photo = Raster::from_straight(Size::new(2, 1), vec![200, 100, 0, 255, 0, 50, 200, 255]).unwrap();
    let given = numbers::given(&photo);
    let should = [(1.0 - 0.485) / 0.229, -0.485 / 0.229, (0.5 - 0.456) / 0.224, (0.25 - 0.456) / 0.224];
    assert!(given.iter().zip(should).all(|(is, should)| (is - should).abs() < 1e-5), "{given:?}");
    assert_eq!(given.len(), 6);
}

#[test]
fn what_a_network_gives_is_stretched_unless_it_saw_nothing() {
    assert_eq!(numbers::alphas(vec![0.2, 0.6, 1.0]), [0, 128, 255]);
    assert_eq!(numbers::alphas(vec![0.0, 0.1, 0.49]), [0; 3], "nowhere surer than half");
    assert_eq!(numbers::alphas(vec![-50.0, 0.0, 50.0]), [0, 128, 255], "before the sigmoid");
    assert_eq!(numbers::alphas(vec![f32::NAN, 0.0, 1.0]), [0, 0, 255]);
    for flat in [vec![1.0; 3], vec![0.0; 3], vec![f32::INFINITY; 3], Vec::new()] {
        assert!(numbers::alphas(flat).iter().all(|alpha| *alpha == 0));
    }
}

#[cfg(feature = "model")]
mod run {
    use super::*;

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
    fn file(input: &[u8], weights: &[f32]) -> Vec<u8> {
        // A list of whole numbers: type 7, in field 20. The library reads its defaults off it.
        let kernel = [field(1, b"kernel_shape"), number(8, 1), number(8, 1), vec![0xa0, 1, 7]].concat();
        let node = [field(1, b"x"), field(1, b"w"), field(2, b"y"), field(4, b"Conv"), field(5, &kernel)].concat();
        let raw: Vec<u8> = weights.iter().flat_map(|weight| weight.to_le_bytes()).collect();
        let shape = [number(1, 1), number(1, weights.len() as u8), number(1, 1), number(1, 1)].concat();
        let tensor = [shape, number(2, 1), field(8, b"w"), field(9, &raw)].concat();
        let output = value("y", &[0, 0, 0, 0]);
        let graph =
            [field(1, &node), field(2, b"g"), field(5, &tensor), field(11, &value("x", input)), field(12, &output)];
        [number(1, 8), field(7, &graph.concat()), field(8, &number(2, 13))].concat()
    }

    fn read(bytes: Vec<u8>) -> Result<Model> {
        Model::read(bytes, "net.onnx", &Limits::default())
    }

    /// More red than blue is subject.
    const REDNESS: [f32; 3] = [40.0, 0.0, -40.0];

    #[test]
    fn a_network_tells_what_it_sees() {
        let pixels = (0..64).flat_map(|i| if i % 8 < 3 { [220, 30, 20, 255] } else { [10, 40, 230, 255] }).collect();
        let photo = Raster::from_straight(Size::new(8, 8), pixels).unwrap();
        let model = read(file(&[1, 3, 8, 8], &REDNESS)).unwrap();
        assert_eq!(model.size(), Size::new(8, 8));
        let coarse = model.look(&photo).unwrap();
        let should: Vec<u8> = (0..64).map(|i| if i % 8 < 3 { 255 } else { 0 }).collect();
        let should = Coarse::new(Size::new(8, 8), should).unwrap();
        assert_eq!(format!("{coarse:?}"), format!("{should:?}"));
    }

    #[test]
    fn sides_that_are_left_open_are_320() {
        assert_eq!(read(file(&[0, 3, 0, 0], &REDNESS)).unwrap().size(), Size::new(320, 320));
        assert_eq!(read(file(&[1, 0, 16, 0], &REDNESS)).unwrap().size(), Size::new(320, 16));
    }

    #[test]
    fn other_files_are_refused_with_what_is_wanted() {
        let whole = file(&[1, 3, 8, 8], &REDNESS);
        let cut = whole.get(..whole.len() / 2).unwrap().to_vec();
        let damaged: Vec<u8> = whole.iter().map(|byte| byte ^ 0x55).collect();
        let others = [Vec::new(), vec![0; 100], b"\x89PNG\r\n\x1a\n".to_vec(), cut, damaged];
        let shapes = [&[1u8, 8, 8, 3][..], &[2, 3, 8, 8], &[1, 1, 8, 8], &[3, 8, 8], &[]];
        for bytes in others.into_iter().chain(shapes.map(|shape| file(shape, &REDNESS))) {
            let error = read(bytes).unwrap_err();
            assert_eq!((error.fault(), error.place().as_deref()), (Fault::Input, Some("net.onnx")), "{error}");
            assert!(error.help().unwrap().contains("[1, 3, height, width]"), "{error}");
        }
    }

    #[test]
    fn a_network_that_cannot_be_run_is_an_error_of_that_photo() {
        // The file says three channels, its weights are for two.
        let Ok(model) = read(file(&[1, 3, 8, 8], &[1.0, 1.0])) else { return };
        let error = model.look(&Raster::clear(Size::new(8, 8))).unwrap_err();
        assert_eq!((error.fault(), error.place().as_deref()), (Fault::Input, Some("net.onnx")));
        assert!(model.look(&Raster::clear(Size::new(9, 8))).is_err());
    }
}
