//! JSON as a flat tree of places in the text, read in one pass that bears damage.
//!
//! A value is eight bytes, whatever it holds: where it stands in the text, and where it ends. Strings and numbers are only
//! looked into when somebody asks. So a file costs little, every value knows its line, and a file that breaks off
//! or is broken somewhere still gives all that can be made out. That is what the usual libraries don't do, of which
//! each stops at the first error; the test holds this one to `serde_json` wherever a file is whole.

use std::borrow::Cow;
use std::cell::Cell;

use crate::warning::Warnings;

/// Brackets deeper than this are passed over with all that is in them; no transcript has a tenth of it.
const MAX_DEPTH: usize = 128;
/// Strings are looked through byte by byte up to this length: most are shorter, and to ask for more costs more.
const SHORT: usize = 16;
/// Damage this near to the last one, in bytes, is of the same kind and needs no remark of its own.
const SAME_DAMAGE: usize = 200;

/// A text as JSON: one value, or several one after the other (JSON Lines).
#[derive(Debug)]
pub(super) struct Tree<'a> {
    text: &'a str,
    nodes: Vec<Node>,
    damage: Vec<(usize, Damage)>,
    /// A place and its line, from which the next one that is asked for is counted.
    counted: Cell<(usize, usize)>,
}

/// A value, or a key right before its value. What it is stands at `start` in the text.
#[derive(Debug, Clone, Copy)]
struct Node {
    start: u32,
    /// Of a list or an object: the node after all that is in it. Of all else: the byte after it, of a string without
    /// the quotation mark.
    end: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Damage {
    BreaksOff,
    Broken,
    TooDeep,
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
        let mut parser = Parser { text, at: 0, nodes: Vec::new(), open: Vec::new(), damage: Vec::new() };
        parser.run();
        let Parser { nodes, damage, .. } = parser;
        Self { text, nodes, damage, counted: Cell::new((0, 1)) }
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
            warnings.left_out(self.line(at), || message.to_owned());
        }
    }

    /// The line of a place in the text, from 1.
    fn line(&self, at: usize) -> usize {
        let (from, line) = self.counted.get();
        let bytes = self.text.as_bytes();
        let breaks = |range: &[u8]| memchr::memchr_iter(b'\n', range).count();
        let line = if at >= from { line + breaks(&bytes[from..at]) } else { line - breaks(&bytes[at..from]) };
        self.counted.set((at, line));
        line
    }
}

