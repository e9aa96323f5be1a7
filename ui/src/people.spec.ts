// The people of the invented episode: how long each talks, and the way to their turns and to questions.
import { render, screen, within } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';
import App from './App.svelte';
import { FakeBackend } from './ipc/fake';
import { NIGHT_SHIFT_PATH } from './ipc/fake-episodes';
import { Session } from './state/session.svelte';
import { click, settled } from './testing/app';

async function launch(open = NIGHT_SHIFT_PATH) {
  const backend = new FakeBackend({ open });
  const session = new Session(backend);
  render(App, { session });
  await session.start();
  await settled();
  return { backend, session };
}

const people = () => {
  const list = screen.getByRole('heading', { name: 'People' }).parentElement?.nextElementSibling;
  return within(list as HTMLElement).getAllByRole('listitem');
};
const button = (name: string) => screen.getByRole('button', { name });

it('each has the time and the share of the talk that the lines give them', async () => {
  await launch();
  const told = people().map((one) => one.querySelector('.share')?.textContent?.trim());
  expect(told).toEqual(['0:57 · 26 %', '2:18 · 61 %', '0:30 · 13 %']);
  const widths = people().map((one) =>
    Number.parseFloat(one.querySelector<HTMLElement>('i')?.style.width ?? ''),
  );
  expect(widths.reduce((sum, next) => sum + next, 0)).toBeCloseTo(100, 3);
  expect(within(people()[0] as HTMLElement).getByText(/^talks for 57 seconds, 26 %$/)).toBeTruthy();
});

it('a button leads to somebody’s next turn, after the last one to the first', async () => {
  const { backend } = await launch();
  const seek = vi.spyOn(backend, 'seek');
  for (const from of [0, 52_000, 210_000]) {
    await backend.seek(from, false);
    await settled();
    seek.mockClear();
    await click(button('Hear the next turn of Ines Marchetti'));
    expect(seek).toHaveBeenCalledExactlyOnceWith(from === 52_000 ? 54_000 : 52_000, true);
  }
});

it('the next question is another’s than the one who is heard, or there is none', async () => {
  const { backend, session } = await launch();
  await backend.seek(30_000, false);
  await settled();
  const seek = vi.spyOn(backend, 'seek');
  const next = () => click(button('Next question by somebody else'));
  await next();
  await backend.seek(215_000, false);
  await settled();
  await next();
  expect(seek.mock.calls.map(([to]) => to)).toEqual([52_000, 215_000]);
  expect(session.notices.map(({ message }) => message)).toEqual(['Nobody else asks a question after this.']);
});

it('without sound there is nowhere to go', async () => {
  await launch('/silent');
  expect(people().length).toBe(3);
  expect(screen.queryByRole('button', { name: /^Hear the next turn/ })).toBeNull();
});
