//! Calls that change several variables, of which some are one value, and whose sums have one cotangent.

use crate::statements::Writer;
use crate::tree::Node;

/// Two or three numbers, or what holds them.
const VARIABLES: &[&str] = &[
    "let (mut @a, mut @b, mut @c) = (LEFT, RIGHT, ~);",
    "let mut @a = LEFT;\nlet mut @b = RIGHT;\nlet mut @c = LEFT;",
    "let mut @a = LEFT;\nlet mut @b = @a;\nlet mut @c = @b;",
    "let mut @c = LEFT;\nlet (mut @a, mut @b) = (@c, RIGHT);",
    "let (mut @a, mut @b, mut @c) = (LEFT, LEFT, RIGHT);\nif ? {\n@a = RIGHT;\n@b = RIGHT;\n}",
    "let (mut @a, mut @b, mut @c) = (LEFT, LEFT, LEFT);\nfor @v in x {\n@c = *@v;\n}",
];

/// What is one value where it is written twice.
const VALUES: &[&str] =
    &["x[0]", "x[1]", "s", "t * 0.5_f64", "x[2] * x[0]", "y[1]", "(x[1] * 0.5_f64)"];

/// What changes them.
const CALLS: &[&str] = &[
    "interchanged(&mut @a, &mut @b);",
    "interchanged(&mut @b, &mut @a);",
    "@c += interchanging(&mut @a, &mut @b);",
    "let @r = interchanging(&mut @b, &mut @a);\n@a += @r;",
    "rotated(&mut @a, &mut @b, &mut @c);",
    "rotated(&mut @c, &mut @b, &mut @a);",
    "driven(&mut @a, &@c, &mut @b);",
    "driven(&mut @b, &x[1], &mut @c);",
    "step(&mut @a, &mut @b, ~);",
    "interchanged(&mut @a, &mut ^);",
    "interchanged(&mut ARRAY[0], &mut @b);",
    "std::mem::swap(&mut @a, &mut @b);",
    "if ? {\ninterchanged(&mut @a, &mut @b);\n}",
    "if ? {\ninterchanged(&mut @a, &mut @b);\n} else {\nrotated(&mut @b, &mut @c, &mut @a);\n}",
    "for @i in 0..2 {\ninterchanged(&mut @a, &mut @b);\n@b += x[@i];\n}",
    "for @i in 0..2 {\ninterchanged(&mut @a, &mut @b);\n^ += @a + @b;\n}",
    "let @f = |@p: &mut f64, @q: &mut f64| {\nlet @t = *@p;\n*@p = *@q * 0.5_f64;\n*@q = @t;\n};\n@f(&mut @a, &mut @c);",
];

/// What becomes of them.
const RESULTS: &[&str] = &[
    "^ += @a + @b + @c;",
    "^ += @a + @b;",
    "^ += (@a + @b + @c).sin();",
    "^ += @a - @b + @c;",
    "^ = @a + @b;",
    "^ += @a * ~ + @b * ~;",
    "^ += (@b + @c) * $ + @a;",
    "let @s = [@a, @b, @c];\n^ += total(&@s);",
];

/// The same with sequences and structs.
const WHOLES: &[&str] = &[
    "let (mut @a, mut @b) = (x.to_vec(), x.to_vec());\nwoven(&mut @a, &mut @b);\n^ += @a[0] + @b[0] + @a[1] * @b[2];",
    "let mut @a = x.to_vec();\nlet mut @b = @a.clone();\nwoven(&mut @b, &mut @a);\n^ += total(&@a) + total(&@b);",
    "let (mut @a, mut @b) = ([x[0], ~], [x[0], ~]);\nwoven(&mut @a, &mut @b);\nwoven(&mut @b[1..], &mut @a[..1]);\n^ += @a[0] + @b[0] + @a[1];",
    "let mut @a = [$, ~];\nlet mut @b = @a;\nwoven(&mut @a, &mut @b);\n^ += @a.iter().sum::<f64>() + @b.iter().sum::<f64>();",
    "let mut @a = [$, ~];\nlet mut @b = @a;\ninterchanged(&mut @a[0], &mut @b[0]);\ninterchanged(&mut @a[1], &mut @b[0]);\n^ += @a[0] + @b[0] + @a[1];",
    "let (mut @a, mut @b) = (($, ~), (~, $));\ninterchanged(&mut @a.0, &mut @b.1);\nlet @c = @a.0 + @b.1;\n^ += @c + @a.1;",
    "let mut @a = ($, ~);\ninterchanged(&mut @a.0, &mut @a.1);\n^ += @a.0 + @a.1;",
    "let mut @a = Pair { a: x[0], b: [$, ~] };\nlet mut @b = @a.clone();\nbartered(&mut @a, &mut @b);\n^ += held(&@a) + held(&@b);",
    "let mut @a = Pair { a: x[0], b: [$, ~] };\nlet mut @b = Pair { a: x[0], b: [~, $] };\nfor @i in 0..2 {\nbartered(&mut @b, &mut @a);\n}\n^ += @a.a + @b.a + @a.b[0] + @b.b[0];",
    "let mut @a = Pair { a: $, b: [~, ~] };\nlet @q = &mut @a;\ninterchanged(&mut @q.a, &mut @q.b[0]);\n^ += @a.a + @a.b[0];",
    "let mut @p = Particle { x: $, v: ~ };\nlet mut @q = @p.clone();\nstep(&mut @p.x, &mut @q.v, ~);\ninterchanged(&mut @p.v, &mut @q.x);\n^ += @p.x + @p.v + @q.x + @q.v;",
    "woven(&mut y, &mut z);",
    "woven(&mut w, &mut y[1..]);",
];

impl Writer {
    /// A call that changes several variables.
    pub(crate) fn several(&mut self) -> Vec<Node> {
        if self.chance(0.3) {
            return self.one_of(WHOLES);
        }
        let (left, right) = (self.any(VALUES), self.any(VALUES));
        let mut text = self.any(VARIABLES).replace("LEFT", left).replace("RIGHT", right);
        for i in 0..1 + self.below(2) {
            let mut call = self.any(CALLS).to_owned();
            for name in ["@r", "@i", "@f", "@p", "@q", "@t"] {
                call = call.replace(name, &format!("{name}{i}"));
            }
            text.push_str(&format!("\n{call}"));
        }
        text.push_str(&format!("\n{}", self.any(RESULTS)));
        self.template(&text)
    }
}
