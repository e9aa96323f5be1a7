// What of the transcript is selected: kept by its lines, since most of them aren't in the document, and copied from those.
import { copied, type Excerpt } from '../core/quoting';
import { isGuess, stretchAt, wordOrigin } from '../core/words';
import { clickOf } from '../core/settings';
import { m } from '../../paraglide/messages';
import type { CopyFormat, Settings } from '../ipc/bindings';
import type { Reading } from './reading.svelte';

/** How long it shows that something was copied. */
const SHOWN_MS = 1_600;

export class Selecting {
  readonly #reading: Reading;
  readonly #title: string;
  readonly #settings: () => Settings;
  readonly #tell: (message: string) => void;
  /** The selected part of the text; null while nothing of it is selected. */
  excerpt = $state.raw<Excerpt | null>(null);
  /** Where it is in the window, for what floats beside it. */
  range: Range | null = null;

  /** What was copied a moment ago; null otherwise. */
  copied = $state<CopyFormat | null>(null);
  #forgets: ReturnType<typeof setTimeout> | undefined;

  constructor(reading: Reading, title: string, settings: () => Settings, tell: (message: string) => void) {
    this.#reading = reading;
    this.#title = title;
    this.#settings = settings;
    this.#tell = tell;
  }

  /** The lines that it begins and ends in; they must stay in the document, or the browser loses it. */
  get ends(): readonly number[] {
    return this.excerpt === null ? [] : [this.excerpt.from.line, this.excerpt.to.line];
  }

  /** The selection has changed to this part of the text, which stands there in the document; null for none. */
  take(excerpt: Excerpt | null, range: Range | null): void {
    this.range = excerpt && range;
    this.excerpt = excerpt;
  }

  /** The format that Ctrl C copies in. */
  get format(): CopyFormat {
    return this.#settings().copyFormat;
  }

  /** What a button says of a format. */
  tipOf(format: CopyFormat): string {
    const tips = { quote: m.copy_quote_title, markdown: m.copy_markdown_title, plain: m.copy_text_title };
    return format === this.format ? `${tips[format]()} (${m.key_ctrl()} C)` : tips[format]();
  }

  /** Puts it on the clipboard. */
  async copy(format: CopyFormat): Promise<void> {
    const text = this.text(format);
    if (text === '') return;
    try {
      await navigator.clipboard.writeText(text);
      this.note(format);
    } catch {
      this.#tell(m.copy_refused());
    }
  }

  /** It was copied in this format. */
  note(format: CopyFormat): void {
    this.copied = format;
    clearTimeout(this.#forgets);
    this.#forgets = setTimeout(() => (this.copied = null), SHOWN_MS);
  }

  get canHear(): boolean {
    return this.excerpt !== null && this.#reading.canHear(this.excerpt.from.line);
  }

  /** Hears it from its first word on. */
  hear(): void {
    if (this.excerpt === null) return;
    const { line, at } = this.excerpt.from;
    const text = this.#reading.lines.at(line).text;
    const start = at + (/^\s*/u.exec(text.slice(at))?.[0].length ?? 0);
    this.#reading.hearPassage(
      { line, start, end: text.length },
      { ...clickOf(this.#settings()), play: true },
    );
  }

  /** It as text; empty where nothing is selected. */
  text(format: CopyFormat): string {
    if (this.excerpt === null) return '';
    const { lines, transcript, rows, words } = this.#reading;
    return copied(format, this.excerpt, {
      title: this.#title,
      lines,
      speakers: transcript.speakers.map(({ name }) => name),
      shows: (line) => rows.shows(line),
      startOf: (line, at) => {
        const known = words.now(line);
        const word = known ? stretchAt(known.words, at) : -1;
        return known && word >= 0 && !isGuess(wordOrigin(known, word))
          ? (known.startsMs[word] ?? null)
          : null;
      },
    });
  }

  /** The words alone, to be looked for; empty where more than a few are selected. */
  get few(): string {
    const { from, to } = this.excerpt ?? {};
    const text = from && to && from.line === to.line ? this.text('plain') : '';
    return text.length <= 80 ? text : '';
  }
}
