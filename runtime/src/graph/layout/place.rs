//! Coordinates. Each row in turn moves as near to its neighbours as the separations in it allow, which is a
//! least-squares problem that isotonic regression solves exactly (pool adjacent violators: Ayer, Brunk, Ewing,
//! Reid and Silverman, 1955).

use super::Sizes;
use super::mesh::{Content, Mesh};
use std::collections::HashMap;

const BOX_GAP: f64 = 30.0;
const LINE_GAP: f64 = 14.0;
const MIN_ROW_GAP: f64 = 40.0;
const MAX_ROW_GAP: f64 = 96.0;
/// How much steeper than this slope the curves between two rows are.
const SLOPE: f64 = 0.2;
const LABEL_GAP: f64 = 22.0;
const PORT_STEP: f64 = 20.0;
const MIN_PORT_STEP: f64 = 12.0;
/// How far an end of an edge moves for the sake of a straight line.
pub const MAX_SNAP: f64 = 10.0;
/// The share of a box's width over which edges enter.
const PORT_SHARE: f64 = 0.6;
const SWEEPS: usize = 60;
/// The pull of a vertex to where it is.
const INERTIA: f64 = 0.01;

/// Where links enter the boxes below them, relative to the centre.
pub struct Ports(HashMap<(usize, usize), f64>);

impl Ports {
    /// Spreads the entries over a box in the order in which their other ends stand, so they don't cross.
    pub fn new(mesh: &Mesh) -> Self {
        let positions = mesh.positions();
        let mut offsets = HashMap::new();
        for (vertex, to) in mesh.vertices.iter().enumerate() {
            let mut above = to.above.clone();
            above.sort_by_key(|&upper| positions[upper]);
            let step = PORT_STEP.min(to.width * PORT_SHARE / above.len() as f64);
            let middle = (above.len() as f64 - 1.0) / 2.0;
            for (index, upper) in above.into_iter().enumerate() {
                offsets.insert((vertex, upper), (index as f64 - middle) * step);
            }
        }
        Self(offsets)
    }

    /// Moves entries a little where that makes the last piece of an edge straight.
    pub fn snap(&mut self, mesh: &Mesh, xs: &[f64]) {
        for (vertex, to) in mesh.vertices.iter().enumerate() {
            let mut above = to.above.clone();
            above.sort_by(|&a, &b| self.offset(vertex, a).total_cmp(&self.offset(vertex, b)));
            let limit = to.width * PORT_SHARE / 2.0;
            for (index, &upper) in above.iter().enumerate() {
                let (now, wish) = (self.offset(vertex, upper), xs[upper] - xs[vertex]);
                let mut others = above.iter().take(index).chain(above.iter().skip(index + 1));
                let is_clear = others.all(|&other| {
                    let other = self.offset(vertex, other);
                    (wish - other).abs() >= MIN_PORT_STEP && (wish < other) == (now < other)
                });
                if is_clear && wish.abs() <= limit && (wish - now).abs() <= MAX_SNAP {
                    self.0.insert((vertex, upper), wish);
                }
            }
        }
    }

    pub fn offset(&self, lower: usize, upper: usize) -> f64 {
        self.0[&(lower, upper)]
    }
}

/// Where a vertex would like to be, and how much.
struct Pull {
    sum: f64,
    weight: f64,
}

impl Pull {
    fn add(&mut self, x: f64, weight: f64) {
        self.sum += weight * x;
        self.weight += weight;
    }
}

/// The horizontal centre of each vertex.
pub fn columns(mesh: &Mesh, ports: &Ports) -> Vec<f64> {
    let mut xs = pack(mesh);
    for sweep in 0..SWEEPS {
        let is_last_third = sweep >= SWEEPS / 3 * 2;
        let (down, up) = (sweep % 2 == 0, sweep % 2 == 1);
        let rows = mesh.rows.iter();
        let rows: Vec<_> = if down { rows.collect() } else { rows.rev().collect() };
        for row in rows {
            align(mesh, ports, row, &mut xs, down || is_last_third, up || is_last_third);
        }
    }
    xs
}

/// Shifts the drawing to begin at 0.
pub fn shift_to_origin(mesh: &Mesh, xs: &mut [f64]) {
    let left = |vertex: usize| xs[vertex] - mesh.vertices[vertex].width / 2.0;
    let leftmost = (0..xs.len()).map(left).fold(f64::INFINITY, f64::min);
    xs.iter_mut().for_each(|x| *x -= leftmost);
}

/// Each row as narrow as it can be, about 0.
fn pack(mesh: &Mesh) -> Vec<f64> {
    let mut xs = vec![0.0; mesh.vertices.len()];
    for row in &mesh.rows {
        let offsets = offsets(mesh, row);
        let middle = offsets.last().copied().unwrap_or(0.0) / 2.0;
        for (&vertex, offset) in row.iter().zip(offsets) {
            xs[vertex] = offset - middle;
        }
    }
    xs
}

