use crate::samples::{bare_exercise, exercise, hostile, random};
use chainrule::Graph;

/// An element's start tag, or the text after it.
#[derive(Debug)]
enum Piece<'a> {
    Start(&'a str),
    Text(&'a str),
}

/// Splits an image into tags and texts; panics where tags don't nest or a character isn't escaped.
fn pieces(svg: &str) -> Vec<Piece<'_>> {
    let mut open = Vec::new();
    let mut pieces = Vec::new();
    for part in svg.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("an unescaped `<`");
        assert!(!text.contains('>'), "an unescaped `>`: {text}");
        assert_eq!(tag.matches('"').count() % 2, 0, "an unescaped quote: {tag}");
        let name = tag.split_whitespace().next().expect("a tag");
        match (tag.strip_prefix('/'), tag.ends_with('/')) {
            (Some(closed), _) => assert_eq!(open.pop(), Some(closed)),
            (None, true) => pieces.push(Piece::Start(tag)),
            (None, false) => {
                open.push(name);
                pieces.push(Piece::Start(tag));
            }
        }
        pieces.push(Piece::Text(text));
    }
    assert!(open.is_empty());
    for entity in svg.split('&').skip(1) {
        let known = ["amp;", "lt;", "gt;", "quot;", "#39;"];
        assert!(known.iter().any(|name| entity.starts_with(name)), "an unescaped `&`: {entity}");
    }
    let is_allowed = |c: char| c == '\n' || !c.is_control() && c != '\u{fffe}' && c != '\u{ffff}';
    assert!(svg.chars().all(is_allowed));
    pieces
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

fn number(tag: &str, name: &str) -> f64 {
    attribute(tag, name)
        .and_then(|text| text.parse().ok())
        .unwrap_or_else(|| panic!("{name}: {tag}"))
}

/// Left, top, right, bottom.
type Rect = [f64; 4];

/// The names and boxes of the nodes.
fn boxes(svg: &str) -> Vec<(String, Rect)> {
    let mut boxes = Vec::new();
    let mut name = None;
    for piece in pieces(svg) {
        let Piece::Start(tag) = piece else { continue };
        name = attribute(tag, "data-node").or(name);
        if let (true, Some(node)) = (tag.starts_with("rect"), name) {
            let [x, y, width, height] = ["x", "y", "width", "height"].map(|side| number(tag, side));
            boxes.push((node.to_owned(), [x, y, x + width, y + height]));
        }
    }
    boxes
}

type Point = (f64, f64);

/// The ends of each edge by name, and points on its course.
fn edges(svg: &str) -> Vec<([String; 2], Vec<Point>)> {
    let mut edges = Vec::new();
    for piece in pieces(svg) {
        let Piece::Start(tag) = piece else { continue };
        if let (Some(from), Some(to)) = (attribute(tag, "data-from"), attribute(tag, "data-to")) {
            let course = points(attribute(tag, "d").expect("a path"));
            edges.push(([from.to_owned(), to.to_owned()], course));
        }
    }
    edges
}

/// Points along a path of the commands M, V and C.
fn points(path: &str) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    let starts: Vec<_> = path.match_indices(['M', 'V', 'C']).map(|(index, _)| index).collect();
    for (i, &start) in starts.iter().enumerate() {
        let end = starts.get(i + 1).copied().unwrap_or(path.len());
        let numbers: Vec<f64> = path[start + 1..end]
            .split(' ')
            .map(|number| number.parse().expect("a number"))
            .collect();
        let last = points.last().copied().unwrap_or_default();
        match (&path[start..=start], numbers.as_slice()) {
            ("M", &[x, y]) => points.push((x, y)),
            ("V", &[y]) => points.push((last.0, y)),
            ("C", &[x1, y1, x2, y2, x3, y3]) => points.extend((1..=20).map(|step| {
                let t = f64::from(step) / 20.0;
                let bezier = |a: f64, b: f64, c: f64, d: f64| {
                    let s = 1.0 - t;
                    s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
                };
                (bezier(last.0, x1, x2, x3), bezier(last.1, y1, y2, y3))
            })),
            other => panic!("{other:?}"),
        }
    }
    points
}

