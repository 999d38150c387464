//! A long short-term memory network that predicts the next character of a text, every weight
//! matrix diagonal.

use chainrule::differentiate;

/// The loss, −Σ x · (ŷ − log(2 + Σ exp ŷ)) over the characters x but the first and the predictions
/// ŷ made for them, divided by the number of their bits.
///
/// - `main`: per layer four weights and four biases (forget, ingate, outgate, change), `b` each;
/// - `extra`: the weights of the input, and the weights and the biases of the output;
/// - `state`: per layer what is hidden and the cells at the start;
/// - `sequence`: the characters, `b` bits each.
#[differentiate]
pub fn objective(
    main: &[f64],
    extra: &[f64],
    #[constant] state: &[f64],
    #[constant] sequence: &[f64],
) -> f64 {
    let b = extra.len() / 3;
    let layers = main.len() / (8 * b);
    let mut hidden = vec![0.0; layers * b];
    let mut cell = vec![0.0; layers * b];
    for i in 0..layers {
        let start = 2 * i * b;
        hidden[i * b..(i + 1) * b].copy_from_slice(&state[start..start + b]);
        cell[i * b..(i + 1) * b].copy_from_slice(&state[start + b..start + 2 * b]);
    }

    let steps = sequence.len() / b - 1;
    let mut signal = vec![0.0; b];
    let mut total = 0.0;
    for t in 0..steps {
        let input = &sequence[t * b..(t + 1) * b];
        for i in 0..b {
            signal[i] = input[i] * extra[i];
        }
        for i in 0..layers {
            layer(
                &main[8 * i * b..8 * (i + 1) * b],
                &mut hidden[i * b..(i + 1) * b],
                &mut cell[i * b..(i + 1) * b],
                &mut signal,
            );
        }
        for i in 0..b {
            signal[i] = signal[i] * extra[b + i] + extra[2 * b + i];
        }
        total += log_likelihood(&signal, &sequence[(t + 1) * b..(t + 2) * b]);
    }
    -total / (steps * b) as f64
}

/// One step of one layer. `signal` is its input, and then its output.
#[differentiate]
fn layer(weights: &[f64], hidden: &mut [f64], cell: &mut [f64], signal: &mut [f64]) {
    let b = signal.len();
    let (weights, biases) = weights.split_at(4 * b);
    for i in 0..b {
        let forget = sigmoid(signal[i] * weights[i] + biases[i]);
        let ingate = sigmoid(hidden[i] * weights[b + i] + biases[b + i]);
        let outgate = sigmoid(signal[i] * weights[2 * b + i] + biases[2 * b + i]);
        let change = (hidden[i] * weights[3 * b + i] + biases[3 * b + i]).tanh();
        cell[i] = cell[i] * forget + ingate * change;
        hidden[i] = outgate * cell[i].tanh();
        signal[i] = hidden[i];
    }
}

/// Σ x · (ŷ − log(2 + Σ exp ŷ))
#[differentiate]
fn log_likelihood(prediction: &[f64], #[constant] character: &[f64]) -> f64 {
    let sum: f64 = prediction.iter().map(|y| y.exp()).sum();
    let normalisation = (2.0 + sum).ln();
    character.iter().zip(prediction).map(|(x, y)| x * (y - normalisation)).sum()
}

/// 1 / (1 + exp(−x))
#[differentiate]
fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}
