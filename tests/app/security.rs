//! What the page may not do, tried in the real window.

use cueline_tests::{desktop::Desktop, episodes, window::Window};
use serde_json::json;

#[test]
fn the_page_can_neither_evaluate_text_nor_reach_beyond_its_commands() {
    let desktop = Desktop::start(1000, 700);
    let window = Window::on_episode(&desktop, &episodes::sample());
    assert_eq!(window.run("return typeof window.__TAURI__"), json!("undefined"), "no global Tauri object");
    let refused = |body: &str| {
        window.run(&format!("try {{ {body}; return 'done' }} catch (error) {{ return error.name }}"))
    };
    assert_ne!(
        refused("document.body.innerHTML = '<b>markup</b>'"),
        json!("done"),
        "markup needs a trusted type"
    );
    assert_ne!(
        refused("Object.prototype.extra = 1; if (({}).extra !== 1) throw new TypeError()"),
        json!("done")
    );
    window.run(
        "window.ran = false; const s = document.createElement('style'); s.textContent = 'body{opacity:0.5}';
         document.head.append(s)",
    );
    assert_eq!(window.run("return getComputedStyle(document.body).opacity"), json!("1"), "no inline style");
    window.run(
        "window.answers = []; const call = (command, payload) => window.__TAURI_INTERNALS__.invoke(command, payload)
           .then(() => window.answers.push('allowed'), () => window.answers.push('refused'));
         call('plugin:fs|read_file', { path: '/etc/passwd' }); call('plugin:shell|execute', { program: 'true' });
         call('plugin:app|version'); call('plugin:event|emit', { event: 'x' }); call('plugin:webview|create_webview', {});
         fetch('http://127.0.0.1:9/').then(() => window.answers.push('allowed'), () => window.answers.push('refused'))",
    );
    cueline_tests::desktop::wait_for("the answers", || {
        window.run("return window.answers.length") == json!(6)
    });
    assert_eq!(window.run("return window.answers.filter(a => a === 'allowed')"), json!([]));
}
