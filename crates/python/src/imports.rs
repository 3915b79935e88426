//! `import name`: other scripts of the project, each run once and shared.
//!
//! An imported script has globals of its own and is kept under its path: the next `import` gives the same module. A
//! kept script is used as long as it is *fresh*: its text, and that of everything it imports in turn, is what
//! [`Sources`](glotta_core::Sources) gives now. So when a script is loaded again because something it imports has
//! changed, it gets the new code, while the old version, until it is unloaded, goes on with the old. The check costs
//! one look-up for each script and is made while scripts are loaded; afterwards `import` of something known is a
//! look-up in a map.
//!
//! A kept script belongs to the modules on whose behalf it was imported. When the last of them is unloaded it is
//! forgotten, and the next to import it runs it anew.

#![allow(unsafe_code)] // functions for Python

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use glotta_core::{ErrorKind, Host, ModuleId, ScriptError, Source};

use crate::bind;
use crate::errors::{self, Shape};
use crate::load;
use crate::py::{self, Obj, Ref};
use crate::vm::Vm;

/// The scripts that were imported, and those that are being run for it.
#[derive(Debug, Default)]
pub(crate) struct Imports {
    kept: BTreeMap<Arc<str>, Kept>,
    /// The scripts whose bodies run now, outermost first: the loaded one, and those it imports.
    running: Vec<Running>,
    /// What a script got for a name since the last load or unload.
    resolved: BTreeMap<(Arc<str>, String), Arc<str>>,
}

#[derive(Debug)]
struct Kept {
    text: Arc<str>,
    /// Its module.
    value: Obj,
    /// What it imports, by the name it uses.
    imports: BTreeMap<String, Arc<str>>,
    users: BTreeSet<ModuleId>,
}

#[derive(Debug)]
struct Running {
    path: Arc<str>,
    imports: BTreeMap<String, Arc<str>>,
    users: BTreeSet<ModuleId>,
}

/// Who imports: a module that the engine loaded, or an imported script.
struct Importer {
    path: Arc<str>,
    module: Option<ModuleId>,
}

impl Imports {
    /// Notes that the body of a module starts to run.
    pub(crate) fn begin(&mut self, module: ModuleId, path: &Arc<str>) {
        self.resolved.clear();
        self.running.push(Running {
            path: Arc::clone(path),
            imports: BTreeMap::new(),
            users: BTreeSet::from([module]),
        });
    }

    /// Notes that the body of a module has ended.
    pub(crate) fn end(&mut self) {
        self.running.pop();
    }

    /// Notes that the body of a module never began to run.
    pub(crate) fn abandon(&mut self, module: ModuleId) {
        let users = BTreeSet::from([module]);
        if self.running.last().is_some_and(|running| running.users == users) {
            self.running.pop();
        }
    }

    /// Forgets a module, and what was kept for it alone, which the caller drops when nothing is borrowed.
    pub(crate) fn unload(&mut self, module: ModuleId) -> Vec<Obj> {
        self.resolved.clear();
        let mut freed = Vec::new();
        self.kept.retain(|_, kept| {
            kept.users.remove(&module);
            let used = !kept.users.is_empty();
            if !used {
                freed.push(kept.value.clone());
            }
            used
        });
        freed
    }

    /// The modules on whose behalf a script imports.
    fn users_of(&self, importer: &Importer) -> BTreeSet<ModuleId> {
        if let Some(module) = importer.module {
            return BTreeSet::from([module]);
        }
        let running = self.running.iter().rev().find(|running| running.path == importer.path);
        running
            .map(|running| &running.users)
            .or_else(|| self.kept.get(&importer.path).map(|kept| &kept.users))
            .cloned()
            .unwrap_or_default()
    }

    /// Notes what a script got for a name.
    fn note(&mut self, importer: &Importer, name: &str, path: &Arc<str>) {
        self.resolved.insert((Arc::clone(&importer.path), name.to_owned()), Arc::clone(path));
        let running = self.running.iter_mut().rev().find(|running| running.path == importer.path);
        let imports = match running {
            Some(running) => Some(&mut running.imports),
            None => self.kept.get_mut(&importer.path).map(|kept| &mut kept.imports),
        };
        if let Some(imports) = imports {
            imports.insert(name.to_owned(), Arc::clone(path));
        }
    }

    /// Adds users to a kept script and to all that it imports.
    fn add_users(&mut self, path: &Arc<str>, users: &BTreeSet<ModuleId>) {
        let Some(kept) = self.kept.get_mut(path) else { return };
        if kept.users.is_superset(users) {
            return;
        }
        kept.users.extend(users);
        let inner: Vec<Arc<str>> = kept.imports.values().cloned().collect();
        for path in inner {
            self.add_users(&path, users);
        }
    }

