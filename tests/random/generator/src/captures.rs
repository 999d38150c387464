//! Functions of elements that capture something of each kind, and several arrays at once.

use crate::statements::Writer;
use crate::tree::Node;

/// What may be captured: its declaration, and a number in it.
const CAPTURED: &[(&str, &str)] = &[
    ("let @k = $;", "@k"),
    ("", "^"),
    ("", "x[1]"),
    ("", "y[#]"),
    ("", "z[#]"),
    ("let @k = ($, ~);", "@k.1"),
    ("let @k = ((~, $), ~);", "@k.0.1"),
    ("let @k = Pair { a: $, b: [~, ~] };", "@k.a"),
    ("let @k = Pair { a: $, b: [~, ~] };", "@k.b[1]"),
    ("let @k = Particle { x: $, v: ~ };", "@k.x * @k.v"),
    ("let @k = vec![Particle { x: $, v: ~ }];", "@k[0].x"),
    ("let @k = vec![vec![$, ~], vec![~]];", "@k[0][0]"),
    ("let @k = [[$, ~], [~, ~]];", "@k[1][1]"),
    ("let @k = vec![($, ~), (~, ~)];", "@k[1].0"),
    ("let @k = array![$, ~];", "@k[0]"),
    ("let @k = array![[$, ~], [~, ~]];", "@k[[0, 1]]"),
    ("let @k = array![$, ~];", "@k.sum()"),
    ("let @k = vec![$, ~];", "@k.iter().sum::<f64>()"),
    ("let @k = vec![array![$, ~], array![~]];", "@k[0][1]"),
    ("let @k = &y;", "@k[1]"),
    ("let (@k, @l) = ($, ~);", "@k * @l"),
    ("let @k = [$, ~];\nlet [@p, @l] = @k;", "@l * @p"),
    ("let @k = |@u: f64| @u * ~;", "@k(0.7_f64)"),
    ("let mut @k = ~;\n@k *= $;", "@k"),
    ("", "($ * ~)"),
];

/// What captures it, `C`; `@a` and `@b` are lines, `@m` is a matrix.
const FUNCTIONS: &[&str] = &[
    "^ += @a.mapv(|@e| @e * C).sum();",
    "^ += @a.mapv(|@e| (@e + C).sin()).sum();",
    "^ += @a.map(|@e| @e * C).sum();",
    "let @r = @a.mapv(|@e| @e * C);\n^ += @r[0] * @r[1];",
    "let @r = @m.mapv(|@e| @e * C + ~);\n^ += @r.sum_axis(Axis(0))[0];",
    "let @r = (&@a - &@b).mapv(|@e| @e * @e * C);\n^ += @r.dot(&@b);",
    "@a.mapv_inplace(|@e| @e * C);\n^ += @a.sum();",
    "@a.map_inplace(|@e| *@e += C);\n^ += @a[0] * @a[1];",
    "@m.row_mut(0).mapv_inplace(|@e| @e + C);\n^ += (&@m * &@a).sum();",
    "^ += @a.iter().map(|@e| @e * C).sum::<f64>();",
    "^ += @a.fold(0.2_f64, |@f, @e| @f * C + @e);",
    "for @i in 0..2 {\n^ += @a.mapv(|@e| @e * C * x[@i]).sum();\n}",
    "for @i in 0..2 {\nfor @j in 0..2 {\n^ += y[@j] * @a.mapv(|@e| @e * C * y[@i]).sum() * 0.2_f64;\n}\n}",
    "let @r = if ? {\n@a.mapv(|@e| @e * C)\n} else {\n@b.clone()\n};\n^ += @r.sum();",
    "if ? {\n@a = @a.mapv(|@e| @e + C);\n}\n^ += @a[0] * @a[1];",
    "@a.zip_mut_with(&@b, |@e, @f| *@e = *@e * C + @f);\n^ += @a.sum();",
    "let @r = Zip::from(&@a).and(&@b).map_collect(|@e, @f| @e * C + @f);\n^ += @r[0] * @r[1];",
    "Zip::from(&mut @a).and(&@b).for_each(|@e, @f| *@e = *@e * @f + C);\n^ += @a.sum();",
    "for @e in @a.iter_mut() {\n*@e *= C;\n}\n^ += @a.sum();",
    "let @r: Vec<f64> = @a.iter().map(|@e| @e.sin() * C).collect();\n^ += @r[0] * @r[1];",
];

