// What axe finds against WCAG 2.2 AA in each state, light and dark; and a picture of each to look at.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './room';
import { STATES } from './states';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

for (const state of STATES) {
  for (const theme of ['light', 'dark'] as const) {
    test(`${state.name} in ${theme}: axe finds nothing`, async ({ room }, info) => {
      const page = await room.enter(state, { theme, size: { width: 1400, height: 900 } });
      await page.screenshot({ path: info.outputPath(`${state.name}-${theme}.png`) });
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
      expect(found).toEqual([]);
    });
  }
}
