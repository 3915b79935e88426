//! The type `array<T>`.

use glotta_core::{ErrorKind, Language as _, Value, Vec3};

use crate::game::{Game, printed, prints};

#[track_caller]
fn fails(statements: &str) -> (ErrorKind, String) {
    let error = Game::new().error(statements);
    (error.kind(), error.message().to_owned())
}

#[track_caller]
fn out_of_range(statements: &str, message: &str) {
    assert_eq!(fails(statements), (ErrorKind::Runtime, message.to_owned()), "{statements}");
}

/// A script with a function `show` that prints an array of numbers.
#[track_caller]
fn shows(script: &str) -> String {
    printed(&format!(
        "void show(const array<int> &in a) {{ string s = \"[\"; for (uint i = 0; i < a.length(); i++) \
         s += (i > 0 ? \", \" : \"\") + a[i]; print(s + \"]\"); }}\n{script}"
    ))
}

/// A class whose objects are counted.
const COUNTED: &str = "int live = 0;\n\
     class Counted { int n; Counted() { live++; } Counted(int n) { this.n = n; live++; } Counted(const Counted &in o) { n = o.n; live++; } ~Counted() { live--; } \
     Counted &opAssign(const Counted &in o) { n = o.n; return this; } \
     int opCmp(const Counted &in o) const { return n - o.n; } bool opEquals(const Counted &in o) const { return n == o.n; } }\n";

#[track_caller]
fn counted(script: &str) -> String {
    printed(&format!("{COUNTED}{script}"))
}

#[test]
fn arrays_are_made_empty_of_a_length_with_a_value_and_from_a_list() {
    assert_eq!(
        shows(
            "void main() { array<int> none, three(3), sevens(2, 7), list = {1, 2, 3}; int[] brackets = {4};\n\
             show(none); show(three); show(sevens); show(list); show(brackets);\n\
             array<int> copy = list; copy[0] = 9; show(copy); show(list); copy = copy; show(copy); copy = none; show(copy);\n\
             print(list.length(), none.isEmpty(), list.isEmpty());\n\
             array<int> empty = {}; show(empty); show(array<int> = {8, 9}); }"
        ),
        "[]\n[0, 0, 0]\n[7, 7]\n[1, 2, 3]\n[4]\n[9, 2, 3]\n[1, 2, 3]\n[9, 2, 3]\n[]\n3 true false\n[]\n[8, 9]\n"
    );
}

#[test]
fn elements_of_every_type_keep_what_is_put_into_them() {
    assert_eq!(
        printed(
            r#"
            enum Colour { RED, GREEN = 5 }
            class Point { int x; int y = 2; }
            interface Named { string name(); }
            class Cat : Named { string name() { return "cat"; } }
            funcdef int Fn(int);
            int twice(int n) { return n * 2; }
            void main() {
                array<bool> a = {true, false, true}; array<int8> b = {-1, 2, 3}; array<uint8> c = {255, 1, 2}; array<int16> d = {-300, 4};
                array<uint16> e = {60000}; array<uint> f = {4000000000}; array<int64> g = {int64(1) << 40, -1}; array<uint64> h = {~uint64(0) / 2};
                array<float> i = {0.5f, 1.5f}; array<double> j = {0.1, 0.2}; array<Colour> k = {GREEN, RED};
                print(a[0], a[1], a[2], b[0], b[2], c[0], c[2], d[0]);
                print(d[1], e[0], f[0], g[0], g[1], h[0], i[1], j[1]);
                print(k[0] == GREEN, k.length());
                array<string> l = {"one", "two"}; l[0] += "!";
                array<Vec3> m = {Vec3(1, 2, 3), Vec3(4, 5, 6)}; m[1].x = 9;
                array<Value> n = {1, "x", 2.5}; n[0] = "now text";
                print(l[0], l[1], m[1].x, m[0].z, n[0].kind(), n[1].kind(), n[2].kind());
                array<Point> o(2); o[0].x = 5; Point p = o[0]; p.x = 6; o.insertLast(p);
                array<Point@> q(2); @q[0] = p; q.insertLast(p); p.x = 7;
                print(o[0].x, o[2].x, o[1].y, q[0].x, q[1] is null, q[2] is p);
                array<Named@> r = {Cat()}; array<Fn@> s = {twice, null}; array<dictionary> t(1); t[0].set("k", 1);
                array<array<int>> u = {{1, 2}, {3}}; u[1].insertLast(4);
                print(r[0].name(), s[0](21), s[1] is null, t[0].getSize(), u[0].length(), u[1][1]);
            }
            "#
        ),
        "true false true -1 3 255 2 -300\n4 60000 4000000000 1099511627776 -1 9223372036854775807 1.5 0.2\ntrue 2\n\
         one! two 9 3 string string float\n5 6 2 7 true true\ncat 42 true 1 2 4\n"
    );
}

