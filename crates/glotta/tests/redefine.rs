//! Components whose fields change while the game runs: a script that defines one is saved with other fields.

mod common;

use common::Played;

/// A language: the script that defines the component in three versions, and another that looks at it all the time.
struct Writing {
    extension: &'static str,
    versions: [&'static str; 3],
    watch: &'static str,
}

const LANGUAGES: [Writing; 3] = [
    Writing {
        extension: "lua",
        versions: [
            "component.define('Shield', { strength = 2, name = 'string', width = 1.5, old = 'list' })\n\
             entity.create():add('Shield', { strength = 7, name = 'oak', old = { 1 } })\n\
             entity.create():add('Shield', { strength = 8, name = '12' })\n",
            "component.define('Shield', { strength = 1.0, name = 'int', width = 0.0, armour = 3 })\n",
            "component.define('Shield', { strength = 1.0, name = 'int', width = 0.0, armour = 3, old = true })\n",
        ],
        watch: "local q = query.create({ 'Shield' })\nlocal kept\n\
                function update()\n\
                    kept = kept or q:first():handle('Shield')\n\
                    for _, e in ipairs(q:entities()) do\n\
                        local value = e:get('Shield')\n\
                        print(math.type(value.strength), value.strength, value.name, value.width, value.armour)\n\
                    end\n\
                    kept.width = kept.width + 1\n\
                    local ok, err = pcall(function() return kept.old end)\n\
                    local names = {}\n\
                    for name in pairs(kept) do names[#names + 1] = name end\n\
                    print(q:count(), kept.width, q:column('Shield.width'):sum(), ok or err.message)\n\
                    print(table.concat(names, ' '), kept.strength)\n\
                end\n",
    },
    Writing {
        extension: "py",
        versions: [
            "component.define('Shield', dict(strength=2, name='string', width=1.5, old='list'))\n\
             entity.create().add('Shield', dict(strength=7, name='oak', old=[1]))\n\
             entity.create().add('Shield', dict(strength=8, name='12'))\n",
            "component.define('Shield', dict(strength=1.0, name='int', width=0.0, armour=3))\n",
            "component.define('Shield', dict(strength=1.0, name='int', width=0.0, armour=3, old=True))\n",
        ],
        watch: "q = query.create(['Shield'])\nkept = None\n\
                def update(dt):\n    \
                    global kept\n    \
                    kept = kept or q.first().handle('Shield')\n    \
                    for e in q.entities():\n        \
                        value = e.get('Shield')\n        \
                        kind = 'float' if isinstance(value['strength'], float) else 'integer'\n        \
                        armour = value.get('armour', 'nil')\n        \
                        print(kind, value['strength'], value['name'], value['width'], armour, sep='\\t')\n    \
                    kept.width += 1\n    \
                    try:\n        \
                        kept.old\n        \
                        told = 'true'\n    \
                    except Exception as error:\n        \
                        told = error.message\n    \
                    print(q.count(), kept.width, q.column('Shield.width').sum(), told, sep='\\t')\n    \
                    print(' '.join(kept), kept.strength, sep='\\t')\n",
    },
    Writing {
        extension: "as",
        versions: [
            "void main() {\n\
                 component::define('Shield', dictionary = {{'strength', 2}, {'name', 'string'}, {'width', 1.5}, {'old', 'list'}});\n\
                 dictionary oak = {{'strength', 7}, {'name', 'oak'}, {'old', array<Value> = {1}}};\n\
                 entity::create().add('Shield', oak);\n\
                 dictionary other = {{'strength', 8}, {'name', '12'}};\n\
                 entity::create().add('Shield', other);\n\
             }\n",
            "void main() {\n\
                 component::define('Shield', dictionary = {{'strength', 1.0}, {'name', 'int'}, {'width', 0.0}, {'armour', 3}});\n\
             }\n",
            "void main() {\n\
                 component::define('Shield', dictionary = {{'strength', 1.0}, {'name', 'int'}, {'width', 0.0}, {'armour', 3}, \
                 {'old', true}});\n\
             }\n",
        ],
        watch: "Query@ q = query::create(array<string> = {'Shield'});\nShield@ kept;\nComponent@ loose;\n\
                string text(const Value &in v) { if (v.isNull()) return 'nil'; return v.kind() == 'string' ? string(v) : '' + double(v); }\n\
                void update() {\n\
                    if (kept is null) { Entity first = q.first(); @kept = component::shield(first); @loose = component::handle(first, 'Shield'); }\n\
                    array<Entity>@ all = q.entities();\n\
                    for (uint i = 0; i < all.length(); i++) {\n\
                        Value value = all[i].get('Shield');\n\
                        Component@ handle = component::handle(all[i], 'Shield');\n\
                        string kind = value['strength'].kind() == 'float' ? 'float' : 'integer';\n\
                        print(kind + '\\t' + text(value['strength']) + '\\t' + text(value['name']) + '\\t' + text(value['width'])\n\
                            + '\\t' + text(value['armour']));\n\
                    }\n\
                    kept.width += 1;\n\
                    string told = 'true';\n\
                    try { Value old = kept.old; } catch { told = getExceptionInfo(); }\n\
                    print(q.count() + '\\t' + kept.width + '\\t' + text(q.column('Shield.width').sum()) + '\\t' + told);\n\
                    string names = '';\n\
                    array<string>@ fields = loose.fields();\n\
                    for (uint i = 0; i < fields.length(); i++) names += (i > 0 ? ' ' : '') + fields[i];\n\
                    print(names + '\\t' + text(loose['strength']));\n\
                }\n",
    },
];

#[test]
fn fields_change_while_the_game_runs_and_entities_keep_what_fits() {
    for Writing { extension, versions, watch } in LANGUAGES {
        let (define, look) = (format!("define.{extension}"), format!("watch.{extension}"));
        let project = format!("scripts = [\"{define}\", \"{look}\"]\n");
        let files = [("glotta.toml", project.as_str()), (&define, versions[0]), (&look, watch)];
        let mut played = Played::new(&files);
        let frame = |played: &mut Played| -> Vec<Vec<String>> {
            let lines = played.frame();
            lines
                .iter()
                .map(|line| line.split('\t').map(|word| word.trim_end_matches(".0").to_owned()).collect())
                .collect()
        };
        let expected: [&[&str]; 4] = [
            &["integer", "7", "oak", "1.5", "nil"],
            &["integer", "8", "12", "1.5", "nil"],
            &["2", "2.5", "4", "true"],
            &["name old strength width", "7"],
        ];
        assert_eq!(frame(&mut played), expected, "{extension}");
        let told = played.save(&define, versions[1]);
        assert_eq!(
            told,
            [
                "log: Shield.old is gone, which 2 entities had",
                "log: Shield.name is int and was string: 2 of 2 entities held what is no int, and begin with the default",
            ],
            "{extension}"
        );
        // What was kept since the first frame: in AngelScript also a handle of the type that Shield was then.
        let of_old_type = "Shield.old is gone, or of another type: Shield was defined anew since; read the field again, in \
                           AngelScript, whose type keeps its old fields until the game starts anew, by \
                           component::handle(entity, \"Shield\")[\"old\"]";
        let [gone, there] = match extension {
            "as" => [of_old_type; 2],
            _ => ["Shield has no field \"old\"; it has armour, name, strength, width", "true"],
        };
        let expected: [&[&str]; 4] = [
            &["float", "7", "0", "2.5", "3"],
            &["float", "8", "0", "1.5", "3"],
            &["2", "3.5", "5", gone],
            &["armour name strength width", "7"],
        ];
        assert_eq!(frame(&mut played), expected, "{extension}");
        assert_eq!(played.save(&define, versions[1]), [""; 0], "{extension}: the same fields");
        assert_eq!(played.save(&define, versions[2]), [""; 0], "{extension}: nothing is lost");
        let expected: [&[&str]; 4] = [
            &["float", "7", "0", "3.5", "3"],
            &["float", "8", "0", "1.5", "3"],
            &["2", "4.5", "6", there],
            &["armour name old strength width", "7"],
        ];
        assert_eq!(frame(&mut played), expected, "{extension}");
    }
}

#[test]
fn another_script_cannot_change_the_fields() {
    // Neither those that share code with it, as long as they were never loaded, nor those that share none.
    let other = "require('shared')\ncomponent.define('Shield', { strength = 2.5 })";
    let files = [
        ("glotta.toml", "scripts = [\"a.lua\", \"b.lua\", \"c.lua\", \"watch.lua\"]\n"),
        ("shared.lua", "return 1\n"),
        (
            "a.lua",
            "require('shared')\ncomponent.define('Shield', { strength = 2 })\n\
             entity.create():add('Shield', { strength = 7 })",
        ),
        ("b.lua", other),
        ("c.lua", "print('loaded')"),
        (
            "watch.lua",
            "function update() print(query.create({ 'Shield' }):first():get('Shield').strength) end",
        ),
    ];
    let mut played = Played::new(&files);
    let told = played.frame();
    let text = told.join("\n");
    assert!(text.contains("strength is float and was int; entities may have it"), "{text}");
    assert!(told.contains(&"loaded".to_owned()) && told.contains(&"7".to_owned()), "{text}");
    let told = played.save("b.lua", &format!("{other}\n")).join("\n");
    assert!(told.contains("strength is float and was int"), "it never had defined it: {told}");
    let told = played.save("c.lua", "component.define('Shield', { strength = 2.5 })").join("\n");
    assert!(told.contains("strength is float and was int"), "it had defined nothing: {told}");
    assert_eq!(played.frame(), ["7"]);
    assert_eq!(played.save("a.lua", "component.define('Shield', { strength = 3.5 })"), [""; 0]);
    assert_eq!(played.frame(), ["7.0"]);
}

#[test]
fn a_handle_that_was_kept_has_the_fields_of_now() {
    let versions =
        ["{ n = 1 }", "{ n = 1, armour = 3 }", "{ n = 1, armour = 3, at = 'Vec3' }", "{ armour = 'string' }"];
    let watches = [
        (
            "lua",
            "local kept\n\
             function update()\n\
                 kept = kept or query.create({ 'Shield' }):first():handle('Shield')\n\
                 print(pcall(function() kept.armour = 5; return kept.armour end))\n\
                 print(pcall(function() kept.at.y = 2; return kept.at end))\n\
             end\n",
            "false\t",
        ),
        (
            "py",
            "kept = None\n\
             def told(act):\n    \
                 try:\n        \
                     print('true', act(), sep='\\t')\n    \
                 except Exception as error:\n        \
                     print('false', error, sep='\\t')\n\
             def first():\n    \
                 kept.armour = 5\n    \
                 return kept.armour\n\
             def second():\n    \
                 kept.at.y = 2\n    \
                 return kept.at\n\
             def update(dt):\n    \
                 global kept\n    \
                 kept = kept or query.create(['Shield']).first().handle('Shield')\n    \
                 told(first)\n    \
                 told(second)\n",
            "false\t",
        ),
    ];
    for (extension, watch, failed) in watches {
        let look = format!("watch.{extension}");
        let project = format!("scripts = [\"define.lua\", \"{look}\"]\n");
        let version = |fields: &str| format!("component.define('Shield', {fields})");
        let begin = version(versions[0]) + "\nentity.create():add('Shield')";
        let files = [("glotta.toml", project.as_str()), ("define.lua", &begin), (&look, watch)];
        let mut played = Played::new(&files);
        // Nothing, a number; nothing, a vector, and a place in it; then the number is a text, and the vector gone.
        let expected = [
            ["no field \"armour\"; it has n", "no field \"at\"; it has n"],
            ["true\t5", "no field \"at\"; it has armour, n"],
            ["true\t5", "true\tVec3(0, 2, 0)"],
            ["expected string, got int 5", "no field \"at\"; it has armour"],
        ];
        for (fields, expected) in versions.into_iter().zip(expected) {
            if fields != versions[0] {
                played.save("define.lua", &version(fields));
            }
            let lines = played.frame();
            assert_eq!(lines.len(), 2, "{extension}: {lines:?}");
            for (line, expected) in lines.iter().zip(expected) {
                assert!(line.contains(expected), "{extension}, {fields}: {line}");
                assert_eq!(line.starts_with(failed), !expected.starts_with("true"), "{extension}: {line}");
            }
        }
    }
}
