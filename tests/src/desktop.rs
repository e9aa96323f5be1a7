//! A desktop for one test: its own display, session bus, sound server and home folder, ended when it is dropped.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// Two desktops at once would fight for the machine's two cores, and the sound would stutter.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The loudspeaker that is there from the start.
pub const LOUDSPEAKER: &str = "loudspeaker";

/// The sound card's rate in Hz.
pub const RATE: u32 = 48_000;

/// What the system is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark ink on light paper.
    Light,
    /// The other way round.
    Dark,
}

/// See the module.
pub struct Desktop {
    display: String,
    bus: String,
    home: TempDir,
    theme: Theme,
    accessible: bool,
    sound: Option<Child>,
    // Ended in this order, the clients before what they talk to.
    keep_awake: Option<Child>,
    others: Vec<Child>,
    _turn: MutexGuard<'static, ()>,
}

impl Desktop {
    /// Starts one with a screen of this size in pixels.
    pub fn start(width: u32, height: u32) -> Self {
        let turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let home = tempfile::tempdir().expect("a temporary folder");
        for folder in ["run", "data", "config", "cache"] {
            fs::create_dir(home.path().join(folder)).expect("a folder in the temporary one");
        }
        private(&home.path().join("run"));

        let mut xvfb = quiet("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", &format!("{width}x{height}x24")])
            .stdout(Stdio::piped())
            .spawn()
            .expect("Xvfb starts");
        let display = format!(":{}", first_line(&mut xvfb));

        let mut dbus = quiet("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("dbus-daemon starts");
        let bus = first_line(&mut dbus);

        let mut desktop = Self {
            display,
            bus,
            home,
            theme: Theme::Light,
            accessible: false,
            sound: None,
            keep_awake: None,
            others: vec![xvfb, dbus],
            _turn: turn,
        };
        fs::write(desktop.alsa_configuration(), "pcm.!default { type pulse }\nctl.!default { type pulse }\n")
            .expect("the sound configuration is written");
        desktop.plug_in_sound();
        desktop
    }

    /// From now on programs find the system set to this theme.
    pub fn set_theme(&mut self, theme: Theme) {
        self.theme = theme;
    }

    /// From now on programs tell screen readers of themselves, as they do where one runs.
    pub fn set_accessible(&mut self) {
        self.accessible = true;
        let done = self
            .command("dbus-send")
            .args(["--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus"])
            .args(["org.freedesktop.DBus.Properties.Set", "string:org.a11y.Status", "string:IsEnabled"])
            .arg("variant:boolean:true")
            .status();
        assert!(done.is_ok_and(|status| status.success()), "the accessibility bus starts");
    }

    /// A program with this desktop as its surroundings, silent unless it fails to start.
    pub fn command(&self, program: &str) -> Command {
        let home = self.home.path();
        let mut command = quiet(program);
        command
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("HOME", home)
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("ALSA_CONFIG_PATH", self.alsa_configuration())
            .env("PULSE_SERVER", format!("unix:{}", home.join("run/pulse/native").display()))
            .env("GDK_BACKEND", "x11")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("GTK_THEME", if self.theme == Theme::Dark { "Adwaita:dark" } else { "Adwaita" })
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("AT_SPI_BUS_ADDRESS");
        if !self.accessible {
            command.env("GTK_A11Y", "none").env("NO_AT_BRIDGE", "1");
        }
        command
    }

    /// The mouse of this desktop.
    pub fn mouse(&self) -> Mouse {
        Mouse { display: self.display.clone() }
    }

    /// Waits until a window of the system's own has this title and the keyboard.
    pub fn wait_for_dialog(&self, title: &str) {
        wait_for(&format!("the dialog “{title}”"), || {
            let found = self.command("xdotool").args(["search", "--onlyvisible", "--name", title]).status();
            found.is_ok_and(|status| status.success())
        });
        // Without a window manager nobody gives it the keyboard.
        self.keyboard(&["search", "--onlyvisible", "--name", title, "windowfocus"]);
        thread::sleep(Duration::from_millis(500));
    }

    /// Types into whatever has the keyboard, in place of what stands there.
    pub fn type_text(&self, text: &str) {
        self.press("ctrl+a");
        self.keyboard(&["type", "--delay", "5", text]);
    }

    /// Presses keys as xdotool names them: "Return", "alt+r".
    pub fn press(&self, keys: &str) {
        self.keyboard(&["key", keys]);
    }

    fn keyboard(&self, arguments: &[&str]) {
        let done = self.command("xdotool").args(arguments).status();
        assert!(done.is_ok_and(|status| status.success()), "xdotool does {arguments:?}");
    }

    /// The home folder that programs see.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Takes the sound server away, as when a device is unplugged.
    pub fn unplug_sound(&mut self) {
        for mut child in self.keep_awake.take().into_iter().chain(self.sound.take()) {
            end(&mut child);
        }
    }

