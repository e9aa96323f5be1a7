//! English numbers as people say them: each answer a list of readings in small words, the likeliest first.

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const GROUPS: [&str; 6] = ["", "thousand", "million", "billion", "trillion", "quadrillion"];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Of digits alone, with no sign, comma or point: as a quantity, a year, or digit by digit.
pub(super) fn whole(digits: &str) -> Vec<String> {
    let value: Option<u64> = digits.parse().ok();
    let Some(value) = value.filter(|_| digits.len() <= 15) else { return vec![one_by_one(digits, "zero")] };
    if digits.len() > 1 && digits.starts_with('0') {
        let mut readings = vec![one_by_one(digits, "oh"), one_by_one(digits, "zero"), cardinal(value)];
        if digits == "00" {
            readings.insert(0, "hundred".into());
        }
        return readings;
    }
    let and = with_and(value);
    let mut readings = Vec::new();
    match digits.len() {
        1 | 2 => readings.push(cardinal(value)),
        3 => {
            readings.push(cardinal(value));
            readings.extend(and);
            let (hundreds, rest) = (value / 100, value % 100);
            match rest {
                0 => {}
                1..=9 => readings.push(format!("{} oh {}", cardinal(hundreds), cardinal(rest))),
                _ => readings.push(format!("{} {}", cardinal(hundreds), cardinal(rest))),
            }
            if value < 200 {
                readings.push(cardinal(value).replacen("one", "a", 1));
                readings.extend(with_and(value).map(|reading| reading.replacen("one", "a", 1)));
            }
            if rest != 0 {
                readings.push(one_by_one(digits, "oh"));
            }
        }
        4 => {
            let pairs = pairs(value);
            if (1100..=2099).contains(&value) && !(2000..=2009).contains(&value) {
                readings.extend(pairs.clone());
            }
            readings.push(cardinal(value));
            readings.extend(and);
            if value % 100 != 0 && (1100..2000).contains(&value) {
                readings.push(format!("{} hundred and {}", cardinal(value / 100), cardinal(value % 100)));
            }
            if value % 1000 != 0 {
                readings.extend(pairs);
            }
            if value.is_multiple_of(1000) {
                readings.push(cardinal(value).replacen("one", "a", 1));
            }
            readings.push(one_by_one(digits, "oh"));
            readings.push(one_by_one(digits, "zero"));
        }
        5 | 6 => {
            readings.push(cardinal(value));
            readings.extend(and);
            readings.push(one_by_one(digits, "oh"));
            readings.push(one_by_one(digits, "zero"));
        }
        _ => {
            readings.push(one_by_one(digits, "oh"));
            readings.push(one_by_one(digits, "zero"));
            readings.push(cardinal(value));
        }
    }
    unique(readings)
}

/// With commas between groups of three: a quantity.
pub(super) fn quantity(value: u64) -> Vec<String> {
    let mut readings = vec![cardinal(value)];
    readings.extend(with_and(value));
    if (1100..10_000).contains(&value) && value.is_multiple_of(100) && !value.is_multiple_of(1000) {
        readings.push(format!("{} hundred", cardinal(value / 100)));
    }
    if value.to_string().starts_with('1') && value >= 100 {
        readings.push(cardinal(value).replacen("one", "a", 1));
    }
    unique(readings)
}

/// The parts before and after a decimal point.
pub(super) fn decimal(before: &str, after: &str) -> Vec<String> {
    let digits = |zero| one_by_one(after, zero);
    let starts = match before {
        "" => vec!["point".to_owned(), "zero point".to_owned()],
        "0" => vec!["zero point".to_owned(), "point".to_owned(), "oh point".to_owned()],
        _ => plain(before).into_iter().take(2).map(|whole| format!("{whole} point")).collect(),
    };
    let mut readings: Vec<String> =
        starts.iter().map(|start| format!("{start} {}", digits("zero"))).collect();
    if after.contains('0') {
        readings.extend(starts.iter().map(|start| format!("{start} {}", digits("oh"))));
    }
    if after.len() == 2 && !after.starts_with('0') {
        readings.extend(
            starts
                .first()
                .into_iter()
                .flat_map(|start| whole(after).into_iter().map(move |a| format!("{start} {a}"))),
        );
    }
    unique(readings)
}

