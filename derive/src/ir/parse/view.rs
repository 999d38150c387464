//! Parts of arrays as text.

use syn::parse::{ParseStream, Result};
use syn::{LitInt, Token};

use super::{list, var};
use crate::ir::{Cut, Var, View};

/// What stands in the parentheses behind the name of a view.
pub(super) fn view(name: &str, input: ParseStream<'_>) -> Result<View> {
    Ok(match name {
        "all" => View::All,
        "row" => View::Row(var(input)?),
        "column" => View::Column(var(input)?),
        "axis" => {
            let (axis, index) = (var(input)?, comma(input).and_then(|()| var(input))?);
            View::Axis(axis, index)
        }
        "slice" => View::Slice(list(input, cut)?),
        "range" => {
            let axis = var(input)?;
            comma(input)?;
            let (lo, hi) = bounds(input)?;
            View::AxisRange(axis, lo, hi)
        }
        "diag" => View::Diagonal,
        "insert_axis" => View::NewAxis(var(input)?),
        "permuted" => View::Permuted(list(input, |input| input.parse::<LitInt>()?.base10_parse())?),
        other => return Err(input.error(format!("`{other}` is no view"))),
    })
}

fn comma(input: ParseStream<'_>) -> Result<()> {
    input.parse::<Token![,]>().map(|_| ())
}

/// `lo..hi`
fn bounds(input: ParseStream<'_>) -> Result<(Option<Var>, Option<Var>)> {
    let lo = if input.peek(Token![..]) { None } else { Some(var(input)?) };
    input.parse::<Token![..]>()?;
    Ok((lo, upper(input)?))
}

fn upper(input: ParseStream<'_>) -> Result<Option<Var>> {
    let ends = input.is_empty() || input.peek(Token![,]) || input.peek(Token![;]);
    if ends { Ok(None) } else { var(input).map(Some) }
}

fn cut(input: ParseStream<'_>) -> Result<Cut> {
    let lo = if input.peek(Token![..]) { None } else { Some(var(input)?) };
    if input.parse::<Option<Token![..]>>()?.is_none() {
        return lo.map(Cut::Index).ok_or_else(|| input.error("an index"));
    }
    let hi = upper(input)?;
    let stride = input.parse::<Option<Token![;]>>()?.map(|_| var(input)).transpose()?;
    Ok(Cut::Range { lo, hi, stride })
}
