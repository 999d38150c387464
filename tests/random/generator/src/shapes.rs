//! Values that patterns take apart.

use crate::statements::Writer;

/// Something with at least two numbers in it.
pub(crate) struct Shape {
    /// Its type.
    pub(crate) kind: &'static str,
    /// A value.
    pub(crate) value: &'static str,
    /// Patterns that bind `@a`, and perhaps `@b`, to numbers in it; a pattern that may not match ends with
    /// `else`.
    pub(crate) patterns: &'static [&'static str],
    /// A number of `@t`.
    pub(crate) result: &'static str,
}

/// All of them.
pub(crate) const SHAPES: [Shape; 6] = [
    Shape {
        kind: "(f64, f64)",
        value: "($, ~)",
        patterns: &["(@a, @b)", "(@b, @a)", "(@a, _)", "(_, @a)", "(.., @a)"],
        result: "@t.0 * @t.1",
    },
    Shape {
        kind: "((f64, f64), f64)",
        value: "((~, $), ~)",
        patterns: &["((@a, @b), _)", "((_, @a), @b)", "((@b, _), @a)"],
        result: "(@t.0.1 + @t.1) * @t.0.0",
    },
    Shape {
        kind: "[f64; 2]",
        value: "[$, ~]",
        patterns: &["[@a, @b]", "[@b, @a]", "[@a, ..]", "[_, @a]"],
        result: "@t[0] * @t[1]",
    },
    Shape {
        kind: "(f64, [f64; 2])",
        value: "(~, [~, $])",
        patterns: &["(@a, [@b, _])", "(_, [@b, @a])", "(@b, [_, @a])"],
        result: "@t.0 * @t.1[0] + @t.1[1]",
    },
    Shape {
        kind: "Pair",
        value: "Pair { a: $, b: [~, ~] }",
        patterns: &[
            "Pair { a: @a, b: [@b, _] }",
            "Pair { a: @a, .. }",
            "Pair { b: [@a, @b], .. }",
            "Pair { b: [_, @b], a: @a }",
        ],
        result: "(@t.a - @t.b[1]) * @t.b[0]",
    },
    Shape {
        kind: "Particle",
        value: "Particle { x: $, v: ~ }",
        patterns: &[
            "Particle { x: @a, v: @b }",
            "Particle { v: @a, x: @b }",
            "Particle { v: @a, .. }",
        ],
        result: "@t.x * @t.v",
    },
];

/// What is done with `@a` alone.
const SINGLE: &[&str] = &[
    "*@a *= $;",
    "*@a = *@a * ~ + $;",
    "*@a += ~;",
    "let @r = bumped(@a, ~);",
    "if ? {\n*@a = $;\n}",
    "for @k in 0..2 {\n*@a = (*@a * ~).sin();\n}",
    "*@a -= *@a * *@a * 0.3_f64;",
];

/// What is done with both.
const BOTH: &[&str] = &[
    "*@b += *@a;",
    "*@a = *@b * ~;",
    "*@b *= $;",
    "*@a += *@b * *@a;",
    "if *@a > *@b {\n*@b = *@a * ~;\n}",
    "step(@a, @b, ~);",
    "let @r = *@a;\n*@a = *@b;\n*@b = @r * 0.7_f64;",
];

impl Writer {
    /// Some statements about what the pattern binds.
    pub(crate) fn uses(&mut self, pattern: &str) -> String {
        let mut all = Vec::new();
        for _ in 0..1 + self.below(3) {
            let both = pattern.contains("@b") && self.chance(0.6);
            let text = if both { self.any(BOTH) } else { self.any(SINGLE) };
            // A name for each, since they may stand twice.
            let count = all.len();
            all.push(
                text.replace("@r", &format!("@r{count}")).replace("@k", &format!("@k{count}")),
            );
        }
        all.join("\n")
    }
}

/// The same statements of a copy, or of names that stand for the place itself.
pub(crate) fn of_values(uses: &str) -> String {
    ["*@a", "*@b"]
        .iter()
        .fold(uses.replace("(@a", "(&mut @a").replace(" @b,", " &mut @b,"), |text, name| {
            text.replace(name, &name[1..])
        })
}

/// A text in whose place a number is handed over.
pub(crate) fn without_captures(uses: &str) -> String {
    uses.replace(['$', '~'], "@g").replace('?', "@g > 0.4_f64")
}
