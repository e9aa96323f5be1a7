// Which language the interface speaks.
import { baseLocale, isLocale, type Locale } from '../../paraglide/runtime';

/** `preferred` are the languages that the system prefers, the best first: "de-AT", "en". */
export function localeFor(chosen: Locale | 'system', preferred: readonly string[]): Locale {
  if (chosen !== 'system') return chosen;
  return preferred.map((tag) => tag.split('-')[0]).find(isLocale) ?? baseLocale;
}
