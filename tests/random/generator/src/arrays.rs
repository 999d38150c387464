//! Statements on arrays of `ndarray`.

use crate::statements::Writer;
use crate::tree::Node;

/// Where arrays come from: `@a` and `@b` are lines of three, `@m` and `@o` matrices of two rows and three
/// columns.
const SOURCES: &[&str] = &[
    "let mut @a = Array1::from_vec(x[..3].to_vec());\nlet @b = array![$, ~, ~];",
    "let mut @a = array![~, $, ~];\nlet @b = Array1::from_elem(3, $);",
    "let mut @a = Array1::from_vec(w.clone());\nlet @b = &@a * ~;",
    "let mut @a = arr1(&[$, ~, ~]);\nlet @b = @a.mapv(|@e| @e * ~);",
    "let mut @a = Array1::zeros(3);\n@a[1] = $;\nlet @b = array![~, ~, ~] - &@a;",
    "let @b = array![~, $, x[1]];\nlet mut @a = @b.clone();",
    "let @b = array![x[0], x[1], x[2]];\nlet mut @a = if ? {\n@b.clone()\n} else {\n&@b * ~\n};",
    "let mut @a = Array1::from_vec(vec![$, ~, ~]);\nlet @b = @a.clone();\n@a += &@b;",
];

/// Matrices.
const MATRICES: &[&str] = &[
    "let mut @m = array![[$, ~, x[0]], [~, x[1], ~]];\nlet @o = &@m * ~;",
    "let mut @m = Array2::from_shape_vec((2, 3), vec![$, ~, ~, ~, ~, $]).unwrap();\nlet @o = @m.mapv(|@e| @e.sin());",
    "let mut @m = Array2::from_elem((2, 3), $);\nlet @o = array![[x[0], ~, ~], [x[2], ~, ~]];",
    "let mut @m = arr2(&[[$, ~, ~], [~, ~, ~]]);\nlet @o = @m.clone();",
    "let mut @m = Array2::zeros((2, 3));\n@m[[0, #]] = $;\n@m[[1, 1]] += x[1];\nlet @o = @m.mapv(|@e| @e * @e + ~);",
];

/// What is done with lines.
const LINES: &[&str] = &[
    "^ += (&@a * &@b).sum();",
    "^ += @a.dot(&@b);",
    "let @c = &@a + &@b * ~;\n^ += @c[0] * @c[2];",
    "let @c = @a.mapv(|@e| @e * @e);\n^ += @c.iter().sum::<f64>();",
    "let @c = ~ * &@a;\n^ += @c[0] * @c[1];",
    "let @c = @a.clone() - &@b;\n^ += @c.iter().map(|@e| @e * @e).sum::<f64>();",
    "@a += &@b;\n^ += @a[1];",
    "@a *= ~;\n^ += @a[#];",
    "@a -= &(&@b * ~);\n^ += @a.sum();",
    "@a[#] = $;\n^ += @a.dot(&@b);",
    "@a[#] *= @b[1];\n^ += @a.sum();",
    "for @i in 0..3 {\n@a[@i] = @a[@i] * @b[@i] + ~;\n}\n^ += @a.sum();",
    "for @e in @a.iter_mut() {\n*@e *= $;\n}\n^ += @a[0] * @a[1];",
    "for @e in &mut @a {\n*@e += ~;\n}\n^ += @a[0] * @a[1];",
    "for (@e, @f) in @a.iter_mut().zip(@b.iter()) {\n*@e += @f * ~;\n}\n^ += @a[0] * @a[1];",
    "for (@i, @e) in @a.iter_mut().enumerate() {\n*@e *= x[@i];\n}\n^ += @a.sum();",
    "@a.mapv_inplace(|@e| @e * ~ + ~);\n^ += @a[2];",
    "@a.map_inplace(|@e| *@e *= ~);\n^ += @a[2];",
    "@a.scaled_add(~, &@b);\n^ += @a[0] * @a[2];",
    "@a.assign(&@b);\n@a[0] *= ~;\n^ += @a.sum();",
    "@a.fill($);\n^ += @a.dot(&@b);",
    "@a.zip_mut_with(&@b, |@e, @f| *@e = *@e * @f + ~);\n^ += @a[1];",
    "let @c = @a.slice(s![1..]).to_owned();\n^ += @c[0] * @c[1];",
    "^ += @a.slice(s![..2]).dot(&@b.slice(s![1..]));",
    "@a.slice_mut(s![1..]).assign(&@b.slice(s![..2]));\n^ += @a[1] * @a[2];",
    "@a.slice_mut(s![..2]).fill(~);\n^ += @a.dot(&@b);",
    "{\nlet mut @v = @a.slice_mut(s![1..]);\n@v *= ~;\n@v[0] += $;\n}\n^ += @a.sum();",
    "for @e in @a.slice_mut(s![1..]).iter_mut() {\n*@e *= ~;\n}\n^ += @a.sum();",
    "let @c = if ? {\n(&@a - &@b).mapv(|@e| @e.powi(2)).sum()\n} else {\n$\n};\n^ += @c.sin();",
    "let @c = if ? {\n&@a * &@b\n} else {\n@a.mapv(|@e| @e.sin())\n};\n^ += @c.sum();",
    "if ? {\n@a = &@a * ~ + &@b;\n}\n^ += @a.sum();",
    "for @i in 0..2 {\n@a = &@a * &@b + x[@i];\n}\n^ += @a.sum().sin();",
    "let @c = array![@a[0] - @b[0], @a[1] * ~];\n^ += @c.mapv(|@e| @e * @e).sum();",
    "let @c: Vec<f64> = @a.iter().zip(&@b).map(|(@e, @f)| @e * @f).collect();\n^ += @c[1] - @c[2];",
    "let @c = concatenate(Axis(0), &[@a.view(), @b.view()]).unwrap();\n^ += @c[1] * @c[4];",
    "let @c = vec![@a.clone(), &@b * ~];\n^ += @c[0].dot(&@c[1]);",
];

