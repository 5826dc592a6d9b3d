//! Which of the four operations a request is for.

use percent_encoding::percent_decode_str;

use crate::http::Request;

/// An operation that the stand-in answers, with the decoded values of its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// `POST /teams/{organization}/{team}/projects/`
    CreateProject,
    /// `GET /projects/{organization}/{project}/`
    RetrieveProject {
        /// The project's slug.
        project: String,
    },
    /// `POST /projects/{organization}/{project}/keys/`
    CreateKey {
        /// The project's slug.
        project: String,
    },
    /// `GET /projects/{organization}/{project}/keys/`
    ListKeys {
        /// The project's slug.
        project: String,
    },
}

impl Endpoint {
    /// The operation that a request is for, if it is one of the four.
    pub fn of(request: &Request) -> Option<Self> {
        let path = request.target.split('?').next().unwrap_or_default();
        let segments: Vec<String> = path
            .split('/')
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
            .collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (request.method.as_str(), segments.as_slice()) {
            ("POST", ["", "teams", _, _, "projects", ""]) => Some(Self::CreateProject),
            ("GET", ["", "projects", _, project, ""]) => Some(Self::RetrieveProject {
                project: (*project).to_owned(),
            }),
            ("POST", ["", "projects", _, project, "keys", ""]) => Some(Self::CreateKey {
                project: (*project).to_owned(),
            }),
            ("GET", ["", "projects", _, project, "keys", ""]) => Some(Self::ListKeys {
                project: (*project).to_owned(),
            }),
            _ => None,
        }
    }

    /// The step of the workflow that calls it.
    pub fn step(&self) -> &'static str {
        match self {
            Self::CreateProject => "createProject",
            Self::RetrieveProject { .. } => "confirmProject",
            Self::CreateKey { .. } => "createKey",
            Self::ListKeys { .. } => "listKeys",
        }
    }
}
