// A message cut where its values stand, so that each of them can be an element of its own.

export interface Piece<Name extends string> {
  /** Of the value that this is; null for what stands between them. */
  name: Name | null;
  text: string;
}

/** The first of the characters that stand in for values: Unicode leaves them to private use. */
const FIRST_MARK = 0xe000;

/** What `message` says of the values, in the order in which its language has them. */
export function pieces<Name extends string>(
  message: (values: Record<Name, string>) => string,
  values: Record<Name, string>,
): Piece<Name>[] {
  const names = Object.keys(values) as Name[];
  const marks = names.map((name, i) => [name, String.fromCharCode(FIRST_MARK + i)]);
  const sentence = message(Object.fromEntries(marks) as Record<Name, string>);
  return sentence
    .split(/([\uE000-\uE0FF])/u)
    .filter((text) => text !== '')
    .map((text) => {
      const name = names[text.charCodeAt(0) - FIRST_MARK] ?? null;
      return { name, text: name === null ? text : values[name] };
    });
}
