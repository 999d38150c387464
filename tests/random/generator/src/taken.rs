//! What is taken out of its place and put back, and tuples with vectors that are changed step by step.

use crate::statements::Writer;
use crate::tree::Node;

/// What is taken, exchanged and put back.
const TAKEN: &[&str] = &[
    "let mut @a = y.clone();\nlet mut @b = std::mem::take(&mut @a);\n@b[0] += ~;\n^ += @b[0] * @b[1] + (@a.len() as f64);",
    "let mut @a = y.clone();\nfor @i in 0..3 {\nlet mut @b = std::mem::take(&mut @a);\n@b[@i] *= x[@i];\n@a = @b;\n}\n^ += @a[0] * @a[1];",
    "let mut @b = std::mem::take(&mut w);\n@b[0] *= x[1];\nw = @b;",
    "let mut @b = std::mem::take(&mut w);\nw = vec![@b[0] * x[2], @b[1], t];\n@b[0] += w[1];\n^ += @b[0] * @b[1];",
    "let (mut @a, mut @b) = (y.clone(), x.to_vec());\nfor @i in 0..3 {\nstd::mem::swap(&mut @a, &mut @b);\n@a[@i] = @a[@i] * 0.5 + @b[@i];\n}\n^ += @a[0] * @b[2];",
    "let (mut @a, mut @b) = (vec![$, ~], vec![~, ~]);\nif ? {\nstd::mem::swap(&mut @a, &mut @b);\n}\n^ += @a[0] * @b[1];",
    "let @a = std::mem::replace(&mut ARRAY[1], ~);\n^ += @a * ~;",
    "let @a = std::mem::replace(&mut ^, ~);\n^ += @a.sin() * ~;",
    "let mut @p = Pair { a: $, b: [~, ~] };\nlet @o = std::mem::replace(&mut @p, Pair { a: ~, b: [~, $] });\n^ += held(&@p) * held(&@o);",
    "let mut @l = Layer { w: vec![$, ~], b: vec![~] };\nlet mut @b = std::mem::take(&mut @l.w);\n@b[1] *= ~;\n@l.w = @b;\n^ += @l.w[0] * @l.w[1] + @l.b[0];",
    "let mut @l = Layer { w: vec![$, ~], b: vec![~, ~] };\nstd::mem::swap(&mut @l.w, &mut @l.b);\n@l.w[0] *= ~;\n^ += @l.w[0] * @l.b[0];",
    "let mut @l = Layer { w: vec![$, ~], b: vec![~, ~] };\nfor @i in 0..2 {\nlet @o = std::mem::take(&mut @l.b);\n@l.b = std::mem::replace(&mut @l.w, @o);\n@l.w[@i] *= x[@i];\n}\n^ += @l.w[0] * @l.b[1];",
    "let mut @m = vec![vec![$, ~], vec![~, x[0]]];\nlet @b = std::mem::take(&mut @m[0]);\n@m[1][0] += @b[1];\n@m[0] = @b;\n^ += @m[0][0] * @m[1][0];",
    "let mut @m = vec![vec![$, ~], vec![~, x[0]]];\nfor @i in 0..2 {\nlet @o = std::mem::replace(&mut @m[@i], vec![~, x[@i]]);\n^ += @o[0] * @o[1];\n}\n^ += @m[0][1] * @m[1][1];",
    "std::mem::swap(&mut ^, &mut ARRAY[0]);\nARRAY[0] *= ~;",
    "let mut @p = Particle { x: $, v: ~ };\nstd::mem::swap(&mut @p.x, &mut @p.v);\n@p.x *= ~;\n^ += @p.x * @p.v;",
    "let (mut @a, mut @b) = ([$, ~], [~, x[1]]);\nfor @i in 0..2 {\n(@a, @b) = (@b, @a);\n@a[@i] *= ~;\n}\n^ += @a[0] * @b[1];",
    "let (mut @a, mut @b) = ($, ~);\nfor @i in 0..3 {\n(@a, @b) = (@b * x[@i], @a + ~);\n}\n^ += @a * @b;",
    "let (mut @a, mut @b) = (vec![$, ~], x.to_vec());\n(@a, @b) = (@b, @a);\n^ += @a[2] * @b[0];",
    "let mut @a = y.clone();\nlet mut @b = Vec::new();\nfor @i in 0..2 {\n@b.push(std::mem::take(&mut @a));\n@a = vec![@b[@i][0] * ~, x[@i]];\n}\n^ += @b[1][0] * @b[0][1] + @a[1];",
];

/// Tuples with a vector; `STATE` is one of `@a`.
const TUPLES: &[&str] = &[
    "for (@i, @e) in x.iter().enumerate() {\n@a.0 += @e * @a.2.x;\n@a.1[@i % 3] = @a.0.sin();\n@a.2.v = @a.1[(@i + 1) % 3];\n@a.2.x *= 0.9;\n}",
    "for @i in 0..3 {\n@a.1[@i] *= x[@i];\n@a.0 = @a.1[@i] * ~;\n}",
    "for @i in 0..2 {\nlet (@p, @q, @r) = &mut @a;\n*@p += @q[@i] * @r.x;\n@q[@i] = @p.sin();\n@r.x = *@p;\n}",
    "@a.1.push(@a.0 * ~);\n@a.0 = @a.1[3] * @a.1[0];",
    "if ? {\n@a.1 = vec![~, $, @a.0];\n} else {\n@a.2 = Particle { x: @a.0, v: ~ };\n}",
    "let (@p, @q, @r) = @a.clone();\n@a.0 = @p * @q[0] + @r.x;",
    "for @e in @a.1.iter_mut() {\n*@e *= @a.0;\n@a.0 += ~;\n}",
    "moved(&mut @a.2, @a.0);\n@a.1[0] = @a.2.x;",
    "mixed(x, @a.0, &mut @a.1);\n@a.0 += overwritten(x, &mut @a.1);",
    "let @p = std::mem::take(&mut @a.1);\n@a.1 = @p.iter().map(|@e| @e * ~).collect();",
    "interchanged(&mut @a.0, &mut @a.2.x);",
];

impl Writer {
    /// What is taken out of its place, or a tuple with a vector.
    pub(crate) fn taken(&mut self) -> Vec<Node> {
        if self.chance(0.6) {
            return self.one_of(TAKEN);
        }
        let mut text = "let mut @a = ($, vec![~, $, ~], Particle { x: ~, v: ~ });".to_owned();
        for i in 0..1 + self.below(2) {
            let more = self.any(TUPLES).replace('@', &format!("@t{i}"));
            text.push_str(&format!("\n{}", more.replace(&format!("@t{i}a"), "@a")));
        }
        text.push_str("\n^ += @a.0 + @a.1[0] * @a.2.x + @a.1[2] * @a.2.v;");
        self.template(&text)
    }
}
