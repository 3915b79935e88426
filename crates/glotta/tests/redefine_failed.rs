//! Components that a script defines anew when it is saved, where its body fails after that: the old code goes on, and finds
//! them as they were.

mod common;

use common::Played;

/// What is printed, with a space between two words; a number is written alike in all languages.
fn words(lines: &[String]) -> Vec<String> {
    let words = |line: &String| {
        let words: Vec<&str> = line.split('\t').map(|word| word.trim_end_matches(".0")).collect();
        words.join(" ")
    };
    lines.iter().map(words).collect()
}

/// A language: a script that defines a component and looks at it all the time, in three versions of which the second fails.
struct Writing {
    extension: &'static str,
    before: &'static str,
    broken: &'static str,
    mended: &'static str,
}

const LANGUAGES: [Writing; 3] = [
    Writing {
        extension: "lua",
        before: "component.define('Shield', { count = 2, ratio = 2.5, name = 'string', width = 1.5, old = 'any', weight = 4 })\n\
                 entity.create():add('Shield', { count = 7, ratio = 3.5, name = 'oak', old = 'rim' })\n\
                 entity.create():add('Shield', { count = 8, ratio = 4.0, name = '12', weight = 5 })\n\
                 local q = query.create({ 'Shield' })\nlocal kept\n\
                 function update()\n\
                     kept = kept or q:first():handle('Shield')\n\
                     for _, e in ipairs(q:entities()) do\n\
                         local s = e:get('Shield')\n\
                         print(math.type(s.count), s.count, s.ratio, s.name, s.width, s.old, s.weight)\n\
                     end\n\
                     print(kept.old, kept.weight, q:column('Shield.weight'):sum())\n\
                 end\n",
        broken: "component.define('Shield', { count = 1.5, ratio = 0, name = 'int', width = 9.5, armour = 3 })\n\
                 for _, e in ipairs(query.create({ 'Shield' }):entities()) do\n\
                     local s = e:get('Shield')\n\
                     print(math.type(s.count), s.count, s.ratio, s.name, s.width, s.armour)\n\
                     e:set('Shield', { count = 99.5, width = s.width + 1, armour = 4 })\n\
                 end\n\
                 entity.create():add('Shield', { count = 4.0, ratio = 6, width = 5.0 })\n\
                 error('broken')\n",
        mended: "component.define('Shield', { count = 1.5, ratio = 0, name = 'int', width = 9.5, armour = 3 })\n\
                 function update()\n\
                     for _, e in ipairs(query.create({ 'Shield' }):entities()) do\n\
                         local s = e:get('Shield')\n\
                         print(math.type(s.count), s.count, s.ratio, s.name, s.width, s.armour)\n\
                     end\n\
                 end\n",
    },
    Writing {
        extension: "py",
        before: "component.define('Shield', dict(count=2, ratio=2.5, name='string', width=1.5, old='any', weight=4))\n\
                 entity.create().add('Shield', dict(count=7, ratio=3.5, name='oak', old='rim'))\n\
                 entity.create().add('Shield', dict(count=8, ratio=4.0, name='12', weight=5))\n\
                 q = query.create(['Shield'])\nkept = None\n\
                 def update(dt):\n    \
                     global kept\n    \
                     kept = kept or q.first().handle('Shield')\n    \
                     for e in q.entities():\n        \
                         s = e.get('Shield')\n        \
                         kind = 'float' if isinstance(s['count'], float) else 'integer'\n        \
                         old = s['old'] or 'nil'\n        \
                         print(kind, s['count'], s['ratio'], s['name'], s['width'], old, s['weight'], sep='\\t')\n    \
                     print(kept.old, kept.weight, q.column('Shield.weight').sum(), sep='\\t')\n",
        broken: "component.define('Shield', dict(count=1.5, ratio=0, name='int', width=9.5, armour=3))\n\
                 for e in query.create(['Shield']).entities():\n    \
                     s = e.get('Shield')\n    \
                     kind = 'float' if isinstance(s['count'], float) else 'integer'\n    \
                     print(kind, s['count'], s['ratio'], s['name'], s['width'], s['armour'], sep='\\t')\n    \
                     e.set('Shield', dict(count=99.5, width=s['width'] + 1, armour=4))\n\
                 entity.create().add('Shield', dict(count=4.0, ratio=6, width=5.0))\n\
                 raise ValueError('broken')\n",
        mended: "component.define('Shield', dict(count=1.5, ratio=0, name='int', width=9.5, armour=3))\n\
                 def update(dt):\n    \
                     for e in query.create(['Shield']).entities():\n        \
                         s = e.get('Shield')\n        \
                         kind = 'float' if isinstance(s['count'], float) else 'integer'\n        \
                         print(kind, s['count'], s['ratio'], s['name'], s['width'], s['armour'], sep='\\t')\n",
    },
    Writing {
        extension: "as",
        before: "void main() {\n\
                     component::define('Shield', dictionary = {{'count', 2}, {'ratio', 2.5}, {'name', 'string'}, {'width', 1.5}, \
                         {'old', 'any'}, {'weight', 4}});\n\
                     dictionary oak = {{'count', 7}, {'ratio', 3.5}, {'name', 'oak'}, {'old', 'rim'}};\n\
                     entity::create().add('Shield', oak);\n\
                     dictionary other = {{'count', 8}, {'ratio', 4.0}, {'name', '12'}, {'weight', 5}};\n\
                     entity::create().add('Shield', other);\n\
                 }\n\
                 string text(const Value &in v) { if (v.isNull()) return 'nil'; return v.kind() == 'string' ? string(v) : '' + double(v); }\n\
                 Component@ kept;\n\
                 void update() {\n\
                     Query@ q = query::create(array<string> = {'Shield'});\n\
                     if (kept is null) { Entity first = q.first(); @kept = component::handle(first, 'Shield'); }\n\
                     array<Entity>@ all = q.entities();\n\
                     for (uint i = 0; i < all.length(); i++) {\n\
                         Value s = all[i].get('Shield');\n\
                         print((s['count'].kind() == 'float' ? 'float' : 'integer') + '\\t' + text(s['count']) + '\\t' + text(s['ratio'])\n\
                             + '\\t' + text(s['name']) + '\\t' + text(s['width']) + '\\t' + text(s['old']) + '\\t' + text(s['weight']));\n\
                     }\n\
                     print(text(kept['old']) + '\\t' + text(kept['weight']) + '\\t' + text(q.column('Shield.weight').sum()));\n\
                 }\n",
        broken: "void main() {\n\
                     component::define('Shield', dictionary = {{'count', 1.5}, {'ratio', 0}, {'name', 'int'}, {'width', 9.5}, \
                         {'armour', 3}});\n\
                     array<Entity>@ all = query::create(array<string> = {'Shield'}).entities();\n\
                     for (uint i = 0; i < all.length(); i++) {\n\
                         Value s = all[i].get('Shield');\n\
                         print((s['count'].kind() == 'float' ? 'float' : 'integer') + '\\t' + double(s['count']) + '\\t' + double(s['ratio'])\n\
                             + '\\t' + double(s['name']) + '\\t' + double(s['width']) + '\\t' + double(s['armour']));\n\
                         dictionary change = {{'count', 99.5}, {'width', double(s['width']) + 1}, {'armour', 4}};\n\
                         all[i].set('Shield', change);\n\
                     }\n\
                     dictionary third = {{'count', 4.0}, {'ratio', 6}, {'width', 5.0}};\n\
                     entity::create().add('Shield', third);\n\
                     throw('broken');\n\
                 }\n",
        mended: "void main() {\n\
                     component::define('Shield', dictionary = {{'count', 1.5}, {'ratio', 0}, {'name', 'int'}, {'width', 9.5}, \
                         {'armour', 3}});\n\
                 }\n\
                 void update() {\n\
                     array<Entity>@ all = query::create(array<string> = {'Shield'}).entities();\n\
                     for (uint i = 0; i < all.length(); i++) {\n\
                         Value s = all[i].get('Shield');\n\
                         print((s['count'].kind() == 'float' ? 'float' : 'integer') + '\\t' + double(s['count']) + '\\t' + double(s['ratio'])\n\
                             + '\\t' + double(s['name']) + '\\t' + double(s['width']) + '\\t' + double(s['armour']));\n\
                     }\n\
                 }\n",
    },
];

