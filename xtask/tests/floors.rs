//! The rule of the house: a room imports only from floors below its own, engines know no virtual machine, and
//! languages know no engine. ARCHITECTURE.md tells why.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::process::Command;

use serde_json::Value;

/// The floor of every room under `crates/`. A new room gets its line here.
const FLOORS: &[(&str, u32)] = &[
    ("glotta-core", 1),
    ("glotta-macros", 2),
    ("glotta-runtime", 2),
    ("glotta-angelscript-sys", 2),
    ("glotta-engine", 3),
    ("glotta-lua", 3),
    ("glotta-python", 3),
    ("glotta-angelscript", 3),
    ("glotta", 4),
    ("glotta-cli", 5),
];

/// What must not be found anywhere below a room, by the beginning of a package's name.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("glotta-core", &["mlua", "pyo3", "glotta-angelscript", "bevy_"]),
    ("glotta-macros", &["mlua", "pyo3", "glotta-angelscript", "bevy_"]),
    ("glotta-runtime", &["mlua", "pyo3", "glotta-angelscript", "bevy_"]),
    ("glotta-angelscript-sys", &["mlua", "pyo3", "bevy_"]),
    ("glotta-engine", &["mlua", "pyo3", "glotta-angelscript"]),
    ("glotta-lua", &["pyo3", "glotta-angelscript", "bevy_"]),
    ("glotta-python", &["mlua", "glotta-angelscript", "bevy_"]),
];

/// The packages of the workspace and all they depend on, as cargo resolved them for this machine.
struct Graph {
    /// The names of packages by their ids.
    names: BTreeMap<String, String>,
    /// What each package needs to be built (not to be tested), by ids.
    normal: BTreeMap<String, BTreeSet<String>>,
    /// What each package needs to be tested, beyond that.
    dev: BTreeMap<String, BTreeSet<String>>,
    /// The ids of the packages under `crates/`.
    rooms: BTreeSet<String>,
}

impl Graph {
    fn read() -> Self {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["metadata", "--format-version", "1", "--filter-platform", &host()])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo can be run");
        assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
        let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");

        let mut graph = Self {
            names: BTreeMap::new(),
            normal: BTreeMap::new(),
            dev: BTreeMap::new(),
            rooms: BTreeSet::new(),
        };
        let crates = format!("{}/crates/", text(&metadata["workspace_root"]).replace('\\', "/"));
        for package in list(&metadata["packages"]) {
            let id = text(&package["id"]);
            if text(&package["manifest_path"]).replace('\\', "/").starts_with(&crates) {
                graph.rooms.insert(id.to_owned());
            }
            graph.names.insert(id.to_owned(), text(&package["name"]).to_owned());
        }
        for node in list(&metadata["resolve"]["nodes"]) {
            let id = text(&node["id"]);
            for dependency in list(&node["deps"]) {
                let only_dev = list(&dependency["dep_kinds"]).iter().all(|kind| kind["kind"] == "dev");
                let edges = if only_dev { &mut graph.dev } else { &mut graph.normal };
                edges.entry(id.to_owned()).or_default().insert(text(&dependency["pkg"]).to_owned());
            }
        }
        graph
    }

    fn name(&self, id: &str) -> &str {
        &self.names[id]
    }

    /// The ids that a package imports itself.
    fn imports(&self, id: &str) -> impl Iterator<Item = &String> {
        self.normal.get(id).into_iter().chain(self.dev.get(id)).flatten()
    }

    /// The way from a package to something forbidden below it, if there is one. Tests of the package itself may
    /// not use it either; those of what it depends on are not built with it.
    fn way_to(&self, from: &str, forbidden: &[&str]) -> Option<String> {
        let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
        let mut queue: VecDeque<&str> = VecDeque::new();
        for import in self.imports(from) {
            came_from.entry(import).or_insert(from);
            queue.push_back(import);
        }
        while let Some(id) = queue.pop_front() {
            if forbidden.iter().any(|start| self.name(id).starts_with(start)) {
                let mut way = vec![self.name(id)];
                let mut at = id;
                while at != from {
                    at = came_from[at];
                    way.push(self.name(at));
                }
                way.reverse();
                return Some(way.join(" -> "));
            }
            for next in self.normal.get(id).into_iter().flatten() {
                if !came_from.contains_key(next.as_str()) {
                    came_from.insert(next, id);
                    queue.push_back(next);
                }
            }
        }
        None
    }
}

fn host() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").output().expect("rustc can be run");
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host");
    host.to_owned()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn floor(name: &str) -> Option<u32> {
    FLOORS.iter().find(|(room, _)| *room == name).map(|(_, floor)| *floor)
}

#[test]
fn every_room_has_a_floor() {
    let graph = Graph::read();
    let homeless: Vec<_> =
        graph.rooms.iter().map(|id| graph.name(id)).filter(|name| floor(name).is_none()).collect();
    assert!(homeless.is_empty(), "rooms without a floor in FLOORS: {}", homeless.join(", "));
}

#[test]
fn no_room_imports_from_its_own_floor_or_above() {
    let graph = Graph::read();
    let mut faults = Vec::new();
    for id in &graph.rooms {
        let name = graph.name(id);
        let Some(own) = floor(name) else { continue };
        for import in graph.imports(id) {
            let imported = graph.name(import);
            if let Some(other) = floor(imported).filter(|other| *other >= own) {
                faults.push(format!("{name} (floor {own}) imports {imported} (floor {other})"));
            }
        }
    }
    assert!(faults.is_empty(), "imports against the floors:\n{}", faults.join("\n"));
}

#[test]
fn no_room_imports_what_stands_beside_the_house() {
    let graph = Graph::read();
    let beside = ["xtask", "glotta-benches", "conformance", "glotta-fuzz", "glotta-soak", "bevy_game"];
    let mut faults = Vec::new();
    for id in &graph.rooms {
        let name = graph.name(id);
        let imports = graph.imports(id).map(|import| graph.name(import)).filter(|name| beside.contains(name));
        faults.extend(imports.map(|import| format!("{name} imports {import}")));
    }
    assert!(faults.is_empty(), "tests, examples and tools are not for rooms:\n{}", faults.join("\n"));
}

#[test]
fn engines_know_no_virtual_machine_and_languages_no_engine() {
    let graph = Graph::read();
    let mut faults = Vec::new();
    for (room, forbidden) in FORBIDDEN {
        let id = graph.rooms.iter().find(|id| graph.name(id) == *room);
        let id = id.unwrap_or_else(|| panic!("there is no room {room}"));
        faults.extend(graph.way_to(id, forbidden));
    }
    assert!(faults.is_empty(), "forbidden dependencies:\n{}", faults.join("\n"));
}
