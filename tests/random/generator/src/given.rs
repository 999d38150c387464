//! What carries no derivative by its attribute: an enum and an `Option` in a structure of numbers.

use crate::statements::Writer;
use crate::tree::Node;

/// How there comes to be one; `BEND` and `GAIN` are what is constant in it.
const PEAKS: &[&str] = &[
    "let mut @p = Peak { heights: vec![$, ~], bend: BEND, width: ~, gain: GAIN, at: (# % 2, true) };",
    "let mut @p = Peak { bend: BEND, heights: vec![~, $], gain: GAIN, at: (1, n > 1), width: $ };",
    "let mut @p = Peak::new(2, BEND);\n@p.heights[1] = $;",
    "let mut @p = Peak::starting($, BEND);",
    "let mut @p = Peak { width: $, gain: GAIN, ..Peak::new(2, BEND) };",
    "let @o = vec![Peak::starting(~, BEND), Peak::new(3, BEND)];\nlet mut @p = @o[# % 2].clone();",
];

const BENDS: &[&str] = &[
    "Bend::Line",
    "Bend::Square",
    "Bend::Power(3)",
    "if n > 2 { Bend::Line } else { Bend::Square }",
];

const GAINS: &[&str] = &["None", "Some(0.8_f64)", "Some(1.2_f64)"];

/// What is done with it.
const USES: &[&str] = &[
    "^ += @p.eval($);",
    "^ += peaked(&@p, $);",
    "@p.raised(~);\n^ += @p.eval(x[0]);",
    "^ += match @p.bend { Bend::Line => @p.width * ~, Bend::Square => $, Bend::Power(@k) => @p.heights[0].powi(@k) };",
    "match @p.bend {\nBend::Line => {\n@p.width *= ~;\n}\nBend::Power(@k) if @k > 2 => {\n@p.heights[1] = $;\n}\n_ => {\n@p.heights[0] += ~;\n}\n}\n^ += @p.width * @p.heights[0] + @p.heights[1];",
    "if @p.bend == Bend::Square {\n^ += @p.width * $;\n} else {\n^ *= ~;\n}",
    "if let Bend::Power(@k) = @p.bend {\n^ += @p.width.powi(@k);\n}",
    "^ += match @p.gain { Some(@k) => @p.width * @k, None => @p.width.sin() };",
    "if let Some(@k) = @p.gain {\n^ += @k * @p.heights[0];\n}",
    "^ += @p.gain.unwrap_or(0.3_f64) * @p.width;",
    "^ += @p.gain.map_or(@p.width, |@k| @k * @p.heights[1]);",
    "^ += @p.gain.map(|@k| @k * @p.width).unwrap_or(~);",
    "if @p.gain.is_some() && ? {\n^ += @p.gain.unwrap() * @p.width;\n}",
    "for @h in @p.heights.iter_mut() {\n*@h *= ~;\n}\n^ += @p.eval($);",
    "let @q = Peak { width: $, ..@p.clone() };\n^ += @q.eval(~) + @p.width;",
    "@p.bend = Bend::Square;\n^ += @p.eval($);",
    "@p.gain = Some(0.6_f64);\n^ += @p.eval($);",
    "for @i in 0..2 {\n@p.at.0 = @i;\n@p.raised(x[@i]);\n}\n^ += @p.eval(~);",
    "let @c = &@p.bend;\n^ += match @c { Bend::Line => $, _ => @p.width };",
    "let @o = vec![@p.clone(), Peak::new(2, Bend::Line)];\nfor @q in &@o {\n^ += @q.eval(~) * 0.4_f64;\n}",
    "let @o = [@p.clone(), Peak::starting(~, Bend::Square)];\n^ += @o.iter().map(|@q| @q.eval(0.6_f64)).sum::<f64>();",
    "let @b = bent_as(@p.bend, $, @p.gain);\n^ += @b * @p.width;",
];

impl Writer {
    /// A structure with constant fields, and what is done with it.
    pub(crate) fn given(&mut self) -> Vec<Node> {
        let mut text = self.any(PEAKS).to_owned();
        for i in 0..1 + self.below(2) {
            // Names of its own for each.
            let more = self.any(USES).replace('@', &format!("@t{i}"));
            text.push_str(&format!("\n{}", more.replace(&format!("@t{i}p"), "@p")));
        }
        let (bend, gain) = (self.any(BENDS), self.any(GAINS));
        self.template(&text.replace("BEND", bend).replace("GAIN", gain))
    }
}
