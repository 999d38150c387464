//! Constants of the module and of the function, and ranges of every kind.

use crate::statements::Writer;
use crate::tree::Node;

/// What uses constants.
const CONSTANTS: &[&str] = &[
    "^ += SCALE * $;",
    "^ += ($ * SCALE - OFFSET).sin();",
    "^ += TABLE[#] * $;",
    "for @i in 0..TABLE.len() {\n^ += TABLE[@i] * x[@i] * ~;\n}",
    "let mut @k = 0;\nwhile @k < TABLE.len() {\n^ = (^ + TABLE[@k] * ~).sin();\n!@k += 1;\n}",
    "for @i in 0..COUNT {\n^ = ^ * ~ + x[@i % 4];\nif ^ > SCALE {\nbreak;\n}\n}",
    "for _ in 0..COUNT {\n^ = (^ * ~ + OFFSET).cos();\n}",
    "let @v = [x[0]; COUNT];\n^ += @v[1] * @v[2];",
    "let mut @v = vec![$; COUNT];\nfor @i in 1..COUNT {\n@v[@i] = @v[@i - 1] * x[@i];\n}\n^ += @v[COUNT - 1];",
    "for @i in 0..2 {\nfor @j in 0..2 {\n^ += GRID[@i][@j] * x[@i] * x[@j];\n}\n}",
    "let @c: [f64; 3] = TABLE;\n^ += @c[1] * $;",
    "let @c: [f64; 3] = TABLE;\nfor @e in @c {\n^ = ^ * 0.6_f64 + @e * ~;\n}",
    "let @c: [f64; 3] = TABLE;\n^ += @c.iter().zip(x).map(|(@a, @b)| @a * @b).sum::<f64>();",
    "const @K: f64 = 0.7_f64;\n^ += @K * $;",
    "const @K: [f64; 2] = [0.7_f64, 0.2_f64];\n^ += @K[#.min(1)] * $;",
    "const @N: usize = 3;\nlet mut @v = [~; @N];\nfor @i in 1..@N {\n@v[@i] = @v[@i - 1] * x[@i];\n}\n^ += @v[@N - 1];",
    "const @N: usize = 3;\nfor @i in 0..@N {\n^ = (^ * ~ + x[@i]).sin();\n}",
    "const @N: i32 = 2;\n^ += $.powi(@N);",
    "let mut @v = [$; 4];\nfor @i in 1..=3 {\n@v[@i] = @v[@i - 1] * x[@i];\n}\n^ += @v[3];",
    "let @m = n.min(COUNT);\nfor @i in 0..@m {\n^ += TABLE[@i] * y[@i];\n}",
    "if let Some(@k) = n.checked_sub(2) {\n^ += $ * ((@k + 1) as f64);\n}",
    "let mut @r = $;\nfor @i in 0..COUNT - 1 {\n@r = @r * TABLE[@i] + GRID[1][@i];\n}\n^ += @r;",
    "^ = if ^ > SCALE { ^ * OFFSET } else { ^ + TABLE[2] * ~ };",
    "let @k = if ? { SCALE } else { OFFSET };\n^ += @k * $;",
    "let @r = $.max(SCALE);\n^ += @r.min(TABLE[2] + 1.0_f64);",
    "^ += (0..COUNT).map(|@i| x[@i] * TABLE[@i]).sum::<f64>();",
    "const @K: usize = 2;\n^ += match # { @K => $, _ => ~ };",
    "const @K: usize = 1;\nfor @i in 0..4 {\nmatch @i {\n@K => {\n^ *= ~;\n}\n_ => {\n^ += x[@i];\n}\n}\n}",
    "const @A: usize = 1;\nconst @K: usize = 3;\n^ += match # { 0 | @A => $, @m @ @A..@K => ~ * (@m as f64), ..=@K => $, _ => ~ };",
    "const @A: usize = 1;\nconst @K: usize = 2;\nfor @i in 0..4 {\n^ += match @i { @m @ @A..=@K => x[@m] * ~, @K.. => y[@i], _ => $ };\n}",
    "const @K: usize = 2;\nif let @K = # {\n^ += $;\n} else {\n^ *= ~;\n}",
    "const @K: usize = 2;\nconst @L: usize = @K;\n^ += match (#, n) { (@L, 0) => $, (_, @L..) => ~, _ => x[@L] };",
    "const @B: i32 = -3;\n^ += match (n as i32) - 6 { @B => $, 0 | 1 => ~, _ => $ * ~ };",
    "^ += match n { COUNT => $, _ => ~ };",
    "for @i in 0..5 {\n^ = match @i { 0 => ^, COUNT => ^ * ~, @k @ 1..COUNT => (^ + x[@k]).sin(), _ => ^ - 0.2_f64 };\n}",
    "const @K: bool = true;\n^ += match ? { @K => $, _ => ~ };",
];

