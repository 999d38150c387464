//! Structures in vectors in structures, and two fields of one element in one call.

use crate::statements::Writer;
use crate::tree::Node;

/// What there is.
const WORLD: &str =
    "let mut @w = World { ps: vec![Particle { x: $, v: ~ }, Particle { x: ~, v: $ }], g: ~ };";
const NET: &str = "let mut @w = Net { layers: vec![Layer { w: vec![$, ~], b: vec![~] }, Layer { w: vec![~, $], b: vec![~] }], gain: ~ };";

/// What happens in a world of particles.
const WORLDS: &[&str] = &[
    "let @r = &mut @w.ps[..];\nstep(&mut @r[0].x, &mut @r[0].v, $);",
    "let @r = &mut @w.ps[..];\nfor @i in 0..2 {\nstep(&mut @r[@i].x, &mut @r[@i].v, ~);\n}",
    "let mut @r = [Particle { x: $, v: ~ }, Particle { x: ~, v: ~ }];\nfor @i in 0..2 {\nstep(&mut @r[@i].x, &mut @r[@i].v, ~);\n}\n@w.ps[0].x *= @r[1].v;",
    "let mut @r = (World { ps: vec![Particle { x: ~, v: ~ }], g: $ }, [Particle { x: $, v: ~ }]);\nstep(&mut @r.1[0].x, &mut @r.0.g, ~);\n@w.g += @r.1[0].x;",
    "for @p in @w.ps.iter_mut() {\nstep(&mut @p.x, &mut @p.v, ~);\n}",
    "for @p in &mut @w.ps {\n@p.x += @p.v * ~;\n@p.v -= @p.x * @w.g;\n}",
    "let @p = &mut @w.ps[0];\nstep(&mut @p.x, &mut @p.v, ~);",
    "let @p = &mut @w.ps[1];\n@p.x *= @p.v;\n@p.v += ~;",
    "let @h = &mut @w;\nlet @p = &mut @h.ps[0];\nstep(&mut @p.x, &mut @p.v, ~);\n@h.g += ~;",
    "advance(&mut @w, ~);",
    "for @r in 0..2 {\nadvance(&mut @w, ~);\n}",
    "moved(&mut @w.ps[0], ~);",
    "for @p in @w.ps.iter_mut() {\nmoved(@p, ~);\n}",
    "pulled(&mut @w.ps, ~);",
    "let @f = |@p: &mut Particle, @k: f64| {\n@p.x += @k * @p.v;\n};\n@f(&mut @w.ps[0], $);\n@f(&mut @w.ps[1], ~);",
    "let World { ps: @p, g: @g } = &mut @w;\n@p[0].x *= *@g;\n*@g += @p[1].v;",
    "let @g = @w.g;\n@w.ps.iter_mut().for_each(|@p| {\n@p.v -= @g * @p.x;\n});",
    "@w.ps[0] = Particle { x: ~, v: @w.ps[1].x };",
    "@w.ps[1] = Particle { x: $, ..@w.ps[0].clone() };",
    "@w.ps.swap(0, 1);\n@w.ps[0].x *= ~;",
    "let @p = @w.ps[0].clone();\n@w.ps[1].x += @p.v * @p.x;",
    "@w = World { g: @w.g * ~, ..@w };",
    "let (@l, @r) = @w.ps.split_at_mut(1);\nstep(&mut @l[0].x, &mut @r[0].x, ~);",
    "for (@p, @v) in @w.ps.iter_mut().zip(x) {\n@p.v += @v * @p.x;\n}",
    "if ? {\n@w.ps[0].v = ~;\n} else {\n@w.ps[1].x *= $;\n}",
    "for @i in 0..@w.ps.len() {\nlet @q = @w.ps[@i].x;\n@w.ps[1 - @i].v += @q * @w.g;\n}",
];

