//! Reads the text form of the intermediate language.
//!
//! What the text leaves out is not restored: spans, and the fields of structs.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser, Result};
use syn::{Ident, Lit, Member, Token, braced, bracketed, parenthesized, token};

use super::{
    Block, Carry, Effect, Function, Kind, Literal, Mode, Op, Param, Place, Step, Stmt, Var,
    VarInfo, Vars,
};
use crate::prims;

mod call;
mod kinds;
mod view;

/// The function that a text states, and its values under the numbers in the text.
///
/// # Panics
///
/// Where the text is not that of a function.
pub fn parse(text: &str) -> (Function, Vars) {
    let mut reader = Reader { vars: Vars::default() };
    let function = (|input: ParseStream<'_>| reader.function(input))
        .parse_str(&terminated(text))
        .unwrap_or_else(|error| panic!("{error} in\n{text}"));
    (function, reader.vars)
}

struct Reader {
    vars: Vars,
}

/// Line ends mean something; the lexer drops them.
fn terminated(text: &str) -> String {
    let end = |line: &str| if line.ends_with(['{', '}']) { "\n" } else { ";\n" };
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| format!("{line}{}", end(line)))
        .collect()
}

/// A word, keywords among them.
fn word(input: ParseStream<'_>) -> Result<Ident> {
    Ident::parse_any(input)
}

fn peek_word(input: ParseStream<'_>, text: &str) -> bool {
    word(&input.fork()).is_ok_and(|found| found == text)
}

