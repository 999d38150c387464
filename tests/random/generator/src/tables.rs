//! Tables that are filled in nested loops.

use crate::statements::Writer;
use crate::tree::Node;

/// Ways to keep a table of three rows and columns: its declaration with `FILL`, and an element of row `I`
/// and column `J`.
const TABLES: &[(&str, &str)] = &[
    ("let mut @l = vec![vec![FILL; 3]; 3];", "@l[I][J]"),
    ("let mut @l = [[FILL; 3]; 3];", "@l[I][J]"),
    ("let mut @l = vec![FILL; 9];", "@l[(I) * 3 + J]"),
    ("let mut @l = [FILL; 9];", "@l[3 * (J) + I]"),
    ("let mut @l = Array2::from_elem((3, 3), FILL);", "@l[[I, J]]"),
    ("let mut @l = vec![[FILL; 3]; 3];", "@l[I][J]"),
];

/// What goes over a table with elements `L(i, j)`.
const SWEEPS: &[&str] = &[
    // Triangular, as factors are.
    "for @i in 0..3 {\nfor @j in 0..=@i {\nlet mut @e = x[@i] * x[@j] + 0.2_f64;\nfor @k in 0..@j {\n@e -= L(@i, @k) * L(@j, @k) * ~;\n}\nL(@i, @j) = @e.tanh();\n}\n}",
    "for @i in 0..3 {\nfor @j in 0..@i {\nL(@i, @j) = L(@i, @j) * ~ + L(@j, @i);\n}\nL(@i, @i) *= $;\n}",
    "for @i in 0..3 {\nfor @j in @i..3 {\nlet mut @e = ~;\nfor @k in 0..@i {\n@e += L(@k, @i) * L(@k, @j);\n}\nL(@i, @j) = @e.sin();\n}\n}",
    "for @k in 0..3 {\nfor @i in @k + 1..3 {\nlet @m = L(@i, @k) * 0.4_f64;\nfor @j in @k..3 {\nL(@i, @j) -= @m * L(@k, @j);\n}\n}\n}",
    "for @k in 0..3 {\nfor @i in (@k + 1)..3 {\nL(@i, @k) *= 0.5_f64;\nfor @j in (@k + 1)..3 {\nL(@i, @j) = L(@i, @j) - L(@i, @k) * L(@k, @j);\n}\n}\n}",
    // Dynamic programming.
    "for @i in 1..3 {\nfor @j in 1..3 {\nL(@i, @j) = L(@i - 1, @j) * ~ + L(@i, @j - 1) * $;\n}\n}",
    "for @i in 1..3 {\nfor @j in 1..3 {\nlet (@a, @b) = (L(@i - 1, @j), L(@i, @j - 1));\nL(@i, @j) = if @a > @b { @a * ~ } else { @b + x[@j] } + L(@i - 1, @j - 1);\n}\n}",
    "for @i in 0..2 {\nfor @j in 0..3 {\nL(@i + 1, @j) = (L(@i, @j) * x[@j]).sin() + ~;\nif @j > 0 {\nL(@i + 1, @j) += L(@i, @j - 1) * 0.3_f64;\n}\n}\n}",
    "for @i in (0..2).rev() {\nfor @j in (0..2).rev() {\nL(@i, @j) = L(@i + 1, @j) * ~ + L(@i, @j + 1) * x[@i];\n}\n}",
    "for @d in 1..3 {\nfor @i in 0..3 - @d {\nlet @j = @i + @d;\nlet mut @b = ~;\nfor @k in @i..@j {\nlet @e = L(@i, @k) + L(@k + 1, @j) * x[@k];\nif @e < @b {\n@b = @e;\n}\n}\nL(@i, @j) = @b.cos();\n}\n}",
    // Sweeps in place.
    "for @r in 0..2 {\nfor @i in 0..3 {\nfor @j in 1..3 {\nL(@i, @j) = (L(@i, @j - 1) + L(@i, @j)) * ~;\n}\n}\n}",
    "for @r in 0..2 {\nfor @i in 1..2 {\nfor @j in 1..2 {\nL(@i, @j) = 0.25_f64 * (L(@i - 1, @j) + L(@i + 1, @j) + L(@i, @j - 1) + L(@i, @j + 1));\n}\n}\nL(0, @r) += L(1, 1) * ~;\n}",
    "for @i in 0..3 {\nfor @j in 0..3 {\nL(@i, @j) += x[@i] * y[@j] * ~;\n}\n}",
    "for @i in 0..3 {\nlet @h = L(@i, 0);\nfor @j in 0..2 {\nL(@i, @j) = L(@i, @j + 1) * ~;\n}\nL(@i, 2) = @h * x[@i];\n}",
    "for @j in 0..3 {\nfor @i in 0..@j {\nlet @h = L(@i, @j);\nL(@i, @j) = L(@j, @i) * x[@i];\nL(@j, @i) = @h;\n}\n}",
    // Bounds that depend on data.
    "for @i in 0..3 {\nlet @m = if L(@i, 0) > x[@i] { 3 } else { 1 };\nfor @j in 0..@m {\nL(@i, @j) = L(@i, @j) * x[@j] + ~;\n}\n}",
    "for @i in 0..3 {\nfor @j in 0..3 {\nif L(@i, @j) > ~ {\nbreak;\n}\nL(@i, @j) = L(@i, 2 - @j) * ~ + x[@i];\n}\n}",
    "for @i in 0..3 {\nfor @j in 0..3 {\nif (@i + @j) % 2 == 0 {\ncontinue;\n}\nL(@i, @j) *= L(@j, @i) + ~;\n}\n}",
    "let mut @k = 0;\nwhile @k < 3 && L(@k, @k) < ~ {\nfor @j in 0..=@k {\nL(@k, @j) = L(@j, @k) * ~ + x[@j];\n}\n!@k += 1;\n}",
    "for @i in 0..n.min(3) {\nfor @j in @i..n.min(3) {\nL(@i, @j) = L(@j, @i) * $ + ~;\n}\n}",
];

