use std::cell::Cell;

use chainrule::differentiate;

#[differentiate]
fn growing(x: f64) -> f64 {
    let mut name = String::new();
    name.push('a');
    x * name.len() as f64
}

#[differentiate]
fn counting(x: f64, #[constant] counter: &Cell<usize>) -> f64 {
    counter.set(counter.get() + 1);
    x * counter.get() as f64
}

#[differentiate]
fn drawing(x: f64, #[constant] random: &mut Generator) -> f64 {
    let k: f64 = random.next();
    x * k
}

#[differentiate]
fn closing(x: f64, n: usize) -> f64 {
    let mut count = 0;
    let names: Option<usize> = Some(n);
    let found: Option<usize> = names.map(|name| {
        count += 1;
        name
    });
    if found.is_some() { x * count as f64 } else { x }
}

struct Generator {
    state: u32,
}

impl Generator {
    fn next(&mut self) -> f64 {
        self.state += 1;
        f64::from(self.state)
    }
}

fn main() {
    growing::gradient(1.0);
    counting::gradient(1.0, &Cell::new(0));
    drawing(1.0, &mut Generator { state: 0 });
    closing::gradient(1.0, 2);
}
