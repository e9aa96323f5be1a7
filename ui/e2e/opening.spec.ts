// Opening says so only where it takes its time.
import { expect, test } from './room';
import { stateOf } from './states';

test('what is opened within 200 ms shows no word of it, and what takes longer does', async ({ room }) => {
  const page = await room.enter(stateOf('opening'));
  const word = page.locator('.opening p');
  // Its animation is the delay: it is begun anew and set to each instant, so that no busy machine matters.
  const after = async (ms: number) =>
    word.evaluate((word: HTMLElement, ms) => {
      word.style.animation = 'none';
      word.getBoundingClientRect();
      word.style.animation = '';
      const [delay] = word.getAnimations();
      if (delay === undefined) return 'no delay';
      delay.pause();
      delay.currentTime = ms;
      return getComputedStyle(word).visibility;
    }, ms);
  expect(await after(0)).toBe('hidden');
  expect(await after(199)).toBe('hidden');
  expect(await after(201)).toBe('visible');
  await expect(page.getByRole('status').filter({ hasText: 'Opening…' })).toBeVisible();
});
