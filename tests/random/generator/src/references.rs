//! Sequences of references, and sequences of sequences whose items are changed.

use crate::statements::Writer;
use crate::tree::Node;

/// Loops over references, and references that are kept in sequences.
const REFERENCES: &[&str] = &[
    "let (mut @p, mut @q) = ($, ~);\nfor @r in [&mut @p, &mut @q] {\n*@r *= $;\n}\n^ += @p * @q;",
    "let mut @p = $;\nfor @r in [&mut @p, &mut ^] {\n*@r = *@r * ~ + ~;\n}\n^ += @p.sin();",
    "for @r in [&mut ARRAY[0], &mut ^] {\n*@r += ~;\n*@r *= $;\n}",
    "let (mut @p, mut @q) = ($, ~);\nfor (@r, @k) in [(&mut @p, $), (&mut @q, ~)] {\n*@r += @k * *@r;\n}\n^ += @p - @q;",
    "let (mut @p, mut @q) = ($, ~);\nfor (@i, @r) in [&mut @p, &mut @q].into_iter().enumerate() {\n*@r *= x[@i];\n}\n^ += @p * @q;",
    "let (mut @p, mut @q) = ($, ~);\nfor (@r, @v) in [&mut @p, &mut @q].into_iter().zip(x) {\n*@r *= @v;\n}\n^ += @p + @q;",
    "let (mut @p, mut @q) = ($, ~);\n[&mut @p, &mut @q].into_iter().for_each(|@r| {\n*@r += ~ * *@r;\n});\n^ += @p * @q;",
    "let (mut @p, mut @q) = ($, ~);\nlet @m = [&mut @p, &mut @q];\n*@m[0] *= $;\n*@m[1] += *@m[0];\n^ += (@p * @q).sin();",
    "let (mut @p, mut @q) = ($, ~);\nlet @m = vec![&mut @p, &mut @q];\nfor @r in @m {\n*@r = (*@r * ~).cos();\n}\n^ += @p - @q;",
    "let (mut @p, mut @q) = ($, ~);\nfor @r in vec![&mut @q, &mut @p] {\n*@r -= $;\n}\n^ += @p * @q;",
    "let mut @t = ($, ~);\nfor @r in [&mut @t.0, &mut @t.1] {\n*@r *= ~;\n}\n^ += @t.0 * @t.1;",
    "let mut @q = Pair { a: $, b: [~, ~] };\nfor @r in [&mut @q.a, &mut @q.b[1]] {\n*@r = *@r * $ + ~;\n}\n^ += held(&@q);",
    "let (mut @a, mut @b) = ([$, ~], vec![~; 3]);\nfor @r in [&mut @a[..], &mut @b[1..]] {\n@r[0] *= $;\n@r[1] += ~;\n}\n^ += @a[0] * @b[1] + @b[2];",
    "let (mut @a, mut @b) = ([$, ~], [~, ~]);\nfor @r in [&mut @a, &mut @b] {\nfor @e in @r.iter_mut() {\n*@e *= ~;\n}\n}\n^ += @a[0] * @b[1];",
    "let (mut @a, mut @b) = ([$, ~], [~, ~]);\nfor @r in [&mut @a, &mut @b] {\nlet [@p, @q] = @r;\n*@p += *@q * ~;\n}\n^ += @a[0] * @b[0];",
    "let (mut @p, mut @q) = (Particle { x: $, v: ~ }, Particle { x: ~, v: $ });\nfor @r in [&mut @p, &mut @q] {\n@r.x += @r.v * ~;\n}\n^ += @p.x * @q.x;",
    "let (mut @p, mut @q) = (Particle { x: $, v: ~ }, Particle { x: ~, v: $ });\nfor @r in [&mut @p, &mut @q] {\nstep(&mut @r.x, &mut @r.v, ~);\n}\n^ += @p.x * @q.v;",
    "let (mut @p, mut @q) = ($, ~);\nlet (@l, @r) = (&mut @p, &mut @q);\n*@l += *@r;\n*@r *= ~;\n^ += @p * @q;",
    "let mut @p = $;\n{\nlet @r = &mut @p;\nlet @o = &mut *@r;\n*@o *= ~;\n*@r += ~;\n}\n^ += @p;",
    "for (@r, @k) in [(&mut ARRAY[0], 0.3_f64), (&mut ^, 0.8_f64)] {\n*@r *= @k;\n}",
];

