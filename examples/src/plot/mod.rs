//! Pictures of a training run, as the text of an SVG file.
//!
//! The SVG back end leaves the fonts to the viewer, so none is needed here.

mod curve;
mod misread;

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingAreaErrorKind, RGBColor, SVGBackend};
use plotters::style::{Color, FontFamily, TextStyle};

pub use curve::{Epoch, training_curve};
pub use misread::{Misread, misread_digits};

/// What can go wrong while drawing.
pub type PlotError = DrawingAreaErrorKind<std::io::Error>;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

const INK: RGBColor = RGBColor(0x22, 0x2b, 0x38);
const FAINT: RGBColor = RGBColor(0x6b, 0x75, 0x84);
const GRID: RGBColor = RGBColor(0xe3, 0xe6, 0xea);
const BLUE: RGBColor = RGBColor(0x1f, 0x6f, 0xb4);
const ORANGE: RGBColor = RGBColor(0xd9, 0x66, 0x1f);

/// Text of that size in pixels.
fn text(size: u32, colour: RGBColor) -> TextStyle<'static> {
    let style = TextStyle::from((FontFamily::SansSerif, size));
    TextStyle { color: colour.to_backend_color(), ..style }
}
