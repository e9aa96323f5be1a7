//! A client of the W3C WebDriver protocol, as much of it as driving one window takes.
//!
//! Source: W3C, "WebDriver", Recommendation of 5 June 2018, sections 8, 12, 13 and 17.

use std::{
    net::TcpListener,
    path::Path,
    process::{Child, Command},
    time::Duration,
};

use serde_json::{Value, json};
use ureq::Agent;

use crate::desktop::{Desktop, end, wait_for};

/// A driver process and its one session, both ended when dropped.
pub struct WebDriver {
    process: Child,
    agent: Agent,
    base: String,
    session: String,
}

impl WebDriver {
    /// Starts `binary` with `arguments` on `desktop` under automation.
    pub fn start(desktop: &Desktop, binary: &Path, arguments: &[&Path]) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|socket| socket.local_addr())
            .expect("a free port")
            .port();
        let process = desktop
            .command("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .spawn()
            .expect("WebKitWebDriver starts");
        let agent = Agent::config_builder()
            // Starting the program is part of the first answer, and the first start on a machine reads much from the disk.
            .timeout_global(Some(Duration::from_secs(180)))
            .http_status_as_error(false)
            .proxy(None)
            .build()
            .new_agent();
        let mut driver =
            Self { process, agent, base: format!("http://127.0.0.1:{port}"), session: String::new() };
        wait_for("the driver", || driver.agent.get(format!("{}/status", driver.base)).call().is_ok());
        // The app ends with the driver, which doesn't end it by itself.
        let mut words = vec![json!("--pdeathsig"), json!("KILL"), json!("--"), json!(binary)];
        words.extend(arguments.iter().map(|argument| json!(argument)));
        let options = json!({ "binary": "/usr/bin/setpriv", "args": words });
        let capabilities =
            json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": options } } });
        let answer = driver.post("/session", &capabilities);
        driver.session =
            answer["sessionId"].as_str().unwrap_or_else(|| panic!("no session: {answer}")).to_owned();
        driver
    }

    /// Runs a function's body in the page and gives what it returns.
    pub fn run(&self, body: &str, arguments: &[Value]) -> Value {
        self.command("/execute/sync", &json!({ "script": body, "args": arguments }))
    }

    /// Goes to a page and waits until it is loaded.
    pub fn go_to(&self, url: &str) {
        self.command("/url", &json!({ "url": url }));
    }

    /// Carries out input actions (section 17), then lets go of all keys and buttons.
    pub fn act(&self, actions: &Value) {
        self.command("/actions", &json!({ "actions": actions }));
    }

    /// Sets the window's place and size.
    pub fn set_window(&self, width: u32, height: u32) {
        self.command("/window/rect", &json!({ "x": 0, "y": 0, "width": width, "height": height }));
    }

    /// Kills the program as the system does where memory runs out: it gets no chance to do anything.
    pub fn kill_program(&self) {
        let driver = self.process.id();
        let children = std::fs::read_to_string(format!("/proc/{driver}/task/{driver}/children"));
        let children = children.expect("the driver has children");
        let killed = Command::new("kill").arg("-KILL").args(children.split_whitespace()).status();
        assert!(killed.is_ok_and(|status| status.success()), "kill ends {children:?}");
        let gone = |child: &str| {
            let state = std::fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
            state.is_empty() || state.contains(") Z ")
        };
        wait_for("the program's end", || children.split_whitespace().all(gone));
    }

    fn command(&self, path: &str, body: &Value) -> Value {
        self.post(&format!("/session/{}{path}", self.session), body)
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let answer: Value = self
            .agent
            .post(format!("{}{path}", self.base))
            .send_json(body)
            .and_then(|mut answer| answer.body_mut().read_json())
            .unwrap_or_else(|error| panic!("the driver doesn't answer {path}: {error}"));
        let value = answer["value"].clone();
        assert!(value.get("error").is_none_or(|error| !error.is_string()), "{path}: {value}");
        value
    }
}

impl Drop for WebDriver {
    fn drop(&mut self) {
        // Where the driver is gone already, so is the session.
        let _ = self.agent.delete(format!("{}/session/{}", self.base, self.session)).call();
        end(&mut self.process);
    }
}
