//! One pass over a JSON text that finds where its values stand, and bears damage.
//!
//! A file that breaks off or is broken somewhere still gives all that can be made out. That is what the usual
//! libraries don't do, of which each stops at the first error; `tree`'s tests hold this one to `serde_json` wherever
//! a file is whole.

/// Brackets deeper than this are passed over with all that is in them; no transcript has a tenth of it.
const MAX_DEPTH: usize = 128;
/// Strings are looked through byte by byte up to this length: most are shorter, and to ask for more costs more.
const SHORT: usize = 16;
/// Damage this near to the last one, in bytes, is of the same kind and needs no remark of its own.
const SAME_DAMAGE: usize = 200;

/// A value, or a key right before its value. What it is stands at `start` in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) start: u32,
    /// Of a list or an object: the node after all that is in it. Of all else: the byte after it, of a string without
    /// the quotation mark.
    pub(super) end: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Damage {
    BreaksOff,
    Broken,
    TooDeep,
}

/// The values of a text in their order, a list or an object before what is in it, and what is broken.
pub(super) fn scan(text: &str) -> (Vec<Node>, Vec<(usize, Damage)>) {
    let mut parser = Parser { text, at: 0, nodes: Vec::new(), open: Vec::new(), damage: Vec::new() };
    parser.run();
    (parser.nodes, parser.damage)
}

/// Which bytes can't belong to a number.
const ENDS: [bool; 256] = {
    let mut ends = [false; 256];
    let mut rest: &[u8] = b",}]:\"{[ \n\t\r";
    while let [byte, others @ ..] = rest {
        ends[*byte as usize] = true;
        rest = others;
    }
    ends
};

/// Where the quotation mark is that ends the string which is open at `at`.
fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let far = at + SHORT;
        while at < far && !matches!(bytes.get(at)?, b'"' | b'\\') {
            at += 1;
        }
        if at == far {
            at += memchr::memchr2(b'"', b'\\', &bytes[at..])?;
        }
        if bytes[at] == b'"' {
            return Some(at);
        }
        at += 2;
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
        let closing = string_end(bytes, start + 1);
        let end = closing.unwrap_or(bytes.len());
        self.at = closing.map_or(end, |closing| closing + 1);
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
        let length = rest.iter().position(|&byte| ENDS[usize::from(byte)]).unwrap_or(rest.len()).max(1);
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
