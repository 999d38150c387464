//! Statements by the text of what they are about: less usual Rust.

use crate::expressions::number;
use crate::statements::{Writer, statement};
use crate::tree::{Node, Piece};

/// Values, where `$` is a number, `#` an index or count, and `?` a condition.
const VALUES: [&str; 30] = [
    "match # { 0 => $, 1..=2 => $, k if k % 2 == 1 => $, _ => $ }",
    "match # { 0 | 3 => $, k @ 1..=2 => $ * (k as f64), _ => $ }",
    "{ let mut k = 0; loop { k += 1; let v = $; if k > 2 || ? { break v; } } }",
    "{ let mut k = 0; let mut e = $; 'o: loop { k += 1; for j in 0..3 { if j == k { continue 'o; } e = (e * $).sin(); if k > 2 { break 'o e; } } } }",
    "'b: { if ? { break 'b $; } $ }",
    "{ let (a, b) = ($, $); a * b - b }",
    "{ let (a, b) = parted($, $); a - b * a }",
    "{ let mut q = Pair { a: $, b: [$, 0.5_f64] }; q.a = q.a * q.b[0]; turned(&mut q, $); held(&q) + q.b[1] }",
    "{ let mut m = [[0.5_f64, 0.2_f64, 0.7_f64], [$; 3]]; m[# % 2][# % 3] = $; m[0][# % 3] * m[1][1] }",
    "{ let f = |a: f64, b: f64| (a * $).tanh() + b; f($, f($, 0.3_f64)) }",
    "x.iter().zip(y.iter()).skip(1).map(|(a, b)| a * b).sum::<f64>()",
    "y.iter().rev().enumerate().map(|(j, v)| v * (j as f64)).fold($, |a, v| a * 0.5_f64 + v)",
    "x.iter().step_by(2).map(|v| v * v).collect::<Vec<f64>>()[1]",
    "y.windows(2).map(|p| p[0] * p[1]).sum::<f64>()",
    "z.chunks(2).map(|p| p[0].sin() * p[1]).sum::<f64>()",
    "(0..4).filter(|j| j % 2 == #.min(1)).map(|j| y[j] * x[j]).sum::<f64>()",
    "y.iter().copied().max_by(|a, b| a.partial_cmp(b).unwrap()).unwrap()",
    "halved(&y) * 0.3_f64",
    "{ let a = if ? { [$, 0.4_f64] } else { [0.6_f64, $] }; a[0] * a[# % 2] }",
    "(($).sin() + 1.5_f64).sqrt().powi(3)",
    "(($).tanh().exp() + 1.0_f64).ln()",
    "bent::gradient($, $).1",
    "{ let (v, (a, b)) = bent::value_and_gradient($, $); v * a - b }",
    "{ let (v, d) = bent::jvp($, $, $, $); v * d }",
    "{ let (a, b) = bent::hvp($, $, $, 0.4_f64); a - b }",
    "bent::hessian($, $)[0][# % 2]",
    "{ let (a, b) = ($, $); let (v, kept) = bent::forward(a, b); let mut e = v; for j in 0..# { let (p, q) = bent::backward(a, b, &kept, e); e = (p * q + e * 0.3_f64).sin(); } e }",
    "{ let g = steep::gradient(&y); g[# % 4] * $ }",
    "{ let mut g = [0.2_f64; 4]; let (v, kept) = steep::forward(&y); if ? { steep::backward(&y, &kept, $, &mut g); } else { g[1] = v; } g[# % 4] * v }",
    "{ let h = steep::hvp(&y, &z); (h[0] + h[# % 4] * $).sin() }",
];

impl Writer {
    /// An assignment of a less usual value.
    pub(crate) fn unusual(&mut self) -> Node {
        let (target, text) = (self.any(&["s", "t"]), self.any(&VALUES));
        let mut parts: Vec<Piece> = Vec::new();
        let mut written = String::new();
        for c in text.chars() {
            match c {
                '$' => parts.push(self.expression(2).into()),
                '?' => parts.push(self.condition().into()),
                '#' => parts.push(self.index().into()),
                c => {
                    written.push(c);
                    continue;
                }
            }
            written.push('$');
        }
        // Loops and blocks inside are left by their own exits.
        let value = number(&written, parts).looping();
        let scaled = self.any(&["($).sin()", "($).tanh()", "($ * 0.4_f64).cos()"]);
        statement(&format!("{target} = $;"), [number(scaled, [value.into()]).into()])
    }

    fn index(&mut self) -> String {
        match self.loops.last().cloned() {
            Some((index, _)) if self.chance(0.6) => index,
            _ => self.any(&["n", "n.min(1)", "2_usize"]).to_owned(),
        }
    }
}
