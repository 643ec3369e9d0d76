//! Text becomes a [`Design`](crate::design::Design) or a [`Template`](crate::template::Template).
