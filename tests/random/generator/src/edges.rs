//! Values whose slopes are infinite, or no number, at the edge, where nothing reads them there.
//!
//! The first coordinate is 0 at one of the points where programs are tried, and no other is there.

use crate::scope::replaced;
use crate::statements::Writer;
use crate::tree::Node;

/// Values at the edge where `x[0]` is 0.
const EDGES: &[&str] = &[
    "x[0].abs().sqrt()",
    "(x[0] * x[0]).sqrt()",
    "(x[0].abs() * 2.0_f64).sqrt()",
    "(x[0] * x[0] + x[0].abs()).sqrt()",
    "x[0].abs().ln()",
    "(x[0] * x[0]).ln()",
    "x[0].abs().log2()",
    "x[0].abs().powf(0.3_f64)",
    "x[0].abs().powf(-0.5_f64)",
    "x[0].abs().powf(x[1].abs())",
    "x[0].abs().recip()",
    "(0.5_f64 / x[0].abs())",
    "(x[1] / x[0])",
    "x[0].powi(-2)",
    "x[0].cbrt()",
    "(1.0_f64 - x[0].abs()).asin()",
    "(1.0_f64 - x[0].abs()).acos()",
    "(x[0].abs() - 1.0_f64).ln_1p()",
    "(1.0_f64 - x[0].abs()).atanh()",
];

/// Where they stand, such that they are not read at the edge. `E` is the value; `NEAR` holds there.
const READERS: &[&str] = &[
    "let @r = E;\n^ += $;",
    "let @r = E * $;\nif !NEAR {\n^ += @r.sin();\n}",
    "let @r = E;\n^ = if NEAR { $ } else { @r.sin() * ~ };",
    "let @r = E;\n^ += match NEAR { true => $, false => (@r * ~).tanh() };",
    "^ += if NEAR { $ } else { (E * ~).sin() };",
    "let mut @r = E;\nif NEAR {\n@r = $;\n}\n^ += @r.sin();",
    "let mut @r = E;\n@r = $;\n^ += @r;",
    "let mut @r = E;\n^ += $;\n@r *= ~;",
    "let (@r, @q) = (E, $);\nif NEAR {\n^ = @q;\n} else {\n^ = (@r * @q).sin();\n}",
    "let (@q, _) = ($, E);\n^ += @q;",
    "let @t = (E, $);\n^ += @t.1;",
    "let @v = [E, $, ~];\n^ += @v[1] * @v[2];",
    "let mut @v = vec![$, E, ~];\n@v[1] = ~;\n^ += @v[0] * @v[1];",
    "let mut @v = vec![$, E, ~];\nif NEAR {\n@v[1] = ~;\n}\n^ += (@v[0] * @v[1]).sin();",
    "let @q = Pair { a: E, b: [$, ~] };\n^ += @q.b[0] * @q.b[1];",
    "let mut @q = Pair { a: E, b: [$, ~] };\n@q.a = ~;\n^ += held(&@q);",
    "let @f = |@u: f64| if NEAR { @u } else { (E * @u).sin() };\n^ += @f($);",
    "let mut @b = -9.0_f64;\nfor @i in 0..4 {\nlet @r = x[@i].abs().sqrt();\nif @r > @b {\n@b = @r;\n}\n}\n^ += @b;",
    "let mut @b = 9.0_f64;\nfor @v in x {\nlet @r = 0.3_f64 / @v.abs();\nif @r < @b {\n@b = @r;\n}\n}\n^ += @b;",
    "let mut @b = x[0].abs().sqrt();\nfor @i in 1..4 {\nlet @r = x[@i].abs().sqrt() * ~;\nif @r > @b {\n@b = @r;\n}\n}\nif !NEAR {\n^ += @b;\n}",
    "for @i in 0..3 {\nlet @r = E * x[@i];\nif NEAR {\ncontinue;\n}\n^ += (@r * ~).sin();\n}",
    "for @i in 0..3 {\nlet mut @r = E;\nif NEAR || @i > 1 {\n@r = x[@i];\n}\n^ += @r.sin() * ~;\n}",
    "let mut @r = 0.3_f64;\nfor @i in 0..3 {\n^ += @r.sin();\n@r = E * x[@i];\nif NEAR {\n@r = ~;\n}\n}",
    "let mut @r = E;\nfor @i in 0..3 {\nif NEAR {\n@r = 0.2_f64;\n}\n^ += (@r * x[@i]).sin();\n@r = ~;\n}",
    "let mut @c = 0;\nlet mut @r = ~;\nwhile @c < 3 {\n!@c += 1;\nlet @e = E;\nif NEAR {\nbreak;\n}\n@r += @e.sin();\n}\n^ += @r;",
    "let @v = (0..3).map(|@i| if NEAR { x[@i] } else { (E * x[@i]).sin() }).sum::<f64>();\n^ += @v;",
    "let @v: Vec<f64> = x.iter().map(|@e| @e.abs().sqrt()).collect();\n^ += @v[1] * @v[2];",
    "^ += x.iter().filter(|@e| @e.abs() > 0.05_f64).map(|@e| @e.abs().sqrt()).sum::<f64>();",
    "^ += x.iter().map(|@e| if @e.abs() > 0.05_f64 { @e.abs().ln() } else { @e * ~ }).sum::<f64>();",
    "^ += x[0].abs().sqrt().max($.abs() + 1.5_f64);",
    "^ += x[0].abs().recip().min($.abs() + 0.5_f64);",
    "^ += x.iter().map(|@e| @e.abs().sqrt()).fold(0.01_f64, |@a, @e| @a.max(@e));",
    "let (@a, @b) = roots(x[0].abs(), $);\n^ += if NEAR { @b } else { @a.sin() };",
    "let mut @o = vec![~; 4];\nrooted(x, &mut @o);\n@o[0] = ~;\n^ += @o[0] * @o[1] + @o[2];",
    "let mut @o = vec![~; 4];\nrooted(x, &mut @o);\nif !NEAR {\n^ += @o[0];\n}\n^ += @o[3].sin();",
    "let @a = Array1::from_vec(x.to_vec());\nlet @b = @a.mapv(|@e| @e.abs().sqrt());\n^ += @b[1] * @b[2];",
    "let @a = Array1::from_vec(x.to_vec());\n^ += @a.mapv(|@e| if @e.abs() > 0.05_f64 { @e.abs().ln() } else { @e * ~ }).sum();",
    "let @r = E;\nif NEAR {\nreturn s * t;\n}\n^ += @r.sin();",
];

impl Writer {
    /// Something at the edge.
    pub(crate) fn edge(&mut self) -> Vec<Node> {
        let (edge, reader) = (self.any(EDGES), self.text(READERS));
        let near = self.any(&["x[0].abs() < 0.05_f64", "0.1_f64 > x[0] * x[0] + x[0].abs()"]);
        let text = replaced(&reader.replace("!NEAR", "!(NEAR)"), "E", edge);
        self.template(&text.replace("NEAR", near))
    }
}
