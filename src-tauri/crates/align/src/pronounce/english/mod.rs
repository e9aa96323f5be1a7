//! How written English words are read out: each as readings in small words, in which a capital letter stands for its name.
//!
//! - `numbers`: quantities, years, times, fractions, dates
//! - `tables`: abbreviations, units, currencies
//! - `words`: how a small word is said

mod numbers;
mod tables;
pub(super) mod words;

use self::numbers::{
    cardinal, clock, date, decade, decimal, fraction, one_by_one, ordinal_of, ordinals, quantity, roman,
    unique, whole,
};
use super::token::{Token, humps, is_digits, letters_and_digits, unspoken};

/// Whether words in brackets with this one among them are a stage direction.
pub(super) fn silent(words: &[&str]) -> Vec<bool> {
    unspoken(words, |word| tables::STAGE.contains(&word))
}

/// What tells a word that the dictionary has.
pub(super) type Has<'a> = &'a dyn Fn(&str) -> bool;

/// The readings of the word at a place, the likeliest first; none where nothing is said of it.
pub(super) fn readings(words: &[&str], at: usize, has: Has<'_>) -> Vec<String> {
    let token =
        |at: Option<usize>| at.and_then(|at| words.get(at)).map(|word| Token::of(word)).unwrap_or_default();
    let place =
        Place { token: token(Some(at)), before: token(at.checked_sub(1)), next: token(Some(at + 1)), has };
    let mut readings = place.readings();
    for reading in &mut readings {
        *reading = reading.trim().to_owned();
    }
    readings.retain(|reading| !reading.is_empty());
    unique(readings)
}

/// A word with its neighbours.
struct Place<'a> {
    token: Token<'a>,
    before: Token<'a>,
    next: Token<'a>,
    has: Has<'a>,
}