#[test]
fn what_a_failed_load_has_redefined_is_as_it_was() {
    for Writing { extension, before, broken, mended } in LANGUAGES {
        let path = format!("define.{extension}");
        let project = format!("scripts = [\"{path}\"]\n");
        let mut played = Played::new(&[("glotta.toml", &project), (&path, before)]);
        let expected = ["integer 7 3.5 oak 1.5 rim 4", "integer 8 4 12 1.5 nil 5", "rim 4 9"];
        assert_eq!(words(&played.frame()), expected, "{extension}");
        // Twice: the second try meets what the first has left.
        let mut told = played.save(&path, broken);
        let error = told.pop().expect("an error");
        assert!(error.starts_with("error: ") && error.contains("broken"), "{extension}: {error}");
        let expected = ["float 7 0 0 1.5 3", "float 8 4 0 1.5 3"];
        assert_eq!(words(&told), expected, "{extension}: and no word of losses");
        // What was lost is back; what the new code wrote to a field that both have stays.
        let expected =
            ["integer 7 3.5 oak 2.5 rim 4", "integer 8 4 12 2.5 nil 5", "integer 4 6  5 nil 4", "rim 4 13"];
        assert_eq!(words(&played.frame()), expected, "{extension}");
        let mut told = played.save(&path, &format!("{broken}\n"));
        assert!(told.pop().expect("an error").contains("broken"), "{extension}");
        let expected = ["float 7 0 0 2.5 3", "float 8 4 0 2.5 3", "float 4 6 0 5 3"];
        assert_eq!(words(&told), expected, "{extension}");
        let expected = [
            "integer 7 3.5 oak 3.5 rim 4",
            "integer 8 4 12 3.5 nil 5",
            "integer 4 6  6 nil 4",
            "integer 4 6  5 nil 4",
            "rim 4 17",
        ];
        assert_eq!(words(&played.frame()), expected, "{extension}");
        let told = played.save(&path, mended);
        let expected = [
            "log: Shield.old is gone, which 4 entities had",
            "log: Shield.weight is gone, which 4 entities had",
            "log: Shield.name is int and was string: 4 of 4 entities held what is no int, and begin with the default",
            "log: Shield.ratio is int and was float: 1 of 4 entities held what is no int, and begin with the default",
        ];
        assert_eq!(told, expected, "{extension}");
        let expected = ["float 7 0 0 3.5 3", "float 8 4 0 3.5 3", "float 4 6 0 6 3", "float 4 6 0 5 3"];
        assert_eq!(words(&played.frame()), expected, "{extension}");
    }
}

