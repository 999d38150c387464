//! Loss and accuracy over the epochs.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::{Area, BLUE, FAINT, GRID, INK, ORANGE, PlotError, text};

const SIZE: (u32, u32) = (760, 640);

/// Axes and grid in the style of both charts.
macro_rules! mesh {
    ($chart:ident, $format:expr $(, $x_name:literal)?) => {
        $chart
            .configure_mesh()
            .axis_style(FAINT)
            .bold_line_style(GRID)
            .light_line_style(TRANSPARENT)
            .label_style(text(13, FAINT))
            .x_label_formatter(&|x| format!("{x}"))
            .y_label_formatter($format)
            $(.x_desc($x_name).axis_desc_style(text(14, INK)))?
            .draw()?
    };
}
/// One pass over the training samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Epoch {
    /// The mean loss of the training samples, each seen before the step that learnt from it.
    pub training_loss: f64,
    /// The mean loss of the samples held back, after the epoch.
    pub held_back_loss: f64,
    /// The part of the samples held back that is read right, from 0 to 1, after the epoch.
    pub held_back_accuracy: f64,
}

/// Draws both losses on a logarithmic scale, and below them the accuracy in per cent.
///
/// # Errors
/// When the back end cannot draw.
///
/// # Panics
/// If there is no epoch, or a value that is not finite.
pub fn training_curve(epochs: &[Epoch]) -> Result<String, PlotError> {
    let mut svg = String::new();
    let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let (upper, lower) = area.split_vertically(370);
    let training = Curve::new("training", BLUE, epochs, |epoch| epoch.training_loss);
    let held_back = Curve::new("held back", ORANGE, epochs, |epoch| epoch.held_back_loss);
    let accuracy =
        Curve::new("held back", ORANGE, epochs, |epoch| 100.0 * epoch.held_back_accuracy);
    losses(&upper, &[training, held_back])?;
    accuracies(&lower, &accuracy)?;
    area.present()?;
    drop((upper, lower, area));
    Ok(svg)
}

/// A line of the plot, a point for each epoch, counted from 1.
struct Curve {
    name: &'static str,
    colour: RGBColor,
    points: Vec<(f64, f64)>,
}

impl Curve {
    fn new(
        name: &'static str,
        colour: RGBColor,
        epochs: &[Epoch],
        value: impl Fn(&Epoch) -> f64,
    ) -> Self {
        assert!(!epochs.is_empty(), "there must be an epoch to plot");
        let values = epochs.iter().map(value);
        let points: Vec<_> = (1..).map(f64::from).zip(values).collect();
        assert!(points.iter().all(|(_, y)| y.is_finite()), "every value to plot must be finite");
        Self { name, colour, points }
    }

    fn lowest(&self) -> f64 {
        self.points.iter().fold(f64::INFINITY, |lowest, &(_, y)| lowest.min(y))
    }

    fn highest(&self) -> f64 {
        self.points.iter().fold(f64::NEG_INFINITY, |highest, &(_, y)| highest.max(y))
    }

    /// From the first epoch to the last; never empty.
    fn epochs(&self) -> std::ops::Range<f64> {
        1.0..(self.points.len() as f64).max(2.0)
    }
}

fn losses(area: &Area<'_>, curves: &[Curve; 2]) -> Result<(), PlotError> {
    heading(area, "Loss", curves)?;
    // Room for a curve at zero, which has no logarithm.
    let smallest = 1e-12;
    let lowest = curves[0].lowest().min(curves[1].lowest()).max(smallest) / 1.3;
    let highest = curves[0].highest().max(curves[1].highest()).max(smallest) * 1.3;
    let mut chart = ChartBuilder::on(area)
        .margin_top(46)
        .margin_right(28)
        .set_label_area_size(LabelAreaPosition::Left, 64)
        .set_label_area_size(LabelAreaPosition::Bottom, 26)
        .build_cartesian_2d(curves[0].epochs(), (lowest..highest).log_scale())?;
    mesh!(chart, &|y: &f64| format!("{y}"));
    for curve in curves {
        let points = curve.points.iter().map(|&(x, y)| (x, y.max(smallest)));
        chart.draw_series(LineSeries::new(points, curve.colour.stroke_width(2)))?;
    }
    Ok(())
}

fn accuracies(area: &Area<'_>, curve: &Curve) -> Result<(), PlotError> {
    heading(area, "Accuracy in per cent", std::slice::from_ref(curve))?;
    let lowest = curve.lowest().min(99.0) - 0.5;
    let mut chart = ChartBuilder::on(area)
        .margin_top(46)
        .margin_right(28)
        .margin_bottom(12)
        .set_label_area_size(LabelAreaPosition::Left, 64)
        .set_label_area_size(LabelAreaPosition::Bottom, 44)
        .build_cartesian_2d(curve.epochs(), lowest.max(0.0)..100.0)?;
    mesh!(chart, &|y: &f64| format!("{y}"), "epoch");
    let points = curve.points.iter().copied();
    chart.draw_series(LineSeries::new(points, curve.colour.stroke_width(2)))?;
    Ok(())
}

/// A title, and at the right end the curves' names in their colours.
fn heading(area: &Area<'_>, title: &str, curves: &[Curve]) -> Result<(), PlotError> {
    area.draw_text(title, &text(17, INK), (64, 18))?;
    let right_aligned = Pos::new(HPos::Right, VPos::Top);
    let mut right = SIZE.0 as i32 - 28;
    for curve in curves.iter().rev() {
        area.draw_text(curve.name, &text(14, curve.colour).pos(right_aligned), (right, 20))?;
        right -= 84;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn epochs(count: usize) -> Vec<Epoch> {
        let epoch = |i| Epoch {
            training_loss: 1.0 / i as f64,
            held_back_loss: 1.1 / i as f64,
            held_back_accuracy: 1.0 - 0.1 / i as f64,
        };
        (1..=count).map(epoch).collect()
    }

    #[test]
    fn three_lines_with_a_point_for_each_epoch() {
        let svg = training_curve(&epochs(12)).unwrap();
        let lines: Vec<_> =
            svg.lines().filter(|line| line.contains("stroke-width=\"2\"")).collect();
        assert_eq!(lines.len(), 3, "{svg}");
        for line in lines {
            let points = line.split("points=\"").nth(1).unwrap().split('"').next().unwrap();
            assert_eq!(points.split_whitespace().count(), 12, "{line}");
        }
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
    }

    #[test]
    fn a_single_epoch_and_a_loss_of_zero_can_be_drawn() {
        let perfect = Epoch { training_loss: 0.0, held_back_loss: 0.0, held_back_accuracy: 1.0 };
        training_curve(&[perfect]).unwrap();
        training_curve(&epochs(1)).unwrap();
    }

    #[test]
    #[should_panic(expected = "there must be an epoch to plot")]
    fn no_epochs() {
        let _ = training_curve(&[]);
    }
}
