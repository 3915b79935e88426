//! What finalisers and destructors of scripts fail with.

mod common;

use common::Played;

/// What is raised where nothing can catch it, each time an object is let go.
#[test]
fn what_finalisers_fail_with_in_every_frame_does_not_fill_the_log() {
    let python = "class A:\n    def __del__(self): raise ValueError('late')\ndef update(dt): A()\n";
    let angelscript = "class A { ~A() { throw(\"late\"); } }\nvoid update(double dt) { A a; }\n";
    for (path, text) in [("a.py", python), ("a.as", angelscript)] {
        let project = format!("scripts = [\"{path}\"]");
        let mut played = Played::new(&[("glotta.toml", &project), (path, text)]);
        let told = |lines: Vec<String>| -> Vec<String> {
            lines.into_iter().filter(|line| line.contains("late")).collect()
        };
        let mut first = Vec::new();
        (0..100).for_each(|_| first.extend(told(played.frame())));
        assert_eq!(first.len(), 11, "{first:?}");
        assert!(!first[8].contains("times"), "{first:?}");
        assert!(first[9].contains("late (10 times by now)"), "{first:?}");
        assert!(first[10].contains("late (100 times by now)"), "{first:?}");
        // Whoever saves the script wants to know whether it is better now.
        let text = format!("{text}\n");
        assert!(told(played.save(path, &text)).is_empty());
        assert_eq!(told(played.frame()).len(), 1, "{path}");
    }
}
