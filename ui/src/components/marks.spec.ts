// Marks painted on the lines that are in the document, with the browser's registry of highlights stood in for.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Marks, offsetOf, rangeOf } from './marks';

/** jsdom has no highlights: a set is all that the registry's values are to us. */
class FakeHighlight extends Set<Range> {}

const highlights = new Map<string, FakeHighlight>();

beforeEach(() => {
  vi.stubGlobal('Highlight', FakeHighlight);
  vi.stubGlobal('CSS', { highlights });
});

afterEach(() => {
  highlights.clear();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

function paragraph(html: string): HTMLElement {
  const element = document.createElement('p');
  element.innerHTML = html;
  document.body.append(element);
  return element;
}

function marked(name: string): string[] {
  return [...(highlights.get(name) ?? [])].map(String);
}

describe('the marks', () => {
  it('are painted on lines that are there and on those that come', () => {
    const marks = new Marks();
    marks.show(0, paragraph('one two'));
    marks.set('hit', (line) => (line === 0 ? [[4, 7]] : [[0, 3]]));
    expect(marked('hit')).toEqual(['two']);
    marks.show(1, paragraph('six seven'));
    expect(marked('hit')).toEqual(['two', 'six']);
  });

  it('leave with their line, and come back with it', () => {
    const marks = new Marks();
    marks.set('hit', () => [[0, 3]]);
    const hide = marks.show(0, paragraph('one two'));
    hide();
    expect(marked('hit')).toEqual([]);
    marks.show(0, paragraph('one two'));
    expect(marked('hit')).toEqual(['one']);
  });

  it('stay when the element that leaves was replaced before', () => {
    const marks = new Marks();
    marks.set('hit', () => [[0, 3]]);
    const hide = marks.show(0, paragraph('old'));
    marks.show(0, paragraph('new'));
    hide();
    expect(marked('hit')).toContain('new');
  });

  it('are replaced, not added to', () => {
    const marks = new Marks();
    marks.show(0, paragraph('one two'));
    marks.set('word', () => [[0, 3]]);
    marks.set('word', () => [[4, 7]]);
    expect(marked('word')).toEqual(['two']);
    marks.remove('word');
    expect(marked('word')).toEqual([]);
  });

  it('of two lists do not touch each other', () => {
    const [one, other] = [new Marks(), new Marks()];
    one.show(0, paragraph('one'));
    other.show(0, paragraph('two'));
    one.set('hit', () => [[0, 3]]);
    other.set('hit', () => [[0, 3]]);
    one.release();
    expect(marked('hit')).toEqual(['two']);
  });
});

describe('a stretch of a text', () => {
  it.each([
    [[0, 3], 'one'],
    [[0, 13], 'one two three'],
    [[4, 7], 'two'],
    [[2, 9], 'e two t'],
    [[8, 13], 'three'],
  ] as const)('%j is "%s", whatever is bold in it', (stretch, text) => {
    expect(String(rangeOf(paragraph('one <strong>two</strong> three'), stretch))).toBe(text);
  });

  it('that the text does not reach is none', () => {
    expect(rangeOf(paragraph('one'), [2, 9])).toBeNull();
  });

  it('is found again from the place in the document', () => {
    const text = paragraph('one <strong>two</strong> three');
    const bold = text.querySelector('strong')?.firstChild;
    expect(bold && offsetOf(text, bold, 2)).toBe(6);
    expect(offsetOf(text, document.body, 0)).toBeNull();
  });
});
