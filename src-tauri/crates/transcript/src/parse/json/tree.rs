//! JSON as a flat tree of places in the text.
//!
//! A value is eight bytes, whatever it holds: where it stands in the text, and where it ends. Strings and numbers are only
//! looked into when somebody asks. So a file costs little, and every value knows its place.

use std::borrow::Cow;
use std::cell::Cell;

use super::scan::{Damage, Node, scan};
use crate::place::Place;
use crate::warning::Warnings;

/// A text as JSON: one value, or several one after the other (JSON Lines).
#[derive(Debug)]
pub(super) struct Tree<'a> {
    text: &'a str,
    nodes: Vec<Node>,
    damage: Vec<(usize, Damage)>,
    /// It is a single line.
    is_one_line: bool,
    /// A place and how many lines end before it, or in a single line how many characters stand before it. From there the
    /// next one that is asked for is counted.
    counted: Cell<(usize, usize)>,
}

/// A value of a tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'t, 'a> {
    tree: &'t Tree<'a>,
    index: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    List,
    Text,
    Number,
    Bool,
    Null,
}

impl<'a> Tree<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let (nodes, damage) = scan(text);
        let is_one_line = memchr::memchr(b'\n', text.trim_end().as_bytes()).is_none();
        Self { text, nodes, damage, is_one_line, counted: Cell::new((0, 0)) }
    }

    /// The values that are in no other one.
    pub(super) fn roots(&self) -> Values<'_, 'a> {
        Values { tree: self, next: 0, end: self.nodes.len() }
    }

    /// Every list in the text, from the outside inwards.
    pub(super) fn lists(&self) -> impl Iterator<Item = Value<'_, 'a>> {
        (0..self.nodes.len())
            .map(|index| Value { tree: self, index })
            .filter(|value| value.kind() == Kind::List)
    }

    /// Tells what is broken in the text.
    pub(super) fn tell_damage(&self, warnings: &mut Warnings) {
        for &(at, damage) in &self.damage {
            let message = match damage {
                Damage::BreaksOff => {
                    "The file breaks off here, inside its JSON; what stands before is shown."
                }
                Damage::Broken => "The JSON is broken here; what can be made out around it is shown.",
                Damage::TooDeep => "The JSON has brackets within brackets here, too deep for any transcript.",
            };
            warnings.left_out(self.place(at), || message.to_owned());
        }
    }

    /// Where in the file a place in the text is.
    fn place(&self, at: usize) -> Place {
        let (from, before) = self.counted.get();
        let between = &self.text.as_bytes()[at.min(from)..at.max(from)];
        let passed = match self.is_one_line {
            true => between.iter().filter(|byte| **byte & 0xC0 != 0x80).count(),
            false => memchr::memchr_iter(b'\n', between).count(),
        };
        let before = if at >= from { before + passed } else { before - passed };
        self.counted.set((at, before));
        if self.is_one_line { Place::at_character(before + 1) } else { (before + 1).into() }
    }
}

impl<'t, 'a> Value<'t, 'a> {
    fn node(self) -> Node {
        self.tree.nodes[self.index]
    }

    /// Where what comes after it is.
    fn after(self) -> usize {
        match self.kind() {
            Kind::Object | Kind::List => self.node().end as usize,
            _ => self.index + 1,
        }
    }

    pub(super) fn kind(self) -> Kind {
        match self.tree.text.as_bytes()[self.node().start as usize] {
            b'{' => Kind::Object,
            b'[' => Kind::List,
            b'"' => Kind::Text,
            b't' | b'f' => Kind::Bool,
            b'n' => Kind::Null,
            _ => Kind::Number,
        }
    }

    /// How many values are in it.
    pub(super) fn width(self) -> usize {
        match self.kind() {
            Kind::Object | Kind::List => self.node().end as usize - self.index - 1,
            _ => 0,
        }
    }

    /// Where in the file it begins.
    pub(super) fn place(self) -> Place {
        self.tree.place(self.node().start as usize)
    }

