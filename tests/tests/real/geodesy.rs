//! On and above the Earth.

use chainrule::{Differentiable, differentiate};

use crate::of_numbers;

/// WGS 84.
mod ellipsoid {
    pub const A: f64 = 6378137.0;
    pub const F: f64 = 1.0 / 298.257223563;
    pub const E2: f64 = F * (2.0 - F);
}
use ellipsoid::{A, E2, F};

#[differentiate]
fn haversine(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> f64 {
    let (p1, p2) = (lat1.to_radians(), lat2.to_radians());
    let dlat = p2 - p1;
    let dlon = (lon2 - lon1).to_radians();
    let a = (dlat / 2.0).sin().powi(2) + p1.cos() * p2.cos() * (dlon / 2.0).sin().powi(2);
    2.0 * 6371e3 * a.sqrt().atan2((1.0 - a).sqrt())
}

#[differentiate]
fn bearing(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> f64 {
    let (lat1, lat2) = (lat1.to_radians(), lat2.to_radians());
    let dlon = (lon2 - lon1).to_radians();
    let y = dlon.sin() * lat2.cos();
    let x = lat1.cos() * lat2.sin() - lat1.sin() * lat2.cos() * dlon.cos();
    (y.atan2(x).to_degrees() + 360.0) % 360.0
}

#[derive(Differentiable, Debug, Clone, Copy)]
struct Geodetic {
    lat: f64,
    lon: f64,
    alt: f64,
}

#[derive(Differentiable, Debug, Clone, Copy)]
struct Ecef(f64, f64, f64);

#[differentiate]
impl Geodetic {
    fn to_ecef(self) -> Ecef {
        let (slat, clat) = self.lat.sin_cos();
        let (slon, clon) = self.lon.sin_cos();
        let n = A / (1.0 - E2 * slat * slat).sqrt();
        Ecef(
            (n + self.alt) * clat * clon,
            (n + self.alt) * clat * slon,
            (n * (1.0 - E2) + self.alt) * slat,
        )
    }
}

#[differentiate]
impl Ecef {
    /// The height by a fixed point.
    fn height(&self) -> f64 {
        let Ecef(x, y, z) = *self;
        let p = x.hypot(y);
        let mut lat = z.atan2(p * (1.0 - E2));
        for _ in 0..8 {
            let n = A / (1.0 - E2 * lat.sin().powi(2)).sqrt();
            lat = (z + E2 * n * lat.sin()).atan2(p);
        }
        let n = A / (1.0 - E2 * lat.sin().powi(2)).sqrt();
        p / lat.cos() - n
    }
}

#[differentiate]
fn range(a: Geodetic, station: &Geodetic) -> f64 {
    let Ecef(x, y, z) = a.to_ecef();
    let Ecef(u, v, w) = station.to_ecef();
    ((x - u).powi(2) + (y - v).powi(2) + (z - w).powi(2)).sqrt()
}

/// A distance on the ellipsoid, by iteration (Vincenty, 1975).
#[differentiate]
fn vincenty(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> f64 {
    let b = (1.0 - F) * A;
    let l = lon2 - lon1;
    let (u1, u2) = (((1.0 - F) * lat1.tan()).atan(), ((1.0 - F) * lat2.tan()).atan());
    let ((su1, cu1), (su2, cu2)) = (u1.sin_cos(), u2.sin_cos());
    let mut lambda = l;
    let (mut sigma, mut sin_sigma, mut cos_sigma) = (0.0, 0.0, 0.0);
    let (mut cos2_alpha, mut cos_2sm) = (0.0, 0.0);
    let mut left = 100;
    while left > 0 {
        let (sl, cl) = lambda.sin_cos();
        sin_sigma = ((cu2 * sl).powi(2) + (cu1 * su2 - su1 * cu2 * cl).powi(2)).sqrt();
        if sin_sigma == 0.0 {
            return 0.0;
        }
        cos_sigma = su1 * su2 + cu1 * cu2 * cl;
        sigma = sin_sigma.atan2(cos_sigma);
        let sin_alpha = cu1 * cu2 * sl / sin_sigma;
        cos2_alpha = 1.0 - sin_alpha * sin_alpha;
        cos_2sm = if cos2_alpha == 0.0 { 0.0 } else { cos_sigma - 2.0 * su1 * su2 / cos2_alpha };
        let c = F / 16.0 * cos2_alpha * (4.0 + F * (4.0 - 3.0 * cos2_alpha));
        let before = lambda;
        lambda = l
            + (1.0 - c)
                * F
                * sin_alpha
                * (sigma
                    + c * sin_sigma * (cos_2sm + c * cos_sigma * (-1.0 + 2.0 * cos_2sm * cos_2sm)));
        if (lambda - before).abs() < 1e-14 {
            break;
        }
        left -= 1;
    }
    let u_sq = cos2_alpha * (A * A - b * b) / (b * b);
    let a = 1.0 + u_sq / 16384.0 * (4096.0 + u_sq * (-768.0 + u_sq * (320.0 - 175.0 * u_sq)));
    let bb = u_sq / 1024.0 * (256.0 + u_sq * (-128.0 + u_sq * (74.0 - 47.0 * u_sq)));
    let delta = bb
        * sin_sigma
        * (cos_2sm
            + bb / 4.0
                * (cos_sigma * (-1.0 + 2.0 * cos_2sm.powi(2))
                    - bb / 6.0
                        * cos_2sm
                        * (-3.0 + 4.0 * sin_sigma.powi(2))
                        * (-3.0 + 4.0 * cos_2sm.powi(2))));
    b * a * (sigma - delta)
}

/// Pressure at a height (the standard atmosphere of 1976), layer by layer.
#[differentiate]
fn pressure(h: f64) -> f64 {
    const LAYERS: [(f64, f64, f64, f64); 3] = [
        (0.0, 288.15, -0.0065, 101325.0),
        (11000.0, 216.65, 0.0, 22632.06),
        (20000.0, 216.65, 0.001, 5474.889),
    ];
    let mut found = 0;
    for (i, layer) in LAYERS.iter().enumerate() {
        if h >= layer.0 {
            found = i;
        }
    }
    let (base, temperature, lapse, p) = LAYERS[found];
    let gmr = 0.0341632;
    if lapse == 0.0 {
        p * (-gmr * (h - base) / temperature).exp()
    } else {
        p * (temperature / (temperature + lapse * (h - base))).powf(gmr / lapse)
    }
}

of_numbers! {
    great_circle: haversine(a = 51.5, b = -0.1, c = 40.7, d = -74.0);
    heading: bearing(a = 51.5, b = -0.1, c = 40.7, d = -74.0);
    ellipsoid_distance: vincenty(a = 0.9, b = -0.1, c = 0.7, d = -1.3);
    troposphere: pressures(h = 5000.0, k = 15000.0, l = 25000.0);
}

#[differentiate]
fn pressures(h: f64, k: f64, l: f64) -> f64 {
    pressure(h) + 2.0 * pressure(k) * pressure(l).ln()
}

#[test]
fn ranges() {
    let station = Geodetic { lat: 0.85, lon: 0.1, alt: 120.0 };
    let of = |x: &[f64]| Geodetic { lat: x[0], lon: x[1], alt: x[2] };
    crate::check(
        |x| range(of(x), &station),
        |x| {
            let (bar, _) = range::gradient(of(x), &station);
            vec![bar.lat, bar.lon, bar.alt]
        },
        &[0.8, 0.15, 9000.0],
    );
    let Ecef(x, y, z) = Geodetic { lat: 0.8, lon: 0.15, alt: 9000.0 }.to_ecef();
    crate::check(
        |x| Ecef(x[0], x[1], x[2]).height(),
        |x| {
            let bar = Ecef(x[0], x[1], x[2]).height_gradient();
            vec![bar.0, bar.1, bar.2]
        },
        &[x, y, z],
    );
}