#[test]
fn new_elements_are_as_variables_of_their_type_are_at_first() {
    assert_eq!(
        prints(
            "array<Quat> q(1); Quat identity; array<string> s(1); array<Value> v(1); array<Entity> e(1); Entity none;\n\
             array<bool> b(1); array<double> d(1);\n\
             print(q[0] == identity, s[0].isEmpty(), v[0].isNull(), e[0] == none, b[0], d[0]);"
        ),
        "true true true true false 0\n"
    );
}

#[test]
fn lengths_change() {
    assert_eq!(
        shows(
            "void main() { array<int> a = {1, 2, 3}; a.resize(5); show(a); a.resize(2); show(a); a.resize(3); show(a); a.reserve(1000); show(a); a.resize(0); show(a); }"
        ),
        "[1, 2, 3, 0, 0]\n[1, 2]\n[1, 2, 0]\n[1, 2, 0]\n[]\n"
    );
}

#[test]
fn elements_are_added_and_removed_anywhere() {
    assert_eq!(
        shows(
            "void main() { array<int> a = {1, 2, 3};\n\
             a.insertAt(0, 0); a.insertAt(4, 4); a.insertAt(2, 9); show(a);\n\
             a.insertLast(5); a.insertLast(a[0]); show(a);\n\
             a.removeAt(2); a.removeLast(); show(a);\n\
             array<int> b = {7, 8}; a.insertAt(1, b); a.insertAt(a.length(), b); show(a);\n\
             a.insertAt(1, a); show(a);\n\
             a.removeRange(1, 10); show(a); a.removeRange(3, 100); show(a); a.removeRange(1, 0); show(a); a.removeRange(3, 1);\n\
             a.reverse(); show(a); b.reverse(); show(b); a.removeRange(0, 3); a.reverse(); show(a); }"
        ),
        "[0, 1, 9, 2, 3, 4]\n[0, 1, 9, 2, 3, 4, 5, 0]\n[0, 1, 2, 3, 4, 5]\n[0, 7, 8, 1, 2, 3, 4, 5, 7, 8]\n\
         [0, 0, 7, 8, 1, 2, 3, 4, 5, 7, 8, 7, 8, 1, 2, 3, 4, 5, 7, 8]\n[0, 7, 8, 1, 2, 3, 4, 5, 7, 8]\n[0, 7, 8]\n[0, 7, 8]\n\
         [8, 7, 0]\n[8, 7]\n[]\n"
    );
}

#[test]
fn an_index_past_the_end_is_an_error() {
    out_of_range("array<int> a = {1, 2, 3}; a[3] = 1;", "array: index 3 is out of range: the length is 3");
    out_of_range(
        "const array<int> a = {1}; int n = a[-1];",
        "array: index -1 is out of range: the length is 1",
    );
    out_of_range("array<string> a; string s = a[0];", "array: index 0 is out of range: the length is 0");
    out_of_range("array<int> a; a.insertAt(1, 5);", "array: index 1 is out of range: the length is 0");
    out_of_range(
        "array<int> a; array<int> b; a.insertAt(-1, b);",
        "array: index -1 is out of range: the length is 0",
    );
    out_of_range("array<int> a(2); a.removeAt(2);", "array: index 2 is out of range: the length is 2");
    out_of_range("array<int> a(2); a.removeRange(3, 1);", "array: index 3 is out of range: the length is 2");
    out_of_range("array<int> a(2); a.sortAsc(1, 2);", "array: index 2 is out of range: the length is 2");
    out_of_range("array<int> a(2); a.sortDesc(3, 0);", "array: index 3 is out of range: the length is 2");
    assert_eq!(fails("array<int> a; a.removeLast();").0, ErrorKind::Runtime);
}

