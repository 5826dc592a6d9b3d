//! Which credentials a request gets: the first alternative that is configured, and never over a parameter's head.

use crate::credential::Credential;
use crate::oauth::{Authority, Bearer};
use crate::problem::Problem;
use crate::scheme::{Applied, Places, Scheme};
use crate::transport::Transport;

/// Security Requirement Objects: alternatives, each a list of schemes that are needed together.
pub(crate) type Requirements = Vec<Vec<&'static Scheme>>;

/// What was decided.
#[derive(Default)]
pub(crate) struct Chosen {
    pub(crate) applied: Vec<Applied>,
    /// The token among them that the client fetched itself.
    pub(crate) bearer: Option<Bearer>,
    /// Schemes for which nothing is configured, if the request goes out without credentials although it needs some.
    pub(crate) unconfigured: Vec<&'static str>,
}

impl Chosen {
    async fn add(
        &mut self,
        scheme: &'static Scheme,
        credential: &Credential,
        authority: &Authority<'_, impl Transport>,
    ) -> Result<(), Problem> {
        let client = credential.client(scheme);
        if client.is_none()
            && let Some(applied) = scheme.constant(credential)
        {
            self.applied.push(applied);
            return Ok(());
        }
        let text = match client {
            Some(client) => {
                // Boxed, as what is rare must not make every request's future larger.
                let bearer = Box::pin(authority.token(scheme, &client)).await?;
                self.bearer.insert(bearer).text.to_string()
            }
            None => scheme.text(credential).await?,
        };
        self.applied.extend(scheme.apply(text)?);
        Ok(())
    }
}

pub(crate) async fn choose(
    requirements: &[Vec<&'static Scheme>],
    authority: &Authority<'_, impl Transport>,
    request: &(impl Places + Sync),
) -> Result<Chosen, Problem> {
    let settings = authority.settings();
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
                chosen.add(scheme, credential, authority).await?;
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
