// What a person can have done: one table, from which keys are bound, shown in tooltips and listed.
import { m } from '../../paraglide/messages';
import type { Stroke } from './strokes';

export type Group = 'playing' | 'line' | 'reading' | 'window';

interface Entry {
  readonly id: string;
  readonly group: Group;
  readonly name: () => string;
  /** The keys that do it, unless a person has chosen others. */
  readonly strokes: readonly Stroke[];
  /** A key that is held goes on doing it. */
  readonly repeats?: true;
}

const TABLE = [
  { id: 'playPause', group: 'playing', name: m.command_play_pause, strokes: ['Space', 'K'] },
  { id: 'back', group: 'playing', name: m.command_back, strokes: ['ArrowLeft'], repeats: true },
  { id: 'forward', group: 'playing', name: m.command_forward, strokes: ['ArrowRight'], repeats: true },
  { id: 'backFar', group: 'playing', name: m.player_back_10, strokes: ['J'], repeats: true },
  { id: 'forwardFar', group: 'playing', name: m.player_forward_10, strokes: ['L'], repeats: true },
  { id: 'slower', group: 'playing', name: m.command_slower, strokes: [','], repeats: true },
  { id: 'faster', group: 'playing', name: m.command_faster, strokes: ['.'], repeats: true },
  { id: 'mute', group: 'playing', name: m.command_mute, strokes: ['M'] },
  {
    id: 'previousLine',
    group: 'line',
    name: m.command_previous_line,
    strokes: ['Ctrl+ArrowLeft'],
    repeats: true,
  },
  { id: 'nextLine', group: 'line', name: m.command_next_line, strokes: ['Ctrl+ArrowRight'], repeats: true },
  {
    id: 'previousTurn',
    group: 'line',
    name: m.command_previous_turn,
    strokes: ['Alt+ArrowLeft'],
    repeats: true,
  },
  { id: 'nextTurn', group: 'line', name: m.command_next_turn, strokes: ['Alt+ArrowRight'], repeats: true },
  { id: 'nextQuestion', group: 'line', name: m.command_next_question, strokes: [] },
  { id: 'replaySlowly', group: 'line', name: m.command_replay_slowly, strokes: ['Shift+R'] },
  { id: 'syncHere', group: 'line', name: m.command_sync_here, strokes: ['T'] },
  { id: 'loopLine', group: 'line', name: m.command_loop_line, strokes: ['Shift+L'] },
  { id: 'loopFrom', group: 'line', name: m.command_loop_from, strokes: ['['] },
  { id: 'loopTo', group: 'line', name: m.command_loop_to, strokes: [']'] },
  { id: 'focusUp', group: 'reading', name: m.command_focus_up, strokes: ['ArrowUp'], repeats: true },
  { id: 'focusDown', group: 'reading', name: m.command_focus_down, strokes: ['ArrowDown'], repeats: true },
  { id: 'playFocused', group: 'reading', name: m.command_play_focused, strokes: ['Enter'] },
  { id: 'follow', group: 'reading', name: m.command_follow, strokes: ['F'] },
  { id: 'readLine', group: 'reading', name: m.command_read_line, strokes: ['R'] },
  { id: 'search', group: 'reading', name: m.search_label, strokes: ['Ctrl+F', '/'] },
  { id: 'nextHit', group: 'reading', name: m.search_next, strokes: ['F3'], repeats: true },
  { id: 'previousHit', group: 'reading', name: m.search_previous, strokes: ['Shift+F3'], repeats: true },
  { id: 'bookmark', group: 'reading', name: m.command_bookmark, strokes: ['B'] },
  { id: 'nextBookmark', group: 'reading', name: m.command_next_bookmark, strokes: [] },
  { id: 'previousBookmark', group: 'reading', name: m.command_previous_bookmark, strokes: [] },
  { id: 'onlySpeaker', group: 'reading', name: m.command_only_speaker, strokes: [] },
  { id: 'copyQuote', group: 'reading', name: m.copy_quote, strokes: [] },
  { id: 'copyMarkdown', group: 'reading', name: m.copy_markdown, strokes: [] },
  { id: 'copyText', group: 'reading', name: m.copy_text, strokes: [] },
  {
    id: 'textLarger',
    group: 'reading',
    name: m.text_larger,
    strokes: ['Ctrl+Plus', 'Ctrl+='],
    repeats: true,
  },
  { id: 'textSmaller', group: 'reading', name: m.text_smaller, strokes: ['Ctrl+-'], repeats: true },
  { id: 'textNormal', group: 'reading', name: m.text_normal, strokes: ['Ctrl+0'] },
  { id: 'open', group: 'window', name: m.open_folder, strokes: ['Ctrl+O'] },
  { id: 'export', group: 'window', name: m.export_title, strokes: ['Ctrl+E'] },
  { id: 'report', group: 'window', name: m.menu_report, strokes: [] },
  { id: 'diagnostics', group: 'window', name: m.diagnostics, strokes: [] },
  { id: 'palette', group: 'window', name: m.palette, strokes: ['Ctrl+K'] },
  { id: 'settings', group: 'window', name: m.settings, strokes: ['Ctrl+,'] },
  { id: 'keys', group: 'window', name: m.command_keys, strokes: ['?', 'F1'] },
  { id: 'close', group: 'window', name: m.menu_close, strokes: [] },
] as const satisfies readonly Entry[];

export type CommandId = (typeof TABLE)[number]['id'];

export interface Command extends Entry {
  readonly id: CommandId;
}

/** In the order in which they are listed. */
export const COMMANDS: readonly Command[] = TABLE;

/** The headings over them. */
export const GROUPS: Record<Group, () => string> = {
  playing: m.commands_playing,
  line: m.commands_line,
  reading: m.commands_reading,
  window: m.commands_window,
};
