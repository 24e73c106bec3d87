//! A release of the shop travels in parts: what a first visit needs, and WASM files that are fetched when they are wanted.
//! `web/src/bin/shop.rs` says where it is cut, and `web/build.rs` has the linker keep what the cut needs to know.
//!
//! Trunk knows no parts: what it made of the program is replaced, under names with a hash of all of it.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    imports,
    interrupt::Interrupt,
    paths, step, wasm,
    web::{self, App, Builder},
};

/// What leads from the program to its parts, as `wasm-split-cli` calls it.
const LINKS: &str = "__wasm_split.js";

/// As small as it gets: on top of `-Oz`, the control flow is taken apart and built anew, and nothing is inlined for speed.
const PASSES: [&str; 6] =
    ["--flatten", "--rereloop", "-Oz", "-Oz", "--one-caller-inline-max-function-size=0", "--always-inline-max-function-size=0"];

/// What every browser of the last years understands; as in the pages that trunk reads.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// A file that is fetched when it is wanted.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    /// Its name without ending, as it was made.
    file: String,
    /// The parts of the program it is needed for, with spaces between.
    needed_by: String,
}

impl Part {
    /// What it is called in the end, without hash.
    fn name(&self) -> &str {
        self.file.strip_prefix("split_").unwrap_or(&self.file)
    }
}

/// Puts the program in parts where trunk has put it in one piece.
///
/// # Errors
/// When a tool fails, or what it makes is not what is known of it.
pub fn cut(app: &App, builder: &Builder, interrupt: &Interrupt) -> Result<()> {
    let name = app.name;
    let work = paths::target().join("web/parts").join(name);
    if work.exists() {
        fs::remove_dir_all(&work).with_context(|| format!("removing {}", work.display()))?;
    }
    fs::create_dir_all(&work).with_context(|| format!("making {}", work.display()))?;
    let program = paths::target().join("web").join(wasm::TARGET).join(builder.profile()).join(format!("{name}.wasm"));

    let mut split = Command::new("wasm-split-cli");
    split.arg(program).arg(&work).args(["--out-name", name]);
    builder.prepare(&mut split)?;
    step::run(&format!("parts of {name}"), &format!("wasm-split-{name}"), &mut split, interrupt)?;

    let mut bindgen = Command::new("wasm-bindgen");
    // The parts take the memory and the table of functions from the program, under the linker's names.
    bindgen.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", name, "--out-dir"]).arg(&work);
    bindgen.arg(work.join(format!("{name}.wasm")));
    builder.prepare(&mut bindgen)?;
    step::run(&format!("bindings of {name}"), &format!("wasm-bindgen-{name}"), &mut bindgen, interrupt)?;

    let links = read(&work.join(LINKS))?;
    let parts = parts(&links);
    let main = format!("{name}_bg");
    for file in parts.iter().map(|part| &part.file).chain([&main]) {
        let file = work.join(format!("{file}.wasm"));
        let mut optimise = Command::new("wasm-opt");
        optimise.args(PASSES).args(FEATURES).arg(&file).arg("-o").arg(&file);
        builder.prepare(&mut optimise)?;
        let title = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        step::run(&format!("wasm-opt of {title}"), &format!("wasm-opt-{title}"), &mut optimise, interrupt)?;
    }
    shorten(&work, name)?;
    for (what, file) in ["bindings", "links"].into_iter().zip(replace(app, &work, &links, &parts)?) {
        minify(name, what, &file, builder, interrupt)?;
    }
    minify(name, "start", &web::dist(app).join("boot.js"), builder, interrupt)
}

/// Gives short names to what the program takes from its bindings.
fn shorten(work: &Path, name: &str) -> Result<()> {
    let (program, bindings) = (work.join(format!("{name}_bg.wasm")), work.join(format!("{name}.js")));
    let long = fs::read(&program).with_context(|| format!("reading {}", program.display()))?;
    let (short, text) = imports::shorten(&long, &read(&bindings)?, &format!("./{name}_bg.js"))?;
    fs::write(&program, short).with_context(|| format!("writing {}", program.display()))?;
    write(&bindings, &text)
}

/// Takes out of a script what only people need. It stays a module of its own, with all that it gives to others.
fn minify(name: &str, what: &str, file: &Path, builder: &Builder, interrupt: &Interrupt) -> Result<()> {
    let mut esbuild = Command::new("esbuild");
    esbuild
        .arg(file)
        .args(["--minify", "--format=esm", "--target=es2022", "--legal-comments=none", "--log-level=error", "--allow-overwrite"])
        .arg(format!("--outfile={}", file.display()));
    builder.prepare(&mut esbuild)?;
    step::run(&format!("esbuild of {what}"), &format!("esbuild-{name}-{what}"), &mut esbuild, interrupt)
}

