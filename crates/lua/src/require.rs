//! `require "name"`: other scripts of the project, each run once and shared.
//!
//! A required script has globals of its own and is kept under its path: the next `require` returns the same value. A
//! kept script is used as long as it is *fresh*: its text, and that of everything it requires in turn, is what
//! [`Sources`](glotta_core::Sources) gives now. So when a script is loaded again because something it requires has
//! changed, it gets the new code, while the old version, until it is unloaded, goes on with the old. The check costs
//! one look-up for each script and is made while scripts are loaded; afterwards `require` of something known is a
//! look-up in a map.
//!
//! A kept script belongs to the modules on whose behalf it was required. When the last of them is unloaded it is
//! forgotten, and the next to require it runs it anew.

#![allow(unsafe_code)] // a C function for Lua

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::c_int;
use std::sync::Arc;

use glotta_core::{ErrorKind, Frame, Host, ModuleId, ScriptError, Source};
use mlua_sys as ffi;

use crate::bind;
use crate::frame::{LuaFrame, Outcome};
use crate::load;
use crate::push;
use crate::stack::{REGISTRY, Stack, upvalue};
use crate::vm::Vm;

/// The scripts that were required, and those that are being run for it.
#[derive(Debug, Default)]
pub(crate) struct Imports {
    kept: BTreeMap<Arc<str>, Kept>,
    /// The scripts whose bodies run now, outermost first: the loaded one, and those it requires.
    running: Vec<Running>,
    /// What a script got for a name since the last load or unload.
    resolved: BTreeMap<(Arc<str>, String), Arc<str>>,
}

#[derive(Debug)]
struct Kept {
    text: Arc<str>,
    /// The registry's slot of its value.
    value: c_int,
    /// What it requires, by the name it uses.
    requires: BTreeMap<String, Arc<str>>,
    users: BTreeSet<ModuleId>,
}

#[derive(Debug)]
struct Running {
    path: Arc<str>,
    requires: BTreeMap<String, Arc<str>>,
    users: BTreeSet<ModuleId>,
}

/// Who requires: a module that the engine loaded, or a required script.
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
            requires: BTreeMap::new(),
            users: BTreeSet::from([module]),
        });
    }

    /// Notes that the body of a module has ended.
    pub(crate) fn end(&mut self) {
        self.running.pop();
    }

    /// Forgets a module, and what was kept for it alone; returns the registry's slots that are free now.
    pub(crate) fn unload(&mut self, module: ModuleId) -> Vec<c_int> {
        self.resolved.clear();
        let mut freed = Vec::new();
        self.kept.retain(|_, kept| {
            kept.users.remove(&module);
            let used = !kept.users.is_empty();
            if !used {
                freed.push(kept.value);
            }
            used
        });
        freed
    }

    /// The paths of all required scripts.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Arc<str>> {
        self.kept.keys().chain(self.running.iter().map(|running| &running.path))
    }

    /// The modules on whose behalf a script requires.
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
        let requires = match running {
            Some(running) => Some(&mut running.requires),
            None => self.kept.get_mut(&importer.path).map(|kept| &mut kept.requires),
        };
        if let Some(requires) = requires {
            requires.insert(name.to_owned(), Arc::clone(path));
        }
    }

    /// Adds users to a kept script and to all that it requires.
    fn add_users(&mut self, path: &Arc<str>, users: &BTreeSet<ModuleId>) {
        let Some(kept) = self.kept.get_mut(path) else { return };
        if kept.users.is_superset(users) {
            return;
        }
        kept.users.extend(users);
        let inner: Vec<Arc<str>> = kept.requires.values().cloned().collect();
        for path in inner {
            self.add_users(&path, users);
        }
    }

    /// Whether what is kept of a source, and of all that it requires, is what the sources give now.
    fn is_fresh(&self, vm: &Vm, source: &Source, seen: &mut BTreeSet<Arc<str>>) -> bool {
        let Some(kept) = self.kept.get(&source.path) else { return false };
        if kept.text != source.text {
            return false;
        }
        if !seen.insert(Arc::clone(&source.path)) {
            return true;
        }
        kept.requires.iter().all(|(name, path)| {
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
            format!("scripts require each other: {}", chain.join(" -> ")),
        ))
    }
}

/// `require(name)`. Upvalues: the path of the script that requires, and its number if the engine loaded it.
pub(crate) unsafe extern "C-unwind" fn require(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    let vm = Vm::of(stack);
    let mut frame = LuaFrame::new(stack, vm, 1);
    bind::attempt(&mut frame, "require", |frame, host| {
        let name = frame.str(0).map_err(|error| error.in_argument("require", 0, "name"))?;
        let path = String::from_utf8_lossy(stack.bytes(upvalue(1)).unwrap_or_default());
        let module = stack.is_integer(upvalue(2)).then(|| ModuleId(stack.integer(upvalue(2)) as u32));
        let importer = Importer { path: Arc::from(path), module };
        let slot = find_or_run(vm, host, &importer, &name).map_err(|error| error.in_function("require"))?;
        frame.outcome = Outcome::Int(i64::from(slot));
        Ok(())
    });
    // SAFETY: no destructors in this frame.
    unsafe {
        if let Outcome::Int(slot) = frame.outcome {
            stack.raw_get_i(REGISTRY, slot);
            return 1;
        }
        push::outcome(stack, vm, &frame.outcome, 1)
    }
}

/// The registry's slot of what a script gets for a name.
fn find_or_run(vm: &Vm, host: &mut dyn Host, importer: &Importer, name: &str) -> Result<c_int, ScriptError> {
    {
        let imports = vm.imports.borrow();
        if imports.running.is_empty()
            && let Some(path) = imports.resolved.get(&(Arc::clone(&importer.path), name.to_owned()))
            && let Some(kept) = imports.kept.get(path)
        {
            return Ok(kept.value);
        }
    }
    let source = vm.environment.sources.import(&importer.path, name, &vm.info)?;
    let mut imports = vm.imports.borrow_mut();
    imports.refuse_cycle(&source.path)?;
    let users = imports.users_of(importer);
    imports.note(importer, name, &source.path);
    if imports.is_fresh(vm, &source, &mut BTreeSet::new()) {
        imports.add_users(&source.path, &users);
        if let Some(kept) = imports.kept.get(&source.path) {
            return Ok(kept.value);
        }
    }
    imports.running.push(Running {
        path: Arc::clone(&source.path),
        requires: BTreeMap::new(),
        users: users.clone(),
    });
    drop(imports);
    let ran = vm.enter(host, None, |stack, record| {
        let ran = load::run(stack, vm, record, &source.path, &source.text, None)?;
        load::release(stack, ran.globals);
        Ok(ran.value)
    });
    let mut imports = vm.imports.borrow_mut();
    let requires = imports.running.pop().map(|running| running.requires).unwrap_or_default();
    let value = ran?;
    let kept = Kept { text: source.text, value, requires, users };
    if let Some(old) = imports.kept.insert(source.path, kept) {
        load::release(vm.main(), old.value);
    }
    Ok(value)
}
