//! Computational graphs: the builder and the four drawings.

#![cfg(feature = "graph")]

mod builder;
mod languages;
mod samples;
mod svg;
mod text;
