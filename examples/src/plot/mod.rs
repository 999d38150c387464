//! Pictures of a training run, as SVG.
