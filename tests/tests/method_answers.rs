//! Methods with derivatives that are called from elsewhere: each answers beside its type.

use chainrule::{Differentiable, Float, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

/// A vector in the plane.
#[derive(Differentiable, Clone, Copy, Debug)]
pub struct Vec2<T: Float> {
    x: T,
    y: T,
}

#[differentiate(hessian, lanes)]
impl<T: Float> Vec2<T> {
    fn new(x: T, y: T) -> Self {
        Vec2 { x, y: x * y }
    }

    fn dot(&self, other: &Vec2<T>) -> T {
        self.x * other.x + self.y * other.y
    }

    fn norm(self) -> T {
        self.dot(&self).sqrt()
    }

    fn turn(&mut self, angle: T) {
        let (s, c) = angle.sin_cos();
        (self.x, self.y) = (c * self.x - s * self.y, s * self.x + c * self.y);
    }
}

#[differentiate(hessian, jacobian)]
fn free(x: f64, y: f64) -> f64 {
    let mut v = Vec2::new(x, y);
    for i in 0..3 {
        v.turn(y * i as f64);
        if v.norm() > 2.0 {
            v.x *= y;
        }
    }
    v.norm() * v.x
}

#[differentiate(hessian, checkpoint)]
fn generic<T: Float>(x: T, points: &[Vec2<T>]) -> T {
    let mut total = x;
    for (i, p) in points.iter().enumerate() {
        total += p.dot(&Vec2 { x: total, y: points[i].norm() });
    }
    total
}

#[test]
fn of_a_generic_type_in_every_mode() {
    for (x, y) in [(0.7, 0.4), (1.9, 1.3)] {
        let expected = differences(|p| free(p[0], p[1]), &[x, y]);
        let (a, b) = free::gradient(x, y);
        assert_all_close(&[a, b], &expected);
        assert_all_close(&[free::jvp(x, y, 1.0, 0.0).1, free::jvp(x, y, 0.0, 1.0).1], &expected);
        assert_all_close(&free::jacobian(x, y).into_raw_vec_and_offset().0, &expected);
        let second = differences(|p| free::gradient(p[0], p[1]).1, &[x, y]);
        assert_all_close(&free::hessian(x, y)[1], &second);
    }
    let points = [Vec2 { x: 0.3, y: -0.2 }, Vec2 { x: 0.5, y: 0.9 }];
    let (x_bar, points_bar) = generic::gradient(0.4, &points);
    assert_close(x_bar, difference(|x| generic(x, &points), 0.4));
    let moved = |y| generic(0.4, &[points[0], Vec2 { y, ..points[1] }]);
    assert_close(points_bar[1].y, difference(moved, 0.9));
}

mod bodies {
    use super::*;

    #[derive(Differentiable, Clone)]
    pub struct Body {
        pub mass: f64,
        pub velocity: Vec2<f64>,
    }

    pub trait Energy {
        fn energy(&self, scale: f64) -> f64;
    }

    #[differentiate(hessian)]
    impl Energy for Body {
        fn energy(&self, scale: f64) -> f64 {
            0.5 * scale * self.mass * self.velocity.dot(&self.velocity)
        }
    }

    #[differentiate(hessian)]
    impl Body {
        pub fn kick(&mut self, by: f64) {
            self.velocity.turn(by);
            self.velocity.x += by / self.mass;
        }

        #[differentiate(name = halved)]
        pub fn half(&self) -> f64 {
            half_of(self.mass) * self.velocity.norm()
        }
    }

    #[differentiate(hessian)]
    fn half_of(x: f64) -> f64 {
        0.5 * x * x
    }

    pub mod inner {
        use super::{Body, Body_energy, Energy};
        use chainrule::differentiate;

        #[differentiate(hessian)]
        pub fn total(bodies: &[Body], scale: f64) -> f64 {
            bodies.iter().map(|b| b.energy(scale)).sum::<f64>() + bodies[0].energy(bodies[1].mass)
        }
    }
}

use bodies::{Body, Body_kick, inner::total};

#[differentiate(hessian)]
fn kicked(bodies: &[Body], by: f64) -> f64 {
    let mut bodies = bodies.to_vec();
    for body in bodies.iter_mut() {
        body.kick(by);
    }
    total(&bodies, by)
}

#[test]
fn of_a_trait_and_in_place_from_other_modules() {
    let of = |x: &[f64]| {
        let body = |x: &[f64]| Body { mass: x[0], velocity: Vec2 { x: x[1], y: x[2] } };
        vec![body(&x[..3]), body(&x[3..])]
    };
    let at = [1.2, 0.3, -0.4, 0.7, 0.9, 0.2];
    let (bar, _) = kicked::gradient(&of(&at), 0.3);
    let ours: Vec<f64> = bar.iter().flat_map(|b| [b.mass, b.velocity.x, b.velocity.y]).collect();
    assert_all_close(&ours, &differences(|x| kicked(&of(x), 0.3), &at));
    let hessian = kicked::hessian(&of(&at), 0.3);
    let slope = differences(|x| kicked::gradient(&of(x), 0.3).1, &at);
    assert_all_close(&hessian.row(6).to_vec()[..6], &slope);
    let body = of(&at)[0].clone();
    let half = |mass| Body { mass, ..body.clone() }.half();
    assert_close(body.halved_gradient().mass, difference(half, 1.2));
}

mod other {
    use chainrule::{Differentiable, differentiate};

    /// Another type of a name that is taken elsewhere, with a method of one name.
    #[derive(Differentiable, Clone)]
    pub struct Body(pub f64);

    #[differentiate]
    impl Body {
        pub fn kick(&self, by: f64) -> f64 {
            self.0 * by * by
        }
    }
}

#[differentiate]
fn both(mass: f64, by: f64) -> f64 {
    let mut first = Body { mass, velocity: Vec2 { x: mass, y: by } };
    first.kick(by);
    other::Body(mass).kick(by) * first.velocity.x
}

#[test]
fn of_two_types_of_one_name() {
    let (a, b) = both::gradient(0.7, 0.4);
    assert_all_close(&[a, b], &differences(|p| both(p[0], p[1]), &[0.7, 0.4]));
}
