//! Which credentials a request gets: the first alternative that is configured, and never over a parameter's head.

use crate::problem::Problem;
use crate::scheme::{Applied, Filled, Scheme};
use crate::settings::Settings;

/// Security Requirement Objects: alternatives, each a list of schemes that are needed together.
pub(crate) type Requirements = Vec<Vec<&'static Scheme>>;

/// What was decided.
#[derive(Default)]
pub(crate) struct Chosen {
    pub(crate) applied: Vec<Applied>,
    /// Schemes for which nothing is configured, if the request goes out without credentials although it needs some.
    pub(crate) unconfigured: Vec<&'static str>,
}

pub(crate) async fn choose(
    requirements: &[Vec<&'static Scheme>],
    settings: &Settings,
    request: &(impl Filled + Sync),
) -> Result<Chosen, Problem> {
    let mut chosen = Chosen::default();
    let ready = |alternative: &&Vec<&'static Scheme>| {
        // An empty alternative, or one of client certificates alone, says nothing about what the caller configured.
        alternative.iter().any(|scheme| !scheme.is_connection())
            && alternative.iter().all(|scheme| {
                scheme.is_connection()
                    || scheme.is_filled(request)
                    || settings.credential(scheme.source, scheme.name).is_some()
            })
    };
    if let Some(alternative) = requirements.iter().find(ready) {
        for scheme in alternative {
            if let Some(credential) = settings.credential(scheme.source, scheme.name)
                && !scheme.is_filled(request)
            {
                chosen.applied.extend(scheme.apply(credential).await?);
            }
        }
    } else if !requirements
        .iter()
        .any(|alternative| alternative.iter().all(|scheme| scheme.is_connection()))
    {
        for scheme in requirements.iter().flatten() {
            if !scheme.is_filled(request)
                && settings.credential(scheme.source, scheme.name).is_none()
                && !chosen.unconfigured.contains(&scheme.name)
            {
                chosen.unconfigured.push(scheme.name);
            }
        }
    }
    Ok(chosen)
}