#[test]
fn lengths_that_cannot_be_are_refused() {
    let mut game = Game::new();
    game.language.set_memory_limit(Some(64 << 20)).expect("counts");
    for (statements, kind) in [
        ("array<int> a; a.resize(int64(1) << 40);", ErrorKind::OutOfMemory),
        ("array<int> a; a.resize(int64(1) << 62);", ErrorKind::OutOfMemory),
        ("array<int64> a; a.resize((int64(1) << 31) - 1);", ErrorKind::OutOfMemory),
        ("array<int> a; a.reserve(~uint64(0) / 2);", ErrorKind::OutOfMemory),
        ("array<int> a(int64(1) << 50);", ErrorKind::OutOfMemory),
        ("array<int> a(100000000, 3);", ErrorKind::OutOfMemory),
        ("array<string> a(100000000, \"x\");", ErrorKind::OutOfMemory),
        ("array<int> a; a.resize(-1);", ErrorKind::Argument),
        ("array<int> a(-3);", ErrorKind::Argument),
        ("array<int> a; a.reserve(-3);", ErrorKind::Argument),
        ("array<int> a; a.removeRange(0, -3);", ErrorKind::Argument),
    ] {
        let error = game.error(statements);
        assert_eq!(error.kind(), kind, "{statements}: {error}");
    }
    game.eval(
        "array<int> a = {1, 2}; try { a.resize(int64(1) << 40); } catch { print(getExceptionInfo()); } print(a.length(), a[1]);",
    );
    assert_eq!(game.host.printed, "not enough memory\n2 2\n");
}

#[test]
fn arrays_grow_by_single_elements_without_copying_all_each_time() {
    assert_eq!(
        prints(
            "array<int> a; for (int i = 0; i < 500000; i++) a.insertLast(i);\n\
             int64 sum = 0; for (uint i = 0; i < a.length(); i++) sum += a[i]; print(a.length(), sum);\n\
             array<string> s; for (int i = 0; i < 50000; i++) s.insertLast(\"\" + i); print(s[49999]);"
        ),
        "500000 124999750000\n49999\n"
    );
}

#[test]
fn arrays_are_equal_if_their_elements_are() {
    assert_eq!(
        counted(
            "void main() { array<int> a = {1, 2}, b = {1, 2}, c = {1}, d = {1, 3};\n\
             print(a == b, a == c, a == d, a != d, a == a);\n\
             array<string> s = {\"x\"}, t = {\"x\"}, u = {\"y\"}; array<float> f = {0.0f}, g = {-0.0f};\n\
             print(s == t, s == u, f == g);\n\
             array<Counted> o = {Counted(1), Counted(2)}, p = o, q = {Counted(1), Counted(3)};\n\
             array<Counted@> h = {null, o[0]}, i = {null, p[0]}, j = {o[0], null};\n\
             print(o == p, o == q, h == i, h == j);\n\
             array<array<int>> m = {{1}, {2, 3}}, n = {{1}, {2, 3}}; print(m == n); n[1][1] = 4; print(m == n);\n\
             array<Vec3> v = {Vec3(1, 2, 3)}, w = {Vec3(1, 2, 4)}; print(v == w); w[0].z = 3; print(v == w);\n\
             array<Value> x = {1, \"a\"}, y = {1, \"a\"}; print(x == y); y[1] = 2; print(x == y); }"
        ),
        "true false false true true\ntrue false true\ntrue false true false\ntrue\nfalse\nfalse\ntrue\ntrue\nfalse\n"
    );
}

