//! Workflows of generated modules.

/// Registers workflows of a generated module: a type with a field for each, named as its function, by which runs are
/// started and their outcome is awaited. The engine knows them by the name given here and that of the function, as in
/// `sentry/provision_project_key`.
///
/// ```ignore
/// arazzo_postgres::workflows! {
///     /// Workflows of Sentry.
///     pub Sentry = "sentry" in crate::sentry { provision_project_key }
/// }
///
/// let sentry = Sentry::register(&worker, client)?;
/// worker.launch().await?;
/// let run = sentry.provision_project_key.start(inputs).await?;
/// ```
///
/// A workflow that depends on others (`dependsOn`) has to be handed their runs, and is registered by
/// [`Worker::register`](crate::Worker::register).
#[macro_export]
macro_rules! workflows {
    // The type of a field. The path of the module is one token here, since it is repeated for each workflow.
    (@field [$($module:ident)::+] $workflow:ident) => {
        $crate::Registered<$($module)::+::$workflow::Inputs, $($module)::+::$workflow::Outputs>
    };
    (@type $module:tt
        $(#[$attribute:meta])*
        $visibility:vis $workflows:ident { $($workflow:ident),+ }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug)]
        $visibility struct $workflows {
            $(
                #[doc = concat!("The workflow `", stringify!($workflow), "`.")]
                $visibility $workflow: $crate::workflows!(@field $module $workflow),
            )+
        }
    };
    (
        $(#[$attribute:meta])*
        $visibility:vis $workflows:ident = $name:literal in $($module:ident)::+ { $($workflow:ident),+ $(,)? }
    ) => {
        $crate::workflows! {
            @type [$($module)::+] $(#[$attribute])* $visibility $workflows { $($workflow),+ }
        }

        impl $workflows {
            /// Registers the workflows with a worker that is not launched yet. Their runs use this client.
            ///
            /// # Errors
            /// The worker was launched, or has workflows of these names.
            $visibility fn register(
                worker: &$crate::Worker,
                client: $($module)::+::Client,
            ) -> ::core::result::Result<Self, $crate::dbos::Error> {
                use $($module)::+ as workflows;
                $(
                    let own = client.clone();
                    let $workflow = worker.register(
                        concat!($name, "/", stringify!($workflow)),
                        move |inputs: workflows::$workflow::Inputs, journal| {
                            let client = own.clone();
                            async move {
                                let journaled = $crate::Journaled::new(client.transport(), journal);
                                let durable = client.over(journaled);
                                $crate::outcome(workflows::$workflow(&durable, inputs).await)
                            }
                        },
                    )?;
                )+
                Ok(Self { $($workflow),+ })
            }
        }
    };
}
