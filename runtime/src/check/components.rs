//! The numbers that a value is made of, and their names.

pub use crate::path::Path;

/// A number that a gradient has a component for.
pub trait Component {
    /// The number.
    fn get(&self) -> f64;

    /// Replaces the number by the nearest of its type.
    fn set(&mut self, x: f64);

    /// The distance from 1 to the next larger number of the type.
    fn epsilon(&self) -> f64;
}

/// A value made of floating-point numbers, each with a name.
///
/// `#[derive(Differentiable)]` implements this for structs. By hand, visit all fields, in the same
/// order for the struct and its cotangent:
///
/// ```
/// use chainrule::check::{Component, Components, Path};
///
/// struct Layer {
///     weights: Vec<f64>,
///     bias: f64,
/// }
///
/// impl Components for Layer {
///     fn visit(&mut self, path: Path<'_>, visitor: &mut dyn FnMut(Path<'_>, &mut dyn Component)) {
///         self.weights.visit(path.field("weights"), visitor);
///         self.bias.visit(path.field("bias"), visitor);
///     }
/// }
///
/// let mut names = Vec::new();
/// let mut layer = Layer { weights: vec![1.0, 2.0], bias: 3.0 };
/// layer.visit(Path::ROOT, &mut |path, _| names.push(path.to_string()));
/// assert_eq!(names, ["weights[0]", "weights[1]", "bias"]);
/// ```
pub trait Components {
    /// Calls `visitor` with every number, in a fixed order, and the path to it below `path`.
    fn visit(&mut self, path: Path<'_>, visitor: &mut dyn FnMut(Path<'_>, &mut dyn Component));
}

/// A number with its name.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub path: String,
    pub value: f64,
    pub epsilon: f64,
}

/// All numbers of a value.
pub(super) fn collect(value: &mut impl Components) -> Vec<Entry> {
    let mut entries = Vec::new();
    value.visit(Path::ROOT, &mut |path, x| {
        let (value, epsilon) = (x.get(), x.epsilon());
        entries.push(Entry { path: path.to_string(), value, epsilon });
    });
    entries
}

/// Replaces the number that comes `index`-th in a visit.
pub(super) fn set(value: &mut impl Components, index: usize, x: f64) {
    let mut count = 0;
    value.visit(Path::ROOT, &mut |_, component| {
        if count == index {
            component.set(x);
        }
        count += 1;
    });
}

type Visitor<'a> = &'a mut dyn FnMut(Path<'_>, &mut dyn Component);

macro_rules! scalar {
    ($($t:ident)*) => {$(
        impl Component for $t {
            fn get(&self) -> f64 {
                f64::from(*self)
            }

            fn set(&mut self, x: f64) {
                *self = x as $t;
            }

            fn epsilon(&self) -> f64 {
                f64::from($t::EPSILON)
            }
        }

        impl Components for $t {
            fn visit(&mut self, path: Path<'_>, visitor: Visitor<'_>) {
                visitor(path, self);
            }
        }
    )*};
}
scalar!(f32 f64);

impl<T: Components> Components for [T] {
    fn visit(&mut self, path: Path<'_>, visitor: Visitor<'_>) {
        for (index, part) in self.iter_mut().enumerate() {
            part.visit(path.index(index), visitor);
        }
    }
}

impl<T: Components, const N: usize> Components for [T; N] {
    fn visit(&mut self, path: Path<'_>, visitor: Visitor<'_>) {
        self.as_mut_slice().visit(path, visitor);
    }
}

impl<T: Components> Components for Vec<T> {
    fn visit(&mut self, path: Path<'_>, visitor: Visitor<'_>) {
        self.as_mut_slice().visit(path, visitor);
    }
}

impl<T: Components + ?Sized> Components for Box<T> {
    fn visit(&mut self, path: Path<'_>, visitor: Visitor<'_>) {
        T::visit(self, path, visitor);
    }
}

#[cfg(feature = "ndarray")]
impl<S, D> Components for ndarray::ArrayBase<S, D>
where
    S: ndarray::DataMut,
    S::Elem: Components,
    D: ndarray::Dimension,
{
    fn visit(&mut self, path: Path<'_>, visitor: Visitor<'_>) {
        use ndarray::IntoDimension;
        for (index, part) in self.indexed_iter_mut() {
            part.visit(path.axes(index.into_dimension().slice()), visitor);
        }
    }
}

macro_rules! tuple {
    ($($part:ident $index:tt)*) => {
        #[allow(unused_variables)]
        impl<$($part: Components),*> Components for ($($part,)*) {
            fn visit(&mut self, path: Path<'_>, visitor: Visitor<'_>) {
                $(self.$index.visit(path.part($index), visitor);)*
            }
        }
    };
}
tuple!();
tuple!(A 0);
tuple!(A 0 B 1);
tuple!(A 0 B 1 C 2);
tuple!(A 0 B 1 C 2 D 3);
tuple!(A 0 B 1 C 2 D 3 E 4);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11);