/// Rows and several arrays.
const LINES: &[&str] = &[
    "for @i in 1..4 {\ny[@i] = y[@i] - y[@i - 1] * ~;\n}\nfor @i in (0..3).rev() {\ny[@i] = (y[@i] - z[@i] * y[@i + 1]) * 0.6_f64;\n}",
    "let (mut @c, mut @d) = ([0.2_f64; 4], vec![0.3_f64; 4]);\n@c[0] = z[0] * ~;\nfor @i in 1..4 {\nlet @m = 1.0_f64 / (2.5_f64 + @c[@i - 1].sin());\n@c[@i] = z[@i] * @m;\n@d[@i] = (x[@i] - @d[@i - 1] * ~) * @m;\n}\nfor @i in (0..3).rev() {\n@d[@i] -= @c[@i] * @d[@i + 1];\n}\n^ += @d[0] * @c[2];",
    "for @r in 0..3 {\nfor @i in 1..3 {\ny[@i] = (y[@i - 1] + y[@i + 1]) * ~ + z[@i];\n}\n}",
    "let mut @h = y.clone();\nfor @r in 0..2 {\nfor @i in 1..3 {\n@h[@i] = y[@i] + (y[@i - 1] - y[@i + 1]) * ~;\n}\nfor @i in 0..4 {\ny[@i] = @h[@i];\n}\n}",
    "let mut @h = vec![0.0_f64; 4];\nfor @r in 0..2 {\nfor @i in 0..4 {\nlet mut @e = 0.1_f64;\nfor @j in 0..4 {\n@e += y[@j] * x[(@i + @j) % 4];\n}\n@h[@i] = @e.tanh();\n}\ny.copy_from_slice(&@h);\n}",
    "for @i in 0..4 {\nfor @j in 0..4 {\nif @i != @j {\nlet @d = x[@i] - x[@j];\nlet @f = @d / (0.5_f64 + @d * @d);\ny[@i] += @f * ~;\nz[@j] -= @f * 0.1_f64;\n}\n}\n}",
    "for @i in 0..4 {\nfor @j in 0..@i {\nlet @d = y[@i] - y[@j];\ny[@i] += @d * 0.1_f64;\ny[@j] -= @d * ~;\n}\n}",
    "let mut @a = vec![1.0_f64, 0.0_f64, 0.0_f64];\nfor @i in 0..3 {\nlet mut @b = vec![0.0_f64; 3];\nfor @j in 0..3 {\nfor @k in 0..2 {\n@b[@j] += @a[@k] * x[(@j + @k) % 4] * ~;\n}\n}\n@a = @b;\n}\n^ += @a[0] + @a[2];",
    "let mut @m = 0;\nfor @i in 0..4 {\nif x[@i] > ~ {\n@m = @i;\n}\n}\nfor @j in 0..=@m {\ny[@j] = y[@j] * y[@m] + ~;\n}",
    "let mut @p = [0.0_f64; 5];\nfor @i in 0..4 {\n@p[@i + 1] = @p[@i] + x[@i] * ~;\n}\nfor @i in 0..4 {\nfor @j in @i + 1..5 {\n^ += (@p[@j] - @p[@i]).sin() * 0.2_f64;\n}\n}",
    "let mut @c = [1.0_f64; 4];\nfor @n in 1..4 {\nfor @k in (1..=@n).rev() {\n@c[@k % 4] = @c[@k - 1] * x[@n] + @c[@k % 4] * ~;\n}\n@c[0] *= x[@n];\n}\n^ += @c[1] * @c[3];",
    "let mut @t = [[y[0], y[1]], [y[2], y[3]]];\nfor @r in 0..2 {\nlet @o = @t;\nfor @i in 0..2 {\nfor @j in 0..2 {\n@t[@i][@j] = (@o[@i][0] * @o[0][@j] + @o[@i][1] * @o[1][@j]).tanh();\n}\n}\n}\n^ += @t[0][1] - @t[1][1];",
    "for @i in 0..4 {\nlet @j = (@i * 3 + 1) % 4;\nlet @h = y[@i];\ny[@i] = y[@j] * ~;\ny[@j] = @h + z[@i];\n}",
    "for @i in 0..3 {\nw[@i] = y[@i + 1] - y[@i];\nfor @j in 0..@i {\nw[@i] -= w[@j] * z[@i - @j];\n}\n}",
    "let mut @q = vec![vec![~, $], vec![~, ~, $], vec![~]];\nfor @i in 0..@q.len() {\nfor @j in 0..@q[@i].len() {\n@q[@i][@j] = @q[@i][@j] * x[@j] + ~;\n}\n}\n^ += @q[0][1] + @q[1][2] * @q[2][0];",
];

