// The language that the interface speaks: whatever shows a message shows it anew when that changes.
import { localeFor } from '../core/locale';
import { overwriteGetLocale, type Locale } from '../../paraglide/runtime';

export class Language {
  readonly #chosen: () => Locale | 'system';
  readonly now: Locale = $derived.by(() => localeFor(this.#chosen(), navigator.languages));

  /** `chosen` is asked again when what it reads changes. */
  constructor(chosen: () => Locale | 'system') {
    this.#chosen = chosen;
    overwriteGetLocale(() => this.now);
  }
}