#[test]
fn elements_are_found_by_value_and_by_object() {
    assert_eq!(
        counted(
            "void main() { array<int> a = {5, 6, 5}; print(a.find(5), a.find(1, 5), a.find(7), a.find(9, 5), a.find(-4, 6), a.findByRef(5));\n\
             array<string> s = {\"x\", \"y\"}; print(s.find(\"y\"), s.find(\"z\"));\n\
             array<double> d = {1.5, 2.5}; array<bool> b = {false, true}; print(d.find(2.5), b.find(true));\n\
             array<Counted> o = {Counted(1), Counted(2)}; Counted two(2);\n\
             print(o.find(two), o.findByRef(two), o.findByRef(o[1]), o.find(Counted(3)));\n\
             array<Counted@> h = {null, o[0], two}; print(h.find(o[1]), h.findByRef(two), h.findByRef(o[1]), h.find(null), h.findByRef(null), h.findByRef(1, null));\n\
             array<Vec3> v = {Vec3(1, 2, 3), Vec3(4, 5, 6)}; print(v.find(Vec3(4, 5, 6)), v.find(Vec3()));\n\
             array<array<int>> n = {{1}, {2}}; array<int> w = {2}; print(n.find(w));\n\
             array<Value> x = {1, \"a\"}; print(x.find(Value(\"a\")), x.find(Value(3))); }"
        ),
        "0 2 -1 -1 1 -1\n1 -1\n1 1\n1 -1 1 -1\n2 2 -1 0 0 -1\n1 -1\n1\n1 -1\n"
    );
}

#[test]
fn what_cannot_be_compared_is_an_error() {
    let script = "class Plain { } bool f() { array<Plain> a(2); Plain p; return a.find(p) >= 0; }\n\
                  void g() { array<Plain> a(2); a.sortAsc(); } void h() { array<Vec3> a(2); a.sortAsc(); }\n\
                  void i() { array<Value> a = {1, \"x\"}; a.sortAsc(); }";
    let mut game = Game::new();
    let module = game.load(script).expect("loads");
    for (name, message) in [
        ("f", "array: comparing needs opEquals or opCmp, which Plain does not have"),
        ("g", "array: sorting needs opCmp, which Plain does not have"),
        ("h", "array: sorting needs an order, which Vec3 does not have"),
    ] {
        let error = game.call(module, name, &[]).expect_err("cannot be compared");
        assert_eq!((error.kind(), error.message()), (ErrorKind::Type, message));
    }
    assert_eq!(game.call(module, "i", &[]).expect_err("cannot be compared").kind(), ErrorKind::Type);
}

#[test]
fn elements_are_sorted_by_their_own_order() {
    assert_eq!(
        shows(
            "void main() { array<int> a = {3, -1, 2, 10, -7}; a.sortAsc(); show(a); a.sortDesc(); show(a);\n\
             array<int> b = {5, 4, 3, 2, 1}; b.sortAsc(1, 3); show(b); b.sortDesc(0, 2); show(b); b.sortAsc(5, 0); b.sortAsc(0, 5); show(b);\n\
             array<string> s = {\"pear\", \"fig\", \"apple\"}; s.sortAsc(); print(join(s, \" \")); s.sortDesc(); print(join(s, \" \"));\n\
             array<double> d = {2.5, sqrt(-1), -1.0}; d.sortAsc(); print(d[0], d[1]);\n\
             array<uint8> u = {200, 3}; u.sortAsc(); print(u[0], u[1]); array<int64> l = {5, -5}; l.sortAsc(); print(l[0]);\n\
             array<Value> v = {3, 1.5, 2}; v.sortAsc(); print(double(v[0]), int(v[2])); array<bool> t = {true, false}; t.sortAsc(); print(t[0]); }"
        ),
        "[-7, -1, 2, 3, 10]\n[10, 3, 2, -1, -7]\n[5, 2, 3, 4, 1]\n[5, 2, 3, 4, 1]\n[1, 2, 3, 4, 5]\napple fig pear\npear fig apple\n\
         -1 2.5\n3 200\n-5\n1.5 3\nfalse\n"
    );
}

#[test]
fn objects_are_sorted_by_opcmp_and_null_comes_first() {
    assert_eq!(
        counted(
            "void main() { array<Counted> a = {Counted(3), Counted(1), Counted(2)}; a.sortAsc(); print(a[0].n, a[1].n, a[2].n); a.sortDesc(); print(a[0].n);\n\
             array<Counted@> h = {a[0], null, a[2]}; h.sortAsc(); print(h[0] is null, h[1].n, h[2].n); h.sortDesc(); print(h[0].n, h[2] is null); }"
        ),
        "1 2 3\n3\ntrue 1 3\n3 true\n"
    );
}

