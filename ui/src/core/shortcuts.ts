// The keys: one list, from which they are bound, shown in tooltips and in the list of keys.

export type Command =
  | 'playPause'
  | 'back'
  | 'forward'
  | 'previousLine'
  | 'nextLine'
  | 'focusUp'
  | 'focusDown'
  | 'playFocused'
  | 'follow'
  | 'slower'
  | 'faster'
  | 'loopFrom'
  | 'loopTo'
  | 'loopLine'
  | 'replaySlowly'
  | 'open'
  | 'export'
  | 'keys';

export interface Shortcut {
  command: Command;
  /** As tinykeys reads it. */
  binding: string;
  /** As a person reads it. */
  keys: string;
  name: string;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { command: 'playPause', binding: 'Space', keys: 'Space', name: 'Play or pause' },
  { command: 'back', binding: 'ArrowLeft', keys: '←', name: 'Back 5 seconds' },
  { command: 'forward', binding: 'ArrowRight', keys: '→', name: 'Forward 5 seconds' },
  { command: 'previousLine', binding: 'Control+ArrowLeft', keys: 'Ctrl ←', name: 'Previous line' },
  { command: 'nextLine', binding: 'Control+ArrowRight', keys: 'Ctrl →', name: 'Next line' },
  { command: 'focusUp', binding: 'ArrowUp', keys: '↑', name: 'Move the focus a line up' },
  { command: 'focusDown', binding: 'ArrowDown', keys: '↓', name: 'Move the focus a line down' },
  { command: 'playFocused', binding: 'Enter', keys: 'Enter', name: 'Hear the focused line' },
  { command: 'follow', binding: 'f', keys: 'F', name: 'Back to the current line, and follow it' },
  { command: 'slower', binding: ',', keys: ',', name: 'Slower by 0.1×' },
  { command: 'faster', binding: '.', keys: '.', name: 'Faster by 0.1×' },
  { command: 'replaySlowly', binding: 'Shift+R', keys: 'Shift R', name: 'Replay the line slowly' },
  { command: 'loopLine', binding: 'Shift+L', keys: 'Shift L', name: 'Loop the line, or end the loop' },
  { command: 'loopFrom', binding: '[', keys: '[', name: 'Begin a loop here' },
  { command: 'loopTo', binding: ']', keys: ']', name: 'End the loop here' },
  { command: 'open', binding: '$mod+o', keys: 'Ctrl O', name: 'Open a folder' },
  { command: 'export', binding: '$mod+e', keys: 'Ctrl E', name: 'Export the transcript' },
  { command: 'keys', binding: 'F1', keys: 'F1', name: 'Show the keys' },
];

/** Whether a key that is held goes on doing what it does. */
export function repeats(command: Command): boolean {
  return REPEATING.has(command);
}

/** "Play (Space)": what a control does, with its key. */
export function tip(name: string, command: Command): string {
  const shortcut = SHORTCUTS.find((one) => one.command === command);
  return shortcut ? `${name} (${shortcut.keys})` : name;
}

/**
 * Whether a key that the focused element needs for itself is left to it: all of them in a sheet or a menu, letters and arrows
 * in a field, arrows on a slider or in a choice, Space and Enter on a button, Space on a switch.
 */
export function leavesKeyTo(target: Element | null, command: Command): boolean {
  if (target === null || ALWAYS.has(command)) return false;
  if (target.closest('dialog, [role="menu"]')) return true;
  if (target.matches('input[type="checkbox"]')) return command === 'playPause';
  if (target.closest('input, textarea, select, [contenteditable]')) return true;
  if (target.closest('[role="slider"]')) return command !== 'playPause' && !LETTERS.has(command);
  if (target.closest('button, summary, a[href]')) return command === 'playPause' || command === 'playFocused';
  return false;
}

const REPEATING: ReadonlySet<Command> = new Set<Command>([
  'back',
  'forward',
  'previousLine',
  'nextLine',
  'focusUp',
  'focusDown',
  'slower',
  'faster',
]);
/** Keys that no element has a use of its own for. */
const ALWAYS: ReadonlySet<Command> = new Set<Command>(['open', 'export', 'keys']);
const LETTERS: ReadonlySet<Command> = new Set<Command>([
  'follow',
  'previousLine',
  'nextLine',
  'slower',
  'faster',
  'loopFrom',
  'loopTo',
  'loopLine',
  'replaySlowly',
]);
