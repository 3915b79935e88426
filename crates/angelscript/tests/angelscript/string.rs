//! The type `string`.

use glotta_core::{Arg, ErrorKind, Language as _, Value};

use crate::game::{Game, printed, prints};

/// What the statements fail with.
#[track_caller]
fn fails(statements: &str) -> (ErrorKind, String) {
    let error = Game::new().error(statements);
    (error.kind(), error.message().to_owned())
}

#[track_caller]
fn out_of_range(statements: &str, message: &str) {
    assert_eq!(fails(statements), (ErrorKind::Runtime, message.to_owned()), "{statements}");
}

#[test]
fn strings_are_made_assigned_and_compared() {
    assert_eq!(
        prints(
            r#"
            string empty, a = "one", b(a), c;
            c = a;
            c += "!";
            a = "two";
            print(a + "," + b + "," + c + "," + empty.length() + "," + empty.isEmpty() + "," + c.isEmpty());
            print(b == "one", b != "one", a == b, a > b, a < b, "a" <= "a", "ab" < "b", a.opCmp(b) > 0);
            a = a;
            a += a;
            print(a, a.length(), "grün".length());
            "#
        ),
        "two,one,one!,0,true,false\ntrue false false true false true true true\ntwotwo 6 5\n"
    );
}

#[test]
fn a_copy_is_a_string_of_its_own() {
    assert_eq!(
        prints(
            r#"
            string a = "abc";
            string b = a;
            b[0] = 0x58;
            string c = a;
            a.resize(2);
            c += "d";
            array<string> list(2, a);
            list[0] += "!";
            list[1][0] = 0x41;
            print(a, b, c, list[0], list[1]);
            "#
        ),
        "ab Xbc abcd ab! Ab\n"
    );
}

#[test]
fn text_joins_with_numbers_and_truth_values() {
    assert_eq!(
        prints(
            r#"
            int8 tiny = -8; uint8 byte = 200; int16 small = -300; uint16 word = 60000; int n = -7; uint u = 4000000000;
            int64 big = int64(1) << 62; uint64 huge = ~uint64(0); float f = 0.1f; double d = 1.0 / 3; bool yes = true;
            print("a" + tiny + " " + byte + " " + small + " " + word + " " + n + " " + u + " " + big + " " + huge);
            print("b" + f + " " + d + " " + 2.0 + " " + 1e20 + " " + yes);
            print(n + "c", u + "c", big + "c", huge + "c", f + "c", d + "c", yes + "c");
            string s;
            s = 5; s += "x"; s += -1; s += "y"; s += 2.5; s += f; s += false; s += huge;
            print(s);
            s = 1.5; print(s); s = true; print(s); s = f; print(s); s = huge; print(s);
            "#
        ),
        "a-8 200 -300 60000 -7 4000000000 4611686018427387904 18446744073709551615\n\
         b0.1 0.3333333333333333 2 1e20 true\n\
         -7c 4000000000c 4611686018427387904c 18446744073709551615c 0.1c 0.3333333333333333c truec\n\
         5x-1y2.50.1false18446744073709551615\n\
         1.5\ntrue\n0.1\n18446744073709551615\n"
    );
}

#[test]
fn bytes_are_read_and_written_by_their_index() {
    assert_eq!(
        prints(
            r#"
            string s = "hello";
            const string k = s;
            int sum = 0;
            for (uint i = 0; i < s.length(); i++) sum += s[i];
            s[0] = 0x4a;
            s[4] += 1;
            s[1]++;
            print(s, k, k[0], sum, "abc"[1]);
            "#
        ),
        "Jfllp hello 104 532 98\n"
    );
}

/// The address of a byte is used at once: what changes the string in the same statement has been done before.
#[test]
fn a_byte_is_written_where_the_string_then_is() {
    assert_eq!(
        printed(
            r#"
            string s = "ab";
            uint8 grow() { for (int i = 0; i < 1000; i++) s += "0123456789"; return 0x58; }
            uint8 shrink() { s = "cd"; return 0x59; }
            void main() {
                s[0] = grow();
                print(s.length(), s.substr(0, 3));
                s[1] = shrink();
                print(s);
                s[0] += grow();
                print(s.length(), s[0]);
            }
            "#
        ),
        "10002 Xb0\ncY\n10002 187\n"
    );
}

