//! Expressions with their precedence, so that parentheses stand where they are needed and nowhere
//! else.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};

/// How tightly an expression binds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Binding {
    /// `if`, closures, ranges
    Loose,
    /// `||`
    Or,
    /// `&&`
    And,
    /// `==`, `<`
    Compare,
    /// `|`
    BitOr,
    /// `^`
    BitXor,
    /// `&`
    BitAnd,
    /// `<<`
    Shift,
    /// `+`
    Sum,
    /// `*`
    Product,
    /// `as`
    Cast,
    /// `-x`, `*x`, `&x`
    Unary,
    /// `x`, `f(x)`, `x.f()`, `x[i]`
    Atom,
}

/// An expression.
#[derive(Clone)]
pub struct Code {
    tokens: TokenStream,
    binding: Binding,
}

impl Code {
    /// An expression that binds as said.
    pub fn new(tokens: TokenStream, binding: Binding) -> Code {
        Code { tokens, binding }
    }

    /// A name, a call, an index.
    pub fn atom(tokens: TokenStream) -> Code {
        Code::new(tokens, Binding::Atom)
    }

    /// The expression as an operand that must bind at least so tightly.
    pub fn at(&self, binding: Binding) -> TokenStream {
        let tokens = &self.tokens;
        if self.binding >= binding { tokens.clone() } else { quote!((#tokens)) }
    }
}

impl ToTokens for Code {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.tokens.to_tokens(tokens);
    }
}

/// Whether the last thing in an expression is a cast: `n as f64`, `a + n as f64`.
pub fn ends_in_cast(tokens: &TokenStream) -> bool {
    let (mut before, mut last) = (false, false);
    for token in tokens.clone() {
        let is_as = matches!(&token, TokenTree::Ident(word) if word == "as");
        (before, last) = (last, is_as);
    }
    before
}

/// How tightly an operator binds.
pub fn binding(symbol: &str) -> Binding {
    match symbol {
        "||" => Binding::Or,
        "&&" => Binding::And,
        "==" | "!=" | "<" | ">" | "<=" | ">=" => Binding::Compare,
        "|" => Binding::BitOr,
        "^" => Binding::BitXor,
        "&" => Binding::BitAnd,
        "<<" | ">>" => Binding::Shift,
        "+" | "-" => Binding::Sum,
        _ => Binding::Product,
    }
}

/// The binding that a right operand needs: one more than a left one.
pub fn tighter(binding: Binding) -> Binding {
    match binding {
        Binding::Loose => Binding::Or,
        Binding::Or => Binding::And,
        Binding::And => Binding::Compare,
        Binding::Compare => Binding::BitOr,
        Binding::BitOr => Binding::BitXor,
        Binding::BitXor => Binding::BitAnd,
        Binding::BitAnd => Binding::Shift,
        Binding::Shift => Binding::Sum,
        Binding::Sum => Binding::Product,
        Binding::Product => Binding::Cast,
        Binding::Cast => Binding::Unary,
        Binding::Unary | Binding::Atom => Binding::Atom,
    }
}
