//! What the rows of the table compute.

use super::{Nd, Value};
use crate::ir::Kind;
use crate::prims::Prim;

/// A primitive of real numbers; `None` for one of something else.
pub fn scalar(prim: Prim, args: &[f64]) -> Option<f64> {
    match *args {
        [term, ref witnesses @ ..] if prim.name == "unless_zero" => {
            Some(if witnesses.iter().any(|x| *x != 0.0) { term } else { 0.0 })
        }
        [x] => unary(prim.name, x),
        [x, y] => binary(prim.name, x, y),
        [x, y, z] => match prim.name {
            "mul_add" => Some(x.mul_add(y, z)),
            "clamp" => Some(x.clamp(y, z)),
            _ => None,
        },
        _ => None,
    }
}

fn unary(name: &str, x: f64) -> Option<f64> {
    Some(match name {
        "neg" => -x,
        "constant" | "cast" | "cast_real" => x,
        "sin" => x.sin(),
        "cos" => x.cos(),
        "tan" => x.tan(),
        "asin" => x.asin(),
        "acos" => x.acos(),
        "atan" => x.atan(),
        "sinh" => x.sinh(),
        "cosh" => x.cosh(),
        "tanh" => x.tanh(),
        "asinh" => x.asinh(),
        "acosh" => x.acosh(),
        "atanh" => x.atanh(),
        "exp" => x.exp(),
        "exp2" => x.exp2(),
        "exp_m1" => x.exp_m1(),
        "ln" => x.ln(),
        "ln_1p" => x.ln_1p(),
        "log2" => x.log2(),
        "log10" => x.log10(),
        "sqrt" => x.sqrt(),
        "cbrt" => x.cbrt(),
        "recip" => x.recip(),
        "to_degrees" => x.to_degrees(),
        "to_radians" => x.to_radians(),
        "abs" => x.abs(),
        "floor" => x.floor(),
        "ceil" => x.ceil(),
        "round" => x.round(),
        "round_ties_even" => x.round_ties_even(),
        "trunc" => x.trunc(),
        "signum" => x.signum(),
        "fract" => x.fract(),
        _ => return None,
    })
}

fn binary(name: &str, x: f64, y: f64) -> Option<f64> {
    Some(match name {
        "add" => x + y,
        "sub" => x - y,
        "mul" => x * y,
        "div" => x / y,
        "rem" => x % y,
        "atan2" => x.atan2(y),
        "log" => x.log(y),
        "powf" => x.powf(y),
        "powi" => x.powi(y as i32),
        "hypot" => x.hypot(y),
        "max" => x.max(y),
        "min" => x.min(y),
        "copysign" => x.copysign(y),
        // Of a formula, in which truth values are numbers.
        "given" => given(x, y != 0.0),
        "rem_euclid" => x.rem_euclid(y),
        "div_euclid" => x.div_euclid(y),
        _ => return None,
    })
}

fn given(x: f64, holds: bool) -> f64 {
    if holds { x } else { 0.0 }
}

/// A primitive applied to values; `kind` is that of the result.
pub(super) fn apply(prim: Prim, args: &[Value], kind: &Kind) -> Value {
    match (prim.name, args) {
        ("cast" | "cast_real", [value]) => cast(value, kind),
        ("given", [Value::Real(x), Value::Bool(holds)]) => Value::Real(given(*x, *holds)),
        ("filled", [value, ..]) => Value::Array(vec![value.clone(); filled(args, kind)]),
        ("constant" | "set_rank", [value]) => value.clone(),
        ("from_sequence" | "to_sequence", [value]) => rearranged(value, kind),
        _ => array(prim, args)
            .or_else(|| truth(prim.name, args))
            .or_else(|| numeric(prim, args, kind))
            .unwrap_or_else(|| panic!("{}({args:?})", prim.name)),
    }
}

/// The same elements as an array, or as a sequence.
fn rearranged(value: &Value, kind: &Kind) -> Value {
    match (value, kind) {
        (Value::Array(items), Kind::Nd { .. }) => {
            let mut shape = vec![items.len()];
            if let Some(Value::Array(inner)) = items.first() {
                shape.push(inner.len());
            }
            Value::Nd(Nd::new(&shape, &value.reals()))
        }
        (Value::Nd(a), Kind::Array(item, _)) if item.element().is_some() => {
            let row = |i: usize| Value::Nd(a.taken(0, i as i64));
            Value::Array((0..a.shape[0]).map(|i| rearranged(&row(i), item)).collect())
        }
        (Value::Nd(a), _) => Value::Array(a.data.iter().map(|x| Value::Real(*x)).collect()),
        (value, _) => value.clone(),
    }
}