/// A quantity without the readings of a year.
fn plain(digits: &str) -> Vec<String> {
    match digits.parse() {
        Ok(value) if digits.len() <= 15 => quantity(value),
        _ => vec![one_by_one(digits, "zero")],
    }
}

/// "one hundred five thousand".
pub(super) fn cardinal(value: u64) -> String {
    if value == 0 {
        return "zero".into();
    }
    let mut words = Vec::new();
    for (place, name) in GROUPS.iter().enumerate().rev() {
        let group = value / 1000_u64.pow(place as u32) % 1000;
        if group > 0 {
            words.push(below_thousand(group));
            if place > 0 {
                words.push((*name).into());
            }
        }
    }
    words.join(" ")
}

/// "one hundred and five"; none where nobody would say "and".
fn with_and(value: u64) -> Option<String> {
    let rest = value % 1000;
    let (hundreds, last) = (rest / 100, rest % 100);
    if last == 0 || value < 100 || (hundreds == 0 && value < 1000) {
        return None;
    }
    let start = cardinal(value - last);
    Some(format!("{start} and {}", cardinal(last)))
}

fn below_thousand(value: u64) -> String {
    let (hundreds, rest) = (value / 100, value % 100);
    let mut words = Vec::new();
    if hundreds > 0 {
        words.push(format!("{} hundred", small(hundreds)));
    }
    if rest > 0 {
        words.push(match rest {
            0..20 => small(rest).to_owned(),
            _ if rest.is_multiple_of(10) => ten(rest / 10).to_owned(),
            _ => format!("{} {}", ten(rest / 10), small(rest % 10)),
        });
    }
    words.join(" ")
}

fn small(value: u64) -> &'static str {
    ONES.get(value as usize).copied().unwrap_or_default()
}

fn ten(value: u64) -> &'static str {
    TENS.get(value as usize).copied().unwrap_or_default()
}

/// "nineteen oh five", "twenty sixteen", "fifteen hundred".
fn pairs(value: u64) -> Vec<String> {
    let (century, rest) = (value / 100, value % 100);
    if century.is_multiple_of(10) && rest < 10 {
        return match rest {
            0 => Vec::new(),
            _ => vec![format!("{} oh {}", cardinal(century), cardinal(rest))],
        };
    }
    let century = cardinal(century);
    match rest {
        0 => vec![format!("{century} hundred")],
        1..10 => vec![format!("{century} oh {}", cardinal(rest))],
        _ => vec![format!("{century} {}", cardinal(rest))],
    }
}

/// Digit by digit.
pub(super) fn one_by_one(digits: &str, zero: &str) -> String {
    let digit = |c: char| match c.to_digit(10) {
        Some(0) => zero,
        Some(digit) => small(u64::from(digit)),
        None => "",
    };
    digits.chars().map(digit).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// "twenty first".
pub(super) fn ordinals(value: u64) -> Vec<String> {
    let mut readings: Vec<String> = quantity(value).iter().map(|reading| ordinal_of(reading)).collect();
    if (1100..2100).contains(&value) {
        readings.extend(pairs(value).iter().map(|reading| ordinal_of(reading)));
    }
    unique(readings)
}

/// The ordinal of a number in words.
pub(super) fn ordinal_of(cardinal: &str) -> String {
    let (start, last) = match cardinal.rsplit_once(' ') {
        Some((start, last)) => (format!("{start} "), last),
        None => (String::new(), cardinal),
    };
    let last = match last {
        "one" => "first".to_owned(),
        "two" => "second".to_owned(),
        "three" => "third".to_owned(),
        "five" => "fifth".to_owned(),
        "eight" => "eighth".to_owned(),
        "nine" => "ninth".to_owned(),
        "twelve" => "twelfth".to_owned(),
        _ => match last.strip_suffix('y') {
            Some(stem) => format!("{stem}ieth"),
            None => format!("{last}th"),
        },
    };
    start + &last
}

/// "nineties" and "nineteen nineties" of `90` and `1990`.
pub(super) fn decade(digits: &str) -> Vec<String> {
    let plural = |reading: String| match reading.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None if reading.ends_with('x') => format!("{reading}es"),
        None => format!("{reading}s"),
    };
    whole(digits).into_iter().take(3).map(plural).collect()
}

