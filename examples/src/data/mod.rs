//! Pictures of digits, or other samples of which each belongs to one class.

mod csv;
mod error;
mod file;
mod idx;

use std::path::{Path, PathBuf};

use chainrule::Float;
use ndarray::{Array2, Axis};

pub use error::DataError;
use idx::IdxFile;

use crate::split::hold_back_fifth;

/// 1,797 handwritten digits of 8 by 8 pixels with values from 0 to 16, the class in the last
/// column: the test part of *Optical Recognition of Handwritten Digits*, E. Alpaydin and C. Kaynak,
/// 1998, UCI Machine Learning Repository, CC BY 4.0.
const DIGITS: &[u8] = include_bytes!("../../data/digits.csv.gz");

/// Samples and the class of each.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset<T> {
    /// The samples, one a row.
    pub inputs: Array2<T>,
    /// The class of each row, below `class_count`.
    pub classes: Vec<usize>,
    /// The number of classes.
    pub class_count: usize,
    /// Height and width, if a row is a picture's pixels row by row.
    pub picture: Option<(usize, usize)>,
}

/// Samples to learn from, and samples that are only judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Data<T> {
    /// The samples to learn from.
    pub training: Dataset<T>,
    /// The samples that training never sees.
    pub held_back: Dataset<T>,
}

impl<T: Float> Dataset<T> {
    /// The samples with the given indices, in that order.
    ///
    /// # Panics
    /// If an index is not below the number of samples.
    pub fn select(&self, indices: &[usize]) -> Self {
        Self {
            inputs: self.inputs.select(Axis(0), indices),
            classes: indices.iter().map(|&index| self.classes[index]).collect(),
            ..*self
        }
    }
}

impl<T: Float> Data<T> {
    /// The embedded digits, a fifth of them held back by [`hold_back_fifth`].
    pub fn digits() -> Self {
        let path = Path::new("the embedded digits.csv.gz");
        file::unpack(path, DIGITS.to_vec())
            .and_then(|text| split(path, &csv::parse(path, &text)?))
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// Reads `path`, plain or packed by gzip: a folder with the four idx files of MNIST, of which
    /// the `t10k` ones are held back, or a file of comma-separated values without heading, the
    /// class in the last column, a fifth of which is held back by [`hold_back_fifth`].
    ///
    /// # Errors
    /// When a file is missing, unreadable, or departs from its format.
    pub fn read(path: &Path) -> Result<Self, DataError> {
        if path.is_dir() {
            let training = read_idx(path, "train-images-idx3-ubyte", "train-labels-idx1-ubyte")?;
            let held_back = read_idx(path, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")?;
            same_picture(path, Self { training, held_back })
        } else {
            split(path, &csv::parse(path, &file::read(path)?)?)
        }
    }
}

fn split<T: Float>(path: &Path, all: &Dataset<T>) -> Result<Data<T>, DataError> {
    let split = hold_back_fifth(&all.classes);
    if split.held_back.is_empty() {
        return Err(DataError::TooFew { path: path.to_owned(), found: all.classes.len() });
    }
    Ok(Data { training: all.select(&split.training), held_back: all.select(&split.held_back) })
}

fn read_idx<T: Float>(
    folder: &Path,
    images: &'static str,
    labels: &'static str,
) -> Result<Dataset<T>, DataError> {
    let (images, labels) = (find(folder, images)?, find(folder, labels)?);
    let (pixels, classes) = (file::read(&images)?, file::read(&labels)?);
    let images = IdxFile { path: &images, bytes: &pixels };
    idx::parse(&images, &IdxFile { path: &labels, bytes: &classes })
}

/// The plain file of that name, or else the packed one.
fn find(folder: &Path, name: &'static str) -> Result<PathBuf, DataError> {
    [folder.join(name), folder.join(format!("{name}.gz"))]
        .into_iter()
        .find(|path| path.is_file())
        .ok_or_else(|| DataError::Missing { folder: folder.to_owned(), name })
}

/// Both parts must have pictures of one size; the height stands at byte 8 of the idx file.
fn same_picture<T>(folder: &Path, data: Data<T>) -> Result<Data<T>, DataError> {
    let (expected, found) = (data.training.picture, data.held_back.picture);
    if expected == found {
        return Ok(data);
    }
    let size = |picture: Option<(usize, usize)>| match picture {
        Some((height, width)) => format!("{height} by {width} pixels"),
        None => "no picture".to_owned(),
    };
    Err(DataError::Byte {
        path: find(folder, "t10k-images-idx3-ubyte")?,
        offset: 8,
        expected: format!("{} as in the training images", size(expected)),
        found: size(found),
    })
}

#[cfg(test)]
mod tests;