/// How many elements there are in `vec![value; n]` or `[value; N]`.
fn filled(args: &[Value], kind: &Kind) -> usize {
    match (args, kind) {
        ([_, count], _) => usize::try_from(count.int()).expect("a count"),
        (_, Kind::Array(_, length)) => {
            let text = quote::ToTokens::to_token_stream(length).to_string();
            text.parse().expect("a literal length")
        }
        other => panic!("no count in {other:?}"),
    }
}

fn cast(value: &Value, kind: &Kind) -> Value {
    let number = match value {
        Value::Real(x) => *x,
        Value::Int(n) => *n as f64,
        Value::Bool(b) => f64::from(u8::from(*b)),
        other => panic!("{other:?} as {kind:?}"),
    };
    if kind.is_real() { Value::Real(number) } else { Value::Int(number as i64) }
}

fn numeric(prim: Prim, args: &[Value], kind: &Kind) -> Option<Value> {
    if let [Value::Int(_), ..] = args {
        let numbers: Vec<i64> = args.iter().map(Value::int).collect();
        let number = integer(prim.name, &numbers)?;
        assert!(!kind.is_index() || number >= 0, "{}({numbers:?}) is below 0", prim.name);
        return Some(Value::Int(number));
    }
    if args.iter().any(|arg| matches!(arg, Value::Nd(_))) {
        return elementwise(prim, args);
    }
    let number = |value: &Value| match value {
        Value::Real(x) => Some(*x),
        Value::Int(n) => Some(*n as f64),
        _ => None,
    };
    let numbers: Vec<f64> = args.iter().map(number).collect::<Option<_>>()?;
    scalar(prim, &numbers).map(Value::Real)
}

fn elementwise(prim: Prim, args: &[Value]) -> Option<Value> {
    let arrays: Vec<Nd> = args.iter().cloned().map(Value::into_nd).collect();
    let apply = |numbers: &[f64]| scalar(prim, numbers).unwrap_or_else(|| panic!("{}", prim.name));
    match arrays.as_slice() {
        [a] => Some(Value::Nd(a.map(|x| apply(&[x])))),
        [a, b] => Some(Value::Nd(a.zip(b, |x, y| apply(&[x, y])))),
        _ => None,
    }
}

fn integer(name: &str, args: &[i64]) -> Option<i64> {
    Some(match (name, args) {
        ("neg", [a]) => -a,
        ("add", [a, b]) => a + b,
        ("sub", [a, b]) => a - b,
        ("mul", [a, b]) => a * b,
        ("div", [a, b]) => a / b,
        ("rem", [a, b]) => a % b,
        ("bit_and", [a, b]) => a & b,
        ("bit_or", [a, b]) => a | b,
        ("bit_xor", [a, b]) => a ^ b,
        ("shl", [a, b]) => a << b,
        ("shr", [a, b]) => a >> b,
        ("int_min", [a, b]) => *a.min(b),
        ("int_max", [a, b]) => *a.max(b),
        ("saturating_sub", [a, b]) => (a - b).max(0),
        ("div_ceil", [a, b]) => (a + b - 1) / b,
        _ => return None,
    })
}

fn truth(name: &str, args: &[Value]) -> Option<Value> {
    Some(Value::Bool(match (name, args) {
        ("and", [Value::Bool(a), Value::Bool(b)]) => *a && *b,
        ("or", [Value::Bool(a), Value::Bool(b)]) => *a || *b,
        ("not", [Value::Bool(a)]) => !a,
        ("differs", values) => values.iter().any(|value| *value != Value::Real(0.0)),
        ("eq", [a, b]) => a == b,
        ("ne", [a, b]) => a != b,
        (_, [Value::Int(a), Value::Int(b)]) => order(name, a, b)?,
        (_, [Value::Real(a), Value::Real(b)]) => order(name, a, b)?,
        ("is_nan", [Value::Real(x)]) => x.is_nan(),
        ("is_finite", [Value::Real(x)]) => x.is_finite(),
        ("is_infinite", [Value::Real(x)]) => x.is_infinite(),
        ("is_sign_positive", [Value::Real(x)]) => x.is_sign_positive(),
        ("is_sign_negative", [Value::Real(x)]) => x.is_sign_negative(),
        _ => return None,
    }))
}

fn order<T: PartialOrd>(name: &str, a: &T, b: &T) -> Option<bool> {
    Some(match name {
        "gt" => a > b,
        "lt" => a < b,
        "ge" => a >= b,
        "le" => a <= b,
        _ => return None,
    })
}

