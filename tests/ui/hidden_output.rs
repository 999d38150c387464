//! Functions of a block whose result hides its numbers are not passed over without a word.

use chainrule::{Differentiable, differentiate};

#[derive(Clone, Differentiable)]
struct Spring {
    stiffness: f64,
    ends: Vec<f64>,
}

#[differentiate]
impl Spring {
    fn checked(&self, x: f64) -> Result<f64, String> {
        if x < 0.0 { Err("negative".to_owned()) } else { Ok(self.stiffness * x) }
    }

    fn twice(&self, x: f64) -> Result<Option<f64>, String> {
        Ok(Some(self.stiffness * x))
    }

    fn first(&self) -> Vec<Option<f64>> {
        vec![self.ends.first().copied()]
    }

    #[differentiate(skip)]
    fn left_alone(&self) -> Option<f64> {
        self.ends.last().copied()
    }

    fn name(&self, x: f64) -> Result<String, f32> {
        Ok(format!("{x} {}", self.stiffness))
    }

    fn energy(&self, x: f64) -> f64 {
        self.stiffness * x * x
    }
}

#[differentiate]
mod inside {
    pub fn all<T: chainrule::Float>(x: &[T]) -> std::io::Result<Box<[T]>> {
        Ok(x.into())
    }

    pub fn pair(x: f64) -> Box<(f64, f64)> {
        Box::new((x, x))
    }

    pub fn label(x: f64) -> String {
        x.to_string()
    }
}

fn main() {
    let spring = Spring { stiffness: 1.0, ends: vec![] };
    let _ = (spring.energy_gradient(1.0), spring.checked_gradient(1.0).is_ok(), spring.twice(1.0), spring.first(), spring.left_alone());
    let _ = (inside::all(&[1.0]), inside::pair(1.0), inside::label(1.0), spring.name(1.0));
}
