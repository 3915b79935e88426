//! Instances whose script is reloaded.

use glotta_core::{Entity, Host};

use super::frame::{Due, Stopwatch};
use super::health::Moment;
use super::{Callbacks, InstanceId, Instances};
use crate::runtime::{ScriptFunction, ScriptId, Session};

impl Session<'_> {
    /// Has the instances of a script run the code of its new version; those at rest after an error run again, from
    /// `on_start` if it was that. Gives those whose `on_start` has worked, in the order they run.
    pub(crate) fn hand_over_instances(&self, new: ScriptId, path: &str) -> Vec<InstanceId> {
        let places: Vec<(usize, String)> = {
            let instances = self.inner.instances.borrow();
            let of_script = instances.order.iter().filter(|&&place| *instances.groups[place].path == *path);
            of_script.map(|&place| (place, instances.groups[place].update_name.clone())).collect()
        };
        let (mut started, mut anew) = (Vec::new(), Vec::new());
        self.inner.instances.borrow_mut().forget_ailment(new);
        for (place, update) in places {
            // Found while nothing is borrowed: a language that looks a name up may run code.
            let callbacks = Callbacks::find(self, new, &update);
            let mut instances = self.inner.instances.borrow_mut();
            let group = &mut instances.groups[place];
            group.callbacks = callbacks;
            for member in &mut group.members {
                member.script = new;
                anew.extend(Instances::revive_one(member));
                started.extend(member.started.then_some(member.id));
            }
        }
        self.inner.instances.borrow_mut().begin_anew(anew);
        started
    }

    /// Calls `on_reload` of instances, with their entities if they have any.
    pub(crate) fn tell_reloaded<H: Host>(
        &self,
        host: &mut H,
        instances: &[InstanceId],
        on_reload: ScriptFunction,
        is_alive: &impl Fn(&H, Entity) -> bool,
    ) {
        let mut watch = Stopwatch::start();
        for &id in instances {
            let due = {
                let instances = self.inner.instances.borrow();
                let Some((group, place)) = instances.place(id) else { continue };
                let instance = &instances.groups[group].members[place];
                if instance.health.rests() {
                    continue;
                }
                Due { id, script: instance.script, entity: instance.entity, group, place }
            };
            if due.entity.is_none_or(|entity| is_alive(host, entity)) {
                self.run(host, due, on_reload, None, &mut watch, Moment::Later);
            }
        }
    }
}
