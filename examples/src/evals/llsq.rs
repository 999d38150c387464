//! Linear least squares: a polynomial fitted to the sign function.

use chainrule::differentiate;

/// ½ Σᵢ (sᵢ − Σⱼ xⱼ tᵢʲ)² at n points tᵢ, equally spaced from −1 to 1, where sᵢ is the sign of tᵢ.
#[differentiate]
pub fn objective(x: &[f64], n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        let t = -1.0 + 2.0 * i as f64 / (n - 1) as f64;
        let mut polynomial = 0.0;
        let mut power = 1.0;
        for coefficient in x {
            polynomial += coefficient * power;
            power *= t;
        }
        let difference = sign(t) - polynomial;
        sum += difference * difference;
    }
    0.5 * sum
}

/// −1, 0 or 1; `signum` has no 0.
#[differentiate]
fn sign(t: f64) -> f64 {
    if t > 0.0 {
        1.0
    } else if t < 0.0 {
        -1.0
    } else {
        0.0
    }
}
