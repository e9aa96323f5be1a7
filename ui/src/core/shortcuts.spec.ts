// Which keys there are, and to whom they are left.
import { afterEach, describe, expect, it } from 'vitest';
import { leavesKeyTo, repeats, SHORTCUTS, tip, type Command } from './shortcuts';

afterEach(() => document.body.replaceChildren());

it('no command and no key is listed twice', () => {
  expect(new Set(SHORTCUTS.map((one) => one.command)).size).toBe(SHORTCUTS.length);
  expect(new Set(SHORTCUTS.map((one) => one.binding)).size).toBe(SHORTCUTS.length);
});

it('a tooltip names the key', () => {
  expect(tip('Play', 'playPause')).toBe('Play (Space)');
});

it('a held key steps on and on, but does not play and pause in turns', () => {
  expect(repeats('forward')).toBe(true);
  expect(repeats('playPause')).toBe(false);
});

describe('a focused element keeps', () => {
  const cases: [string, string, string, Command[], Command[]][] = [
    ['every plain key when it is a field', 'input', '', ['playPause', 'follow', 'back', 'focusUp'], ['open']],
    [
      'the arrows when it is a slider',
      'div',
      'slider',
      ['back', 'forward', 'focusUp'],
      ['playPause', 'follow'],
    ],
    ['Space and Enter when it is a button', 'button', '', ['playPause', 'playFocused'], ['back', 'follow']],
    [
      'Space when it is a switch',
      'input',
      'switch',
      ['playPause'],
      ['back', 'focusUp', 'follow', 'playFocused'],
    ],
    ['every plain key when it is a choice', 'select', '', ['playPause', 'focusDown', 'follow'], ['open']],
    ['every plain key in a sheet', 'dialog', '', ['playPause', 'back', 'follow'], ['open']],
    ['nothing when it is a panel', 'div', 'dialog', [], ['playPause', 'back', 'focusUp', 'follow']],
    ['every plain key in a menu', 'div', 'menu', ['playPause', 'focusDown'], ['open']],
    ['nothing when it is a line', 'div', 'listitem', [], ['playPause', 'playFocused', 'focusUp', 'back']],
  ];
  it.each(cases)('%s', (_, tag, role, kept, given) => {
    const element = document.createElement(tag);
    if (role) element.setAttribute('role', role);
    if (role === 'switch') element.setAttribute('type', 'checkbox');
    document.body.append(element);
    for (const command of kept) expect(leavesKeyTo(element, command), command).toBe(true);
    for (const command of given) expect(leavesKeyTo(element, command), command).toBe(false);
  });
});
