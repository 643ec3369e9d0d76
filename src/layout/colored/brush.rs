//! Paints of a colour font become brushes.
//!
//! Colour lines of fonts may begin and end anywhere, repeat or be mirrored; those of a scene run from 0 to 1 once, with
//! their end colours going on. So what repeats is written out as far as it is seen.

use crate::color::Color;
use crate::geometry::Rect;
use crate::scene::Brush;
use crate::style::{GradientShape, Stop};
use crate::transform::Transform;
use ttf_parser::RgbaColor;
use ttf_parser::colr::{ColorStop, GradientExtend, LinearGradient, Paint, RadialGradient, SweepGradient};

/// How often a colour line is written out at most.
const MOST_PERIODS: f64 = 64.0;
/// The first palette.
const PALETTE: u16 = 0;
/// A colour line shorter than this is an edge.
const EDGE: f64 = 1e-4;

/// A brush in the coordinates of the glyph; `None` paints nothing. `seen` is the box that it fills there, `transform`
/// leads from the paint's coordinates to the glyph's.
pub(super) fn new(
    paint: &Paint<'_>,
    seen: Rect,
    transform: Transform,
    variation: &[ttf_parser::NormalizedCoordinate],
) -> Option<Brush> {
    let seen = transform.inverse()?.bounds_of(seen);
    let (shape, stops) = match paint {
        Paint::Solid(color) => return Some(Brush::Solid(self::color(*color))),
        Paint::LinearGradient(gradient) => {
            linear(gradient, &Line::new(gradient.stops(PALETTE, variation), gradient.extend)?, seen)?
        }
        Paint::RadialGradient(gradient) => {
            radial(gradient, &Line::new(gradient.stops(PALETTE, variation), gradient.extend)?, seen)?
        }
        Paint::SweepGradient(gradient) => {
            sweep(gradient, &Line::new(gradient.stops(PALETTE, variation), gradient.extend)?)
        }
    };
    Some(Brush::Gradient { shape, stops, transform })
}

fn color(color: RgbaColor) -> Color {
    Color { r: color.red, g: color.green, b: color.blue, a: color.alpha }
}

/// A colour line whose stops run from 0 to 1, and where in the font's coordinate of it they begin and how long they
/// are.
struct Line {
    stops: Vec<Stop>,
    extend: GradientExtend,
    start: f64,
    length: f64,
}

impl Line {
    fn new(stops: impl Iterator<Item = ColorStop>, extend: GradientExtend) -> Option<Self> {
        let stop = |stop: ColorStop| Stop { at: f64::from(stop.stop_offset), color: color(stop.color) };
        let mut stops: Vec<Stop> = stops.map(stop).collect();
        stops.sort_by(|a, b| a.at.total_cmp(&b.at));
        let (start, end) = (stops.first()?.at, stops.last()?.at);
        let length = (end - start).max(EDGE);
        stops.iter_mut().for_each(|stop| stop.at = (stop.at - start) / length);
        Some(Self { stops, extend, start, length })
    }

    /// How many whole periods to write out so that these places of the stops' own coordinate are covered.
    fn periods(&self, from: f64, to: f64) -> (f64, f64) {
        if self.extend == GradientExtend::Pad || !from.is_finite() || !to.is_finite() {
            return (0.0, 1.0);
        }
        (from.floor().clamp(-MOST_PERIODS, 0.0), to.ceil().clamp(1.0, MOST_PERIODS))
    }

    /// The stops over whole periods, in the coordinate of one.
    fn unrolled(&self, (from, to): (f64, f64)) -> Vec<Stop> {
        let mut stops = Vec::new();
        for period in from as i64..to as i64 {
            let is_mirrored = self.extend == GradientExtend::Reflect && period.rem_euclid(2) == 1;
            let start = period as f64;
            match is_mirrored {
                true => stops.extend(self.stops.iter().rev().map(|s| Stop { at: start + 1.0 - s.at, color: s.color })),
                false => stops.extend(self.stops.iter().map(|s| Stop { at: start + s.at, color: s.color })),
            }
        }
        stops
    }

    /// The same from 0 to 1.
    fn over(&self, (from, to): (f64, f64)) -> Vec<Stop> {
        let mut stops = self.unrolled((from, to));
        stops.iter_mut().for_each(|stop| stop.at = (stop.at - from) / (to - from));
        stops
    }
}

/// From p0 to p1, the lines of one colour parallel to p0 p2: p1 is moved along them to the foot of the perpendicular.
fn linear(gradient: &LinearGradient<'_>, line: &Line, seen: Rect) -> Option<(GradientShape, Vec<Stop>)> {
    let float = |(x, y): (f32, f32)| (f64::from(x), f64::from(y));
    let (p0, p1) = (float((gradient.x0, gradient.y0)), float((gradient.x1, gradient.y1)));
    let along = (p1.0 - p0.0, p1.1 - p0.1);
    let across = (f64::from(gradient.x2) - p0.0, f64::from(gradient.y2) - p0.1);
    let normal = (across.1, -across.0);
    let square = normal.0 * normal.0 + normal.1 * normal.1;
    let share = (along.0 * normal.0 + along.1 * normal.1) / square;
    let step = (normal.0 * share, normal.1 * share);
    let length = step.0 * step.0 + step.1 * step.1;
    if !length.is_finite() || length <= 0.0 {
        return None;
    }
    let at = |(x, y): (f64, f64)| {
        let place = ((x - p0.0) * step.0 + (y - p0.1) * step.1) / length;
        (place - line.start) / line.length
    };
    let corners = [(seen.x, seen.y), (seen.right(), seen.y), (seen.x, seen.bottom()), (seen.right(), seen.bottom())];
    let places = corners.map(at);
    let periods = line.periods(
        places.iter().copied().fold(f64::INFINITY, f64::min),
        places.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    );
    let point = |period: f64| {
        let place = line.start + period * line.length;
        (p0.0 + step.0 * place, p0.1 + step.1 * place)
    };
    Some((GradientShape::Linear { from: point(periods.0), to: point(periods.1) }, line.over(periods)))
}

