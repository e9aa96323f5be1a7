//! `cargo xtask model`: fetches the speech models that the aligner is made from, and packs what it needs of them into
//! `src-tauri/crates/align/model/`, where it is kept. Run only to make them anew; the build needs what is kept alone.

mod acoustic;
mod dictionary;
mod letters;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::{
    root,
    shell::{Failure, say, task},
};

/// The English model's package on PyPI.
const ENGLISH: &str = "pocketsphinx==5.1.1";
/// The French model's.
const FRENCH: &str = "soundswallower==0.6.7";

/// Makes every file of the models anew.
pub fn run() -> Result<(), Failure> {
    let english = fetch(ENGLISH)?.join("pocketsphinx/model/en-us");
    let french = fetch(FRENCH)?.join("soundswallower/model/fr-fr");
    let filters = acoustic::Filters { count: 25, low: 130, high: 6_800 };
    write("english.sounds", &acoustic::pack(&english.join("en-us"), &filters)?)?;
    let filters = acoustic::Filters { count: 20, low: 130, high: 3_700 };
    write("french.sounds", &acoustic::pack(&french, &filters)?)?;
    for (language, dictionary) in
        [("english", english.join("cmudict-en-us.dict")), ("french", french.join("dict.txt"))]
    {
        let text = read_text(&dictionary)?;
        let words = dictionary::read(&text);
        write(&format!("{language}.words"), &dictionary::pack(&words)?)?;
        write(&format!("{language}.letters"), &letters::learn(&words)?)?;
    }
    Ok(())
}

/// Fetches a package and unpacks it; returns its folder.
fn fetch(package: &str) -> Result<PathBuf, Failure> {
    let folder = env::temp_dir().join("cueline-model").join(package);
    let wheels = folder.join("wheel");
    task("python3")
        .args(["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest"])
        .arg(&wheels)
        .arg(package)
        .run()?;
    let wheel = fs::read_dir(&wheels)
        .ok()
        .and_then(|mut files| files.next()?.ok())
        .ok_or_else(|| Failure::told(format!("{package} has no wheel for this machine.")))?;
    task("python3").args(["-m", "zipfile", "-e"]).arg(wheel.path()).arg(&folder).run()?;
    Ok(folder)
}

fn read_text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path)
        .map_err(|error| Failure::told(format!("{} can't be read: {error}.", path.display())))
}

fn write(name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let path = root().join("src-tauri/crates/align/model").join(name);
    fs::write(&path, bytes)
        .map_err(|error| Failure::told(format!("{} can't be written: {error}.", path.display())))?;
    say(&format!("{name}: {} bytes", bytes.len()));
    Ok(())
}
