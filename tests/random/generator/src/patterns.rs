//! Every way to take a place apart, by every kind of place.

use crate::shapes::{SHAPES, of_values, without_captures};
use crate::statements::Writer;
use crate::tree::Node;

/// Where something may be kept: its declaration, with `VALUE`, and the place.
const PLACES: &[(&str, &str)] = &[
    ("let mut @t = VALUE;", "@t"),
    ("let mut @c = [VALUE, OTHER];", "@c[# % 2]"),
    ("let mut @c = vec![VALUE, OTHER];", "@c[# % 2]"),
    ("let mut @c = (VALUE, ~);", "@c.0"),
    ("let mut @c = (~, [OTHER, VALUE]);", "@c.1[1]"),
    ("let mut @c = vec![vec![OTHER, VALUE], vec![VALUE]];", "@c[0][1]"),
    ("let mut @d = VALUE;\nlet @c = &mut @d;", "*@c"),
];

/// Ways to bind the parts of a place, where `USES` is what is done with them.
const FORMS: &[&str] = &[
    "{\nlet PATTERN = &mut PLACE;\nUSES\n}",
    "{\nlet @m = &mut PLACE;\nlet PATTERN = @m;\nUSES\n}",
    "{\nlet @m: &mut KIND = &mut PLACE;\nlet PATTERN = @m;\nUSES\n}",
    "if let PATTERN = &mut PLACE {\nUSES\n}",
    "match &mut PLACE {\nPATTERN => {\nUSES\n}\n}",
    "let @f = |PATTERN: &mut KIND| {\nUSES\n};\n@f(&mut PLACE);",
    "let @f = |@m: &mut KIND| {\nlet PATTERN = @m;\nUSES\n};\n@f(&mut PLACE);\n@f(&mut PLACE);",
    "fn @f(@m: &mut KIND, @g: f64) {\nlet PATTERN = @m;\nPURE\n}\n@f(&mut PLACE, $);",
    "fn @f(PATTERN: &mut KIND, @g: f64) {\nPURE\n}\n@f(&mut PLACE, $);",
    "{\nlet REF = PLACE;\nUSES\n}",
    "match PLACE {\nREF => {\nUSES\n}\n}",
    "{\nlet COPY = PLACE;\nCOPIES\n^ += (@a).sin() * 0.3_f64;\n}",
];

/// Slices with patterns that may not match.
const SLICES: &[&str] = &[
    "if let [@a, .., @b] = &mut ARRAY[..] {\n*@a += *@b * ~;\n*@b *= $;\n}",
    "if let [@a, @b, ..] = &mut ARRAY[..2] {\nstep(@a, @b, ~);\n}",
    "let [@a, .., @b] = &mut ARRAY[..] else {\nreturn ~;\n};\n*@b = *@a * $;\n*@a += ~;",
    "let [_, @b @ ..] = &mut ARRAY[..] else {\nreturn ~;\n};\n@b[1] *= $;",
    "if let [@a, @m @ ..] = &mut ARRAY[..] {\nfor @v in @m.iter_mut() {\n*@v += *@a * ~;\n}\n}",
    "match &mut ARRAY[..] {\n[@a, .., @b] => {\n*@a *= ~;\n*@b += *@a;\n}\n_ => {\n}\n}",
    "match &mut ARRAY[1..] {\n[@a, @b] => {\n*@a *= *@b;\n}\n[@a, _, @b] => {\n*@b = *@a * $;\n}\n_ => {\n}\n}",
    "for @p in ARRAY.chunks_mut(2) {\nif let [@a, @b] = @p {\n*@a += *@b * ~;\n*@b = $;\n}\n}",
    "for @p in ARRAY.chunks_exact_mut(2) {\nlet [@a, @b] = @p else {\ncontinue;\n};\n*@a *= *@b;\n*@b += ~;\n}",
    "let (@l, @r) = ARRAY.split_at_mut(1);\n@r[0] += @l[0] * ~;\n@l[0] = $;",
    "let (@l, @r) = ARRAY.split_at_mut(2);\nif let [@a, @b] = @l {\n*@a += *@b * @r[0];\n*@b *= ~;\n}",
    "let (@l, @r) = ARRAY.split_at_mut(1);\nmixed(@r, ~, @l);",
    "let (@l, @r) = ARRAY.split_at_mut(1);\nfor (@a, @b) in @l.iter_mut().zip(@r.iter_mut()) {\n*@a += *@b * ~;\n*@b = *@a;\n}",
    "let [@p, @q, @r] = [&mut ^, &mut ARRAY[0], &mut 0.4_f64];\n*@p += *@q * ~;\n*@q *= *@r;",
];

impl Writer {
    /// A place that is taken apart.
    pub(crate) fn pattern(&mut self) -> Vec<Node> {
        if self.chance(0.2) {
            return self.one_of(SLICES);
        }
        let shape = &SHAPES[self.below(SHAPES.len())];
        let ((declared, place), form) = (self.any(PLACES), self.any(FORMS));
        let pattern = self.any(shape.patterns);
        let uses = self.uses(pattern);
        let by_reference = pattern.replace("@a", "ref mut @a").replace("@b", "ref mut @b");
        let copied = pattern.replace("@a", "mut @a").replace("@b", "mut @b");
        // Only what is `Copy` may be taken out of another.
        let plain = !shape.kind.starts_with('P');
        let form = match form {
            form if form.contains("COPY") && !plain => FORMS[0],
            form => form,
        };
        let result = shape.result.replace("@t", &place.replace("# % 2", "0").replace('*', ""));
        let text = format!("{declared}\n{form}\n^ += ({result}).sin() * 0.4_f64;")
            .replace("VALUE", shape.value)
            .replace("OTHER", shape.value)
            .replace("COPIES", &of_values(&uses))
            .replace("PURE", &without_captures(&uses))
            .replace("USES", &uses)
            .replace("PATTERN", pattern)
            .replace("REF", &by_reference)
            .replace("COPY", &copied)
            .replace("KIND", shape.kind)
            .replace("PLACE", place);
        self.template(&text)
    }
}
