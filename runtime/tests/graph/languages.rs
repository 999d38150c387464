use crate::samples::{bare_exercise, exercise, hostile};

#[test]
fn dot_of_the_exercise() {
    let dot = bare_exercise().partial("u", "x", "2.0 * x").with_values(&[("w", 12.0)]).to_dot();
    let expected = r##"digraph "r" {
    node [shape=box, style="rounded,filled", fontname=monospace];
    edge [color="#8a94a6", fontname=monospace, fontsize=11];
    "x" [label=<x>, fillcolor="#e8f1fb", color="#7fa8d1"];
    "y" [label=<y>, fillcolor="#e8f1fb", color="#7fa8d1"];
    "z" [label=<z>, fillcolor="#e8f1fb", color="#7fa8d1"];
    "u" [label=<u = x * x>, fillcolor="#ffffff", color="#aab4c3"];
    "v" [label=<v = u + y>, fillcolor="#ffffff", color="#aab4c3"];
    "w" [label=<w = z * v<br/><font color="#1f6fb2">12</font>>, fillcolor="#ffffff", color="#aab4c3"];
    "r" [label=<r = w * w>, fillcolor="#fdf0e1", color="#dba763"];
    "x" -> "u" [label=<2.0 * x>];
    "u" -> "v";
    "y" -> "v";
    "z" -> "w";
    "v" -> "w";
    "w" -> "r";
}
"##;
    assert_eq!(dot, expected);
}

#[test]
fn dot_escapes_names_and_labels() {
    let dot = hostile().to_dot();
    assert!(dot.starts_with(r#"digraph "f<\"T\">" {"#), "{dot}");
    assert!(dot.contains(r#""a\"]; b" -> "<b>&amp;\\";"#), "{dot}");
    assert!(
        dot.contains("label=<&lt;b&gt;&amp;amp;\\ = if a &lt; b &amp;&amp; &#39;c&#39; &gt; "),
        "{dot}"
    );
    assert!(
        dot.contains("[label=<&lt;i&gt;&quot;&amp;&quot;&lt;/i&gt;\u{fffd}|--&gt; #35;>]"),
        "{dot}"
    );
}

#[test]
fn mermaid_of_the_exercise() {
    let expected = r#"flowchart TD
    n0("x<br/>value 1<br/>cotangent 192"):::input
    n1("y<br/>value 2<br/>cotangent 96"):::input
    n2("z<br/>value 4<br/>cotangent 72"):::input
    n3("u = x * x<br/>value 1<br/>cotangent 96"):::step
    n4("v = u + y<br/>value 3<br/>cotangent 96"):::step
    n5("w = z * v<br/>value 12<br/>cotangent 24"):::step
    n6("r = w * w<br/>value 144<br/>cotangent 1"):::output
    n0 --> n3
    n3 --> n4
    n1 --> n4
    n2 -- "v" --> n5
    n4 --> n5
    n5 --> n6
    classDef input fill:#e8f1fb,stroke:#7fa8d1,color:#1b2430
    classDef step fill:#ffffff,stroke:#aab4c3,color:#1b2430
    classDef output fill:#fdf0e1,stroke:#dba763,color:#1b2430
"#;
    assert_eq!(exercise().partial("w", "z", "v").to_mermaid(), expected);
}

#[test]
fn mermaid_escapes_labels() {
    let mermaid = hostile().to_mermaid();
    assert!(mermaid.contains(r#"n0("a#quot;]; b"):::input"#), "{mermaid}");
    assert!(mermaid.contains(r#"n1("end"):::input"#), "{mermaid}");
    let label = "#lt;b#gt;#amp;amp;#92; = if a #lt; b #amp;#amp; 'c' #gt; #quot;d#quot; { #35;1 } else { #96;#92;#96; }";
    assert!(mermaid.contains(&format!("n2(\"{label}\"):::output")), "{mermaid}");
}