/// What goes over ranges.
const RANGES: &[&str] = &[
    "for @i in 1..=3 {\ny[@i] = y[@i - 1] * ~ + x[@i];\n}",
    "let mut @v = [$; 4];\nfor @i in (1..=3).rev() {\n@v[@i] = @v[@i - 1] * x[@i];\n@v[@i - 1] += ~;\n}\n^ += @v[1] * @v[3];",
    "let mut @v = vec![$; 4];\nfor @i in (0..4).step_by(2) {\n@v[@i] *= x[@i + 1];\n}\n^ += @v[0] * @v[2];",
    "for @i in (0..=3).rev().step_by(2) {\ny[@i] *= ~;\n}",
    "for @i in (0..=3).step_by(3) {\n^ += y[@i] * (@i as f64);\n}",
    "for @i in 0..=2 {\nfor @j in @i..=2 {\nw[@j] = (w[@j] * y[@i] + ~).sin();\n}\n}",
    "for @i in (1..4).rev() {\nfor @j in (0..@i).rev() {\ny[@i] -= y[@j] * ~;\n}\n}",
    "for @i in 0..=n.min(3) {\n^ = ^ * 0.6_f64 + y[@i];\n}",
    "for @i in (0..n.min(4)).rev() {\n^ = (^ * ~ + z[@i]).tanh();\n}",
    "^ += (1..=3).map(|@i| x[@i] * y[@i - 1]).sum::<f64>();",
    "^ += (0..4).rev().fold(~, |@a, @i| @a * x[@i] + 0.5_f64);",
    "^ += (0..=3).fold(~, |@a, @i| (@a + y[@i]).sin());",
    "^ += (0..4).step_by(2).map(|@i| y[@i] * y[@i + 1]).sum::<f64>();",
    "^ += (1..=2).map(|@i| (@i as f64) * y[@i]).product::<f64>();",
    "let @v: Vec<f64> = (0..=2).map(|@i| x[@i] * ~).collect();\n^ += @v[0] * @v[2];",
    "let @v: Vec<f64> = (1..4).rev().map(|@i| x[@i] * (@i as f64)).collect();\n^ += @v[0] * @v[2];",
    "let mut @p = 1.0_f64;\nfor @i in 1..=3_usize {\n@p *= x[@i] / (@i as f64);\n^ += @p;\n}",
    "let mut @p = $;\nfor @i in 1..=3 {\n@p = @p * ~ + 1.0_f64 / (@i as f64);\n}\n^ += @p.sin();",
    "let mut @p = $;\nfor @i in 0..3_i32 {\n@p += ~ * (@i as f64);\n^ += @p.powi(@i);\n}",
    "for @i in (0..4).skip(1) {\ny[@i] += y[@i - 1] * ~;\n}",
    "for @i in (0..4).chain(1..3) {\ny[@i] = y[@i] * 0.5_f64 + x[@i];\n}",
    "for (@i, @j) in (0..4).zip((0..4).rev()) {\ny[@i] += z[@j] * ~;\n}",
    "for (@i, @j) in (1..=3).enumerate() {\ny[@j] *= x[@i];\n}",
    "let (@l, @h) = (1, 3);\nfor @i in @l..=@h {\ny[@i] = y[@i - @l] * ~;\n}",
    "for @i in 250u8..=255 {\n^ = ^ * 0.8_f64 + (@i as f64) * 0.004_f64 * x[#];\n}",
    "for @i in (120i8..=127).rev() {\n^ = ^ * 0.8_f64 + (@i as f64) * 0.004_f64 * x[#];\n}",
    "for @i in -128i8..=-122 {\n^ = ^ * ~ + (@i as f64) * 0.004_f64;\n}",
    "let @m = u16::MAX;\nfor @i in 65_530..=@m {\n^ = (^ + (@i as f64) * 0.001_f64 * ~).sin();\n}",
    "for @i in (250..=u8::MAX).step_by(2) {\n^ = (^ + (@i as f64) * 0.004_f64 * x[1]).sin();\n}",
    "^ += (254u8..=255).map(|@i| (@i as f64) * ~ * 0.01_f64).sum::<f64>();",
    "for @i in 250..=u8::MAX {\nif @i == 253 {\ncontinue;\n}\n^ = (^ + x[(@i % 4) as usize]).sin();\n}",
    "for @i in 252u8..=255 {\nfor @j in @i..=255 {\n^ = ^ * 0.9_f64 + x[(@j - @i) as usize] * ~;\n}\nif ^ > ~ {\nbreak;\n}\n}",
];

impl Writer {
    /// Something with constants.
    pub(crate) fn constants(&mut self) -> Vec<Node> {
        self.one_of(CONSTANTS)
    }

    /// Something with a range.
    pub(crate) fn ranges(&mut self) -> Vec<Node> {
        self.one_of(RANGES)
    }
}