/// From circle to circle; written out as far as the box reaches from the first one's middle.
fn radial(gradient: &RadialGradient<'_>, line: &Line, seen: Rect) -> Option<(GradientShape, Vec<Stop>)> {
    let (x0, y0, r0) = (f64::from(gradient.x0), f64::from(gradient.y0), f64::from(gradient.r0));
    let (dx, dy) = (f64::from(gradient.x1) - x0, f64::from(gradient.y1) - y0);
    let grown = f64::from(gradient.r1) - r0;
    if dx == 0.0 && dy == 0.0 && grown == 0.0 {
        return None;
    }
    let reach = (seen.x - x0).abs().max((seen.right() - x0).abs()).hypot((seen.y - y0).abs().max(seen.bottom() - y0));
    // How fast a circle's nearer edge leaves the middle; where it does not, the box is covered never.
    let speed = (grown.abs() - dx.hypot(dy)).max(grown.abs() / MOST_PERIODS) * line.length;
    let far = (reach + r0) / speed;
    let (from, to) = if grown >= 0.0 { (0.0, far) } else { (-far, 1.0) };
    // Circles end where they have no extent.
    let radius = |place: f64| r0 + grown * place;
    let (mut from, mut to) = line.periods(from, to);
    let place = |period: f64| line.start + period * line.length;
    let mut stops = line.over((from, to));
    if radius(place(from)) < 0.0 || radius(place(to)) < 0.0 {
        let edge = ((-r0 / grown - line.start) / line.length).clamp(from, to);
        let cut = if grown > 0.0 { (edge, to) } else { (from, edge) };
        stops = within(&line.unrolled((from, to)), cut);
        (from, to) = cut;
    }
    let circle = |period: f64| {
        let place = place(period);
        ((x0 + dx * place, y0 + dy * place), radius(place).max(0.0))
    };
    let ((from, from_radius), (to, to_radius)) = (circle(from), circle(to));
    Some((GradientShape::Radial { from, from_radius, to, to_radius }, stops))
}

/// From angle to angle. A share of the whole turn; angles in a font are halves of a turn, moved by one (`BiasedAngle`).
fn sweep(gradient: &SweepGradient<'_>, line: &Line) -> (GradientShape, Vec<Stop>) {
    let turn = |angle: f32| (f64::from(angle) + 1.0) / 2.0;
    let (first, last) = (turn(gradient.start_angle), turn(gradient.end_angle));
    let span = last - first;
    let (start, length) = (first + span * line.start, span * line.length);
    let length = if length.abs() < EDGE { EDGE } else { length };
    let place = |turn: f64| (turn - start) / length;
    let (low, high) = (place(0.0).min(place(1.0)), place(0.0).max(place(1.0)));
    let mut stops = line.unrolled(line.periods(low, high));
    stops.iter_mut().for_each(|stop| stop.at = start + stop.at * length);
    if length < 0.0 {
        stops.reverse();
    }
    let center = (f64::from(gradient.center_x), f64::from(gradient.center_y));
    (GradientShape::Sweep { center }, within(&stops, (0.0, 1.0)))
}

/// The part of sorted stops between two places, brought to 0 to 1, with the colours that hold at its ends.
fn within(stops: &[Stop], (from, to): (f64, f64)) -> Vec<Stop> {
    let inside = stops.iter().filter(|stop| stop.at > from && stop.at < to).copied();
    let end = |at: f64| color_at(stops, at).map(|color| Stop { at, color });
    let mut part: Vec<Stop> = end(from).into_iter().chain(inside).chain(end(to)).collect();
    let length = (to - from).max(f64::MIN_POSITIVE);
    part.iter_mut().for_each(|stop| stop.at = (stop.at - from) / length);
    part
}

fn color_at(stops: &[Stop], at: f64) -> Option<Color> {
    let next = stops.iter().position(|stop| stop.at > at);
    match next {
        None => stops.last().map(|stop| stop.color),
        Some(0) => stops.first().map(|stop| stop.color),
        Some(next) => {
            let (a, b) = (stops.get(next - 1)?, stops.get(next)?);
            let share = (at - a.at) / (b.at - a.at);
            let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
            let (a, b) = (a.color, b.color);
            Some(Color { r: mix(a.r, b.r), g: mix(a.g, b.g), b: mix(a.b, b.b), a: mix(a.a, b.a) })
        }
    }
}
