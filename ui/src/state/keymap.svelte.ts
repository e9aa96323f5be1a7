// The keys as a person has chosen them, for every part of the window.
import { createContext } from 'svelte';
import { COMMANDS, type Command, type CommandId } from '../core/commands';
import { commandAt, isOn, strokesOf, type KeyChoice } from '../core/keymap';
import { strokeText, type Stroke } from '../core/strokes';
import { m } from '../../paraglide/messages';

export class Keymap {
  readonly #choice: () => KeyChoice;

  /** `choice` is asked again at each use. */
  constructor(choice: () => KeyChoice) {
    this.#choice = choice;
  }

  get choice(): KeyChoice {
    return this.#choice();
  }

  /** What a key does now. */
  commandAt(stroke: Stroke): Command | null {
    return commandAt(stroke, this.choice);
  }

  /** The first key that does it now, as a person reads it; null where none does. */
  keyOf(id: CommandId): string | null {
    const command = COMMANDS.find((one) => one.id === id);
    const stroke = command && strokesOf(command, this.choice).find((one) => isOn(one, this.choice));
    return stroke === undefined ? null : strokeText(stroke);
  }

  /** "Play (Space)": what a control does, with its key. */
  tip(what: string, id: CommandId): string {
    const keys = this.keyOf(id);
    return keys === null ? what : m.tip_with_key({ what, keys });
  }
}

export const [useKeymap, provideKeymap] = createContext<Keymap>();
