//! Functions of several languages that hold each other in a ring, and objects of the engine: what stays when one of the
//! scripts goes, or all. Counted, not estimated.

#[path = "leaks/game.rs"]
#[allow(dead_code, reason = "the other tests count more")]
mod game;

use std::sync::{Mutex, MutexGuard, PoisonError};

use game::Played;
use glotta::core::{Arg, Object, Value};

/// Objects are counted for the whole process, so these tests run one after the other.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A script whose `make` gives a function that holds a box; the box holds a query, and what `tie` puts into it. The function
/// calls that and tells what it said. `forget` leaves the functions to those who hold them.
struct Member {
    language: &'static str,
    path: &'static str,
    text: &'static str,
}

const LUA: Member = Member {
    language: "lua",
    path: "a.lua",
    text: "local boxes = {}
function make()
    local box = { query = query.create({ 'Transform' }) }
    box.own = function()
        if box.busy then return 'round' end
        box.busy = true
        local ok, told = pcall(box.other)
        box.busy = false
        return 'lua ' .. (ok and told or told.message)
    end
    boxes[#boxes + 1] = box
    return box.own
end
function tie(other) boxes[#boxes].other = other end
function forget() boxes = {} end
function ask() return boxes[#boxes].own() end
",
};

const PYTHON: Member = Member {
    language: "python",
    path: "b.py",
    text: "boxes = []
class Box:
    def __init__(self):
        self.query = query.create(['Transform'])
        self.busy = False
        self.inner = {}
    def own(self):
        if self.busy:
            return 'round'
        self.busy = True
        try:
            told = self.inner['other']()
        except Exception as error:
            told = error.message
        self.busy = False
        return 'python ' + told
def make():
    boxes.append(Box())
    return boxes[-1].own
def tie(other):
    boxes[-1].inner['other'] = other
def forget():
    boxes.clear()
def ask():
    return boxes[-1].own()
",
};

const ANGELSCRIPT: Member = Member {
    language: "angelscript",
    path: "c.as",
    text: "funcdef string Own();
class Inner { dictionary other; }
class Box {
    Query@ kept;
    bool busy = false;
    array<Inner@> inner = {Inner()};
    string own() {
        if (busy)
            return 'round';
        busy = true;
        string told;
        try { told = inner[0].other['it'].call(); } catch { told = getExceptionInfo(); }
        busy = false;
        return 'angelscript ' + told;
    }
}
array<Box@> boxes;
Own@ make() {
    Box box;
    array<string> names = {'Transform'};
    @box.kept = query::create(names);
    boxes.insertLast(box);
    return Own(box.own);
}
void tie(const Value &in other) { boxes[boxes.length() - 1].inner[0].other['it'] = other; }
void forget() { boxes.resize(0); }
string ask() { return boxes[boxes.length() - 1].own(); }
",
};

/// Each pair in both orders, and all three, both ways round.
fn rings() -> Vec<Vec<Member>> {
    let of = |members: &[u8]| {
        let member = |place: &u8| match place {
            0 => LUA,
            1 => PYTHON,
            _ => ANGELSCRIPT,
        };
        members.iter().map(member).collect::<Vec<_>>()
    };
    [&[0, 1][..], &[1, 0], &[0, 2], &[2, 0], &[1, 2], &[2, 1], &[0, 1, 2], &[0, 2, 1]].map(of).into()
}

fn call(played: &mut Played, member: &Member, function: &str, arguments: &[Arg<'_>]) -> Value {
    played.scripts(|scripts| {
        scripts.session(|session, scripts| {
            let script = session.script(member.path).expect("loaded");
            session.call_by_name(scripts, script, function, arguments).outcome.expect("no error")
        })
    })
}

/// How many rings of functions each test makes; of all but the last the scripts themselves forget theirs.
const TIMES: usize = 10;

/// A game with that ring, and how many objects there were before.
fn tied(ring: &[Member]) -> (Played, usize) {
    let paths: Vec<String> = ring.iter().map(|member| format!("{:?}", member.path)).collect();
    let files: Vec<(&str, &str)> = ring.iter().map(|member| (member.path, member.text)).collect();
    let mut played = Played::new(&format!("scripts = [{}]", paths.join(", ")), &files);
    played.frame();
    played.collect();
    let before = Object::living();
    for _ in 0..TIMES {
        for member in ring {
            call(&mut played, member, "forget", &[]);
        }
        let functions: Vec<Value> =
            ring.iter().map(|member| call(&mut played, member, "make", &[])).collect();
        for (place, member) in ring.iter().enumerate() {
            call(&mut played, member, "tie", &[Arg::Value(&functions[(place + 1) % ring.len()])]);
        }
    }
    let names: Vec<&str> = ring.iter().map(|member| member.language).collect();
    assert_eq!(call(&mut played, &ring[0], "ask", &[]), Value::from(format!("{} round", names.join(" "))));
    assert_eq!(
        living(&mut played),
        before + TIMES * ring.len(),
        "they keep each other while they are loaded"
    );
    (played, before)
}

fn living(played: &mut Played) -> usize {
    // What one language lets go may be what kept something of another.
    played.collect();
    played.census().objects
}

/// How many functions of a language others hold.
fn callbacks(played: &mut Played, language: &str) -> usize {
    let census = played.census();
    let found = census.runtime.languages.iter().find(|(name, _)| *name == language).expect("known");
    found.1.callbacks
}

/// What must hold when `ring[gone]` has gone in one way or another: nothing of it is there, nothing of it runs, and of the
/// others what they hold themselves.
fn check_without(played: &mut Played, ring: &[Member], gone: usize, before: usize) {
    let told = ring.iter().map(|member| member.language).collect::<Vec<_>>().join(" ");
    assert_eq!(living(played), before + ring.len() - 1, "{told} without {gone}");
    let last = (gone + ring.len() - 1) % ring.len();
    for (place, member) in ring.iter().enumerate() {
        // Whom the last held it holds still, for what that is worth.
        let held = usize::from(place != (gone + 1) % ring.len());
        assert_eq!(callbacks(played, member.language), held, "{told} without {gone}: {}", member.language);
    }
    let answer = call(played, &ring[last], "ask", &[]);
    let expected =
        format!("{} the function's script was unloaded or reloaded: take it anew", ring[last].language);
    assert_eq!(answer, Value::from(expected), "{told} without {gone}");
}

fn check_empty(mut played: Played, ring: &[Member], before: usize) {
    for member in ring {
        played.unload(member.path);
    }
    assert_eq!(living(&mut played), before);
    for (name, census) in played.census().runtime.languages {
        assert_eq!((census.modules, census.functions, census.callbacks), (0, 0, 0), "{name}");
    }
    assert_eq!(played.told(), [""; 0]);
    played.end();
}

#[test]
fn all_is_free_when_all_scripts_of_a_ring_are_unloaded() {
    let _alone = alone();
    for ring in rings() {
        let (played, before) = tied(&ring);
        check_empty(played, &ring, before);
    }
}

#[test]
fn nothing_stays_or_runs_of_the_script_of_a_ring_that_is_unloaded() {
    let _alone = alone();
    for ring in rings() {
        for gone in 0..ring.len() {
            let (mut played, before) = tied(&ring);
            played.unload(ring[gone].path);
            check_without(&mut played, &ring, gone, before);
            check_empty(played, &ring, before);
        }
    }
}

#[test]
fn nothing_stays_or_runs_of_the_old_code_of_the_script_of_a_ring_that_is_reloaded() {
    let _alone = alone();
    for ring in rings() {
        for gone in 0..ring.len() {
            let (mut played, before) = tied(&ring);
            played.save(ring[gone].path, &format!("{}\n", ring[gone].text));
            check_without(&mut played, &ring, gone, before);
            check_empty(played, &ring, before);
        }
    }
}

/// Functions of its own that a script holds in values, in every place that a value may have. The library sees no way from
/// there back to the script.
const KNOTS: &str = "funcdef void F();
Query@ new_query() { array<string> names = {'Transform'}; return query::create(names); }
void free() {}
class Knot { Query@ kept = new_query(); Value value; void own() {} Knot() { F@ f = F(own); value = f; } }
class Holder { Query@ kept = new_query(); Knot knot; array<Value> values; dictionary names; Holder@ next; void own() {} }
Query@ kept = new_query();
Value value;
array<Value> values;
array<array<Value>@> deep;
dictionary names;
Knot knot;
Knot@ handle = Knot();
array<Knot@> handles = {Knot(), Knot()};
array<Knot> objects(2);
Holder@ holder = Holder();
F@ method;
void main() {
    F@ f = free;
    F@ own = F(holder.own);
    value = f;
    values.insertLast(Value(f));
    values.insertLast(Value(own));
    deep.insertLast(values);
    names['f'] = own;
    names['all'] = dictionary = {{'f', f}};
    holder.values.insertLast(Value(own));
    holder.names['f'] = own;
    @holder.next = Holder();
    @holder.next.next = holder;
    holder.next.knot.value = own;
    F@ other = F(holder.next.own);
    holder.next.values.insertLast(Value(other));
    @method = F(Knot().own);
    // What nobody reaches any more.
    Knot();
    Holder lost;
    F@ of_lost = F(lost.own);
    lost.names['f'] = of_lost;
}
";

#[test]
fn an_angelscript_that_holds_functions_of_its_own_anywhere_is_freed_when_it_goes() {
    let _alone = alone();
    let before = Object::living();
    let mut played = Played::new("scripts = [\"knots.as\"]", &[("knots.as", KNOTS)]);
    played.frame();
    let made = living(&mut played) - before;
    // The variable, and one each of eleven knots and three holders.
    assert_eq!(made, 15);
    played.save("knots.as", &format!("{KNOTS}\n"));
    assert_eq!(living(&mut played) - before, made, "as many as before, of the new code");
    played.unload("knots.as");
    let census = played.census();
    let angelscript =
        census.runtime.languages.iter().find(|(name, _)| *name == "angelscript").expect("known");
    assert_eq!((angelscript.1.modules, angelscript.1.functions, angelscript.1.callbacks), (0, 0, 0));
    assert_eq!(living(&mut played), before);
    assert_eq!(played.told(), [""; 0]);
    played.end();
}
