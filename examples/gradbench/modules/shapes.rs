//! Matrices come and go by row, and are one slice in between.

use super::Error;

/// The rows one after the other, where each has `width` elements.
pub fn flat(rows: &[Vec<f64>], width: usize, what: &'static str) -> Result<Vec<f64>, Error> {
    rows.iter().try_for_each(|row| length(row, width, what))?;
    Ok(rows.concat())
}

/// That many rows of equal length.
pub fn rows(flat: &[f64], count: usize) -> Vec<Vec<f64>> {
    let width = flat.len() / count.max(1);
    (0..count).map(|row| flat[row * width..(row + 1) * width].to_vec()).collect()
}

/// The number of elements is as the other parts of the input ask for.
pub fn length<T>(items: &[T], expected: usize, what: &'static str) -> Result<(), Error> {
    match items.len() {
        found if found == expected => Ok(()),
        found => Err(Error::Length { what, found, expected }),
    }
}

/// A size is large enough.
pub fn at_least(size: usize, least: usize, what: &'static str) -> Result<(), Error> {
    if size < least { Err(Error::Small { what, least }) } else { Ok(()) }
}
