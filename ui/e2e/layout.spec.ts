// Nothing lies over a control, is too small to hit or sticks out of the window: in each state, at each size.
import type { Page } from '@playwright/test';
import { expect, SIZES, test, type Size, type State } from './room';
import { STATES, stateOf } from './states';

/** The least that a pointer must be given to hit: WCAG 2.2, 2.5.8. */
const LEAST_TARGET = 24;

/** What is wrong with the controls that can be seen. */
async function faults(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const faults: string[] = [];
    const name = (of: Element) => of.getAttribute('aria-label') ?? of.textContent.trim().slice(0, 40);
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) faults.push('the window scrolls sideways');
    for (const scroller of document.querySelectorAll<HTMLElement>(
      'main, aside, [data-testid=transcript], dialog',
    )) {
      const { overflowX } = getComputedStyle(scroller);
      const sticksOut = scroller.scrollWidth > scroller.clientWidth + 1;
      if (sticksOut && overflowX !== 'visible') faults.push(`${scroller.tagName} is wider than its room`);
    }
    // Behind a dialog nothing can be hit.
    const dialogs = [...document.querySelectorAll('dialog[open], [role=dialog], [role=menu]')];
    const within = dialogs.at(-1) ?? document.body;
    const controls =
      'button, select, input, [role=slider], [role=menuitem], [role=menuitemradio], [role=option]';
    const completions = document.activeElement?.getAttribute('aria-controls') ?? 'none';
    for (const control of within.querySelectorAll<HTMLElement>(controls)) {
      const target = control.closest('label') ?? control;
      const box = target.getBoundingClientRect();
      const style = getComputedStyle(target);
      if (box.width === 0 || box.height === 0 || style.visibility === 'hidden') continue;
      if (control.tabIndex < 0 && !control.matches('[role]')) continue;
      if (box.width < least - 0.5 || box.height < least - 0.5)
        faults.push(`“${name(control)}” is ${Math.round(box.width)} × ${Math.round(box.height)}`);
      // What is scrolled out of view has to be clear of everything once it is scrolled to.
      control.scrollIntoView({ block: 'nearest', behavior: 'instant' });
      const now = target.getBoundingClientRect();
      const there = document.elementFromPoint(now.x + now.width / 2, now.y + now.height / 2);
      if (there === null) faults.push(`“${name(control)}” can’t be brought into the window`);
      // The completions of the field that is typed in lie over the text, and are checked themselves.
      else if (!target.contains(there) && there.closest('[role=listbox]')?.id !== completions)
        faults.push(`“${name(control)}” lies under “${name(there)}”`);
    }
    return faults;
  }, LEAST_TARGET);
}

// Each test walks through every state there is.
test.setTimeout(600_000);

const told = ({ width, height }: Size) => `${width}×${height}`;

for (const size of SIZES) {
  test(`every state has room at ${told(size)}`, async ({ room }, info) => {
    const found: Record<string, string[]> = {};
    for (const state of STATES) {
      const page = await room.enter(state, { size });
      await page.screenshot({ path: info.outputPath(`${state.name}-${told(size)}.png`) });
      const wrong = await faults(page);
      if (wrong.length > 0) found[state.name] = wrong;
    }
    expect(found).toEqual({});
  });
}

test('at a zoom of 400 % of 1280×1024 the text flows anew, and nothing scrolls sideways', async ({
  room,
}) => {
  for (const state of STATES) {
    const page = await room.enter(state, { size: { width: 320, height: 256 } });
    const wide = await page.evaluate(() => {
      const inner = [
        document.documentElement,
        ...document.querySelectorAll('main, aside, footer, dialog[open], [data-testid=transcript]'),
      ];
      const wider = (box: Element) => box.scrollWidth > box.clientWidth + 1;
      const sticksOut = (box: Element) => box.getBoundingClientRect().right > innerWidth + 1;
      return inner
        .filter(wider)
        .flatMap((box) => [box, ...[...box.querySelectorAll('*')].filter(sticksOut).slice(0, 4)])
        .map((box) => `${box.tagName}.${box.className}`);
    });
    expect([state.name, wide]).toEqual([state.name, []]);
  }
});

test('in German, whose words are longer, no word of the interface is cut off', async ({ room }, info) => {
  const found: Record<string, string[]> = {};
  // What a state comes to by words is come to by keys here.
  const keys = { settings: 'Control+,', keys: '?', palette: 'Control+k', export: 'Control+e' };
  const sheets = Object.entries(keys).map(([name, key]): State => ({
    ...stateOf('episode'),
    name,
    then: async (page) => page.keyboard.press(key),
  }));
  for (const state of [...STATES.map((state) => ({ ...state, then: undefined })), ...sheets]) {
    const settings = JSON.stringify({ ...JSON.parse(state.scene['settings'] ?? '{}'), locale: 'de' });
    const german = { ...state, scene: { ...state.scene, settings } };
    const page = await room.enter(german, { size: { width: 900, height: 600 } });
    await page.screenshot({ path: info.outputPath(`${state.name}-de.png`) });
    const cut = await page.evaluate(() =>
      [
        ...document.querySelectorAll<HTMLElement>(
          'button, label, legend, h2, h3, summary, option, th, output',
        ),
      ]
        // What people wrote may be cut, and says so with an ellipsis; it has a direction of its own.
        .filter((element) => !element.matches('[dir]') && element.querySelector('[dir]') === null)
        .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
        .map((element) => element.textContent.trim()),
    );
    if (cut.length > 0) found[state.name] = cut;
  }
  expect(found).toEqual({});
});
