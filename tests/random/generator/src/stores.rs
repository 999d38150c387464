//! A structure with fields of every kind, its methods, and what they leave early.

use crate::statements::Writer;
use crate::tree::Node;

/// How there comes to be one, `@q`.
const STARTS: &[&str] = &[
    "let mut @q = Store { p: Point { a: $, b: ~ }, v: x.to_vec(), z: [~, $, 0.5], n: #, t: (~, $) };",
    "let mut @q = Store { p: Point::made($, ~), v: vec![~; 3], z: [$; 3], n: 1, t: (0.4, 0.6) };",
    "let mut @q = Store { p: Point { a: 0.3, b: 0.7 }, v: vec![0.5; 3], z: [0.2; 3], n: n, t: (0.4, 0.6) };",
    "let mut @q = Store { p: Point { b: $, ..Point::made(~, ~) }, v: x[1..].to_vec(), z: cycled([~, $, ~]), n: 2, t: parted($, ~) };",
    "let mut @q = Store::starting($);",
    "let mut @q = Store::starting(0.3);",
];

/// What is done with it.
const STEPS: &[&str] = &[
    "@q.grow($);",
    "let @f = @q.tick(#, $);\n^ += @f;",
    "for @i in 0..3 {\n^ += @q.tick(@i, x[@i]) * 0.3;\n}",
    "for @e in x {\n@q.grow(@e * ~);\n}",
    "@q.p.bump(~);",
    "@q.p = Point { a: ~, b: $ };",
    "@q.p = @q.p.twice();",
    "@q.p = Point::made(@q.t.0, ~);",
    "@q.p = Point { b: ~, ..@q.p };",
    "@q.n = # % 7;",
    "@q.n += 1;",
    "@q.z = cycled(@q.z);",
    "let Store { p: @p, v: @v, .. } = &mut @q;\n@p.a += @v[0];\n@v[1] = @p.b.sin();",
    "let Store { t: (@a, @b), n: @n, .. } = &mut @q;\n*@a *= *@b;\n*@n += 1;",
    "mixed(x, ~, &mut @q.v);",
    "(@q.t.0, @q.p.a) = (@q.p.a, @q.t.0);",
    "@q.t = (@q.t.1 * ~, @q.z[# % 3]);",
    "interchanged(&mut @q.p.a, &mut @q.t.1);",
    "let (@a, @b) = @q.z.split_at_mut(1);\ninterchanged(&mut @a[0], &mut @b[0]);",
    "let @f = std::mem::replace(&mut @q.p, Point { a: ~, b: ~ });\n@q.t.0 += @f.a * @f.b;",
    "if ? {\n@q.v.push($);\n} else {\n@q.v.truncate(2);\n}",
    "if @q.p.a > @q.t.0 {\n@q = Store { p: @q.p.twice(), ..@q };\n}",
    "let @o = @q.clone();\n@q.v[0] *= @o.total();",
    "let @f = &mut @q;\n@f.p.a *= ~;\n@f.v[1] += @f.p.a;\n@f.grow(~);",
    "let @f = &mut @q.p;\n@f.bump(~);\n@f.a *= @f.b;",
    "for (@i, @e) in @q.v.iter_mut().enumerate() {\n*@e *= @q.z[@i % 3] * @q.p.b;\n}",
    "stocked(&mut @q, $);",
    "let @f = Point::made(~, $).mix(@q.p.a);\n@q.t.1 = @f;",
];

/// What is read of it.
const RESULTS: &[&str] = &[
    "^ += @q.total() + @q.p.a;",
    "^ += @q.p.mix(~) * @q.t.0;",
    "^ += @q.z[@q.n % 3] * @q.t.1 + @q.v[1];",
    "let Store { p: Point { a: @a, b: @b }, v: @v, t: (@c, _), .. } = @q;\n^ += @a * @b + @v[0] * @c;",
];

/// Sequences of points.
const POINTS: &[&str] = &[
    "let mut @v = vec![Point { a: $, b: ~ }; 3];\nfor @i in 1..@v.len() {\n@v[@i].a += 0.2 * @v[@i - 1].b;\n@v[@i].bump(x[@i]);\n}\n^ += @v[2].mix(~);",
    "let mut @v = vec![Point { a: 0.5, b: 0.2 }; 3];\nfor @e in @v.iter_mut() {\n@e.bump(~);\n}\n^ += joined(&@v).a;",
    "let mut @v: Vec<Point> = x.iter().map(|&@e| Point { a: @e, b: ~ * @e }).collect();\n@v.sort_by(|@p, @q| @p.a.total_cmp(&@q.a));\n^ += @v[0].b * @v[3].a;",
    "let mut @v = vec![Point::made($, ~), Point { a: ~, b: $ }];\nif let Some(@e) = @v.iter().max_by(|@p, @q| @p.b.total_cmp(&@q.b)) {\nlet @e = *@e;\n@v[0] = @e;\n}\n^ += @v[0].a * @v[1].b;",
    "let mut @v = vec![Point::made($, ~), Point { a: ~, b: $ }];\nlet @k = # % 2;\nlet @e = &mut @v[@k];\n@e.a = @e.b * @e.a;\n@e.b -= 0.1;\n@v.push(@v[0].twice());\n^ += joined(&@v).b;",
    "let mut @p = Point { a: 0.3, b: 0.4 };\nfor @e in x {\n@p = if *@e > 0.3 { Point { a: *@e, ..@p } } else { @p.twice() };\n@p.bump(0.2);\n}\n^ += @p.mix(~);",
    "let @p = match # { 0 => Point { a: $, b: 0.2 }, 1 => Point::made(~, 0.4), _ => Point { a: 0.5, b: 0.6 } };\n^ += @p.mix($);",
    "let Point { a: @a, b: @b } = Point::made($, ~).twice();\n^ += @a * @b;",
    "let mut @s = [Point { a: $, b: ~ }, Point { a: 0.2, b: 0.3 }];\nlet [@a, @b] = &mut @s;\nstd::mem::swap(&mut @a.a, &mut @b.b);\n@a.bump(@b.a);\n^ += @s[0].mix(~) + @s[1].a;",
    "let mut @t = (Point { a: $, b: ~ }, [~, $]);\nfor @i in 0..2 {\nlet @b = @t.1[@i];\n@t.0.bump(@b);\n@t.1[@i] = @t.0.mix(~);\n}\n^ += @t.0.a + @t.1[0] * @t.1[1];",
];

impl Writer {
    /// A store, or points.
    pub(crate) fn stores(&mut self) -> Vec<Node> {
        if self.chance(0.3) {
            return self.one_of(POINTS);
        }
        let mut text = self.any(STARTS).to_owned();
        for i in 0..1 + self.below(3) {
            let more = self.any(STEPS).replace('@', &format!("@t{i}"));
            text.push_str(&format!("\n{}", more.replace(&format!("@t{i}q"), "@q")));
        }
        text.push_str(&format!("\n{}", self.any(RESULTS)));
        self.template(&text)
    }
}
