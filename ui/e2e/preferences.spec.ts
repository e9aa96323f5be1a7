// What a person has set for the whole system: forced colours, no motion.
import { expect, test } from './room';
import { stateOf } from './states';

test('under forced colours everything has the system’s, and what is heard is told from the rest', async ({
  room,
}, info) => {
  const page = await room.enter(stateOf('episode-playing'));
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await page.screenshot({ path: info.outputPath('forced-colours.png') });
  const seen = await page.evaluate(() => {
    const system = (name: string) => {
      const probe = document.body.appendChild(document.createElement('i'));
      probe.style.color = name;
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color;
    };
    const look = (selector: string) => {
      const found = document.querySelector(selector);
      if (found === null) throw new Error(`There is no ${selector}.`);
      const { color, backgroundColor, boxShadow } = getComputedStyle(found);
      return { color, backgroundColor, boxShadow };
    };
    return {
      canvas: system('Canvas'),
      text: system('CanvasText'),
      highlight: system('Highlight'),
      body: look('body'),
      lit: look('[data-line][aria-current] p'),
      playhead: look('.playhead'),
    };
  });
  expect(seen.body).toMatchObject({ color: seen.text, backgroundColor: seen.canvas });
  expect(seen.lit.boxShadow).toContain(seen.highlight);
  expect(seen.playhead.backgroundColor).toBe(seen.highlight);
  expect(seen.highlight).not.toBe(seen.canvas);
});

test('where motion is unwanted nothing glides', async ({ room }) => {
  const page = await room.enter(stateOf('episode-playing'));
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => {
        const { transitionDuration, animationName, animationDuration } = getComputedStyle(element);
        const lasts = (durations: string) =>
          durations.split(',').some((duration) => Number.parseFloat(duration) > 0);
        return lasts(transitionDuration) || (animationName !== 'none' && lasts(animationDuration));
      })
      .map((element) => `${element.tagName}.${element.className.toString()}`),
  );
  expect(moving).toEqual([]);
});
