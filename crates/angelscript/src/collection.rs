//! How much of the work of finding unreachable objects is done, and when.

#![allow(unsafe_code)] // runs the library's collector

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;

use glotta_angelscript_sys as sys;

use crate::array;
use crate::memory::Account;
use crate::vm::Vm;

/// Keeps the library's collector at the pace of the scripts.
///
/// Most objects go as soon as nobody holds them. Those whose class could be part of a circle go when the collector has
/// looked at them. It works in steps, each of which looks at about one object, after calls and, while a call makes many
/// objects, between its statements. So each new object pays
/// for a few steps; more would be quicker to free and slower to run.
#[derive(Debug, Default)]
pub(crate) struct Collection {
    /// How many objects the collector was ever given, when it worked last.
    given: Cell<u32>,
    /// The steps that are still to be done.
    due: Cell<u32>,
    /// How much memory may be in use, in bytes, before all of it is gone through at once.
    all_at: Cell<usize>,
}

/// The steps after each call, so that what is garbage is found also where nothing is made any more.
const STEPS: u32 = 2;

/// The steps that each new object pays for. To find a circle, the library goes through all objects about five times: so
/// at this pace there is at most about half as much garbage as there are objects in use.
const STEPS_OF_AN_OBJECT: u32 = 10;

/// The most steps after one call, which take about a millisecond; what is left is for the calls to come.
const MOST_STEPS: u32 = 10_000;

/// With more objects than these the collector waits for the end of a call: the library never gives back what it notes of
/// the objects that it goes through, and a call that makes so many may be one that never ends.
const MOST_IN_A_CALL: u32 = 50_000;

/// Memory that need not be gone through, in bytes.
const LITTLE: usize = 32 << 20;

/// The steps for each object in which the library has gone through all of them once, and freed what it found.
const STEPS_OF_A_ROUND: u32 = 12;

/// The most rounds at once. What hangs on other garbage, and has a destructor, goes a round later than that.
const MOST_ROUNDS: u32 = 20;

/// The most steps of rounds that free less than an eighth of what there is: of long chains of objects with destructors the
/// library frees a few links in a round.
const MOST_STEPS_FOR_LITTLE: u32 = 500_000;

/// The most steps for what a script leaves that is unloaded, which take about ten milliseconds.
const MOST_STEPS_OF_AN_END: u32 = 100_000;

/// How many objects the collector knows.
unsafe fn present(engine: *mut sys::Engine) -> u32 {
    // SAFETY: the caller says that the engine is alive.
    unsafe { sys::glas_gc_present(engine) }
}

impl Collection {
    /// Does the work that is due after a call.
    ///
    /// # Safety
    /// The engine is alive, and no script runs in it. Destructors may run.
    #[inline]
    pub(crate) unsafe fn after_call(&self, vm: &Vm) {
        // SAFETY: as the caller says.
        unsafe {
            if self.steps(vm) && vm.account.used() >= self.all_at.get() {
                self.all(vm);
            }
        }
    }

    /// Does the steps that are due; false if there is nothing to look at.
    ///
    /// # Safety
    /// The engine is alive, and what scripts run stands between two statements. Destructors may run.
    #[inline]
    unsafe fn steps(&self, vm: &Vm) -> bool {
        let engine = vm.engine();
        // SAFETY: the engine is alive.
        if unsafe { present(engine) } == 0 {
            return false;
        }
        // SAFETY: as the caller says.
        unsafe { self.some_steps(engine) };
        true
    }

    /// The same where there is something to look at.
    unsafe fn some_steps(&self, engine: *mut sys::Engine) {
        let mut statistics = [0_u32; 5];
        // SAFETY: the engine is alive; there is room for all that it tells.
        unsafe { sys::glas_gc_statistics(engine, statistics.as_mut_ptr()) };
        let [present, destroyed, ..] = statistics;
        let given = present.wrapping_add(destroyed);
        let new = given.wrapping_sub(self.given.replace(given));
        let due = self.due.get().saturating_add(new.saturating_mul(STEPS_OF_AN_OBJECT));
        let now = due.min(MOST_STEPS);
        self.due.set(due - now);
        // SAFETY: as the caller says.
        unsafe { sys::glas_gc_collect(engine, sys::GC_ONE_STEP, STEPS + now) };
    }

    /// Ends what a script has left that was unloaded: destructors that ran later would run in the calls of other scripts, or
    /// of the new code, and on their time. Where there is too much for one moment, a part of it is left to those.
    ///
    /// # Safety
    /// As for [`after_call`](Self::after_call).
    pub(crate) unsafe fn after_unload(&self, vm: &Vm) {
        // SAFETY: as the caller says.
        unsafe {
            let engine = vm.engine();
            let mut before = present(engine);
            if before <= MOST_STEPS_OF_AN_END / STEPS_OF_A_ROUND {
                loosen(vm, false);
            }
            let mut left = MOST_STEPS_OF_AN_END;
            // The first round may only bring a search to its end that was under way.
            let mut in_vain = 0;
            while before > 0 && left > 0 && in_vain < 2 {
                let steps = before.saturating_mul(STEPS_OF_A_ROUND).min(left);
                sys::glas_gc_collect(engine, sys::GC_ONE_STEP, steps);
                left -= steps;
                let after = present(engine);
                in_vain = if after == before { in_vain + 1 } else { 0 };
                before = after;
            }
        }
    }