    /// A string as it is meant, or a number or `true` as it is written; nothing for all else.
    pub(super) fn text(self) -> Option<Cow<'a, str>> {
        match self.kind() {
            Kind::Text => {
                let raw = self.raw();
                let escaped = memchr::memchr(b'\\', raw.as_bytes()).is_some();
                Some(if escaped { unescape(raw).into() } else { raw.into() })
            }
            Kind::Number | Kind::Bool => Some(self.raw().into()),
            Kind::Object | Kind::List | Kind::Null => None,
        }
    }

    /// What stands in the text: of a string all between its quotation marks, of a list or an object nothing.
    pub(super) fn raw(self) -> &'a str {
        let node = self.node();
        let range = match self.kind() {
            Kind::Object | Kind::List => return "",
            Kind::Text => node.start as usize + 1..node.end as usize,
            _ => node.start as usize..node.end as usize,
        };
        self.tree.text.get(range).unwrap_or_default()
    }

    /// The values of a list; none for all else.
    pub(super) fn items(self) -> Values<'t, 'a> {
        let end = if self.kind() == Kind::List { self.node().end as usize } else { 0 };
        Values { tree: self.tree, next: self.index + 1, end }
    }

    /// The keys and values of an object; none for all else.
    pub(super) fn entries(self) -> impl Iterator<Item = (&'a str, Value<'t, 'a>)> {
        let end = if self.kind() == Kind::Object { self.node().end as usize } else { 0 };
        let mut next = self.index + 1;
        std::iter::from_fn(move || {
            // Behind every key is its value.
            let value = Value { tree: self.tree, index: next + 1 };
            if value.index >= end {
                return None;
            }
            let key = self.tree.nodes[next];
            next = value.after();
            let key = self.tree.text.get(key.start as usize + 1..key.end as usize);
            Some((key.unwrap_or_default(), value))
        })
    }

    /// The value of a key, if this is an object that has it.
    pub(super) fn get(self, key: &str) -> Option<Value<'t, 'a>> {
        self.entries().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// The same, if it is a list with something in it.
    pub(super) fn list(self, key: &str) -> Option<Value<'t, 'a>> {
        self.get(key).filter(|value| value.items().next().is_some())
    }

    /// The same for a key within a key.
    pub(super) fn at(self, path: &[&str]) -> Option<Value<'t, 'a>> {
        path.iter().try_fold(self, |value, key| value.get(key))
    }
}

/// Values that stand one after the other.
#[derive(Debug, Clone)]
pub(super) struct Values<'t, 'a> {
    tree: &'t Tree<'a>,
    next: usize,
    end: usize,
}

impl<'t, 'a> Iterator for Values<'t, 'a> {
    type Item = Value<'t, 'a>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        let value = Value { tree: self.tree, index: self.next };
        self.next = value.after();
        Some(value)
    }
}

/// A string's text with its escapes resolved. What is no escape stays as it is, and half a character becomes `�`.
fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(found) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..found]);
        let escape = &rest[found + 1..];
        let mut chars = escape.chars();
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t' | 'r' | 'b' | 'f') => out.push(' '),
            Some('u') => {
                let (c, after) = unicode_escape(chars.as_str());
                out.push(c);
                rest = after;
                continue;
            }
            Some(c) => out.push(c),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out
}