fn samples() -> Vec<Graph> {
    let mut graphs = vec![exercise(), bare_exercise(), hostile(), Graph::new("f")];
    graphs.push(
        exercise().partial("u", "x", "2.0 * x").partial("w", "z", "v").partial("r", "w", "2.0 * w"),
    );
    graphs.extend((1..40).map(|seed| random(seed, 1 + seed as usize % 5, seed as usize)));
    graphs
}

#[test]
fn every_node_and_edge_is_drawn_once() {
    let svg = exercise().to_svg();
    let names: Vec<_> = boxes(&svg).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["x", "y", "z", "u", "v", "w", "r"]);
    let ends: Vec<_> = edges(&svg).into_iter().map(|(ends, _)| ends.concat()).collect();
    assert_eq!(ends, ["xu", "uv", "yv", "zw", "vw", "wr"]);
    let texts: Vec<_> = pieces(&svg)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Text(text) if !text.trim().is_empty() => Some(text),
            _ => None,
        })
        .collect();
    let expected = [
        &["r(x, y, z) → r"][..],
        &["x", "x", "1", "192", "y", "y", "2", "96", "z", "z", "4", "72"],
        &["u = x * x", "u", "= x * x", "1", "96", "v = u + y", "v", "= u + y", "3", "96"],
        &["w = z * v", "w", "= z * v", "12", "24", "r = w * w", "r", "= w * w", "144", "1"],
        &["value", "cotangent"],
    ];
    assert_eq!(texts, expected.concat());
}

#[test]
fn boxes_do_not_overlap() {
    for graph in samples() {
        let boxes = boxes(&graph.to_svg());
        assert_eq!(boxes.len(), graph.nodes().len());
        for (index, (a, [left, top, right, bottom])) in boxes.iter().enumerate() {
            for (b, other) in &boxes[..index] {
                let beside = *right + 10.0 < other[0] || other[2] + 10.0 < *left;
                let above = *bottom + 10.0 < other[1] || other[3] + 10.0 < *top;
                assert!(beside || above, "{a} and {b}");
            }
        }
    }
}

#[test]
fn edges_lead_down_from_box_to_box_and_around_all_others() {
    for graph in samples() {
        let svg = graph.to_svg();
        let boxes = boxes(&svg);
        let find = |name: &String| boxes.iter().find(|(other, _)| other == name).expect("a box").1;
        for (ends, course) in edges(&svg) {
            let [from, to] = [&ends[0], &ends[1]].map(find);
            let (first, last) = (course[0], course[course.len() - 1]);
            assert!(from[0] < first.0 && first.0 < from[2] && (first.1 - from[3]).abs() < 0.2);
            assert!(to[0] < last.0 && last.0 < to[2] && (0.0..10.0).contains(&(to[1] - last.1)));
            assert!(course.windows(2).all(|pair| pair[0].1 <= pair[1].1));
            for (x, y) in &course[1..] {
                let inside =
                    |b: &Rect| b[0] < *x && *x < b[2] && b[1] + 0.2 < *y && *y < b[3] - 0.2;
                assert!(boxes.iter().all(|(_, place)| !inside(place)), "{ends:?} at {x}, {y}");
            }
        }
    }
}

#[test]
fn special_characters_are_escaped() {
    let svg = hostile().to_svg();
    pieces(&svg);
    assert!(svg.contains("data-from=\"a&quot;]; b\" data-to=\"&lt;b&gt;&amp;amp;\\\""), "{svg}");
    assert!(
        svg.contains("<title>&lt;i&gt;&quot;&amp;&quot;&lt;/i&gt;\u{fffd}|--&gt; #35;</title>"),
        "{svg}"
    );
}

#[test]
fn a_long_formula_is_cut_but_kept_as_a_tooltip() {
    let formula = "(x + 1.0) * ".repeat(10) + "x";
    let svg = Graph::new("f").input("x").node("y", &formula, &["x"]).to_svg();
    assert!(svg.contains(&format!("<title>y = {formula}</title>")));
    let widest = boxes(&svg).iter().map(|(_, place)| place[2] - place[0]).fold(0.0, f64::max);
    assert!(widest < 400.0, "{widest}");
}
