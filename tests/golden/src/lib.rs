//! The code of the generator's golden cases: that this crate compiles is the test.
#![deny(warnings)]

pub mod own;

/// Of private modules a crate uses what it needs, and hears nothing of the rest.
pub mod partly_used {
    #[deny(dead_code, unreachable_pub)]
    mod included {
        arazzo_runtime::include_workflows!("partly");
    }

    #[deny(dead_code, unreachable_pub)]
    mod written {
        include!(concat!(env!("OUT_DIR"), "/written_module.rs"));
    }

    /// Calls one workflow of each.
    ///
    /// # Errors
    /// It fails.
    pub async fn call() -> Result<(), Box<dyn std::error::Error>> {
        let client = included::Client::builder().build()?;
        included::outer(&client, included::outer::Inputs::default()).await?;
        let client = written::file::Client::builder().build()?;
        written::file::outer(&client, written::file::outer::Inputs::default()).await?;
        Ok(())
    }
}

include!(concat!(env!("OUT_DIR"), "/cases.rs"));
