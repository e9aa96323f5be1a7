// What the clock answers under play, pause, seek and late messages.
import { describe, expect, it } from 'vitest';
import type { Anchor } from '../ipc/bindings';
import { advances, anchored, clockFrom, positionAt, seeking, seekRefused, seekTaken } from './clock';

const anchor = (over: Partial<Anchor> = {}): Anchor => ({
  generation: 3,
  positionMs: 10_000,
  atUnixMs: 1_000_000,
  fromMs: 8_000,
  speed: 1,
  advancing: true,
  ...over,
});

describe('the position', () => {
  const cases: [string, Partial<Anchor>, number, number][] = [
    ['advances with the time that passed', {}, 1_002_500, 12_500],
    ['advances at the speed of the anchor', { speed: 1.5 }, 1_002_000, 13_000],
    ['stands when the sound does not advance', { advancing: false }, 1_900_000, 10_000],
    ['is before the anchor when that lies in the near future', {}, 999_500, 9_500],
    ['is never earlier than where the generation began', {}, 990_000, 8_000],
    ['never passes the end', {}, 9_000_000, 60_000],
    ['never lies before the start', { fromMs: -50, positionMs: -50, advancing: false }, 0, 0],
  ];
  it.each(cases)('%s', (_, over, now, expected) => {
    expect(positionAt(clockFrom(anchor(over), 60_000), now)).toBe(expected);
  });

  it('has no end while the duration is unknown', () => {
    expect(positionAt(clockFrom(anchor(), null), 11_000_000)).toBe(10_010_000);
  });
});

describe('an anchor that lies in the near future', () => {
  const now = 1_000_000;
  const playing = clockFrom(anchor(), 60_000);
  const cases: [string, Partial<Anchor>, number, number][] = [
    ['lets the one before go on until its instant', { positionMs: 8_000 }, now + 100, 10_100],
    ['counts from its instant on', { positionMs: 8_000 }, now + 250, 8_050],
    ['brings its speed at its instant', { positionMs: 10_200, speed: 2 }, now + 300, 10_400],
    ['shows at once that the sound stops', { positionMs: 10_200, advancing: false }, now + 100, 10_200],
    ['counts at once for another generation', { generation: 4, positionMs: 8_500 }, now + 100, 8_400],
  ];
  it.each(cases)('%s', (_, over, at, expected) => {
    const clock = anchored(playing, anchor({ atUnixMs: now + 200, ...over }));
    expect(positionAt(clock, at)).toBe(expected);
  });

  it('waits for others that come before it', () => {
    const jump = anchored(playing, anchor({ atUnixMs: now + 200, positionMs: 8_000 }));
    const clock = anchored(jump, anchor({ atUnixMs: now + 300, positionMs: 20_000, fromMs: 20_000 }));
    expect([100, 250, 350].map((ms) => positionAt(clock, now + ms))).toEqual([10_100, 8_050, 20_050]);
  });
});

describe('a seek', () => {
  const now = 1_000_000;
  const before = clockFrom(anchor(), 60_000);

  it('shows its target at once and lets it stand', () => {
    const clock = seeking(before, 30_000);
    expect(positionAt(clock, now + 5_000)).toBe(30_000);
    expect(advances(clock)).toBe(false);
  });

  it('shows the target, not the old sound, while old anchors still arrive', () => {
    const asked = seeking(before, 30_000);
    const late = anchored(asked, anchor({ positionMs: 10_100 }));
    const answered = seekTaken(late, asked.asked, 4);
    const later = anchored(answered, anchor({ positionMs: 10_200 }));
    expect(positionAt(later, now)).toBe(30_000);
  });

  it('gives way to the first anchor of its generation', () => {
    const asked = seeking(before, 30_000);
    const clock = anchored(
      seekTaken(asked, asked.asked, 4),
      anchor({ generation: 4, positionMs: 30_000, fromMs: 30_000 }),
    );
    expect(positionAt(clock, now + 40)).toBe(30_040);
  });

  it('gives way too when that anchor came before the answer', () => {
    const asked = seeking(before, 30_000);
    const early = anchored(asked, anchor({ generation: 4, positionMs: 30_000, fromMs: 30_000 }));
    expect(positionAt(early, now)).toBe(30_000);
    expect(positionAt(seekTaken(early, asked.asked, 4), now + 40)).toBe(30_040);
  });

  it('that was overtaken does not show through the later one', () => {
    const first = seeking(before, 30_000);
    const second = seeking(first, 50_000);
    const answered = seekTaken(second, first.asked, 4);
    const clock = anchored(answered, anchor({ generation: 4, positionMs: 30_000, fromMs: 30_000 }));
    expect(positionAt(clock, now)).toBe(50_000);
    const done = anchored(
      seekTaken(clock, second.asked, 5),
      anchor({ generation: 5, positionMs: 50_000, fromMs: 50_000 }),
    );
    expect(positionAt(done, now + 10)).toBe(50_010);
  });

  it('stays within the audio', () => {
    expect(positionAt(seeking(before, 90_000), now)).toBe(60_000);
    expect(positionAt(seeking(before, -5), now)).toBe(0);
  });

  it('that was refused leaves what was heard before', () => {
    const asked = seeking(before, 30_000);
    expect(positionAt(seekRefused(asked, asked.asked), now + 500)).toBe(10_500);
  });
});

it('an anchor of an earlier generation than the last is not taken', () => {
  const clock = clockFrom(anchor({ generation: 7 }), 60_000);
  expect(anchored(clock, anchor({ generation: 6, positionMs: 1 }))).toBe(clock);
});
