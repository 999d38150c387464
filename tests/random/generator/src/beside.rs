//! Tuples of sequences and integers or truth values, which have no derivative.

use crate::statements::Writer;
use crate::tree::Node;

/// Where they are given out, changed, kept and taken apart.
const TUPLES: &[&str] = &[
    "let (@p, @n) = counted($, #);\n^ += @p[0] * @p[1] * (@n as f64);",
    "for @i in 0..2 {\nlet (@p, @n) = counted(x[@i], @i);\n^ += @p[@n % 2] * ~;\n}",
    "let (@q, @i, @m, ((@k, _), @h)) = marked($);\nlet @r = if @m[0] { @q[@i[0]] * @h } else { ~ };\n^ += @r * (@k as f64);",
    "let (_, @i, _, (@k, @h)) = marked($);\n^ += @h * y[@i[1]];\nif !@k.1 {\n^ *= ~;\n}",
    "let (@v, @o) = ordered(x);\nfor @i in 0..4 {\n^ += @v[@i] * y[@o[@i]] * 0.3_f64;\n}",
    "let (@v, @o) = ordered(&y);\n^ += @v[0] * x[@o[3]];",
    "^ += match perhaps(&y) { Some((@n, @v)) => @v[@n] * ~, None => $ };",
    "if let Some((@n, @v)) = perhaps(&y) {\n^ += @v[@n] * x[@n];\n}",
    "let Some((@n, @v)) = perhaps(&z) else {\nreturn ~;\n};\n^ += @v[@n] * ~;",
    "let mut @t = (x.to_vec(), #, false);\nadvanced(&mut @t, $);\nadvanced(&mut @t, ~);\n^ += @t.0[0] * @t.0[1];\nif @t.2 {\n^ += ~;\n}",
    "let mut @t = (vec![$, ~, ~], 0, true);\nfor @k in 0..4 {\nadvanced(&mut @t, x[@k]);\nif @t.2 && ? {\n@t.1 = 0;\n}\n}\n^ += @t.0[0] * @t.0[2] + (@t.1 as f64);",
    "let mut @l = vec![(vec![$, ~, ~], 1, false), (x.to_vec(), 0, true)];\nfor @e in @l.iter_mut() {\nadvanced(@e, ~);\n}\nadvanced(&mut @l[0], $);\n^ += @l[0].0[2] * @l[1].0[0];",
    "let mut @t = (vec![$, ~, x[0]], 1usize);\nfor @i in 0..2 {\n@t.0[@i] *= @t.0[@t.1];\n@t.1 -= @t.1.min(1);\n}\nlet (@v, @n) = @t;\n^ += @v[@n] * @v[1];",
    "let mut @t = ([$, ~], true, 2usize);\nif @t.1 {\n@t.0[0] *= @t.0[1];\n@t.1 = false;\n}\n^ += @t.0[@t.2 - 1];",
    "let @t = if ? { (vec![$, ~], 1usize) } else { (y.clone(), 0) };\n^ += @t.0[@t.1];",
    "let mut @t = (y.clone(), 0usize);\nif ? {\n@t = (vec![$, ~], 1);\n}\n^ += @t.0[@t.1] * @t.0[0];",
    "let mut @t = (Pair { a: $, b: [~, ~] }, 1usize);\n@t.0.b[@t.1] *= ~;\n@t.1 = 0;\n^ += held(&@t.0) * @t.0.b[@t.1];",
    "fn @f(@t: &mut (Vec<f64>, usize), @g: f64) {\n@t.0[@t.1] += @g;\n@t.1 += 1;\n}\nlet mut @u = (vec![$, ~, ~], 0usize);\n@f(&mut @u, $);\n@f(&mut @u, ~);\n^ += @u.0[0] * @u.0[1];",
    "let @f = |@t: &mut (Vec<f64>, usize), @g: f64| {\n@t.0[@t.1] += @g;\n@t.1 += 1;\n};\nlet mut @u = (vec![$, ~, ~], 0usize);\n@f(&mut @u, $);\n@f(&mut @u, ~);\n^ += @u.0[0] * @u.0[1];",
    "let @f = |@h: f64| (vec![@h, @h * ~], 1usize);\nlet (@v, @n) = @f($);\n^ += @v[@n];",
    "let mut @t = (vec![$, ~], false);\nfor @i in 0..3 {\nlet (@v, @m) = &mut @t;\nif *@m {\n@v[0] *= x[@i];\n}\n*@m = !*@m;\n}\n^ += @t.0[0];",
    "let @t = x.iter().fold((vec![~], 0usize), |(mut @v, @n), @e| {\n@v.push(@e * @v[@n]);\n(@v, @n + 1)\n});\n^ += @t.0[2];",
    "let mut @t = (vec![$, ~], 1usize);\nlet @v = std::mem::take(&mut @t.0);\n@t.0 = vec![@v[@t.1] * ~];\n^ += @t.0[0] * @v[0];",
];