#[test]
fn an_index_past_the_end_is_an_error() {
    out_of_range(r#"string s = "abc"; s[7] = 1;"#, "string: index 7 is out of range: the length is 3");
    out_of_range(
        r#"const string s = "abc"; int n = s[3];"#,
        "string: index 3 is out of range: the length is 3",
    );
    out_of_range(r#"string s; int n = s[-1];"#, "string: index -1 is out of range: the length is 0");
    out_of_range(r#"string s; s.insert(1, "x");"#, "string: index 1 is out of range: the length is 0");
    out_of_range(r#"string s = "a"; s.erase(2);"#, "string: index 2 is out of range: the length is 1");
    out_of_range(r#"string s = "a"; s.substr(-2);"#, "string: index -2 is out of range: the length is 1");
}

#[test]
fn parts_are_taken_put_in_and_removed() {
    assert_eq!(
        prints(
            r#"
            string s = "0123456789";
            print(s.substr(3), s.substr(3, 2), s.substr(8, 100), "[" + s.substr(10) + s.substr(50) + s.substr(2, 0) + "]", s.substr());
            s.insert(0, "<"); s.insert(s.length(), ">"); s.insert(6, s);
            print(s);
            s.erase(6, 12); print(s);
            s.erase(8); print(s);
            s.erase(0, 1); print(s);
            s.resize(3); print(s, s.length());
            s.resize(5); print(s.length(), s[4]);
            s.resize(0); print(s.isEmpty());
            "#
        ),
        "3456789 34 89 [] 0123456789\n<01234<0123456789>56789>\n<0123456789>\n<0123456\n0123456\n012 3\n5 0\ntrue\n"
    );
}

#[test]
fn texts_and_bytes_are_found() {
    assert_eq!(
        prints(
            r#"
            string s = "one two one two";
            print(s.findFirst("two"), s.findFirst("two", 5), s.findFirst("three"), s.findFirst("one", 9), s.findFirst(""));
            print(s.findLast("one"), s.findLast("one", 7), s.findLast("x"), s.findLast("two", 11));
            print(s.findFirstOf("wx"), s.findFirstOf("wx", 6), s.findFirstOf("z"), s.findFirstNotOf("one"), s.findFirstNotOf("n", 1));
            print(s.findLastOf("wx"), s.findLastOf("w", 12), s.findLastOf("z"), s.findLastNotOf("two"), s.findLastNotOf("e", 2));
            print(s.findFirst("one", 100), s.findFirst("one", -5), s.contains("e t"), s.contains("et"),
                  s.startsWith("one"), s.startsWith("two"), s.endsWith("two"), s.endsWith("one two one two three"));
            "#
        ),
        "4 12 -1 -1 0\n8 0 -1 4\n5 13 -1 3 2\n13 5 -1 11 1\n-1 0 true false true false true false\n"
    );
}

#[test]
fn changed_copies_leave_the_string_as_it_is() {
    assert_eq!(
        prints(
            r#"
            string s = "  Grüße, World!\n";
            print("[" + s.trim() + "]", s.trim().toUpper(), s.trim().toLower());
            string t = "a-b-c";
            print(t.replace("-", "+"), t.replace("-", ""), t.replace("x", "y"), t.replace("", "y"), t.replace("a-b-c", "-"), t);
            "#
        ),
        "[Grüße, World!] GRÜSSE, WORLD! grüße, world!\na+b+c abc a-b-c a-b-c - a-b-c\n"
    );
}

#[test]
fn texts_are_split_and_joined() {
    assert_eq!(
        prints(
            r#"
            array<string>@ parts = "A|B||D".split("|");
            print(parts.length(), join(parts, ","), parts[2].isEmpty());
            print("".split(",").length(), "a".split(",")[0], "abc".split("").length(), ",".split(",").length());
            array<string> none;
            print("[" + join(none, ",") + "]", join("x--y".split("--"), "--"));
            "#
        ),
        "4 A,B,,D true\n1 a 1 2\n[] x--y\n"
    );
}

#[test]
fn numbers_are_formatted_and_parsed() {
    assert_eq!(
        prints(
            r#"
            print(formatInt(42) + "|" + formatInt(-42, "0", 6) + "|" + formatInt(42, "l", 4) + "|" + formatInt(255, "H") + "|" + formatUInt(~uint64(0)));
            print(formatFloat(3.14159) + "|" + formatFloat(3.14159, "", 8, 2) + "|" + formatFloat(1234.5, "e", 0, 3) + "|" + formatFloat(-0.5, "0", 6, 1));
            uint count = 99;
            string s = "" + parseInt("12 apples", 10, count); s += " " + count;
            s += " " + parseInt("-ff", 16, count); s += " " + count;
            s += " " + parseInt("none", 10, count); s += " " + count;
            print(s);
            s = "" + parseFloat("-2.5e1 m", count); s += " " + count;
            s += " " + parseFloat("x", count); s += " " + count;
            print(parseInt("7"), "" + parseUInt("18446744073709551615"), parseUInt("101", 2), s);
            print(parseInt("99999999999999999999"), parseInt("-99999999999999999999"));
            "#
        ),
        "42|-00042|42  |FF|18446744073709551615\n3|    3.14|1.234e+03|-000.5\n12 2 -255 3 0 0\n\
         7 18446744073709551615 5 -25 6 0 0\n9223372036854775807 -9223372036854775808\n"
            .replace("1.234e+03", &format!("{:.3}e+03", 1.2345))
    );
    assert_eq!(fails(r#"parseInt("1", 1);"#).0, ErrorKind::Argument);
    assert_eq!(fails(r#"formatFloat(1, "", 0, 100000);"#).0, ErrorKind::Argument);
}

#[test]
fn what_does_not_fit_into_memory_is_refused_and_can_be_caught() {
    let mut game = Game::new();
    game.language.set_memory_limit(Some(16 << 20)).expect("counts");
    for statements in [
        r#"string s = "kept"; try { s.resize(int64(1) << 40); } catch { } print(s, s.length());"#,
        r#"string s = "kept"; try { s.resize(1 << 30); } catch { } print(s, s.length());"#,
        r#"string s = "kept"; try { s = formatInt(1, "", 4000000000); } catch { } print(s, s.length());"#,
        r#"string s = "kept"; string t; t.resize(5000000); try { s = t.replace("\0", "0123456789"); } catch { } print(s, s.length());"#,
        r#"string s = "kept"; string t; t.resize(5000000); array<string> a(10, t); try { s = join(a, ""); } catch { } print(s, s.length());"#,
        r#"string s = "kept"; string t; t.resize(5000000); try { s = t.toUpper(); } catch { } print(s, s.length());"#,
    ] {
        game.eval(statements);
        assert_eq!(std::mem::take(&mut game.host.printed), "kept 4\n", "{statements}");
    }
    assert_eq!(game.error("string s; s.resize(int64(1) << 40);").kind(), ErrorKind::OutOfMemory);
    assert_eq!(game.error("string s; s.resize(-1);").kind(), ErrorKind::Argument);
}

#[test]
fn a_string_grows_by_small_pieces_without_copying_it_each_time() {
    assert_eq!(
        prints(
            "string s; for (int i = 0; i < 300000; i++) s += \"ab\"; print(s.length(), s.substr(599996));"
        ),
        "600000 abab\n"
    );
}

#[test]
fn bytes_that_are_not_text_stay_in_scripts() {
    let mut game = Game::new();
    let (kind, message) = {
        let error = game.error(r#"string s = "ab"; s[1] = 0xff; test::string(s);"#);
        (error.kind(), error.message().to_owned())
    };
    assert!(matches!(kind, ErrorKind::Type | ErrorKind::Argument), "{kind}: {message}");
    assert!(message.contains("UTF-8"), "{message}");
    assert_eq!(game.eval(r#"string s = "a"; s.resize(4); return test::string(s);"#), Value::from("a\0\0\0"));
}

#[test]
fn strings_go_in_and_out_of_functions_of_scripts() {
    let mut game = Game::new();
    let module = game
        .load("string twice(const string &in s) { return s + s; } string last; void keep(string s) { s += \"!\"; last = s; } string get() { return last; }")
        .expect("loads");
    assert_eq!(game.call(module, "twice", &[Arg::Str("ab")]).expect("returns"), Value::from("abab"));
    game.call(module, "keep", &[Arg::Str("ü")]).expect("returns");
    assert_eq!(game.call(module, "get", &[]).expect("returns"), Value::from("ü!"));
}

#[test]
fn literals_with_the_same_text_stay_apart_from_what_is_made_of_them() {
    assert_eq!(
        printed(
            r#"
            string f() { return "x"; }
            void main() {
                string a = "x", b = f();
                a += "1"; b[0] = 0x79;
                print(a, b, "x", f(), """heredoc "quoted" """);
            }
            "#
        ),
        "x1 y x x heredoc \"quoted\" \n"
    );
}

#[test]
fn strings_use_no_memory_when_they_are_gone() {
    let mut game = Game::new();
    let module = game
        .load("void f() { array<string> a; for (int i = 0; i < 1000; i++) { string s = \"number \" + i; a.insertLast(s); } }")
        .expect("loads");
    let used = |game: &Game| game.language.memory_usage().current;
    game.call(module, "f", &[]).expect("runs");
    game.collect_garbage();
    let before = used(&game);
    for _ in 0..5 {
        game.call(module, "f", &[]).expect("runs");
    }
    game.collect_garbage();
    assert!(used(&game) <= before + 1000, "{before} became {}", used(&game));
}

#[test]
fn anything_is_made_a_string_of() {
    assert_eq!(
        printed(
            "enum Mode { Idle, Run }
            void main() {
                string a(5); string b = string(1.5);
                print(a, b, string(0.1f), string(true), string(Vec3(1)), string(array<int> = {1, 2}), string('x'));
                print(Mode::Run, string(Mode::Run), Mode(7), 0.1f, string(Value(\"text\")));
            }"
        ),
        "5 1.5 0.1 true Vec3(1, 1, 1) [1, 2] x\nRun Run 7 0.1 text\n"
    );
    // Only where it is asked for.
    assert_eq!(Game::new().error("string s = \"\"; s.insert(0, 5);").kind(), ErrorKind::Syntax);
}
