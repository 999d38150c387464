//! The pictures that were taken for something else.

use ndarray::ArrayView1;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::{Area, BLUE, FAINT, GRID, INK, ORANGE, PlotError, text};
use chainrule::Float;

/// More than these are not drawn.
const MOST: usize = 24;
const COLUMNS: usize = 6;
const SIDE: u32 = 96;
const CELL: (u32, u32) = (128, 156);
const HEADING: u32 = 64;
const MARGIN: u32 = 16;

/// A picture, what it is and what it was taken for.
#[derive(Clone, Debug)]
pub struct Misread<'a, T> {
    /// The pixels row by row, 0 for blank paper.
    pub pixels: ArrayView1<'a, T>,
    /// What it is.
    pub class: usize,
    /// What it was taken for.
    pub reading: usize,
    /// The probability that was given to the reading, from 0 to 1.
    pub probability: f64,
}

/// Draws up to 24 of the pictures of `picture` = (height, width) pixels, those first that were
/// misread with the highest probability. `total` is the number of pictures that were read.
///
/// # Errors
/// When the back end cannot draw.
///
/// # Panics
/// If a picture has another number of pixels.
pub fn misread_digits<T: Float>(
    misread: &[Misread<'_, T>],
    picture: (usize, usize),
    total: usize,
) -> Result<String, PlotError> {
    let mut shown: Vec<_> = misread.iter().collect();
    shown.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    shown.truncate(MOST);
    let rows = shown.len().div_ceil(COLUMNS) as u32;
    let size = (2 * MARGIN + CELL.0 * COLUMNS as u32, HEADING + rows * CELL.1 + MARGIN);
    let mut svg = String::new();
    let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
    area.fill(&WHITE)?;
    area.draw_text(&title(misread.len(), shown.len(), total), &text(17, INK), (32, 22))?;
    let darkest = darkest(&shown);
    for (index, one) in shown.into_iter().enumerate() {
        let (column, row) = (index % COLUMNS, index / COLUMNS);
        let left = (MARGIN + CELL.0 * column as u32 + (CELL.0 - SIDE) / 2) as i32;
        let top = (HEADING + CELL.1 * row as u32) as i32;
        draw_picture(&area, one.pixels, picture, darkest, (left, top))?;
        draw_caption(&area, one, (left + SIDE as i32 / 2, top + SIDE as i32 + 8))?;
    }
    area.present()?;
    drop(area);
    Ok(svg)
}

fn title(misread: usize, shown: usize, total: usize) -> String {
    let which =
        if shown < misread { format!(", the {shown} surest ones of them") } else { String::new() };
    format!("{misread} of {total} pictures held back were misread{which}")
}

fn darkest<T: Float>(shown: &[&Misread<'_, T>]) -> f64 {
    let pixels = shown.iter().flat_map(|one| one.pixels.iter());
    pixels.fold(0.0, |darkest: f64, pixel| darkest.max(pixel.to_f64()))
}

/// Blank pixels are left out, the others are rectangles between whole pixels of the drawing.
fn draw_picture<T: Float>(
    area: &Area<'_>,
    pixels: ArrayView1<'_, T>,
    (height, width): (usize, usize),
    darkest: f64,
    (left, top): (i32, i32),
) -> Result<(), PlotError> {
    assert_eq!(pixels.len(), height * width, "pixels of a picture of {height} by {width}");
    let step = SIDE as usize;
    let place = |index: usize| (index * step / height.max(width)) as i32;
    for (index, pixel) in pixels.iter().enumerate() {
        let (y, x) = (index / width, index % width);
        let darkness = pixel.to_f64() / darkest;
        if darkness > 0.0 {
            let corners =
                [(left + place(x), top + place(y)), (left + place(x + 1), top + place(y + 1))];
            area.draw(&Rectangle::new(corners, grey(darkness).filled()))?;
        }
    }
    let frame = [(left - 1, top - 1), (left + SIDE as i32, top + SIDE as i32)];
    area.draw(&Rectangle::new(frame, GRID.stroke_width(1)))
}

/// White for 0, ink for 1.
fn grey(darkness: f64) -> RGBColor {
    let mix = |ink: u8| (255.0 - darkness.min(1.0) * (255.0 - f64::from(ink))).round() as u8;
    RGBColor(mix(INK.0), mix(INK.1), mix(INK.2))
}

fn draw_caption<T>(
    area: &Area<'_>,
    one: &Misread<'_, T>,
    (centre, top): (i32, i32),
) -> Result<(), PlotError> {
    let at = |h| Pos::new(h, VPos::Top);
    let class = format!("is {},", one.class);
    let reading = format!("read {}", one.reading);
    area.draw_text(&class, &text(14, BLUE).pos(at(HPos::Right)), (centre - 6, top))?;
    area.draw_text(&reading, &text(14, ORANGE).pos(at(HPos::Left)), (centre - 2, top))?;
    let sure = format!("{:.0} % sure", 100.0 * one.probability);
    area.draw_text(&sure, &text(12, FAINT).pos(at(HPos::Center)), (centre, top + 19))
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, array};

    use super::*;

    fn misread(pixels: &Array1<f32>, probability: f64) -> Misread<'_, f32> {
        Misread { pixels: pixels.view(), class: 3, reading: 8, probability }
    }

    #[test]
    fn a_rectangle_for_each_pixel_that_is_not_blank() {
        let pixels = array![0.0, 4.0, 2.0, 0.0, 1.0, 0.0];
        let svg = misread_digits(&[misread(&pixels, 0.75)], (2, 3), 10).unwrap();
        assert!(svg.contains("1 of 10 pictures held back were misread"), "{svg}");
        assert!(svg.contains("75 % sure"), "{svg}");
        // The paper, three pixels and the frame.
        assert_eq!(svg.matches("<rect").count(), 5, "{svg}");
    }

    #[test]
    fn the_surest_come_first_and_not_too_many() {
        let pixels = array![1.0];
        let all: Vec<_> = (1..=40).map(|i| misread(&pixels, f64::from(i) / 100.0)).collect();
        let svg = misread_digits(&all, (1, 1), 100).unwrap();
        assert!(svg.contains("40 of 100 pictures held back were misread, the 24 surest"), "{svg}");
        let place = |text: &str| svg.find(text);
        assert!(place("40 % sure") < place("17 % sure"));
        assert_eq!((place("16 % sure"), svg.matches("% sure").count()), (None, 24));
    }

    #[test]
    fn none_misread() {
        let svg = misread_digits::<f64>(&[], (8, 8), 360).unwrap();
        assert!(svg.contains("0 of 360 pictures held back were misread"), "{svg}");
    }

    #[test]
    #[should_panic(expected = "pixels of a picture of 8 by 8")]
    fn a_picture_of_another_size() {
        let _ = misread_digits(&[misread(&array![1.0], 0.5)], (8, 8), 1);
    }
}
