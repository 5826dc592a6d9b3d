//! A request whose token the API refuses is sent once more with another one.

use http::StatusCode;

use super::{Authority, Bearer};
use crate::exchange::{Answer, Wire, exchange};
use crate::idempotency::HEADER;
use crate::problem::Problem;
use crate::redirect::Hop;
use crate::scheme::Applied;
use crate::transport::Transport;

/// Sends the request, and again where a token that was kept from before is answered with 401.
///
/// Not after a redirect, though, unless an idempotency key goes along: what was refused then is not the request that
/// carried the token, and sending that one again could do twice what it has done already.
pub(crate) async fn exchange_renewing<T: Transport>(
    authority: &Authority<'_, T>,
    bearer: Option<Bearer>,
    hop: &Hop,
    wire: Wire<'_, T>,
) -> Result<Answer, Problem> {
    let answer = exchange(wire, hop).await?;
    let status = answer.response.status();
    if (!answer.redirected || hop.headers.contains_key(HEADER))
        && let Some(hop) = renewed(authority, bearer, hop, status).await?
    {
        return Ok(exchange(wire, &hop).await?);
    }
    Ok(answer)
}

/// The request with another token, if `status` says that its own was refused, and that one was kept from before.
pub(crate) async fn renewed<T: Transport>(
    authority: &Authority<'_, T>,
    bearer: Option<Bearer>,
    hop: &Hop,
    status: StatusCode,
) -> Result<Option<Hop>, Problem> {
    if status == StatusCode::UNAUTHORIZED
        && let Some(refused) = bearer.filter(|bearer| bearer.kept)
        && let Some(token) = Box::pin(authority.renew(&refused)).await?
        && let Some(Applied::Header(name, value)) = refused.scheme.apply(token.to_string())?
    {
        let mut hop = hop.clone();
        hop.headers.insert(name, value);
        return Ok(Some(hop));
    }
    Ok(None)
}