    /// Whether what is kept of a source, and of all that it imports, is what the sources give now.
    fn is_fresh(&self, vm: &Vm, source: &Source, seen: &mut BTreeSet<Arc<str>>) -> bool {
        let Some(kept) = self.kept.get(&source.path) else { return false };
        if kept.text != source.text {
            return false;
        }
        if !seen.insert(Arc::clone(&source.path)) {
            return true;
        }
        kept.imports.iter().all(|(name, path)| {
            let now = vm.environment.sources.import(&source.path, name, &vm.info);
            now.is_ok_and(|inner| inner.path == *path && self.is_fresh(vm, &inner, seen))
        })
    }

    /// Refuses a script that is on its way to requiring itself.
    fn refuse_cycle(&self, path: &Arc<str>) -> Result<(), ScriptError> {
        let Some(start) = self.running.iter().position(|running| running.path == *path) else {
            return Ok(());
        };
        let mut chain: Vec<&str> = self.running[start..].iter().map(|running| &*running.path).collect();
        chain.push(path);
        Err(ScriptError::new(
            ErrorKind::Runtime,
            format!("scripts import each other: {}", chain.join(" -> ")),
        ))
    }
}

/// A script for a name, as far as it was found.
enum Found {
    Module(Obj),
    /// There is none; the message says where it was looked for.
    Nowhere(ScriptError),
}

/// `native.resolve(path, number, name)`: the module of another script, or a text that says where it was looked for.
pub(crate) unsafe extern "C" fn resolve(_: Ref, arguments: *const Ref, count: isize, _: Ref) -> Ref {
    // SAFETY: Python passes the arguments of the running call.
    let arguments = unsafe { bind::slice(arguments, count) };
    bind::respond_as(Shape::Import, None, arguments, |vm, frame, host| {
        use glotta_core::Frame as _;
        let path = frame.str(0)?;
        let number = frame.kind(1);
        let module = match number {
            glotta_core::ValueKind::Int => Some(ModuleId(frame.int(1)? as u32)),
            _ => None,
        };
        let name = frame.str(2)?;
        let importer = Importer { path: Arc::from(&*path), module };
        let found = find_or_run(vm, host, &importer, &name)?;
        match found {
            Found::Module(module) => {
                frame.result = Some(module);
                Ok(())
            }
            Found::Nowhere(error) => {
                let text = error.message().to_owned();
                frame.return_str(&text)
            }
        }
    })
}

/// `native.no_module(message)`: raises.
pub(crate) unsafe extern "C" fn no_module(_: Ref, arguments: *const Ref, count: isize, _: Ref) -> Ref {
    // SAFETY: Python passes the arguments of the running call.
    let arguments = unsafe { bind::slice(arguments, count) };
    let message = arguments.first().and_then(|text| py::text_of(*text)).unwrap_or_default();
    errors::raise(ScriptError::not_found(message.to_owned()).within("import"), Shape::Import, None)
}

/// The module of the script that a name stands for.
fn find_or_run(vm: &Vm, host: &mut dyn Host, importer: &Importer, name: &str) -> Result<Found, ScriptError> {
    {
        let imports = vm.imports.borrow();
        if imports.running.is_empty()
            && let Some(path) = imports.resolved.get(&(Arc::clone(&importer.path), name.to_owned()))
            && let Some(kept) = imports.kept.get(path)
        {
            return Ok(Found::Module(kept.value.clone()));
        }
    }
    let source = match vm.environment.sources.import(&importer.path, name, &vm.info) {
        Ok(source) => source,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nowhere(error)),
        Err(error) => return Err(error.in_function("import")),
    };
    let mut imports = vm.imports.borrow_mut();
    imports.refuse_cycle(&source.path).map_err(|error| error.in_function("import"))?;
    let users = imports.users_of(importer);
    imports.note(importer, name, &source.path);
    if imports.is_fresh(vm, &source, &mut BTreeSet::new()) {
        imports.add_users(&source.path, &users);
        if let Some(kept) = imports.kept.get(&source.path) {
            return Ok(Found::Module(kept.value.clone()));
        }
    }
    imports.running.push(Running {
        path: Arc::clone(&source.path),
        imports: BTreeMap::new(),
        users: users.clone(),
    });
    drop(imports);
    let ran = vm.enter(host, || load::run(vm, &source.path, &source.text, None));
    let mut imports = vm.imports.borrow_mut();
    let inner = imports.running.pop().map(|running| running.imports).unwrap_or_default();
    let value = ran?;
    let kept = Kept { text: source.text, value: value.clone(), imports: inner, users };
    let old = imports.kept.insert(source.path, kept);
    drop(imports);
    // Letting go of a module may run finalisers, which may import.
    drop(old);
    Ok(Found::Module(value))
}
