//! Remembers projects and keys, and answers as Sentry would.

use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use crate::endpoint::Endpoint;
use crate::http::{Reply, Request};

/// A Sentry with one user and no projects yet.
#[derive(Debug)]
pub struct Sentry {
    token: String,
    projects: Mutex<Vec<Project>>,
}

#[derive(Debug)]
struct Project {
    name: String,
    slug: String,
    platform: Value,
    /// The names of its keys.
    keys: Vec<String>,
}

impl Sentry {
    /// A Sentry that knows this token and no other.
    pub fn new(token: impl Into<String>) -> Self {
        Self {
            token: token.into(),
            projects: Mutex::default(),
        }
    }

    /// Does what a request asks for.
    pub fn answer(&self, request: &Request) -> Reply {
        match request.header("authorization") {
            None => return problem(401, "The request carries no credentials."),
            Some(given) if given != format!("Bearer {}", self.token) => {
                return problem(401, "Nobody here has this token.");
            }
            Some(_) => {}
        }
        let Some(endpoint) = Endpoint::of(request) else {
            return problem(404, "There is nothing at this address.");
        };
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let name = body.get("name").and_then(Value::as_str);
        let mut projects = self.projects.lock().unwrap_or_else(PoisonError::into_inner);
        match (endpoint, name) {
            (Endpoint::CreateProject | Endpoint::CreateKey { .. }, None) => {
                Reply::json(400, json!({ "name": ["A name is needed."] }))
            }
            (Endpoint::CreateProject, Some(name)) => {
                let platform = body.get("platform").cloned().unwrap_or_default();
                let project = Project::new(name, platform, &projects);
                projects.push(project);
                last(&projects)
            }
            (Endpoint::RetrieveProject { project }, _) => match find(&mut projects, &project) {
                Some((number, project)) => Reply::json(200, project.json(number)),
                None => problem(404, "There is no such project."),
            },
            (Endpoint::CreateKey { project }, Some(name)) => match find(&mut projects, &project) {
                Some((number, project)) => {
                    project.keys.push(name.to_owned());
                    let keys = project.keys(number);
                    Reply::json(201, keys.last().cloned().unwrap_or_default())
                }
                None => problem(404, "There is no such project."),
            },
            (Endpoint::ListKeys { project }, _) => match find(&mut projects, &project) {
                Some((number, project)) => Reply::json(200, Value::from(project.keys(number))),
                None => problem(404, "There is no such project."),
            },
        }
    }
}

fn problem(status: u16, detail: &str) -> Reply {
    Reply::json(status, json!({ "detail": detail }))
}

fn last(projects: &[Project]) -> Reply {
    let json = projects.last().map(|project| project.json(projects.len()));
    Reply::json(201, json.unwrap_or_default())
}

/// A project and its number, which counts from 1.
fn find<'p>(projects: &'p mut [Project], slug: &str) -> Option<(usize, &'p mut Project)> {
    (1..)
        .zip(projects)
        .find(|(_, project)| project.slug == slug)
}

impl Project {
    /// A project with a slug of its own and the key that Sentry gives to every project.
    fn new(name: &str, platform: Value, others: &[Self]) -> Self {
        let words: Vec<&str> = name
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let plain = words.join("-").to_lowercase();
        let mut slug = plain.clone();
        for number in 2.. {
            if others.iter().all(|other| other.slug != slug) {
                break;
            }
            slug = format!("{plain}-{number}");
        }
        Self {
            name: name.to_owned(),
            slug,
            platform,
            keys: vec!["Default".to_owned()],
        }
    }

    fn json(&self, number: usize) -> Value {
        json!({
            "id": number.to_string(),
            "slug": self.slug,
            "name": self.name,
            "platform": self.platform,
            "dateCreated": "2025-06-01T09:00:00Z",
            "status": "active",
            "features": ["releases"],
        })
    }

    fn keys(&self, number: usize) -> Vec<Value> {
        let key = |(position, name): (usize, &String)| {
            let public = scramble(number, position);
            json!({
                "id": public,
                "name": name,
                "public": public,
                "secret": scramble(position, number),
                "projectId": number,
                "isActive": true,
                "dsn": { "public": format!("https://{public}@stand-in.example/{number}") },
                "rateLimit": null,
            })
        };
        (1..).zip(&self.keys).map(key).collect()
    }
}

/// 32 hexadecimal digits that look like a key, and are the same in every run.
fn scramble(project: usize, key: usize) -> String {
    let seed = (project as u128) << 32 | key as u128;
    let mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    format!("{:032x}", mixed ^ (mixed >> 61))
}