#[test]
fn elements_are_sorted_as_a_function_says_and_equal_ones_stay_as_they_were() {
    assert_eq!(
        counted(
            "bool byTens(const int &in a, const int &in b) { return a / 10 < b / 10; }\n\
             bool byLength(const string &in a, const string &in b) { return a.length() < b.length(); }\n\
             bool byN(Counted@ const &in a, Counted@ const &in b) { return a.n < b.n; }\n\
             bool objects(const Counted &in a, const Counted &in b) { return a.n > b.n; }\n\
             class Order { int sign = -1; bool less(const int &in a, const int &in b) { return a * sign < b * sign; } }\n\
             void main() { array<int> a = {25, 11, 13, 29, 5, 12}; a.sort(byTens); print(a[0], a[1], a[2], a[3], a[4], a[5]);\n\
             array<string> s = {\"ccc\", \"a\", \"bb\", \"d\"}; s.sort(byLength); print(join(s, \" \"));\n\
             array<Counted@> h = {Counted(3), Counted(1)}; h.sort(byN); print(h[0].n, h[1].n);\n\
             array<Counted> o = {Counted(1), Counted(3)}; o.sort(objects); print(o[0].n);\n\
             Order order; a.sort(array<int>::less(order.less)); print(a[0], a[5]);\n\
             array<int> part = {5, 4, 3, 2, 1}; part.sort(function(a, b) { return a < b; }, 3); print(part[0], part[3], part[4]);\n\
             part.sort(function(a, b) { return a < b; }, 0, 2); print(part[0], part[1], part[2]); part.sort(function(a, b) { return a < b; }, 0, 100); print(part[0], part[4]); }"
        ),
        "5 11 13 12 25 29\na d bb ccc\n1 3\n3\n29 5\n5 1 2\n4 5 3\n1 5\n"
    );
}

#[test]
fn a_comparison_that_fails_ends_the_sorting_and_leaves_the_array_as_it_was() {
    assert_eq!(
        shows(
            "int calls = 0;\n\
             bool failing(const int &in a, const int &in b) { if (++calls == 3) throw(\"enough\"); return a < b; }\n\
             void main() { array<int> a = {4, 3, 2, 1}; try { a.sort(failing); } catch { print(getExceptionInfo()); } show(a);\n\
             array<int>::less@ none; try { a.sort(none); } catch { print(\"refused\"); } show(a); }"
        ),
        "enough\n[4, 3, 2, 1]\nrefused\n[4, 3, 2, 1]\n"
    );
}

#[test]
fn a_comparison_that_changes_the_array_is_refused_and_harms_nothing() {
    for change in [
        "g.insertLast(Counted(9));",
        "if (g.length() > 10) g.removeLast();",
        "g.resize(0);",
        "g.resize(1000);",
        "array<Counted> other(5); g = other;",
        "g.reverse();",
        "g.sort(inner);",
    ] {
        let told = counted(&format!(
            "array<Counted> g;\n\
             bool inner(const Counted &in a, const Counted &in b) {{ return a.n < b.n; }}\n\
             bool less(const Counted &in a, const Counted &in b) {{ {change} return a.n < b.n; }}\n\
             void main() {{ for (int i = 0; i < 20; i++) g.insertLast(Counted(i * 7 % 20));\n\
             try {{ g.sort(less); print(\"sorted\"); }} catch {{ print(getExceptionInfo()); }}\n\
             for (uint i = 0; i < g.length(); i++) g[i].n += 1; g.resize(0); }}"
        ));
        assert!(
            told.starts_with("array: a script changed the array while it was being sorted"),
            "{change}: {told}"
        );
    }
}

