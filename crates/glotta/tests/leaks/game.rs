//! Games that do the same again and again, for whoever counts what stays: the tests here, and `cargo xtask soak`.

use std::sync::Arc;

use glotta::core::Object;
use glotta::engine::{MemoryOutput, Output, ScriptWorld, WorldCensus, with_scripts};
use glotta::{Game, GameOptions, Project};

/// A language, and the scripts that are written in it.
pub(crate) struct Writing {
    /// Its name.
    pub(crate) language: &'static str,
    /// The extension of its files.
    pub(crate) extension: &'static str,
    /// A script of the game that has one of everything that a script can leave behind; `@@` stands for a number.
    busy: &'static str,
    /// A script of entities that has something of its own for each.
    body: &'static str,
    /// A script of the game whose `churn(count)` creates entities, attaches scripts to them and destroys them.
    churn: &'static str,
}

impl Writing {
    /// The text of the busy script; it differs with the number, so that it counts as changed.
    pub(crate) fn busy(&self, number: u64) -> String {
        self.busy.replace("@@", &number.to_string())
    }

    /// A version of the busy script whose body registers everything and then fails.
    pub(crate) fn failing(&self, number: u64) -> String {
        let failure = match self.extension {
            "lua" => "error('no')",
            "py" => "raise ValueError('no')",
            _ => "int never = fail(); int fail() { throw('no'); return 0; }",
        };
        format!("{}\n{failure}\n", self.busy(number))
    }
}

