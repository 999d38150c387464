//! Whole files and folders, plain and packed.

use std::fs;

use tempfile::TempDir;

use super::file::tests::gzip;
use super::idx::tests::{images, labels};
use super::*;

const FIVE: &str = "1,2,0\n3,4,0\n5,6,0\n7,8,0\n9,10,0\n";

fn mnist_folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in [
        ("train-images-idx3-ubyte", images()),
        ("train-labels-idx1-ubyte", labels()),
        ("t10k-images-idx3-ubyte.gz", gzip(&images())),
        ("t10k-labels-idx1-ubyte.gz", gzip(&labels())),
    ] {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

#[test]
fn the_embedded_digits() {
    let data = Data::<f32>::digits();
    let (training, held_back) = (&data.training, &data.held_back);
    assert_eq!(training.inputs.nrows() + held_back.inputs.nrows(), 1797);
    assert_eq!(training.inputs.ncols(), 64);
    assert_eq!(held_back.classes.len(), held_back.inputs.nrows());
    assert_eq!((training.class_count, training.picture), (10, Some((8, 8))));
    assert!(training.inputs.iter().all(|&value| (0.0..=16.0).contains(&value)));
}

#[test]
fn a_plain_and_a_packed_csv_file_give_the_same() {
    let folder = TempDir::new().unwrap();
    let (plain, packed) = (folder.path().join("five.csv"), folder.path().join("five.csv.gz"));
    fs::write(&plain, FIVE).unwrap();
    fs::write(&packed, gzip(FIVE.as_bytes())).unwrap();
    let data = Data::<f64>::read(&plain).unwrap();
    assert_eq!(data, Data::read(&packed).unwrap());
    assert_eq!(data.training.inputs.shape(), [4, 2]);
    assert_eq!(data.held_back.inputs.shape(), [1, 2]);
}

#[test]
fn too_few_samples_to_hold_one_back() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("two.csv");
    fs::write(&path, "1,2,0\n3,4,1\n").unwrap();
    let message = Data::<f64>::read(&path).unwrap_err().to_string();
    assert!(message.contains("two.csv: expected enough samples"), "{message}");
    assert!(message.ends_with("found 2 in all"), "{message}");
}

#[test]
fn a_folder_of_plain_and_packed_idx_files() {
    let data = Data::<f32>::read(mnist_folder().path()).unwrap();
    assert_eq!(data.training, data.held_back);
    assert_eq!(data.training.classes, [9, 4]);
}

#[test]
fn a_folder_that_lacks_a_file() {
    let folder = mnist_folder();
    fs::remove_file(folder.path().join("t10k-labels-idx1-ubyte.gz")).unwrap();
    let message = Data::<f32>::read(folder.path()).unwrap_err().to_string();
    let expected = "expected a file t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte.gz in this \
                    folder, found neither";
    assert!(message.ends_with(expected), "{message}");
}

#[test]
fn pictures_of_two_sizes() {
    let folder = mnist_folder();
    let mut turned = images();
    turned.swap(11, 15);
    fs::write(folder.path().join("t10k-images-idx3-ubyte.gz"), gzip(&turned)).unwrap();
    let message = Data::<f32>::read(folder.path()).unwrap_err().to_string();
    let expected = "t10k-images-idx3-ubyte.gz, byte 8: expected 2 by 3 pixels as in the training \
                    images, found 3 by 2 pixels";
    assert!(message.ends_with(expected), "{message}");
}

#[test]
fn a_path_that_is_not_there() {
    let message = Data::<f32>::read(Path::new("no/such/data.csv")).unwrap_err().to_string();
    assert!(message.starts_with("no/such/data.csv: cannot be read"), "{message}");
}
