//! What a case runs, step by step.

use std::cell::RefCell;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::list::{Case, Expected};
use super::place::{Place, Things, contents, difference, holds, is_at_or_below, things};
use super::rules::faults_of_text;
use super::run::{self, Run, signal};
use super::{Random, place};
use crate::serve::client::Preview;

/// How the steps ended.
pub enum Ended {
    /// This machine lacks what a step needs.
    NotHere(String),
    /// Something that holds of every run did not.
    Failed(String),
    /// All were carried out; this is the last run of byline.
    Ran(Box<Run>),
}

/// Why the steps cannot go on.
enum Stop {
    NotHere(String),
    Fault(String),
}

fn fault(what: impl Into<String>) -> Stop {
    Stop::Fault(what.into())
}

/// Carries out the steps of a case.
pub fn carry_out(case: &Case, place: &Place) -> Ended {
    let walk = Walk {
        case,
        place,
        last: RefCell::new(None),
        before_run: RefCell::new(Vec::new()),
        remembered: RefCell::new(None),
    };
    for step in &case.steps {
        match walk.step(step) {
            Ok(()) => {}
            Err(Stop::NotHere(why)) => return Ended::NotHere(why),
            Err(Stop::Fault(what)) => return Ended::Failed(format!("`{step}`: {what}")),
        }
    }
    match walk.last.into_inner() {
        Some(last) => Ended::Ran(Box::new(last)),
        None => Ended::Failed("nothing was run".to_owned()),
    }
}

/// Runs byline in the site's folder.
pub fn byline(place: &Place, arguments: &[&str]) -> Run {
    let arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
    run::run(run::command(program(), &place.root(), &arguments), |_| {})
}

/// What is wrong if a second build does not leave all as it is, or a clean one gives other bytes.
pub fn built_again(place: &Place) -> Vec<String> {
    let before = things(&place.output());
    let again = byline(place, &["build"]);
    let mut faults = again.faults();
    if !again.text().contains("(0 rendered, 0 written, 0 removed)") {
        faults.push(format!("a second build says: {:.300}", again.text()));
    }
    faults.extend(difference(&before, &things(&place.output())).map(|what| format!("a second build: {what}")));
    faults.extend(unlike_clean(place, &[]));
    faults
}

/// What is wrong if a clean build elsewhere gives other bytes.
fn unlike_clean(place: &Place, arguments: &[String]) -> Vec<String> {
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let copied = Command::new("cp").arg("-a").arg(place.root()).arg(elsewhere.path()).status().expect("cp runs");
    assert!(copied.success());
    let root = elsewhere.path().join(place.name.get());
    for own in ["public", ".byline"] {
        // Neither need be there.
        let _ = fs::remove_dir_all(root.join(own));
    }
    let clean = run::run(run::command(program(), &root, &[&["build".to_owned()], arguments].concat()), |_| {});
    let (here, there) = (contents(things(&place.output())), contents(things(&root.join("public"))));
    difference(&there, &here).map(|what| format!("a clean build: {what}\n{:.300}", clean.text())).into_iter().collect()
}

struct Walk<'a> {
    case: &'a Case,
    place: &'a Place,
    last: RefCell<Option<Run>>,
    /// What runs byline, such as a shell that takes rights away first; it gets the program and its arguments.
    before_run: RefCell<Vec<String>>,
    /// The messages of a run and the output that it left.
    remembered: RefCell<Option<(String, Things)>>,
}

/// What a run said about the site, without how long it took.
fn messages(run: &Run) -> String {
    run.text().lines().filter(|line| !line.starts_with("built ")).collect::<Vec<_>>().join("\n")
}

