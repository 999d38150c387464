//! Slices that are shortened step by step, and iterators in variables.

use crate::statements::Writer;
use crate::tree::Node;

/// Slices in variables; `SEQ` is one.
const SLICES: &[&str] = &[
    "let mut @r = SEQ;\nwhile @r.len() > 1 {\n^ += @r[0] * @r[1];\n!@r = &@r[1..];\n}",
    "let mut @r = SEQ;\nwhile let Some((@a, @b)) = @r.split_first() {\n^ = (^ + @a * ~).sin();\n!@r = @b;\n}",
    "let mut @r = SEQ;\nwhile let [@a, @b @ ..] = @r {\n^ = (^ + @a * ~).sin();\n!@r = @b;\n}",
    "let mut @r = SEQ;\nwhile let Some((@a, @b)) = @r.split_last() {\nif *@a > 0.5 {\nbreak;\n}\n^ += @a * ~;\n!@r = @b;\n}",
    "let mut @r = SEQ;\nfor _ in 0..2 {\n^ += total(@r) * ~;\n@r = &@r[1..];\n}",
    "let mut @r = SEQ;\nfor @i in 0..2 {\nif ? {\n@r = &@r[1..];\n}\n^ += @r[0] * x[@i];\n}",
    "let mut @r = SEQ;\nif ? {\n@r = &@r[1..];\n} else {\n@r = x;\n}\n^ += total(@r) + @r[0];",
    "let (@l, @r) = SEQ.split_at(2);\n^ += @l[0] * @l[1] + total(@r);",
    "let @r = if ? { &SEQ[1..] } else { &x[..2] };\n^ += total(@r) * @r[0];",
    "let @r = match # { 0 => SEQ, 1 => &x[1..], _ => &x[..2] };\nfor @e in @r {\n^ = (^ + @e).sin();\n}",
    "let (mut @l, mut @r) = (SEQ, x);\nfor _ in 0..2 {\nif @l[0] < @r[0] {\n^ += @l[0] * ~;\n@l = &@l[1..];\n} else {\n^ -= @r[0] * ~;\n@r = &@r[1..];\n}\n}",
    "let (mut @l, mut @h) = (SEQ, x);\nstd::mem::swap(&mut @l, &mut @h);\n^ += @l[0] * @h[1];",
    "let @r = SEQ;\n^ += halved(@r) + halved(&@r[1..]);",
    "let @r = &SEQ[1..];\n^ += @r.iter().zip(x).map(|(@a, @b)| @a * @b).sum::<f64>();",
    "let @r: [&[f64]; 2] = [SEQ, &x[1..]];\nfor @e in @r {\n^ += total(@e) * @e[0];\n}",
];

/// What may be a slice.
const SEQS: &[&str] = &["x", "&y[..]", "&z[1..]", "y.as_slice()", "&w[..]"];

/// Iterators in variables.
const ITERATORS: &[&str] = &[
    "let mut @i = x.iter();\nwhile let Some(@e) = @i.next() {\n^ = (^ * 0.5 + @e).sin();\n}",
    "let mut @i = x.iter().peekable();\nwhile let Some(@e) = @i.next() {\nif let Some(@f) = @i.peek() {\n^ += @e * **@f;\n}\n}",
    "let @i = x.iter().zip(y.iter());\nfor (@e, @f) in @i {\n^ = (^ + @e * @f).sin();\n}",
    "let mut @i = x.iter().rev();\nlet @a = @i.next().unwrap();\nfor @e in @i {\n^ += @a * @e;\n}",
    "let mut @i = x.iter().copied();\nlet @a = @i.next().unwrap_or(0.3);\nlet @b = @i.nth(1).unwrap_or(0.2);\n^ += @a * @b;",
    "let mut @i = y.iter().skip(1).step_by(2);\nlet @a = @i.next().unwrap();\n^ += @a * @i.next().unwrap_or(&0.4);",
    "let mut @i = x.chunks(2);\nlet @a = @i.next().unwrap();\n^ += @a[0] * @a[1] + @i.next().unwrap()[0];",
    "let mut @i = x.windows(2).enumerate();\nwhile let Some((@k, @e)) = @i.next() {\n^ += @e[0] * @e[1] * (@k as f64);\n}",
    "let mut @i = x.iter().cycle();\nfor _ in 0..5 {\n^ = (^ * ~ + @i.next().unwrap()).sin();\n}",
    "let @i = x.iter().chain(&z).map(|@e| @e * ~);\n^ += @i.sum::<f64>();",
    "let mut @i = x.iter().map(|@e| @e * @e);\nlet @a = @i.next().unwrap();\n^ += @i.fold(@a, |@f, @g| (@f + @g).sin());",
];

impl Writer {
    /// A slice that is shortened, or an iterator.
    pub(crate) fn shorter(&mut self) -> Vec<Node> {
        if self.chance(0.4) {
            return self.one_of(ITERATORS);
        }
        let (text, sequence) = (self.any(SLICES), self.any(SEQS));
        // A method or an index binds closer than the reference.
        let bare = sequence.trim_start_matches('&').trim_end_matches("[..]");
        let text = text.replace("&SEQ[", &format!("&{bare}["));
        let text = text.replace("SEQ.", &format!("({sequence})."));
        self.template(&text.replace("SEQ", sequence))
    }
}
