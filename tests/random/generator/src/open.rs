//! Literals whose type only Rust knows, `None` of which only its annotation tells, an array that a part of itself is
//! added to.

use crate::statements::Writer;
use crate::tree::Node;

const OPEN: &[&str] = &[
    "let @m = |@a: f64| -> f64 { @a.min(2.0) };\nlet @v = vec![1.5; 3];\n^ += $ * @m(@v[1]);",
    "let @m = |@a: f64| @a.max(~);\nlet mut @v = [1.5; 3];\nfor @i in 1..3 {\n@v[@i] = @m(@v[@i - 1]) * x[@i];\n}\n^ += @v[2];",
    "let @m = |@a: f64, @b: f64, @c: f64| @a.min(@b).min(@c);\nlet mut @p = vec![2.0; 4];\nfor @i in 0..3 {\n@p[@i + 1] = x[@i] + @m(@p[@i], @p[@i + 1], 0.5);\n}\n^ += @p[3];",
    "let mut @v: Vec<f64> = vec![0.5; 4];\nfor @i in 0..4 {\n@v[@i] = 0.6 * @v[(@i + 1) % 4] + @v[@i].cos() * x[@i];\n}\n^ += @v[0] * @v[3];",
    "let @o: Option<f64> = None;\n^ += @o.unwrap_or(0.25).powi(2) * $;",
    "let @o: Option<f64> = None;\n^ += @o.map_or(0.4_f64, |@q| @q * ~);",
    "let mut @o: Option<f64> = Some($);\n@o = None;\nif let Some(@q) = @o {\n@o = Some(@q.sin());\n} else {\n@o = Some(~);\n}\n^ += @o.unwrap_or(0.2);",
    "let mut @o: Option<f64> = Some($);\nfor @e in x {\n@o = None;\nif *@e > ~ {\n@o = Some(*@e);\n}\n}\n^ += @o.unwrap_or(0.2);",
    "let mut @v = array![x[0], ~, $];\n@v += &@v.slice(s![..;-1]).to_owned();\n^ += @v.sum() * @v[0];",
    "let mut @v = array![x[0], ~, $];\n@v += &@v.clone();\n^ += @v.dot(&@v);",
];

impl Writer {
    /// One of them.
    pub(crate) fn open(&mut self) -> Vec<Node> {
        self.one_of(OPEN)
    }
}