/// The least distance of each vertex of a row from the first.
fn offsets(mesh: &Mesh, row: &[usize]) -> Vec<f64> {
    let mut offsets = vec![0.0; row.len()];
    for i in 1..row.len() {
        offsets[i] = offsets[i - 1] + separation(mesh, row[i - 1], row[i]);
    }
    offsets
}

/// The least distance of two neighbours in a row.
pub fn separation(mesh: &Mesh, left: usize, right: usize) -> f64 {
    let [left, right] = [left, right].map(|vertex| &mesh.vertices[vertex]);
    let both = (left.content, right.content) == (Content::Node, Content::Node);
    (left.width + right.width) / 2.0 + if both { BOX_GAP } else { LINE_GAP }
}

/// Moves one row towards its neighbours above, below or both.
fn align(mesh: &Mesh, ports: &Ports, row: &[usize], xs: &mut [f64], above: bool, below: bool) {
    let offsets = offsets(mesh, row);
    let centre = row.iter().map(|&vertex| xs[vertex]).sum::<f64>() / row.len() as f64;
    let pull = |(&vertex, offset): (&usize, &f64)| {
        let mut pull = Pull { sum: 0.0, weight: 0.0 };
        let place = &mesh.vertices[vertex];
        // What nothing is linked to keeps near the others.
        let is_loose = place.above.is_empty() && place.below.is_empty();
        pull.add(if is_loose { centre } else { xs[vertex] } - offset, INERTIA);
        for &other in place.above.iter().filter(|_| above) {
            let x = xs[other] - ports.offset(vertex, other);
            pull.add(x - offset, stiffness(mesh, vertex, other));
        }
        for &other in place.below.iter().filter(|_| below) {
            let x = xs[other] + ports.offset(other, vertex);
            pull.add(x - offset, stiffness(mesh, vertex, other));
        }
        pull
    };
    let pulls: Vec<_> = row.iter().zip(&offsets).map(pull).collect();
    for ((&vertex, offset), x) in row.iter().zip(&offsets).zip(isotonic(&pulls)) {
        xs[vertex] = x + offset;
    }
}

/// Long edges want to be straight more than short ones (Gansner and others, 1993).
fn stiffness(mesh: &Mesh, a: usize, b: usize) -> f64 {
    let is_node = |vertex: usize| mesh.vertices[vertex].content == Content::Node;
    match (is_node(a), is_node(b)) {
        (true, true) => 1.0,
        (false, false) => 8.0,
        (true, false) | (false, true) => 2.0,
    }
}

/// The non-decreasing sequence that is nearest to the pulls in the weighted least-squares sense.
fn isotonic(pulls: &[Pull]) -> Vec<f64> {
    let mut blocks: Vec<(Pull, usize)> = Vec::new();
    for &Pull { mut sum, mut weight } in pulls {
        let mut count = 1;
        while let Some((last, _)) = blocks.last()
            && last.sum / last.weight >= sum / weight
        {
            let (last, pooled) = blocks.pop().expect("a last block");
            sum += last.sum;
            weight += last.weight;
            count += pooled;
        }
        blocks.push((Pull { sum, weight }, count));
    }
    let spread = |(pull, count): (Pull, usize)| vec![pull.sum / pull.weight; count];
    blocks.into_iter().flat_map(spread).collect()
}

/// The height that a row takes.
#[derive(Clone, Copy)]
pub struct Row {
    pub top: f64,
    pub bottom: f64,
}

impl Row {
    pub fn middle(&self) -> f64 {
        (self.top + self.bottom) / 2.0
    }
}

/// Rows from the top, further apart where links between them go far to the side.
pub fn rows(mesh: &Mesh, xs: &[f64], sizes: &Sizes) -> Vec<Row> {
    let mut bottom = 0.0;
    let mut rows: Vec<Row> = Vec::with_capacity(mesh.rows.len());
    for (index, row) in mesh.rows.iter().enumerate() {
        let has_label = |row: &Vec<usize>| {
            row.iter().any(|&vertex| mesh.vertices[vertex].content == Content::Label)
        };
        let is_beside_label = has_label(row) || index > 0 && has_label(&mesh.rows[index - 1]);
        let gap = match index {
            0 => 0.0,
            _ if is_beside_label => LABEL_GAP.max(reach(mesh, row, xs) * SLOPE),
            _ => MIN_ROW_GAP.max(reach(mesh, row, xs) * SLOPE),
        };
        let top: f64 = bottom + gap.min(MAX_ROW_GAP);
        let has_node = row.iter().any(|&vertex| mesh.vertices[vertex].content == Content::Node);
        let height = match (has_node, has_label(row)) {
            (true, _) => sizes.box_height,
            (false, true) => sizes.label_height,
            (false, false) => 0.0,
        };
        bottom = top + height;
        rows.push(Row { top, bottom });
    }
    rows
}

/// How far to the side the links go that enter a row.
fn reach(mesh: &Mesh, row: &[usize], xs: &[f64]) -> f64 {
    let links = row.iter().flat_map(|&v| mesh.vertices[v].above.iter().map(move |&u| (u, v)));
    links.map(|(upper, lower)| (xs[upper] - xs[lower]).abs()).fold(0.0, f64::max)
}
