//! Crossing reduction: rows are sorted by the barycentres of their neighbours, down and up in turn.

use super::mesh::Mesh;

const MAX_SWEEPS: usize = 24;
/// A graph that hasn't improved for so many sweeps will hardly do so any more.
const MAX_IDLE_SWEEPS: usize = 6;

/// Permutes each row; keeps the order with the fewest crossings that the sweeps came by.
pub fn reduce_crossings(mesh: &mut Mesh) {
    let mut best = mesh.rows.clone();
    let mut fewest = crossings(mesh);
    let mut idle = 0;
    for sweep in 0..MAX_SWEEPS {
        if fewest == 0 || idle == MAX_IDLE_SWEEPS {
            break;
        }
        if sweep % 2 == 0 {
            sweep_down(mesh)
        } else {
            sweep_up(mesh)
        }
        exchange_neighbours(mesh);
        let count = crossings(mesh);
        idle += 1;
        if count < fewest {
            (best, fewest, idle) = (mesh.rows.clone(), count, 0);
        }
    }
    mesh.rows = best;
}

fn sweep_down(mesh: &mut Mesh) {
    let mut positions = mesh.positions();
    for row in 1..mesh.rows.len() {
        sort_row(mesh, row, &mut positions, |mesh, vertex| &mesh.vertices[vertex].above);
    }
}

fn sweep_up(mesh: &mut Mesh) {
    let mut positions = mesh.positions();
    for row in (0..mesh.rows.len().saturating_sub(1)).rev() {
        sort_row(mesh, row, &mut positions, |mesh, vertex| &mesh.vertices[vertex].below);
    }
}

/// A vertex without neighbours keeps its place as its barycentre.
fn sort_row(
    mesh: &mut Mesh,
    row: usize,
    positions: &mut [usize],
    neighbours: impl Fn(&Mesh, usize) -> &Vec<usize>,
) {
    let barycentre = |vertex: usize| {
        let neighbours = neighbours(mesh, vertex);
        let sum: usize = neighbours.iter().map(|&other| positions[other]).sum();
        match neighbours.len() {
            0 => positions[vertex] as f64,
            count => sum as f64 / count as f64,
        }
    };
    let mut keyed: Vec<_> =
        mesh.rows[row].iter().map(|&vertex| (barycentre(vertex), vertex)).collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    mesh.rows[row] = keyed.into_iter().map(|(_, vertex)| vertex).collect();
    for (position, &vertex) in mesh.rows[row].iter().enumerate() {
        positions[vertex] = position;
    }
}

/// Swaps neighbours in a row wherever that removes crossings, which barycentres alone can miss
/// (Gansner, Koutsofios, North and Vo, *A Technique for Drawing Directed Graphs*, 1993).
fn exchange_neighbours(mesh: &mut Mesh) {
    let mut positions = mesh.positions();
    for row in 0..mesh.rows.len() {
        for left in 1..mesh.rows[row].len() {
            let (a, b) = (mesh.rows[row][left - 1], mesh.rows[row][left]);
            let count = |a: usize, b: usize| {
                let [a, b] = [&mesh.vertices[a], &mesh.vertices[b]];
                inversions(&a.above, &b.above, &positions)
                    + inversions(&a.below, &b.below, &positions)
            };
            if count(b, a) < count(a, b) {
                mesh.rows[row].swap(left - 1, left);
                positions.swap(a, b);
            }
        }
    }
}

/// The crossings between the links of two vertices of which the first is on the left.
fn inversions(left: &[usize], right: &[usize], positions: &[usize]) -> usize {
    let later = |a: usize| right.iter().filter(|&&b| positions[b] < positions[a]).count();
    left.iter().map(|&a| later(a)).sum()
}

/// The crossings of all links, counted as inversions in a Fenwick tree
/// (Barth, Jünger and Mutzel, *Simple and Efficient Bilayer Cross Counting*, 2002).
pub fn crossings(mesh: &Mesh) -> usize {
    let positions = mesh.positions();
    let below = |vertex: usize| {
        let mut ends: Vec<_> = mesh.vertices[vertex].below.iter().map(|&v| positions[v]).collect();
        ends.sort_unstable();
        ends
    };
    let mut total = 0;
    for pair in mesh.rows.windows(2) {
        let mut tree = vec![0; pair[1].len() + 1];
        let ends = pair[0].iter().flat_map(|&vertex| below(vertex));
        for (seen, end) in ends.enumerate() {
            total += seen - count_up_to(&tree, end);
            increment(&mut tree, end);
        }
    }
    total
}

fn increment(tree: &mut [usize], position: usize) {
    let mut index = position + 1;
    while index < tree.len() {
        tree[index] += 1;
        index += index & index.wrapping_neg();
    }
}

fn count_up_to(tree: &[usize], position: usize) -> usize {
    let mut index = position + 1;
    let mut count = 0;
    while index > 0 {
        count += tree[index];
        index -= index & index.wrapping_neg();
    }
    count
}
