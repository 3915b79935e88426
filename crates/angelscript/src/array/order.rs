//! Sorting.

#![allow(unsafe_code)] // elements of types that only scripts know

use std::cmp::Ordering;
use std::ffi::c_void;

use glotta_angelscript_sys as sys;
use glotta_core::ScriptError;

use super::compare::compare_floats;
use super::element::{Form, Number};
use super::{Batch, ScriptArray, changed_meanwhile, out_of_range};
use crate::memory;
use crate::native::{Call, POINTER, Parameter, ScriptType, native};
use crate::registry::Registry;
use crate::vm::Vm;

/// `const less &in`: a function that says which of two elements stands before the other.
struct Less(*mut sys::Function);

impl Parameter<'_> for Less {
    const SLOTS: usize = POINTER;

    fn declaration() -> String {
        "const less &in".to_owned()
    }

    unsafe fn read(place: *const u8) -> Self {
        // SAFETY: a pointer stands there.
        Self(unsafe { place.cast::<*mut sys::Function>().read_unaligned() })
    }
}

/// Registers the methods.
pub(super) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    registry.function_type("bool array<T>::less(const T &in a, const T &in b)")?;
    native!(registry, method ScriptArray, "sortAsc" mut (vm, this) -> () {
        sort(vm, this, 0, this.len(), false)
    })?;
    native!(registry, method ScriptArray, "sortAsc" mut (vm, this, start: i64, count: i64) -> () {
        let (start, count) = range(this, start, count)?;
        sort(vm, this, start, count, false)
    })?;
    native!(registry, method ScriptArray, "sortDesc" mut (vm, this) -> () {
        sort(vm, this, 0, this.len(), true)
    })?;
    native!(registry, method ScriptArray, "sortDesc" mut (vm, this, start: i64, count: i64) -> () {
        let (start, count) = range(this, start, count)?;
        sort(vm, this, start, count, true)
    })?;
    registry.method(
        ScriptArray::NAME,
        "void sort(const less &in, int64 startAt = 0, int64 count = -1)",
        |vm: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so.
            let (this, less, start, count) = unsafe {
                (&*call.object::<ScriptArray>(), call.next::<Less>(), call.next::<i64>(), call.next::<i64>())
            };
            sort_by(vm, this, less.0, start, count)
        },
    )
}

/// Which elements to sort.
fn range(this: &ScriptArray, start: i64, count: i64) -> Result<(usize, usize), ScriptError> {
    let length = this.len();
    let first = usize::try_from(start).ok().filter(|first| *first <= length);
    let first = first.ok_or_else(|| out_of_range(start, length))?;
    let count = usize::try_from(count)
        .ok()
        .filter(|count| *count <= length - first)
        .ok_or_else(|| out_of_range(start.saturating_add(count).saturating_sub(1), length))?;
    Ok((first, count))
}

/// Sorts elements by their own order; equal ones stay as they were.
fn sort(
    vm: &Vm,
    this: &ScriptArray,
    start: usize,
    count: usize,
    descending: bool,
) -> Result<(), ScriptError> {
    let element = this.element();
    if let Form::Number(number) = element.form {
        this.changed();
        let place = this.store.borrow().place(start, element.size);
        // SAFETY: as many numbers lie there, at an address that fits them, and nobody looks at them meanwhile.
        unsafe { number.sort(place, count, descending) };
        return Ok(());
    }
    rearrange(vm, this, start, count, |elements, first, second| {
        let (first, second) = if descending { (second, first) } else { (first, second) };
        // SAFETY: the elements are held by the batch.
        let order = unsafe {
            element.order(vm, element.outside(elements.place(first)), element.outside(elements.place(second)))
        }?;
        Ok(order == Ordering::Less)
    })
}

/// Sorts numbers of a type.
///
/// # Safety
/// As many lie there, at an address that fits them, and nobody else looks at them.
unsafe fn sort_as<T: Copy>(
    place: *mut u8,
    count: usize,
    descending: bool,
    compare: impl Fn(&T, &T) -> Ordering,
) {
    // SAFETY: said above.
    let numbers = unsafe { std::slice::from_raw_parts_mut(place.cast::<T>(), count) };
    if descending {
        numbers.sort_by(|first, second| compare(second, first));
    } else {
        numbers.sort_by(compare);
    }
}

impl Number {
    /// Sorts numbers.
    ///
    /// # Safety
    /// As for [`sort_as`].
    unsafe fn sort(self, place: *mut u8, count: usize, descending: bool) {
        // SAFETY: said above; a truth value is one byte.
        unsafe {
            match self {
                Self::Bool | Self::U8 => sort_as::<u8>(place, count, descending, Ord::cmp),
                Self::I8 => sort_as::<i8>(place, count, descending, Ord::cmp),
                Self::I16 => sort_as::<i16>(place, count, descending, Ord::cmp),
                Self::I32 => sort_as::<i32>(place, count, descending, Ord::cmp),
                Self::I64 => sort_as::<i64>(place, count, descending, Ord::cmp),
                Self::U16 => sort_as::<u16>(place, count, descending, Ord::cmp),
                Self::U32 => sort_as::<u32>(place, count, descending, Ord::cmp),
                Self::U64 => sort_as::<u64>(place, count, descending, Ord::cmp),
                Self::F32 => sort_as::<f32>(place, count, descending, |first, second| {
                    compare_floats(&f64::from(*first), &f64::from(*second))
                }),
                Self::F64 => sort_as::<f64>(place, count, descending, compare_floats),
            }
        }
    }
}

