//! Microphones that are none.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::listening::{Environment, Listening};

/// ALSA's own configuration, which ours extends.
const ALSA: &str = "/usr/share/alsa/alsa.conf";

/// Why a test cannot run here.
pub(crate) struct Skipped(pub(crate) String);

fn write_config(folder: &Path, text: &str) -> Result<Environment, Skipped> {
    if !Path::new(ALSA).exists() {
        return Err(Skipped(format!("{ALSA} is not there")));
    }
    let path = folder.join("asound.conf");
    fs::write(&path, format!("<{ALSA}>\n{text}\n")).unwrap();
    Ok(vec![("ALSA_CONFIG_PATH", path.to_str().unwrap().to_owned())])
}

/// A default device that gives a file's samples as fast as they are taken.
pub(crate) fn fast_file(folder: &Path) -> Result<Environment, Skipped> {
    let path = folder.join("samples.raw");
    fs::write(&path, vec![0; 1 << 20]).unwrap();
    let text = format!(
        "pcm.!default {{ type file slave.pcm null file /dev/null infile {path:?} format raw }}"
    );
    write_config(folder, &text)
}

/// A PulseAudio of its own, whose microphone is what is played on its null sink.
pub(crate) struct Pulse {
    folder: TempDir,
    daemon: Child,
}

impl Pulse {
    pub(crate) fn start() -> Result<Self, Skipped> {
        let folder = tempfile::tempdir().unwrap();
        let daemon = start_daemon(folder.path())?;
        let pulse = Self { folder, daemon };
        pulse.wait()?;
        Ok(pulse)
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("socket")
    }

    fn server(&self) -> String {
        format!("unix:{}", self.socket().display())
    }

    /// Waits until it answers.
    fn wait(&self) -> Result<(), Skipped> {
        for _ in 0..100 {
            let mut command = Command::new("pactl");
            command.args(["--server", &self.server(), "info"]).stdout(Stdio::null());
            match command.stderr(Stdio::null()).status() {
                Ok(status) if status.success() => return Ok(()),
                Ok(_) => std::thread::sleep(Duration::from_millis(100)),
                Err(_) => return Err(Skipped("pactl is not on the path".into())),
            }
        }
        Err(Skipped("PulseAudio does not answer".into()))
    }

    /// The environment in which its microphone is ALSA's default device.
    pub(crate) fn alsa(&self) -> Environment {
        let text = "pcm.!default { type pulse }\nctl.!default { type pulse }";
        let mut environment = write_config(self.folder.path(), text).unwrap_or_default();
        environment.push(("PULSE_SERVER", self.server()));
        environment
    }

    /// Says something to the microphone until an event of this kind comes.
    pub(crate) fn play_until(&self, listening: &mut Listening, kind: &str) {
        for _ in 0..20 {
            let mut command = Command::new("paplay");
            command.args(["--server", &self.server(), "--device", "speaker"]);
            let status = command.arg(emo_fixtures::path("audio/speech.wav")).status().unwrap();
            assert!(status.success(), "{status}");
            if listening.sees(kind, Duration::from_secs(3)) {
                return;
            }
        }
        panic!("no {kind}");
    }

    pub(crate) fn stop(&mut self) {
        self.daemon.kill().ok();
        self.daemon.wait().ok();
        fs::remove_file(self.socket()).ok();
    }

    pub(crate) fn restart(&mut self) -> Result<(), Skipped> {
        self.daemon = start_daemon(self.folder.path())?;
        self.wait()
    }
}

impl Drop for Pulse {
    fn drop(&mut self) {
        self.stop();
    }
}

fn start_daemon(folder: &Path) -> Result<Child, Skipped> {
    let socket = folder.join("socket");
    let protocol =
        format!("module-native-protocol-unix auth-anonymous=1 socket={}", socket.display());
    let modules = [
        &protocol,
        "module-null-sink sink_name=speaker",
        "module-remap-source master=speaker.monitor source_name=microphone",
    ];
    let mut command = Command::new("pulseaudio");
    command.args(["-n", "--daemonize=no", "--exit-idle-time=-1"]);
    command.args(["--use-pid-file=no", "--disable-shm=yes"]);
    for module in modules {
        command.args(["-L", module]);
    }
    command.env("HOME", folder).env("XDG_RUNTIME_DIR", folder);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map_err(|_| Skipped("pulseaudio is not on the path".into()))
}
