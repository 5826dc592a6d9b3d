//! What the examples about reports talk to.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::json;

use crate::http::{Reply, Request};

/// A service whose exports are done when they were asked for a third time.
#[derive(Debug, Default)]
pub struct Reports {
    asked: AtomicU32,
}

impl Reports {
    /// Answers a request as the service would.
    pub fn answer(&self, request: &Request) -> Reply {
        let path: Vec<&str> = request.target.split('/').skip(1).collect();
        match (request.method.as_str(), path.as_slice()) {
            ("POST", ["workspaces"]) => Reply::json(201, json!({"id": "w1"})),
            ("POST", ["workspaces", _, "exports"]) => {
                self.asked.store(0, Ordering::Relaxed);
                Reply::json(202, json!({"id": "e1", "state": "queued"}))
            }
            ("GET", ["workspaces", _, "exports", _]) => {
                match self.asked.fetch_add(1, Ordering::Relaxed) {
                    0 | 1 => Reply::json(200, json!({"id": "e1", "state": "running"})),
                    _ => Reply::json(200, json!({"id": "e1", "state": "done", "fileId": "f1"})),
                }
            }
            ("POST", ["files", file, "links"]) => {
                Reply::json(201, json!({"url": format!("https://files.example/{file}")}))
            }
            _ => Reply::json(404, json!({"detail": "there is no such thing"})),
        }
    }
}
