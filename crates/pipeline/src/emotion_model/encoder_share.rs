//! How much the columns of the learned encoder count beside hand-made ones.

use ndarray::Array1;

use crate::{Error, Result};

/// How the names of the encoder's columns begin.
const PREFIX: &str = "encoder_";

/// Whether a column is of the learned encoder.
pub(super) fn is_encoder(column: &str) -> bool {
    column.starts_with(PREFIX)
}

/// Factors for scaled columns, by which the encoder's have `share` of the sum of squares of all;
/// `None` where there are not both kinds. The sum itself stays, so that an alpha per column means
/// the same.
///
/// # Errors
///
/// [`Error::InvalidParameter`] for a share outside 0 to 1.
pub(super) fn factors(columns: &[String], share: f64) -> Result<Option<Array1<f32>>> {
    if !(0.0..=1.0).contains(&share) {
        return Err(Error::InvalidParameter {
            parameter: "encoder_share".into(),
            expected: "0 to 1".into(),
            got: share.to_string(),
        });
    }
    let n_encoder = columns.iter().filter(|name| is_encoder(name)).count();
    let n_others = columns.len() - n_encoder;
    if n_encoder == 0 || n_others == 0 {
        return Ok(None);
    }
    let factor = |share: f64, n: usize| (share * columns.len() as f64 / n as f64).sqrt() as f32;
    let (encoder, other) = (factor(share, n_encoder), factor(1.0 - share, n_others));
    let of_column = |name: &String| if is_encoder(name) { encoder } else { other };
    Ok(Some(columns.iter().map(of_column).collect()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_encoder_has_its_share_of_the_squares() {
        let columns = ["level", "encoder_1_000", "pitch", "encoder_1_001"].map(String::from);
        let factors = factors(&columns, 0.9).unwrap().unwrap();
        let squares = factors.mapv(|x| x * x);
        assert!((squares.sum() - 4.0).abs() < 1e-5);
        assert!((squares[1] + squares[3] - 3.6).abs() < 1e-5);
    }

    #[test]
    fn one_kind_of_columns_is_left_alone() {
        assert!(factors(&["level".to_owned()], 0.9).unwrap().is_none());
        assert!(factors(&["encoder_2_000".to_owned()], 0.9).unwrap().is_none());
        assert!(factors(&["level".to_owned()], 1.1).is_err());
    }
}