impl Writer {
    /// A table, and one or two sweeps over it; or sweeps over lines.
    pub(crate) fn table(&mut self) -> Vec<Node> {
        if self.chance(0.4) {
            return self.one_of(LINES);
        }
        let declarations: Vec<&str> = TABLES.iter().map(|(declared, _)| *declared).collect();
        let declared = self.text(&declarations);
        let (_, element) = TABLES.iter().find(|(other, _)| *other == declared).expect("a table");
        let filled = self.any(&["0.4_f64", "x[0] * 0.5_f64", "s", "~"]);
        let mut text = declared.replace("FILL", filled);
        for sweep in 0..1 + self.below(2) {
            let named = self.any(SWEEPS).replace('@', &format!("@s{sweep}"));
            text.push_str(&format!("\n{}", elements(&named, element)));
        }
        let (i, j) = (self.below(3).to_string(), self.below(3).to_string());
        text.push_str(&elements(&format!("\n^ += (L({i}, {j}) + L({j}, 2)).sin();"), element));
        self.template(&text)
    }
}

/// A text with the elements of a table in it.
fn elements(text: &str, element: &str) -> String {
    let mut parts = text.split("L(");
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (indices, rest) = part.split_once(')').expect("two indices");
        let (i, j) = indices.split_once(", ").expect("a row and a column");
        all.push_str(&element.replace('I', i).replace('J', j));
        all.push_str(rest);
    }
    all
}
