//! Medians and percentiles of a handful of measurements.

/// The value below which `percent` of the measurements lie (nearest rank).
pub fn percentile(values: &[f64], percent: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (percent / 100.0 * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.clamp(1, sorted.len().max(1)) - 1).copied().unwrap_or(f64::NAN)
}

/// "p50 / p95" with so many decimals.
pub fn middle_and_tail(values: &[f64], decimals: usize) -> String {
    format!("{:.decimals$} / {:.decimals$}", percentile(values, 50.0), percentile(values, 95.0))
}
