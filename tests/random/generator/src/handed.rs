//! Functions that take functions, closures that are given what has no type of its own, and bounds by traits.

use crate::statements::Writer;
use crate::tree::Node;

/// Functions that take functions.
const HANDED: &[&str] = &[
    "let @k = $;\n^ += composed(|@u| @u * @k, |@u| (@u + ~).sin(), $);",
    "^ += composed(|@u: f64| @u.sin() * ~, f64::tanh, $);",
    "^ += composed(softened, |@u| @u * @u, ~);",
    "^ += composed(softened, softened, $) * ~;",
    "let @f = |@u: f64| @u * ~ + 0.3;\n^ += composed(&@f, &@f, $);",
    "^ += composed(|@u| composed(softened, |@e| @e * ~, @u), |@u| @u - 0.4, $);",
    "^ += euler(|@t, @y| @t * ~ - @y * 0.6, $, 3);",
    "let @k = [$, ~];\n^ += euler(|@t, @y| if @y > @k[0] { @t - @y } else { @y * @k[1] }, ~, n.min(2));",
    "let mut @c = $;\neach(|@e| @c = (@c + @e * ~).sin(), x);\n^ += @c;",
    "let (mut @c, mut @k) = ($, 0usize);\neach(|@e| {\n@k += 1;\n@c += @e * (@k as f64);\n}, x);\n^ += @c;",
    "^ += settled(|@u| @u.cos() * 0.4 + ~, 0.3).unwrap_or(0.5);",
    "let @k = $;\nif let Some(@q) = settled(|@u| @u * 0.5 + @k, @k) {\n^ += @q * ~;\n}",
    "let @k = $;\n^ += match settled(|@u| @u * 1.5 + @k, ~) { Some(@q) => @q.sin(), None => @k };",
    "^ += solved(|@u| @u.sin() - ~, 0.3).unwrap_or(0.2);",
    "if let Ok(@q) = solved(|@u| @u * ~ + 0.1, $) {\n^ += @q;\n}",
    "let mut @u = [$, ~];\nfor _ in 0..2 {\nrelaxed(|@a, @b| {\n@b[0] = @a[1] * 0.5;\n@b[1] = @a[0].sin();\n}, &mut @u);\n}\n^ += @u[0] * @u[1];",
    "let @f: &dyn Fn(f64) -> f64 = &|@u| @u * ~;\n^ += composed(@f, softened, $);",
    "^ += x.iter().map(|@e| composed(|@u| @u * @e, softened, 0.7)).sum::<f64>();",
    "for @i in 0..3 {\n^ = composed(|@u| (@u + x[@i]).sin(), |@u| @u * ~, ^);\n}",
];

/// Closures, with types and without, and what they are given.
const CLOSURES: &[&str] = &[
    "let @f = |@a, @k: usize| @a * x[@k] + ~;\n^ += @f($, 1) * @f(~, # % 2);",
    "let @f = |@a: f64, @k: usize| if @k % 2 == 0 { @a.sin() } else { @a * ~ };\n^ += (0..3).map(|@i| @f(x[@i], @i)).sum::<f64>();",
    "let @f = |@v: &[f64]| @v.iter().map(|@e| @e * @e).sum::<f64>();\n^ += @f(x) + @f(&[~, $]) + @f(&y[1..]);",
    "let @f = |(@a, @b): (f64, f64)| @a * @b + ~;\n^ += @f(($, ~)) * @f(parted(~, $));",
    "let mut @c = $;\nlet mut @f = |@d: f64| {\n@c = 0.5 * @c + (@d * ~).sin();\n@c * @d\n};\nlet @r = @f(~) + @f(x[0]);\n^ += @r * @c;",
    "let mut @c = vec![$, ~];\nlet mut @f = |@d: f64| {\n@c[0] = 0.5 * @c[0] + @d;\n@c.push(@d * ~);\n};\nfor @i in 0..2 {\n@f(x[@i]);\n}\n^ += @c[0] * @c[3];",
    "let (mut @c, mut @k) = ($, 0usize);\nlet mut @f = |@d: f64| {\n@k += 1;\n@c = (@c + @d * (@k as f64)).sin();\nif @k > 2 {\nreturn 0.3;\n}\n@c * @d\n};\nfor @i in 0..4 {\nlet @r = @f(x[@i]);\ny[@i] += @r;\n}\n^ += @c * (@k as f64);",
    "let mut @c = $;\nlet mut @o = |@a: f64| {\nlet mut @i = |@b: f64| {\n@c = @c * 0.5 + @b;\n@c.sin()\n};\nlet @q = @i(@a) * @a;\n@i(@q)\n};\nlet @r = @o(~);\n^ += @r * @c;",
    "let @f = |@a: &mut [f64], @k: f64| {\nfor @e in @a.iter_mut() {\n*@e = (*@e * @k).sin();\n}\n};\n@f(&mut ARRAY[..2], $);\n@f(&mut ARRAY[1..], ~);",
    "let @f = |@a: f64| move |@b: f64| @a * @b;\n^ += @f(~)($);",
    "let @a = [0.5, 1.5, -0.3];\nlet @f = |@e: f64| @e.sin() * ~;\n^ += @a.iter().map(|@e| @f(*@e)).sum::<f64>();",
];

/// Traits as bounds, and default methods.
const BOUNDS: &[&str] = &[
    "let @p = Spring { k: $ };\n^ += energies(&@p, x);",
    "let @p = Well { depth: $, at: [~, ~] };\n^ += energies(&@p, &y[1..]) * ~;",
    "let @p = Spring { k: ~ };\nlet @q = Well { depth: @p.k, at: [$, ~] };\n^ += between(&@p, &@q, $);",
    "let @p = Well { depth: ~, at: [$, $] };\n^ += between(&@p, &@p, ~);",
    "let mut @p = Spring { k: $ };\nfor @i in 0..2 {\nheated(&mut @p, x[@i]);\n}\n^ += energies(&@p, x);",
    "let mut @p = Well { depth: $, at: [~, ~] };\nheated(&mut @p, ~);\n^ += @p.depth * @p.at[0] + @p.at[1];",
    "let @p = [Spring { k: $ }, Spring { k: ~ }];\n^ += @p.iter().map(|@e| energies(@e, x)).sum::<f64>();",
    "let @p = Spring { k: 0.7_f64 };\n^ += @p.energy($);",
    "let @p = Well { depth: $, at: [0.3, ~] };\n^ += @p.energy(~) + @p.energy(x[0]);",
    "let mut @p = Spring { k: $ };\n@p.heat(~);\n^ += @p.energy($);",
];

impl Writer {
    /// Functions that take functions, or closures, or bounds.
    pub(crate) fn handed(&mut self) -> Vec<Node> {
        let texts = match self.below(5) {
            0 | 1 => HANDED,
            2 | 3 => CLOSURES,
            _ => BOUNDS,
        };
        self.one_of(texts)
    }
}
