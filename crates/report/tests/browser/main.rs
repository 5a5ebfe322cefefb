//! The report in a browser: whole on screens of any width, readable, usable by keyboard.
//!
//! A program of its own instead of Rust's test harness, which cannot count a test as skipped when
//! it finds at run time that something is missing: without Chromium each test is printed and
//! counted as skipped.

#![allow(clippy::panic, clippy::unwrap_used)] // a test ends by them
#![allow(clippy::print_stdout)] // it prints as the harness does

mod chromium;
#[path = "../sample/mod.rs"]
mod sample;

use std::path::Path;
use std::process::ExitCode;

use chromium::{Chromium, Look};

/// A name and what is tested.
type Test = (&'static str, fn(&Chromium));

const TESTS: [Test; 5] = [
    ("a_report_is_whole_and_readable_on_a_phone_a_tablet_and_a_screen", on_screens),
    ("a_report_is_readable_on_dark_pages", in_the_dark),
    ("a_report_can_be_printed", on_paper),
    ("a_click_on_a_timeline_shows_the_numbers_there", clicked),
    ("the_browser_notices_what_is_wrong_with_a_page", spoilt),
];

fn main() -> ExitCode {
    // None of these tests is ignored, so that a run of the ignored ones has nothing to do here.
    if std::env::args().any(|argument| argument == "--ignored") {
        return ExitCode::SUCCESS;
    }
    let filter = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let is_wanted = |name: &str| filter.as_deref().is_none_or(|filter| name.contains(filter));
    let chromium = Chromium::find();
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    for (name, test) in TESTS.into_iter().filter(|(name, _)| is_wanted(name)) {
        let (count, outcome) = match &chromium {
            None => (&mut skipped, "skipped: no Chromium on the path"),
            Some(chromium) => {
                match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| test(chromium))) {
                    Ok(()) => (&mut passed, "ok"),
                    Err(_) => (&mut failed, "FAILED"),
                }
            }
        };
        *count += 1;
        println!("test {name} ... {outcome}");
    }
    println!("\ntest result: {passed} passed; {failed} failed; {skipped} skipped\n");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn on_screens(chromium: &Chromium) {
    for n_labels in [2, 8, 20] {
        let html = sample::report(n_labels).to_html();
        for width in [360, 768, 1280] {
            let seen = chromium.look_at(&html, Look { width, ..Look::default() });
            assert_eq!(seen.problems, [""; 0], "{n_labels} labels, {width} pixels");
            assert_eq!(seen.console, "", "{n_labels} labels, {width} pixels");
            assert_eq!(seen.n_plots, html.matches("<figure").count());
            assert!(!seen.is_dark);
        }
    }
}

fn in_the_dark(chromium: &Chromium) {
    let html = sample::report(8).to_html();
    let seen = chromium.look_at(&html, Look { is_dark: true, ..Look::default() });
    assert!(seen.is_dark);
    assert_eq!(seen.problems, [""; 0]);
}

/// The file is left in the folder of temporary files, where it can be looked at.
fn on_paper(chromium: &Chromium) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let pdf = chromium.print(&sample::report(8).to_html(), &folder.join("report.pdf"));
    assert!(pdf.starts_with(b"%PDF"));
    let text = String::from_utf8_lossy(&pdf);
    let pages = text.matches("/Type /Page\n").count();
    assert!((2..=12).contains(&pages), "{pages} pages");
}

fn clicked(chromium: &Chromium) {
    let html = sample::report(3).to_html();
    let seen = chromium.look_at(&html, Look::default());
    let [start, middle] = &seen.shown[..] else { panic!("{:?}", seen.shown) };
    assert!(start.starts_with("0:00.0: ") && start.contains(" %, "), "{start}");
    // The middle of the picture is a little before the middle of its axis of time, at 47.5 s.
    assert!(middle.starts_with("0:4") && middle != start, "{middle}");
}

fn spoilt(chromium: &Chromium) {
    let html = sample::report(3).to_html();
    let html = html.replace(
        "</main>",
        "<img src=\"https://example.invalid/a.png\"><div style=\"width:2000px\">wide</div>\
         <h4>skipped</h4><p style=\"color:#bbb\">pale</p><button></button>\
         <figure><svg viewBox=\"0 0 3400 1000\"><text x=\"-90\" y=\"500\" font-size=\"120\">cut\
         </text></svg></figure></main>",
    );
    let seen = chromium.look_at(&html, Look { width: 360, ..Look::default() });
    assert!(seen.console.contains("Content Security Policy"), "{}", seen.console);
    let expected = [
        "wider than",
        "cut off",
        "is empty",
        "without a name",
        "h4 after h2",
        "contrast",
        "no text",
        "no alternative text",
    ];
    for word in expected {
        assert!(seen.problems.iter().any(|it| it.contains(word)), "{word}: {:?}", seen.problems);
    }
}