impl Walk<'_> {
    fn step(&self, step: &str) -> Result<(), Stop> {
        if let Some(line) = step.strip_prefix("sh:") {
            return self.shell(line);
        }
        if let Some(rest) = step.strip_prefix("in-folder ") {
            return self.in_folder(rest.trim_end_matches(" build").trim_matches('\''));
        }
        let step = self.place.filled_text(step);
        let words: Vec<&str> = step.split(' ').collect();
        let path = |at: usize| PathBuf::from(words[at]);
        match words.as_slice() {
            ["new", ..] if !byline(self.place, &["--help"]).text().contains("\n  new ") => {
                Err(Stop::NotHere("this byline has no command `new`".to_owned()))
            }
            ["build" | "check" | "new" | "clean", ..] => self.byline(&words).map(drop),
            ["build-fails"] => {
                let run = self.run(&["build"])?;
                if run.code == Some(1) { Ok(()) } else { Err(fault(format!("it ended with {:?}", run.code))) }
            }
            ["apply", version] => {
                self.place.apply(self.case, version);
                Ok(())
            }
            ["apply", version, "keep-mtime"] => {
                let source = self.place.root().join("content/a.md");
                let time = source.metadata().and_then(|metadata| metadata.modified()).expect("a time");
                for path in self.place.apply(self.case, version) {
                    fs::File::options()
                        .write(true)
                        .open(path)
                        .and_then(|file| file.set_modified(time))
                        .expect("a time");
                }
                Ok(())
            }
            ["rm", _] => fs::remove_file(path(1)).map_err(|cause| fault(cause.to_string())),
            ["mv", from, to] => {
                fs::rename(from, to).map_err(|cause| fault(cause.to_string()))?;
                if Path::new(to).file_name().is_some_and(|name| name == "site2") {
                    self.place.name.set("site2");
                }
                Ok(())
            }
            ["put", _, text] => fs::write(path(1), text).map_err(|cause| fault(cause.to_string())),
            ["chmod", mode, _] => {
                let mode = u32::from_str_radix(mode, 8).expect("a mode");
                fs::set_permissions(path(2), fs::Permissions::from_mode(mode)).map_err(|cause| fault(cause.to_string()))
            }
            ["touch-edit", _] => {
                let text = fs::read_to_string(path(1)).map_err(|cause| fault(cause.to_string()))?;
                fs::write(path(1), text + "\nAnother paragraph.\n").map_err(|cause| fault(cause.to_string()))
            }
            ["as-nobody", rest @ ..] => self.as_nobody(rest),
            [disk, rest @ ..] if disk.starts_with("on-tmpfs(") => {
                let size = disk.trim_start_matches("on-tmpfs(").trim_end_matches(')');
                let script = "mount -t tmpfs -o size=$1 none \"$2\" || exit 77; shift 2; \"$@\"; code=$?; \
                    ls -A public | grep -v '^\\.byline-site$' | sed 's/^/left over: /' >&2; exit $code";
                let out = self.place.output();
                self.with_mounts(&["sh", "-c", script, "sh", size, &out.to_string_lossy()], rest)
            }
            ["remount-ro", folder] => {
                let script =
                    "mount --bind \"$1\" \"$1\" && mount -o remount,ro,bind \"$1\" || exit 77; shift; exec \"$@\"";
                let wrapper = ["unshare", "-m", "sh", "-c", script, "sh", folder];
                *self.before_run.borrow_mut() = wrapper.map(str::to_owned).to_vec();
                Ok(())
            }
            ["race", "swap", file, "<->", link, "during", count, "builds"] => {
                self.race(Path::new(file), link.trim_start_matches("symlink:"), count.parse().expect("a number"))
            }
            ["sigint-at", "random", "build"] => self.interrupted("INT"),
            ["kill9-at", "random", "build"] => self.interrupted("KILL"),
            ["set-cache-version", "+1"] => {
                let state = self.place.root().join(".byline/state");
                let bytes = fs::read(&state).map_err(|cause| fault(cause.to_string()))?;
                let changed = place::replaced(&bytes, b"byline-cache 1\n", b"byline-cache 2\n");
                if changed == bytes {
                    return Err(fault("the state names no version"));
                }
                fs::write(&state, changed).map_err(|cause| fault(cause.to_string()))
            }
            ["later", "build"] => {
                let second = std::time::SystemTime::UNIX_EPOCH.elapsed().expect("a clock").as_secs() + 24 * 60 * 60;
                let mut command = run::command(program(), &self.place.root(), &["build".to_owned()]);
                command.env("SOURCE_DATE_EPOCH", second.to_string());
                let run = self.judged(command, &["build"], |_| {})?;
                self.nothing_rendered(&run)
            }
            ["nothing-rendered"] => {
                let last = self.last.borrow().clone().expect("a run");
                self.nothing_rendered(&last)
            }
            ["remember"] => {
                let last = self.last.borrow().clone().expect("a run");
                self.remembered.replace(Some((messages(&last), contents(things(&self.place.output())))));
                Ok(())
            }
            ["as-remembered"] => {
                let last = self.last.borrow().clone().expect("a run");
                let (said, output) = self.remembered.take().expect("something was remembered");
                if said != messages(&last) {
                    return Err(fault("the messages are others, or in another order"));
                }
                difference(&output, &contents(things(&self.place.output()))).map_or(Ok(()), |what| Err(fault(what)))
            }
            ["serve-with-few-watches"] => self.few_watches(),
            ["during-build", "apply", version] => {
                let command = run::command(program(), &self.place.root(), &["build".to_owned()]);
                let run = run::run(command, |_| drop(self.place.apply(self.case, version)));
                self.note(run)?;
                self.run(&["build"]).and_then(|_| self.like_clean(&[]))
            }
            _ => Err(fault("the test does not know this step")),
        }
    }

    /// Runs one of byline's commands; all but the last must do well.
    fn byline(&self, words: &[&str]) -> Result<(), Stop> {
        let run = self.run(words)?;
        if words[0] == "build" && self.case.is_incremental() && run.code == Some(0) {
            let arguments: Vec<String> = words[1..].iter().map(|word| (*word).to_owned()).collect();
            self.like_clean(&arguments)?;
        }
        Ok(())
    }

    fn run(&self, words: &[&str]) -> Result<Run, Stop> {
        let arguments: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let mut wrapper = std::mem::take(&mut *self.before_run.borrow_mut());
        let command = if wrapper.is_empty() {
            run::command(program(), &self.place.root(), &arguments)
        } else {
            wrapper.push(program().to_string_lossy().into_owned());
            wrapper.extend(arguments);
            run::command(Path::new(&wrapper[0]), &self.place.root(), &wrapper[1..])
        };
        self.judged(command, words, |_| {})
    }

    /// Runs a command, and sees that it holds to what every run holds to.
    fn judged(&self, command: Command, words: &[&str], meanwhile: impl FnOnce(u32)) -> Result<Run, Stop> {
        let (around, output) = (self.place.around(), files(things(&self.place.output())));
        let run = run::run(command, meanwhile);
        if run.code == Some(77) {
            return Err(Stop::NotHere("no disk can be mounted, which takes root and `unshare -m`".to_owned()));
        }
        let target = words.iter().position(|word| *word == "--output").map(|at| words[at + 1]);
        let target = target.map(|to| Path::new(to).strip_prefix(self.place.folder.path()).unwrap_or(Path::new(to)));
        let (mut before, mut after) = (around, self.place.around());
        if let Some(target) = target.filter(|_| run.code == Some(0)) {
            // Into an output that is given by name files are added; those that are there stay.
            let added = |path: &Vec<u8>| is_at_or_below(path, target.as_os_str().as_bytes());
            after.retain(|path, _| !added(path) || before.contains_key(path));
        }
        if words.first() == Some(&"build") && run.code != Some(0) && self.case.expected == Expected::Error {
            before.extend(output);
            after.extend(files(things(&self.place.output())));
        }
        if let Some(what) = difference(&before, &after) {
            return Err(fault(format!("{what}\n{:.600}", run.text())));
        }
        self.note(run)
    }

    /// Takes a run as the last one.
    fn note(&self, run: Run) -> Result<Run, Stop> {
        let faults = [run.faults(), faults_of_text(&run.said)].concat();
        self.last.replace(Some(run.clone()));
        if faults.is_empty() { Ok(run) } else { Err(fault(faults.join("; "))) }
    }

    fn like_clean(&self, arguments: &[String]) -> Result<(), Stop> {
        match unlike_clean(self.place, arguments).pop() {
            Some(what) => Err(fault(what)),
            None => Ok(()),
        }
    }

    fn nothing_rendered(&self, run: &Run) -> Result<(), Stop> {
        let is_so = run.text().contains("(0 rendered, 0 written, 0 removed)");
        if is_so { Ok(()) } else { Err(fault(format!("something was rendered again: {:.300}", run.text()))) }
    }

    /// A line of a shell in which `byline` is the program.
    fn shell(&self, line: &str) -> Result<(), Stop> {
        let path = format!(
            "{}:{}",
            program().parent().expect("a folder").display(),
            std::env::var("PATH").unwrap_or_default()
        );
        let mut command = run::command(Path::new("sh"), &self.place.root(), &["-c".to_owned(), line.to_owned()]);
        command.env("PATH", path);
        self.judged(command, &["build"], |_| {})?;
        if line.contains("env ") || line.contains("TZ=") { self.like_clean(&[]) } else { Ok(()) }
    }

    /// Builds the site in a folder with a strange name.
    fn in_folder(&self, name: &str) -> Result<(), Stop> {
        let elsewhere = tempfile::tempdir().expect("a temporary folder");
        let root = elsewhere.path().join(name);
        fs::create_dir_all(root.parent().expect("a folder above")).expect("a folder");
        let copied = Command::new("cp").arg("-a").arg(self.place.root()).arg(&root).status().expect("cp runs");
        assert!(copied.success());
        let run = self.note(run::run(run::command(program(), &root, &["build".to_owned()]), |_| {}))?;
        if run.code != Some(0) {
            return Err(fault(run.text()));
        }
        let strange: Things = things(elsewhere.path());
        if strange.keys().any(|path| path.ends_with(b"/x") || path == b"x") {
            return Err(fault("a shell saw the path"));
        }
        self.run(&["build"])?;
        let (here, there) = (contents(things(&self.place.output())), contents(things(&root.join("public"))));
        difference(&here, &there).map_or(Ok(()), |what| Err(fault(what)))
    }

    /// Runs without the rights of root, which ignores the modes of files.
    fn as_nobody(&self, words: &[&str]) -> Result<(), Stop> {
        let id = Command::new("id").arg("-u").output().expect("id runs").stdout;
        if id != b"0\n" {
            return self.run(words).map(drop);
        }
        let folder = self.place.folder.path();
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("a mode");
        let owned = Command::new("chown").args(["-R", "65534:65534"]).arg(folder).status().expect("chown runs");
        assert!(owned.success());
        // The folder of the program itself may be closed to others.
        let copy = folder.join("byline");
        fs::copy(program(), &copy).expect("a copy of the program");
        let rights = ["--reuid=65534", "--regid=65534", "--clear-groups"].map(str::to_owned);
        let arguments: Vec<String> = rights
            .into_iter()
            .chain([copy.to_string_lossy().into_owned()])
            .chain(words.iter().map(|word| (*word).to_owned()))
            .collect();
        let command = run::command(Path::new("setpriv"), &self.place.root(), &arguments);
        self.judged(command, words, |_| {}).map(drop)
    }

    fn with_mounts(&self, script: &[&str], words: &[&str]) -> Result<(), Stop> {
        let wrapper = ["unshare", "-m"].iter().chain(script).map(|word| (*word).to_owned()).collect();
        *self.before_run.borrow_mut() = wrapper;
        let run = self.run(words)?;
        if run.text().contains("left over: ") {
            return Err(fault(format!("something was left on the disk: {:.600}", run.text())));
        }
        Ok(())
    }

    /// Shows the site where hardly any folder can be watched, and edits a page.
    fn few_watches(&self) -> Result<(), Stop> {
        let script = "echo 20 > /proc/sys/user/max_inotify_watches || exit 77; exec \"$0\" serve --port 0";
        let program = program().to_string_lossy();
        let arguments = ["-Ur", "sh", "-c", script, &*program].map(str::to_owned);
        let may = Command::new("unshare").args(["-Ur", "true"]).output().is_ok_and(|run| run.status.success());
        if !may {
            return Err(Stop::NotHere("no user can be made up, which takes `unshare -Ur`".to_owned()));
        }
        let preview = Preview::run(run::command(Path::new("unshare"), &self.place.root(), &arguments));
        let (_, file) = (preview.get("/s0/p0/"), self.place.root().join("content/s0/p0.md"));
        let text = fs::read_to_string(&file).expect("a page");
        fs::write(&file, format!("{text}\nSeen at last.\n")).expect("a page");
        preview.wait_for("/s0/p0/", |text| text.contains("Seen at last."));
        // The page may be seen before the system has refused to watch.
        let said = preview.wait_until_said("max_user_watches").into_bytes();
        drop(preview);
        self.note(Run { code: Some(0), said, ..byline(self.place, &["--version"]) }).map(drop)
    }

    /// Exchanges a file for a link that leads out, again and again, while the site is built.
    fn race(&self, file: &Path, link: &str, count: usize) -> Result<(), Stop> {
        let page = fs::read(file).expect("the file");
        let has_ended = AtomicBool::new(false);
        let beside = self.place.folder.path().join("beside");
        let result = thread::scope(|scope| {
            scope.spawn(|| {
                while !has_ended.load(Ordering::Relaxed) {
                    std::os::unix::fs::symlink(link, &beside).expect("a link");
                    fs::rename(&beside, file).expect("exchanged");
                    fs::write(&beside, &page).expect("a file");
                    fs::rename(&beside, file).expect("exchanged");
                }
            });
            let result = (0..count).try_for_each(|_| {
                let run = self.note(byline(self.place, &["build"]))?;
                if !matches!(run.code, Some(0..=2)) {
                    return Err(fault(run.text()));
                }
                let leaked = |thing: &place::Thing| holds(thing.bytes(), place::OUTSIDE.as_bytes());
                let output = things(&self.place.output());
                if output.values().any(leaked) { Err(fault("what lies outside was published")) } else { Ok(()) }
            });
            has_ended.store(true, Ordering::Relaxed);
            result
        });
        result?;
        self.run(&["build"]).map(drop)
    }

    /// Ends builds at random moments: each file that is published is whole, and the output is the old one or the new.
    fn interrupted(&self, name: &str) -> Result<(), Stop> {
        // How long a build takes here decides when it may be ended.
        let began = std::time::Instant::now();
        self.note(byline(self.place, &["build"]))?;
        let whole = began.elapsed();
        let mut random = Random::new(1);
        let mut was_interrupted = None;
        for round in 0..6 {
            for file in fs::read_dir(self.place.root().join("content/s0")).expect("a folder") {
                let file = file.expect("a file").path();
                let text = fs::read_to_string(&file).expect("a page");
                fs::write(&file, format!("{text}\nRound {round}.\n")).expect("a page");
            }
            let old = contents(things(&self.place.output()));
            let wait = whole.mul_f64(random.below(1_000) as f64 / 1_000.0);
            let command = run::command(program(), &self.place.root(), &["build".to_owned()]);
            let run = run::run(command, |id| {
                thread::sleep(wait);
                signal(id, name);
            });
            if name == "INT" {
                let now = contents(things(&self.place.output()));
                if run.code == Some(130) {
                    if let Some(what) = difference(&old, &now) {
                        return Err(fault(format!("an interrupted build left {what}")));
                    }
                    was_interrupted = Some(run);
                } else if run.code.is_some() {
                    self.like_clean(&[])?;
                } else {
                    // Before it could listen, it had done nothing.
                    difference(&old, &now).map_or(Ok(()), |what| Err(fault(what)))?;
                }
                let left_over = fs::read_dir(self.place.root()).expect("a folder").flatten();
                let names: Vec<String> =
                    left_over.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
                if names.iter().any(|name| name.contains("tmp")) || self.place.output().join(".byline-tmp").exists() {
                    return Err(fault(format!("{names:?} is left over")));
                }
            } else {
                let after = byline(self.place, &["build"]);
                if after.code != Some(0) {
                    return Err(fault(after.text()));
                }
                self.like_clean(&[])?;
                self.last.replace(Some(after));
            }
        }
        if name == "INT" {
            let Some(run) = was_interrupted else { return Err(fault("no build was interrupted")) };
            self.note(run)?;
        }
        Ok(())
    }
}

fn files(mut things: Things) -> Things {
    things.retain(|_, thing| thing.is_file());
    things.into_iter().map(|(path, thing)| ([b"OUTPUT/".to_vec(), path].concat(), thing)).collect()
}

/// The program that is tested.
pub fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_byline"))
}
