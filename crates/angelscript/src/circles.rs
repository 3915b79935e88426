//! Circles that lead through the engine: a script whose variable holds a function of its own. The variable keeps the
//! function, as the engine would, and the function keeps the code with all its variables. The library does not see the
//! way through here, so it is found when the script is unloaded.

#![allow(unsafe_code)] // looks at places of the library

use std::collections::BTreeMap;
use std::ptr;
use std::rc::Rc;

use glotta_angelscript_sys as sys;
use glotta_core::Value;

use crate::load::Script;
use crate::types::{Kind, Tag};
use crate::value::ScriptValue;
use crate::vm::Vm;

impl Vm {
    /// Empties the variables of a script that is being unloaded, those that are a `Value`, if functions in them are all that
    /// holds its code. Nobody can call it then, and so nobody sees the difference.
    pub(crate) fn break_circle(&self, script: &Rc<Script>) {
        if Rc::strong_count(script) > 1 {
            return;
        }
        let values = script.values(self);
        let mut inside = BTreeMap::new();
        for value in &values {
            value.with(|value| self.count_functions(value, &mut inside));
        }
        if inside.is_empty() {
            return;
        }
        let held_inside = {
            let given_out = self.given_out.borrow();
            let is_held_inside = |(slot, count): (&u64, &usize)| {
                given_out.get(slot).is_some_and(|given| {
                    let is_own = given.target.code().is_some_and(|code| Rc::ptr_eq(code, &script.code));
                    is_own && given.holders() == *count && Rc::strong_count(&given.target) == 1
                })
            };
            inside.iter().filter(|&one| is_held_inside(one)).count()
        };
        // The script itself holds its code once.
        if held_inside > 0 && Rc::strong_count(&script.code) == held_inside + 1 {
            for value in values {
                if let Ok(nothing) = ScriptValue::new(Value::Null) {
                    value.set(nothing);
                }
            }
        }
    }

    /// Counts how often each function of this language is in a value.
    fn count_functions(&self, value: &Value, counts: &mut BTreeMap<u64, usize>) {
        match value {
            Value::Function(callback) if callback.belongs_to(&self.releases) => {
                *counts.entry(callback.slot()).or_default() += 1;
            }
            Value::List(items) => items.iter().for_each(|item| self.count_functions(item, counts)),
            Value::Table(items) => items.values().for_each(|item| self.count_functions(item, counts)),
            _ => {}
        }
    }
}

impl Script {
    /// The variables that are a `Value`.
    fn values(&self, vm: &Vm) -> Vec<&ScriptValue> {
        let module = self.code.module();
        // SAFETY: the module is alive as long as the script, and its variables lie where it says. They were given their
        // first values when the script was loaded.
        unsafe {
            (0..sys::glas_module_global_count(module))
                .filter(|&index| {
                    let mut type_id = 0;
                    sys::glas_module_global(
                        module,
                        index,
                        ptr::null_mut(),
                        ptr::null_mut(),
                        &raw mut type_id,
                        ptr::null_mut(),
                    );
                    vm.kind(type_id) == Kind::Ours(Tag::Value)
                })
                .filter_map(|index| {
                    sys::glas_module_global_address(module, index).cast::<ScriptValue>().cast_const().as_ref()
                })
                .collect()
        }
    }
}