/// Several arrays at once: `@a` to `@d` are lines of two, `@m` and `@o` matrices of two rows and columns.
const ZIPS: &[&str] = &[
    "let @r = Zip::from(&@a).and(&@b).map_collect(|@e, @f| @e * @f);\n^ += @r[0] * @r[1];",
    "let @r = Zip::from(&@a).and(&@b).and(&@c).map_collect(|@e, @f, @g| @e * @f + @g * ~);\n^ += @r.sum();",
    "let @r = Zip::from(&@a).and(&@b).and(&@c).and(&@d).map_collect(|@e, @f, @g, @h| @e * @f - @g * @h);\n^ += @r.dot(&@a);",
    "Zip::from(&mut @a).and(&@b).for_each(|@e, @f| *@e += @f * ~);\n^ += @a[0] * @a[1];",
    "Zip::from(&mut @a).and(&@b).and(&@c).for_each(|@e, @f, @g| *@e = @f * @g + *@e * ~);\n^ += @a.sum();",
    "Zip::from(&mut @a).and(&@b).and(&@c).and(&@d).for_each(|@e, @f, @g, @h| {\n*@e += @f * @g * @h;\n});\n^ += @a[0] * @a[1];",
    "Zip::from(&mut @a).and(&@b).for_each(|@e, @f| {\nif *@f > ~ {\n*@e *= @f;\n} else {\n*@e = @f.sin();\n}\n});\n^ += @a.sum();",
    "Zip::from(&mut @a).for_each(|@e| *@e = *@e * *@e);\n^ += @a[0] * @b[1];",
    "let @r = Zip::from(&@m).and(&@o).map_collect(|@e, @f| (@e * @f).sin());\n^ += @r[[0, 1]] * @r[[1, 1]];",
    "Zip::from(&mut @m).and(&@o).for_each(|@e, @f| *@e = *@e * @f + ~);\n^ += @m.sum();",
    "for (@e, @r) in @a.iter_mut().zip(@m.rows()) {\n*@e += @r.sum() * ~;\n}\n^ += @a[0] * @a[1];",
    "for (mut @r, @e) in @m.rows_mut().into_iter().zip(&@a) {\n@r *= *@e;\n}\n^ += @m.sum();",
    "for ((@e, @f), @g) in @a.iter_mut().zip(&@b).zip(&@c) {\n*@e = *@e * @f + @g;\n}\n^ += @a.sum();",
    "for (@i, mut @r) in @m.axis_iter_mut(Axis(0)).enumerate() {\nfor (@j, @e) in @r.iter_mut().enumerate() {\n*@e *= x[@i] * @a[@j];\n}\n}\n^ += @m.sum();",
    "for (@l, @r) in @m.rows().into_iter().zip(@o.rows()) {\n^ += @l.dot(&@r) * 0.4_f64;\n}",
    "for ((@i, @j), @e) in @m.indexed_iter_mut() {\n*@e *= @a[@i] * @b[@j];\n}\n^ += @m.sum();",
];

impl Writer {
    /// A closure on elements, and what it captures.
    pub(crate) fn captures(&mut self) -> Vec<Node> {
        let ((declared, captured), function) = (self.any(CAPTURED), self.any(FUNCTIONS));
        let function = crate::scope::replaced(function, "C", captured);
        let text = format!(
            "let mut @a = array![~, $];\nlet @b = array![$, ~];\n\
             let mut @m = array![[~, ~], [$, x[0]]];\n{declared}\n{function}"
        );
        self.template(&text)
    }

    /// Arrays beside each other.
    pub(crate) fn zips(&mut self) -> Vec<Node> {
        let mut text = "let mut @a = array![~, $];\nlet (@b, @c) = (array![$, ~], array![~, ~]);\n\
            let @d = &@b * ~;\nlet mut @m = array![[~, ~], [$, x[0]]];\nlet @o = array![[$, ~], [~, x[1]]];"
            .to_owned();
        for i in 0..1 + self.below(2) {
            let more = self.any(ZIPS).replace("@r", &format!("@r{i}"));
            text.push_str(&format!("\n{more}"));
        }
        self.template(&text)
    }
}
