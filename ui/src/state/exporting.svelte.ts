// What is chosen for writing the transcript to a file, the preview of it, and the writing.
import { messageOf, type Backend } from '../ipc/backend';
import type { ExportFormat, ExportOptions, Exported, Preview } from '../ipc/bindings';

export class Exporting {
  formats = $state.raw<readonly ExportFormat[]>([]);
  format = $state.raw<ExportFormat | null>(null);
  options = $state.raw<ExportOptions | null>(null);
  preview = $state.raw<Preview | null>(null);
  /** Why there is no preview, or why nothing was written. */
  problem = $state<string | null>(null);
  /** The system's dialog is open, or the file is being written. */
  saving = $state(false);
  /** What was written last. */
  saved = $state.raw<Exported | null>(null);

  readonly #backend: Backend;
  #episode = 0;
  #asked = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Begins on an episode, with what was chosen before. */
  async begin(episode: number): Promise<void> {
    this.#episode = episode;
    this.preview = null;
    this.saved = null;
    this.problem = null;
    try {
      if (this.options === null) {
        const { formats, options } = await this.#backend.exportChoices();
        this.formats = formats;
        this.format = formats[0] ?? null;
        this.options = options;
      }
    } catch (problem) {
      this.problem = messageOf(problem);
      return;
    }
    await this.#show();
  }

  async choose(format: ExportFormat): Promise<void> {
    this.format = format;
    await this.#show();
  }

  async set(change: Partial<ExportOptions>): Promise<void> {
    if (this.options === null) return;
    this.options = { ...this.options, ...change };
    await this.#show();
  }

  /** Asks where, and writes. */
  async save(): Promise<void> {
    if (this.format === null || this.options === null || this.saving) return;
    this.saving = true;
    this.saved = null;
    this.problem = null;
    try {
      this.saved = await this.#backend.export(this.#episode, this.format.id, this.options);
    } catch (problem) {
      this.problem = messageOf(problem);
    } finally {
      this.saving = false;
    }
  }

  /** The beginning of what would be written now; an earlier answer that comes late is not shown. */
  async #show(): Promise<void> {
    if (this.format === null || this.options === null) return;
    const asked = ++this.#asked;
    this.saved = null;
    try {
      const preview = await this.#backend.previewExport(this.#episode, this.format.id, this.options);
      if (asked !== this.#asked) return;
      this.preview = preview;
      this.problem = null;
    } catch (problem) {
      if (asked !== this.#asked) return;
      this.preview = null;
      this.problem = messageOf(problem);
    }
  }
}