fn array(prim: Prim, args: &[Value]) -> Option<Value> {
    let extent = |value: &Value| usize::try_from(value.int()).expect("an axis");
    let scaled = |array: Nd, n: usize| array.map(|x| x / n as f64);
    Some(match (prim.name, args) {
        ("len", [Value::Array(items)]) => Value::from(items.len()),
        ("len", [Value::Nd(a)]) => Value::from(a.data.len()),
        ("nrows", [Value::Nd(a)]) => Value::from(a.shape[0]),
        ("ncols", [Value::Nd(a)]) => Value::from(a.shape[1]),
        ("len_of", [Value::Nd(a), axis]) => Value::from(a.shape[extent(axis)]),
        ("raw_dim", [Value::Nd(a)]) => Value::Dim(a.shape.clone()),
        ("dot", [Value::Nd(a), Value::Nd(b)]) => match a.dot(b) {
            Nd { shape, data } if shape.is_empty() => Value::Real(data[0]),
            product => Value::Nd(product),
        },
        ("outer", [Value::Nd(a), Value::Nd(b)]) => Value::Nd(a.outer(b)),
        ("t", [Value::Nd(a)]) => Value::Nd(a.transposed()),
        ("sum", [items @ Value::Array(_)]) => Value::Real(items.reals().iter().sum()),
        ("to_owned", [items @ Value::Array(_)]) => items.clone(),
        ("sum_of_products", [a @ Value::Array(_), b @ Value::Array(_)]) => {
            Value::Real(a.reals().iter().zip(b.reals()).map(|(a, b)| a * b).sum())
        }
        ("multiple" | "multiple_unless_zero", [items @ Value::Array(_), Value::Real(factor)]) => {
            let unless_zero = prim.name == "multiple_unless_zero";
            let times = |x: f64| if unless_zero && x == 0.0 { 0.0 } else { factor * x };
            items.with_reals(&mut items.reals().into_iter().map(times))
        }
        ("sum", [Value::Nd(a)]) => Value::Real(a.sum()),
        ("mean", [Value::Nd(a)]) => Value::Real(a.sum() / a.data.len() as f64),
        ("sum_axis", [Value::Nd(a), axis]) => Value::Nd(a.sum_axis(extent(axis))),
        ("mean_axis", [Value::Nd(a), axis]) => {
            let axis = extent(axis);
            Value::Nd(scaled(a.sum_axis(axis), a.shape[axis]))
        }
        ("to_owned", [Value::Nd(a)]) => Value::Nd(a.clone()),
        ("full", [Value::Real(x), Value::Dim(shape)]) => Value::Nd(Nd::full(shape, *x)),
        ("repeat", [Value::Nd(a), Value::Dim(shape), axis]) => {
            Value::Nd(a.repeat(shape, extent(axis)))
        }
        ("unbroadcast", [Value::Nd(a), Value::Dim(shape)]) => Value::Nd(a.unbroadcast(shape)),
        ("into_shape", [Value::Nd(a), Value::Dim(shape)]) => Value::Nd(Nd::new(shape, &a.data)),
        ("broadcast", [Value::Nd(a), Value::Dim(shape)]) => Value::Nd(a.repeated(shape)),
        ("product", [Value::Nd(a)]) => Value::Real(a.data.iter().product()),
        ("products_of_others", [Value::Nd(a)]) => {
            let others = |i: usize| -> f64 {
                a.data.iter().enumerate().filter(|(j, _)| i != *j).map(|(_, x)| x).product()
            };
            Value::Nd(Nd::new(&a.shape, &(0..a.data.len()).map(others).collect::<Vec<_>>()))
        }
        ("products_of_others_dot", [Value::Nd(a), Value::Nd(dot)]) => {
            let others = |i: usize, k: usize| -> f64 {
                let rest = a.data.iter().enumerate().filter(|(j, _)| i != *j && k != *j);
                rest.map(|(_, x)| x).product()
            };
            let one = |i: usize| -> f64 {
                (0..a.data.len()).filter(|k| *k != i).map(|k| dot.data[k] * others(i, k)).sum()
            };
            Value::Nd(Nd::new(&a.shape, &(0..a.data.len()).map(one).collect::<Vec<_>>()))
        }
        ("concatenate", [parts @ .., axis]) => {
            let parts: Vec<&Nd> = parts.iter().map(Value::nd).collect();
            Value::Nd(Nd::concatenated(&parts, extent(axis)))
        }
        ("stack", [parts @ .., axis]) => {
            let axis = extent(axis);
            let long = |part: &Value| {
                let mut part = part.nd().clone();
                part.shape.insert(axis, 1);
                part
            };
            let parts: Vec<Nd> = parts.iter().map(long).collect();
            Value::Nd(Nd::concatenated(&parts.iter().collect::<Vec<_>>(), axis))
        }
        _ => return None,
    })
}
