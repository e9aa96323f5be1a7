// Which keys do what: the table's, but for the commands that a person has given others or none.
import { COMMANDS, type Command, type CommandId } from './commands';
import { isCharacter, type Stroke } from './strokes';

/** What a person has chosen. */
export interface KeyChoice {
  /** The keys of the commands that have other ones than the table says; none at all is a choice, too. */
  readonly keys: Readonly<Record<string, readonly Stroke[] | undefined>>;
  /** Whether letters and signs by themselves do anything. */
  readonly characterKeys: boolean;
}

/** A command's keys, whether or not they do anything now. */
export function strokesOf({ id, strokes }: Command, { keys }: KeyChoice): readonly Stroke[] {
  return keys[id] ?? strokes;
}

/** Whether a key does anything now. */
export function isOn(stroke: Stroke, { characterKeys }: KeyChoice): boolean {
  return characterKeys || !isCharacter(stroke);
}

/** What a key does now. */
export function commandAt(stroke: Stroke, choice: KeyChoice): Command | null {
  return isOn(stroke, choice) ? ownerOf(stroke, choice) : null;
}

/** The command that has a key, whether or not it does anything now. */
function ownerOf(stroke: Stroke, choice: KeyChoice): Command | null {
  return COMMANDS.find((command) => strokesOf(command, choice).includes(stroke)) ?? null;
}

/** The commands that would lose a key if `id` had these. */
export function losing(id: CommandId, strokes: readonly Stroke[], choice: KeyChoice): readonly Command[] {
  const owners = strokes.map((stroke) => ownerOf(stroke, choice));
  return [...new Set(owners)].filter((owner) => owner !== null && owner.id !== id) as Command[];
}

/** The keys of all commands once `id` has these and no other command has any of them. */
export function given(
  id: CommandId,
  strokes: readonly Stroke[],
  choice: KeyChoice,
): Record<string, Stroke[]> {
  const others = losing(id, strokes, choice).map((loser): [string, readonly Stroke[]] => [
    loser.id,
    strokesOf(loser, choice).filter((stroke) => !strokes.includes(stroke)),
  ]);
  const all = { ...choice.keys, ...Object.fromEntries(others), [id]: strokes };
  const chosen: Record<string, Stroke[]> = {};
  for (const [command, has] of Object.entries(all)) {
    if (has && !isDefault(command, has)) chosen[command] = [...has];
  }
  return chosen;
}

/** Whether these are the keys that the table gives the command. */
export function isDefault(id: string, strokes: readonly Stroke[]): boolean {
  const standard = COMMANDS.find((command) => command.id === id)?.strokes;
  return standard?.length === strokes.length && standard.every((stroke, i) => stroke === strokes[i]);
}
