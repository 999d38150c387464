//! Flattened derivatives.
#[test]
fn look() {
    let source = std::env::var("LOOK").unwrap_or(
        "pub fn r(x: f64, y: f64, z: f64) -> f64 {
            let u = x * x;
            let v = u + y;
            let w = z * v;
            w * w
        }"
        .to_owned(),
    );
    let item: syn::ItemFn = syn::parse_str(&source).unwrap();
    let options: crate::front::Options = syn::parse_str("hessian, jacobian").unwrap();
    let text = crate::compile::compile(&item, &options, &super::pipeline::signatures(&[]), false)
        .tokens
        .to_string();
    println!("{}", prettyplease::unparse(&syn::parse_str(&text).unwrap()));
}