/// What is done with matrices.
const BOTH: &[&str] = &[
    "^ += (&@m + &@a).sum();",
    "^ += (&@m * &@b).mapv(|@e| @e.tanh()).sum();",
    "let @c = @m.dot(&@a);\n^ += @c[0] * @c[1];",
    "let @c = @m.dot(&@o.t());\n^ += @c[[0, 1]] * @c[[1, 0]];",
    "let @c = @m.t().dot(&@o);\n^ += @c[[0, 1]] - @c[[2, 2]];",
    "let @c = @m.sum_axis(Axis(0));\n^ += @c.dot(&@b);",
    "let @c = @m.sum_axis(Axis(1));\n^ += @c[0] * @c[1];",
    "let @c = @m.mean_axis(Axis(0)).unwrap();\n^ += @c[#];",
    "^ += @m.row(0).dot(&@a);",
    "^ += @m.column(#).dot(&@o.column(1));",
    "let @c = @m.row(1).to_owned() * &@a;\n^ += @c.sum();",
    "for @r in @m.rows() {\n^ += @r.dot(&@a) * 0.5_f64;\n}",
    "for (@i, @r) in @m.outer_iter().enumerate() {\n^ += @r.dot(&@b) * x[@i];\n}",
    "for @c in @m.columns() {\n^ += @c[0] * @c[1];\n}",
    "for @r in @m.axis_iter(Axis(1)) {\n^ += @r.sum().sin();\n}",
    "for mut @r in @m.rows_mut() {\n@r *= &@a;\n}\n^ += @m.sum();",
    "for mut @r in @m.outer_iter_mut() {\n@r += ~;\n@r[0] *= $;\n}\n^ += @m[[0, 0]] * @m[[1, 0]];",
    "for (@i, mut @r) in @m.outer_iter_mut().enumerate() {\n@r *= x[@i];\n}\n^ += @m.sum();",
    "for (@i, mut @r) in @m.outer_iter_mut().enumerate() {\n@r += (@i as f64) * ~;\n}\n^ += @m[[1, 0]] * @m[[0, 1]];",
    "for mut @c in @m.columns_mut() {\n@c[0] += @c[1] * ~;\n}\n^ += @m.row(0).sum();",
    "for @r in @m.rows_mut() {\nfor @e in @r {\n*@e *= ~;\n}\n}\n^ += @m[[0, 0]] * @m[[1, 2]];",
    "for @e in @m.row_mut(0) {\n*@e *= $;\n}\n^ += @m.sum();",
    "for @e in @m.row_mut(0).iter_mut() {\n*@e *= $;\n}\n^ += @m.sum();",
    "@m.row_mut(1).assign(&@a);\n^ += (&@m * &@o).sum();",
    "@m.column_mut(#).fill(~);\n^ += @m.sum_axis(Axis(0))[1];",
    "@m.row_mut(0).mapv_inplace(|@e| @e * ~);\n^ += @m[[0, 1]] * @m[[1, 1]];",
    "@m += &@a;\n@m *= &@o;\n^ += @m.sum();",
    "for @i in 0..2 {\nfor @j in 0..3 {\n@m[[@i, @j]] = @m[[@i, @j]] * @a[@j] + @o[[@i, 2 - @j]];\n}\n}\n^ += @m.sum();",
    "for (@i, @e) in @m.indexed_iter() {\n^ += @e * (@i.1 as f64) * 0.3_f64;\n}",
    "^ += @m.slice(s![.., 1..]).sum();",
    "@m.slice_mut(s![0, ..2]).assign(&@o.slice(s![1, 1..]));\n^ += @m.dot(&@b)[0];",
    "let @c = @a.view().insert_axis(Axis(0)).dot(&@m.t());\n^ += @c[[0, 1]];",
    "let @c = stack(Axis(0), &[@a.view(), @b.view()]).unwrap();\n^ += (&@c * &@m).sum();",
    "let @c = if ? {\n@m.dot(&@a)\n} else {\n@o.sum_axis(Axis(1))\n};\n^ += @c[0] * @c[1];",
];

impl Writer {
    /// Lines, and perhaps matrices.
    pub(crate) fn arrays(&mut self) -> Vec<Node> {
        let mut text = self.any(SOURCES).to_owned();
        if self.chance(0.5) {
            text.push_str(&format!("\n{}\n{}", self.any(MATRICES), self.any(BOTH)));
        }
        for _ in 0..1 + self.below(2) {
            let more = self.any(LINES).replace("@c", &format!("@c{}", self.below(100)));
            text.push_str(&format!("\n{more}"));
        }
        self.template(&format!("{text}\n^ = (^ * 0.7_f64).sin();"))
    }
}