/// Sorts elements as a function of a script says.
fn sort_by(
    vm: &Vm,
    this: &ScriptArray,
    less: *mut sys::Function,
    start: i64,
    count: i64,
) -> Result<(), ScriptError> {
    if less.is_null() {
        return Err(ScriptError::argument("array: sort() needs a function that compares, got null"));
    }
    let rest = this.len().saturating_sub(usize::try_from(start).unwrap_or(usize::MAX));
    // As many as there are, if it is not said.
    let count = if count < 0 { rest } else { usize::try_from(count).unwrap_or(usize::MAX).min(rest) };
    let (start, count) = range(this, start, i64::try_from(count).unwrap_or(i64::MAX))?;
    let element = this.element();
    rearrange(vm, this, start, count, |elements, first, second| {
        let argument = |index: usize| {
            let pointer = element.outside(elements.place(index)).cast::<c_void>();
            sys::Argument { kind: sys::ARGUMENT_ADDRESS, value: sys::ArgumentValue { pointer } }
        };
        vm.execute(less, std::ptr::null_mut(), &[argument(first), argument(second)], true, |context| {
            // SAFETY: the function has ended well, and gives a truth value.
            Ok(unsafe { sys::glas_context_return_address(context).cast::<u8>().read_unaligned() } != 0)
        })
    })
}

/// Puts elements into the order that `less` says, which gets elements and two of their indices. It may run scripts: these
/// see the array as it was, and what is sorted is kept alive beside it.
fn rearrange(
    vm: &Vm,
    this: &ScriptArray,
    start: usize,
    count: usize,
    mut less: impl FnMut(&Batch<'_>, usize, usize) -> Result<bool, ScriptError>,
) -> Result<(), ScriptError> {
    if count < 2 {
        return Ok(());
    }
    let _held = this.hold(vm);
    let elements = Batch::shared(vm, this)?;
    let before = this.changes.get();
    let mut order = indices(count)?;
    merge_sort(&mut order, &mut |first, second| {
        less(&elements, start + first as usize, start + second as usize)
    })?;
    if this.changes.get() != before {
        return Err(changed_meanwhile("sorted"));
    }
    this.changed();
    this.store.borrow_mut().permute(start, &order, this.element().size);
    Ok(())
}

/// The numbers from 0 on.
fn indices(count: usize) -> Result<Vec<u32>, ScriptError> {
    let last = u32::try_from(count).map_err(|_| memory::out_of_memory())?;
    memory::reserve(count.saturating_mul(2 * size_of::<u32>()))?;
    Ok((0..last).collect())
}

/// Sorts by halves; equal ones stay as they were. Whatever `less` says, each index is there once in the end.
fn merge_sort(
    order: &mut [u32],
    less: &mut impl FnMut(u32, u32) -> Result<bool, ScriptError>,
) -> Result<(), ScriptError> {
    let mut other = order.to_vec();
    let mut width = 1;
    while width < order.len() {
        for (from, to) in order.chunks(width * 2).zip(other.chunks_mut(width * 2)) {
            let (left, right) = from.split_at(width.min(from.len()));
            merge(left, right, to, less)?;
        }
        order.copy_from_slice(&other);
        width *= 2;
    }
    Ok(())
}

fn merge(
    left: &[u32],
    right: &[u32],
    to: &mut [u32],
    less: &mut impl FnMut(u32, u32) -> Result<bool, ScriptError>,
) -> Result<(), ScriptError> {
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    for place in to {
        let take_right = match (left.peek(), right.peek()) {
            (Some(first), Some(second)) => less(**second, **first)?,
            (None, _) => true,
            (_, None) => false,
        };
        let next = if take_right { right.next() } else { left.next() };
        *place = next.copied().unwrap_or_default();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(items: &[i32], mut less: impl FnMut(i32, i32) -> Result<bool, ScriptError>) -> Vec<u32> {
        let mut order: Vec<u32> = (0..u32::try_from(items.len()).expect("few")).collect();
        merge_sort(&mut order, &mut |a, b| less(items[a as usize], items[b as usize])).expect("no error");
        order
    }

    #[test]
    fn sorting_orders_and_keeps_equal_ones_as_they_were() {
        let items = [5, 3, 9, 3, -1, 5, 0, 9, 2];
        let order = sorted(&items, |a, b| Ok(a < b));
        assert_eq!(order, [4, 6, 8, 1, 3, 0, 5, 2, 7]);
        assert_eq!(sorted(&[], |_, _| Ok(true)), [0_u32; 0]);
        assert_eq!(sorted(&[1], |_, _| Ok(true)), [0]);
        for length in 2..70 {
            let items: Vec<i32> = (0..length).map(|index| index * 7919 % 31).collect();
            let order = sorted(&items, |a, b| Ok(a < b));
            let pairs: Vec<(i32, u32)> = order.iter().map(|index| (items[*index as usize], *index)).collect();
            assert!(pairs.is_sorted(), "{length}: {pairs:?}");
        }
    }

    #[test]
    fn an_order_that_contradicts_itself_loses_nothing() {
        for answers in 0..64_u32 {
            let mut asked = 0;
            let mut order = sorted(&[0; 9], |_, _| {
                asked += 1;
                Ok((answers.wrapping_mul(2_654_435_761) >> (asked % 32)) & 1 == 1)
            });
            order.sort_unstable();
            assert_eq!(order, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
        }
    }

    #[test]
    fn sorting_ends_with_the_first_error() {
        let mut order = [0, 1, 2, 3];
        let mut asked = 0;
        let result = merge_sort(&mut order, &mut |_, _| {
            asked += 1;
            if asked == 3 { Err(ScriptError::host("stop")) } else { Ok(true) }
        });
        assert!(result.is_err());
        assert_eq!(asked, 3);
    }
}