#[test]
fn an_array_that_is_let_go_of_while_it_is_sorted_or_searched_lives_until_that_is_done() {
    assert_eq!(
        printed(
            "class Item { int n; Item() { } Item(int n) { this.n = n; } bool opEquals(const Item &in o) const { @g = null; return n == o.n; } }\n\
             array<Item@>@ g;\n\
             bool less(Item@ const &in a, Item@ const &in b) { @g = null; return a.n < b.n; }\n\
             void fill() { array<Item@> a = {Item(2), Item(1), Item(3)}; @g = a; }\n\
             void main() { fill(); g.sort(less); print(g is null); fill(); int at = g.find(Item(3)); print(at, g is null); }"
        ),
        "true\n2 true\n"
    );
}

/// Objects with a destructor go when the collector comes to them.
#[test]
fn objects_live_as_long_as_an_array_has_them() {
    let mut game = Game::new();
    let steps = [
        ("a = array<Counted>(3);", 3),
        ("a.resize(1);", 1),
        ("a.insertLast(Counted(1));", 2),
        ("b = a;", 4),
        ("b.removeAt(0);", 3),
        ("b.insertAt(0, a);", 5),
        ("a = b;", 6),
        ("a.removeRange(0, 2);", 4),
        ("a.reverse(); a.sortAsc(); b.find(Counted(1));", 4),
        ("a.removeLast(); b.resize(0);", 0),
        ("h.resize(2); @h[0] = Counted(1); h.insertLast(h[0]);", 1),
        ("@h[0] = null;", 1),
        ("h.removeLast();", 0),
        ("h = array<Counted@> = {Counted(1), null, Counted(2)};", 2),
        ("h.insertAt(0, h); h.removeRange(0, 3);", 2),
        ("h = array<Counted@>();", 0),
    ];
    let mut script =
        format!("{COUNTED} array<Counted> a, b; array<Counted@> h; int count() {{ return live; }}\n");
    for (number, (statements, _)) in steps.iter().enumerate() {
        script.push_str(&format!("void step{number}() {{ {statements} }}\n"));
    }
    let module = game.load(&script).expect("loads");
    for (number, (statements, live)) in steps.iter().enumerate() {
        game.call(module, &format!("step{number}"), &[]).expect("runs");
        game.collect_garbage();
        let count = game.call(module, "count", &[]).expect("returns");
        assert_eq!(count, Value::Int(*live), "{statements}");
    }
}

#[test]
fn a_constructor_that_fails_leaves_the_array_as_it_was() {
    assert_eq!(
        printed(
            "int made = 0, ended = 0; bool failing = false;\n\
             class Part { Part() { if (failing && made == 5) throw(\"no fifth\"); made++; } ~Part() { ended++; } }\n\
             void main() { array<Part> a(3); failing = true; try { a.resize(10); print(\"grown\"); } catch { print(getExceptionInfo()); }\n\
             print(a.length(), made); try { array<Part> b(2); print(\"made\"); } catch { print(getExceptionInfo()); } }"
        ),
        "no fifth\n3 5\nno fifth\n"
    );
}

#[test]
fn constructors_and_destructors_may_change_the_very_array() {
    let told = printed(
        "array<Greedy>@ g; int depth = 0;\n\
         class Greedy { int n = 1; Greedy() { if (g !is null && depth < 3) { depth++; g.resize(g.length() + 1); depth--; } }\n\
         ~Greedy() { if (g !is null && g.length() > 0) g.removeLast(); n = 0; } }\n\
         void main() { array<Greedy> a; @g = a; a.resize(5); bool whole = true; for (uint i = 0; i < a.length(); i++) whole = whole && a[i].n == 1; print(whole, a.length() >= 5);\n\
         a.removeAt(0); a.resize(1); a.resize(0); print(a.length()); @g = null; }",
    );
    assert_eq!(told, "true true\n0\n");
}

#[test]
fn what_is_not_initialised_yet_is_refused_as_an_element() {
    assert_eq!(
        printed(
            "array<string> g; array<C> h; class C { } class Base { Base() { early(); } void early() { } }\n\
             class Late : Base { string s = \"text\"; C c = C(); void early() { try { g.insertLast(s); } catch { print(getExceptionInfo().substr(0, 4)); }\n\
             try { h.insertAt(0, c); } catch { print(\"no object\"); } try { g.find(s); } catch { print(\"nothing to find\"); }\n\
             try { array<string> a(3, s); } catch { print(\"no value\"); } } }\n\
             void main() { Late late; print(g.length(), h.length(), late.s); }"
        ),
        "null\nno object\nnothing to find\nno value\n0 0 text\n"
    );
}

