//! Services of generated modules.

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
/// own timers, and lets several processes share the work. The crate depends on `restate-sdk`. A workflow that depends on others (`dependsOn`) has to be handed their runs, and
/// needs a handler of its own.
#[macro_export]
macro_rules! service {
    (
        $(#[$attribute:meta])*
        $visibility:vis $service:ident = $name:literal in $($module:ident)::+ { $($workflow:ident),+ $(,)? }
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

        const _: () = {
            use $($module)::+ as workflows;

            #[::restate_sdk::service(name = $name)]
            impl $service {
                $(
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
                )+
            }
        };
    };
}
