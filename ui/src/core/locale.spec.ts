// Which language is spoken.
import { expect, it } from 'vitest';
import { localeFor } from './locale';

it.each([
  ['system', ['de-AT', 'en'], 'de'],
  ['system', ['fr-FR', 'de', 'en'], 'de'],
  ['system', ['fr-FR'], 'en'],
  ['system', [], 'en'],
  ['en', ['de'], 'en'],
  ['de', ['en'], 'de'],
] as const)('with %s chosen on a system that prefers %o it is %s', (chosen, preferred, locale) =>
  expect(localeFor(chosen, preferred)).toBe(locale),
);
