//! The database.

use std::time::{Duration, Instant};

use arazzo_postgres::dbos::{Client, ClientConfig};
use sentry_stand_in::Postgres;

use crate::worker::APPLICATION;

/// The database of an application, in a server of its own.
pub(crate) struct Engine(Postgres);

impl Engine {
    /// None where PostgreSQL is not installed.
    pub(crate) fn start() -> Option<Self> {
        let server = Postgres::start().unwrap();
        if server.is_none() {
            println!("left out: PostgreSQL is not installed");
        }
        server.map(Self)
    }

    /// Its process, of which those of its connections are children.
    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    pub(crate) fn url(&self) -> String {
        self.0.url(APPLICATION)
    }

    /// Starts it again after it was killed.
    pub(crate) fn restart(&mut self) {
        self.0.restart().unwrap();
    }

    /// Somebody who starts runs and waits for their results, and executes nothing.
    pub(crate) async fn client(&self) -> Client {
        let config = ClientConfig {
            app_name: Some(APPLICATION.to_owned()),
            outcome_poll_interval: Some(Duration::from_millis(100)),
            ..ClientConfig::new(self.url())
        };
        let begun = Instant::now();
        loop {
            // The first worker makes the schema.
            match Client::connect(config.clone()).await {
                Ok(client) => return client,
                Err(error) => assert!(begun.elapsed() < Duration::from_secs(60), "{error}"),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}
