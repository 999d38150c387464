//! More callees and structs than rustc follows expansions within each other.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::assert_close;

/// `n` functions, and one that calls them all.
macro_rules! functions {
    ($sum:ident: $($name:ident)*) => {
        $(
            #[differentiate(jvp)]
            fn $name(x: f64) -> f64 {
                x * x
            }
        )*

        #[differentiate(jvp)]
        fn $sum(x: f64) -> f64 {
            let mut sum = 0.0;
            $(sum += $name(x);)*
            sum
        }
    };
}

mod callees {
    use super::*;

    functions! {
        sum:
        c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 c10 c11 c12 c13 c14 c15 c16 c17 c18 c19 c20 c21 c22
        c23 c24 c25 c26 c27 c28 c29 c30 c31 c32 c33 c34 c35 c36 c37 c38 c39 c40 c41 c42
        c43 c44 c45 c46 c47 c48 c49 c50 c51 c52 c53 c54 c55 c56 c57 c58 c59 c60 c61 c62
        c63 c64 c65 c66 c67 c68 c69 c70 c71 c72 c73 c74 c75 c76 c77 c78 c79 c80 c81 c82
        c83 c84 c85 c86 c87 c88 c89 c90 c91 c92 c93 c94 c95 c96 c97 c98 c99 c100 c101 c102
        c103 c104 c105 c106 c107 c108 c109 c110 c111 c112 c113 c114 c115 c116 c117 c118
        c119 c120 c121 c122 c123 c124 c125 c126 c127 c128 c129 c130 c131 c132 c133 c134
        c135 c136 c137 c138 c139 c140 c141 c142 c143 c144 c145 c146 c147 c148 c149
    }
}

#[test]
fn a_function_calls_many() {
    assert_close(callees::sum::gradient(0.5), 150.0);
    assert_eq!(callees::sum::jvp(0.5, 2.0), (37.5, 300.0));
}

/// In the body of a function, where the names of its items are not those of a module.
#[test]
fn a_function_calls_many_in_a_body() {
    functions! {
        sum: a b c d e f g h i j k l m n o p q r s t
    }
    assert_close(sum::gradient(0.5), 20.0);
}

/// A struct for each name, and one with a field of each.
macro_rules! structs {
    ($whole:ident: $($field:ident: $name:ident)*) => {
        $(
            #[derive(Differentiable, Clone, Copy)]
            struct $name {
                x: f64,
            }
        )*

        #[derive(Differentiable)]
        struct $whole {
            $($field: $name,)*
        }

        #[differentiate]
        fn sum(whole: &$whole, x: f64) -> f64 {
            let mut sum = 0.0;
            $(sum += whole.$field.x * x;)*
            sum
        }

        fn sample() -> $whole {
            $whole { $($field: $name { x: 0.5 },)* }
        }
    };
}

structs! {
    Whole:
        p0: P0 p1: P1 p2: P2 p3: P3 p4: P4 p5: P5 p6: P6 p7: P7 p8: P8 p9: P9 p10: P10 p11: P11
        p12: P12 p13: P13 p14: P14 p15: P15 p16: P16 p17: P17 p18: P18 p19: P19 p20: P20 p21: P21
        p22: P22 p23: P23 p24: P24 p25: P25 p26: P26 p27: P27 p28: P28 p29: P29
}

#[test]
fn a_function_mentions_many_structs() {
    let (whole_bar, x_bar) = sum::gradient(&sample(), 2.0);
    assert_close(x_bar, 15.0);
    assert_close(whole_bar.p29.x, 2.0);
}
