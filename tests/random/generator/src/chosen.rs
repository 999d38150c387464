//! Literals without a type of their own: what a branch or a block yields, and methods of it.

use crate::statements::Writer;
use crate::tree::Node;

/// Methods of positive numbers.
const METHODS: &[&str] =
    &["exp()", "sqrt()", "ln()", "sin()", "powi(2)", "recip()", "tanh()", "abs()", "max(0.3)"];

/// Where literals are chosen; `M` is a method.
const CHOICES: &[&str] = &[
    "let @h: f64 = if ? { 1.0 } else { 2.0 };\n^ += $ * @h.M;",
    "let @h: f64 = match # { 0 => 2.0, _ => 0.5 };\n^ += $ * @h.M;",
    "let @h: f64;\nif ? {\n@h = 1.0;\n} else if ? {\n@h = 2.0;\n} else {\n@h = 0.5;\n}\n^ += $ * @h.M;",
    "let mut @h: f64 = 1.0;\nif ? {\n@h = 2.0;\n}\n^ += $ * @h.M;",
    "let (@h, @k): (f64, f64) = if ? { (1.0, 0.5) } else { (2.0, 1.5) };\n^ += $ * @h * @k;",
    "let @h: [f64; 2] = if ? { [1.0, 2.0] } else { [0.5; 2] };\n^ += $ * @h[# % 2];",
    "let @h: Vec<f64> = if ? { vec![1.0, 2.0] } else { vec![0.5; 2] };\n^ += $ * @h[1];",
    "let @f = |@u: f64| -> f64 { if @u > 0.4 { 1.0 } else { 2.0 } };\n^ += $ * @f($);",
    "let @h: f64 = 'b: {\nif ? {\nbreak 'b 1.0;\n}\n2.0\n};\n^ += $ * @h.M;",
    "let @h: f64 = if ? { -1.0 } else { 2.0 };\n^ += $ * @h.abs().M;",
    "let mut @h: f64 = 1.0;\nfor @i in 0..3 {\n^ = (^ + @h.M * x[@i]).sin();\n@h = if x[@i] > ~ { 1.0 } else { 2.0 };\n}",
    "let @o: Option<f64> = if ? { Some(2.0) } else { None };\n^ += $ * @o.unwrap_or(0.5);",
    "let @o: Option<f64> = if n > 1 { Some(2.0) } else { None };\n^ += @o.map_or($, |@q| @q * ~);",
    "let @h: f64 = if n > 2 { 1.0 } else { $ };\n^ += @h.sin();",
    "let @h: f64 = if n > 2 { 1.0 } else if ? { 2.0 } else { x[1] * x[1] + 0.5 };\n^ += @h.M;",
    "let @h: f64 = if ? { if n > 1 { 1.0 } else { 0.5 } } else { match n { 0 => 2.0, _ => 1.5 } };\n^ += $ * @h.M;",
    "^ = (^ * 0.5 + 1.0 / (2.0 + $ * $)).sin();",
    "let @h = 2.0;\n^ += $ * @h - (@h * ~).sin();",
    "let @h = if ? { 1.0 } else { 2.0 };\n^ += @h * $;",
];

impl Writer {
    /// A literal that is chosen.
    pub(crate) fn chosen(&mut self) -> Vec<Node> {
        let (text, method) = (self.any(CHOICES), self.any(METHODS));
        self.template(&crate::scope::replaced(text, "M", method))
    }
}
