use chainrule::Differentiable;

struct Spring {
    stiffness: f64,
}

#[derive(Differentiable)]
struct Chain {
    mass: f64,
    first: Spring,
    last: Spring,
}

fn main() {
    let spring = || Spring { stiffness: 1.0 };
    let chain = Chain { mass: 1.0, first: spring(), last: spring() };
    println!("{} {}", chain.mass, chain.first.stiffness + chain.last.stiffness);
}
