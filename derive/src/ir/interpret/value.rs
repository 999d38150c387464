//! Values at run time.

use super::Nd;
use crate::ir::{Mode, Step, Var};

/// A value.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// A real number.
    Real(f64),
    /// An integer.
    Int(i64),
    /// A truth value.
    Bool(bool),
    /// Nothing: the cotangent of what has none.
    Unit,
    /// A tuple.
    Tuple(Vec<Value>),
    /// An array, slice or vector.
    Array(Vec<Value>),
    /// An `ndarray` array.
    Nd(Nd),
    /// The shape of one.
    Dim(Vec<usize>),
    /// What an arm of a branch keeps.
    Option(Option<Box<Value>>),
}

impl Value {
    /// The real number that this is.
    pub fn real(&self) -> f64 {
        match self {
            Value::Real(x) => *x,
            other => panic!("{other:?} is no real number"),
        }
    }

    /// The integer that this is.
    pub fn int(&self) -> i64 {
        match self {
            Value::Int(n) => *n,
            other => panic!("{other:?} is no integer"),
        }
    }

    /// The truth value that this is.
    pub fn bool(&self) -> bool {
        match self {
            Value::Bool(b) => *b,
            other => panic!("{other:?} is no truth value"),
        }
    }

    /// The array that this is.
    pub fn nd(&self) -> &Nd {
        match self {
            Value::Nd(array) => array,
            other => panic!("{other:?} is no array"),
        }
    }

    /// The real numbers inside, in order.
    pub fn reals(&self) -> Vec<f64> {
        match self {
            Value::Real(x) => vec![*x],
            Value::Tuple(items) | Value::Array(items) => {
                items.iter().flat_map(Value::reals).collect()
            }
            Value::Nd(array) => array.data.clone(),
            Value::Int(_) | Value::Bool(_) | Value::Unit | Value::Dim(_) | Value::Option(_) => {
                Vec::new()
            }
        }
    }

    /// The same value with other real numbers inside, in order.
    pub fn with_reals(&self, next: &mut impl Iterator<Item = f64>) -> Value {
        let mut take = || next.next().expect("as many numbers as there are places");
        match self {
            Value::Real(_) => Value::Real(take()),
            Value::Nd(Nd { shape, data }) => {
                Value::Nd(Nd { shape: shape.clone(), data: data.iter().map(|_| take()).collect() })
            }
            Value::Tuple(items) => {
                Value::Tuple(items.iter().map(|item| item.with_reals(next)).collect())
            }
            Value::Array(items) => {
                Value::Array(items.iter().map(|item| item.with_reals(next)).collect())
            }
            other => other.clone(),
        }
    }

    /// The cotangent 0 of this value.
    pub fn zeros(&self) -> Value {
        match self {
            Value::Real(_) => Value::Real(0.0),
            Value::Tuple(items) => Value::Tuple(items.iter().map(Value::zeros).collect()),
            Value::Array(items) => Value::Array(items.iter().map(Value::zeros).collect()),
            Value::Nd(array) => Value::Nd(Nd::full(&array.shape, 0.0)),
            Value::Dim(shape) => Value::Nd(Nd::full(shape, 0.0)),
            Value::Int(_) | Value::Bool(_) | Value::Unit | Value::Option(_) => Value::Unit,
        }
    }

    /// `self += other`, arrays with broadcasting.
    pub fn add(&mut self, other: &Value) {
        match (self, other) {
            (Value::Real(a), Value::Real(b)) => *a += b,
            (Value::Nd(a), b) => {
                let b = b.clone().into_nd();
                let sum = a.zip(&b, |x, y| x + y);
                assert_eq!(sum.shape, a.shape, "the left side of += is the larger one");
                *a = sum;
            }
            (Value::Tuple(a), Value::Tuple(b)) | (Value::Array(a), Value::Array(b)) => {
                assert_eq!(a.len(), b.len(), "lengths of what is added");
                a.iter_mut().zip(b).for_each(|(a, b)| a.add(b));
            }
            (Value::Unit, Value::Unit) => {}
            (a, b) => panic!("{a:?} += {b:?}"),
        }
    }

    /// `self = other`, of the same form.
    pub fn assign(&mut self, other: &Value) {
        let same = std::mem::discriminant(self) == std::mem::discriminant(other);
        assert!(same, "{self:?} = {other:?}");
        *self = other.clone();
    }

    /// A vector that becomes longer or shorter.
    pub fn resize(&mut self, value: &Value, mode: Mode) {
        let Value::Array(items) = self else { panic!("{self:?} cannot grow") };
        match (mode, value) {
            (Mode::Push, value) => items.push(value.clone()),
            (Mode::Pop, _) => assert!(items.pop().is_some(), "something to be taken out"),
            (Mode::Extend, Value::Array(more)) => items.extend(more.iter().cloned()),
            (Mode::Truncate, Value::Int(left)) => {
                let left = usize::try_from(*left).expect("a length is not negative");
                assert!(left <= items.len(), "as many elements as are left");
                items.truncate(left);
            }
            (mode, value) => panic!("{mode:?} of {value:?}"),
        }
    }

    /// A scalar as an array of rank 0.
    pub fn into_nd(self) -> Nd {
        match self {
            Value::Real(x) => Nd { shape: Vec::new(), data: vec![x] },
            Value::Nd(array) => array,
            other => panic!("{other:?} is no array"),
        }
    }

    /// A component of a tuple, or an element.
    pub fn part(&mut self, step: &Step, index: &impl Fn(Var) -> i64) -> &mut Value {
        match (self, step) {
            (Value::Tuple(items), Step::Field(syn::Member::Unnamed(field))) => {
                &mut items[field.index as usize]
            }
            (Value::Array(items), Step::Index(i)) => {
                let i = usize::try_from(index(*i)).expect("an index is not negative");
                &mut items[i]
            }
            (value, step) => panic!("{value:?} has no part {step:?}"),
        }
    }
}

macro_rules! from {
    ($($from:ty, $value:ident => $to:expr;)*) => {
        $(impl From<$from> for Value {
            fn from($value: $from) -> Value {
                $to
            }
        })*
    };
}

from! {
    f64, x => Value::Real(x);
    usize, n => Value::Int(n as i64);
    i32, n => Value::Int(i64::from(n));
    u8, n => Value::Int(i64::from(n));
    bool, b => Value::Bool(b);
    Nd, array => Value::Nd(array);
    &Nd, array => Value::Nd(array.clone());
}

impl<T: Clone + Into<Value>> From<&[T]> for Value {
    fn from(items: &[T]) -> Value {
        Value::Array(items.iter().cloned().map(Into::into).collect())
    }
}

impl<T: Into<Value>, const N: usize> From<[T; N]> for Value {
    fn from(items: [T; N]) -> Value {
        Value::Array(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Clone + Into<Value>, const N: usize> From<&[T; N]> for Value {
    fn from(items: &[T; N]) -> Value {
        items.as_slice().into()
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Value {
        Value::Array(items.into_iter().map(Into::into).collect())
    }
}

impl<A: Into<Value>, B: Into<Value>> From<(A, B)> for Value {
    fn from((a, b): (A, B)) -> Value {
        Value::Tuple(vec![a.into(), b.into()])
    }
}
