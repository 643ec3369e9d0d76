//! Whether a group is painted on a surface of its own.

use crate::style::Blend;

/// What there is to know about a group and what is in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    /// 0 to 1.
    pub(super) opacity: f64,
    /// Of the group itself.
    pub(super) blend: Blend,
    /// Whether the group is clipped.
    pub(super) is_clipped: bool,
    /// Whether the group itself casts a shadow.
    pub(super) has_shadow: bool,
    /// Whether the document lets it have a surface.
    pub(super) may_isolate: bool,
    /// Whether something in it casts a shadow beside itself.
    pub(super) shadow_inside: bool,
    /// Whether something in it has a blend of its own.
    pub(super) blend_inside: bool,
}

/// The browser's rule (fabric.js, `Group.shouldCache`): a clip always needs a surface; else there is one unless the
/// document forbids it or something inside casts a shadow. A surface that nobody could tell from none is left out. A
/// blend of the group itself always gets one, because it means the whole.
pub(super) fn is_isolated(facts: Facts) -> bool {
    let Facts { opacity, blend, is_clipped, has_shadow, may_isolate, shadow_inside, blend_inside } = facts;
    let makes_a_difference = opacity < 1.0 || has_shadow || blend_inside;
    is_clipped || blend != Blend::SourceOver || (may_isolate && !shadow_inside && makes_a_difference)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Facts = Facts {
        opacity: 1.0,
        blend: Blend::SourceOver,
        is_clipped: false,
        has_shadow: false,
        may_isolate: true,
        shadow_inside: false,
        blend_inside: false,
    };

    #[test]
    fn a_surface_is_for_what_comes_over_the_whole() {
        assert!(!is_isolated(PLAIN));
        for facts in [
            Facts { opacity: 0.5, ..PLAIN },
            Facts { has_shadow: true, ..PLAIN },
            Facts { blend_inside: true, ..PLAIN },
            Facts { is_clipped: true, ..PLAIN },
            Facts { blend: Blend::Multiply, ..PLAIN },
        ] {
            assert!(is_isolated(facts), "{facts:?}");
        }
    }

    #[test]
    fn a_shadow_inside_or_the_documents_word_forbids_it_unless_there_is_a_clip() {
        for facts in [Facts { shadow_inside: true, ..PLAIN }, Facts { may_isolate: false, ..PLAIN }] {
            let facts = Facts { opacity: 0.5, blend_inside: true, ..facts };
            assert!(!is_isolated(facts), "{facts:?}");
            assert!(is_isolated(Facts { is_clipped: true, ..facts }));
        }
    }
}
