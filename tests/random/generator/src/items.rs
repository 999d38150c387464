//! Every way to go through the items of a sequence, and to take each apart.

use crate::shapes::{SHAPES, of_values};
use crate::statements::Writer;
use crate::tree::Node;

/// Sequences of two values, and an item.
const SEQUENCES: &[(&str, &str)] = &[
    ("let mut @c = [VALUE, VALUE];", "@c"),
    ("let mut @c = vec![VALUE, VALUE, VALUE];", "@c"),
    ("let mut @d = ([VALUE, VALUE], ~);", "@d.0"),
    ("let mut @d = vec![vec![VALUE, VALUE], vec![VALUE, VALUE]];", "@d[# % 2]"),
];

/// Loops over them.
const FORMS: &[&str] = &[
    "for PATTERN in SEQ.iter_mut() {\nUSES\n}",
    "for PATTERN in &mut SEQ {\nUSES\n}",
    "for (@i, PATTERN) in SEQ.iter_mut().enumerate() {\nUSES\n*@a += x[@i];\n}",
    "for (PATTERN, @v) in SEQ.iter_mut().zip(x) {\nUSES\n*@a *= @v;\n}",
    "for (@v, PATTERN) in x.iter().zip(SEQ.iter_mut()) {\nUSES\n*@a += *@v;\n}",
    "for (@v, PATTERN) in x.iter().zip(&mut SEQ) {\nUSES\n*@a = @v * *@a;\n}",
    "SEQ.iter_mut().for_each(|PATTERN| {\nUSES\n});",
    "SEQ.iter_mut().enumerate().for_each(|(@i, PATTERN)| {\nUSES\n*@a *= x[@i];\n});",
    "for PATTERN in SEQ.iter_mut().rev() {\nUSES\n}",
    "for PATTERN in SEQ.iter_mut().skip(1) {\nUSES\n}",
    "for PATTERN in SEQ.iter_mut().take(1) {\nUSES\n}",
    "for PATTERN in SEQ.iter_mut().step_by(2) {\nUSES\n}",
    "for PATTERN in SEQ[1..].iter_mut() {\nUSES\n}",
    "for PATTERN in &mut SEQ[..1] {\nUSES\n}",
    "for (@i, (PATTERN, @v)) in SEQ.iter_mut().zip(x).enumerate() {\nUSES\n*@a += @v * (@i as f64);\n}",
    "for (PATTERN, @o) in SEQ.iter_mut().zip(ARRAY.iter_mut()) {\nUSES\n*@o += *@a;\n*@a = *@o * 0.5_f64;\n}",
    "for (@o, PATTERN) in ARRAY.iter_mut().zip(SEQ.iter_mut()) {\nUSES\n*@o *= *@a;\n}",
    "for @p in SEQ.iter_mut() {\nlet PATTERN = @p;\nUSES\n}",
    "for @p in SEQ.iter_mut() {\nmatch @p {\nPATTERN => {\nUSES\n}\n}\n}",
    "for @i in 0..SEQ.len() {\nlet PATTERN = &mut SEQ[@i];\nUSES\n*@a *= x[@i];\n}",
    "for PATTERN in SEQ.chunks_mut(1).map(|@p| &mut @p[0]) {\nUSES\n}",
    "for COPY in SEQ.clone() {\nCOPIES\n^ += @a * 0.2_f64;\n}",
];

impl Writer {
    /// A loop whose items are taken apart.
    pub(crate) fn items(&mut self) -> Vec<Node> {
        let shape = &SHAPES[self.below(SHAPES.len())];
        let ((declared, sequence), form) = (self.any(SEQUENCES), self.any(FORMS));
        let pattern = self.any(shape.patterns);
        let uses = self.uses(pattern);
        let copied = pattern.replace("@a", "mut @a").replace("@b", "mut @b");
        let first = sequence.replace("# % 2", "0");
        let result = shape.result.replace("@t", &format!("{first}[1]"));
        let text = format!("{declared}\n{form}\n^ += ({result}).sin() * 0.4_f64;")
            .replace("VALUE", shape.value)
            .replace("COPIES", &of_values(&uses))
            .replace("USES", &uses)
            .replace("PATTERN", pattern)
            .replace("COPY", &copied)
            .replace("SEQ", sequence);
        self.template(&text)
    }
}