#[test]
fn circles_of_arrays_and_objects_are_found_and_freed() {
    let mut game = Game::new();
    let module = game
        .load(
            "int live = 0;\n\
             class Node { array<Node@> links; array<array<Node@>@> nested; Node() { live++; } ~Node() { live--; } }\n\
             void f() { for (int i = 0; i < 100; i++) { Node a, b; a.links.insertLast(b); b.links.insertLast(a); a.links.insertLast(a); b.nested.insertLast(a.links); } }\n\
             int count() { return live; }\n\
             array<Node@>@ kept; void keep() { Node n; @kept = n.links; n.links.insertLast(n); } uint keptLength() { return kept.length(); } void drop() { @kept = null; }",
        )
        .expect("loads");
    game.call(module, "f", &[]).expect("runs");
    game.collect_garbage();
    assert_eq!(game.call(module, "count", &[]).expect("returns"), Value::Int(0));
    game.call(module, "keep", &[]).expect("runs");
    game.collect_garbage();
    assert_eq!(game.call(module, "count", &[]).expect("returns"), Value::Int(1), "what is reachable stays");
    assert_eq!(game.call(module, "keptLength", &[]).expect("returns"), Value::Int(1));
    game.call(module, "drop", &[]).expect("runs");
    game.collect_garbage();
    assert_eq!(game.call(module, "count", &[]).expect("returns"), Value::Int(0));
}

#[test]
fn a_function_that_holds_the_array_it_is_in_is_freed() {
    let mut game = Game::new();
    let module = game
        .load(
            "int live = 0; funcdef void Fn();\n\
             class Owner { array<Fn@> list; Owner() { live++; list.insertLast(Fn(this.call)); } ~Owner() { live--; } void call() { } }\n\
             void f() { Owner o; } int count() { return live; }",
        )
        .expect("loads");
    game.call(module, "f", &[]).expect("runs");
    game.collect_garbage();
    assert_eq!(game.call(module, "count", &[]).expect("returns"), Value::Int(0));
}

#[test]
fn a_long_chain_through_arrays_is_freed_without_recursion() {
    let mut game = Game::new();
    let module = game
        .load(
            "int live = 0; int count() { return live; }\n\
             class Node { array<Node@> next; Node() { live++; } ~Node() { live--; } }\n\
             void f() { Node@ head = Node(); for (int i = 0; i < 300; i++) { Node@ n = Node(); n.next.insertLast(head); @head = n; } }",
        )
        .expect("loads");
    game.call(module, "f", &[]).expect("runs");
    // With a destructor at each link, the collector takes the chain apart from one end.
    for _ in 0..300 {
        game.collect_garbage();
    }
    assert_eq!(game.call(module, "count", &[]).expect("returns"), Value::Int(0));
}

#[test]
fn a_long_chain_without_destructors_is_freed_at_once() {
    for class in [
        "class Node { array<Node@> next; }",
        "class Node { array<Node@>@ next = array<Node@>(); }",
        "class Node { array<array<Node@>> nested(1); array<Node@>@ get_next() property { return nested[0]; } }",
    ] {
        let mut game = Game::new();
        let module = game
            .load(&format!(
                "{class}\n\
                 void f() {{ Node@ head = Node(); for (int i = 0; i < 30000; i++) {{ Node@ n = Node(); n.next.insertLast(head); @head = n; }} }}\n\
                 Node@ root; void g() {{ Node@ head = Node(); @root = head; for (int i = 0; i < 30000; i++) {{ Node@ n = Node(); head.next.insertLast(n); @head = n; }} }}\n\
                 void drop() {{ @root = null; }}"
            ))
            .expect("loads");
        for name in ["f", "g"] {
            game.call(module, name, &[]).expect("runs");
            game.call(module, "drop", &[]).expect("runs");
            game.collect_garbage();
            let alive = game.language.collector_statistics().alive;
            assert!(alive < 100, "{class} {name}: {alive}");
        }
    }
}

