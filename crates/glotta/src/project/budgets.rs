//! `[budgets]` and `[errors]` of a project: how long scripts may take, and what becomes of those that fail.

use std::time::Duration;

use glotta_core::{ScriptError, near_names};
use glotta_engine::document::{Item, Section};
use glotta_runtime::{Budgets, ErrorPolicies, ErrorPolicy, ScriptBudgets, normalize_path};

/// Reads `[budgets]`.
///
/// # Errors
/// [`glotta_core::ErrorKind::Syntax`] with the place, as for all that follow.
pub(super) fn budgets(item: &Item<'_, '_>) -> Result<Budgets, ScriptError> {
    let mut section = item.section()?;
    let mut budgets = Budgets::default();
    let times =
        [("call_ms", &mut budgets.call), ("load_ms", &mut budgets.load), ("frame_ms", &mut budgets.frame)];
    for (key, time) in times {
        if let Some(given) = take_time(&mut section, key)? {
            *time = given;
        }
    }
    if let Some(item) = section.take("scripts") {
        for (path, item) in item.section()?.rest() {
            let path = script(&item, &path)?;
            let mut section = item.section()?;
            let call = take_time(&mut section, "call_ms")?;
            let load = take_time(&mut section, "load_ms")?;
            section.finish()?;
            budgets.scripts.insert(path, ScriptBudgets { call, load });
        }
    }
    section.finish()?;
    Ok(budgets)
}

/// Reads `[errors]`.
pub(super) fn policies(item: &Item<'_, '_>) -> Result<ErrorPolicies, ScriptError> {
    let mut section = item.section()?;
    let mut policies = ErrorPolicies::default();
    if let Some(item) = section.take("policy") {
        policies.general = policy(&item)?;
    }
    if let Some(item) = section.take("scripts") {
        for (path, item) in item.section()?.rest() {
            policies.scripts.insert(script(&item, &path)?, policy(&item)?);
        }
    }
    section.finish()?;
    Ok(policies)
}

fn take_time(section: &mut Section<'_, '_>, key: &'static str) -> Result<Option<Duration>, ScriptError> {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let Some(item) = section.take(key) else { return Ok(None) };
    let time =
        item.int("a whole number of milliseconds from 1 to 86400000, or 0 for as long as it takes", 0..=DAY)?;
    Ok(Some(if time == 0 { Duration::MAX } else { Duration::from_millis(time.unsigned_abs()) }))
}

fn policy(item: &Item<'_, '_>) -> Result<ErrorPolicy, ScriptError> {
    let name = item.text()?;
    ErrorPolicy::from_name(&name).ok_or_else(|| {
        let known = ErrorPolicy::ALL.map(ErrorPolicy::name);
        item.error(format_args!(
            "expected one of {}, got {name:?}{}",
            known.map(|name| format!("{name:?}")).join(", "),
            near_names(&name, known)
        ))
    })
}

/// The path of a script as the runtime writes it.
fn script(item: &Item<'_, '_>, path: &str) -> Result<String, ScriptError> {
    normalize_path(path).map_err(|error| item.error(error.message()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Project;

    fn parse(text: &str) -> Result<Project, ScriptError> {
        Project::parse("games/arena", text)
    }

    #[test]
    fn budgets_and_policies_are_read_for_all_scripts_and_for_one() {
        let project = parse(
            "[budgets]\ncall_ms = 50\nframe_ms = 0\n[budgets.scripts.\"./boss.lua\"]\nload_ms = 7\n\
             [errors]\npolicy = \"keep-going\"\n[errors.scripts]\n\"boss\" = \"pause-script\"",
        )
        .expect("well-formed");
        let Budgets { call, load, frame, scripts } = project.budgets;
        assert_eq!((call, frame), (Duration::from_millis(50), Duration::MAX));
        assert_eq!(load, Budgets::default().load);
        assert_eq!(scripts["boss.lua"], ScriptBudgets { call: None, load: Some(Duration::from_millis(7)) });
        assert_eq!(project.errors.of("boss.py"), ErrorPolicy::PauseScript);
        assert_eq!(project.errors.of("other.py"), ErrorPolicy::KeepGoing);
        assert_eq!(parse("").expect("empty").budgets, Budgets::default());
    }

    #[test]
    fn a_mistake_in_them_is_placed_and_says_what_was_expected() {
        let complaint = |text: &str| parse(text).expect_err("malformed").to_string();
        assert_eq!(
            complaint("[budgets]\ncall_ms = -1"),
            "glotta.toml:2:11: budgets.call_ms: expected a whole number of milliseconds from 1 to 86400000, or 0 for as \
             long as it takes, got int -1"
        );
        assert_eq!(
            complaint("[errors]\npolicy = \"pause-scripts\""),
            "glotta.toml:2:10: errors.policy: expected one of \"pause-instance\", \"pause-script\", \"keep-going\", got \
             \"pause-scripts\"; did you mean \"pause-script\"?"
        );
        assert!(complaint("[budgets]\nframe = 1").contains("unknown key \"frame\""));
        assert!(complaint("[budgets.scripts.\"../a.lua\"]").starts_with("glotta.toml:1:"));
    }
}
