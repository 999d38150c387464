//! Vectors that grow, shrink and are put in another order.

use crate::statements::Writer;
use crate::tree::Node;

/// A vector of at least three elements, `@v`.
const STARTS: &[&str] = &[
    "let mut @v = x.to_vec();",
    "let mut @v = y.clone();",
    "let mut @v = vec![$, ~, x[0]];",
    "let mut @v = vec![$; 4];",
    "let mut @v: Vec<f64> = x.iter().map(|@e| @e * ~).collect();",
    "let mut @v = [&x[1..], &y].concat();",
    "let mut @v = Vec::new();\nfor @e in x.iter().rev() {\n@v.push(@e * 0.6);\n}",
    "let mut @v = Vec::with_capacity(4);\n@v.extend_from_slice(x);",
];

/// What keeps at least two.
const STEPS: &[&str] = &[
    "@v.insert(1, $);",
    "@v.insert(@v.len(), $);",
    "let @e = @v.remove(0);\n@v.push(@e * ~);",
    "let @e = @v.remove(# % 2);\n^ += @e * ~;",
    "let @e = @v.swap_remove(0);\n@v.push(@e.sin());",
    "@v.retain(|@e| *@e > -0.3);\n@v.push($);\n@v.push(~);",
    "@v.truncate(2);",
    "@v.resize(5, ~);",
    "@v.extend(x.iter().map(|@e| @e * ~));",
    "@v.extend_from_slice(&y[1..]);",
    "let mut @u = vec![~, $];\n@v.append(&mut @u);",
    "@v.clear();\n@v.push($);\n@v.push(~);",
    "if let Some(@e) = @v.pop() {\n@v[0] += @e * ~;\n@v.push(~);\n}",
    "while @v.len() > 2 {\n!let @e = @v.pop().unwrap();\n@v[0] = (@v[0] + @e * ~).sin();\n}",
    "for @i in 0..2 {\nif @v.len() < 6 {\n@v.push(@v[@i] * x[@i]);\n}\n}",
    "for @i in 0..3 {\n@v.insert(0, x[@i] * ~);\nif @v.len() > 3 {\n@v.pop();\n}\n}",
    "for @i in 0..2 {\nlet @e = @v.remove(0);\n@v.push(@e * x[@i]);\n}",
    "@v.reverse();",
    "@v.rotate_left(1);",
    "@v.rotate_right(1);",
    "@v.sort_by(|@a, @b| @a.partial_cmp(@b).unwrap());",
    "@v.sort_by(|@a, @b| @b.partial_cmp(@a).unwrap());",
    "@v.swap(0, 1);",
    "if let Some(@e) = @v.last_mut() {\n*@e = 0.4 * *@e + ~;\n}",
    "if let Some(@e) = @v.get_mut(1) {\n*@e *= ~;\n}",
    "let @n = @v.len();\nfor @i in 0..@n {\nlet @j = (@i + 1) % @n;\n@v[@i] = 0.6 * @v[@j] + 0.2 * @v[@i].cos();\n}",
    "let @u = @v.clone();\n@v[..1].copy_from_slice(&@u[1..2]);",
    "@v = @v[1..].to_vec();\n@v.push($);",
    "@v = @v.iter().filter(|@e| **@e > 0.1).map(|@e| @e * ~).collect();\n@v.push(~);\n@v.push($);",
    "@v = @v.iter().rev().zip(x).map(|(@a, @b)| @a * @b).collect();",
    "let @u = @v.clone();\nfor (@a, @b) in @v.iter_mut().zip(@u.iter().skip(1)) {\n*@a += @b * ~;\n}",
    "@v.iter_mut().for_each(|@e| *@e *= ~);",
    "kept_short(&mut @v, $);",
    "let (@a, @k) = kept_short(&mut @v, ~);\n^ += @a * (@k as f64);",
    "let @u = std::mem::take(&mut @v);\n@v = vec![@u[0] * ~, @u[1]];",
];

/// What is read of it.
const RESULTS: &[&str] = &[
    "^ += @v.iter().sum::<f64>() * ~;",
    "^ += total(&@v);",
    "^ += @v[0] * @v[1];",
    "^ += @v[@v.len() - 1] * @v[0];",
    "^ += @v.first().unwrap() * @v.last().unwrap();",
    "^ += @v.iter().enumerate().map(|(@i, @e)| @e * ((@i as f64) + 0.5)).fold(~, |@a, @b| (@a + @b).sin());",
    "^ += @v.windows(2).map(|@e| @e[0] * @e[1]).sum::<f64>().tanh();",
    "^ += @v.chunks(2).map(|@e| @e[0] * @e[@e.len() - 1]).sum::<f64>().sin();",
    "^ += @v.iter().copied().fold(f64::NEG_INFINITY, f64::max);",
    "^ += @v.iter().copied().reduce(f64::min).unwrap() * ~;",
];

/// Vectors of other things.
const OTHERS: &[&str] = &[
    "let mut @v = vec![Particle { x: $, v: ~ }, Particle { x: ~, v: $ }];\n@v.insert(1, Particle { x: ~, v: ~ });\nlet @e = @v.remove(0);\n@v.push(Particle { x: @e.v, v: @e.x });\n^ += @v[0].x * @v[2].v;",
    "let mut @v = vec![Particle { x: $, v: ~ }, Particle { x: ~, v: $ }];\n@v.sort_by(|@a, @b| @a.x.partial_cmp(&@b.x).unwrap());\n^ += @v[0].v * @v[1].x;",
    "let mut @v: Vec<Particle> = x.iter().map(|@e| Particle { x: *@e, v: @e * ~ }).collect();\n@v.retain(|@p| @p.x > 0.0);\nfor @p in @v.iter_mut() {\nmoved(@p, ~);\n}\n^ += @v.iter().map(|@p| @p.x * @p.v).sum::<f64>();",
    "let mut @v: Vec<Vec<f64>> = Vec::new();\nfor @i in 0..3 {\n@v.push(x[..@i + 1].to_vec());\n}\n@v.remove(1);\n@v[0].push(~);\n^ += @v[0][1] * @v[1][2];",
    "let mut @v = vec![[$, ~], [~, x[0]]];\n@v.insert(0, [~, $]);\n@v.rotate_left(1);\nfor @r in @v.iter_mut() {\n@r.swap(0, 1);\n}\n^ += @v[0][0] * @v[2][1];",
    "let mut @v = vec![($, 1usize), (~, 0)];\nwhile let Some((@e, @k)) = @v.pop() {\n^ = (^ + @e).sin();\n!if @k > 0 {\n!@v.push((@e * ~, @k - 1));\n}\n}",
    "let mut @v = vec![($, true), (~, false), (x[0], true)];\n@v.retain(|@e| @e.1);\n^ += @v.iter().map(|@e| @e.0 * ~).sum::<f64>();",
];

impl Writer {
    /// A vector that changes.
    pub(crate) fn vectors(&mut self) -> Vec<Node> {
        if self.chance(0.2) {
            return self.one_of(OTHERS);
        }
        let mut text = self.any(STARTS).to_owned();
        for i in 0..1 + self.below(3) {
            let more = self.any(STEPS).replace('@', &format!("@t{i}"));
            text.push_str(&format!("\n{}", more.replace(&format!("@t{i}v"), "@v")));
        }
        text.push_str(&format!("\n{}", self.any(RESULTS)));
        self.template(&text)
    }
}