    /// Brings it (back): one loudspeaker that plays in real time into nothing, and can be recorded.
    pub fn plug_in_sound(&mut self) {
        self.unplug_sound();
        let _ = fs::remove_dir_all(self.home.path().join("run/pulse"));
        let pulse = self
            .command("pulseaudio")
            .args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--disallow-exit", "--use-pid-file=no"])
            .args(["--load=module-native-protocol-unix auth-anonymous=1"])
            .arg(format!("--load=module-null-sink sink_name={LOUDSPEAKER} rate={RATE} channels=2"))
            .spawn()
            .expect("pulseaudio starts");
        self.sound = Some(pulse);
        wait_for("the sound server", || {
            self.command("pactl").arg("info").status().is_ok_and(|status| status.success())
        });
        // An idle sink would take its time; one that plays silence stays quick.
        let keep_awake = self
            .command("pacat")
            .args(["--raw", "--format=s16le", &format!("--rate={RATE}"), "--channels=2", "--latency-msec=5"])
            .arg("/dev/zero")
            .spawn()
            .expect("pacat starts");
        self.keep_awake = Some(keep_awake);
    }

    /// Connects another loudspeaker, which becomes the system's default. Answers with what disconnects it.
    pub fn connect_loudspeaker(&self, name: &str) -> String {
        let module = self.sound_control(&["load-module", "module-null-sink", &format!("sink_name={name}")]);
        self.sound_control(&["set-default-sink", name]);
        module
    }

    /// Disconnects it.
    pub fn disconnect_loudspeaker(&self, module: &str) {
        self.sound_control(&["unload-module", module]);
    }

    fn sound_control(&self, arguments: &[&str]) -> String {
        let done = self.command("pactl").args(arguments).stdout(Stdio::piped()).output();
        let done = done.expect("pactl runs");
        assert!(done.status.success(), "pactl does {arguments:?}");
        String::from_utf8_lossy(&done.stdout).trim().to_owned()
    }

    /// Writes a picture of the screen.
    pub fn screenshot(&self, to: &Path) {
        let done = self.command("import").args(["-window", "root"]).arg(to).status();
        assert!(done.is_ok_and(|status| status.success()), "ImageMagick takes a picture");
    }

    fn alsa_configuration(&self) -> PathBuf {
        self.home.path().join("config/asound.conf")
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        self.unplug_sound();
        for child in &mut self.others {
            end(child);
        }
    }
}

/// A mouse, moved and pressed by the X server itself: programs can't tell it from a person's.
pub struct Mouse {
    display: String,
}

impl Mouse {
    /// Moves to a place of the screen.
    pub fn point_at(&self, x: f64, y: f64) {
        self.act(&["mousemove", &(x as i32).to_string(), &(y as i32).to_string()]);
    }

    /// Presses the left button and lets go of it.
    pub fn click(&self) {
        self.act(&["click", "1"]);
    }

    /// Does so twice, quickly.
    pub fn double_click(&self) {
        self.act(&["click", "--repeat", "2", "--delay", "60", "1"]);
    }

    /// Presses the left button and keeps it down.
    pub fn press(&self) {
        self.act(&["mousedown", "1"]);
    }

    /// Lets go of it.
    pub fn release(&self) {
        self.act(&["mouseup", "1"]);
    }

    /// Turns the wheel down (or up) by so many notches.
    pub fn wheel(&self, notches: i32) {
        let button = if notches > 0 { "5" } else { "4" };
        self.act(&["click", "--delay", "5", "--repeat", &notches.unsigned_abs().to_string(), button]);
    }

    fn act(&self, arguments: &[&str]) {
        let done = quiet("xdotool").args(arguments).env("DISPLAY", &self.display).status();
        assert!(done.is_ok_and(|status| status.success()), "xdotool does {arguments:?}");
    }
}

/// A command without input or output that the kernel ends should the test that started it be killed.
fn quiet(program: &str) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "--", program]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Ends a child and waits until it's gone.
pub(crate) fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// Waits, up to half a minute, until `ready`.
pub fn wait_for(what: &str, mut ready: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !ready() {
        assert!(begin.elapsed() < Duration::from_secs(30), "{what} didn't come within 30 s");
        thread::sleep(Duration::from_millis(25));
    }
}

/// The first line that a child prints; the rest of what it prints is swallowed.
fn first_line(child: &mut Child) -> String {
    let mut output = BufReader::new(child.stdout.take().expect("the output is piped"));
    let mut line = String::new();
    output.read_line(&mut line).expect("the program prints a line");
    assert!(!line.is_empty(), "the program ended before it was ready");
    thread::spawn(move || {
        let _ = output.read_to_end(&mut Vec::new());
    });
    line.trim().to_owned()
}

/// For its owner's eyes only, as a runtime folder has to be.
fn private(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).expect("the folder's mode is set");
}
