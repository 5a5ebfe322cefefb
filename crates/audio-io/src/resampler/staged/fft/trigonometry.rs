//! Sine and cosine in single precision, with the last bit that soxr's twiddles have.
//!
//! The polynomials are those of glibc since 2.28 (from Arm's Optimized Routines, `sincosf.h`), off
//! by up to 0.56 of a last place: neither an exactly rounded function nor that of each platform
//! would do.

use std::f64::consts::FRAC_PI_2;

/// Factors of x^2, x^4, x^6 and x^8 of the cosine between -pi/4 and pi/4.
const COSINE: [f64; 4] = [
    -0.499_999_997_251_082_24,
    0.041_666_623_324_344_516,
    -0.001_388_676_379_437_604,
    2.439_045_070_356_454_2e-5,
];
/// Factors of x^3, x^5 and x^7 of the sine there.
const SINE: [f64; 3] =
    [-0.166_666_549_437_010_84, 0.008_332_178_146_138_854, -0.000_195_172_989_813_857_25];

/// The sine of an angle of a few turns.
pub(super) fn sin(angle: f32) -> f32 {
    quarters(angle, 0)
}

/// The cosine of an angle of a few turns.
pub(super) fn cos(angle: f32) -> f32 {
    quarters(angle, 1)
}

/// The sine `ahead` quarter turns after `angle`.
fn quarters(angle: f32, ahead: i32) -> f32 {
    let angle = f64::from(angle);
    let turned = (angle / FRAC_PI_2).round();
    let x = angle - turned * FRAC_PI_2;
    let quarter = turned as i32 + ahead;
    let square = x * x;
    let value = if quarter % 2 == 0 {
        let cube = x * square;
        x + cube * SINE[0] + cube * square * (SINE[1] + square * SINE[2])
    } else {
        let fourth = square * square;
        let tail = fourth * square * (COSINE[2] + square * COSINE[3]);
        1.0 + square * COSINE[0] + fourth * COSINE[1] + tail
    };
    (if quarter.rem_euclid(4) < 2 { value } else { -value }) as f32
}
