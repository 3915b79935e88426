//! What was measured over time, and whether it grows.

/// Numbers that were measured one after the other, each after so many steps of work.
#[derive(Debug, Default)]
pub(crate) struct Curve {
    points: Vec<(f64, f64)>,
}

impl Curve {
    /// Adds what was measured after `steps`.
    pub(crate) fn push(&mut self, steps: u64, measured: usize) {
        self.points.push((steps as f64, measured as f64));
    }

    /// By how much it grows with a step: the median of all slopes between two points of the second half. The first half is
    /// for tables and caches to get as large as they need be; and one that is made larger later on is a jump, which does
    /// not move the median.
    pub(crate) fn slope(&self) -> f64 {
        let points = &self.points[self.points.len() / 2..];
        let mut slopes = Vec::new();
        for (place, from) in points.iter().enumerate() {
            slopes.extend(points[place + 1..].iter().map(|to| (to.1 - from.1) / (to.0 - from.0)));
        }
        slopes.sort_by(f64::total_cmp);
        slopes.get(slopes.len() / 2).copied().unwrap_or(0.0)
    }
}
