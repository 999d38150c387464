//! The variants of `syn`'s enums, and those that a function's body contains.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};
use syn::{BinOp, Expr, Item, ItemFn, Lit, Member, Pat, RangeLimits, Stmt, UnOp};

/// The version of `syn` whose variants are listed here.
pub const SYN: &str = "3.0.10";

/// The variants that samples contain.
#[derive(Default)]
pub struct Seen {
    names: BTreeSet<String>,
}

impl Seen {
    /// Notes all that a function's body contains.
    pub fn note(&mut self, item: &ItemFn) {
        self.visit_block(&item.block);
    }

    /// What was noted.
    pub fn into_names(self) -> BTreeSet<String> {
        self.names
    }
}

/// A table of variants, and a visitor that names the variant of what it meets. The enums may grow:
/// what is not listed is noted as such.
macro_rules! variants {
    ($($visit:ident $class:ident { $($variant:ident)* })*) => {
        /// `Expr::Array` and so on.
        pub const VARIANTS: &[&str] =
            &[$($(concat!(stringify!($class), "::", stringify!($variant))),*),*];

        impl<'ast> Visit<'ast> for Seen {
            $(fn $visit(&mut self, node: &'ast $class) {
                #[allow(unreachable_patterns, reason = "some of the enums are exhaustive")]
                let name = match node {
                    $($class::$variant { .. } => {
                        concat!(stringify!($class), "::", stringify!($variant)).to_owned()
                    })*
                    other => format!("{}: {other:?}", stringify!($class)),
                };
                self.names.insert(name);
                visit::$visit(self, node);
            })*
        }
    };
}

variants! {
    visit_expr Expr {
        Array Assign Async Await Binary Block Break Call Cast Closure Const Continue Field ForLoop
        Group If Index Infer Let Lit Loop Macro Match MethodCall Paren Path Range RawAddr Reference
        Repeat Return Struct Try TryBlock Tuple Unary Unsafe Verbatim While Yield
    }
    visit_stmt Stmt { Local Item Expr Macro }
    visit_pat Pat {
        Const Guard Ident Lit Macro Or Paren Path Range Reference Rest Slice Struct Tuple
        TupleStruct Type Verbatim Wild
    }
    visit_bin_op BinOp {
        Add Sub Mul Div Rem And Or BitXor BitAnd BitOr Shl Shr Eq Lt Le Ne Ge Gt
        AddAssign SubAssign MulAssign DivAssign RemAssign BitXorAssign BitAndAssign BitOrAssign
        ShlAssign ShrAssign
    }
    visit_un_op UnOp { Deref Not Neg }
    visit_item Item {
        Const Enum ExternCrate Fn ForeignMod Impl Macro Mod Static Struct Trait TraitAlias Type
        Union Use Verbatim
    }
    visit_range_limits RangeLimits { HalfOpen Closed }
    visit_member Member { Named Unnamed }
    visit_lit Lit { Str ByteStr CStr Byte Char Int Float Bool Verbatim }
}