/// What is read of a world.
const WORLD_RESULTS: &[&str] = &[
    "^ += energy(&@w) * 0.3_f64;",
    "^ += @w.ps.iter().map(|@p| @p.x * @p.v).sum::<f64>() * @w.g;",
    "for @p in &@w.ps {\n^ += (@p.x * @p.v).sin() * 0.5_f64;\n}",
    "^ += (@w.ps[0].x * @w.ps[1].v).sin();",
    "^ += fallen(&@w.ps[0], @w.g) + @w.ps[1].x;",
];

/// What is done with a network.
const NETS: &[&str] = &[
    "^ += lin(x, &@w.layers[0].w, &@w.layers[0].b);",
    "for @i in 0..2 {\n^ += lin(x, &@w.layers[@i].w, &@w.layers[@i].b) * 0.3_f64;\n}",
    "let mut @h = x.to_vec();\nfor @l in &@w.layers {\n@h = linear(&@h, &@l.w, &@l.b);\n}\n^ += @h[0] * @w.gain;",
    "let mut @h = x.to_vec();\nfor @l in @w.layers.iter() {\n@h = linear(&@h, &@l.w, &@l.b);\n@h[0] = @h[0].tanh();\n}\n^ += @h[0];",
    "let mut @h = x.to_vec();\nfor (@i, @l) in @w.layers.iter().enumerate() {\n@h = linear(&@h, &@l.w, &@l.b);\n@h[0] *= x[@i];\n}\n^ += @h[0];",
    "let @h = @w.layers.iter().fold(x.to_vec(), |@e, @l| linear(&@e, &@l.w, &@l.b));\n^ += @h[0];",
    "^ += network(&@w, x) * ~;",
    "let @l = &@w.layers[1];\n^ += lin(x, &@l.w, &@l.b);",
    "let @l = &@w.layers;\n^ += lin(&@l[0].w, &@l[1].w, &@l[0].b);",
    "for @l in @w.layers.iter_mut() {\n@l.w[0] *= @l.b[0];\n@l.b[0] += ~;\n}\n^ += network(&@w, x);",
    "for @l in &mut @w.layers {\nmixed(&@l.w, ~, &mut @l.b);\n}\n^ += network(&@w, x);",
    "mixed(x, ~, &mut @w.layers[0].w);\n^ += network(&@w, x);",
    "let @l = &mut @w.layers[0];\nmixed(&@l.w, ~, &mut @l.b);\n^ += @l.b[0];",
    "let Layer { w: @u, b: @b } = &mut @w.layers[1];\n@u[0] *= @b[0];\n@b[0] = $;\n^ += network(&@w, x);",
    "let Net { layers: @l, gain: @g } = &@w;\n^ += @g * @l[0].w[1];",
    "@w.layers[1].w = vec![$, ~];\n^ += network(&@w, x);",
    "let @c = @w.layers[0].clone();\n@w.layers[1].b[0] += @c.w[0] * ~;\n^ += network(&@w, x);",
    "for @l in &@w.layers {\nfor (@e, @v) in @l.w.iter().zip(x) {\n^ += @e * @v * 0.4_f64;\n}\n}",
    "let @s: f64 = @w.layers.iter().map(|@l| total(&@l.w)).sum();\n^ += @s * 0.3_f64;",
    "for @i in 0..2 {\nfor @j in 0..2 {\n@w.layers[@i].w[@j] += @w.layers[1 - @i].b[0] * x[@j];\n}\n}\n^ += network(&@w, x);",
];

impl Writer {
    /// A world or a network, and what happens there.
    pub(crate) fn structures(&mut self) -> Vec<Node> {
        let net = self.chance(0.5);
        let mut text = if net { NET } else { WORLD }.to_owned();
        for i in 0..1 + self.below(2) {
            let more = if net { self.any(NETS) } else { self.any(WORLDS) };
            // Names of its own for each.
            let more = more.replace('@', &format!("@t{i}")).replace(&format!("@t{i}w"), "@w");
            text.push_str(&format!("\n{more}"));
        }
        if !net {
            text.push_str(&format!("\n{}", self.any(WORLD_RESULTS)));
        }
        self.template(&text)
    }
}