/// A language: a definition that scripts import, and two that do.
struct Sharing {
    extension: &'static str,
    /// Defines the component with a field, has a number, and fails if it is to.
    shared: fn(field: &str, version: u32, fails: bool) -> String,
    /// Fails with the second version.
    first: &'static str,
    second: &'static str,
}

const SHARED: [Sharing; 3] = [
    Sharing {
        extension: "lua",
        shared: |field, version, fails| {
            format!(
                "component.define('Shield', {{ {field} = 3 }})\nif {fails} then error('broken') end\nreturn {version}\n"
            )
        },
        first: "if require('shared') == 2 then error('not yet') end\n",
        second: "require('shared')\n",
    },
    Sharing {
        extension: "py",
        shared: |field, version, fails| {
            let fails = u8::from(fails);
            format!(
                "component.define('Shield', dict({field}=3))\nif {fails}:\n    raise ValueError('broken')\nversion = {version}\n"
            )
        },
        first: "import shared\nif shared.version == 2:\n    raise ValueError('not yet')\n",
        second: "import shared\n",
    },
    Sharing {
        extension: "as",
        shared: |field, version, fails| {
            format!(
                "int define() {{\n    component::define('Shield', dictionary = {{{{'{field}', 3}}}});\n    \
                 if ({fails}) throw('broken');\n    return {version};\n}}\nint version = define();\n"
            )
        },
        first: "#include \"shared\"\nvoid main() { if (version == 2) throw('not yet'); }\n",
        second: "#include \"shared\"\nvoid main() {}\n",
    },
];

#[test]
fn of_several_scripts_that_define_it_those_count_that_could_be_loaded() {
    let watch = "local e\nfunction update()\n    if not e then e = entity.create() e:add('Shield', { strength = 7 }) end\n    \
                 print(e:get('Shield').strength, e:get('Shield').armour)\nend\n";
    for Sharing { extension, shared, first, second } in SHARED {
        for (a, b) in [(second, first), (first, second)] {
            let [a_path, b_path, path] = ["a", "b", "shared"].map(|name| format!("{name}.{extension}"));
            let project = format!("scripts = [\"{a_path}\", \"{b_path}\", \"watch.lua\"]\n");
            let files: [(&str, &str); 5] = [
                ("glotta.toml", &project),
                (&path, &shared("strength", 1, false)),
                (&a_path, a),
                (&b_path, b),
                ("watch.lua", watch),
            ];
            let mut played = Played::new(&files);
            assert_eq!(played.frame(), ["7\tnil"], "{extension}");
            let told = played.save(&path, &shared("armour", 2, false));
            let (errors, logs): (Vec<&String>, _) = told.iter().partition(|line| line.starts_with("error: "));
            assert!(errors.len() == 1 && errors[0].contains("not yet"), "{extension}: {told:?}");
            assert_eq!(logs, ["log: Shield.strength is gone, which 1 entity had"], "{extension}");
            assert_eq!(played.frame(), ["nil\t3"], "{extension}");
            let told = played.save(&path, &shared("strength", 3, true));
            // The same error twice is told once.
            assert!(!told.is_empty(), "{extension}: both fail");
            assert!(told.iter().all(|line| line.contains("broken")), "{extension}: {told:?}");
            assert_eq!(played.frame(), ["nil\t3"], "{extension}");
            let told = played.save(&path, &shared("strength", 4, false));
            assert_eq!(told, ["log: Shield.armour is gone, which 1 entity had"], "{extension}");
            assert_eq!(played.frame(), ["3\tnil"], "{extension}");
        }
    }
}