impl<'t, 'a> Value<'t, 'a> {
    fn node(self) -> Node {
        self.tree.nodes[self.index]
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

    /// The line of the file that it begins on, from 1.
    pub(super) fn line(self) -> usize {
        self.tree.line(self.node().start as usize)
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
        let mut pairs = Values { tree: self.tree, next: self.index + 1, end };
        std::iter::from_fn(move || Some((pairs.next()?.raw(), pairs.next()?)))
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
        self.next = match value.kind() {
            Kind::Object | Kind::List => value.node().end as usize,
            _ => self.next + 1,
        };
        Some(value)
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    nodes: Vec<Node>,
    open: Vec<Open>,
    damage: Vec<(usize, Damage)>,
}

/// A list or an object that has not ended yet.
struct Open {
    node: usize,
    /// What an object needs next; `None` for a list.
    needs: Option<Needs>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Needs {
    Key,
    Value,
}

impl Parser<'_> {
    fn run(&mut self) {
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            match byte {
                b' ' | b'\n' | b'\t' | b'\r' => self.at += 1,
                b'"' => self.string(),
                b'{' | b'[' => self.open(byte),
                b'}' | b']' => self.close(byte),
                b',' => {
                    self.without_value();
                    self.at += 1;
                }
                _ => self.scalar(),
            }
        }
        if !self.open.is_empty() {
            self.tell(Damage::BreaksOff);
        }
        while !self.open.is_empty() {
            self.end_innermost();
        }
    }

    fn tell(&mut self, damage: Damage) {
        let at = self.at.min(self.text.len());
        let again = self.damage.last().is_some_and(|&(last, _)| at - last < SAME_DAMAGE);
        if !again || damage == Damage::BreaksOff {
            self.damage.push((at, damage));
        }
    }

    fn needs(&self) -> Option<Needs> {
        self.open.last().and_then(|open| open.needs)
    }

    /// Takes a value that is whole, in the place where it stands.
    fn push(&mut self, start: usize, end: usize) {
        self.nodes.push(Node { start: start as u32, end: end as u32 });
        if let Some(open) = self.open.last_mut() {
            open.needs = open.needs.map(|_| Needs::Key);
        }
    }

    fn string(&mut self) {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut end = start + 1;
        let closed = loop {
            let rest = &bytes[end..];
            let near = rest.iter().take(SHORT).position(|&byte| byte == b'"' || byte == b'\\');
            let found = match near {
                None if rest.len() > SHORT => {
                    memchr::memchr2(b'"', b'\\', &rest[SHORT..]).map(|far| SHORT + far)
                }
                near => near,
            };
            match found {
                Some(found) if rest[found] == b'"' => {
                    end += found;
                    break true;
                }
                Some(found) if found + 2 <= rest.len() => end += found + 2,
                _ => {
                    end = bytes.len();
                    break false;
                }
            }
        };
        self.at = if closed { end + 1 } else { end };
        if self.needs() != Some(Needs::Key) {
            self.push(start, end);
            return;
        }
        while bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        if bytes.get(self.at) == Some(&b':') {
            self.at += 1;
            self.nodes.push(Node { start: start as u32, end: end as u32 });
            if let Some(open) = self.open.last_mut() {
                open.needs = Some(Needs::Value);
            }
        } else if self.at < bytes.len() {
            self.tell(Damage::Broken);
        }
    }

    /// A number or a word such as `true`, up to what can't belong to it.
    fn scalar(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let ends = |byte: &u8| {
            matches!(byte, b',' | b'}' | b']' | b':' | b'"' | b'{' | b'[' | b' ' | b'\n' | b'\t' | b'\r')
        };
        let length = rest.iter().position(ends).unwrap_or(rest.len()).max(1);
        let known = matches!(rest[0], b'-' | b'+' | b'.' | b'0'..=b'9' | b't' | b'f' | b'n' | b'N' | b'I');
        if known && self.needs() != Some(Needs::Key) {
            self.push(self.at, self.at + length);
        } else {
            self.tell(Damage::Broken);
        }
        self.at += length;
    }

    fn open(&mut self, byte: u8) {
        if self.needs() == Some(Needs::Key) {
            // The end of this object is missing: the next one of its list begins.
            self.tell(Damage::Broken);
            while self.open.last().is_some_and(|open| open.needs.is_some()) {
                self.end_innermost();
            }
        }
        let node = self.nodes.len();
        self.push(self.at, node + 1);
        if self.open.len() == MAX_DEPTH {
            self.tell(Damage::TooDeep);
            self.pass_over();
            return;
        }
        self.open.push(Open { node, needs: (byte == b'{').then_some(Needs::Key) });
        self.at += 1;
    }

    /// Goes on behind the bracket that closes the one here.
    fn pass_over(&mut self) {
        let bytes = self.text.as_bytes();
        let mut depth = 0_usize;
        while let Some(&byte) = bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                b'"' => {
                    while let Some(found) =
                        memchr::memchr2(b'"', b'\\', bytes.get(self.at..).unwrap_or_default())
                    {
                        let quote = bytes[self.at + found] == b'"';
                        self.at += found + if quote { 1 } else { 2 };
                        if quote {
                            break;
                        }
                    }
                }
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn close(&mut self, byte: u8) {
        let object = byte == b'}';
        let closes = |open: &Open| open.needs.is_some() == object;
        let place = self.open.iter().rposition(closes);
        let inner = place.map_or(0, |place| self.open.len() - place);
        match inner {
            1 => self.end_innermost(),
            0 => self.tell(Damage::Broken),
            // One bracket too many inside a list, or one too few before it: what comes next tells.
            _ if object && self.goes_on_with_an_object() => self.tell(Damage::Broken),
            _ => {
                self.tell(Damage::Broken);
                for _ in 0..inner {
                    self.end_innermost();
                }
            }
        }
        self.at += 1;
    }

    fn goes_on_with_an_object(&self) -> bool {
        let rest = self.text[self.at + 1..].trim_start().strip_prefix(',');
        rest.is_some_and(|rest| rest.trim_start().starts_with('{'))
    }

    /// A key that no value came for is none.
    fn without_value(&mut self) {
        if self.needs() == Some(Needs::Value) {
            self.nodes.pop();
            if let Some(open) = self.open.last_mut() {
                open.needs = Some(Needs::Key);
            }
        }
    }

    fn end_innermost(&mut self) {
        self.without_value();
        if let Some(open) = self.open.pop() {
            self.nodes[open.node].end = self.nodes.len() as u32;
        }
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
        assert!(tree.nodes.len() < 2 * MAX_DEPTH);
    }

    #[test]
    fn every_value_knows_its_line() {
        let tree = Tree::of("\n[1,\n2,\n\n{\"a\":\n3}]");
        let root = tree.roots().next().unwrap();
        let lines: Vec<usize> = root.items().map(Value::line).collect();
        assert_eq!((root.line(), lines), (2, vec![2, 3, 5]));
        assert_eq!(root.items().nth(2).and_then(|object| object.get("a")).map(Value::line), Some(6));
        assert_eq!(root.line(), 2);
    }
}
