//! Which credentials a request gets: the first alternative that is configured, and never over a parameter's head.

use crate::credential::Credential;
use crate::oauth::{Authority, Bearer};
use crate::problem::Problem;
use crate::requirements::{Alternative, Requirements};
use crate::scheme::{Applied, Places, Scheme};
use crate::transport::Transport;

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
    requirements: &Requirements,
    authority: &Authority<'_, impl Transport>,
    request: &(impl Places + Sync),
) -> Result<Chosen, Problem> {
    let settings = authority.settings();
    let mut chosen = Chosen::default();
    let configured = |scheme: &Scheme| {
        if scheme.is_connection() {
            settings.certificate != Some(false)
        } else {
            scheme.is_filled(request) || settings.credential(scheme.source, scheme.name).is_some()
        }
    };
    // An empty alternative, or one of client certificates alone, says nothing about what else the caller configured.
    let ready = |alternative: &Alternative<'_>| {
        alternative.schemes().any(|scheme| !scheme.is_connection())
            && alternative.schemes().all(configured)
    };
    // Something before the server may show a certificate in the client's stead.
    let almost = |alternative: &Alternative<'_>| {
        alternative.schemes().any(|scheme| !scheme.is_connection())
            && alternative
                .schemes()
                .all(|scheme| scheme.is_connection() || configured(scheme))
    };
    let found = requirements.alternatives().find(ready);
    let almost_found = || requirements.alternatives().find(almost);
    if let Some(alternative) = found.or_else(almost_found) {
        // No adapter here: what is held while a token is fetched has to be plainly `Send`.
        for scheme in alternative.0 {
            let Some(scheme) = *scheme else { continue };
            if !scheme.is_filled(request)
                && let Some(credential) = settings.credential(scheme.source, scheme.name)
            {
                chosen.add(scheme, credential, authority).await?;
            }
        }
        if found.is_none() {
            let missing = alternative.schemes().filter(|scheme| !configured(scheme));
            chosen.unconfigured.extend(missing.map(Scheme::name));
        }
    } else if !requirements
        .alternatives()
        .any(|alternative| alternative.schemes().all(configured))
    {
        for scheme in requirements.alternatives().flat_map(Alternative::schemes) {
            if !configured(scheme) && !chosen.unconfigured.contains(&scheme.name) {
                chosen.unconfigured.push(scheme.name);
            }
        }
    }
    Ok(chosen)
}
