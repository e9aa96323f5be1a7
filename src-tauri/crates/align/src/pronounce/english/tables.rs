//! English abbreviations, units, currencies and the endings of hosts' names, with the words that they are said as.

/// Abbreviations written with a full stop or without; in a reading a capital letter stands for its name.
const ABBREVIATIONS: [(&str, &[&str]); 92] = [
    ("Dr", &["doctor", "drive"]),
    ("Mr", &["mister"]),
    ("Mrs", &["missus", "misses"]),
    ("Ms", &["miz", "miss"]),
    ("Mx", &["mix"]),
    ("Prof", &["professor", "prof"]),
    ("Rev", &["reverend"]),
    ("Hon", &["honorable"]),
    ("St", &["saint", "street"]),
    ("Jr", &["junior"]),
    ("Sr", &["senior"]),
    ("Lt", &["lieutenant"]),
    ("Col", &["colonel"]),
    ("Maj", &["major"]),
    ("Sgt", &["sergeant"]),
    ("Cpl", &["corporal"]),
    ("Capt", &["captain"]),
    ("Cmdr", &["commander"]),
    ("Gen", &["general", "gen"]),
    ("Adm", &["admiral"]),
    ("Gov", &["governor", "gov"]),
    ("Sen", &["senator"]),
    ("Rep", &["representative", "rep"]),
    ("Pres", &["president"]),
    ("Supt", &["superintendent"]),
    ("Inc", &["incorporated", "inc"]),
    ("Ltd", &["limited"]),
    ("Corp", &["corporation", "corp"]),
    ("Co", &["company", "co"]),
    ("Bros", &["brothers"]),
    ("Assn", &["association"]),
    ("Dept", &["department"]),
    ("Univ", &["university"]),
    ("Govt", &["government"]),
    ("Ave", &["avenue"]),
    ("Blvd", &["boulevard"]),
    ("Rd", &["road"]),
    ("Hwy", &["highway"]),
    ("Ft", &["fort", "feet"]),
    ("Mt", &["mount"]),
    ("Apt", &["apartment", "apt"]),
    ("Fig", &["figure", "fig"]),
    ("Vol", &["volume"]),
    ("Ch", &["chapter"]),
    ("Sec", &["section", "second", "sec"]),
    ("Ed", &["editor", "ed"]),
    ("Jan", &["january", "jan"]),
    ("Feb", &["february", "feb"]),
    ("Apr", &["april"]),
    ("Aug", &["august"]),
    ("Sept", &["september"]),
    ("Sep", &["september"]),
    ("Oct", &["october"]),
    ("Nov", &["november"]),
    ("Dec", &["december"]),
    ("Mon", &["monday"]),
    ("Tue", &["tuesday"]),
    ("Tues", &["tuesday"]),
    ("Wed", &["wednesday", "wed"]),
    ("Thu", &["thursday"]),
    ("Thurs", &["thursday"]),
    ("Fri", &["friday"]),
    ("vs", &["versus", "V S"]),
    ("v", &["versus", "V"]),
    ("etc", &["et cetera", "et cetra"]),
    ("e.g", &["E G", "for example", "for instance"]),
    ("eg", &["E G", "for example"]),
    ("i.e", &["I E", "that is"]),
    ("ie", &["I E", "that is"]),
    ("a.m", &["A M"]),
    ("p.m", &["P M"]),
    ("am", &["am", "A M"]),
    ("pm", &["P M"]),
    ("approx", &["approximately", "approx"]),
    ("est", &["established", "estimated", "est"]),
    ("incl", &["including"]),
    ("govt", &["government"]),
    ("dept", &["department"]),
    ("misc", &["miscellaneous"]),
    ("resp", &["respectively"]),
    ("ca", &["circa"]),
    ("cf", &["C F", "compare"]),
    ("viz", &["namely", "viz"]),
    ("pp", &["pages"]),
    ("ed", &["edition", "ed"]),
    ("vol", &["volume"]),
    ("w", &["with", "W"]),
    ("w/", &["with"]),
    ("w/o", &["without"]),
    ("b/c", &["because"]),
    ("c/o", &["care of"]),
    ("n/a", &["not applicable", "N A"]),
];

