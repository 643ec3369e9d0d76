//! A [`Source`](crate::source::Source) becomes bytes: confined to its root, counted. The only room that opens files.