/// Sequences of them.
const SEQUENCES: &[&str] = &[
    "let mut @o: Vec<(f64, usize, Vec<f64>)> = vec![($, 0, vec![~])];\nwhile let Some((@w, @d, @p)) = @o.pop() {\n^ += @w * @p[0];\n!if @d < 2 {\n!@o.push((@w * x[@d], @d + 1, vec![@w]));\n}\n}",
    "let mut @o: Vec<(f64, usize, Vec<f64>)> = vec![($, 0, vec![~])];\nfor _ in 0..5 {\nlet Some((@w, @d, @p)) = @o.pop() else {\nbreak;\n};\n^ += @w * @p[@d];\nif @d < 2 {\n@o.push((@w * ~, @d + 1, vec![@w, x[0], ~]));\n@o.push((~, @d + 1, vec![x[1], @w, $]));\n}\n}",
    "let mut @o = vec![(0usize, 4usize, $)];\nwhile let Some((@l, @h, @w)) = @o.pop() {\n!if @h - @l < 2 {\n^ += x[@l] * @w;\n!continue;\n}\nlet @m = (@l + @h) / 2;\n@o.push((@l, @m, @w * ~));\n@o.push((@m, @h, @w * x[@m]));\n}",
    "let mut @l: Vec<(usize, Vec<f64>)> = Vec::new();\nfor @i in 0..3 {\n@l.push((@i, vec![x[@i], ~]));\n}\nfor (@k, @v) in &@l {\n^ += @v[0] * @v[1] * (*@k as f64);\n}",
    "let mut @l = vec![(0usize, vec![$, ~]), (1, vec![~, x[0]])];\nfor (@k, @v) in @l.iter_mut() {\n*@k = 1 - *@k;\n@v[*@k] *= ~;\n}\n^ += @l[0].1[@l[0].0] * @l[1].1[0];",
    "let mut @l = vec![(0usize, vec![$]), (1, vec![~])];\n@l.swap(0, 1);\n^ += @l[0].1[0] * ((@l[0].0 + 1) as f64);",
    "let @l: Vec<(usize, f64)> = y.iter().copied().enumerate().collect();\nfor (@i, @v) in @l {\n^ += @v * (@i as f64) * 0.2_f64;\n}",
    "let @l: Vec<Vec<(usize, f64)>> = vec![vec![(1, $), (2, ~)], vec![(2, ~)], vec![]];\nlet mut @d = [0.3_f64; 3];\nfor @i in 0..3 {\nfor (@j, @w) in &@l[@i] {\n@d[*@j] += @d[@i] * @w;\n}\n}\n^ += @d[2];",
    "let @l = vec![(true, vec![$, ~]), (false, x.to_vec())];\nfor (@m, @v) in @l.iter() {\n^ = if *@m { (^ * @v[0]).sin() } else { ^ + @v[1] };\n}",
    "let @l: Vec<(Vec<f64>, usize)> = (0..3).map(|@i| (vec![x[@i], ~], @i % 2)).collect();\n^ += @l.iter().map(|(@v, @k)| @v[*@k]).sum::<f64>();",
    "let mut @b: (usize, f64) = (0, x[0]);\nfor (@i, @v) in x.iter().enumerate() {\nif *@v > @b.1 {\n@b = (@i, *@v);\n}\n}\n^ += @b.1 * y[@b.0];",
    "let mut @m: [(bool, [f64; 2]); 2] = [(true, [$, ~]), (false, [~, ~])];\nfor @i in 0..2 {\nif @m[@i].0 {\n@m[1 - @i].1[0] *= @m[@i].1[1];\n@m[1 - @i].0 = true;\n}\n}\n^ += @m[0].1[0] * @m[1].1[0];",
];

impl Writer {
    /// A tuple, or a sequence of tuples.
    pub(crate) fn beside(&mut self) -> Vec<Node> {
        let texts = if self.chance(0.65) { TUPLES } else { SEQUENCES };
        self.one_of(texts)
    }
}
