use chainrule::{Differentiable, differentiate};

mod parts {
    #[derive(chainrule::Differentiable)]
    pub struct Inner {
        pub x: f64,
    }
}

#[derive(Differentiable)]
pub struct Outer {
    pub inner: parts::Inner,
    pub scale: f64,
}

mod user {
    use super::Outer;

    #[chainrule::differentiate]
    pub fn scale(o: &Outer) -> f64 {
        2.0 * o.scale
    }

    #[chainrule::differentiate]
    pub fn product(o: &Outer) -> f64 {
        o.inner.x * o.scale
    }
}

#[differentiate]
fn main_one(o: &Outer) -> f64 {
    o.inner.x * o.scale
}

fn main() {
    let o = Outer { inner: parts::Inner { x: 1.0 }, scale: 2.0 };
    main_one(&o);
    user::scale(&o);
    user::product(&o);
}