/// The parts that `links` fetches: those of one cut, and those that several have in common, which are named below a line that
/// says whose they are.
fn parts(links: &str) -> Vec<Part> {
    let mut found = Vec::new();
    let mut above = "";
    for line in links.lines() {
        if let Some(rest) = line.strip_prefix("const __chunk_")
            && let Some((number, _)) = rest.split_once(' ')
        {
            let owners = above.trim_start_matches("/* ").trim_end_matches(" */");
            found.push(Part { file: format!("chunk_{number}"), needed_by: owners.replace(", ", " ") });
        }
        if let Some((_, rest)) = line.split_once("\"./split_")
            && let Some((cut, _)) = rest.split_once(".wasm\"")
        {
            found.push(Part { file: format!("split_{cut}"), needed_by: cut.to_owned() });
        }
        above = line;
    }
    found
}

/// Copies what was made into the bundle and has the page name it; gives the bindings and the links there.
fn replace(app: &App, work: &Path, links: &str, parts: &[Part]) -> Result<[PathBuf; 2]> {
    let name = app.name;
    let dist = web::dist(app);
    let page = dist.join("index.html");
    let html = read(&page)?;
    let bindings = read(&work.join(format!("{name}.js")))?;
    let mut made: Vec<PathBuf> = parts.iter().map(|part| work.join(format!("{}.wasm", part.file))).collect();
    made.push(work.join(format!("{name}_bg.wasm")));
    let mut hasher = DefaultHasher::new();
    (links, &bindings).hash(&mut hasher);
    for file in &made {
        fs::read(file).with_context(|| format!("reading {}", file.display()))?.hash(&mut hasher);
    }
    let hash = format!("{:016x}", hasher.finish());

    let one_piece = stem(&html).with_context(|| format!("{} names no program", page.display()))?;
    for old in [format!("{one_piece}.js"), format!("{one_piece}_bg.wasm")] {
        let old = dist.join(old);
        fs::remove_file(&old).with_context(|| format!("removing {}", old.display()))?;
    }
    let copy = |from: String, to: String| -> Result<()> {
        fs::copy(work.join(&from), dist.join(&to)).with_context(|| format!("copying {from}")).map(drop)
    };
    copy(format!("{name}_bg.wasm"), format!("{name}-{hash}_bg.wasm"))?;
    for part in parts {
        copy(format!("{}.wasm", part.file), format!("{}-{hash}.wasm", part.name()))?;
    }

    let from = format!("from \"./{LINKS}\"");
    let bindings = swap(&bindings, &from, &format!("from \"./parts-{hash}.js\""))?;
    let bindings = swap(&bindings, &format!("{name}_bg.wasm"), &format!("{name}-{hash}_bg.wasm"))?;
    let scripts = [format!("{name}-{hash}.js"), format!("parts-{hash}.js")].map(|file| dist.join(file));
    let [bindings_there, links_there] = &scripts;
    write(bindings_there, &bindings)?;
    let mut links = swap(links, &format!("\"./{name}.js\""), &format!("\"./{name}-{hash}.js\""))?;
    for part in parts {
        links = swap(&links, &format!("\"./{}.wasm\"", part.file), &format!("\"./{}-{hash}.wasm\"", part.name()))?;
    }
    write(links_there, &links)?;

    let html = swap(&html, &one_piece, &format!("{name}-{hash}"))?;
    // Trunk asks for the program beside the first picture: `boot.js` does so when that is seen.
    let html = ["application/wasm", "modulepreload"].iter().try_fold(html, |html, what| without_link(&html, what));
    let html = html.with_context(|| format!("{} no longer asks for its program ahead", page.display()))?;
    let html = styled_later(&html).with_context(|| format!("{} has no styles for later", page.display()))?;
    write(&page, &name_parts(&html, app.public_url, &hash, parts)?)?;
    Ok(scripts)
}

/// What trunk has called the program, without ending: minified or not, it stands in `data-js`.
fn stem(html: &str) -> Option<String> {
    let (_, rest) = html.split_once("data-js=")?;
    let (path, _) = rest.trim_start_matches(['"', '\'']).split_once(".js")?;
    Some(path.rsplit_once('/').map_or(path, |(_, name)| name).to_owned())
}

