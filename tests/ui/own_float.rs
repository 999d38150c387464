use chainrule::differentiate;

trait Angle: Copy {
    fn sin(self) -> Self;
}

trait Real: num_traits::Float {}

#[differentiate]
fn in_degrees<T: Angle>(x: T) -> T {
    x.sin()
}

#[differentiate]
fn in_radians<T: Real>(x: T) -> T {
    x.sin()
}

#[differentiate]
fn behind<T>(x: &[T]) -> T
where
    T: Angle + std::ops::Mul<Output = T>,
{
    x[0] * x[1]
}

trait Converted: num_traits::Float {
    fn from_f64(x: f64) -> Self;
}

#[differentiate]
fn through_another_type<T: Converted>(x: T, y: f64) -> T {
    x * T::from_f64(y)
}

fn main() {}
