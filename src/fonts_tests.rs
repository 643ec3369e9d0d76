//! What a search for a face finds.

use super::*;

#[test]
fn weights_are_matched_as_css_does() {
    let best = |wanted: u16| {
        let mut has = [300_u16, 400, 500, 700, 900];
        has.sort_by_key(|&has| face::weight_distance(has, wanted));
        has
    };
    assert_eq!(best(400), [400, 500, 300, 700, 900]);
    assert_eq!(best(450), [500, 400, 300, 700, 900]);
    assert_eq!(best(350), [300, 400, 500, 700, 900]);
    assert_eq!(best(600), [700, 900, 500, 400, 300]);
}

#[test]
fn without_faces_nothing_is_found() {
    assert!(Fonts::none().find("serif", 400, false).is_none());
    let like = Like { families: "Arial", weight: 400, is_italic: false };
    assert!(Fonts::none().with_glyphs(&['a'], like, |_| true).is_none());
}

#[test]
fn a_file_that_is_no_font_is_refused() {
    let fault = Fonts::none().add(&b"no font"[..]).unwrap_err().fault();
    assert_eq!(fault, crate::Fault::Input);
}

#[cfg(feature = "bundled-fonts")]
mod bundled {
    use super::*;

    fn name(families: &str, weight: u16, is_italic: bool) -> String {
        format!("{:?}", Fonts::bundled().find(families, weight, is_italic).unwrap().face)
    }

    #[test]
    fn the_table_of_bundled_faces_says_what_the_files_say() {
        let fonts = Fonts::bundled();
        assert_eq!(fonts.faces().len(), 20);
        for face in fonts.faces() {
            let read = read_faces(&face.bytes().into(), 0).unwrap().remove(0);
            assert_eq!(format!("{read:?}"), format!("{face:?}"));
            assert!(read.0.width_steps == 0 && read.weight_axis().is_none());
        }
    }

    #[test]
    fn families_are_found_by_name_by_list_and_by_class() {
        for (families, expected) in [
            ("Liberation Serif", "Liberation Serif 400"),
            ("'liberation  MONO'", "Liberation Mono 400"),
            ("Carlito, serif", "Carlito 400"),
            ("Nowhere, Caladea", "Caladea 400"),
            ("Nowhere, monospace", "Liberation Mono 400"),
            ("Nowhere Serif", "Liberation Serif 400"),
            ("Nowhere", "Liberation Sans 400"),
            ("", "Liberation Sans 400"),
            ("Arial", "Liberation Sans 400"),
            ("Times New Roman", "Liberation Serif 400"),
            ("Courier", "Liberation Mono 400"),
            ("Calibri", "Carlito 400"),
            ("Cambria", "Caladea 400"),
        ] {
            assert_eq!(name(families, 400, false), expected, "{families}");
        }
        assert_eq!(name("Arial", 600, true), "Liberation Sans 700 italic");
        assert_eq!(name("Arial", 500, false), "Liberation Sans 400");
    }

    #[test]
    fn what_stands_in_is_said() {
        let find = |families: &str| Fonts::bundled().find(families, 400, false).unwrap();
        assert_eq!(find("'My Font', serif").missing.as_deref(), Some("My Font"));
        assert_eq!(find("Lobster").missing.as_deref(), Some("Lobster"));
        assert_eq!(find("Lobster, Carlito").missing, None);
        let arial = find("Arial");
        assert_eq!((arial.missing, arial.stands_in.as_deref()), (None, Some("Arial")));
        assert_eq!(find("sans-serif").missing, None);
    }

    #[test]
    fn added_faces_win_and_the_rest_of_the_family_stays() {
        let mut fonts = Fonts::bundled();
        let bytes: Bytes = fonts.find("Liberation Sans", 400, false).unwrap().face.bytes().into();
        assert_eq!(fonts.add(bytes).unwrap(), 1);
        let regular = fonts.find("Liberation Sans", 400, false).unwrap();
        assert_eq!(regular.face, fonts.faces()[0]);
        let bold = fonts.find("Liberation Sans", 700, false).unwrap();
        assert!(bold.face.weight() == 700 && !bold.embolden);
        assert_eq!(fonts.find("LiberationSans", 400, false).unwrap().face, fonts.faces()[0], "by PostScript name");
    }

    #[test]
    fn what_a_family_lacks_is_to_be_made_by_hand() {
        let mut fonts = Fonts::none();
        fonts.add(Fonts::bundled().faces()[0].bytes()).unwrap();
        let found = fonts.find("Carlito", 600, true).unwrap();
        assert!(found.embolden && found.slant);
        let found = fonts.find("Carlito", 500, false).unwrap();
        assert!(!found.embolden && !found.slant);
    }

    #[test]
    fn another_face_has_the_glyph() {
        let fonts = Fonts::bundled();
        let carlito = fonts.find("Carlito", 700, false).unwrap().face;
        let like = |families| Like { families, weight: 700, is_italic: false };
        let with = |families| fonts.with_glyphs(&['א'], like(families), |face| *face != carlito);
        for (families, expected) in [
            ("Carlito", "Liberation Sans 700"),
            ("Georgia", "Liberation Serif 700"),
            ("Courier New, sans-serif", "Liberation Mono 700"),
            ("Fancy, serif", "Liberation Serif 700"),
        ] {
            assert_eq!(format!("{:?}", with(families).unwrap()), expected, "{families}");
        }
        assert!(fonts.with_glyphs(&['中'], like("Arial"), |_| true).is_none());
    }

    #[test]
    fn outlines_are_in_font_units_with_y_up() {
        let face = Fonts::bundled().find("Liberation Sans", 400, false).unwrap().face;
        let glyph = face.tables().unwrap().glyph_index('H').unwrap();
        let bounds = face.outline(glyph.0).unwrap().bounds().unwrap();
        assert!(bounds.y == 0.0 && (1400.0..1420.0).contains(&bounds.height), "{bounds:?}");
        let space = face.tables().unwrap().glyph_index(' ').unwrap();
        assert!(face.outline(space.0).is_none_or(|outline| outline.is_empty()));
    }
}