impl Place<'_> {
    fn readings(&self) -> Vec<String> {
        let Token { before, core, after } = self.token;
        if core.is_empty() {
            return sign(before).map(String::from).into_iter().collect();
        }
        let straight = core.replace(['’', 'ʼ', '`'], "'").replace(['‐', '‑', '–', '—'], "-");
        if let Some(readings) = self.address(&straight) {
            return readings;
        }
        if self.token.is_number() {
            let mut readings = self.number(&straight);
            // "10–15" comes as two words, and the second is said with what joins them.
            if before.ends_with(['–', '-', '—']) && self.before.is_number() && !self.before.after.is_empty()
            {
                let to: Vec<String> = readings.iter().flat_map(|r| [r.clone(), format!("to {r}")]).collect();
                readings = to;
            }
            return readings;
        }
        if let Some(readings) = tables::abbreviation(&straight, after.starts_with('.')) {
            let abbreviated = readings.iter().map(|reading| (*reading).to_owned());
            let whole = ["co", "ed", "am"].contains(&straight.as_str()).then(|| straight.clone());
            return abbreviated.chain(whole).collect();
        }
        if ["No", "Nos", "no"].contains(&core) && after.starts_with('.') && self.next.is_number() {
            return vec!["number".into(), "numbers".into(), "no".into()];
        }
        let number_before = self.before.is_number() && !self.before.core.contains(char::is_alphabetic);
        if number_before && let Some(mut readings) = tables::unit(core, self.before.core == "1") {
            // A unit that is a word as well may be that.
            if (self.has)(&core.to_lowercase()) && core.len() < 3 {
                readings.push(core.to_lowercase());
            }
            return self.with_after(&readings);
        }
        if let Some(readings) = self.roman() {
            return readings;
        }
        let mut readings = self.word(&straight);
        let clipped = straight.to_lowercase();
        for clipped in [format!("'{clipped}"), format!("{clipped}'")] {
            let (start, end) = (clipped.starts_with('\''), clipped.ends_with("in'"));
            let marked = (start && before.ends_with(['\'', '’'])) || (end && after.starts_with(['\'', '’']));
            if marked && (end || (self.has)(&clipped)) {
                readings.insert(0, clipped);
            }
        }
        if tables::MAGNITUDES.contains(&core) && self.before.is_number() {
            let money = tables::currency(self.before.before);
            if let Some(money) = money {
                readings = readings.iter().map(|reading| format!("{reading} {}", money.many)).collect();
            }
        }
        readings = self.with_after(&readings);
        match before.chars().last() {
            Some('@') => readings.iter().flat_map(|r| [format!("at {r}"), r.clone()]).collect(),
            Some('#') => readings.iter().flat_map(|r| [format!("hashtag {r}"), r.clone()]).collect(),
            Some('&') if self.before.after.ends_with('&') => {
                readings.iter().map(|r| format!("and {r}")).collect()
            }
            _ => readings,
        }
    }

    /// Readings with the signs that follow: "C plus plus", "fifty percent".
    fn with_after(&self, readings: &[String]) -> Vec<String> {
        let signs: String = self.token.after.chars().map_while(sign_name).collect::<Vec<_>>().join(" ");
        let with =
            |reading: &String| if signs.is_empty() { reading.clone() } else { format!("{reading} {signs}") };
        readings.iter().map(with).collect()
    }

    /// Of a URL or an e-mail address.
    fn address(&self, core: &str) -> Option<Vec<String>> {
        let (scheme, rest) = match core.split_once("://") {
            Some((scheme, rest)) => (Some(scheme), rest),
            None => (None, core),
        };
        let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
        let (user, host_name) = host.rsplit_once('@').map_or((None, host), |(user, host)| (Some(user), host));
        let is_scheme = ["http", "https"].contains(&core) && self.token.after.starts_with("://");
        if is_scheme {
            return Some(vec![spelled(core), format!("{} colon slash slash", spelled(core))]);
        }
        let www = host_name.starts_with("www.");
        if scheme.is_none() && !www && !tables::is_host(host_name) {
            return None;
        }
        let mut spoken = Vec::new();
        let mut quick = Vec::new();
        if let Some(user) = user {
            spoken.push(self.in_address(user));
            spoken.push("at".into());
            quick.clone_from(&spoken);
        }
        let named = host_name.strip_prefix("www.").unwrap_or(host_name);
        if www {
            spoken.push("W W W dot".into());
        }
        let path = self.in_address(rest.get(host.len()..).unwrap_or_default());
        for part in [self.in_address(named), path] {
            spoken.push(part.clone());
            quick.push(part);
        }
        let mut readings = vec![spoken.join(" "), quick.join(" ")];
        if let Some(end) = self.host_end_spelled(&readings[0], named) {
            readings.push(end);
        }
        Some(readings)
    }

    /// With the host's end as letters where it was read as a word, or the other way round.
    fn host_end_spelled(&self, reading: &str, host: &str) -> Option<String> {
        let end = host.rsplit('.').next()?.to_lowercase();
        let (said, other) =
            (self.host_end(&end), if self.host_end(&end) == end { spelled(&end) } else { end.clone() });
        reading
            .contains(&format!("dot {said}"))
            .then(|| reading.replacen(&format!("dot {said}"), &format!("dot {other}"), 1))
    }

    fn host_end(&self, end: &str) -> String {
        match end {
            "com" | "org" | "net" | "gov" | "co" | "me" | "app" | "dev" | "info" | "mil" | "biz" | "us"
            | "it" => end.into(),
            _ if end.len() <= 3 => spelled(end),
            _ => end.into(),
        }
    }

    /// A piece of an address: words, letters and the names of its signs.
    fn in_address(&self, text: &str) -> String {
        let mut spoken: Vec<String> = Vec::new();
        let mut word = String::new();
        let mut after_dot = false;
        for letter in text.chars().chain([' ']) {
            if letter.is_alphanumeric() {
                word.push(letter);
                continue;
            }
            if !word.is_empty() {
                let whole = std::mem::take(&mut word);
                spoken.push(match after_dot {
                    true if tables::is_host(&format!("an.{whole}")) => self.host_end(&whole.to_lowercase()),
                    _ => first(self.mixed(&whole)),
                });
            }
            after_dot = letter == '.';
            spoken.push(match letter {
                '.' => "dot".into(),
                '/' => "slash".into(),
                '-' => "dash".into(),
                '_' => "underscore".into(),
                ':' => "colon".into(),
                '?' => "question mark".into(),
                '=' => "equals".into(),
                '+' => "plus".into(),
                '@' => "at".into(),
                '&' => "and".into(),
                '#' => "hash".into(),
                '~' => "tilde".into(),
                _ => continue,
            });
        }
        spoken.join(" ")
    }

    /// Of a word that begins with a digit.
    fn number(&self, core: &str) -> Vec<String> {
        let Token { before, after, .. } = self.token;
        let money = tables::currency(before).or_else(|| tables::currency(after));
        let bare = core.replace(',', "");
        let grouped = core.len() > bare.len();
        if let Some(money) = money {
            let to_come = tables::MAGNITUDES.contains(&self.next.core) && before.contains(money.sign);
            if let Some(readings) = self.money(&bare, money, to_come) {
                return readings;
            }
        }
        let mut readings = if is_digits(&bare) {
            let value: Option<u64> = bare.parse().ok();
            match value {
                Some(value) if grouped => quantity(value),
                Some(value) if self.after_month() && value <= 31 => [
                    vec![ordinal_of(&cardinal(value)), format!("the {}", ordinal_of(&cardinal(value)))],
                    whole(&bare),
                ]
                .concat(),
                _ => whole(&bare),
            }
        } else {
            self.written_number(&bare)
        };
        // A clock's minutes come as a word of their own.
        if before == ":" && self.before.is_number() && is_digits(&bare) {
            readings = match bare.as_str() {
                "00" => vec!["o'clock".into(), "hundred".into(), "zero zero".into()],
                _ if bare.starts_with('0') => vec![one_by_one(&bare, "oh"), one_by_one(&bare[1..], "oh")],
                _ => readings,
            };
        }
        let minus =
            before.ends_with(['-', '−']) && self.before.after.is_empty() && before.chars().count() == 1;
        if minus {
            readings = readings
                .iter()
                .flat_map(|r| [format!("minus {r}"), format!("negative {r}"), r.clone()])
                .collect();
        }
        if before.ends_with('+') {
            readings = readings.iter().map(|r| format!("plus {r}")).collect();
        }
        if before.ends_with('#') {
            readings = readings
                .iter()
                .flat_map(|r| [format!("number {r}"), format!("hashtag {r}"), r.clone()])
                .collect();
        }
        if before.ends_with(['\'', '’', '‘']) && bare.len() == 2 {
            readings.insert(0, first(whole(&bare)));
        }
        self.with_after(&readings)
    }

    fn after_month(&self) -> bool {
        let before = self.before.core.to_lowercase();
        (1..=12).any(|month| {
            date(month, 1, None)
                .first()
                .is_some_and(|said| said.strip_suffix(" first") == Some(before.as_str()))
        }) || (self.before.core.len() <= 4
            && tables::abbreviation(self.before.core, true).is_some_and(|said| {
                (1..=12).any(|month| {
                    date(month, 1, None).iter().any(|d| d.strip_suffix(" first") == said.first().copied())
                })
            }))
    }

    /// Money: its whole part and hundredths, its magnitude. `to_come`: the next word is the magnitude, and the currency is said after it.
    fn money(&self, bare: &str, money: &tables::Currency, to_come: bool) -> Option<Vec<String>> {
        let end = bare.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(bare.len());
        let (number, magnitude) = bare.split_at(end);
        let magnitude = magnitude.trim_start_matches('-');
        let (units, part) =
            number.split_once('.').map_or((number, None), |(units, part)| (units, Some(part)));
        let said = |number: &str| match number.split_once('.') {
            Some((units, part)) => decimal(units, part),
            None => number.parse().map(quantity).unwrap_or_default(),
        };
        if !magnitude.is_empty() {
            let unit = match magnitude {
                "m" => "million".to_owned(),
                "b" => "billion".to_owned(),
                "t" => "trillion".to_owned(),
                _ => tables::unit(magnitude, false).map_or_else(|| magnitude.to_lowercase(), first),
            };
            let flat = said(number).into_iter().flat_map(|number| {
                [
                    format!("{number} {unit} {}", money.many),
                    format!("{number} {unit} {}", money.one),
                    format!("{number} {unit}"),
                ]
            });
            return Some(flat.collect());
        }
        if to_come {
            return Some(said(number));
        }
        let name = if units == "1" { money.one } else { money.many };
        let all: u64 = units.parse().ok()?;
        let mut readings = Vec::new();
        match part {
            Some(part) if part.len() == 2 && is_digits(part) => {
                let cents: u64 = part.parse().ok()?;
                let (units, small) = (cardinal(all), cardinal(cents));
                if cents == 0 {
                    readings.push(format!("{units} {name}"));
                } else {
                    if all == 0 {
                        readings.push(format!("{small} {}", money.hundredths));
                    }
                    readings.push(format!("{units} {small}"));
                    readings.push(format!("{units} {name} and {small} {}", money.hundredths));
                    readings.push(format!("{units} {name} {small}"));
                    readings.push(format!("{units} {name} and {small}"));
                    readings.extend(said(number).iter().map(|number| format!("{number} {}", money.many)));
                }
            }
            Some(_) => readings.extend(said(number).iter().map(|number| format!("{number} {}", money.many))),
            None => {
                readings.extend(quantity(all).iter().map(|number| format!("{number} {name}")));
                readings.push(format!("{} {}", cardinal(all), money.one));
                readings.extend(quantity(all));
            }
        }
        Some(readings)
    }

    /// Of digits with something else among them.
    fn written_number(&self, core: &str) -> Vec<String> {
        let numbers =
            |parts: &[&str]| parts.iter().map(|part| part.parse().ok()).collect::<Option<Vec<u64>>>();
        let lower = core.to_lowercase();
        let (digits, letters) =
            lower.split_at(lower.find(|c: char| !c.is_ascii_digit()).unwrap_or(lower.len()));
        match letters {
            "st" | "nd" | "rd" | "th" => return digits.parse().map(ordinals).unwrap_or_default(),
            "s" | "'s" => return decade(digits),
            "am" | "pm" | "a.m" | "p.m" => {
                let half = if letters.starts_with('a') { "A M" } else { "P M" };
                return vec![format!("{} {half}", first(whole(digits)))];
            }
            _ => {}
        }
        let parts: Vec<&str> = core.split('.').collect();
        if parts.iter().all(|part| is_digits(part)) {
            return match parts[..] {
                [before, after] => decimal(before, after),
                _ => ["point", "dot"]
                    .iter()
                    .flat_map(|point| ["oh", "zero"].map(|zero| (point, zero)))
                    .map(|(point, zero)| {
                        let said =
                            |part: &&str| if *part == "0" { zero.to_owned() } else { first(whole(part)) };
                        parts.iter().map(said).collect::<Vec<_>>().join(&format!(" {point} "))
                    })
                    .collect(),
            };
        }
        if core.contains(':') {
            let end = core.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(core.len());
            let (time, half) = core.split_at(end);
            let half = if half.is_empty() { String::new() } else { spelled(half) };
            if let Some(parts) = numbers(&time.split(':').collect::<Vec<_>>()) {
                return clock(&parts).into_iter().map(|said| format!("{said} {half}")).collect();
            }
        }
        let slashed: Vec<&str> = core.split('/').collect();
        if slashed.len() > 1
            && let Some(parts) = numbers(&slashed)
        {
            return match parts[..] {
                [above, below] => fraction(above, below),
                [month, day, _] => {
                    let dated = date(month, day, slashed.last().copied());
                    if dated.is_empty() { date(day, month, slashed.last().copied()) } else { dated }
                }
                _ => vec![parts.iter().map(|part| cardinal(*part)).collect::<Vec<_>>().join(" ")],
            };
        }
        let dashed: Vec<&str> = core.split('-').collect();
        if dashed.len() > 1 && dashed.iter().all(|part| is_digits(part)) {
            return dashed_numbers(&dashed);
        }
        if dashed.len() > 1 {
            return self.joined(&dashed);
        }
        let unit_start = core.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(core.len());
        let (number, unit) = core.split_at(unit_start);
        if let Some(units) = tables::unit(unit, number == "1") {
            let numbers = if number.contains('.') { self.written_number(number) } else { whole(number) };
            let numbers: Vec<String> = numbers.into_iter().take(3).collect();
            let letter = unit.chars().count() == 1;
            let mut readings = Vec::new();
            let letter = letter.then(|| unit.to_uppercase());
            let (by_name, units) = if unit == "x" { (None, units) } else { (letter, units) };
            for unit in by_name.into_iter().chain(units) {
                readings.extend(numbers.iter().map(|number| format!("{number} {unit}")));
            }
            return readings;
        }
        if core.contains(['/', '&', '+']) {
            return self.joined(&core.split(['/', '&', '+']).collect::<Vec<_>>());
        }
        self.mixed(core)
    }

    /// Of a word that begins with a letter.
    fn word(&self, core: &str) -> Vec<String> {
        let lower = core.to_lowercase();
        if core.contains(['-', '/', '&', '+', '@', '_', '=']) {
            let mut readings = Vec::new();
            if (self.has)(&lower) {
                readings.push(lower);
            }
            let ampersands = core.replace('&', "-and-").replace('@', "-at-");
            let parts: Vec<&str> =
                ampersands.split(['-', '/', '+', '_', '=']).filter(|part| !part.is_empty()).collect();
            readings.extend(self.joined(&parts));
            if core.contains('/') && parts.len() == 2 {
                let halves: Vec<String> = parts.iter().map(|part| first(self.mixed(part))).collect();
                readings.push(halves.join(" or "));
                readings.push(halves.join(" slash "));
            }
            return readings;
        }
        if core.contains('.') {
            let parts: Vec<&str> = core.split('.').filter(|part| !part.is_empty()).collect();
            if parts.iter().all(|part| part.chars().count() == 1) {
                return vec![spelled(&parts.concat()), parts.concat().to_lowercase()];
            }
            return self
                .joined(&parts)
                .into_iter()
                .chain([parts.iter().map(|part| first(self.mixed(part))).collect::<Vec<_>>().join(" dot ")])
                .collect();
        }
        self.mixed(core)
    }

    /// Parts that are joined by a sign and said one after the other.
    fn joined(&self, parts: &[&str]) -> Vec<String> {
        let said: Vec<Vec<String>> = parts.iter().map(|part| self.part(part)).collect();
        let most = said.iter().map(Vec::len).max().unwrap_or_default().min(4);
        let nth = |n: usize| {
            let part =
                |readings: &Vec<String>| readings.get(n).or(readings.first()).cloned().unwrap_or_default();
            said.iter().map(part).collect::<Vec<_>>().join(" ")
        };
        unique((0..most).map(nth).collect())
    }

    fn part(&self, part: &str) -> Vec<String> {
        if part.chars().count() <= 2 && part.chars().all(char::is_uppercase) {
            return [vec![spelled(part)], self.mixed(part)].concat();
        }
        if is_digits(part) {
            whole(part)
        } else if part.starts_with(|c: char| c.is_ascii_digit()) {
            self.written_number(part)
        } else {
            self.mixed(part)
        }
    }

    /// Of letters, capitals and digits with no sign between them but apostrophes.
    fn mixed(&self, core: &str) -> Vec<String> {
        let lower = core.to_lowercase();
        let pieces = letters_and_digits(core);
        if pieces.len() > 1 {
            let read = |piece: &&str| if is_digits(piece) { whole(piece) } else { self.letters(piece) };
            let said: Vec<Vec<String>> = pieces.iter().map(read).collect();
            let join = |n: usize| {
                let part = |readings: &Vec<String>| {
                    readings.get(n).or(readings.first()).cloned().unwrap_or_default()
                };
                said.iter().map(part).collect::<Vec<_>>().join(" ")
            };
            let digits = |piece: &&str| {
                if is_digits(piece) { one_by_one(piece, "oh") } else { first(self.letters(piece)) }
            };
            let by_digit = pieces.iter().map(digits).collect::<Vec<_>>().join(" ");
            return unique(vec![join(0), by_digit, join(1)]);
        }
        if is_digits(core) {
            return whole(core);
        }
        let humps = humps(core);
        if humps.len() > 1 && !(self.has)(&lower) {
            let said: Vec<String> = humps.iter().map(|hump| first(self.letters(hump))).collect();
            return vec![said.join(" "), lower];
        }
        self.letters(core)
    }

    /// Of letters: an acronym as its letters, as a word, or both; anything else as a word.
    fn letters(&self, core: &str) -> Vec<String> {
        let lower = core.to_lowercase();
        let (stem, ending) = match core.strip_suffix("'s").or_else(|| core.strip_suffix("'S")) {
            Some(stem) => (stem, " 's"),
            None => match core.strip_suffix('s') {
                Some(stem) if stem.chars().count() > 1 => (stem, " 's"),
                _ => (core, ""),
            },
        };
        let count = stem.chars().count();
        let capitals = stem.chars().all(char::is_uppercase);
        if count == 1 && capitals && (ending.is_empty() || core.contains('\'')) {
            let name = format!("{}{ending}", stem.to_uppercase());
            return match stem {
                "A" | "I" => vec![lower, name],
                _ => vec![name],
            };
        }
        if !capitals || !(2..=6).contains(&count) {
            let consonants = lower.len() <= 4 && !lower.contains(|c: char| "aeiouy'".contains(c));
            if consonants
                && !(self.has)(&lower)
                && lower.is_ascii()
                && self.token.core.len() == core.len()
                && core.chars().next().is_some_and(char::is_uppercase)
            {
                return vec![spelled(core), lower];
            }
            return vec![lower];
        }
        let letters = format!("{}{ending}", spelled(stem));
        let vowels = stem.chars().filter(|c| "AEIOUY".contains(*c)).count();
        if (self.has)(&lower) || (self.has)(&stem.to_lowercase()) {
            vec![lower, letters]
        } else if vowels > 0 && count >= 3 {
            vec![letters, lower]
        } else {
            vec![letters]
        }
    }

    /// Of a Roman numeral after a name or a word that is counted.
    fn roman(&self) -> Option<Vec<String>> {
        let core = self.token.core;
        let value = roman(core)?;
        let named = self.before.core.starts_with(char::is_uppercase) && self.before.after.is_empty();
        let counted = tables::COUNTED.contains(&self.before.core.to_lowercase().as_str());
        if !named && !counted {
            return None;
        }
        let (number, nth) = (cardinal(value), format!("the {}", ordinal_of(&cardinal(value))));
        let mut readings = if counted { vec![number, nth] } else { vec![nth, number] };
        if core == "I" {
            readings.insert(usize::from(counted), "i".into());
        } else {
            readings.push(spelled(core));
            if (self.has)(&core.to_lowercase()) {
                readings.push(core.to_lowercase());
            }
        }
        Some(readings)
    }
}