/// "three thirty", "three oh five", "three o'clock"; seconds where they are given.
pub(super) fn clock(parts: &[u64]) -> Vec<String> {
    let (hour, minute) = match parts {
        [hour, minute, ..] => (*hour, *minute),
        _ => return Vec::new(),
    };
    let hour = cardinal(hour);
    let mut readings = match minute {
        0 if parts.len() == 2 => vec![hour.clone(), format!("{hour} o'clock"), format!("{hour} hundred")],
        0..10 => vec![format!("{hour} oh {}", cardinal(minute)), format!("{hour} {}", cardinal(minute))],
        _ => vec![format!("{hour} {}", cardinal(minute))],
    };
    if parts.len() == 2 {
        match minute {
            15 => readings.push(format!("quarter past {hour}")),
            30 => readings.push(format!("half past {hour}")),
            _ => {}
        }
    }
    if let Some(second) = parts.get(2) {
        readings = readings.iter().map(|reading| format!("{reading} {}", cardinal(*second))).collect();
    }
    readings
}

/// "one half", "three quarters", "two thirds"; and what is no quantity: "twenty four seven", "nine eleven".
pub(super) fn fraction(above: u64, below: u64) -> Vec<String> {
    let (over, under) = (cardinal(above), cardinal(below));
    let flat = format!("{over} {under}");
    let said = match below {
        0 | 1 => return vec![flat, format!("{over} over {under}")],
        2 => "half".to_owned(),
        4 => "quarter".to_owned(),
        _ => ordinal_of(&under),
    };
    let plural = |said: &str| if said == "half" { "halves".to_owned() } else { format!("{said}s") };
    let mut readings = if above == 1 {
        vec![format!("one {said}"), format!("a {said}"), said.clone()]
    } else {
        vec![format!("{over} {}", plural(&said))]
    };
    if below == 4 {
        readings.push(if above == 1 { "one fourth".into() } else { format!("{over} fourths") });
    }
    // A fraction is less than a whole and has a small number below; the rest are mostly scores, dates and names.
    let place = if above < below && below <= 10 { readings.len() } else { 0 };
    readings.insert(place, flat);
    readings.push(format!("{over} out of {under}"));
    readings.push(format!("{over} over {under}"));
    readings.push(format!("{over} slash {under}"));
    unique(readings)
}

/// "december twenty fifth twenty twenty" of a month, a day and a year; the year may be missing.
pub(super) fn date(month: u64, day: u64, year: Option<&str>) -> Vec<String> {
    let Some(name) = (month as usize).checked_sub(1).and_then(|place| MONTHS.get(place)) else {
        return Vec::new();
    };
    let years = year.map_or(vec![String::new()], |year| {
        whole(year).into_iter().take(2).map(|year| format!(" {year}")).collect()
    });
    let day_th = ordinal_of(&cardinal(day));
    years
        .iter()
        .flat_map(|year| {
            [
                format!("{name} {day_th}{year}"),
                format!("{} {}{year}", cardinal(month), cardinal(day)),
                format!("{name} {}{year}", cardinal(day)),
                format!("the {day_th} of {name}{year}"),
            ]
        })
        .collect()
}