/// Of these only what has its full stop, or stands beside a number, is an abbreviation: they are words or names too.
const ONLY_WITH_STOP: [&str; 21] = [
    "Gen", "Ed", "ed", "Co", "Fig", "Rep", "Rev", "Gov", "Hon", "Jan", "Dec", "Mon", "Wed", "Sec", "Sep",
    "v", "est", "resp", "viz", "w", "ca",
];

/// What an abbreviation is said as; none where it is no abbreviation. `stopped`: a full stop follows it.
pub(super) fn abbreviation(core: &str, stopped: bool) -> Option<&'static [&'static str]> {
    let (name, readings) = ABBREVIATIONS.iter().find(|(name, _)| *name == core)?;
    (stopped || !ONLY_WITH_STOP.contains(name)).then_some(*readings)
}

/// Units that follow a number, singular and plural.
const UNITS: [(&str, &str, &str); 58] = [
    ("km", "kilometer", "kilometers"),
    ("m", "meter", "meters"),
    ("cm", "centimeter", "centimeters"),
    ("mm", "millimeter", "millimeters"),
    ("nm", "nanometer", "nanometers"),
    ("mi", "mile", "miles"),
    ("ft", "foot", "feet"),
    ("in", "inch", "inches"),
    ("yd", "yard", "yards"),
    ("kg", "kilogram", "kilograms"),
    ("g", "gram", "grams"),
    ("mg", "milligram", "milligrams"),
    ("lb", "pound", "pounds"),
    ("lbs", "pounds", "pounds"),
    ("oz", "ounce", "ounces"),
    ("l", "liter", "liters"),
    ("L", "liter", "liters"),
    ("ml", "milliliter", "milliliters"),
    ("gal", "gallon", "gallons"),
    ("mph", "mile an hour", "miles an hour"),
    ("kph", "kilometer an hour", "kilometers an hour"),
    ("km/h", "kilometer an hour", "kilometers an hour"),
    ("m/s", "meter per second", "meters per second"),
    ("fps", "frame per second", "frames per second"),
    ("B", "billion", "billion"),
    ("bn", "billion", "billion"),
    ("M", "million", "million"),
    ("mn", "million", "million"),
    ("K", "K", "thousand"),
    ("k", "K", "thousand"),
    ("T", "trillion", "trillion"),
    ("KB", "kilobyte", "kilobytes"),
    ("kB", "kilobyte", "kilobytes"),
    ("MB", "megabyte", "megabytes"),
    ("GB", "gigabyte", "gigabytes"),
    ("TB", "terabyte", "terabytes"),
    ("PB", "petabyte", "petabytes"),
    ("Mbps", "megabit per second", "megabits per second"),
    ("Gbps", "gigabit per second", "gigabits per second"),
    ("Hz", "hertz", "hertz"),
    ("kHz", "kilohertz", "kilohertz"),
    ("MHz", "megahertz", "megahertz"),
    ("GHz", "gigahertz", "gigahertz"),
    ("W", "watt", "watts"),
    ("kW", "kilowatt", "kilowatts"),
    ("MW", "megawatt", "megawatts"),
    ("GW", "gigawatt", "gigawatts"),
    ("kWh", "kilowatt hour", "kilowatt hours"),
    ("V", "volt", "volts"),
    ("s", "second", "seconds"),
    ("sec", "second", "seconds"),
    ("ms", "millisecond", "milliseconds"),
    ("min", "minute", "minutes"),
    ("mins", "minute", "minutes"),
    ("hr", "hour", "hours"),
    ("hrs", "hours", "hours"),
    ("h", "hour", "hours"),
    ("x", "X", "times"),
];

