//! Variables of type `Option`, which are set, taken out and emptied, and functions that return one, or a `Result`.

use crate::statements::Writer;
use crate::tree::Node;

/// How there comes to be one.
const STARTS: &[&str] = &[
    "let mut @o: Option<f64> = Some($);",
    "let mut @o = if ? { Some($) } else { None };",
    "let mut @o: Option<f64> = None;\nif ? {\n@o = Some($);\n}",
    "let mut @o = risky($);",
    "let mut @o = x.iter().copied().find(|@v| *@v > 0.5_f64);",
    "let mut @o = y.first().copied();",
    "let mut @o = match # { 0 => None, 1 => Some($), _ => risky(~) };",
];

/// What becomes of it.
const STEPS: &[&str] = &[
    "@o = Some($);",
    "@o = risky($);",
    "if ? {\n@o = None;\n}",
    "if ? {\n@o = Some($);\n}",
    "if let Some(@q) = @o {\n@o = Some(@q.sin() * 0.5_f64);\n} else {\n@o = Some($);\n}",
    "for @e in x {\nmatch @o {\nSome(@q) if @q > *@e => {\n}\n_ => {\n@o = Some(*@e * 0.9_f64);\n}\n}\n}",
    "for @e in x {\nif @o.is_none_or(|@q| *@e > @q) {\n@o = Some(*@e);\n}\n}",
    "for @i in 0..3 {\n@o = None;\nif x[@i] > ~ {\n@o = Some(x[@i] * ~);\n}\n^ += @o.unwrap_or(0.2);\n}",
    "for @i in 0..3 {\nif let Some(@q) = @o {\n^ += @q * ~;\n@o = None;\n} else {\n@o = Some(x[@i]);\n}\n}",
    "for @i in 0..3 {\nif @i == 1 {\n@o = None;\ncontinue;\n}\n@o = Some(@o.unwrap_or(x[@i]) * ~);\n}",
    "for @e in x {\nif let Some(@q) = @o {\nif @q * *@e > 0.3 {\nbreak;\n}\n^ = (^ + @q).sin();\n}\n@o = Some(*@e);\n}",
    "@o = @o.map(|@q| @q * ~);",
    "@o = @o.filter(|@q| *@q > 0.4);",
    "@o = @o.and_then(|@q| risky(@q * ~));",
    "@o = @o.or_else(|| risky($));",
    "let mut @k = 0;\nwhile let Some(@q) = @o {\n!@k += 1;\n!@o = if @k < 3 { Some(@q * 0.7 + ~) } else { None };\n^ += @q;\n}",
];

/// What is read of it.
const RESULTS: &[&str] = &[
    "^ += @o.unwrap_or(0.3_f64);",
    "^ += @o.unwrap_or($);",
    "^ += @o.unwrap_or(0.3_f64).sin() * ~;",
    "^ += @o.unwrap_or(0.25_f64).powi(2) * $;",
    "^ += @o.map_or(0.4_f64, |@q| @q * ~);",
    "if let Some(@q) = @o {\n^ += @q * @q;\n}",
    "^ += match @o { Some(@q) if @q > ~ => @q * ~, Some(@q) => @q.sin(), None => $ };",
    "^ += @o.unwrap_or_default();",
    "^ += @o.unwrap_or_else(|| ~ * 0.5_f64);",
    "let (@a, @b) = parted(@o.unwrap_or(0.1), ~);\n^ += @a * @b;",
    "^ += Peak::starting(@o.unwrap_or(0.1), Bend::Square).eval(~);",
    "if @o.is_some() {\n^ *= ~;\n}",
    "let Some(@q) = @o else {\nreturn $;\n};\n^ += @q * ~;",
    "if ? {\nreturn @o.unwrap_or(0.25) * ~;\n}\n^ += @o.unwrap_or(0.5);",
];

/// What functions return.
const RETURNS: &[&str] = &[
    "^ += risky($).unwrap_or(0.4_f64);",
    "^ += risky($).map_or(0.3_f64, |@q| @q * ~);",
    "^ += risky($).unwrap_or_else(|| ~ * 0.5_f64);",
    "^ += match checked($, ~) { Ok(@q) => @q * ~, Err(@k) => ~ * (@k as f64) };",
    "if let Ok(@q) = checked($, ~) {\n^ += @q;\n}",
    "^ += checked($, ~).unwrap_or(0.7);",
    "let Ok(@q) = checked(~, $) else {\nreturn ~;\n};\n^ += @q;",
    "^ += chained($, ~).unwrap_or($);",
    "for @i in 0..3 {\nlet Some(@q) = risky(x[@i]) else {\ncontinue;\n};\n^ = (^ + @q).sin();\n}",
    "for @i in 0..3 {\nmatch checked(x[@i], y[@i]) {\nOk(@q) => {\n^ += @q;\n}\nErr(@k) if @k > 1 => {\n^ *= 0.5;\n}\nErr(_) => {\nbreak;\n}\n}\n}",
    "^ += summed(x).unwrap_or(0.1) + summed(&y[1..]).unwrap_or(~);",
    "^ += x.iter().map(|@v| risky(*@v).unwrap_or(0.2) * ~).sum::<f64>();",
    "let @v: Option<Vec<f64>> = x.iter().map(|@v| risky(*@v)).collect();\n^ += match @v { Some(@v) => @v[0] * @v[1], None => $ };",
    "let @f = |@u: f64| -> Option<f64> {\nlet @q = risky(@u)TRY;\nSome(@q * ~)\n};\n^ += @f($).unwrap_or(0.3);",
    "^ += first_above(x, 0.4_f64).unwrap_or(~);",
];

impl Writer {
    /// A value that may be missing.
    pub(crate) fn missing(&mut self) -> Vec<Node> {
        if self.chance(0.3) {
            return self.one_of(RETURNS);
        }
        let mut text = self.any(STARTS).to_owned();
        for i in 0..1 + self.below(2) {
            let more = self.any(STEPS).replace('@', &format!("@t{i}"));
            text.push_str(&format!("\n{}", more.replace(&format!("@t{i}o"), "@o")));
        }
        text.push_str(&format!("\n{}", self.any(RESULTS)));
        self.template(&text)
    }
}
