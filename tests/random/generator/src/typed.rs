//! Integers of a type that only an annotation tells, and casts before comparisons and shifts.

use crate::statements::Writer;
use crate::tree::Node;

/// A type with two values, and what is done with an integer `I`, each with a number of the result's size.
struct Integer {
    kind: &'static str,
    values: [&'static str; 2],
    operations: &'static [(&'static str, &'static str)],
}

/// Results are others in another type, or by another sign.
const INTEGERS: &[Integer] = &[
    Integer {
        kind: "u8",
        values: ["200", "7"],
        operations: &[
            ("!I", "55.0_f64"),
            ("I >> 3", "25.0_f64"),
            ("I << 1", "144.0_f64"),
            ("I.wrapping_add(100)", "44.0_f64"),
            ("I.wrapping_mul(3)", "88.0_f64"),
            ("I.count_ones()", "3.0_f64"),
            ("I.leading_zeros()", "2.0_f64"),
            ("I.saturating_add(100)", "255.0_f64"),
            ("I as i8", "56.0_f64"),
            ("(I as u32) << 2", "800.0_f64"),
            ("u8::MAX - I", "55.0_f64"),
            ("I XOR 85", "157.0_f64"),
        ],
    },
    Integer {
        kind: "i8",
        values: ["-100", "90"],
        operations: &[
            ("I.wrapping_sub(100)", "56.0_f64"),
            ("!I", "99.0_f64"),
            ("I as u8", "156.0_f64"),
            ("I >> 2", "25.0_f64"),
            ("(I as i32) * 3", "300.0_f64"),
            ("I.saturating_mul(2)", "128.0_f64"),
            ("I.rem_euclid(7)", "5.0_f64"),
            ("I.leading_zeros() + 1", "2.0_f64"),
        ],
    },
    Integer {
        kind: "u32",
        values: ["7", "2_166_136_261"],
        operations: &[
            ("!I >> 28", "15.0_f64"),
            ("I.wrapping_mul(16_777_619) % 1000", "500.0_f64"),
            ("(I << 5) XOR (I >> 27)", "4294967295.0_f64"),
            ("I.count_ones()", "9.0_f64"),
            ("I.wrapping_sub(8) >> 30", "3.0_f64"),
        ],
    },
    Integer {
        kind: "i64",
        values: ["100_000", "-300_000"],
        operations: &[
            ("I * I", "10000000000.0_f64"),
            ("-I * I", "10000000000.0_f64"),
            ("I.pow(3)", "1000000000000000.0_f64"),
            ("I.abs() * I", "90000000000.0_f64"),
            ("I.pow(2).min(50_000_000_000) - 5", "50000000000.0_f64"),
            ("(I * I) >> 3", "1250000000.0_f64"),
            ("I << 20", "100000000000.0_f64"),
            ("(I - 1).rem_euclid(7)", "3.0_f64"),
            ("I.leading_zeros() + 1", "47.0_f64"),
        ],
    },
    Integer {
        kind: "u64",
        values: ["100_000", "300_000"],
        operations: &[
            ("I * I", "10000000000.0_f64"),
            ("I * I % 1_009", "500.0_f64"),
            ("I << 30", "100000000000000.0_f64"),
            ("(I * I) >> 20", "10000.0_f64"),
            ("I.wrapping_sub(400_000) >> 60", "15.0_f64"),
            ("!I >> 40", "16777215.0_f64"),
            ("I.leading_zeros()", "47.0_f64"),
        ],
    },
    Integer {
        kind: "u128",
        values: ["100_000", "300_000"],
        operations: &[
            ("I.pow(4)", "100000000000000000000.0_f64"),
            ("I * I * I * I / 7", "10000000000000000000.0_f64"),
        ],
    },
];

/// What tells the type, and where the integer is then.
const TOLD: &[(&str, &str)] = &[
    ("let @a: KIND = VALUE;", "@a"),
    ("let (@a, @b): (KIND, f64) = (VALUE, ~);\n^ += @b * 0.3_f64;", "@a"),
    ("let @a: [KIND; 2] = [VALUE; 2];", "@a[# % 2]"),
    ("let @a: Vec<KIND> = vec![VALUE; 3];", "@a[#]"),
    ("let @b: (KIND, f64) = (VALUE, $);\n^ += @b.1;\nlet @a: KIND = @b.0;", "@a"),
    ("let @b: (KIND, f64) = (VALUE, $);\nlet (@a, @c) = @b;\n^ += @c;", "@a"),
    (
        "let @b: (f64, [KIND; 2]) = ($, [VALUE, OTHER]);\n^ += @b.0;\nlet @a: KIND = @b.1[# % 2];",
        "@a",
    ),
    ("let @a: Vec<Vec<KIND>> = vec![vec![VALUE; 2]; 2];", "@a[1][0]"),
    (
        "let @b: Vec<(KIND, f64)> = vec![(VALUE, $), (OTHER, ~)];\n^ += @b[0].1;\nlet @a: KIND = @b[# % 2].0;",
        "@a",
    ),
    ("let @a: KIND;\n@a = VALUE;", "@a"),
    ("let @a: KIND;\nif ? {\n@a = VALUE;\n} else {\n@a = OTHER;\n}", "@a"),
    ("let @a: KIND = if ? { VALUE } else { OTHER };", "@a"),
    ("let @a: KIND = match # { 0 => VALUE, _ => OTHER };", "@a"),
    ("let @o: Option<KIND> = Some(VALUE);\nlet @a: KIND = @o.unwrap_or(OTHER);", "@a"),
    ("let @f = |@q: KIND| -> KIND { @q };\nlet @a: KIND = @f(VALUE);", "@a"),
    (
        "let @f = |@q: KIND, @k: usize| if @k > 1 { @q } else { OTHER };\nlet @a: KIND = @f(VALUE, #);",
        "@a",
    ),
    ("const @A: KIND = VALUE;", "@A"),
    ("let mut @a: KIND = OTHER;\nif ? {\n@a = VALUE;\n}", "@a"),
    ("let @b: [KIND; 2] = [VALUE, OTHER];\nlet @a = *@b.iter().max().unwrap();", "@a"),
    ("let mut @b: [KIND; 2] = [0; 2];\n@b[1] = VALUE;\nlet @a = @b[1];", "@a"),
    ("let mut @b: Vec<KIND> = Vec::new();\n@b.push(VALUE);", "@b[0]"),
];

/// How a result `RESULT` of this `SIZE` is read.
const READERS: &[&str] = &[
    "^ += $ * ((RESULT) as f64) / SIZE;",
    "let @r = RESULT;\n^ += $ * (@r as f64) / SIZE;",
    "let @g = |@h: f64| @h * ((RESULT) as f64) / SIZE;\n^ += @g($);",
    "for @i in 0..3 {\n^ = (^ + x[@i] * ((RESULT) as f64) / SIZE).sin();\n}",
    "let @r = RESULT;\nif (@r as f64) < $ * SIZE {\n^ += ~;\n} else {\n^ *= ~;\n}",
    "y[((RESULT) as usize) % 4] *= $;",
    "let @r = RESULT;\n^ += match @r { 0 => $, _ => ~ * (@r as f64) / SIZE };",
];

/// Integers that grow, and other types.
const GROWING: &[&str] = &[
    "let mut @m: u64 = 1;\nfor @i in 1..=20 {\n@m *= @i;\n^ += x[#].powi(@i as i32) / (@m as f64);\n}",
    "let (mut @m, mut @r): (u64, f64) = (1, 1.0);\nfor @i in 1..=15 {\n@m *= @i;\n@r = @r * x[1] + 1.0 / (@m as f64);\n}\n^ += @r.sin();",
    "let mut @k: u64 = 1;\nfor _ in 0..40 {\n@k = @k * 31 % 1_000_000_007;\n}\n^ += $ * (@k as f64) / 1000000007.0_f64;",
    "let mut @k: u32 = 12_345;\nfor @i in 0..4 {\n@k = @k.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);\n^ = (^ + x[@i] * ((@k >> 8) as f64) / 16777216.0_f64).sin();\n}",
    "let mut @h: u32 = 2_166_136_261;\nfor @b in [1u8, 2, 3] {\n@h XOR= @b as u32;\n@h = @h.wrapping_mul(16_777_619);\n}\n^ += $ * ((@h % 1000) as f64) * 0.001_f64;",
    "let mut @h: u32 = 2_166_136_261;\nfor @i in 0..4 {\n@h = (@h << 5) XOR (@h >> 27) XOR @i;\n^ = (^ * x[1]).sin() * ((@h % 10) as f64) * 0.2_f64;\n}",
    "let mut @c: u64 = 42;\nlet mut @g = |@l: f64, @u: f64| {\n@c XOR= @c << 13;\n@c XOR= @c >> 7;\n@c XOR= @c << 17;\n@l + (@u - @l) * ((@c >> 11) as f64) / 9007199254740992.0_f64\n};\n^ += @g(~, $);\n^ *= @g(x[1], 1.0_f64);",
    "let @g = |@n: u64| -> u64 { (1..=@n).product() };\n^ += $ * (@g(15) as f64) / 1307674368000.0_f64;",
    "let @g = |@k: i64| @k * @k;\n^ += $ * (@g(100_000) as f64) / 10000000000.0_f64;",
    "let @g = |@i: i32, @j: i32| -> usize { (@i.rem_euclid(2) * 2 + @j.rem_euclid(2)) as usize };\nfor @p in -1..2 {\nfor @q in -1..2 {\n^ += x[@g(@p, @q)] * ~;\n}\n}",
    "let mut @c: i64 = 0;\nx.iter().for_each(|_| @c += 2_000_000_000);\n^ += $ * (@c as f64) / 8000000000.0_f64;",
    "let @v: Vec<u64> = vec![100_000, 200_000];\nlet @p: u64 = @v.iter().product();\n^ += $ * (@p as f64) / 20000000000.0_f64;",
    "let @p = [1u8, 200, 100].iter().fold(0, |@a: u8, @b| @a.wrapping_add(*@b));\n^ += $ * (@p as f64) / 45.0_f64;",
    "let @k: f32 = 0.1;\n^ += $ * (@k as f64);",
    "let @g = |@b: f32| (@b as f64);\nlet @k: f32 = 0.3;\n^ += $ * @g(@k);",
    "let @n: i64 = 100_000;\nlet @m = @n * @n;\nfor @i in 0..3 {\n^ += x[@i] * ((@m * (@i as i64 + 1)) as f64) / 10000000000.0_f64;\n}",
    "let mut @p: i64 = 1;\nfor _ in 0..12 {\n@p *= -10;\n^ += x[0] / (@p as f64);\n}",
    "for (@i, @c) in [(3u8, $), (250, ~)] {\n^ += @c * (@i.wrapping_add(10) as f64) * 0.1_f64;\n}",
    "let @a: u8 = 200;\n^ += $ * (@a.checked_add(60).unwrap_or(1) as f64) + ~ * (@a.rotate_left(3) as f64) * 0.02_f64;",
    "let @a: i8 = -100;\n^ += $ * (@a.unsigned_abs() as f64) * 0.01_f64 + ~ * (@a.checked_mul(2).unwrap_or(5) as f64);",
    "let @d: i32 = -7;\n^ += $ * ((@d / 2) as f64) + ~ * ((@d % 3) as f64);",
    "let @u: usize = 5;\n^ += y[@u.wrapping_sub(7) % 4] * $;",
    "let @v: Vec<i64> = (0..3i64).map(|@i| @i * 3_000_000_000).collect();\nfor (@e, @k) in x.iter().zip(&@v) {\n^ += (*@e) * (*@k as f64) / 3000000000.0_f64;\n}",
];

/// Casts to the left of what could be taken for a generic argument.
const CASTS: &[&str] = &[
    "let (mut @l, mut @h) = (0usize, 8);\nfor _ in 0..4 {\nif @l >= @h {\nbreak;\n}\nlet @m = @l + (@h - @l) / 2;\nif (@m as f64) < x[0] * 3.0_f64 + $ {\n@l = @m + 1;\n} else {\n@h = @m;\n}\n}\n^ += ~ * (@l as f64) * 0.2_f64;",
    "let mut @k = 0usize;\nwhile (@k as u32) < 3 {\n!@k += 1;\n^ = (^ + x[@k]).sin();\n}",
    "if (x.len() as f64) < $ * 4.0_f64 {\n^ += ~;\n} else {\n^ *= ~;\n}",
    "let @r = (n as u32) << 2;\n^ += $ * (@r as f64) * 0.1_f64;",
    "for @i in 0..4 {\nif (@i as f64) < x[@i] * 4.0_f64 {\n^ += ~;\n}\n}",
    "let @b = (# as u32) << 2 > 3;\n^ += if @b { $ } else { ~ };",
    "^ += $ * (((n as i64) << 33 >> 32) as f64) * 0.1_f64;",
    "^ += if (n as f64) < $ { ~ } else { $ };",
    "let @c = x.iter().enumerate().filter(|(@i, @v)| (*@i as f64) < **@v * 4.0_f64).count();\n^ += ~ * (@c as f64);",
    "let @f = |@k: usize, @h: f64| (@k as f64) < @h;\n^ += if @f(n, $) { ~ } else { $ };",
    "for @i in 0..3u8 {\nlet @m = (@i as usize) << 1 | 1;\n^ += if (@m as i64) < 4 { x[@m % 4] } else { ~ };\n}",
];

impl Writer {
    /// An integer whose type is said, and what is made of it.
    pub(crate) fn typed(&mut self) -> Vec<Node> {
        match self.below(10) {
            0..3 => self.one_of(GROWING),
            3 | 4 => self.one_of(CASTS),
            _ => {
                let integer = &INTEGERS[self.below(INTEGERS.len())];
                let ((operation, size), (told, place)) =
                    (self.any(integer.operations), self.any(TOLD));
                let reader = self.any(READERS);
                let other = self.below(2);
                let result = crate::scope::replaced(operation, "I", place);
                let text = format!("{told}\n{reader}")
                    .replace("RESULT", &result)
                    .replace("SIZE", size)
                    .replace("KIND", integer.kind)
                    .replace("VALUE", integer.values[other])
                    .replace("OTHER", integer.values[1 - other]);
                self.template(&text)
            }
        }
    }
}
