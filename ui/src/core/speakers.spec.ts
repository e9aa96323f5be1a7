// How speakers are told apart and listed.
import { expect, it } from 'vitest';
import { namesText, SHAPES, speakerLook } from './speakers';

it('the first eight speakers have eight hues and eight shapes', () => {
  const looks = SHAPES.map((_, index) => speakerLook(index));
  expect(new Set(looks.map((look) => look.hue)).size).toBe(8);
  expect(new Set(looks.map((look) => look.shape)).size).toBe(8);
});

it('no two of the first 64 speakers look the same', () => {
  const looks = Array.from({ length: 64 }, (_, index) => speakerLook(index));
  expect(new Set(looks.map((look) => `${look.hue} ${look.shape}`)).size).toBe(64);
});

it.each([
  [[], ''],
  [['Ana'], 'Ana'],
  [['Ana', 'Bo'], 'Ana and Bo'],
  [['Ana', 'Bo', 'Cy'], 'Ana, Bo and Cy'],
  [['Ana', 'Bo', 'Cy', 'Di', 'Ed'], 'Ana, Bo and 3 more'],
])('%j is listed as "%s"', (names, text) => {
  expect(namesText(names)).toBe(text);
});
