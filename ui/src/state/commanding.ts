// What each command does in the window as it is, and whether there is anything for it to do.
import type { CommandId } from '../core/commands';
import { clickOf, DEFAULTS, sizeBeside } from '../core/settings';
import { SPEED_KEY_STEP } from '../core/sound';
import { m } from '../../paraglide/messages';
import { lineSpoken, type Reading } from './reading.svelte';
import type { Open, Session } from './session.svelte';

const STEP_MS = 5_000;
const FAR_STEP_MS = 10_000;

/** What must be there: something that sounds, a text, a line of it that can be heard, a selected part of it, something found in it. */
type Need = 'nothing' | 'episode' | 'sound' | 'text' | 'line' | 'selection' | 'found';

interface Action {
  needs: Need;
  run: () => void;
}

export class Commanding {
  readonly #session: Session;
  readonly #actions: Record<CommandId, Action>;

  constructor(session: Session) {
    this.#session = session;
    this.#actions = this.#table();
  }

  /** Whether the command has anything to do now. */
  can(id: CommandId): boolean {
    const { screen, playback } = this.#session;
    switch (this.#actions[id].needs) {
      case 'nothing':
        return true;
      case 'episode':
        return screen.kind !== 'start';
      case 'sound':
        return playback.hasAudio;
      case 'text':
        return this.#reading !== null;
      case 'selection':
        return (this.#open?.selecting?.excerpt ?? null) !== null;
      case 'found':
        return (this.#open?.search?.listed ?? 0) > 0;
      case 'line':
        return playback.hasAudio && this.#reading !== null;
    }
  }

  /** Does it, where there is anything to do. */
  run(id: CommandId): void {
    if (this.can(id)) this.#actions[id].run();
  }

  get #open(): Open | null {
    const { screen } = this.#session;
    return screen.kind === 'episode' ? screen : null;
  }

  get #reading(): Reading | null {
    return this.#open?.reading ?? null;
  }

  /** The line that is meant, or where none is, the first in view. */
  #bookmark(reading: Reading): void {
    const line =
      reading.meant >= 0 ? reading.meant : reading.focused >= 0 ? reading.focused : reading.topLine;
    void this.#open?.bookmarks.toggle(line);
  }

  /** To the next (1) or previous (−1) bookmark from where one is. */
  #goToBookmark(reading: Reading, by: 1 | -1): void {
    const all = this.#open?.bookmarks.all ?? [];
    const lines = all.flatMap(({ line }) => line ?? []);
    const here = reading.meant;
    const next =
      by > 0
        ? (lines.find((line) => line > here) ?? lines[0])
        : (lines.findLast((line) => line < here) ?? lines.at(-1));
    if (next === undefined) this.#session.tell(m.bookmark_none());
    else reading.goToLine(next, clickOf(this.#session.settings));
  }

  async #endLoop(): Promise<void> {
    const { playback, keymap } = this.#session;
    if (await playback.endLoop()) return;
    const [from, to] = [keymap.keyOf('loopFrom'), keymap.keyOf('loopTo')];
    this.#session.tell(from && to ? m.loop_needs_beginning({ from, to }) : m.loop_has_no_beginning());
  }

  #table(): Record<CommandId, Action> {
    const session = this.#session;
    const { playback } = session;
    const always = (run: () => void): Action => ({ needs: 'nothing', run });
    const sound = (run: () => void): Action => ({ needs: 'sound', run });
    const on = (needs: Need, run: (reading: Reading) => void): Action => ({
      needs,
      run: () => {
        if (this.#reading) run(this.#reading);
      },
    });
    return {
      playPause: sound(() => void playback.toggle()),
      back: sound(() => void playback.skip(-STEP_MS)),
      forward: sound(() => void playback.skip(STEP_MS)),
      backFar: sound(() => void playback.skip(-FAR_STEP_MS)),
      forwardFar: sound(() => void playback.skip(FAR_STEP_MS)),
      slower: sound(() => void playback.setSpeed(playback.player.speed - SPEED_KEY_STEP)),
      faster: sound(() => void playback.setSpeed(playback.player.speed + SPEED_KEY_STEP)),
      mute: sound(() => void playback.toggleMute()),
      loopFrom: sound(() => void playback.beginLoop()),
      loopTo: sound(() => void this.#endLoop()),
      previousLine: on('line', (reading) => reading.step(-1)),
      nextLine: on('line', (reading) => reading.step(1)),
      previousTurn: on('line', (reading) => reading.stepTurn(-1)),
      nextTurn: on('line', (reading) => reading.stepTurn(1)),
      nextQuestion: on('line', (reading) => {
        if (!reading.hearNextQuestion(clickOf(session.settings))) session.tell(m.question_none());
      }),
      replaySlowly: on('line', (reading) => reading.replaySlowly(reading.meant)),
      syncHere: on('line', (reading) => void session.syncHere(reading.meant)),
      loopLine: on('line', (reading) => reading.loop(reading.meant)),
      playFocused: on('line', (reading) => reading.hear(reading.focused, clickOf(session.settings))),
      focusUp: on('text', (reading) => reading.moveFocus(-1)),
      focusDown: on('text', (reading) => reading.moveFocus(1)),
      follow: on('line', (reading) => reading.note('resumed')),
      readLine: on('text', (reading) => session.say(lineSpoken(reading))),
      search: on('text', () => this.#open?.search?.open(this.#open.selecting?.few ?? '')),
      nextHit: { needs: 'found', run: () => this.#open?.search?.step(1) },
      previousHit: { needs: 'found', run: () => this.#open?.search?.step(-1) },
      bookmark: on('text', (reading) => this.#bookmark(reading)),
      nextBookmark: on('text', (reading) => this.#goToBookmark(reading, 1)),
      previousBookmark: on('text', (reading) => this.#goToBookmark(reading, -1)),
      copyQuote: { needs: 'selection', run: () => void this.#open?.selecting?.copy('quote') },
      copyMarkdown: { needs: 'selection', run: () => void this.#open?.selecting?.copy('markdown') },
      copyText: { needs: 'selection', run: () => void this.#open?.selecting?.copy('plain') },
      onlySpeaker: on('text', (reading) => {
        const speaker = reading.lines.speakers[Math.max(0, reading.meant)] ?? -1;
        reading.readOnly(reading.only !== null || speaker < 0 ? null : speaker);
      }),
      textLarger: always(() => session.change({ textSize: sizeBeside(session.settings.textSize, 1) })),
      textSmaller: always(() => session.change({ textSize: sizeBeside(session.settings.textSize, -1) })),
      textNormal: always(() => session.change({ textSize: DEFAULTS.textSize })),
      open: always(() => void session.openFolder()),
      palette: always(() => session.show('palette')),
      settings: always(() => session.show('settings')),
      keys: always(() => session.show('keys')),
      export: on('text', () => session.show('export')),
      report: on('text', () => session.show('report')),
      diagnostics: sound(() => session.show('diagnostics')),
      close: { needs: 'episode', run: () => void session.close() },
    };
  }
}