/// The page without its link that says `what`.
fn without_link(html: &str, what: &str) -> Option<String> {
    let kind = html.find(what)?;
    let (from, length) = (html[..kind].rfind("<link")?, html[kind..].find('>')?);
    let (before, after) = (&html[..from], &html[kind + length + 1..]);
    Some(format!("{before}{after}"))
}

/// The page that only names its styles for later (`styles`): `boot.js` fetches them with the program.
fn styled_later(html: &str) -> Option<String> {
    let name = html.find("-later-")?;
    let (from, length) = (html[..name].rfind("<link")?, html[name..].find('>')?);
    let (link, after) = (&html[from..name + length + 1], &html[name + length + 1..]);
    let (_, path) = link.split_once("href=")?;
    let path = path.trim_start_matches('"').split(['"', ' ', '>']).next()?;
    Some(format!("{}<meta name=\"later\" data-css=\"{path}\">{after}", &html[..from]))
}

/// The page, saying which parts there are: `boot.js` asks early for those of the page that is opened. The service worker
/// keeps a part from when it is first fetched.
fn name_parts(html: &str, public_url: &str, hash: &str, parts: &[Part]) -> Result<String> {
    let place = html.find("data-js=").and_then(|at| html[..at].rfind('<')).context("the page names no program")?;
    let mut named = format!("<meta name=\"links\" data-js=\"{public_url}parts-{hash}.js\">");
    for part in parts {
        let (needed_by, name) = (&part.needed_by, part.name());
        named.push_str(&format!("<meta name=\"part\" content=\"{needed_by}\" data-file=\"{public_url}{name}-{hash}.wasm\">"));
    }
    let (before, after) = html.split_at(place);
    Ok(format!("{before}{named}{after}"))
}

/// Writes another word; one that is missing is a sign that a tool has learned something new.
///
/// # Errors
/// When it is missing.
pub fn swap(text: &str, from: &str, to: &str) -> Result<String> {
    if !text.contains(from) {
        bail!("{from} was to be renamed, and is not there");
    }
    Ok(text.replace(from, to))
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("writing {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINKS: &str = "/* chat, pages */\nconst __chunk_3 = makeLoad(() => {\n    const src = fetch(new URL(\"./chunk_3.wasm\", import.meta.url));\n}\n, []);\n\
                         export const __wasm_split_load_pages = wrapAsyncCb(makeLoad(() => {\n    const src = fetch(new URL(\"./split_pages.wasm\", import.meta.url));\n";

    #[test]
    fn parts_are_found_with_whose_they_are() {
        let part = |file: &str, needed_by: &str| Part { file: file.to_owned(), needed_by: needed_by.to_owned() };
        assert_eq!(parts(LINKS), [part("chunk_3", "chat pages"), part("split_pages", "pages")]);
    }

    #[test]
    fn a_page_does_not_fetch_its_program_ahead() {
        let html = "<link href=/a.js rel=modulepreload><link as=fetch href=/a_bg.wasm rel=preload type=application/wasm></head>";
        let without_program = without_link(html, "application/wasm");
        assert_eq!(without_program.as_deref(), Some("<link href=/a.js rel=modulepreload></head>"));
        assert_eq!(without_program.and_then(|html| without_link(&html, "modulepreload")).as_deref(), Some("</head>"));
        assert_eq!(without_link("<head></head>", "modulepreload"), None);
    }

    #[test]
    fn a_page_waits_for_no_style_that_is_needed_later() {
        for link in [
            "<link href=/shop-later-0a.css integrity=sha384-x rel=stylesheet>",
            "<link rel=\"stylesheet\" href=\"/shop-later-0a.css\" integrity=\"sha384-x\"/>",
        ] {
            let html = format!("<link href=/shop-0b.css rel=stylesheet>{link}</head>");
            let expected = "<link href=/shop-0b.css rel=stylesheet><meta name=\"later\" data-css=\"/shop-later-0a.css\"></head>";
            assert_eq!(styled_later(&html).as_deref(), Some(expected));
        }
        assert_eq!(styled_later("<link href=/shop-0b.css rel=stylesheet>"), None);
    }

    #[test]
    fn a_page_names_its_parts_minified_or_not() {
        for html in ["<head><meta name=\"app\" data-js=\"/shop-0a.js\">", "<head><meta data-js=/shop-0a.js name=app>"] {
            assert_eq!(stem(html).as_deref(), Some("shop-0a"));
            let named = name_parts(html, "/", "1b", &parts(LINKS)).unwrap_or_default();
            assert!(named.contains("content=\"pages\" data-file=\"/pages-1b.wasm\"><meta "), "{named}");
        }
    }
}