/// Ranges, telephone numbers, scores and dates: digits with hyphens.
fn dashed_numbers(parts: &[&str]) -> Vec<String> {
    let flat = |zero: &str| parts.iter().map(|part| one_by_one(part, zero)).collect::<Vec<_>>().join(" ");
    let cardinals = || parts.iter().map(|part| first(whole(part))).collect::<Vec<_>>();
    if let [year, month, day] = parts
        && year.len() == 4
        && let (Ok(month), Ok(day)) = (month.parse(), day.parse())
    {
        let dated = date(month, day, Some(year));
        if !dated.is_empty() {
            return dated;
        }
    }
    if parts.len() > 2 || (parts.len() == 2 && parts[0].len() == 3 && parts[1].len() == 4) {
        let hundreds = parts.iter().map(|part| {
            if part.len() == 3 && part.ends_with("00") {
                cardinal(part.parse().unwrap_or_default())
            } else {
                one_by_one(part, "oh")
            }
        });
        return unique(vec![
            hundreds.collect::<Vec<_>>().join(" "),
            flat("oh"),
            flat("zero"),
            cardinals().join(" "),
        ]);
    }
    let cardinals = cardinals();
    unique(vec![cardinals.join(" to "), cardinals.join(" "), cardinals.join(" through "), flat("oh")])
}

/// Letter by letter.
fn spelled(letters: &str) -> String {
    let upper = |letter: char| letter.to_uppercase().to_string();
    letters.chars().filter(|letter| letter.is_alphanumeric()).map(upper).collect::<Vec<_>>().join(" ")
}

fn first(readings: Vec<String>) -> String {
    readings.into_iter().next().unwrap_or_default()
}

/// Of a sign that stands by itself.
fn sign(text: &str) -> Option<&'static str> {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some('&'), None) => Some("and"),
        (Some(letter), None) => {
            sign_name(letter).or((letter == '=').then_some("equals")).or((letter == '@').then_some("at"))
        }
        _ => None,
    }
}

/// Of a sign after a word.
fn sign_name(letter: char) -> Option<&'static str> {
    match letter {
        '%' => Some("percent"),
        '‰' => Some("per mille"),
        '°' => Some("degrees"),
        '+' => Some("plus"),
        '#' => Some("sharp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
