//! The table, the plots and the progress bar.

use std::fs;
use std::path::Path;

use chainrule::Float;
use chainrule::nn::softmax;
use chainrule_examples::data::Dataset;
use chainrule_examples::metrics::{Confusion, readings};
use chainrule_examples::plot::{Epoch, Misread, misread_digits, training_curve};
use comfy_table::{CellAlignment, Table, presets};
use indicatif::{ProgressBar, ProgressStyle};
use ndarray::Array2;

use crate::error::Error;

/// A bar that counts epochs; nothing is shown where the standard error output is no terminal.
pub fn progress_bar(epochs: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("epoch {pos:>3}/{len} {bar:30.cyan/black} {msg}")
        .expect("the template is correct")
        .progress_chars("━━─");
    ProgressBar::new(epochs as u64).with_style(style)
}

/// What the bar says beside the count.
pub fn progress_message(epoch: &Epoch) -> String {
    format!(
        "loss {:.4}   held back: loss {:.4}, accuracy {:.2} %",
        epoch.training_loss,
        epoch.held_back_loss,
        100.0 * epoch.held_back_accuracy
    )
}

/// Precision, recall and count of each class, and of all.
pub fn table(confusion: &Confusion, class_count: usize) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_BORDERS_ONLY);
    table.set_header(["class", "precision", "recall", "count"]);
    for class in 0..class_count {
        let (precision, recall) = (confusion.precision(class), confusion.recall(class));
        let count = confusion.count(class).to_string();
        table.add_row([class.to_string(), percent(precision), percent(recall), count]);
    }
    let accuracy = percent(confusion.accuracy());
    table.add_row(["all".to_owned(), accuracy.clone(), accuracy, confusion.total().to_string()]);
    table.column_iter_mut().for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    table
}

/// A dash where there is nothing to count.
fn percent(part: f64) -> String {
    if part.is_nan() { "–".to_owned() } else { format!("{:.1} %", 100.0 * part) }
}

/// Writes the training curve.
///
/// # Errors
/// When it cannot be drawn or stored.
pub fn plot_training(path: &Path, history: &[Epoch]) -> Result<(), Error> {
    write(path, &training_curve(history)?)
}

/// Writes the pictures of `samples`, not scaled, that were misread.
///
/// # Errors
/// When they cannot be drawn or stored.
pub fn plot_misread<T: Float>(
    path: &Path,
    samples: &Dataset<T>,
    picture: (usize, usize),
    scores: &Array2<T>,
) -> Result<(), Error> {
    let (readings, probabilities) = (readings(scores), softmax(scores));
    let misread: Vec<_> = (0..readings.len())
        .filter(|&i| readings[i] != samples.classes[i])
        .map(|i| Misread {
            pixels: samples.inputs.row(i),
            class: samples.classes[i],
            reading: readings[i],
            probability: probabilities[[i, readings[i]]].to_f64(),
        })
        .collect();
    write(path, &misread_digits(&misread, picture, readings.len())?)
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    let unwritable = |reason| Error::Unwritable { path: path.to_owned(), reason };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(unwritable)?;
    }
    fs::write(path, text).map_err(unwritable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_for_each_class_and_one_for_all() {
        let confusion = Confusion::new(3, &[0, 0, 0, 1], &[0, 0, 1, 1]);
        let table = table(&confusion, 3).to_string();
        let cells = |line: &str| {
            let cells = line.trim_matches('│').split_whitespace();
            cells.filter(|&cell| cell != "%").map(str::to_owned).collect::<Vec<_>>()
        };
        let rows: Vec<_> = table.lines().filter(|line| line.starts_with('│')).map(cells).collect();
        let expected = [
            ["class", "precision", "recall", "count"],
            ["0", "100.0", "66.7", "3"],
            ["1", "50.0", "100.0", "1"],
            ["2", "–", "–", "0"],
            ["all", "75.0", "75.0", "4"],
        ];
        assert_eq!(rows, expected, "{table}");
    }

    #[test]
    fn a_plot_that_cannot_be_stored() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = file.path().join("inside a file.svg");
        let message = write(&path, "").unwrap_err().to_string();
        assert!(message.contains("inside a file.svg: cannot be written: "), "{message}");
    }
}