/// The character of an escape after its `\u`, and what follows it.
fn unicode_escape(text: &str) -> (char, &str) {
    let unit = |text: &str| text.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let Some(first) = unit(text) else { return (char::REPLACEMENT_CHARACTER, text) };
    let rest = &text[4..];
    if (0xD800..0xDC00).contains(&first)
        && let Some(low) =
            rest.strip_prefix("\\u").and_then(unit).filter(|low| (0xDC00..0xE000).contains(low))
    {
        let code = 0x1_0000 + ((first - 0xD800) << 10) + (low - 0xDC00);
        return (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), &rest[6..]);
    }
    let c = char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER);
    // Control characters are signs of our own further on.
    (if c.is_control() && c != '\n' { ' ' } else { c }, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree in its shortest form, as `serde_json` writes it too.
    fn render(value: Value<'_, '_>) -> serde_json::Value {
        match value.kind() {
            Kind::Object => {
                let entry = |(key, value): (&str, Value<'_, '_>)| (unescape(key), render(value));
                value.entries().map(entry).collect::<serde_json::Map<_, _>>().into()
            }
            Kind::List => value.items().map(render).collect(),
            Kind::Text => value.text().unwrap().into_owned().into(),
            Kind::Number => value.raw().parse::<serde_json::Number>().unwrap().into(),
            Kind::Bool => (value.raw() == "true").into(),
            Kind::Null => serde_json::Value::Null,
        }
    }

    fn rendered(text: &str) -> (String, usize) {
        let tree = Tree::of(text);
        let roots: Vec<String> = tree.roots().map(|root| render(root).to_string()).collect();
        (roots.join(" "), tree.damage.len())
    }

    #[test]
    fn what_is_whole_is_read_as_serde_json_reads_it() {
        let pieces = [
            "[]",
            "{}",
            "1",
            "-2.5e3",
            "\"\"",
            "\"a\"",
            "\"\\\"\\\\ \\u00e9\\/\"",
            "\"\\ud83d\\ude00\\n\"",
            "null",
            "true",
            "false",
            "[1,[2,{}],[]]",
            "{\"a\":{\"b\":[{\"c\":\"}\"}]}}",
            " [ 1 , 2 ] ",
            "\n{\t\"k\" : \"{[\" }\n",
            "[\"é\",\"日本\"]",
        ];
        for first in pieces {
            for second in pieces {
                for text in [
                    first.to_owned(),
                    format!("[{first},{second}]"),
                    format!("{{\"x\":{first},\"y\":{second}}}"),
                    format!("[{{\"k\":[{first}]}},{{\"l\":{second}}}]"),
                ] {
                    let expected: serde_json::Value = serde_json::from_str(&text).unwrap();
                    assert_eq!(rendered(&text), (expected.to_string(), 0), "{text}");
                }
            }
        }
    }

    #[test]
    fn what_is_broken_is_made_out_as_far_as_it_goes() {
        let cases = [
            ("[1,2", "[1,2]", 1),
            ("{\"a\":[1,{\"b\":\"so it", "{\"a\":[1,{\"b\":\"so it\"}]}", 1),
            ("{\"a\":1,\"b\":", "{\"a\":1}", 1),
            ("{\"a\":1,\"b\"", "{\"a\":1}", 1),
            ("[1,2,]", "[1,2]", 0),
            ("{\"a\":1,}", "{\"a\":1}", 0),
            ("[{\"a\":1,{\"a\":2}]", "[{\"a\":1},{\"a\":2}]", 1),
            ("[{\"a\":1}},{\"a\":2}]", "[{\"a\":1},{\"a\":2}]", 1),
            ("{\"a\":[1,2},\"b\":3}", "{\"a\":[1,2]} \"b\" 3", 1),
            ("{\"a\":[{\"b\":1]}", "{\"a\":[{\"b\":1}]}", 1),
            ("{\"a\" 1, \"b\": 2}", "{\"b\":2}", 1),
            ("{\"a\": ?, \"b\": 2}", "{\"b\":2}", 1),
            ("{\"a\":1} {\"a\":2}\n[3]", "{\"a\":1} {\"a\":2} [3]", 0),
            ("]}", "", 1),
            ("", "", 0),
        ];
        for (text, expected, damage) in cases {
            assert_eq!(rendered(text), (expected.to_owned(), damage), "{text}");
        }
    }

    #[test]
    fn deep_brackets_are_passed_over_and_what_follows_is_read() {
        let deep = format!("[{}\"]\"{},1]", "[".repeat(1000), "]".repeat(1000));
        let tree = Tree::of(&deep);
        let root = tree.roots().next().unwrap();
        assert_eq!((root.items().count(), root.items().nth(1).map(Value::raw)), (2, Some("1")));
        assert_eq!(tree.damage.len(), 1);
        assert!(tree.nodes.len() < 300);
    }

    #[test]
    fn every_value_knows_its_place() {
        let tree = Tree::of("\n[1,\n2,\n\n{\"a\":\n3}]");
        let root = tree.roots().next().unwrap();
        let line = |value: Value<'_, '_>| value.place().line();
        let lines: Vec<_> = root.items().filter_map(line).collect();
        assert_eq!((line(root), lines), (Some(2), vec![2, 3, 5]));
        assert_eq!(root.items().nth(2).and_then(|object| object.get("a")).and_then(line), Some(6));
        assert_eq!(line(root), Some(2));
        let tree = Tree::of("[\"é\", 2]\n");
        let columns: Vec<_> =
            tree.roots().flat_map(Value::items).map(|value| value.place().column()).collect();
        assert_eq!(columns, [Some(2), Some(7)]);
    }
}
