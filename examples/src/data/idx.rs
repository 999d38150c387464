//! The idx format of MNIST (LeCun, Cortes, Burges: The MNIST database of handwritten digits).
//!
//! A file is a big-endian header and then one byte a value. The header is two zero bytes, the type
//! of the values (8 for unsigned bytes), the number of dimensions, and each dimension as `u32`:
//!
//! | file | dimensions | first four bytes |
//! |---|---|---|
//! | images | count, height, width | 0x00000803 |
//! | labels | count | 0x00000801 |

use std::path::Path;

use chainrule::Float;
use ndarray::Array2;

use super::{DataError, Dataset};

const IMAGES_MAGIC: u32 = 0x0000_0803;
const LABELS_MAGIC: u32 = 0x0000_0801;
const CLASS_COUNT: usize = 10;

/// A file's path, for messages, and its unpacked bytes.
pub(super) struct IdxFile<'a> {
    pub(super) path: &'a Path,
    pub(super) bytes: &'a [u8],
}

/// The samples of an images file and the labels file that belongs to it.
///
/// # Errors
/// When a file has another magic number, is shorter or longer than its header says, a label is
/// above 9, there is no image, or there are not as many labels as images.
pub(super) fn parse<T: Float>(
    images: &IdxFile<'_>,
    labels: &IdxFile<'_>,
) -> Result<Dataset<T>, DataError> {
    images.expect_magic(IMAGES_MAGIC, "images")?;
    let [count, height, width] = images.dimensions()?;
    let pixels = images.values(&[count, height, width])?;
    if pixels.is_empty() {
        let found = format!("{count} images of {height} by {width}");
        return Err(images.error(4, "at least one image of at least one pixel", found));
    }
    let classes = labels_for(images, count, labels)?;
    let pixels = pixels.iter().map(|&byte| T::from_f64(f64::from(byte))).collect();
    let inputs = Array2::from_shape_vec((count, height * width), pixels)
        .expect("the number of bytes was compared with the header");
    Ok(Dataset { inputs, classes, class_count: CLASS_COUNT, picture: Some((height, width)) })
}

fn labels_for(
    images: &IdxFile<'_>,
    count: usize,
    labels: &IdxFile<'_>,
) -> Result<Vec<usize>, DataError> {
    labels.expect_magic(LABELS_MAGIC, "labels")?;
    let [label_count] = labels.dimensions()?;
    if label_count != count {
        let expected = format!("{count} labels, as many as {} has images", images.path.display());
        return Err(labels.error(4, expected, label_count.to_string()));
    }
    let values = labels.values(&[count])?;
    if let Some(index) = values.iter().position(|&label| usize::from(label) >= CLASS_COUNT) {
        let expected = format!("a label from 0 to {}", CLASS_COUNT - 1);
        return Err(labels.error(header_len(1) + index, expected, values[index].to_string()));
    }
    Ok(values.iter().map(|&label| usize::from(label)).collect())
}

impl<'a> IdxFile<'a> {
    fn expect_magic(&self, magic: u32, content: &str) -> Result<(), DataError> {
        let found = self.word(0)?;
        if found == magic {
            return Ok(());
        }
        let expected = format!("the magic number {magic:#010x} of {content} as unsigned bytes");
        Err(self.error(0, expected, format!("{found:#010x}")))
    }

    fn dimensions<const N: usize>(&self) -> Result<[usize; N], DataError> {
        let mut dimensions = [0; N];
        for (index, dimension) in dimensions.iter_mut().enumerate() {
            *dimension = self.word(header_len(index))? as usize;
        }
        Ok(dimensions)
    }

    fn values(&self, dimensions: &[usize]) -> Result<&'a [u8], DataError> {
        let header = header_len(dimensions.len());
        let values = &self.bytes[header..];
        let expected = dimensions.iter().try_fold(1_usize, |all, &len| all.checked_mul(len));
        if expected == Some(values.len()) {
            return Ok(values);
        }
        let sizes: Vec<String> = dimensions.iter().map(usize::to_string).collect();
        let expected = format!("{} bytes of values", sizes.join(" × "));
        let offset = self.bytes.len().min(header);
        Err(self.error(offset, expected, format!("{} up to the end of the file", values.len())))
    }

    fn word(&self, offset: usize) -> Result<u32, DataError> {
        let bytes = self.bytes.get(offset..offset + 4).and_then(|word| word.try_into().ok());
        let found = || format!("the end of the file at byte {}", self.bytes.len());
        bytes
            .map(u32::from_be_bytes)
            .ok_or_else(|| self.error(offset, "four bytes of the header", found()))
    }

    fn error(
        &self,
        offset: usize,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> DataError {
        let path = self.path.to_owned();
        DataError::Byte { path, offset, expected: expected.into(), found: found.into() }
    }
}

