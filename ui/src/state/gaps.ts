// Looks for gaps in the sound while it plays, and says once what can be done about them.
import type { Backend } from '../ipc/backend';
import { m } from '../../paraglide/messages';

const EVERY_MS = 5_000;
/** A gap or two come with a start or a change of the device; nobody has to know. */
const MANY = 3;

/** Of one episode. */
export class Gaps {
  readonly #backend: Backend;
  readonly #tell: (message: string) => void;
  #told = false;

  constructor(backend: Backend, tell: (message: string) => void) {
    this.#backend = backend;
    this.#tell = tell;
  }

  /** Watches from now on, until the function that it answers with is called. */
  watch(): () => void {
    let before: number | null = null;
    const look = async () => {
      try {
        const { underruns } = await this.#backend.diagnostics();
        before ??= underruns;
        if (!this.#told && underruns - before >= MANY) {
          this.#told = true;
          this.#tell(m.gaps_advice());
        }
      } catch {
        // Without figures there is nothing to advise.
      }
      if (this.#told) clearInterval(timer);
    };
    const timer = setInterval(() => void look(), EVERY_MS);
    if (!this.#told) void look();
    return () => clearInterval(timer);
  }
}
