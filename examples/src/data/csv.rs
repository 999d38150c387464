//! Comma-separated values: one sample a line, the class in the last column, no heading.

use std::path::Path;
use std::str;

use chainrule::Float;
use ndarray::Array2;

use super::{DataError, Dataset};

/// Classes are whole numbers below this one; a larger number is most likely no class at all.
const CLASS_LIMIT: usize = 256;

/// The samples in the text `bytes`; `path` is for messages. There are as many classes as the
/// largest number among them asks for, and the inputs count as a picture when they can be a square.
/// Blank lines are skipped.
///
/// # Errors
/// When there is no sample, a line has another number of columns than the first or fewer than two,
/// a field is no finite number, or a class is no whole number below 256.
pub(super) fn parse<T: Float>(path: &Path, bytes: &[u8]) -> Result<Dataset<T>, DataError> {
    let (mut values, mut classes, mut columns) = (Vec::new(), Vec::new(), None);
    let mut line = Line { path, number: 0 };
    for bytes in bytes.split(|&byte| byte == b'\n') {
        line.number += 1;
        let text = line.text(bytes)?;
        if text.is_empty() {
            continue;
        }
        let (inputs, class) = line.fields(text, &mut columns)?;
        for (column, field) in inputs.iter().enumerate() {
            values.push(line.value(column, field)?);
        }
        classes.push(line.class(class)?);
    }
    let Some(columns) = columns else {
        return Err(line.error("a sample", "the end of the file"));
    };
    let inputs = Array2::from_shape_vec((classes.len(), columns - 1), values)
        .expect("every line has as many columns as the first");
    let class_count = classes.iter().max().map_or(0, |largest| largest + 1);
    Ok(Dataset { picture: square(columns - 1), inputs, classes, class_count })
}

/// A line of the file, for messages.
struct Line<'a> {
    path: &'a Path,
    number: u64,
}

impl Line<'_> {
    fn text<'t>(&self, bytes: &'t [u8]) -> Result<&'t str, DataError> {
        let found = "bytes that are not UTF-8 text";
        let text = str::from_utf8(bytes).map(str::trim);
        text.map_err(|_| self.error("numbers separated by commas", found))
    }

    /// The inputs and the class, as many as in the first line, which sets `columns`.
    fn fields<'t>(
        &self,
        text: &'t str,
        columns: &mut Option<usize>,
    ) -> Result<(Vec<&'t str>, &'t str), DataError> {
        let mut fields: Vec<&str> = text.split(',').map(str::trim).collect();
        let (count, first) = (fields.len(), *columns.get_or_insert(fields.len()));
        if count != first {
            let expected = format!("{first} columns as in the first line");
            return Err(self.error(expected, format!("{count} columns")));
        }
        match fields.pop() {
            Some(class) if !fields.is_empty() => Ok((fields, class)),
            _ => Err(self.error("at least two columns, the last one the class", "one column")),
        }
    }

    fn value<T: Float>(&self, column: usize, field: &str) -> Result<T, DataError> {
        let value = field.parse().ok().map(T::from_f64).filter(|value| value.is_finite());
        let expected = || format!("a finite number in column {}", column + 1);
        value.ok_or_else(|| self.error(expected(), quoted(field)))
    }

    fn class(&self, field: &str) -> Result<usize, DataError> {
        let class = field.parse().ok().filter(|&class: &usize| class < CLASS_LIMIT);
        let expected = || format!("a class from 0 to {} in the last column", CLASS_LIMIT - 1);
        class.ok_or_else(|| self.error(expected(), quoted(field)))
    }

    fn error(&self, expected: impl Into<String>, found: impl Into<String>) -> DataError {
        let (path, line) = (self.path.to_owned(), self.number);
        DataError::Line { path, line, expected: expected.into(), found: found.into() }
    }
}

/// A field as a message shows it: its beginning, since that of a corrupt file may be anything.
fn quoted(field: &str) -> String {
    const SHOWN: usize = 40;
    match field.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{:?}… ({} bytes)", &field[..end], field.len()),
        None => format!("{field:?}"),
    }
}

/// Height and width of a square picture with so many pixels.
fn square(pixels: usize) -> Option<(usize, usize)> {
    let side = pixels.isqrt();
    (side > 1 && side * side == pixels).then_some((side, side))
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    fn read(text: &[u8]) -> Result<Dataset<f64>, DataError> {
        parse(Path::new("samples.csv"), text)
    }

    #[track_caller]
    fn assert_error(text: impl AsRef<[u8]>, expected: &str) {
        let message = read(text.as_ref()).unwrap_err().to_string();
        assert_eq!(message, format!("samples.csv, line {expected}"));
    }

    #[test]
    fn good_files() {
        let data = read(b"1,2,0\n-3.5, 4e1,2\n").unwrap();
        assert_eq!(data.inputs, array![[1.0, 2.0], [-3.5, 40.0]]);
        assert_eq!((data.classes, data.class_count, data.picture), (vec![0, 2], 3, None));

        let data = read(b"1,2,3,4,1\r\n5,6,7,8,0").unwrap();
        assert_eq!(data.inputs.shape(), [2, 4]);
        assert_eq!(data.picture, Some((2, 2)));
    }

    #[test]
    fn an_empty_file() {
        assert_error("", "1: expected a sample, found the end of the file");
    }

    #[test]
    fn a_line_of_another_width() {
        assert_error("1,2,0\n3,0\n", "2: expected 3 columns as in the first line, found 2 columns");
        assert_error(
            "1,0\n\n2,5,0\n",
            "3: expected 2 columns as in the first line, found 3 columns",
        );
    }

    #[test]
    fn a_single_column() {
        let expected = "1: expected at least two columns, the last one the class, found one column";
        assert_error("1\n2\n", expected);
    }

    #[test]
    fn fields_that_are_no_numbers() {
        assert_error("a,b,class\n", "1: expected a finite number in column 1, found \"a\"");
        assert_error("1,2,0\n1,,0\n", "2: expected a finite number in column 2, found \"\"");
        assert_error("1,NaN,0\n", "1: expected a finite number in column 2, found \"NaN\"");
    }

    #[test]
    fn fields_of_any_length() {
        let expected = "1: expected a finite number in column 1, found";
        let (forty, more) = ("x".repeat(40), "é".repeat(1 << 20));
        assert_error(format!("{forty},0"), &format!("{expected} {forty:?}"));
        let shown = "é".repeat(40);
        assert_error(format!("{more},0"), &format!("{expected} {shown:?}… (2097152 bytes)"));
        let expected = "1: expected a class from 0 to 255 in the last column, found";
        let shown = "7".repeat(40);
        assert_error(format!("1,{}", "7".repeat(41)), &format!("{expected} {shown:?}… (41 bytes)"));
    }

    #[test]
    fn numbers_too_large_for_single_precision() {
        let message = parse::<f32>(Path::new("samples.csv"), b"1e40,0\n").unwrap_err().to_string();
        assert!(message.ends_with("expected a finite number in column 1, found \"1e40\""));
    }

    #[test]
    fn classes_out_of_range() {
        let expected = "expected a class from 0 to 255 in the last column";
        assert_error("1,2,0\n1,2,256\n", &format!("2: {expected}, found \"256\""));
        assert_error("1,2,-1\n", &format!("1: {expected}, found \"-1\""));
        assert_error("1,2,0.5\n", &format!("1: {expected}, found \"0.5\""));
    }

    #[test]
    fn bytes_that_are_no_text() {
        let expected =
            "2: expected numbers separated by commas, found bytes that are not UTF-8 text";
        assert_error(b"1,2,0\n\xff,2,0\n", expected);
    }
}
