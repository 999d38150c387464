//! Long edges run straight through as many rows as they can.
//!
//! Least squares spreads a detour over all the pieces of an edge; one bend is easier on the eye.

use super::mesh::Mesh;
use super::place::{Ports, separation};

/// Moves bends and labels, within the room that their neighbours leave, to be below one another.
pub fn straighten(mesh: &Mesh, ports: &Ports, xs: &mut [f64]) {
    let positions = mesh.positions();
    let mut done = vec![false; mesh.vertices.len()];
    let mut longest_first: Vec<&Vec<usize>> = mesh.chains.iter().collect();
    longest_first.sort_by_key(|chain| std::cmp::Reverse(chain.len()));
    for chain in longest_first {
        let (to, before) = (chain[chain.len() - 1], chain[chain.len() - 2]);
        let target = xs[to] + ports.offset(to, before);
        let mut index = 1;
        while index < chain.len() - 1 {
            if done[chain[index]] {
                index += 1;
                continue;
            }
            let pieces = &chain[index..chain.len() - 1];
            let (count, room) = common_room(mesh, &positions, xs, pieces);
            let x = room.choose(xs[chain[index - 1]], target);
            for &vertex in &pieces[..count] {
                xs[vertex] = x;
                done[vertex] = true;
            }
            index += count;
        }
    }
}

/// The range in which a vertex can move.
#[derive(Clone, Copy)]
struct Room {
    left: f64,
    right: f64,
}

impl Room {
    fn of(mesh: &Mesh, positions: &[usize], xs: &[f64], vertex: usize) -> Self {
        let (row, position) = (&mesh.rows[mesh.vertices[vertex].row], positions[vertex]);
        let left = position.checked_sub(1).map(|left| row[left]);
        let right = row.get(position + 1);
        Self {
            left: left.map_or(f64::MIN, |left| xs[left] + separation(mesh, left, vertex)),
            right: right.map_or(f64::MAX, |&right| xs[right] - separation(mesh, vertex, right)),
        }
    }

    fn and(self, other: Self) -> Self {
        Self { left: self.left.max(other.left), right: self.right.min(other.right) }
    }

    fn contains(self, x: f64) -> bool {
        self.left <= x && x <= self.right
    }

    /// Straight on from above, else straight down to the target, else as near to the former as can be.
    fn choose(self, above: f64, target: f64) -> f64 {
        if self.contains(target) && !self.contains(above) {
            target
        } else {
            above.max(self.left).min(self.right)
        }
    }
}

/// How many pieces, from the first on, have room in common, and that room.
fn common_room(mesh: &Mesh, positions: &[usize], xs: &[f64], pieces: &[usize]) -> (usize, Room) {
    let room_of = |vertex| Room::of(mesh, positions, xs, vertex);
    let mut room = room_of(pieces[0]);
    for (count, &vertex) in pieces.iter().enumerate().skip(1) {
        let narrower = room.and(room_of(vertex));
        if narrower.left > narrower.right {
            return (count, room);
        }
        room = narrower;
    }
    (pieces.len(), room)
}
