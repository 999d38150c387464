//! A formula of three variables, and drawings of its computational graph.

use std::fs;
use std::path::{Path, PathBuf};

use chainrule::{Graph, differentiate};

use crate::error::Error;

/// (z (x² + y))²
#[differentiate(graph)]
pub fn r(x: f64, y: f64, z: f64) -> f64 {
    let u = x * x;
    let v = u + y;
    let w = z * v;
    w * w
}

/// Writes the drawings of a graph: for Graphviz and as an image. The folder is made where there is
/// none. Returns the files.
///
/// # Errors
/// If the folder or a file cannot be written.
pub fn draw(graph: &Graph, folder: &Path) -> Result<[PathBuf; 2], Error> {
    let files = [("dot", graph.to_dot()), ("svg", graph.to_svg())]
        .map(|(extension, drawing)| (folder.join(graph.name()).with_extension(extension), drawing));
    let unwritable = |path: &Path| {
        let path = path.to_owned();
        move |reason| Error::Unwritable { path, reason }
    };
    fs::create_dir_all(folder).map_err(unwritable(folder))?;
    for (path, drawing) in &files {
        fs::write(path, drawing).map_err(unwritable(path))?;
    }
    Ok(files.map(|(path, _)| path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_partial_derivatives_by_hand() {
        // ∂r/∂x = 4 z² x (x² + y), ∂r/∂y = 2 z² (x² + y), ∂r/∂z = 2 z (x² + y)².
        assert_eq!(r(1.0, 2.0, 4.0), 144.0);
        assert_eq!(r::gradient(1.0, 2.0, 4.0), (192.0, 96.0, 72.0));
        assert_eq!(r::gradient(-2.0, 0.5, 3.0), (-324.0, 81.0, 121.5));
    }

    #[test]
    fn the_graph_shows_the_values() {
        let text = r::graph_at(1.0, 2.0, 4.0).to_text();
        for value in ["144", "192", "96", "72"] {
            assert!(text.contains(value), "{text}");
        }
    }

    #[test]
    fn the_drawings_are_files() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let [dot, svg] = draw(&r::graph(), &folder.path().join("new")).expect("files");
        assert!(fs::read_to_string(dot).expect("a file").starts_with("digraph"));
        assert!(fs::read_to_string(svg).expect("a file").starts_with("<svg"));
    }

    #[test]
    fn a_folder_that_cannot_be_made() {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        let error = draw(&r::graph(), file.path()).expect_err("a file is no folder");
        assert!(error.to_string().contains("cannot be written"), "{error}");
    }
}
