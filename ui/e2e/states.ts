// Every state that the interface can be in, to be looked at, measured and walked.
import type { Page } from '@playwright/test';
import type { State } from './room';

const NIGHT_SHIFT = '/episodes/night-shift';
const LINES = '[data-line]';

const press = (key: string) => async (page: Page) => page.keyboard.press(key);

function chosen(name: RegExp) {
  return async (page: Page) => {
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name }).click();
    await page.getByRole('dialog').waitFor();
  };
}

export const STATES: readonly State[] = [
  { name: 'start', scene: {}, shows: '.recent' },
  { name: 'start-new', scene: { recents: 'none' }, shows: 'main' },
  { name: 'start-many', scene: { recents: 'many' }, shows: '.recent' },
  { name: 'start-dragging', scene: { dragging: '' }, shows: 'main' },
  { name: 'start-failed', scene: { open: '/nowhere' }, shows: '.notice' },
  { name: 'opening', scene: { open: 'never' }, shows: '.opening p' },
  { name: 'choose', scene: { open: '/pairs' }, shows: 'main' },
  { name: 'episode', scene: { open: NIGHT_SHIFT }, shows: LINES },
  {
    name: 'episode-playing',
    scene: { open: NIGHT_SHIFT, speed: '1.5', loop: '14-18' },
    shows: LINES,
    then: async (page) => {
      // By keys: in the smallest window the line isn't on the screen yet.
      await page.locator('[data-line="0"]').focus();
      for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
      await page.locator('[data-line="2"][aria-current]').waitFor();
      await page.keyboard.press(' ');
    },
  },
  { name: 'audio-missing', scene: { open: '/silent' }, shows: LINES },
  { name: 'transcript-missing', scene: { open: '/wordless' }, shows: '.missing' },
  { name: 'text-empty', scene: { open: 'empty' }, shows: '.missing' },
  {
    name: 'analysing',
    scene: { open: NIGHT_SHIFT, measured: '0.4' },
    shows: LINES,
    // In a small window the panel is closed; the waveform shows how far it is.
    then: async (page) => page.locator('.measuring').waitFor({ state: 'attached' }),
  },
  { name: 'device-lost', scene: { open: NIGHT_SHIFT, device: 'missing' }, shows: '.device' },
  { name: 'problem', scene: { open: NIGHT_SHIFT, problem: 'The drive is full.' }, shows: '.notice' },
  { name: 'long', scene: { open: 'long' }, shows: LINES },
  { name: 'letters', scene: { open: 'letters' }, shows: LINES },
  { name: 'letters-right', scene: { open: 'letters-right' }, shows: LINES },
  { name: 'monologue', scene: { open: 'monologue' }, shows: LINES },
  { name: 'crowd', scene: { open: 'crowd' }, shows: LINES },
  {
    name: 'menu',
    scene: { open: NIGHT_SHIFT },
    shows: LINES,
    then: async (page) => {
      await page.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'sound-panel',
    scene: { open: NIGHT_SHIFT },
    shows: LINES,
    then: async (page) => {
      await page.getByRole('button', { name: /^Sound/ }).click();
      await page.locator('.floating.sound').waitFor();
    },
  },
  { name: 'report', scene: { open: NIGHT_SHIFT }, shows: LINES, then: chosen(/Report/) },
  { name: 'export', scene: { open: NIGHT_SHIFT }, shows: LINES, then: chosen(/Export/) },
  { name: 'diagnostics', scene: { open: NIGHT_SHIFT }, shows: LINES, then: chosen(/diagnostics/) },
  { name: 'keys', scene: { open: NIGHT_SHIFT }, shows: LINES, then: press('?') },
  {
    name: 'keys-asking',
    scene: { open: NIGHT_SHIFT },
    shows: LINES,
    then: async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('button', { name: 'Add a key for “Slower by 0.1×”' }).click();
      await page.keyboard.press('k');
      await page.getByRole('button', { name: /^Use it/ }).waitFor();
    },
  },
  { name: 'settings', scene: { open: NIGHT_SHIFT }, shows: LINES, then: press('Control+,') },
  { name: 'palette', scene: { open: NIGHT_SHIFT }, shows: LINES, then: press('Control+k') },
  {
    name: 'search',
    scene: { open: NIGHT_SHIFT, bookmarks: '2,9' },
    shows: LINES,
    then: async (page) => {
      await page.keyboard.press('Control+f');
      await page.keyboard.type('the');
      await page.getByText('1 of 56').waitFor();
    },
  },
  {
    name: 'search-names',
    scene: { open: NIGHT_SHIFT },
    shows: LINES,
    then: async (page) => {
      await page.keyboard.press('Control+f');
      await page.keyboard.type('speaker:');
      await page.getByRole('option', { name: 'Tomasz Okafor' }).waitFor();
    },
  },
  {
    name: 'search-wrong',
    scene: { open: NIGHT_SHIFT },
    shows: LINES,
    then: async (page) => {
      await page.keyboard.press('Control+f');
      await page.getByRole('button', { name: 'Regular expression' }).click();
      await page.keyboard.type('(fog');
      await page.getByText('This is no regular expression').waitFor();
    },
  },
  {
    name: 'selection',
    scene: { open: NIGHT_SHIFT },
    shows: LINES,
    then: async (page) => {
      await page.locator('[data-line="0"]').focus();
      await page.keyboard.press('ArrowDown');
      await page.locator('[data-line="1"]').waitFor();
      await page.evaluate(() => {
        const textOf = (line: number) => document.querySelector(`[data-line="${line}"] p`);
        const [from, to] = [textOf(0), textOf(1)];
        if (from && to) getSelection()?.setBaseAndExtent(from, 0, to, to.childNodes.length);
      });
      await page.getByRole('toolbar').waitFor();
    },
  },
  {
    name: 'only-one-speaker',
    scene: { open: NIGHT_SHIFT, bookmarks: '2,9' },
    shows: LINES,
    then: async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('only tomasz');
      await page.keyboard.press('Enter');
      await page.getByText('Only Tomasz Okafor').waitFor();
    },
  },
  {
    name: 'german',
    scene: { open: NIGHT_SHIFT, settings: JSON.stringify({ locale: 'de' }) },
    shows: LINES,
    then: press('Control+,'),
  },
  {
    name: 'german-start',
    scene: { recents: 'many', settings: JSON.stringify({ locale: 'de' }) },
    shows: '.recent',
  },
  {
    name: 'german-missing',
    scene: { open: '/wordless', settings: JSON.stringify({ locale: 'de' }) },
    shows: '.missing',
  },
  {
    name: 'large-text',
    scene: { open: NIGHT_SHIFT, settings: JSON.stringify({ textSize: 250, face: 'dyslexic' }) },
    shows: LINES,
  },
];

/** The state of that name. */
export function stateOf(name: string): State {
  const state = STATES.find((state) => state.name === name);
  if (state === undefined) throw new Error(`There is no state “${name}”.`);
  return state;
}