#[test]
fn what_a_script_defined_that_was_never_loaded_may_be_defined_otherwise() {
    let fail = [
        (
            "lua",
            "component.define('Shield', { strength = 'string' })\n\
             entity.create():add('Shield', { strength = 'oak' })\nerror('broken')\n",
            "component.define('Shield', { strength = 2 })\n",
        ),
        (
            "py",
            "component.define('Shield', dict(strength='string'))\n\
             entity.create().add('Shield', dict(strength='oak'))\nraise ValueError('broken')\n",
            "component.define('Shield', dict(strength=2))\n",
        ),
        (
            "as",
            "void main() {\n    component::define('Shield', dictionary = {{'strength', 'string'}});\n    \
             dictionary oak = {{'strength', 'oak'}};\n    entity::create().add('Shield', oak);\n    throw('broken');\n}\n",
            "void main() { component::define('Shield', dictionary = {{'strength', 2}}); }\n",
        ),
    ];
    let watch = "local q = query.create({ 'Shield' })\nfunction update() print(q:first() and q:first():get('Shield').strength) end\n";
    let lost = |had, now| {
        format!(
            "log: Shield.strength is {now} and was string: {had} held what is no {now}, and begin with the default"
        )
    };
    for (extension, broken, mended) in fail {
        let path = format!("a.{extension}");
        let project = format!("scripts = [\"{path}\", \"watch.lua\"]\n");
        let mut played = Played::new(&[("glotta.toml", &project), (&path, broken), ("watch.lua", watch)]);
        let told = played.frame();
        assert!(told.len() == 2 && told[0] == "oak" && told[1].contains("broken"), "{extension}: {told:?}");
        assert!(played.save(&path, &format!("{broken}\n")).join("\n").contains("broken"), "{extension}");
        assert_eq!(played.save(&path, mended), [lost("2 of 2 entities", "int")], "{extension}");
        assert_eq!(played.frame(), ["2"], "{extension}");
        // So may another script, and then the first may not.
        let project = format!("scripts = [\"{path}\", \"b.lua\", \"watch.lua\"]\n");
        let other = "component.define('Shield', { strength = 2.5 })\n";
        let files: [(&str, &str); 4] =
            [("glotta.toml", &project), (&path, broken), ("b.lua", other), ("watch.lua", watch)];
        let mut played = Played::new(&files);
        let told = played.frame();
        assert_eq!(told[..2], [lost("1 of 1 entity", "float").as_str(), "2.5"], "{extension}");
        assert!(told.len() == 3 && told[2].contains("broken"), "{extension}: {told:?}");
        let told = played.save(&path, mended).join("\n");
        assert!(told.contains("strength is int and was float; entities may have it"), "{extension}: {told}");
        assert_eq!(played.frame(), ["2.5"], "{extension}");
    }
}

#[test]
fn defaults_of_a_failed_load_do_not_count() {
    let define = |default: u8, doc: &str, end: &str| {
        format!(
            "component.define('Shield', {{ strength = {default} }}, '{doc}')\n{end}\n\
             function update()\n    local e = entity.create()\n    e:add('Shield')\n    \
             print(e:get('Shield').strength, component.describe('Shield').doc)\nend\n"
        )
    };
    let files = [("glotta.toml", "scripts = [\"a.lua\"]\n"), ("a.lua", &define(2, "first", ""))];
    let mut played = Played::new(&files);
    assert_eq!(played.frame(), ["2\tfirst"]);
    assert!(played.save("a.lua", &define(3, "second", "error('broken')")).join("\n").contains("broken"));
    assert_eq!(played.frame(), ["2\tfirst"]);
    assert_eq!(played.save("a.lua", &define(3, "second", "")), [""; 0]);
    assert_eq!(played.frame(), ["3\tsecond"]);
}

