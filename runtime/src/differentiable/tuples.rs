//! Tuples of up to twelve parts.

use crate::Differentiable;
use crate::path::Path;

macro_rules! tuple {
    ($($part:ident $index:tt)*) => {
        #[allow(unused_variables, clippy::unused_unit)]
        impl<$($part: Differentiable),*> Differentiable for ($($part,)*) {
            type Cotangent = ($($part::Cotangent,)*);

            const FIXED: bool = true $(&& $part::FIXED)*;

            #[inline]
            fn zeros(&self) -> Self::Cotangent {
                ($(self.$index.zeros(),)*)
            }

            #[inline]
            fn add(total: &mut Self::Cotangent, term: &Self::Cotangent) {
                $($part::add(&mut total.$index, &term.$index);)*
            }

            #[inline]
            fn scale(total: &mut Self::Cotangent, factor: f64) {
                $($part::scale(&mut total.$index, factor);)*
            }

            #[inline]
            #[track_caller]
            fn fits(&self, cotangent: &Self::Cotangent, at: Path<'_>) {
                $(self.$index.fits(&cotangent.$index, at.part($index));)*
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
