//! Arrays that are changed by rows, columns and parts, in loops within loops.

use crate::statements::Writer;
use crate::tree::Node;

/// What there is: two matrices of three rows and columns, and two lines.
const STARTS: &str = "let mut @m = array![[$, ~, x[0]], [~, x[1], ~], [x[2], ~, $]];\n\
    let mut @o = @m.mapv(|@e| @e * @e);\nlet mut @v = array![x[0], ~, $];\nlet mut @u = @v.mapv(|@e| @e.cos());";

/// What happens to them; `K` is an index.
const STEPS: &[&str] = &[
    "@v += &(@m.dot(&@u) * 0.3);",
    "@v -= &@m.row(K);",
    "@v += &@m.column(K);",
    "@u *= 0.7;",
    "@v[K] = ($).sin();",
    "@m[[K, K]] += 0.2 * @v[K];",
    "let @t = &@v * &@u;\n@m.row_mut(K).assign(&@t);",
    "@m.row_mut(K).assign(&@u);",
    "let @t = $;\n@m.column_mut(K).fill(@t);",
    "@m.diag_mut().mapv_inplace(|@e| @e * 0.5);",
    "@m.column_mut(K).scaled_add(0.3, &@u);",
    "@u.zip_mut_with(&@v, |@p, @q| *@p = (*@p * @q).sin());",
    "for mut @r in @m.rows_mut() {\nlet @t = @r[0];\n@r *= 0.5;\n@r[1] += @t;\n}",
    "for (@i, mut @r) in @m.axis_iter_mut(Axis(0)).enumerate() {\n@r[@i] = @r[(@i + 1) % 2] * @u[@i];\n}",
    "for (@i, mut @r) in @m.axis_iter_mut(Axis(1)).enumerate() {\n@r *= @u[@i];\n}",
    "for (@i, mut @r) in @m.outer_iter_mut().enumerate() {\n@r[0] = @r[1] * x[@i];\n@r.mapv_inplace(|@e| @e * @u[@i]);\n}",
    "for (@p, @q) in @v.iter_mut().zip(&@u) {\n*@p = (*@p + @q).sin();\n}",
    "for ((@i, @j), @e) in @m.indexed_iter_mut() {\n*@e = (*@e * @v[@i]).sin() + @u[@j];\n}",
    "Zip::from(&mut @m).and(&@o).for_each(|@p, @q| *@p = *@p * 0.5 + @q);",
    "@v.swap(0, 1);",
    "@m.swap_axes(0, 1);",
    "@m.slice_mut(s![..2, 1..]).mapv_inplace(|@e| @e.sin());",
    "let @t = @m.slice(s![1.., ..]).to_owned();\n@m.slice_mut(s![..2, ..]).assign(&@t);",
    "std::mem::swap(&mut @v, &mut @u);",
    "let @t = std::mem::replace(&mut @v, @u.clone());\n^ += @t.sum() * 0.2;",
    "pushed(&mut @v, &@u, ~);",
    "^ += contracted(&@m, @v.view()) * 0.1;",
    "@v.assign(&@u);\n@v[0] += ~;",
    "@o = @m.clone();\n@o[[0, 1]] = ~;",
    "for @r in @m.rows() {\n^ += @r.dot(&@r) * 0.1;\n}",
    "for (@r, @e) in @m.outer_iter().zip(@v.iter_mut()) {\n*@e += @r[0] * 0.3;\n}",
    "let (@p, @q) = both_of(&@v);\n@u = @p * &@q;",
    "let mut @s = vec![@v.clone(), @u.clone()];\nfor @r in @s.iter_mut() {\n@r[1] *= 0.7;\n*@r += 0.1;\n}\nlet @t = @s.pop().unwrap();\n@v -= &(@t * 0.3);",
    "@m = (&@m * &@o).mapv(|@e| @e.tanh());",
    "@m = &@m - &@m.t();",
    "@m = @m.dot(&@o) * 0.3;",
    "@m = &@o * &@v.view().insert_axis(Axis(1));",
    "@m = Array2::from_shape_fn((3, 3), |(@i, @j)| @u[@i] * @v[@j]);",
    "@m = @m.slice(s![..;-1, ..]).to_owned();",
    "@m = @m.select(Axis(0), &[1, K, 0]);",
    "@m = stack(Axis(0), &[@v.view(), @u.view(), @v.view()]).unwrap();",
    "@v = @m.map_axis(Axis(1), |@r| @r.sum().sin());",
    "@v = @m.sum_axis(Axis(0)) * 0.4;",
    "@u = Zip::from(&@v).and(&@u).map_collect(|@p, @q| (@p * @q).cos());",
    "@u = @v.iter().map(|@e| @e * ~).collect::<Array1<f64>>();",
    "^ += @m.iter().fold(f64::NEG_INFINITY, |@t, @e| @t.max(*@e)) * 0.3;",
    "^ += @v.mean().unwrap() * @m.diag().sum();",
    "^ += @v.windows(2).into_iter().map(|@e| @e[0] * @e[1]).sum::<f64>();",
    "^ += @v.iter().zip(@m.row(K)).map(|(@p, @q)| @p * @q).sum::<f64>().tanh();",
];

impl Writer {
    /// Matrices, and what happens to them, also in a loop.
    pub(crate) fn axes(&mut self) -> Vec<Node> {
        let mut text = STARTS.to_owned();
        for i in 0..1 + self.below(3) {
            let step = |writer: &mut Writer, i: usize, index: &str| {
                let more = writer.any(STEPS).replace('@', &format!("@t{i}"));
                let more = crate::scope::replaced(&more, "K", index);
                ["m", "o", "v", "u"].iter().fold(more, |more, name| {
                    crate::scope::replaced(&more, &format!("t{i}{name}"), name)
                })
            };
            let index = self.any(&["0", "1", "2"]);
            match self.below(3) {
                0 => text.push_str(&format!("\n{}", step(self, i, index))),
                1 => {
                    let (one, other) = (step(self, i, "KK"), step(self, i + 5, "KK"));
                    let inside = format!("{one}\n{other}").replace("KK", &format!("@k{i}"));
                    text.push_str(&format!("\nfor @k{i} in 0..3 {{\n{inside}\n}}"));
                }
                _ => text.push_str(&format!("\nif ? {{\n{}\n}}", step(self, i, index))),
            }
        }
        text.push_str("\n^ += @v.sum() + @u.dot(&@v) + @m.mapv(|@e| @e.sin()).sum() + @o[[1, 1]];");
        self.template(&text)
    }
}