#[test]
fn what_a_script_defined_too_that_was_loaded_meanwhile_stays() {
    let files = [
        ("glotta.toml", "scripts = [\"a.lua\"]\n"),
        (
            "a.lua",
            "component.define('Shield', { strength = 2 })\ncell = entity.create()\ncell:add('Shield')\n",
        ),
        (
            "b.lua",
            "component.define('Shield', { armour = 3 })\nfunction update(e) print(e:get('Shield').armour) end\n",
        ),
    ];
    let mut played = Played::new(&files);
    assert_eq!(played.frame(), [""; 0]);
    let text = "component.define('Shield', { armour = 1 })\n\
                local e = query.create({ 'Shield' }):first()\nscript.attach(e, 'b.lua')\nerror('broken')\n";
    let told = played.save("a.lua", text);
    assert!(told.len() == 2 && told.iter().any(|line| line.contains("broken")), "{told:?}");
    assert!(told.contains(&"log: Shield.strength is gone, which 1 entity had".to_owned()), "{told:?}");
    assert_eq!(played.frame(), ["1"]);
    // The old code of the first has defined it otherwise than the second, so what it is mended to may.
    let told = played.save("a.lua", "component.define('Shield', { armour = 1.5 })\n");
    assert_eq!(told, [""; 0]);
    assert_eq!(played.frame(), ["1.0"]);
}

/// A script that defines the component with these fields, and fails after that if the second text is not empty.
type Script = fn(fields: &str, end: &str) -> String;

#[test]
fn templates_know_the_fields_of_now() {
    let languages: [(&str, Script); 3] = [
        ("lua", |fields, end| {
            format!(
                "component.define('Shield', {{ {} }})\n{}\nfunction update()\n    \
                 local ok, e = pcall(entity.create_from_template, 'guard')\n    \
                 print(ok and e[1]:get('Shield').armour or e.message)\nend\n",
                fields.replace(':', "="),
                if end.is_empty() { "" } else { "error('broken')" }
            )
        }),
        ("py", |fields, end| {
            format!(
                "component.define('Shield', dict({}))\n{}\ndef update(dt):\n    try:\n        \
                 print(entity.create_from_template('guard')[0].get('Shield')['armour'])\n    \
                 except Exception as error:\n        print(error.message)\n",
                fields.replace(':', "="),
                if end.is_empty() { "" } else { "raise ValueError('broken')" }
            )
        }),
        ("as", |fields, end| {
            let fields: Vec<String> = fields
                .split(", ")
                .filter_map(|field| field.split_once(": "))
                .map(|(name, default)| format!("{{'{name}', {default}}}"))
                .collect();
            format!(
                "void main() {{\n    component::define('Shield', dictionary = {{{}}});\n    {}\n}}\nvoid update() {{\n    \
                 try {{ Value s = entity::create_from_template('guard')[0].get('Shield'); print('' + double(s['armour'])); }}\n    \
                 catch {{ print(getExceptionInfo()); }}\n}}\n",
                fields.join(", "),
                if end.is_empty() { "" } else { "throw('broken');" }
            )
        }),
    ];
    for (extension, script) in languages {
        let path = format!("define.{extension}");
        let project = format!("scripts = [\"{path}\"]\n");
        let files: [(&str, &str); 3] = [
            ("glotta.toml", &project),
            ("templates/guard.template.toml", "components.Shield = { armour = 5 }\n"),
            (&path, &script("strength: 2", "")),
        ];
        let mut played = Played::new(&files);
        let unknown = |played: &mut Played| {
            let told = played.frame().join("\n");
            assert!(
                told.contains("guard.template.toml:1:") && told.contains("no field \"armour\""),
                "{extension}: {told}"
            );
        };
        unknown(&mut played);
        let told = played.save(&path, &script("strength: 2, armour: 1.5", "fails")).join("\n");
        assert!(told.contains("broken"), "{extension}: {told}");
        unknown(&mut played);
        assert_eq!(played.save(&path, &script("strength: 2, armour: 1.5", "")), [""; 0], "{extension}");
        assert_eq!(words(&played.frame()), ["5"], "{extension}");
        assert!(
            played.save(&path, &script("strength: 2", "fails")).join("\n").contains("broken"),
            "{extension}"
        );
        assert_eq!(words(&played.frame()), ["5"], "{extension}");
        let told = played.save(&path, &script("strength: 2", ""));
        assert_eq!(told, ["log: Shield.armour is gone, which 2 entities had"], "{extension}");
        unknown(&mut played);
    }
}
