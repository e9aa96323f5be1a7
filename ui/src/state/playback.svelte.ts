// The player as the screen sees it: the position extrapolated on each frame, and what can be asked of it.
import {
  advances,
  anchored,
  clockFrom,
  positionAt,
  seeking,
  seekRefused,
  seekTaken,
  type Clock,
} from '../core/clock';
import { begun, ended, NO_LOOP, type Ends } from '../core/loop';
import { LOUDEST, slowReplay, speedNear } from '../core/sound';
import type { Backend } from '../ipc/backend';
import type { Anchor, OutputDevice, Player, Section, TrimStrength } from '../ipc/bindings';

const SILENT: Player = {
  state: 'empty',
  durationMs: null,
  volume: 1,
  speed: 1,
  trim: null,
  repeat: null,
  savedMs: 0,
  even: false,
  output: null,
  device: { state: 'ready' },
  anchor: { generation: 0, positionMs: 0, atUnixMs: 0, fromMs: 0, speed: 1, advancing: false },
};

export class Playback {
  /** The position at the ear, in ms of the audio. Changes at most once a frame. */
  positionMs = $state(0);
  player = $state.raw<Player>(SILENT);
  /** The beginning of a loop whose end isn't set yet, in ms. */
  loopMark = $state<number | null>(null);

  /** The position in whole seconds: what texts and names of controls show. */
  readonly second = $derived(Math.floor(this.positionMs / 1000));
  readonly playing = $derived(this.player.state === 'playing');
  readonly hasAudio = $derived(this.player.state !== 'empty');

  readonly #backend: Backend;
  readonly #report: (problem: unknown) => void;
  #clock: Clock = clockFrom(SILENT.anchor, null);
  #frame = 0;
  /** What unmuting returns to. */
  #audibleVolume = 1;

  constructor(backend: Backend, report: (problem: unknown) => void) {
    this.#backend = backend;
    this.#report = report;
  }

  /** Takes the player as it is, whatever was known before: at the start, and after an opening. */
  reset(player: Player): void {
    this.player = player;
    this.loopMark = null;
    this.#rememberVolume();
    this.#turn(clockFrom(player.anchor, player.durationMs));
  }

  /** Takes a change of the player in. */
  update(player: Player): void {
    this.player = player;
    this.#rememberVolume();
    this.#turn(anchored({ ...this.#clock, durationMs: player.durationMs }, player.anchor));
  }

  anchor(anchor: Anchor): void {
    this.#turn(anchored(this.#clock, anchor));
  }

  /** Asks the backend how the player is, as nothing was drawn while the window was hidden. */
  async refresh(): Promise<void> {
    await this.#ask(async () => this.update(await this.#backend.player()));
  }

  async play(): Promise<void> {
    await this.#ask(() => this.#backend.play());
  }

  async toggle(): Promise<void> {
    if (!this.hasAudio) return;
    await this.#ask(() => (this.playing ? this.#backend.pause() : this.#backend.play()));
  }

  /** Goes to `positionMs`; with `play` it starts to play there, without it goes on as before. */
  async seek(positionMs: number, play = false): Promise<void> {
    if (!this.hasAudio) return;
    this.#turn(seeking(this.#clock, positionMs));
    const { asked, target } = this.#clock;
    try {
      const generation = await this.#backend.seek(target ?? positionMs, play);
      this.#turn(seekTaken(this.#clock, asked, generation));
    } catch (problem) {
      this.#turn(seekRefused(this.#clock, asked));
      this.#report(problem);
    }
  }

  async skip(byMs: number): Promise<void> {
    await this.seek(this.positionMs + byMs);
  }

  /** `volume` from 0 (silent) by 1 (as recorded) to 2. */
  async setVolume(volume: number): Promise<void> {
    this.player = { ...this.player, volume: Math.min(LOUDEST, Math.max(0, volume)) };
    this.#rememberVolume();
    await this.#ask(() => this.#backend.setVolume(this.player.volume));
  }

  async toggleMute(): Promise<void> {
    await this.setVolume(this.player.volume > 0 ? 0 : this.#audibleVolume);
  }

  /** Sets the speed to the step nearest to `speed`. */
  async setSpeed(speed: number): Promise<void> {
    const near = speedNear(speed);
    if (near === this.player.speed) return;
    this.player = { ...this.player, speed: near };
    await this.#ask(() => this.#backend.setSpeed(near));
  }

  async setTrim(strength: TrimStrength | null): Promise<void> {
    this.player = { ...this.player, trim: strength };
    await this.#ask(() => this.#backend.setTrim(strength));
  }

  async setEven(on: boolean): Promise<void> {
    this.player = { ...this.player, even: on };
    await this.#ask(() => this.#backend.setEven(on));
  }

  /** Plays on the device of that id; null follows the system's default. */
  async setOutput(id: string | null): Promise<void> {
    this.player = { ...this.player, output: id };
    await this.#ask(() => this.#backend.setOutput(id));
  }

  /** The devices that can be chosen; none where they can't be listed. */
  async outputs(): Promise<readonly OutputDevice[]> {
    let found: readonly OutputDevice[] = [];
    await this.#ask(async () => {
      found = await this.#backend.outputDevices();
    });
    return found;
  }

  /** The loop begins at what is heard now. */
  async beginLoop(): Promise<void> {
    if (this.hasAudio) await this.#loop(begun(this.#ends, this.positionMs));
  }

  /** The loop ends at what is heard now; answers whether it has a beginning. */
  async endLoop(): Promise<boolean> {
    const ends = ended(this.#ends, this.positionMs);
    if (ends && this.hasAudio) await this.#loop(ends);
    return this.#ends !== NO_LOOP;
  }

  /** Plays a section round and round. */
  async loop(section: Section): Promise<void> {
    await this.#loop({ mark: null, section });
  }

  async clearLoop(): Promise<void> {
    await this.#loop(NO_LOOP);
  }

  /** Plays a section once, slower than it is set to. */
  async replaySlowly({ fromMs, toMs }: Section): Promise<void> {
    await this.#ask(() => this.#backend.replay(fromMs, toMs, slowReplay(this.player.speed)));
  }

  /** Lets the animation frame go. */
  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  get #ends(): Ends {
    const { repeat } = this.player;
    return repeat === null && this.loopMark === null ? NO_LOOP : { mark: this.loopMark, section: repeat };
  }

  async #loop({ mark, section }: Ends): Promise<void> {
    this.loopMark = mark;
    if (section === null && this.player.repeat === null) return;
    await this.#ask(() => this.#backend.setLoop(section));
  }

  #rememberVolume(): void {
    if (this.player.volume > 0) this.#audibleVolume = this.player.volume;
  }

  /** Shows the clock's position now, and on every frame for as long as it advances. */
  #turn(clock: Clock): void {
    this.#clock = clock;
    this.positionMs = positionAt(clock, Date.now());
    if (this.#frame === 0 && advances(clock)) this.#frame = requestAnimationFrame(this.#onFrame);
  }

  readonly #onFrame = (): void => {
    this.#frame = 0;
    this.#turn(this.#clock);
  };

  async #ask(request: () => Promise<void>): Promise<void> {
    try {
      await request();
    } catch (problem) {
      this.#report(problem);
    }
  }
}
