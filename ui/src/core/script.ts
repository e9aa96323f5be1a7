// What a text's letters tell of it: which way it is written, and its language where that decides how letters are drawn.

export interface Script {
  rightToLeft: boolean;
  /** Of its Chinese, Japanese or Korean letters, whose shapes differ; null where there are none. */
  eastAsian: 'ja' | 'ko' | 'zh' | null;
}

/** So much of a text tells it. */
const SAMPLE = 20_000;

const LEFT_TO_RIGHT =
  /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Han}\p{Script=Hangul}]/gu;
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/gu;
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

export function scriptOf(text: string): Script {
  const sample = text.slice(0, SAMPLE);
  return {
    rightToLeft: count(sample, RIGHT_TO_LEFT) > count(sample, LEFT_TO_RIGHT),
    eastAsian: eastAsianOf(sample),
  };
}

/** The language of a line of such a text, where its letters tell. */
export function langOf(line: string, { eastAsian }: Script): string | undefined {
  return eastAsian !== null && EAST_ASIAN.test(line) ? eastAsian : undefined;
}

function eastAsianOf(sample: string): Script['eastAsian'] {
  const han = count(sample, /\p{Script=Han}/gu);
  const kana = count(sample, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const hangul = count(sample, /\p{Script=Hangul}/gu);
  if (han + kana + hangul === 0) return null;
  // Japanese is a mixture; Korean has hardly any Chinese letters left.
  if (hangul > kana && hangul >= han) return 'ko';
  return kana * 10 > han ? 'ja' : 'zh';
}

function count(text: string, letters: RegExp): number {
  return text.match(letters)?.length ?? 0;
}
