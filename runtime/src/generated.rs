//! What generated modules have in common, as macros: nobody but generated code calls them.

/// The methods of a generated module's client and its builder, which are newtypes over those of this crate so that a
/// client cannot be passed to workflows of another document.
#[doc(hidden)]
#[macro_export]
macro_rules! client {
    ($client:ident, $builder:ident, $apis:ident) => {
        impl $client {
            /// Starts to configure a client.
            pub fn builder() -> $builder {
                $builder($crate::Client::builder($apis))
            }
        }

        impl<T> $client<T> {
            /// This client for one run, and for the prerequisites that are run for it: an id, headers, a deadline, a
            /// cancellation, an observer. What `options` does not say stays as it is.
            #[must_use = "the options hold for the client that is returned"]
            pub fn for_run(&self, options: $crate::RunOptions) -> Self {
                Self(self.0.for_run(options))
            }
        }

        impl<T> $client<T> {
            /// This client over another transport, such as one with the journal of a run; settings, credentials and
            /// tokens are shared.
            pub fn over<U: $crate::Transport>(&self, transport: U) -> $client<U> {
                $client(self.0.over(transport))
            }

            /// The transport.
            pub fn transport(&self) -> &T
            where
                T: $crate::Transport,
            {
                self.0.transport()
            }
        }

        impl<T: $crate::Transport> $builder<T> {
            /// Everything else that a client has to offer: timeouts, limits, server variables, an observer.
            pub fn configure(
                self,
                change: impl FnOnce($crate::ClientBuilder<T>) -> $crate::ClientBuilder<T>,
            ) -> Self {
                Self(change(self.0))
            }

            /// Sends requests through another transport: one that records, replays or answers by itself.
            pub fn transport(self, transport: impl $crate::Transport + 'static) -> $builder {
                $builder(self.0.transport(transport))
            }

            /// The same with a transport whose type the client keeps. It may borrow, and costs no allocation.
            pub fn typed_transport<U: $crate::Transport>(self, transport: U) -> $builder<U> {
                $builder(self.0.typed_transport(transport))
            }

            /// Finishes the client.
            ///
            /// # Errors
            ///
            /// A setting is invalid, for example a malformed base URL.
            pub fn build(self) -> ::core::result::Result<$client<T>, $crate::BuildError> {
                ::core::result::Result::map(self.0.build(), $client)
            }
        }
    };
}

/// The steps of a workflow that send requests, each with the responses that its operation declares, for
/// [`testing`](crate::testing). A constant that nobody uses costs nothing.
#[doc(hidden)]
#[macro_export]
macro_rules! steps {
    ($workflow:literal; $(
        $name:ident = $step:literal $(: $($status:tt $($media_type:literal)*),+)?;
    )*) => {
        /// The steps that send requests, by which a [test](::arazzo_runtime::testing) answers them.
        #[allow(dead_code, unreachable_pub, reason = "what is around it may be private")]
        pub mod steps {
            use $crate::testing::Step;
            $(
                #[doc = concat!("Step `` ", $step, " ``.")]
                pub const $name: Step = Step::new(
                    $workflow,
                    $step,
                    &[$($((stringify!($status), &[$($media_type),*])),+)?],
                );
            )*
        }
    };
}

/// How outputs that are known while a run goes on become those of a completed run: `field` is there in every such run,
/// `field [null]` as well but may be null, `field [?]` may be missing. With `!` it is what may be left of a failed attempt,
/// of which a completed step is wanted, and what stands behind a colon is to be completed itself.
#[doc(hidden)]
#[macro_export]
macro_rules! completed {
    ($partial:ident => $complete:ident { $($field:ident $([$($how:tt)*])?),* }) => {
        impl $crate::Partial for $partial {
            type Completed = $complete;

            fn completed(self) -> ::core::option::Option<$complete> {
                // Field by field and without recursion: a workflow may have more steps than the compiler follows.
                ::core::option::Option::Some($complete {
                    $($field: $crate::completed!(@field self.$field $($($how)*)?),)*
                })
            }
        }
    };
    (@field $self:ident.$field:ident) => { $self.$field? };
    (@field $self:ident.$field:ident null) => { $crate::Nullable::into_nested($self.$field)? };
    (@field $self:ident.$field:ident ?) => { $self.$field };
    (@field $self:ident.$field:ident !) => { $crate::StepOutputs::into_completed($self.$field?)? };
    (@field $self:ident.$field:ident !?) => {
        ::core::option::Option::and_then($self.$field, $crate::StepOutputs::into_completed)
    };
    (@field $self:ident.$field:ident : $inner:ident) => {
        <$inner as $crate::Partial>::completed($self.$field?)?
    };
    (@field $self:ident.$field:ident ! : $inner:ident) => {
        <$inner as $crate::Partial>::completed($crate::StepOutputs::into_completed($self.$field?)?)?
    };
}

/// How the enum `Declared` of a workflow is read from a failure: a variant for each step that calls an operation, and with
/// `call` for each that calls a workflow.
#[doc(hidden)]
#[macro_export]
macro_rules! declared {
    ($declared:ident { $($variant:ident = $($step:literal)? $(call $call:literal)?),* }) => {
        impl $crate::Declared for $declared {
            // Compiled only where somebody asks.
            #[inline]
            fn of(error: &$crate::StepError) -> ::core::result::Result<Self, $crate::BodyError> {
                match $crate::StepError::step(error) {
                    $(
                        $(::core::option::Option::Some($step) => {
                            ::core::result::Result::map($crate::Declared::of(error), Self::$variant)
                        })?
                        $(::core::option::Option::Some($call) => {
                            ::core::result::Result::map(error.declared_by_cause(), Self::$variant)
                        })?
                    )*
                    _ => ::core::result::Result::Err($crate::BodyError::Undeclared),
                }
            }
        }
    };
}

/// How the error responses of an operation are read: each variant, with `(_)` where it has a body, and its statuses. The
/// first that has the status counts.
#[doc(hidden)]
#[macro_export]
macro_rules! error_responses {
    ($errors:ident { $($variant:ident $(($body:tt))?: $status:literal $(to $last:literal)?),* }) => {
        impl $crate::Declared for $errors {
            // Compiled only where somebody asks.
            #[inline]
            fn of(error: &$crate::StepError) -> ::core::result::Result<Self, $crate::BodyError> {
                let response = error.own_response()?;
                match response.status() {
                    $($status $(..=$last)? => $crate::error_responses!(@read response Self::$variant $(($body))?),)*
                    _ => ::core::result::Result::Err($crate::BodyError::Undeclared),
                }
            }
        }
    };
    (@read $response:ident Self::$variant:ident) => {
        ::core::result::Result::Ok(Self::$variant)
    };
    (@read $response:ident Self::$variant:ident (_)) => {
        ::core::result::Result::map($response.decode(), Self::$variant)
    };
}
