// That every text a person sees is in the catalogue, in every language, and used.
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';

type Message = string | { declarations: string[]; selectors: string[]; match: Record<string, string> }[];
type Catalogue = Record<string, Message>;

const LANGUAGES = ['en', 'de'];

function catalogue(language: string): Catalogue {
  const { $schema, ...messages } = JSON.parse(readFileSync(`messages/${language}.json`, 'utf8'));
  expect($schema).toBeTypeOf('string');
  return messages;
}

/** The values that a message takes, and the forms that it has for them. */
function shapeOf(message: Message): string {
  const texts =
    typeof message === 'string' ? [message] : message.flatMap(({ match }) => Object.values(match));
  const values = texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  const declared = typeof message === 'string' ? [] : message.flatMap(({ declarations }) => declarations);
  return [...new Set(values), ...declared].sort().join(', ');
}

/** The interface's own sources: not what is generated, nor what only tests and pictures see. */
const SOURCES = (readdirSync('src', { recursive: true }) as string[])
  .filter((path) => /\.(svelte|ts)$/.test(path))
  .filter((path) => !/^testing\/|^ipc\/(bindings|fake)|\.(spec|d)\.ts$/.test(path))
  .map((path) => ({ path, source: readFileSync(`src/${path}`, 'utf8') }));

describe.each(LANGUAGES)('the messages in “%s”', (language) => {
  const messages = catalogue(language);
  const base = catalogue('en');

  it('are those of all languages, with the same values', () => {
    const shapes = (of: Catalogue) =>
      Object.entries(of)
        .map(([key, message]) => `${key}: ${shapeOf(message)}`)
        .sort();
    expect(shapes(messages)).toEqual(shapes(base));
  });

  it('have every form that its numbers need', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
    for (const [key, message] of Object.entries(messages)) {
      if (typeof message === 'string') continue;
      for (const { match } of message)
        expect(Object.keys(match).sort(), key).toEqual(forms.map((form) => `form=${form}`));
    }
  });

  it('are all used, and no other is asked for', () => {
    const used = SOURCES.flatMap(({ source }) => [...source.matchAll(/\bm\.(\w+)/g)].map(([, key]) => key));
    expect([...new Set(used)].sort()).toEqual(Object.keys(messages).sort());
  });
});

interface Node {
  type: string;
  [property: string]: unknown;
}

/** Attributes whose text a person sees or hears. */
const TOLD = new Set(['title', 'alt', 'placeholder', 'label', 'message', 'aria-label', 'aria-description']);
/** Names, and what only a machine reads. */
const NO_WORDS = new Set(['Cueline', '1em "Literata Variable"']);
/** Keys of the keyboard. */
const KEYS =
  /^(Escape|Enter|Space|Tab|Shift|Control|Ctrl|Alt|Meta|Dead|Process|Unidentified|Backspace|Delete|Insert|Plus|Home|End)$/;

const isText = (text: string) => /\p{L}{2}/u.test(text) && !NO_WORDS.has(text.trim());
/** In a program's strings: a word that begins with a capital, or several words. */
const isSentence = (text: string) =>
  ((/^\p{Lu}\p{Ll}+[….:?!]?$/u.test(text) && !KEYS.test(text)) || /\p{L}{2} \p{L}/u.test(text)) &&
  !NO_WORDS.has(text.trim());

/** The texts in a component or a program that a person would see as they stand there. */
function textsIn(source: string): string[] {
  const found: string[] = [];
  walk(parse(source, { modern: true }) as unknown as Node, (node) => {
    const literal =
      node.type === 'Literal' ? node.value : node.type === 'TemplateElement' ? cooked(node) : null;
    if (typeof literal === 'string' && isSentence(literal)) found.push(literal);
    if (node.type === 'Text' && isText(String(node.data))) found.push(String(node.data).trim());
    // What other attributes say is for the machine, but for what is worked out in them.
    if ((node.type === 'Attribute' || node.type === 'StyleDirective') && !TOLD.has(String(node.name)))
      return [node.value].flat().filter((part) => (part as Node).type === 'ExpressionTag') as Node[];
    // A mistake in the program itself is told to whoever mends it.
    const { callee } = node as { callee?: Node };
    const isMute = node.type === 'StyleSheet' || (node.type === 'NewExpression' && callee?.name === 'Error');
    return isMute ? [] : childrenOf(node);
  });
  return found;
}

function cooked({ value }: Node): string {
  return (value as { cooked: string }).cooked;
}

/** Visits a node, and then those that `enter` answers with. */
function walk(node: Node, enter: (node: Node) => Node[]): void {
  for (const child of enter(node)) walk(child, enter);
}

function childrenOf(node: Node): Node[] {
  const values = Object.values(node).flat();
  return values.filter(
    (value): value is Node => value !== null && typeof value === 'object' && 'type' in value,
  );
}

describe('a text that stands in the source is found', () => {
  it.each([
    ['<p>Nothing here</p>', 'Nothing here'],
    ['<button title="Close"></button>', 'Close'],
    ['<button aria-label="Close {what}"></button>', 'Close'],
    [`<p>{on ? 'Mute' : m.unmute()}</p>`, 'Mute'],
    ['<script lang="ts">const text = `Loop from ${a}`;</script>', 'Loop from '],
  ])('in %s', (source, text) => expect(textsIn(source)).toEqual([text]));
});

it.each(SOURCES)('$path has no text of its own', ({ path, source }) => {
  const texts = textsIn(path.endsWith('.svelte') ? source : `<script lang="ts">${source}</script>`);
  expect(texts).toEqual([]);
});
