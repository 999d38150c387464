//! The text form of the intermediate language.
//!
//! Every definition shows its kind, `w%3: f64 = mul(z%2, v%4)`; a derivative term has `:=` for
//! `=`. `assuming` lists the residuals that a backward function reads, and a semicolon among the
//! returned values parts the outputs from what else is yielded.

use std::fmt::Write;

use quote::ToTokens;

use super::{
    Block, Call, Callee, Carry, Cut, Effect, Function, Given, Half, Handed, Kind, Literal, Mode,
    Num, Op, Passing, Place, Role, RustCode, Step, Stmt, Var, Vars, View,
};

/// A function as text.
pub fn print(function: &Function, vars: &Vars) -> String {
    let params: Vec<String> = function
        .params
        .iter()
        .map(|p| format!("{}: {}{}", name(p.var, vars), passing(p.passing), kind(vars.kind(p.var))))
        .collect();
    let mut printer = Printer { text: String::new(), depth: 1, vars };
    function.body.stmts.iter().for_each(|stmt| printer.stmt(stmt));
    let (outputs, rest) =
        function.body.results.split_at(function.outputs.min(function.body.results.len()));
    let separator = if rest.is_empty() { "" } else { "; " };
    printer.line(
        format!("return {}{separator}{}", printer.list(outputs), printer.list(rest)).trim_end(),
    );
    let assumed = match function.assumed.as_slice() {
        [] => String::new(),
        assumed => format!(" assuming ({})", printer.definitions(assumed)),
    };
    format!("fn {}({}){assumed} {{\n{}}}\n", function.name, params.join(", "), printer.text)
}

/// A value's name: the suggested one and its number.
pub fn name(var: Var, vars: &Vars) -> String {
    match &vars[var].name {
        Some(name) => format!("{name}%{}", var.0),
        None => format!("%{}", var.0),
    }
}

/// A kind as text.
pub fn kind(kind_: &Kind) -> String {
    match kind_ {
        Kind::Real(num) | Kind::Int(num) => number(num),
        Kind::Bool => "bool".into(),
        Kind::Unit => "()".into(),
        Kind::Tuple(items) => {
            format!("({})", items.iter().map(kind).collect::<Vec<_>>().join(", "))
        }
        Kind::Array(item, length) => format!("[{}; {}]", kind(item), length.to_token_stream()),
        Kind::Slice(item) => format!("[{}]", kind(item)),
        Kind::Vec(item) => format!("Vec<{}>", kind(item)),
        Kind::Nd { num, rank, view } => {
            format!("{}{rank}<{}>", if *view { "View" } else { "Array" }, number(num))
        }
        Kind::Dim { num, rank } => format!("Dim{rank}<{}>", number(num)),
        Kind::Struct(info) => info.to_token_stream().to_string(),
        Kind::Cotangent(info) => format!("bar {}", info.to_token_stream()),
        Kind::Tangents(info, lanes) => {
            format!("dot {} x {}", info.to_token_stream(), lanes.count)
        }
        Kind::Other(Some(ty)) => ty.to_token_stream().to_string(),
        Kind::Other(None) => "?".into(),
        Kind::Residuals { of, arguments, tangent, .. } => {
            let of = format!("residuals of {of}{}", generic(arguments));
            if *tangent { format!("tangent of {of}") } else { of }
        }
        Kind::Option(item) => format!("Option<{}>", kind(item)),
    }
}

/// `<f64, Ix2>`, or nothing.
fn generic(arguments: &[Kind]) -> String {
    match arguments {
        [] => String::new(),
        _ => format!("<{}>", arguments.iter().map(kind).collect::<Vec<_>>().join(", ")),
    }
}

fn passing(passing: Passing) -> &'static str {
    match passing {
        Passing::Value => "",
        Passing::Ref => "&",
        Passing::Mut => "&mut ",
    }
}

fn number(num: &Num) -> String {
    match num {
        Num::F32 => "f32".into(),
        Num::F64 => "f64".into(),
        Num::Param(name) | Num::Int(name) => name.to_string(),
        Num::Open => "int".into(),
        Num::Infer(slot) => format!("?{slot}"),
        Num::Lanes(lanes) => format!("{} x {}", number(&lanes.of), lanes.count),
    }
}

struct Printer<'a> {
    text: String,
    depth: usize,
    vars: &'a Vars,
}

