//! From one formula to a whole network: what chainrule makes of each.
//!
//! ```text
//! cargo run --release --example exercise
//! ```

mod formula;
mod handwritten;
mod net;
mod network;
mod reference;

use ndarray::{Array1, Array2};

use formula::{graph, r};
use net::{CustomNet, Start};
use reference::Reference;

fn main() {
    heading("1. The computational graph of r(x, y, z) = (z (x² + y))²");
    let (x, y, z) = (1.0, 2.0, 4.0);
    println!("{}", graph(x, y, z).to_text());

    heading("2. Its value and its three partial derivatives");
    println!("r({x}, {y}, {z}) = {}", r(x, y, z));
    let (r_x, r_y, r_z) = r::gradient(x, y, z);
    println!("∂r/∂x = {r_x}, ∂r/∂y = {r_y}, ∂r/∂z = {r_z}");

    heading("3. A network of any size, forward and backward");
    let net = CustomNet::<f64>::new(4, 2, &[5, 3], Start::StandardNormal, 7);
    show_net(&net);

    heading("4. The same numbers as PyTorch");
    show_reference(&Reference::read());
}

fn heading(text: &str) {
    println!("\n{text}\n{}\n", "─".repeat(text.chars().count()));
}

fn show_net(net: &CustomNet<f64>) {
    println!(
        "{} inputs, hidden layers {:?}, {} outputs, sigmoid after every layer\n",
        net.input_size, net.hidden_sizes, net.output_size
    );
    let x = Array2::from_shape_fn((3, net.input_size), |(i, j)| (i as f64 - j as f64) / 2.0);
    let y = Array2::from_shape_fn((3, net.output_size), |(i, j)| (i + j) as f64 / 4.0);
    let pass = net.forward(&x);
    let (loss, gradients) = net.backward(&x, &y);
    println!("forward, for {} samples:", x.nrows());
    for (layer, (z, a)) in pass.pre_activations.iter().zip(&pass.activations).enumerate() {
        println!("  layer {}: pre-activations {:?}, activations {:?}", layer + 1, z.dim(), a.dim());
    }
    println!("output:\n{:.6}", pass.output());
    println!("\nloss ½ mean((output − y)²) = {loss:.6}");
    println!("backward:");
    for (layer, (w, b)) in gradients.weights.iter().zip(&gradients.biases).enumerate() {
        println!(
            "  layer {}: weights {:?}, largest derivative {:.3e}; biases {}, largest {:.3e}",
            layer + 1,
            w.dim(),
            largest(w.iter()),
            b.len(),
            largest(b.iter())
        );
    }
}

fn show_reference(reference: &Reference) {
    let single = reference.net::<f32>();
    let loss = single.loss(&reference.x(), &reference.y());
    println!("layers {:?}, {} samples", reference.sizes, reference.x.len());
    println!("loss in f32:     {}", f64::from(loss));
    println!("PyTorch in f32:  {}", reference.loss_f32);

    let (loss, gradients) = reference.net::<f64>().backward(&reference.x(), &reference.y());
    println!("loss in f64:     {loss}");
    println!("PyTorch in f64:  {}", reference.loss_f64);
    println!("\nlargest deviation of a derivative from PyTorch's, in f64:");
    let (weights, biases) = reference.gradients();
    for layer in 0..weights.len() {
        println!(
            "  layer {}: weights {:.1e}, biases {:.1e}",
            layer + 1,
            largest_deviation(&gradients.weights[layer], &weights[layer]),
            largest_deviation_of_vectors(&gradients.biases[layer], &biases[layer])
        );
    }
}

fn largest<'a>(values: impl Iterator<Item = &'a f64>) -> f64 {
    values.fold(0.0, |largest: f64, value| largest.max(value.abs()))
}

fn largest_deviation(a: &Array2<f64>, b: &Array2<f64>) -> f64 {
    largest((a - b).iter())
}

fn largest_deviation_of_vectors(a: &Array1<f64>, b: &Array1<f64>) -> f64 {
    largest((a - b).iter())
}
