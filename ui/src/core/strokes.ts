// Key presses by name: what commands are bound to, what a person is shown, and what is recorded when they choose another.
import { m } from '../../paraglide/messages';

/**
 * A key and the modifiers that are held: "Ctrl+Shift+ArrowLeft", "R", "?", "Space". What is typed counts, not where the key lies,
 * so that "?" is "?" on every keyboard. Ctrl stands for a Mac's ⌘, too.
 */
export type Stroke = string;

/** Keys that do nothing by themselves. */
const NO_KEYS: ReadonlySet<string> = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'NumLock',
  'ScrollLock',
  'Dead',
  'Process',
  'Unidentified',
]);

/** The name of a key press; null where it is none by itself, or part of writing a character. */
export function strokeOf(event: KeyboardEvent): Stroke | null {
  if (event.isComposing || NO_KEYS.has(event.key)) return null;
  const key = keyOf(event);
  const typed = isTyped(key);
  // AltGr writes characters, and says on some systems that it is Ctrl and Alt.
  const writes = typed && event.getModifierState('AltGraph');
  const held = [
    !writes && (event.ctrlKey || event.metaKey) ? 'Ctrl' : '',
    !writes && event.altKey ? 'Alt' : '',
    // Of a sign it says nothing: "?" needs it here and not there.
    event.shiftKey && (!typed || isLetter(key)) ? 'Shift' : '',
  ];
  return [...held.filter(Boolean), key].join('+');
}

function keyOf({ key, code }: KeyboardEvent): string {
  if (key === ' ') return 'Space';
  if (key === '+') return 'Plus';
  if (!isLetter(key)) return key;
  // On a keyboard without Latin letters the key in the place of one stands for it.
  const place = /^Key([A-Z])$/.exec(code)?.[1];
  if (place !== undefined && !/\p{Script=Latin}/u.test(key)) return place;
  const capital = key.toUpperCase();
  return isLetter(capital) ? capital : key;
}

function isTyped(key: string): boolean {
  return key === 'Plus' || [...key].length === 1;
}

function isLetter(key: string): boolean {
  return /^\p{L}$/u.test(key);
}

/** Whether it is a character by itself: what dictation or a resting hand presses unawares (WCAG 2.2, 2.1.4). */
export function isCharacter(stroke: Stroke): boolean {
  const keys = stroke.split('+');
  return isTyped(keys.at(-1) ?? '') && !keys.includes('Ctrl') && !keys.includes('Alt');
}

const NAMES: Readonly<Record<string, () => string>> = {
  Ctrl: m.key_ctrl,
  Shift: m.key_shift,
  Alt: m.key_alt,
  Space: m.key_space,
  Enter: m.key_enter,
  Escape: m.key_escape,
  Tab: m.key_tab,
  Backspace: m.key_backspace,
  Delete: m.key_delete,
  Insert: m.key_insert,
  Home: m.key_home,
  End: m.key_end,
  PageUp: m.key_page_up,
  PageDown: m.key_page_down,
  ArrowLeft: () => '←',
  ArrowRight: () => '→',
  ArrowUp: () => '↑',
  ArrowDown: () => '↓',
  Plus: () => '+',
};

/** What is written on its keys: ["Ctrl", "←"]. */
export function keyNames(stroke: Stroke): string[] {
  return stroke.split('+').map((key) => NAMES[key]?.() ?? key);
}

/** "Ctrl ←". */
export function strokeText(stroke: Stroke): string {
  return keyNames(stroke).join(' ');
}

/** Ctrl with these is for what is written or selected. */
const EDITING = /^Ctrl\+(Shift\+)?([ACVXYZ]|Insert|Arrow\w+|Home|End|Backspace|Delete|Enter)$/;

/**
 * Whether a key press that the focused element needs for itself is left to it: all but the window's own in a sheet, a menu or a
 * field, what moves a slider, Space and Enter on a button, Space on a switch.
 */
export function keepsStroke(target: Element | null, stroke: Stroke): boolean {
  if (target === null || isWindows(stroke)) return false;
  if (target.closest('dialog, [role="menu"]')) return true;
  if (target.matches('input[type="checkbox"]')) return stroke === 'Space';
  if (target.closest('input, textarea, select, [contenteditable]')) return true;
  if (target.closest('[role="slider"]')) return /^(Arrow\w+|Page(Up|Down)|Home|End|Enter)$/.test(stroke);
  if (target.closest('button, summary, a[href]')) return stroke === 'Space' || stroke === 'Enter';
  return false;
}

/** Whether no element has a use of its own for it. */
function isWindows(stroke: Stroke): boolean {
  return /^(\w+\+)*F\d+$/.test(stroke) || (stroke.startsWith('Ctrl+') && !EDITING.test(stroke));
}