/// The three languages.
pub(crate) const LANGUAGES: [Writing; 3] = [
    Writing {
        language: "lua",
        extension: "lua",
        busy: r#"
keep = { 'count' }
count = 0
local q = query.create({ 'Transform' })
local changed = query.create({ 'Transform' }, nil, nil, { 'Transform' })
local mine = entity.find_by_name('kept') or entity.create()
mine:set_name('kept')
if not mine:has('Transform') then mine:add('Transform') end
local handle = mine:handle('Transform')
local column = q:column('Transform.translation')
-- Functions that hold what holds them: the subscription's number, the query and themselves.
local all = { q = q, handle = handle, column = column, version = @@ }
all.id = event.subscribe('ping', function(value) all.heard = value; all.again = all end)
event.subscribe('ping', function(value) all.other = value.f end)
event.emit('ping', { f = function() return all end, q = q })
system.register('busy', function(dt) all.dt = dt; q:each(function(e, t) t.translation.x = 1 end) end)
input.on_action('jump', function(state) all.state = state end)
local text = asset.load('text.txt', 'text')
asset.on_reload(text, function(which) all.text = which end)
asset.on_reload('text', function(which) all.text = which end)
engine.on_cleanup(function() all.gone = true end)
local thread = coroutine.wrap(function() while true do coroutine.yield(all) end end)
thread()
function update(dt)
    count = count + 1
    all.columns = q:column('Transform.translation'):copy()
    all.moved = changed:entities()
    all.data = mine:data()
    all.data.n = { count, { {} } }
    event.emit('ping', { f = function() return all end, q = q })
end
"#,
        body: r#"
local q = query.create({ 'Transform' })
local started = {}
function on_start(e)
    if not e:has('Transform') then e:add('Transform') end
    e:data().list = { 1, 2, { 3 } }
    e:add_tag('made')
    started[e] = { e:handle('Transform'), q:column('Transform.translation.x'), function() return e end }
    event.emit('made', started[e][3])
end
function update(e) e:handle('Transform').translation.y = 2; e:data().list[1] = 5 end
function on_stop(e) started[e] = nil end
"#,
        churn: r#"
local made = {}
function update()
    for _, e in ipairs(made) do
        if e:is_valid() then
            for _, path in ipairs({ 'body.lua', 'body.py', 'body.as' }) do e:detach(path) end
        end
    end
    if #made > 0 then entity.destroy_many(made) end
    made = {}
    for i = 1, 100 do
        local e = entity.create()
        e:set_name('e' .. i)
        e:attach(({ 'body.lua', 'body.py', 'body.as' })[i % 3 + 1])
        local child = entity.create()
        child:set_parent(e)
        made[i] = e
    end
end
"#,
    },
    Writing {
        language: "python",
        extension: "py",
        busy: r#"
keep = ['count']
count = 0
q = query.create(['Transform'])
changed = query.create(['Transform'], changed=['Transform'])
mine = entity.find_by_name('kept') or entity.create()
mine.set_name('kept')
if not mine.has('Transform'):
    mine.add('Transform')
handle = mine.handle('Transform')
column = q.column('Transform.translation')


class All:
    def __init__(self):
        # Functions that hold what holds them: the subscription's number, the query and themselves.
        self.q, self.handle, self.column, self.again, self.version = q, handle, column, self, @@
        self.id = event.subscribe('ping', self.heard)

    def heard(self, value):
        self.value = value


every = All()
event.subscribe('ping', lambda value: setattr(every, 'other', value['f']))
event.emit('ping', {'f': lambda: every, 'q': q})


def run(dt):
    every.dt = dt

    def visit(e, t):
        t.translation.x = 1
    q.each(visit)


system.register('busy', run)
input.on_action('jump', lambda state, value: setattr(every, 'state', state))
text = asset.load('text.txt', 'text')
asset.on_reload(text, lambda which: setattr(every, 'text', which))
asset.on_reload('text', lambda which: setattr(every, 'text', which))
engine.on_cleanup(lambda: setattr(every, 'gone', True))


def forever():
    while True:
        yield every


generator = forever()
next(generator)


def update(dt):
    global count
    count += 1
    every.columns = q.column('Transform.translation').copy()
    every.moved = changed.entities()
    every.data = mine.data()
    every.data.n = [count, [[]]]
    with memoryview(q.column('Transform.translation.x')) as view:
        view[0] = 1.0
    event.emit('ping', {'f': lambda: every, 'q': q})
"#,
        body: r#"
q = query.create(['Transform'])
started = {}


def on_start(e):
    if not e.has('Transform'):
        e.add('Transform')
    e.data().list = [1, 2, [3]]
    e.add_tag('made')
    started[e] = [e.handle('Transform'), q.column('Transform.translation.x'), lambda: e]
    event.emit('made', started[e][2])


def update(e, dt):
    e.handle('Transform').translation.y = 2
    e.data().list[0] = 5


def on_stop(e):
    started.pop(e, None)
"#,
        churn: r#"
made = []


def update(dt):
    for e in made:
        if e.is_valid():
            for path in ('body.lua', 'body.py', 'body.as'):
                e.detach(path)
    if made:
        entity.destroy_many(made)
    made.clear()
    for i in range(100):
        e = entity.create()
        e.set_name('e%d' % i)
        e.attach(('body.lua', 'body.py', 'body.as')[i % 3])
        child = entity.create()
        child.set_parent(e)
        made.append(e)
"#,
    },
    Writing {
        language: "angelscript",
        extension: "as",
        busy: r#"
array<string> keep = {"count"};
int count = 0;
Query@ q, changed;
Entity mine;
Column@ column;
Asset text;
All@ every;
// What is in it holds the code that it is in.
Value own;
funcdef All@ Give();
funcdef void Heard(const Value &in value);

class All
{
    All@ again;
    Heard@ hears;
    Value value;
    int count;
    Column@ columns;
    array<Entity>@ moved;
    int version = @@;
    void heard(const Value &in what) { value = what["q"]; }
}

interface Told { void tell(); }
mixin class Telling { void tell() { count++; } }
class Teller : Told, Telling {}

All@ give() { return every; }
void other(const Value &in value) { every.count = value.length(); }
void visit(Entity e, Transform@ t) { t.translation.x = 1; }
void run(double dt) { q.each(visit); }
void jumped(const string &in state, double value) { print(state); }
void reloaded(Asset which) { text = which; }
void at_the_end() { @every = null; }

dictionary ping()
{
    Give@ f = give;
    return dictionary = {{"f", f}, {"q", q}};
}

void main()
{
    array<string> names = {"Transform"};
    @q = query::create(names);
    @changed = query::create(names, null, null, names);
    @every = All();
    // Functions that hold what holds them: methods of an object that has them.
    @every.again = every;
    @every.hears = Heard(every.heard);
    event::subscribe("ping", every.hears);
    event::subscribe("ping", other);
    Value found = entity::find_by_name("kept");
    if (found.isNull())
        mine = entity::create();
    else
        mine = found;
    mine.set_name("kept");
    if (!mine.has("Transform"))
        mine.add("Transform");
    @column = q.column("Transform.translation");
    event::emit("ping", ping());
    system::register("busy", run);
    input::on_action("jump", jumped);
    text = asset::load("text.txt", "text");
    asset::on_reload(text, reloaded);
    asset::on_reload("text", reloaded);
    engine::on_cleanup(at_the_end);
    Teller().tell();
    Give@ mine_alone = give;
    own = mine_alone;
}

void update(double dt)
{
    count++;
    @every.columns = q.column("Transform.translation").copy();
    @every.moved = changed.entities();
    array<int> list = {count, 2};
    mine.data()["n"] = list;
    event::emit("ping", ping());
}
"#,
        body: r#"
Query@ q;
array<Thing@> started;
funcdef void F();
class Thing { Entity e; Thing@ self; Column@ column; void f() {} }
void main() { array<string> names = {"Transform"}; @q = query::create(names); }
void on_start(Entity e)
{
    if (!e.has("Transform"))
        e.add("Transform");
    array<int> list = {1, 2};
    e.data()["list"] = list;
    e.add_tag("made");
    Thing@ thing = Thing();
    thing.e = e;
    @thing.self = thing;
    @thing.column = q.column("Transform.translation.x");
    F@ f = F(thing.f);
    event::emit("made", f);
    started.insertLast(thing);
}
void update(Entity e) { component::transform(e).translation.y = 2; }
void on_stop(Entity e)
{
    for (uint i = started.length(); i > 0; i--)
        if (started[i - 1].e == e)
            started.removeAt(i - 1);
}
"#,
        churn: r#"
array<Entity> made;
array<string> paths = {"body.lua", "body.py", "body.as"};

void update(double dt)
{
    for (uint i = 0; i < made.length(); i++)
        if (made[i].is_valid())
            for (uint j = 0; j < 3; j++)
                made[i].detach(paths[j]);
    if (made.length() > 0)
        entity::destroy_many(made);
    made.resize(0);
    for (int i = 0; i < 100; i++) {
        Entity e = entity::create();
        e.set_name("e" + i);
        e.attach(paths[i % 3]);
        Entity child = entity::create();
        child.set_parent(e);
        made.insertLast(e);
    }
}
"#,
    },
];

