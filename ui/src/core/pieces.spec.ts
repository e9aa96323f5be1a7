// That a message can be taken apart.
import { expect, it } from 'vitest';
import { pieces } from './pieces';

it('a message is cut where its values stand, whatever they hold and in whichever order', () => {
  const message = ({ name, folder }: Record<'name' | 'folder', string>) => `In ${folder}: ${name}.`;
  const cut = pieces(message, { name: 'In \uE001.md', folder: '/a' });
  expect(cut).toEqual([
    { name: null, text: 'In ' },
    { name: 'folder', text: '/a' },
    { name: null, text: ': ' },
    { name: 'name', text: 'In \uE001.md' },
    { name: null, text: '.' },
  ]);
});
