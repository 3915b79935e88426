use proptest::prelude::*;

use super::*;

const HEAD: &str = "glotta-input 1\nproject Arena\ntime_step 0.25\n";

fn complaint(text: &str) -> String {
    InputRecording::parse("demo.input", text).expect_err("malformed").to_string()
}

fn complaint_after_head(text: &str) -> String {
    complaint(&format!("{HEAD}{text}"))
}

#[test]
fn a_file_by_hand_may_have_comments_and_any_order_within_a_line() {
    let text = format!("# by hand\n{HEAD}\n0  Space=1\r\n7 Pad.LeftStickX=-0.25 KeyA=0\n# over\nend 10\n");
    let recording = InputRecording::parse("demo.input", &text).expect("well-formed");
    assert_eq!((recording.project(), recording.time_step(), recording.frames()), ("Arena", 0.25, 10));
    assert_eq!(recording.to_string(), format!("{HEAD}0 Space=1\n7 KeyA=0 Pad.LeftStickX=-0.25\nend 10\n"));
}

#[test]
fn a_broken_header_is_placed() {
    assert_eq!(
        complaint(""),
        "demo.input:1:1: the file ends where a line with \"glotta-input\" and the version was expected"
    );
    assert_eq!(
        complaint("# nothing\nhello\n"),
        "demo.input:2:1: expected a line with \"glotta-input\" and the version, got \"hello\""
    );
    assert_eq!(
        complaint("glotta-input 2\n"),
        "demo.input:1:14: expected version 1 of the format, got \"2\": record it again with this version of glotta"
    );
    assert_eq!(
        complaint("glotta-input 1\n"),
        "demo.input:1:1: the file ends where a line with \"project\" and the project's name was expected"
    );
    for step in ["", "fast", "0", "-1", "inf", "NaN"] {
        let text = format!("glotta-input 1\nproject x\ntime_step {step}\n");
        let complaint = complaint(&text);
        assert!(complaint.starts_with("demo.input:3:1"), "{complaint}");
        assert!(complaint.contains("expected a number of seconds above 0, got"), "{complaint}");
    }
}

#[test]
fn a_broken_line_is_placed_and_says_what_was_expected() {
    assert_eq!(
        complaint_after_head("1 Spce=1\nend 2\n"),
        "demo.input:4:3: there is no key, button or axis \"Spce\"; did you mean \"Space\"?"
    );
    assert_eq!(
        complaint_after_head("1 Space\n"),
        "demo.input:4:3: expected a source and its value, such as Space=1, got \"Space\""
    );
    for value in ["", "2", "-0.5", "NaN", "inf", "one", "1e40"] {
        assert_eq!(
            complaint_after_head(&format!("1 KeyA=0 Space={value}\n")),
            format!("demo.input:4:10: expected a number from 0 to 1 for Space, got {value:?}")
        );
    }
    assert_eq!(
        complaint_after_head("once Space=1\n"),
        "demo.input:4:1: expected the number of a frame, or end, got \"once\""
    );
    assert_eq!(
        complaint_after_head("3 Space=1\n3 Space=0\n"),
        "demo.input:5:1: expected a frame from 4 on, since frames come in order, got 3"
    );
    assert_eq!(
        complaint_after_head("3 Space=1 Space=0\n"),
        "demo.input:4:1: expected each source once in a frame, got Space twice"
    );
    assert!(complaint_after_head(&format!("{} Space=1\n", u64::MAX)).contains("expected a frame from 0 on"));
}

#[test]
fn a_file_that_was_cut_off_says_what_to_do() {
    assert_eq!(
        complaint_after_head("1 Space=1\n5 Space=0\n"),
        "demo.input:5:1: the file ends without a line that says where the recording does, so it may be cut off: add the \
         line `end 6` to play what is there"
    );
    for (line, column) in [("end", 4), ("end x", 5), ("end 5", 5), ("end 6 7", 5)] {
        let complaint = complaint_after_head(&format!("5 Space=0\n{line}\n"));
        let place =
            format!("demo.input:5:{column}: expected end and how many frames there were, at least 6, got");
        assert!(complaint.starts_with(&place), "{complaint}");
    }
    assert_eq!(
        complaint_after_head("end 5\n6 Space=1\n"),
        "demo.input:5:1: expected nothing after the line that begins with end, got \"6 Space=1\""
    );
}

#[test]
fn a_recording_of_another_game_is_refused() {
    let recording = InputRecording::new("The  Arena\n", 0.25);
    assert!(recording.check("The Arena", 0.25).is_ok());
    let complaint = |name, step| recording.check(name, step).expect_err("another").message().to_owned();
    assert_eq!(
        complaint("Tower", 0.25),
        "it was recorded in the project \"The Arena\", and this one is \"Tower\""
    );
    assert_eq!(
        complaint("The Arena", 0.5),
        "it was recorded with 0.25 seconds of game time in each frame, and this game has 0.5: play it with that time step \
         (--dt 0.25)"
    );
}

fn recording() -> impl Strategy<Value = InputRecording> {
    let sources: Vec<InputSource> = InputSource::all().collect();
    let change = (prop::sample::select(sources), any::<f32>());
    let changes = prop::collection::vec(change, 1..6);
    let frames = prop::collection::btree_map(0_u64..1_000_000, changes, 0..20);
    ("\\PC{0,12}", 1e-6_f64..10.0, frames, 0_u64..100).prop_map(|(project, time_step, frames, more)| {
        let mut recording = InputRecording::new(&project, time_step);
        for (frame, changes) in frames {
            let once: BTreeMap<InputSource, f32> =
                changes.into_iter().map(|(source, value)| (source, source.tame(value))).collect();
            recording.add(frame, once.into_iter().collect());
        }
        recording.frames += more;
        recording
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back_exactly(recording in recording()) {
        let text = recording.to_string();
        let again = InputRecording::parse("file", &text);
        prop_assert_eq!(again.as_ref().ok(), Some(&recording), "{}", text);
    }

    #[test]
    fn no_text_is_too_much_for_the_reader(text in "\\PC*") {
        let _ = InputRecording::parse("file", &text);
        let _ = InputRecording::parse("file", &format!("{HEAD}{text}"));
    }

    #[test]
    fn nor_is_one_that_is_nearly_right(
        recording in recording(),
        cut in any::<prop::sample::Index>(),
        put in "[ \\n=#.0-9a-zA-Z\u{e9}-]{0,6}",
    ) {
        let text = recording.to_string();
        let at = text.floor_char_boundary(cut.index(text.len()));
        let broken = format!("{}{put}{}", &text[..at], text.get(at + 1..).unwrap_or(""));
        if let Ok(read) = InputRecording::parse("file", &broken) {
            // What was understood is written so that it is understood again.
            let again = InputRecording::parse("file", &read.to_string());
            prop_assert_eq!(again.ok(), Some(read));
        }
        // Cut off, it is always refused, unless it is only the last line's end that is missing.
        let short = &text[..at];
        let read = InputRecording::parse("file", short);
        prop_assert!(read.is_err() || text.len() - at <= 20, "{}", short);
    }
}