/// Items of sequences in sequences.
const FLATTENED: &[&str] = &[
    "let mut @m = vec![vec![$, ~], vec![~]];\nfor @v in @m.iter_mut().flatten() {\n*@v *= $;\n}\n^ += @m[0][0] * @m[1][0];",
    "let mut @m = [[$, ~], [~, ~]];\nfor @v in @m.iter_mut().flatten() {\n*@v = *@v * ~ + ~;\n}\n^ += @m[0][0] * @m[1][1];",
    "for @v in ARRAY.chunks_mut(2).flatten() {\n*@v *= ~;\n}",
    "let mut @m = vec![vec![$, ~], vec![~]];\n@m.iter_mut().flatten().for_each(|@v| {\n*@v *= ~;\n});\n^ += @m[0][0] * @m[1][0];",
    "let mut @m = [[$, ~], [~, ~]];\nfor (@i, @v) in @m.iter_mut().flatten().enumerate() {\n*@v *= x[@i];\n}\n^ += @m[0][1] * @m[1][0];",
    "let mut @m = vec![Particle { x: $, v: ~ }, Particle { x: ~, v: ~ }];\nfor @v in @m.iter_mut().flat_map(|@p| [&mut @p.x, &mut @p.v]) {\n*@v *= $;\n}\n^ += @m[0].x * @m[1].v;",
    "let mut @m = vec![($, ~), (~, ~)];\nfor @v in @m.iter_mut().flat_map(|(@a, @b)| [@a, @b]) {\n*@v *= ~;\n}\n^ += @m[0].0 * @m[1].1;",
    "let mut @m = vec![vec![$, ~], vec![~]];\nfor @v in @m.iter_mut().flat_map(|@r| @r.iter_mut()) {\n*@v += ~;\n}\n^ += @m[0][0] * @m[1][0];",
    "for @v in ARRAY.as_mut_slice() {\n*@v *= ~;\n}",
    "for @v in ARRAY.iter_mut().filter(|@e| **@e > 0.3_f64) {\n*@v *= $;\n}",
    "let mut @m = vec![($, ~), (~, ~)];\nfor @v in @m.iter_mut().map(|@p| &mut @p.1) {\n*@v *= ~;\n}\n^ += @m[0].1 * @m[1].1;",
    "let mut @m = vec![Particle { x: $, v: ~ }, Particle { x: ~, v: ~ }];\nfor @v in @m.iter_mut().map(|@p| &mut @p.x) {\n*@v *= ~;\n}\n^ += @m[0].x * @m[1].x;",
    "let mut @m = vec![vec![$, ~], vec![~, ~]];\nfor @r in @m.iter_mut() {\nfor @v in @r.iter_mut() {\n*@v = *@v * ~ + $;\n}\n}\n^ += @m[0][0] * @m[1][1];",
    "let mut @m = vec![vec![$, ~], vec![~, ~]];\nfor @r in &mut @m {\n@r[0] += @r[1] * ~;\n@r[1] = $;\n}\n^ += @m[0][0] * @m[1][1];",
    "let mut @m = [[$, ~], [~, ~]];\nfor (@i, @r) in @m.iter_mut().enumerate() {\nfor (@j, @v) in @r.iter_mut().enumerate() {\n*@v += x[@i] * x[@j];\n}\n}\n^ += @m[0][1] * @m[1][0];",
    "let (@l, @r) = ARRAY.split_at_mut(2);\nfor @v in @l.iter_mut().chain(@r.iter_mut()) {\n*@v *= ~;\n}",
    "let mut @m = vec![$, ~];\nfor @v in @m.iter_mut().chain(ARRAY.iter_mut()) {\n*@v += ~;\n}\n^ += @m[0] * @m[1];",
    "let mut @m = vec![vec![$, ~], vec![~]];\nlet @r = &mut @m[0];\nfor @v in @r.iter_mut() {\n*@v *= ~;\n}\n^ += @m[0][0] * @m[1][0];",
    "let mut @m = vec![vec![$, ~], vec![~, ~]];\nlet (@l, @r) = @m.split_at_mut(1);\n@r[0][0] += @l[0][1] * ~;\n@l[0][0] *= @r[0][1];\n^ += @m[0][0] * @m[1][0];",
    "let mut @m = vec![vec![$, ~], vec![~, ~]];\nfor (@a, @b) in @m[0].clone().iter().zip(@m[1].iter_mut()) {\n*@b += @a * ~;\n}\n^ += @m[1][0] * @m[1][1];",
];

impl Writer {
    /// A sequence of references.
    pub(crate) fn references(&mut self) -> Vec<Node> {
        self.one_of(REFERENCES)
    }

    /// A sequence of sequences.
    pub(crate) fn flattened(&mut self) -> Vec<Node> {
        self.one_of(FLATTENED)
    }
}