/// Items between commas, up to something else.
fn list<T>(
    input: ParseStream<'_>,
    mut item: impl FnMut(ParseStream<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut items = Vec::new();
    if input.is_empty() || input.peek(Token![;]) {
        return Ok(items);
    }
    loop {
        items.push(item(input)?);
        if input.parse::<Option<Token![,]>>()?.is_none() {
            return Ok(items);
        }
    }
}

/// A value, and the fields that the lexer took for its number's decimals: `t%3.0`.
fn numbered(input: ParseStream<'_>) -> Result<(Option<String>, Var, Vec<Member>)> {
    let name = if input.peek(Token![%]) { None } else { Some(word(input)?.to_string()) };
    input.parse::<Token![%]>()?;
    let mut digits = fields(input)?;
    match digits.remove(0) {
        Member::Unnamed(index) => Ok((name, Var(index.index), digits)),
        Member::Named(name) => Err(syn::Error::new(name.span(), "a number")),
    }
}

/// `field`, `0`, or `0.1` in one token.
fn fields(input: ParseStream<'_>) -> Result<Vec<Member>> {
    if !input.peek(Lit) {
        return Ok(vec![Member::Named(word(input)?)]);
    }
    let text = input.parse::<proc_macro2::Literal>()?.to_string();
    text.split('.')
        .map(|digits| {
            let index = digits.parse::<usize>().map_err(|error| input.error(error))?;
            Ok(Member::from(index))
        })
        .collect()
}

fn var(input: ParseStream<'_>) -> Result<Var> {
    numbered(input).map(|(_, var, _)| var)
}

fn vars(input: ParseStream<'_>) -> Result<Vec<Var>> {
    list(input, var)
}

fn place(input: ParseStream<'_>) -> Result<Place> {
    let (_, root, members) = numbered(input)?;
    let mut path: Vec<Step> = members.into_iter().map(Step::Field).collect();
    loop {
        if input.peek(token::Bracket) {
            let inner;
            bracketed!(inner in input);
            path.push(indexing(&inner)?);
        } else if input.peek(Token![.]) && !input.peek(Token![..]) {
            input.parse::<Token![.]>()?;
            path.extend(dotted(input)?);
        } else {
            return Ok(Place { root, path });
        }
    }
}

/// What stands in brackets: an index, a range, or several indices.
fn indexing(input: ParseStream<'_>) -> Result<Step> {
    let lo = if input.peek(Token![..]) { None } else { Some(var(input)?) };
    if input.parse::<Option<Token![..]>>()?.is_some() {
        let hi = if input.is_empty() { None } else { Some(var(input)?) };
        return Ok(Step::Range(lo, hi));
    }
    let Some(first) = lo else { return Err(input.error("an index")) };
    if input.is_empty() {
        return Ok(Step::Index(first));
    }
    input.parse::<Token![,]>()?;
    Ok(Step::NdIndex(std::iter::once(first).chain(vars(input)?).collect()))
}

/// What follows a dot: fields, or a view such as `row(i)`.
fn dotted(input: ParseStream<'_>) -> Result<Vec<Step>> {
    if input.peek2(token::Paren) {
        let name = word(input)?;
        let inner;
        parenthesized!(inner in input);
        return Ok(vec![Step::View(view::view(&name.to_string(), &inner)?)]);
    }
    Ok(fields(input)?.into_iter().map(Step::Field).collect())
}

impl Reader {
    fn function(&mut self, input: ParseStream<'_>) -> Result<Function> {
        input.parse::<Token![fn]>()?;
        let name = word(input)?;
        let inner;
        parenthesized!(inner in input);
        let params = list(&inner, |input| self.param(input))?;
        let mut assumed = Vec::new();
        if peek_word(input, "assuming") {
            word(input)?;
            let inner;
            parenthesized!(inner in input);
            assumed = list(&inner, |input| self.definition(input))?;
        }
        let inner;
        braced!(inner in input);
        let stmts = self.stmts(&inner, "return")?;
        let mut results = vars(&inner)?;
        let outputs = results.len();
        if inner.parse::<Option<Token![;]>>()?.is_some() {
            results.extend(vars(&inner)?);
            inner.parse::<Option<Token![;]>>()?;
        }
        Ok(Function { name, params, body: Block { stmts, results }, outputs, assumed })
    }

    fn param(&mut self, input: ParseStream<'_>) -> Result<Param> {
        let (name, var, _) = numbered(input)?;
        input.parse::<Token![:]>()?;
        let passing = call::passing(input)?;
        let kind = kinds::kind(input)?;
        self.define(name, var, kind);
        Ok(Param { var, passing })
    }

    /// `name%3: kind`
    fn definition(&mut self, input: ParseStream<'_>) -> Result<Var> {
        let (name, var, _) = numbered(input)?;
        input.parse::<Token![:]>()?;
        let kind = kinds::kind(input)?;
        self.define(name, var, kind);
        Ok(var)
    }

    fn define(&mut self, name: Option<String>, var: Var, kind: Kind) {
        let span = Span::call_site();
        let unknown = VarInfo { kind: Kind::Unit, name: None, named: false, span };
        while self.vars.all_mut().count() <= var.0 as usize {
            self.vars.fresh(unknown.clone());
        }
        self.vars[var] = VarInfo { kind, named: name.is_some(), name, span };
    }

    /// Statements up to and with the word that ends a block.
    fn stmts(&mut self, input: ParseStream<'_>, end: &str) -> Result<Vec<Stmt>> {
        let mut stmts = Vec::new();
        while !peek_word(input, end) {
            stmts.push(self.stmt(input)?);
        }
        word(input)?;
        Ok(stmts)
    }

    fn block(&mut self, input: ParseStream<'_>) -> Result<Block> {
        let inner;
        braced!(inner in input);
        let stmts = self.stmts(&inner, "yield")?;
        let results = vars(&inner)?;
        inner.parse::<Token![;]>()?;
        Ok(Block { stmts, results })
    }

    fn stmt(&mut self, input: ParseStream<'_>) -> Result<Stmt> {
        let effect = peek_word(input, "effect") && input.peek2(token::Paren);
        let (mut outs, mut derived) = (Vec::new(), false);
        if !(effect || input.peek(Token![if]) || is_loop(input)) {
            outs = list(input, |input| self.definition(input))?;
            derived = input.parse::<Option<Token![:]>>()?.is_some();
            input.parse::<Token![=]>()?;
        }
        let op = self.op(input, derived)?;
        input.parse::<Option<Token![;]>>()?;
        Ok(Stmt { outs, op, span: Span::call_site(), derived })
    }

    fn op(&mut self, input: ParseStream<'_>, derived: bool) -> Result<Op> {
        let text = word(&input.fork()).map(|word| word.to_string()).unwrap_or_default();
        match text.as_str() {
            "if" => return self.branch(input),
            "for" => return self.looped(input),
            "while" => return self.repeated(input),
            "absent" => {
                word(input)?;
                return Ok(Op::Literal(Literal::StandIn));
            }
            _ if input.peek(Token![%]) || input.peek2(Token![%]) => return part(input),
            _ if input.peek2(token::Paren) => return self.applied(input),
            "call" | "forward" | "backward" => return call::call(input),
            "none" => {
                word(input)?;
                return Ok(Op::Wrap(None));
            }
            _ => {}
        }
        if input.peek(Lit) || input.peek(Token![-]) {
            return literal(input, derived).map(Op::Literal);
        }
        constant(input).map(Op::Literal)
    }

    fn branch(&mut self, input: ParseStream<'_>) -> Result<Op> {
        word(input)?;
        let cond = var(input)?;
        let then = self.block(input)?;
        word(input)?;
        Ok(Op::If { cond, then, otherwise: self.block(input)? })
    }

    fn looped(&mut self, input: ParseStream<'_>) -> Result<Op> {
        word(input)?;
        let index = self.definition(input)?;
        word(input)?;
        let lo = var(input)?;
        input.parse::<Token![..]>()?;
        let hi = var(input)?;
        let reversed = peek_word(input, "reversed");
        if reversed {
            word(input)?;
        }
        let carries = self.carries(input)?;
        Ok(Op::For { index, lo, hi, reversed, carries, body: self.block(input)? })
    }

    fn repeated(&mut self, input: ParseStream<'_>) -> Result<Op> {
        word(input)?;
        let carries = self.carries(input)?;
        let cond = self.block(input)?;
        word(input)?;
        Ok(Op::While { carries, cond, body: self.block(input)? })
    }

    /// `with (x%3: f64 = x%1)`
    fn carries(&mut self, input: ParseStream<'_>) -> Result<Vec<Carry>> {
        word(input)?;
        let inner;
        parenthesized!(inner in input);
        list(&inner, |input| {
            let param = self.definition(input)?;
            input.parse::<Token![=]>()?;
            Ok(Carry { param, init: var(input)? })
        })
    }

    /// `name(…)`
    fn applied(&mut self, input: ParseStream<'_>) -> Result<Op> {
        let name = word(input)?.to_string();
        let inner;
        parenthesized!(inner in input);
        Ok(match name.as_str() {
            "aggregate" => Op::Aggregate(vars(&inner)?),
            "zeros" => Op::Zeros(var(&inner)?),
            "some" => Op::Wrap(Some(var(&inner)?)),
            "unwrap" => Op::Unwrap(var(&inner)?),
            "rust" => Op::Rust(call::rust(&inner, input, Effect::None)?),
            "effect" => Op::Rust(call::rust(&inner, input, Effect::Acts)?),
            "map" => {
                let args = vars(&inner)?;
                input.parse::<Token![|]>()?;
                let params = list(input, |input| self.definition(input))?;
                input.parse::<Token![|]>()?;
                Op::Map { args, params, body: self.block(input)? }
            }
            _ => {
                let args = vars(&inner)?;
                let prim = prims::table().find(|prim| prim.name == name);
                Op::Prim(prim.ok_or_else(|| inner.error(&name))?, args)
            }
        })
    }
}

/// `x%1[i%2]`, or `x%1 with x%1[i%2] = v%3`.
fn part(input: ParseStream<'_>) -> Result<Op> {
    let place_ = place(input)?;
    if !peek_word(input, "with") {
        return Ok(Op::Project(place_));
    }
    word(input)?;
    let place = place(input)?;
    let mode = mode(input)?;
    Ok(Op::Update { place, value: var(input)?, mode })
}

/// `=`, `+=`, `push` and so on.
fn mode(input: ParseStream<'_>) -> Result<Mode> {
    if input.parse::<Option<Token![+=]>>()?.is_some() {
        return Ok(Mode::Add);
    }
    if input.parse::<Option<Token![=]>>()?.is_some() {
        return Ok(Mode::Set);
    }
    let name = word(input)?;
    match name.to_string().as_str() {
        "push" => Ok(Mode::Push),
        "pop" => Ok(Mode::Pop),
        "extend" => Ok(Mode::Extend),
        "truncate" => Ok(Mode::Truncate),
        _ => Err(syn::Error::new(name.span(), "no way to change a place")),
    }
}

fn is_loop(input: ParseStream<'_>) -> bool {
    input.peek(Token![for]) || input.peek(Token![while])
}

/// A number: that of a rule in a derivative term, the user's elsewhere.
fn literal(input: ParseStream<'_>, derived: bool) -> Result<Literal> {
    let minus = input.parse::<Option<Token![-]>>()?.is_some();
    if minus && !input.peek(Lit) {
        word(input)?;
        return Ok(Literal::Real(f64::NEG_INFINITY));
    }
    let lit: Lit = input.parse()?;
    Ok(match &lit {
        Lit::Bool(value) => Literal::Bool(value.value),
        Lit::Int(int) if int.suffix().is_empty() => {
            let value: i64 = int.base10_parse()?;
            Literal::Int(if minus { -value } else { value })
        }
        Lit::Float(float) if derived || minus => {
            let value: f64 = float.base10_parse()?;
            Literal::Real(if minus { -value } else { value })
        }
        _ => Literal::Token(quote::ToTokens::to_token_stream(&lit).to_string(), lit),
    })
}

/// A path to a constant, or a number without digits.
fn constant(input: ParseStream<'_>) -> Result<Literal> {
    let expr = syn::Expr::Path(input.parse()?);
    let text = quote::ToTokens::to_token_stream(&expr).to_string();
    Ok(match text.as_str() {
        "inf" => Literal::Real(f64::INFINITY),
        "NaN" => Literal::Real(f64::NAN),
        _ => Literal::Path(text, Box::new(expr)),
    })
}