#[test]
fn handles_are_bounded_where_the_library_cannot_count_them() {
    let mut game = Game::new();
    for statements in [
        "array<Thing@> a(600000, thing); array<Thing@> b; for (int i = 0; i < 3; i++) b.insertAt(0, a);",
        "array<Thing@> a; while (true) a.insertLast(thing);",
        "array<Thing@> a(2000000, thing); throw(\"enough\");",
        "array<Thing@> a(500000); a = a; array<Thing@> b = a; throw(\"enough\");",
    ] {
        let module =
            game.load(&format!("class Thing {{ }} void f() {{ Thing thing; {statements} }}")).expect("loads");
        game.language.set_memory_limit(Some(64 << 20)).expect("counts");
        let error = game.call(module, "f", &[]).expect_err("too many");
        assert!(
            error.kind() == ErrorKind::OutOfMemory || error.message() == "enough",
            "{statements}: {error:?}"
        );
        game.unload(module);
    }
    let module = game.load("class Thing { } void f() { Thing thing; for (int i = 0; i < 5; i++) { array<Thing@> a(500000, thing); a.resize(0); } }").expect("loads");
    game.call(module, "f", &[]).expect("they are counted down too");
}

#[test]
fn what_cannot_be_an_element_is_refused_when_the_script_is_compiled() {
    for (script, part) in [
        ("void f() { array<Component> a; }", "array<Component@>"),
        ("interface I { } void f() { array<I> a; }", "array<I@>"),
        ("abstract class A { } void f() { array<A> a; }", "array<A@>"),
        ("funcdef void F(); void f() { array<F> a; }", "array<F@>"),
        ("void f() { array<void> a; }", ""),
        ("class C { C(int n) { } } void f() { array<C> a; C c; }", ""),
    ] {
        let mut game = Game::new();
        match game.load(script) {
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Syntax, "{script}: {error}");
                assert!(error.message().contains(part), "{script}: {error}");
            }
            // A class without a constructor of that kind may be given one.
            Ok(_) => assert!(script.contains("C(int n)"), "{script} compiles"),
        }
    }
}

#[test]
fn arrays_cross_to_the_engine_and_back() {
    let mut game = Game::new();
    assert_eq!(
        game.eval("array<Entity> a = {entity::create(), entity::create()}; array<Entity>@ b = test::entities(a); return a[0] == b[1] && a[1] == b[0] && b.length() == 2;"),
        Value::Bool(true)
    );
    assert_eq!(
        game.eval("array<Vec3> a = {Vec3(1, 2, 3)}; return test::vec3s(a)[0];"),
        Value::from(Vec3::new(1.0, 2.0, 3.0))
    );
    assert_eq!(game.eval("array<double> a = {1.5, 2}; return test::floats(a);"), Value::Float(3.5));
    assert_eq!(game.eval("array<int> a = {1, 2}; return test::floats(a);"), Value::Float(3.0));
    assert_eq!(
        game.eval("array<string> a = {\"x\", \"y\"}; return test::echo(a);"),
        Value::List(vec![Value::from("x"), Value::from("y")])
    );
    assert_eq!(
        game.eval("array<array<int>> a = {{1}, {}}; return test::echo(a);"),
        Value::List(vec![Value::List(vec![Value::Int(1)]), Value::List(vec![])])
    );
    assert_eq!(game.eval("array<int>@ a = null; return test::echo(@a);"), Value::Null);
}

#[test]
fn arrays_that_outlive_their_script_go_with_the_language() {
    let mut game = Game::new();
    let module = game
        .load("class Node { array<Node@> links; array<Node> own; string s = \"text\"; } array<Node> g(3); void f() { g[0].links.insertLast(g[0]); g[1].links.insertLast(g[2]); g[2].links.insertLast(g[1]); }")
        .expect("loads");
    game.call(module, "f", &[]).expect("runs");
    game.unload(module);
    assert_eq!(game.eval("array<int> a = {1}; return int(a.length());"), Value::Int(1));
    drop(game);
}
