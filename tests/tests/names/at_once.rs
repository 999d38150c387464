//! Functions of one name that one macro of the user's defines at once, in several modules.

macro_rules! both {
    ($($module:ident $factor:literal)*) => {
        $(pub mod $module {
            #[chainrule::differentiate]
            pub fn scaled(x: f64) -> f64 {
                x * x * $factor
            }
        })*
    };
}

both!(halves 0.5 doubles 2.0);

#[chainrule::differentiate]
fn together(x: f64) -> f64 {
    halves::scaled(x) + doubles::scaled(x)
}

#[test]
fn each_is_found() {
    assert_eq!(halves::scaled::gradient(3.0), 3.0);
    assert_eq!(doubles::scaled::gradient(3.0), 12.0);
    assert_eq!(together::gradient(3.0), 15.0);
}