    /// Notes that there is another limit of memory, or that it is the first.
    pub(crate) fn limit_changed(&self, account: &Account) {
        self.all_at.set(next(account.used(), account.limit()));
    }

    /// Finds and frees all unreachable objects; of long chains of objects with destructors a part, since the library
    /// walks all objects for each link of a chain.
    ///
    /// # Safety
    /// As for [`after_call`](Self::after_call).
    #[cold]
    pub(crate) unsafe fn all(&self, vm: &Vm) {
        let (engine, account) = (vm.engine(), vm.account);
        // SAFETY: as the caller says.
        unsafe {
            loosen(vm, false);
            if rounds(engine) > 0 {
                settle(engine);
                loosen(vm, false);
                rounds(engine);
            }
        }
        self.due.set(0);
        self.all_at.set(next(account.used(), account.limit()));
    }
}

/// Has the collector work before the next statement of the script that runs on this thread, if one does: there no
/// instruction is half done, as it is where memory is asked for.
#[cold]
pub(crate) fn ask_for_turn() {
    // SAFETY: the active context, if there is one, is alive; this sets a callback only, and takes no memory for it since the
    // context has had one of another kind from its beginning.
    unsafe {
        let context = sys::glas_active_context();
        if !context.is_null() {
            sys::glas_context_set_line_callback(context, Some(take_turn), ptr::null_mut());
        }
    }
}

unsafe extern "C" fn take_turn(context: *mut sys::Context, _: *mut c_void) {
    // SAFETY: the context runs, between two statements; its engine's user data is the machine, which outlives both.
    unsafe {
        sys::glas_context_set_line_callback(context, None, ptr::null_mut());
        let vm = sys::glas_engine_user_data(sys::glas_context_engine(context)).cast::<Vm>();
        if let Some(vm) = vm.as_ref()
            && present(vm.engine()) <= MOST_IN_A_CALL
        {
            vm.collection.steps(vm);
        }
    }
}

/// Goes through all objects as often as that frees a good part of them, or does not take long; says how many are left.
unsafe fn rounds(engine: *mut sys::Engine) -> u32 {
    // SAFETY: the caller says that the engine is alive, and no script runs.
    unsafe {
        let mut before = present(engine);
        let mut for_little: u32 = 0;
        for _ in 0..MOST_ROUNDS {
            let steps = before.saturating_mul(STEPS_OF_A_ROUND);
            sys::glas_gc_collect(engine, sys::GC_ONE_STEP, steps);
            let after = present(engine);
            if before.saturating_sub(after) < before / 8 {
                for_little = for_little.saturating_add(steps);
            }
            if after == 0 || after == before || for_little > MOST_STEPS_FOR_LITTLE {
                return after;
            }
            before = after;
        }
        before
    }
}

/// Lets what is garbage let go of what hangs on it, unless that would be missed by a destructor: or `all`, where those do not
/// run.
unsafe fn loosen(vm: &Vm, all: bool) {
    // SAFETY: as for `rounds`.
    unsafe { sys::glas_gc_loosen(vm.engine(), array::loosen, ptr::from_ref(vm).cast_mut().cast(), all) };
}

/// Brings the library to the end of its search for circles: while it searches it holds what it has seen, which then seems
/// to be in use.
unsafe fn settle(engine: *mut sys::Engine) {
    // SAFETY: as for `rounds`.
    unsafe { sys::glas_gc_collect(engine, sys::GC_FULL_CYCLE | sys::GC_DETECT_GARBAGE, 1) };
}

/// Prepares for the end of the engine, which frees object by object. No destructor of a script runs any more.
///
/// # Safety
/// As for [`Collection::after_call`].
pub(crate) unsafe fn prepare_end(vm: &Vm) {
    // SAFETY: as the caller says.
    unsafe {
        loosen(vm, true);
        settle(vm.engine());
        loosen(vm, true);
    }
}

/// How much memory may be in use before all of it is gone through again, when so much is in use after the last time: twice
/// as much, and where that is past the limit, half of what is left, unless that is next to nothing.
fn next(used: usize, limit: Option<usize>) -> usize {
    let twice = used.saturating_mul(2).max(LITTLE);
    match limit {
        Some(limit) => {
            let room = limit.saturating_sub(used);
            twice.min(used + (room / 2).max(limit / 64))
        }
        None => twice,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: usize = 1 << 20;

    #[test]
    fn all_is_gone_through_when_memory_has_doubled_or_the_limit_is_near() {
        assert_eq!(next(0, None), LITTLE);
        assert_eq!(next(100 * MIB, None), 200 * MIB);
        assert_eq!(next(100 * MIB, Some(1024 * MIB)), 200 * MIB);
        assert_eq!(next(40 * MIB, Some(64 * MIB)), 52 * MIB);
        // Where nearly all is in use, not after every call.
        assert_eq!(next(64 * MIB, Some(64 * MIB)), 65 * MIB);
        assert_eq!(next(usize::MAX, None), usize::MAX);
    }
}