/// The length of the magic number and of so many dimensions.
fn header_len(dimensions: usize) -> usize {
    4 * (1 + dimensions)
}

#[cfg(test)]
pub(super) mod tests {
    use ndarray::array;

    use super::*;

    /// Two images of 2 by 3 pixels.
    pub(in crate::data) fn images() -> Vec<u8> {
        let header = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3];
        [&header[..], &[0, 1, 2, 3, 4, 5], &[250, 251, 252, 253, 254, 255]].concat()
    }

    /// The two images' labels.
    pub(in crate::data) fn labels() -> Vec<u8> {
        vec![0, 0, 8, 1, 0, 0, 0, 2, 9, 4]
    }

    fn read(images: &[u8], labels: &[u8]) -> Result<Dataset<f32>, DataError> {
        let images = IdxFile { path: Path::new("images"), bytes: images };
        parse(&images, &IdxFile { path: Path::new("labels"), bytes: labels })
    }

    #[track_caller]
    fn assert_error(images: &[u8], labels: &[u8], expected: &str) {
        assert_eq!(read(images, labels).unwrap_err().to_string(), expected);
    }

    #[test]
    fn good_files() {
        let data = read(&images(), &labels()).unwrap();
        let expected =
            array![[0.0, 1.0, 2.0, 3.0, 4.0, 5.0], [250.0, 251.0, 252.0, 253.0, 254.0, 255.0]];
        assert_eq!(data.inputs, expected);
        assert_eq!((data.classes, data.class_count), (vec![9, 4], 10));
        assert_eq!(data.picture, Some((2, 3)));
    }

    #[test]
    fn wrong_magic_numbers() {
        assert_error(
            &labels(),
            &labels(),
            "images, byte 0: expected the magic number 0x00000803 of images as unsigned bytes, \
             found 0x00000801",
        );
        assert_error(
            &images(),
            &images(),
            "labels, byte 0: expected the magic number 0x00000801 of labels as unsigned bytes, \
             found 0x00000803",
        );
    }

    #[test]
    fn truncated_headers() {
        let expected = "images, byte 0: expected four bytes of the header, \
                        found the end of the file at byte 3";
        assert_error(&images()[..3], &labels(), expected);
        let expected = "images, byte 12: expected four bytes of the header, \
                        found the end of the file at byte 15";
        assert_error(&images()[..15], &labels(), expected);
        let expected = "labels, byte 4: expected four bytes of the header, \
                        found the end of the file at byte 4";
        assert_error(&images(), &labels()[..4], expected);
    }

    #[test]
    fn truncated_values() {
        assert_error(
            &images()[..27],
            &labels(),
            "images, byte 16: expected 2 × 2 × 3 bytes of values, \
             found 11 up to the end of the file",
        );
        assert_error(
            &images(),
            &labels()[..9],
            "labels, byte 8: expected 2 bytes of values, found 1 up to the end of the file",
        );
    }

    #[test]
    fn values_beyond_the_end() {
        let long = [images(), vec![0]].concat();
        let expected = "images, byte 16: expected 2 × 2 × 3 bytes of values, \
                        found 13 up to the end of the file";
        assert_error(&long, &labels(), expected);
    }

    #[test]
    fn sizes_beyond_any_memory() {
        let mut huge = images();
        huge[4..16].fill(0xff);
        let expected = "images, byte 16: expected 4294967295 × 4294967295 × 4294967295 bytes of \
                        values, found 12 up to the end of the file";
        assert_error(&huge, &labels(), expected);
    }

    #[test]
    fn labels_out_of_range() {
        let mut bad = labels();
        bad[9] = 10;
        assert_error(&images(), &bad, "labels, byte 9: expected a label from 0 to 9, found 10");
    }

    #[test]
    fn counts_that_differ() {
        let three = [0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3];
        let expected = "labels, byte 4: expected 2 labels, as many as images has images, found 3";
        assert_error(&images(), &three, expected);
    }

    #[test]
    fn no_images_at_all() {
        let none = [0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3];
        let expected = "images, byte 4: expected at least one image of at least one pixel, \
                        found 0 images of 2 by 3";
        assert_error(&none, &[0, 0, 8, 1, 0, 0, 0, 0], expected);
    }
}
