// What a search field needs to know: whose words are asked for, how to finish a name, and where hits stand along a line.
import { countOf, firstHitFrom, hitAt, type Hits } from './hits';

/** The name that is being written after `speaker:` at the end of what was typed; null where none is. */
function nameBeing(typed: string): { from: number; name: string } | null {
  const found = /(?:^|\s)speaker:("[^"]*|[^\s"]*)$/iu.exec(typed);
  if (found === null) return null;
  const name = found[1] ?? '';
  return { from: typed.length - name.length, name: name.replace(/^"/, '') };
}

/** Whether it says itself whose words are looked through. */
export function namesSpeaker(typed: string): boolean {
  return /(?:^|\s)speaker:\S/iu.test(typed);
}

/** Those of the speakers whose name may be meant, as indices; none where no name is being written. */
export function speakersMeant(typed: string, speakers: readonly string[]): number[] {
  const being = nameBeing(typed);
  if (being === null) return [];
  const wanted = plain(being.name);
  return [...speakers.keys()].filter((index) => plain(speakers[index] ?? '').includes(wanted));
}

/** What was typed with that name in the place of the one that is being written, ready to go on. */
export function withSpeaker(typed: string, name: string): string {
  const being = nameBeing(typed);
  const before = being ? typed.slice(0, being.from) : `${typed}${typed === '' ? '' : ' '}speaker:`;
  return `${before}${speakerText(name)} `;
}

/** What is asked for when only one speaker's words are read: unless that is said already, theirs. */
export function within(typed: string, name: string | null): string {
  return name === null || typed.trim() === '' || namesSpeaker(typed)
    ? typed
    : `speaker:${speakerText(name)} ${typed}`;
}

/** A name as it stands after `speaker:`. */
function speakerText(name: string): string {
  const bare = name.replaceAll('"', '');
  return /\s/u.test(bare) ? `"${bare}"` : bare;
}

function plain(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLocaleLowerCase();
}

/** The stretches of a line that are hits. */
export function stretchesIn(hits: Hits, line: number): [number, number][] {
  const stretches: [number, number][] = [];
  for (let index = firstHitFrom(hits, line); index < countOf(hits); index++) {
    const hit = hitAt(hits, index);
    if (hit?.line !== line) break;
    stretches.push([hit.start, hit.end]);
  }
  return stretches;
}

/** Which of `buckets` equal parts of a strip hold something, as their numbers; `shares` are from 0 to 1, others lie outside. */
export function bucketsOf(shares: Iterable<number>, buckets: number): number[] {
  const held = new Uint8Array(Math.max(0, buckets));
  for (const share of shares)
    if (share >= 0 && share <= 1) held[Math.min(buckets - 1, Math.floor(share * buckets))] = 1;
  return [...held.keys()].filter((bucket) => held[bucket] === 1);
}
