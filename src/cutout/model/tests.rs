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
    let given = numbers::given(&photo, &Parameters::default());
    let should = [(1.0 - 0.485) / 0.229, -0.485 / 0.229, (0.5 - 0.456) / 0.224, (0.25 - 0.456) / 0.224];
    assert!(given.iter().zip(should).all(|(is, should)| (is - should).abs() < 1e-5), "{given:?}");
    assert_eq!(given.len(), 6);
}

#[test]
fn the_scale_and_the_numbers_are_those_of_the_parameters() {
    let photo = Raster::from_straight(Size::new(1, 1), vec![51, 102, 0, 255]).unwrap();
    let parameters = Parameters { scale: Scale::Full, mean: [0.5; 3], std: [1.0, 2.0, 1.0], ..Parameters::default() };
    let given = numbers::given(&photo, &parameters);
    assert!(given.iter().zip([-0.3, -0.05, -0.5]).all(|(is, should)| (is - should).abs() < 1e-6), "{given:?}");
    for (field, bad) in [
        ("input_side", Parameters { input_side: 0, ..parameters }),
        ("input_side", Parameters { input_side: 4096, ..parameters }),
        ("mean", Parameters { mean: [f32::NAN; 3], ..parameters }),
        ("std", Parameters { std: [1.0, 0.0, 1.0], ..parameters }),
    ] {
        assert_eq!(bad.check().unwrap_err().place().as_deref(), Some(field));
    }
}

#[test]
fn what_a_network_gives_is_stretched_unless_it_saw_nothing() {
    let shares = |values: &[f32], sigmoid| {
        Mask::new(Size::new(values.len() as u32, 1), numbers::shares(values.to_vec(), sigmoid)).unwrap().alphas()
    };
    let auto = |values: &[f32]| shares(values, Sigmoid::Auto);
    assert_eq!(auto(&[0.2, 0.6, 1.0]), [0, 128, 255]);
    assert_eq!(auto(&[0.0, 0.1, 0.49]), [0; 3], "nowhere surer than half");
    assert_eq!(auto(&[-50.0, 0.0, 50.0]), [0, 128, 255], "before the sigmoid");
    assert_eq!(auto(&[f32::NAN, 0.0, 1.0]), [0, 0, 255]);
    for flat in [&[1.0f32; 3][..], &[0.0; 3], &[f32::INFINITY; 3]] {
        assert!(auto(flat).iter().all(|alpha| *alpha == 0));
    }
    assert_eq!(shares(&[0.0, 0.5, 1.0], Sigmoid::Yes), [0, 135, 255], "0.500, 0.622, 0.731");
    assert_eq!(shares(&[-1.0, 1.0, 3.0], Sigmoid::No), [0, 128, 255]);
    assert!(numbers::shares(Vec::new(), Sigmoid::Auto).is_empty());
}

#[cfg(feature = "model")]
#[path = "../../../tests/desk/onnx.rs"]
mod onnx;

#[cfg(feature = "model")]
mod run {
    use super::onnx::{REDNESS, file};
    use super::*;

    fn read(bytes: Vec<u8>) -> Result<Model> {
        Model::read(bytes, "net.onnx", &Limits::default())
    }

    #[test]
    fn a_network_tells_what_it_sees() {
        let pixels = (0..64).flat_map(|i| if i % 8 < 3 { [220, 30, 20, 255] } else { [10, 40, 230, 255] }).collect();
        let photo = Raster::from_straight(Size::new(8, 8), pixels).unwrap();
        let model = read(file(&[1, 3, 8, 8], &REDNESS)).unwrap();
        assert_eq!(model.size(), Size::new(8, 8));
        let mask = model.mask(&photo).unwrap();
        let should: Vec<u8> = (0..64).map(|i| if i % 8 < 3 { 255 } else { 0 }).collect();
        assert_eq!((mask.size(), mask.alphas()), (Size::new(8, 8), should));
    }

    #[test]
    fn sides_that_are_left_open_are_320() {
        assert_eq!(read(file(&[0, 3, 0, 0], &REDNESS)).unwrap().size(), Size::new(320, 320));
        assert_eq!(read(file(&[1, 0, 16, 0], &REDNESS)).unwrap().size(), Size::new(320, 16));
        let read =
            |parameters| Model::read_with(file(&[1, 3, 0, 0], &REDNESS), "net.onnx", parameters, &Limits::default());
        let wide = Parameters { input_side: 64, ..Parameters::default() };
        assert_eq!(read(wide).unwrap().size(), Size::new(64, 64));
        let error = read(Parameters { output: 1, ..wide }).unwrap_err();
        assert!(error.what().contains("the network has 1"), "{error}");
        assert!(read(Parameters { input_side: 0, ..wide }).is_err());
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
        let error = model.mask(&Raster::clear(Size::new(8, 8))).unwrap_err();
        assert_eq!((error.fault(), error.place().as_deref()), (Fault::Input, Some("net.onnx")));
        assert!(model.mask(&Raster::clear(Size::new(9, 8))).is_err());
    }
}
