//! `docs/specification.md` says which members of the specification work: it is held against the model of the API.

use std::collections::BTreeSet;

use glotta::core::Api;
use glotta::engine::api::MODULES;

const PAGE: &str = include_str!("../../../docs/specification.md");

/// The members that a class of the specification has, by the headings of the page.
const CLASSES: &[(&str, usize)] = &[
    ("ScriptInterface", 13),
    ("ScriptEntityAPI", 8),
    ("ScriptComponentAPI", 11),
    ("ScriptSystemAPI", 9),
    ("ScriptAssetAPI", 9),
    ("ScriptInputAPI", 9),
    ("ScriptValue", 4),
    ("IScriptLanguage", 12),
    ("ScriptLanguageFactory", 3),
    ("ThreadSafeScriptManager", 3),
    ("ScriptSystem", 2),
    ("ScriptComponent", 3),
    ("BindingGenerator", 3),
    ("TypeRegistry", 3),
    ("ScriptHotReloader", 2),
    ("ScriptDebugger", 3),
];

struct Row<'p> {
    class: &'p str,
    member: &'p str,
    here: &'p str,
    state: &'p str,
}

fn rows() -> Vec<Row<'static>> {
    let mut class = "";
    let mut rows = Vec::new();
    for line in PAGE.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            class = heading;
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let ["", member, here, state, ""] = cells[..]
            && member != "member"
            && !member.starts_with("---")
        {
            rows.push(Row { class, member, here, state });
        }
    }
    rows
}

/// The functions of scripts that a cell names: `entity.create`.
fn functions(cell: &str) -> Vec<(&str, &str)> {
    let quoted = cell.split('`').skip(1).step_by(2);
    quoted.filter_map(|name| name.split_once('.')).filter(|(module, _)| !module.contains(' ')).collect()
}

fn api() -> Api {
    let mut api = Api::new();
    for module in MODULES {
        api.add(module).expect("no names clash");
    }
    api
}

#[test]
fn what_works_is_there_and_what_is_planned_is_not() {
    let api = api();
    let mut named = 0;
    for row in rows() {
        assert!(matches!(row.state, "works" | "planned"), "{}: {}", row.member, row.state);
        for (module, function) in functions(row.here) {
            named += 1;
            let there = api.function(module, function).is_some();
            assert_eq!(there, row.state == "works", "{}.{}: {module}.{function}", row.class, row.member);
        }
    }
    assert!(named > 40, "the page names the functions of scripts: {named}");
}

#[test]
fn every_class_of_the_specification_is_on_the_page_with_all_its_members() {
    let rows = rows();
    for (class, members) in CLASSES {
        let found: BTreeSet<&str> =
            rows.iter().filter(|row| row.class == *class).map(|row| row.member).collect();
        assert_eq!(found.len(), *members, "{class}: {found:?}");
    }
}
