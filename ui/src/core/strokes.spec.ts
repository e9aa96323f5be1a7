// How key presses are called, and to whom they are left.
import { afterEach, describe, expect, it } from 'vitest';
import { isCharacter, keepsStroke, strokeOf, strokeText } from './strokes';

afterEach(() => document.body.replaceChildren());

const pressed = (key: string, init: KeyboardEventInit = {}) =>
  strokeOf(new KeyboardEvent('keydown', { key, ...init }));

describe('a key press is called', () => {
  it.each<[string, string, KeyboardEventInit, string | null]>([
    ['a letter by its capital', 'f', {}, 'F'],
    ['the same with the capitals locked', 'F', {}, 'F'],
    ['a capital with Shift', 'R', { shiftKey: true }, 'Shift+R'],
    ['a sign by itself where it needs Shift', '?', { shiftKey: true, code: 'Minus' }, '?'],
    ['and where it doesn’t', '?', { code: 'KeyM' }, '?'],
    ['a sign that needs AltGr', '[', { modifierAltGraph: true, ctrlKey: true, altKey: true }, '['],
    ['an arrow with what is held', 'ArrowLeft', { ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+ArrowLeft'],
    ['⌘ as Ctrl', 'o', { metaKey: true }, 'Ctrl+O'],
    ['a letter of another script by its place', 'а', { code: 'KeyF' }, 'F'],
    ['a Latin letter by what it is, wherever it lies', 'a', { code: 'KeyQ' }, 'A'],
    ['an umlaut by what it is', 'ö', { code: 'Semicolon' }, 'Ö'],
    ['the space bar', ' ', {}, 'Space'],
    ['plus', '+', { ctrlKey: true, shiftKey: true }, 'Ctrl+Plus'],
    ['nothing while only a modifier is held', 'Control', { ctrlKey: true }, null],
    ['nothing while a character is composed', 'a', { isComposing: true }, null],
  ])('%s', (_, key, init, name) => expect(pressed(key, init)).toBe(name));
});

it('a person reads what is written on the keys', () => {
  expect(strokeText('Ctrl+ArrowLeft')).toBe('Ctrl ←');
  expect(strokeText('Ctrl+Plus')).toBe('Ctrl +');
  expect(strokeText('Shift+R')).toBe('Shift R');
});

it.each<[string, boolean]>([
  ['F', true],
  ['Shift+R', true],
  ['?', true],
  ['Plus', true],
  ['Ctrl+F', false],
  ['Alt+F', false],
  ['Space', false],
  ['ArrowUp', false],
  ['F1', false],
])('whether %s is a character by itself: %s', (stroke, is) => expect(isCharacter(stroke)).toBe(is));

describe('a focused element keeps', () => {
  const cases: [string, string, string, string[], string[]][] = [
    [
      'what writes and edits when it is a field',
      'input',
      '',
      ['Space', 'F', 'Alt+F', 'ArrowLeft', 'Ctrl+ArrowLeft', 'Ctrl+C'],
      ['Ctrl+O', 'Ctrl+,', 'F1'],
    ],
    [
      'what moves it when it is a slider',
      'div',
      'slider',
      ['ArrowLeft', 'ArrowUp', 'PageDown', 'Home', 'Enter'],
      ['Space', 'F', 'Ctrl+ArrowLeft'],
    ],
    ['Space and Enter when it is a button', 'button', '', ['Space', 'Enter'], ['ArrowLeft', 'F', 'K']],
    ['Space when it is a switch', 'input', 'switch', ['Space'], ['ArrowLeft', 'ArrowUp', 'F', 'Enter']],
    ['every plain key when it is a choice', 'select', '', ['Space', 'ArrowDown', 'F'], ['Ctrl+O']],
    ['every plain key in a sheet', 'dialog', '', ['Space', 'ArrowLeft', 'F'], ['Ctrl+O', 'Ctrl+Shift+F1']],
    ['nothing when it is a panel', 'div', 'dialog', [], ['Space', 'ArrowLeft', 'ArrowUp', 'F']],
    ['every plain key in a menu', 'div', 'menu', ['Space', 'ArrowDown'], ['Ctrl+O']],
    ['nothing when it is a line', 'div', 'listitem', [], ['Space', 'Enter', 'ArrowUp', 'ArrowLeft']],
  ];
  it.each(cases)('%s', (_, tag, role, kept, given) => {
    const element = document.createElement(tag);
    if (role) element.setAttribute('role', role);
    if (role === 'switch') element.setAttribute('type', 'checkbox');
    document.body.append(element);
    for (const stroke of kept) expect(keepsStroke(element, stroke), stroke).toBe(true);
    for (const stroke of given) expect(keepsStroke(element, stroke), stroke).toBe(false);
  });
});
