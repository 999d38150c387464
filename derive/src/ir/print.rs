//! The text form of the intermediate language.

use std::fmt::Write;

use quote::ToTokens;

use super::{Block, Function, Kind, Literal, Mode, Num, Op, Place, Step, Var, Vars};

/// A function as text.
pub fn print(function: &Function, vars: &Vars) -> String {
    let params: Vec<String> = function
        .params
        .iter()
        .map(|p| format!("{}: {}", name(p.var, vars), kind(vars.kind(p.var))))
        .collect();
    let mut printer = Printer { text: String::new(), depth: 1, vars };
    printer.block(&function.body, "return");
    format!("fn {}({}) {{\n{}}}\n", function.name, params.join(", "), printer.text)
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
        Kind::Dim { rank, .. } => format!("Dim{rank}"),
        Kind::Struct(info) => info.path.to_token_stream().to_string(),
        Kind::Cotangent(info) => format!("bar {}", info.path.to_token_stream()),
        Kind::Other(Some(ty)) => ty.to_token_stream().to_string(),
        Kind::Other(None) => "?".into(),
        Kind::Residuals { of, .. } => format!("residuals of {of}"),
        Kind::Option(item) => format!("Option<{}>", kind(item)),
    }
}

fn number(num: &Num) -> String {
    match num {
        Num::F32 => "f32".into(),
        Num::F64 => "f64".into(),
        Num::Param(name) | Num::Int(name) => name.to_string(),
        Num::Infer(slot) => format!("?{slot}"),
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

    fn block(&mut self, block: &Block, end: &str) {
        for stmt in &block.stmts {
            let head = match stmt.outs.is_empty() {
                true => String::new(),
                false => format!("{} = ", self.list(&stmt.outs)),
            };
            self.op(&head, &stmt.op);
        }
        let results = self.list(&block.results);
        self.line(format!("{end} {results}").trim_end());
    }

    fn nested(&mut self, block: &Block) {
        self.depth += 1;
        self.block(block, "yield");
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
                Step::Row(var) => {
                    let _ = write!(text, ".row({})", name(*var, self.vars));
                }
                Step::Column(var) => {
                    let _ = write!(text, ".column({})", name(*var, self.vars));
                }
            }
        }
        text
    }

    fn op(&mut self, head: &str, op: &Op) {
        let line = match op {
            Op::Literal(literal) => match literal {
                Literal::Real(value) => format!("{value:?}"),
                Literal::Int(value) => format!("{value}"),
                Literal::Bool(value) => format!("{value}"),
                Literal::Token(text, _) | Literal::Path(text, _) => text.clone(),
            },
            Op::Rust(code) => format!("rust {{ {} }}", code.tokens),
            Op::Prim(prim, args) => format!("{}({})", prim.name, self.list(args)),
            Op::Aggregate(args) => format!("aggregate({})", self.list(args)),
            Op::Project(place) => self.place(place),
            Op::Update { place, value, mode } => {
                let sign = if *mode == Mode::Add { "+=" } else { "=" };
                let root = name(place.root, self.vars);
                format!("{root} with {} {sign} {}", self.place(place), name(*value, self.vars))
            }
            Op::Zeros(var) => format!("zeros({})", name(*var, self.vars)),
            Op::Call(call, args) => {
                format!("call {}({})", call.path.to_token_stream(), self.list(args))
            }
            Op::Forward(call, args) => {
                format!("forward {}({})", call.path.to_token_stream(), self.list(args))
            }
            Op::Backward { call, args, residuals, seed, shadows } => {
                let shadows: Vec<String> = shadows
                    .iter()
                    .map(|shadow| match shadow {
                        Some(place) => self.place(place),
                        None => "_".into(),
                    })
                    .collect();
                format!(
                    "backward {}({}; {}; {}; {})",
                    call.path.to_token_stream(),
                    self.list(args),
                    name(*residuals, self.vars),
                    name(*seed, self.vars),
                    shadows.join(", ")
                )
            }
            Op::Wrap(Some(var)) => format!("some({})", name(*var, self.vars)),
            Op::Wrap(None) => "none".into(),
            Op::Unwrap(var) => format!("unwrap({})", name(*var, self.vars)),
            Op::Map { args, params, body } => {
                let line = format!("{head}map({}) |{}| {{", self.list(args), self.list(params));
                self.line(&line);
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
                let carries: Vec<String> = carries
                    .iter()
                    .map(|c| format!("{} = {}", name(c.param, self.vars), name(c.init, self.vars)))
                    .collect();
                self.line(&format!(
                    "{head}for {} in {}{}..{} with ({}) {{",
                    name(*index, self.vars),
                    if *reversed { "reversed " } else { "" },
                    name(*lo, self.vars),
                    name(*hi, self.vars),
                    carries.join(", ")
                ));
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
