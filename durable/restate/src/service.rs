//! Services of generated modules.

use serde::Deserialize;
use serde_json::{Map, Value};

/// Makes a service of workflows of a generated module: a type that is made with the module's client, to be bound to an
/// endpoint of `restate_sdk`. Each workflow is a handler of the name of its function, which takes the inputs as JSON and
/// returns the outputs.
///
/// ```ignore
/// arazzo_restate::service! {
///     /// Workflows of Sentry.
///     pub Sentry = "sentry" in crate::sentry { provision_project_key }
/// }
///
/// let client = crate::sentry::Client::builder().bearer_auth(token).build()?;
/// let endpoint = Endpoint::builder().bind(Sentry::new(client)).build();
/// serve(endpoint, listen("0.0.0.0:9080".parse()?)?, tokio::signal::ctrl_c()).await;
/// ```
///
/// [`serve`](crate::serve) is faster than the server of the SDK, which lets each entry of a journal wait for the network's
/// own timers, and lets several processes share the work. The crate depends on `restate-sdk`.
///
/// A workflow that depends on others (`dependsOn`) names them: `place_order after { sign_in }`. Its handler executes them
/// first, in the same invocation, and takes `{"inputs": …, "prerequisites": {"sign_in": …}}`, the inputs of each.
#[macro_export]
macro_rules! service {
    (
        $(#[$attribute:meta])*
        $visibility:vis $service:ident = $name:literal in $($module:ident)::+ {
            $($workflow:ident $(after { $($before:ident),+ $(,)? })?),+ $(,)?
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug)]
        $visibility struct $service($($module)::+::Client);

        impl $service {
            /// The service, whose runs use this client.
            $visibility fn new(client: $($module)::+::Client) -> Self {
                Self(client)
            }
        }

        $crate::service! {
            @handlers $service $name ($($module)::+) []
            $($workflow $(after { $($before),+ })?,)+
        }
    };

    (@handlers $service:ident $name:literal ($($module:tt)+) [$($handler:tt)*]) => {
        const _: () = {
            use $($module)+ as workflows;

            #[::restate_sdk::service(name = $name)]
            impl $service {
                $($handler)*
            }
        };
    };

    (
        @handlers $service:ident $name:literal ($($module:tt)+) [$($handler:tt)*]
        $workflow:ident, $($rest:tt)*
    ) => {
        $crate::service! {
            @handlers $service $name ($($module)+)
            [
                $($handler)*

                #[handler]
                async fn $workflow(
                    &self,
                    context: ::restate_sdk::prelude::Context<'_>,
                    inputs: ::restate_sdk::prelude::Json<workflows::$workflow::Inputs>,
                ) -> ::restate_sdk::prelude::HandlerResult<
                    ::restate_sdk::prelude::Json<$crate::Value>,
                > {
                    let journal = $crate::InvocationJournal::new(&context);
                    let journaled = $crate::Journaled::new(self.0.transport(), journal);
                    let client = self.0.over(journaled);
                    $crate::outcome(workflows::$workflow(&client, inputs.into_inner()).await)
                }
            ]
            $($rest)*
        }
    };

    (
        @handlers $service:ident $name:literal ($($module:tt)+) [$($handler:tt)*]
        $workflow:ident after { $($before:ident),+ }, $($rest:tt)*
    ) => {
        $crate::service! {
            @handlers $service $name ($($module)+)
            [
                $($handler)*

                #[handler]
                async fn $workflow(
                    &self,
                    context: ::restate_sdk::prelude::Context<'_>,
                    given: ::restate_sdk::prelude::Json<
                        $crate::Dependent<workflows::$workflow::Inputs>,
                    >,
                ) -> ::restate_sdk::prelude::HandlerResult<
                    ::restate_sdk::prelude::Json<$crate::Value>,
                > {
                    let journal = $crate::InvocationJournal::new(&context);
                    let journaled = $crate::Journaled::new(self.0.transport(), journal);
                    let client = self.0.over(journaled);
                    let mut given = given.into_inner();
                    $(let $before = given.inputs_of(::core::stringify!($before))?;)+
                    $(
                        let $before = match workflows::$before(&client, $before).await {
                            ::core::result::Result::Ok(run) => run,
                            failed => return $crate::outcome(failed),
                        };
                    )+
                    let prerequisites = workflows::$workflow::Prerequisites {
                        $($before: &$before),+
                    };
                    $crate::outcome(
                        workflows::$workflow(&client, given.inputs, prerequisites).await,
                    )
                }
            ]
            $($rest)*
        }
    };
}

/// What a handler takes whose workflow depends on others.
#[doc(hidden)]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dependent<I> {
    pub inputs: I,
    #[serde(default)]
    prerequisites: Map<String, Value>,
}

impl<I> Dependent<I> {
    /// The inputs of a workflow that runs before; none are an empty object.
    ///
    /// # Errors
    /// They do not have the form that it asks for.
    pub fn inputs_of<B: for<'de> Deserialize<'de>>(
        &mut self,
        workflow: &str,
    ) -> Result<B, restate_sdk::errors::TerminalError> {
        let given = self.prerequisites.remove(workflow);
        let inputs = given.unwrap_or_else(|| Value::Object(Map::new()));
        serde_json::from_value(inputs).map_err(|error| {
            let message = format!("the inputs of prerequisite `{workflow}` do not fit: {error}");
            restate_sdk::errors::TerminalError::new_with_code(400, message)
        })
    }
}