/// A unit's readings, the likelier for that number first. Letters that are said by their names are among them.
pub(super) fn unit(core: &str, one: bool) -> Option<Vec<String>> {
    let (_, single, plural) = UNITS.iter().find(|(name, ..)| *name == core)?;
    let mut readings = if one {
        vec![(*single).to_owned(), (*plural).to_owned()]
    } else {
        vec![(*plural).to_owned(), (*single).to_owned()]
    };
    if core.len() > 1 && core.chars().all(char::is_alphabetic) && core.len() <= 3 {
        readings.push(core.to_uppercase().chars().map(String::from).collect::<Vec<_>>().join(" "));
    }
    if core == "M" || core == "B" || core == "V" || core == "W" || core == "T" {
        readings.push(core.to_owned());
    }
    Some(super::numbers::unique(readings))
}

/// A currency: its sign, its singular and plural, and its hundredth's plural.
pub(super) struct Currency {
    pub(super) sign: char,
    pub(super) one: &'static str,
    pub(super) many: &'static str,
    pub(super) hundredths: &'static str,
}

const CURRENCIES: [Currency; 6] = [
    Currency { sign: '$', one: "dollar", many: "dollars", hundredths: "cents" },
    Currency { sign: '€', one: "euro", many: "euros", hundredths: "cents" },
    Currency { sign: '£', one: "pound", many: "pounds", hundredths: "pence" },
    Currency { sign: '¥', one: "yen", many: "yen", hundredths: "sen" },
    Currency { sign: '₹', one: "rupee", many: "rupees", hundredths: "paise" },
    Currency { sign: '₽', one: "ruble", many: "rubles", hundredths: "kopecks" },
];

/// The currency of a sign in what stands around a number.
pub(super) fn currency(around: &str) -> Option<&'static Currency> {
    CURRENCIES.iter().find(|currency| around.contains(currency.sign))
}

/// What a number is multiplied by in the word after it, and money is then said after that.
pub(super) const MAGNITUDES: [&str; 8] =
    ["hundred", "thousand", "million", "billion", "trillion", "bn", "mn", "dozen"];

/// The ends of hosts' names.
const HOST_ENDS: [&str; 44] = [
    "com", "org", "net", "edu", "gov", "mil", "int", "io", "co", "ai", "app", "dev", "fm", "tv", "me",
    "info", "biz", "eu", "uk", "us", "ca", "au", "de", "fr", "it", "es", "nl", "ch", "at", "be", "se", "no",
    "dk", "ie", "nz", "in", "jp", "cn", "ru", "br", "ly", "blog", "news", "online",
];

/// Whether a text is written as a host's name: `example.com`, `news.example.co.uk`.
pub(super) fn is_host(text: &str) -> bool {
    let mut labels: Vec<&str> = text.split('.').collect();
    let named = |label: &&str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let end = labels.pop().map(str::to_lowercase).unwrap_or_default();
    let wide = labels.iter().any(|label| label.chars().count() > 1);
    !labels.is_empty() && wide && labels.iter().all(named) && HOST_ENDS.contains(&end.as_str())
}

/// Roman numerals after these words are numbers, and after names they are ordinals.
pub(super) const COUNTED: [&str; 22] = [
    "war", "chapter", "part", "type", "phase", "volume", "act", "section", "title", "article", "class",
    "level", "stage", "book", "episode", "appendix", "final", "rocky", "ii", "mark", "category", "grade",
];

/// What stands in brackets and is no speech, besides all that stands in square ones.
pub(super) const STAGE: [&str; 40] = [
    "laughs",
    "laugh",
    "laughing",
    "laughter",
    "chuckles",
    "chuckle",
    "chuckling",
    "giggles",
    "crosstalk",
    "inaudible",
    "unintelligible",
    "indistinct",
    "applause",
    "music",
    "silence",
    "pause",
    "pauses",
    "sighs",
    "sigh",
    "coughs",
    "coughing",
    "cough",
    "clears",
    "throat",
    "sniffs",
    "cheering",
    "cheers",
    "crying",
    "snaps",
    "foreign",
    "phonetic",
    "beep",
    "bleep",
    "theme",
    "playing",
    "sings",
    "singing",
    "whispers",
    "gasps",
    "noise",
];
