// What each command does in the window as it is, and whether there is anything for it to do.
import type { CommandId } from '../core/commands';
import { clickOf, DEFAULTS, sizeBeside } from '../core/settings';
import { SPEED_KEY_STEP } from '../core/sound';
import { m } from '../../paraglide/messages';
import type { Reading } from './reading.svelte';
import type { Session } from './session.svelte';

const STEP_MS = 5_000;
const FAR_STEP_MS = 10_000;

/** What must be there: something that sounds, a text, a line of it that can be heard. */
type Need = 'nothing' | 'episode' | 'sound' | 'text' | 'line';

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
      case 'line':
        return playback.hasAudio && this.#reading !== null;
    }
  }

  /** Does it, where there is anything to do. */
  run(id: CommandId): void {
    if (this.can(id)) this.#actions[id].run();
  }

  get #reading(): Reading | null {
    const { screen } = this.#session;
    return screen.kind === 'episode' ? screen.reading : null;
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
