// The bookmarks of the fake backend: kept for as long as the page is.
import { Lines } from '../core/lines';
import type { Bookmark, Transcript } from './bindings';

export class FakeBookmarks {
  #marked: { id: number; line: number; note: string }[];
  #made = 0;

  constructor(marked: readonly (readonly [line: number, note: string])[]) {
    this.#marked = marked.map(([line, note]) => ({ id: ++this.#made, line, note }));
  }

  add(line: number): this {
    if (!this.#marked.some((one) => one.line === line))
      this.#marked.push({ id: ++this.#made, line, note: '' });
    return this;
  }

  note(id: number, note: string): this {
    this.#marked = this.#marked.map((one) => (one.id === id ? { ...one, note: note.trim() } : one));
    return this;
  }

  remove(id: number): this {
    this.#marked = this.#marked.filter((one) => one.id !== id);
    return this;
  }

  /** As they are in a transcript, in the order of its text. */
  in(transcript: Transcript | null): Bookmark[] {
    const lines = transcript && new Lines(transcript.lines);
    const inText = [...this.#marked].sort((a, b) => a.line - b.line);
    return inText.map(({ id, line, note }) => {
      const there = lines !== null && line < lines.count ? lines.at(line) : null;
      return {
        id,
        line: there && line,
        atMs: there?.startMs ?? null,
        text: there?.text.slice(0, 80) ?? '',
        note,
      };
    });
  }
}