/// A game in a folder of its own.
pub(crate) struct Played {
    folder: tempfile::TempDir,
    game: Game,
    output: MemoryOutput,
}

impl Played {
    /// A game of these files, with a file `text.txt` and an action `jump` beside them.
    pub(crate) fn new(project: &str, files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let project = format!(
            "{project}\n[budgets]\ncall_ms = 0\nload_ms = 0\nframe_ms = 0\n[input.actions]\njump = \"Space\"\n"
        );
        for (path, text) in [("glotta.toml", &*project), ("text.txt", "text")].iter().chain(files) {
            std::fs::write(folder.path().join(path), text).expect("a file");
        }
        let output = MemoryOutput::new();
        let options = GameOptions { time_step: None, output: Arc::new(output.clone()) };
        let game = Project::load(folder.path()).and_then(|project| Game::open(project, options));
        Self { folder, game: game.expect("opens"), output }
    }

    /// A game that runs the busy script of a language.
    pub(crate) fn busy(writing: &Writing) -> (Self, String) {
        let path = format!("busy.{}", writing.extension);
        let played = Self::new(&format!("scripts = [{path:?}]"), &[(&path, &writing.busy(0))]);
        (played, path)
    }

    /// A game whose script, of that language, creates 100 entities with scripts of all languages in each frame, and
    /// destroys those of the last.
    pub(crate) fn churning(writing: &Writing) -> Self {
        let path = format!("churn.{}", writing.extension);
        let [lua, python, angelscript] = &LANGUAGES;
        let files = [
            (&*path, writing.churn),
            ("body.lua", lua.body),
            ("body.py", python.body),
            ("body.as", angelscript.body),
        ];
        Self::new(&format!("scripts = [{path:?}]"), &files)
    }

    /// Works with the scripts.
    pub(crate) fn scripts<R>(&mut self, work: impl FnOnce(&mut ScriptWorld) -> R) -> R {
        with_scripts(self.game.app_mut().world_mut(), work).expect("scripts")
    }

    /// Writes a script and has it reloaded.
    pub(crate) fn save(&mut self, path: &str, text: &str) {
        std::fs::write(self.folder.path().join(path), text).expect("a file");
        self.scripts(|scripts| scripts.reload([path.to_owned()]));
    }

    /// Plays a frame.
    pub(crate) fn frame(&mut self) {
        self.game.step();
    }

    /// What was printed or failed since this was asked last.
    pub(crate) fn told(&self) -> Vec<String> {
        let text = |output| match output {
            Output::Print(text) => text,
            Output::Log(_, text) => format!("log: {text}"),
            Output::Error(error) => format!("error: {error}"),
        };
        self.output.take().into_iter().map(text).collect()
    }

    /// Collects all garbage of all languages.
    pub(crate) fn collect(&mut self) {
        self.scripts(|scripts| {
            scripts.session(|session, scripts| {
                // What one language lets go may be what kept something of another.
                for _ in 0..3 {
                    for language in session.languages() {
                        session.language(language.info.name).expect("known").collect_garbage(scripts);
                    }
                }
            });
        });
    }

    /// What there is when all garbage is collected.
    pub(crate) fn census(&mut self) -> WorldCensus {
        self.collect();
        self.scripts(ScriptWorld::census)
    }

    /// What the scripts of a language take in memory when all garbage is collected, in bytes.
    pub(crate) fn memory(&mut self, language: &str) -> usize {
        self.collect();
        self.scripts(|scripts| {
            scripts.session(|session, _| session.language(language).expect("known").memory_usage().current)
        })
    }

    /// Unloads a script.
    pub(crate) fn unload(&mut self, path: &str) {
        self.scripts(|scripts| {
            scripts.session(|session, scripts| {
                let script = session.script(path).expect("known");
                session.unload(scripts, script);
            });
        });
    }

    /// Ends the game; what is left of objects then.
    pub(crate) fn end(self) -> usize {
        self.game.end();
        Object::living()
    }
}
