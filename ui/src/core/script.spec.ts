// What letters tell of a text.
import { describe, expect, it } from 'vitest';
import { langOf, scriptOf } from './script';

describe('a text', () => {
  it.each([
    ['The horn ran on compressed air.', false, null],
    ['كنا نسمع البوق في الضباب، ثم لم نعد نسمع شيئا.', true, null],
    ['שמענו את הצופר בערפל', true, null],
    ['He said “שלום” and went on in English for a while.', false, null],
    ['霧の中で角笛を聞いていた。', false, 'ja'],
    ['カタカナ', false, 'ja'],
    ['我们以前在雾中听到号角声。', false, 'zh'],
    ['우리는 안개 속에서 나팔 소리를 들었다.', false, 'ko'],
    ['', false, null],
  ])('“%s”', (text, rightToLeft, eastAsian) => {
    expect(scriptOf(text)).toEqual({ rightToLeft, eastAsian });
  });
});

it('a line has the language only where it has such letters', () => {
  const script = scriptOf('霧の中で角笛を聞いていた。 And then in English.');
  expect(langOf('東京', script)).toBe('ja');
  expect(langOf('And then in English.', script)).toBeUndefined();
  expect(langOf('東京', scriptOf('English alone'))).toBeUndefined();
});
