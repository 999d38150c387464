//! From one formula to a whole network: what chainrule makes of each.
//!
//! ```text
//! cargo run --release --example exercise
//! ```
//!
//! `formula` holds the formula, `network` the layers and the loss, `net` the network built of
//! them, and `reference` one whose numbers PyTorch has computed.

mod error;
mod formula;
mod net;
mod network;
mod options;
mod reference;

use std::process::ExitCode;

use chainrule_examples::say;
use clap::Parser;
use ndarray::Array2;

use error::Error;
use formula::{draw, r};
use net::CustomNet;
use options::Options;
use reference::Reference;

/// Derivatives in double precision may be this far from PyTorch's.
const GRADIENT_TOLERANCE: f64 = 1e-12;

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Error> {
    heading("1. The computational graph of r(x, y, z) = (z (x² + y))²");
    say!("{}", r::graph());

    let (x, y, z) = (1.0, 2.0, 4.0);
    heading(&format!("2. Forward and backward at ({x}, {y}, {z})"));
    let graph = r::graph_at(x, y, z);
    say!("{graph}");
    for file in draw(&graph, &options.output)? {
        say!("written: {}", file.display());
    }
    say!("\nr({x}, {y}, {z}) = {}", r(x, y, z));
    let (r_x, r_y, r_z) = r::gradient(x, y, z);
    say!("∂r/∂x = {r_x}, ∂r/∂y = {r_y}, ∂r/∂z = {r_z}");

    heading("3. A network of any size, forward and backward");
    let Options { inputs, outputs, hidden, start, seed, .. } = options;
    show_net(&CustomNet::new(*inputs, *outputs, &hidden.0, *start, *seed));

    heading("4. The same numbers as PyTorch");
    show_reference(&Reference::read())
}

fn heading(text: &str) {
    say!("\n{text}\n{}\n", "─".repeat(text.chars().count()));
}

fn show_net(net: &CustomNet<f64>) {
    say!(
        "{} inputs, hidden layers {:?}, {} outputs, sigmoid after every layer\n",
        net.input_size,
        net.hidden_sizes,
        net.output_size
    );
    let x = Array2::from_shape_fn((3, net.input_size), |(i, j)| (i as f64 - j as f64) / 2.0);
    let y = Array2::from_shape_fn((3, net.output_size), |(i, j)| (i + j) as f64 / 4.0);
    let pass = net.forward(&x);
    let (loss, gradients) = net.backward(&x, &y);
    say!("forward, for {} samples:", x.nrows());
    for (layer, (z, a)) in pass.pre_activations.iter().zip(&pass.activations).enumerate() {
        say!("  layer {}: pre-activations {:?}, activations {:?}", layer + 1, z.dim(), a.dim());
    }
    say!("output:\n{:.6}", pass.output());
    say!("\nloss ½ mean((output − y)²) = {loss:.6}\n");
    say!("backward:");
    for (layer, (w, b)) in gradients.weights.iter().zip(&gradients.biases).enumerate() {
        say!(
            "  layer {}: weights {:?}, largest derivative {:.3e}; biases {:?}, largest {:.3e}",
            layer + 1,
            w.dim(),
            largest(w),
            b.dim(),
            largest(b)
        );
    }
}

fn show_reference(reference: &Reference) -> Result<(), Error> {
    let loss = f64::from(reference.net::<f32>().loss(&reference.x(), &reference.y()));
    say!("layers {:?}, {} samples", reference.sizes, reference.x.len());
    say!("loss in f32:     {loss}");
    say!("PyTorch in f32:  {}", reference.loss_f32);
    let rounding = f64::from(f32::EPSILON) * reference.loss_f32;
    Error::unless_within("the loss in f32", (loss - reference.loss_f32).abs(), rounding)?;

    let (loss, gradients) = reference.net::<f64>().backward(&reference.x(), &reference.y());
    say!("loss in f64:     {loss}");
    say!("PyTorch in f64:  {}", reference.loss_f64);
    Error::unless_within("the loss in f64", (loss - reference.loss_f64).abs(), GRADIENT_TOLERANCE)?;

    say!("\nlargest deviation of a derivative from PyTorch's, in f64:");
    let theirs = reference.gradients();
    for (layer, (w, b)) in gradients.deviations(&theirs).into_iter().enumerate() {
        say!("  layer {}: weights {w:.1e}, biases {b:.1e}", layer + 1);
        Error::unless_within("a derivative in a weight", w, GRADIENT_TOLERANCE)?;
        Error::unless_within("a derivative in a bias", b, GRADIENT_TOLERANCE)?;
    }
    say!("all within {GRADIENT_TOLERANCE:e}");
    Ok(())
}

/// The largest magnitude; NaN where one is NaN.
fn largest<'a>(values: impl IntoIterator<Item = &'a f64>) -> f64 {
    values.into_iter().fold(0.0, |largest: f64, value| {
        if value.is_nan() || largest.is_nan() { f64::NAN } else { largest.max(value.abs()) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_example() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let output = folder.path().to_str().expect("a plain name");
        for more in [&[][..], &["--hidden", "", "--start", "xavier-uniform"]] {
            let arguments = [&["exercise", "--output", output], more].concat();
            run(&Options::parse_from(arguments)).expect("everything agrees");
        }
    }

    #[test]
    fn the_largest_keeps_nan() {
        assert_eq!(largest(&[1.0, -3.0, 2.0]), 3.0);
        assert!(largest(&[1.0, f64::NAN, 2.0]).is_nan());
    }
}
