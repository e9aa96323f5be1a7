// The bookmarks of the open episode; the backend keeps each change at once.
import type { Backend } from '../ipc/backend';
import type { Bookmark } from '../ipc/bindings';

export class Bookmarks {
  all = $state.raw<readonly Bookmark[]>([]);
  readonly #backend: Backend;
  readonly #episode: number;
  readonly #report: (problem: unknown) => void;
  /** Changes follow each other, so that an earlier answer never comes after a later one. */
  #last: Promise<void> = Promise.resolve();

  constructor(
    marked: readonly Bookmark[],
    backend: Backend,
    episode: number,
    report: (problem: unknown) => void,
  ) {
    this.all = marked;
    this.#backend = backend;
    this.#episode = episode;
    this.#report = report;
  }

  /** The bookmark of a line, if it has one. */
  of(line: number): Bookmark | null {
    return this.all.find((one) => one.line === line) ?? null;
  }

  /** Marks a line, or takes its bookmark away. */
  toggle(line: number): Promise<void> {
    return this.#change(() => {
      const marked = this.of(line);
      return marked
        ? this.#backend.removeBookmark(this.#episode, marked.id)
        : this.#backend.addBookmark(this.#episode, line);
    });
  }

  note(id: number, note: string): Promise<void> {
    return this.#change(() => this.#backend.noteBookmark(this.#episode, id, note));
  }

  remove(id: number): Promise<void> {
    return this.#change(() => this.#backend.removeBookmark(this.#episode, id));
  }

  #change(change: () => Promise<Bookmark[]>): Promise<void> {
    const next = this.#last.then(async () => {
      try {
        this.all = await change();
      } catch (problem) {
        this.#report(problem);
      }
    });
    this.#last = next;
    return next;
  }
}