impl Printer<'_> {
    fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{}{line}", "    ".repeat(self.depth));
    }

    fn list(&self, vars: &[Var]) -> String {
        vars.iter().map(|var| name(*var, self.vars)).collect::<Vec<_>>().join(", ")
    }

    fn definition(&self, var: Var) -> String {
        format!("{}: {}", name(var, self.vars), kind(self.vars.kind(var)))
    }

    fn definitions(&self, vars: &[Var]) -> String {
        vars.iter().map(|var| self.definition(*var)).collect::<Vec<_>>().join(", ")
    }

    fn stmt(&mut self, stmt: &Stmt) {
        let head = match (stmt.outs.is_empty(), stmt.derived) {
            (true, _) => String::new(),
            (false, false) => format!("{} = ", self.definitions(&stmt.outs)),
            (false, true) => format!("{} := ", self.definitions(&stmt.outs)),
        };
        self.op(&head, &stmt.op);
    }

    fn nested(&mut self, block: &Block) {
        self.depth += 1;
        block.stmts.iter().for_each(|stmt| self.stmt(stmt));
        self.line(format!("yield {}", self.list(&block.results)).trim_end());
        self.depth -= 1;
    }

    fn place(&self, place: &Place) -> String {
        let mut text = name(place.root, self.vars);
        for step in &place.path {
            match step {
                Step::Field(member) => {
                    let _ = write!(text, ".{}", member.to_token_stream());
                }
                Step::Index(var) => {
                    let _ = write!(text, "[{}]", name(*var, self.vars));
                }
                Step::NdIndex(vars) => {
                    let _ = write!(text, "[{}]", self.list(vars));
                }
                Step::Range(lo, hi) => {
                    let bound = |var: &Option<Var>| match var {
                        Some(var) => name(*var, self.vars),
                        None => String::new(),
                    };
                    let _ = write!(text, "[{}..{}]", bound(lo), bound(hi));
                }
                Step::View(view) => text.push_str(&self.view(view)),
            }
        }
        text
    }

    fn view(&self, view: &View) -> String {
        let bound = |var: &Option<Var>| var.map_or(String::new(), |var| name(var, self.vars));
        let cut = |cut: &Cut| match cut {
            Cut::Index(var) => name(*var, self.vars),
            Cut::Range { lo, hi, stride: None } => format!("{}..{}", bound(lo), bound(hi)),
            Cut::Range { lo, hi, stride } => {
                format!("{}..{};{}", bound(lo), bound(hi), bound(stride))
            }
        };
        match view {
            View::All => ".all()".into(),
            View::Row(var) => format!(".row({})", name(*var, self.vars)),
            View::Column(var) => format!(".column({})", name(*var, self.vars)),
            View::Axis(axis, index) => format!(".axis({})", self.list(&[*axis, *index])),
            View::Slice(cuts) => {
                format!(".slice({})", cuts.iter().map(cut).collect::<Vec<_>>().join(", "))
            }
            View::AxisRange(axis, lo, hi) => {
                format!(".range({}, {}..{})", name(*axis, self.vars), bound(lo), bound(hi))
            }
            View::Diagonal => ".diag()".into(),
            View::NewAxis(axis) => format!(".insert_axis({})", name(*axis, self.vars)),
            View::Permuted(axes) => {
                let axes: Vec<String> = axes.iter().map(usize::to_string).collect();
                format!(".permuted({})", axes.join(", "))
            }
        }
    }

    /// `call g(…)`, `forward g(…)`, `backward g(…; residuals; seed; shadows)`, `jvp g(…)` and so on: arguments of the
    /// function itself are `const` without derivatives, and `skip` where the shadow may be left out.
    fn call(&self, call: &Call) -> String {
        let callee = self.callee(&call.callee);
        let own = call.args.iter().filter(|given| given.is_argument());
        let own: Vec<String> = own.map(|given| self.argument(call, given)).collect();
        let (own, name) = (own.join(", "), call.name());
        if call.is(Half::Primal) {
            format!("call {callee}({own})")
        } else if call.is(Half::Forward) {
            format!("forward {callee}({own})")
        } else if call.is(Half::Backward) {
            let [kept, seed] = [call.residuals(), call.seed()]
                .map(|var| var.map_or_else(|| "_".to_owned(), |var| self::name(var, self.vars)));
            let shadows = call.shadows().map(|given| match &given.handed {
                Handed::Mut(place) => self.place(place),
                other => self.handed(other),
            });
            let shadows: Vec<String> = shadows.collect();
            format!("backward {callee}({own}; {kept}; {seed}; {})", shadows.join(", "))
        } else {
            let all = call.args.iter().map(|given| self.handed(&given.handed));
            format!("{name} {callee}({})", all.collect::<Vec<_>>().join(", "))
        }
    }

    /// The path, and in angle brackets what its generic parameters stand for.
    fn callee(&self, callee: &Callee) -> String {
        let generic = match &callee.residuals {
            Kind::Residuals { arguments, .. } => generic(arguments),
            _ => String::new(),
        };
        format!("{}{generic}", callee.path.to_token_stream())
    }

    fn argument(&self, call: &Call, given: &Given) -> String {
        let mark = if call.carries(given) { "" } else { "const " };
        let skip = match given.role {
            Role::Argument(i) if call.callee.skippable[i] => "skip ",
            Role::Argument(_) | Role::Residuals | Role::Seed | Role::Shadow(_) => "",
        };
        format!("{mark}{skip}{}", self.handed(&given.handed))
    }

    fn handed(&self, handed: &Handed) -> String {
        match handed {
            Handed::Value(var) => name(*var, self.vars),
            Handed::Ref(var) => format!("&{}", name(*var, self.vars)),
            Handed::Mut(place) => format!("&mut {}", self.place(place)),
            Handed::Nothing => "_".to_owned(),
        }
    }

    fn rust(&self, code: &RustCode) -> String {
        let captures: Vec<String> = code
            .captures
            .iter()
            .map(|(as_, var)| format!("{as_} = {}", name(*var, self.vars)))
            .collect();
        let word = match code.effect {
            Effect::None => "rust",
            Effect::Acts => "effect",
            Effect::Leaves => "leaves",
            Effect::Tried => "tried",
            Effect::Settled => "settled",
            Effect::Moves => "moves",
        };
        format!("{word}({}) {{ {} }}", captures.join(", "), code.tokens)
    }

    fn carries(&self, carries: &[Carry]) -> String {
        let one = |c: &Carry| format!("{} = {}", self.definition(c.param), name(c.init, self.vars));
        carries.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    fn op(&mut self, head: &str, op: &Op) {
        let line = match op {
            Op::Literal(literal) => match literal {
                Literal::Real(value) => format!("{value:?}"),
                Literal::Int(value) => format!("{value}"),
                Literal::Bool(value) => format!("{value}"),
                Literal::Token(text, _) | Literal::Path(text, _) => text.clone(),
                Literal::StandIn => "absent".into(),
            },
            Op::Rust(code) => self.rust(code),
            Op::Prim(prim, args) => format!("{}({})", prim.name, self.list(args)),
            Op::Aggregate(args) => format!("aggregate({})", self.list(args)),
            Op::Project(place) => self.place(place),
            Op::Update { place, value, mode } => {
                let sign = match mode {
                    Mode::Set => "=",
                    Mode::Add => "+=",
                    Mode::Push => "push",
                    Mode::Pop => "pop",
                    Mode::Extend => "extend",
                    Mode::Truncate => "truncate",
                };
                let root = name(place.root, self.vars);
                format!("{root} with {} {sign} {}", self.place(place), name(*value, self.vars))
            }
            Op::Zeros(var) => format!("zeros({})", name(*var, self.vars)),
            Op::Call(call) => self.call(call),
            Op::Wrap(Some(var)) => format!("some({})", name(*var, self.vars)),
            Op::Wrap(None) => "none".into(),
            Op::Unwrap(var) => format!("unwrap({})", name(*var, self.vars)),
            Op::Map { args, params, body } => {
                let (args, params) = (self.list(args), self.definitions(params));
                self.line(&format!("{head}map({args}) |{params}| {{"));
                self.nested(body);
                "}".into()
            }
            Op::If { cond, then, otherwise } => {
                self.line(&format!("{head}if {} {{", name(*cond, self.vars)));
                self.nested(then);
                self.line("} else {");
                self.nested(otherwise);
                "}".into()
            }
            Op::For { index, lo, hi, reversed, carries, body } => {
                let carries = self.carries(carries);
                self.line(&format!(
                    "{head}for {} in {}..{}{} with ({}) {{",
                    self.definition(*index),
                    name(*lo, self.vars),
                    name(*hi, self.vars),
                    if *reversed { " reversed" } else { "" },
                    carries
                ));
                self.nested(body);
                "}".into()
            }
            Op::While { carries, cond, body } => {
                self.line(&format!("{head}while with ({}) {{", self.carries(carries)));
                self.nested(cond);
                self.line("} do {");
                self.nested(body);
                "}".into()
            }
        };
        match line.as_str() {
            "}" => self.line("}"),
            _ => self.line(&format!("{head}{line}")),
        }
    }
}