/// The value of a Roman numeral up to 89; none where it is not written as one.
pub(super) fn roman(text: &str) -> Option<u64> {
    (1..90).find(|value| written_roman(*value) == text)
}

fn written_roman(mut value: u64) -> String {
    let mut written = String::new();
    for (worth, letters) in [(50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")] {
        while value >= worth {
            written.push_str(letters);
            value -= worth;
        }
    }
    written
}

/// Without the readings that stand before.
pub(super) fn unique(readings: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(readings.len());
    for reading in readings {
        if !kept.contains(&reading) {
            kept.push(reading);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_in_all_the_ways_that_people_say_them() {
        let cases: [(Vec<String>, &[&str]); 34] = [
            (whole("7"), &["seven"]),
            (whole("42"), &["forty two"]),
            (whole("100"), &["one hundred", "a hundred"]),
            (whole("101"), &["one hundred one", "one hundred and one", "one oh one"]),
            (whole("360"), &["three hundred sixty", "three sixty"]),
            (whole("911"), &["nine hundred eleven", "nine one one"]),
            (whole("1066"), &["one thousand sixty six", "ten sixty six"]),
            (whole("1500"), &["fifteen hundred", "one thousand five hundred"]),
            (whole("1905"), &["nineteen oh five", "nineteen hundred and five"]),
            (whole("1984"), &["nineteen eighty four"]),
            (whole("2000"), &["two thousand"]),
            (whole("2005"), &["two thousand five", "two thousand and five", "twenty oh five"]),
            (whole("2016"), &["twenty sixteen", "two thousand sixteen", "two thousand and sixteen"]),
            (whole("3500"), &["three thousand five hundred", "thirty five hundred"]),
            (whole("007"), &["oh oh seven", "zero zero seven"]),
            (whole("90210"), &["ninety thousand two hundred ten", "nine oh two one oh"]),
            (whole("5551234567"), &["five five five one two three four five six seven"]),
            (
                whole("123456789012345678901"),
                &[
                    "one two three four five six seven eight nine zero one two three four five six seven eight nine zero one",
                ],
            ),
            (quantity(1_000_000), &["one million", "a million"]),
            (
                quantity(12_345),
                &["twelve thousand three hundred forty five", "twelve thousand three hundred and forty five"],
            ),
            (decimal("3", "5"), &["three point five"]),
            (decimal("0", "05"), &["zero point zero five", "point oh five"]),
            (decimal("", "5"), &["point five"]),
            (decimal("3", "14"), &["three point one four", "three point fourteen"]),
            (ordinals(1), &["first"]),
            (ordinals(22), &["twenty second"]),
            (ordinals(30), &["thirtieth"]),
            (ordinals(112), &["one hundred twelfth", "one hundred and twelfth"]),
            (decade("1990"), &["nineteen nineties"]),
            (decade("60"), &["sixties"]),
            (clock(&[3, 30]), &["three thirty", "half past three"]),
            (clock(&[10, 0]), &["ten", "ten o'clock"]),
            (fraction(3, 4), &["three quarters", "three fourths", "three four"]),
            (fraction(24, 7), &["twenty four seven"]),
        ];
        for (said, expected) in cases {
            assert_eq!(said.first().map(String::as_str), expected.first().copied());
            assert!(
                expected.iter().all(|reading| said.iter().any(|said| said == reading)),
                "{expected:?} in {said:?}"
            );
        }
    }

    #[test]
    fn a_roman_numeral_is_one_as_it_is_written() {
        for (text, value) in [("I", Some(1)), ("IV", Some(4)), ("XIV", Some(14)), ("LXXXIX", Some(89))] {
            assert_eq!(roman(text), value);
        }
        for text in ["", "IIII", "VX", "IC", "MIX", "i"] {
            assert_eq!(roman(text), None, "{text}");
        }
    }
}
