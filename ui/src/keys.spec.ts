// Keys changed in their sheet, and the palette.
import { render, screen, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import App from './App.svelte';
import { FakeBackend } from './ipc/fake';
import { NIGHT_SHIFT_PATH } from './ipc/fake-episodes';
import { Session } from './state/session.svelte';
import { click, press, settled, type } from './testing/app';

let backend: FakeBackend;

async function launch(open: string | null = NIGHT_SHIFT_PATH) {
  backend = new FakeBackend({ open });
  const session = new Session(backend);
  render(App, { session });
  await session.start();
  await settled();
  return session;
}

afterEach(() => vi.restoreAllMocks());

describe('the sheet of keys', () => {
  const sheet = () => within(screen.getByRole('dialog', { name: 'Keys' }));
  const row = (name: string) => {
    const found = sheet()
      .getAllByRole('listitem')
      .find((one) => one.textContent?.startsWith(name));
    if (!found) throw new Error(`There is no row “${name}”.`);
    return found;
  };
  const keysOf = (name: string) => [...row(name).querySelectorAll('kbd')].map((one) => one.textContent);
  async function record(name: string, key: string, init: KeyboardEventInit = {}) {
    const add = within(row(name)).getByRole('button', { name: /^Add a key/ });
    await click(add);
    add.focus();
    await press(key, init);
  }

  it('opens with ?, wherever that lies, and finds commands by what they are called and by their keys', async () => {
    await launch();
    await press('?', { shiftKey: true });
    const search = sheet().getByRole('searchbox');
    await type(search, 'line prev');
    expect(
      sheet()
        .getAllByRole('listitem')
        .map((one) => one.textContent?.trim().slice(0, 13)),
    ).toEqual(['Previous line']);
    await type(search, 'ctrl o');
    expect(keysOf('Open a folder')).toEqual(['Ctrl O']);
    await type(search, 'nothing of the sort');
    expect(sheet().getByText('No command is called that.')).toBeTruthy();
  });

  it('takes the key that is pressed, which does its work from then on and nothing while it is recorded', async () => {
    const session = await launch();
    const play = vi.spyOn(backend, 'play');
    const save = vi.spyOn(backend, 'saveSettings');
    await press('F1');
    await record('Play or pause', 'q');
    expect(play).not.toHaveBeenCalled();
    expect(keysOf('Play or pause')).toEqual(['Space', 'K', 'Q']);
    expect(save).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ keys: { playPause: ['Space', 'K', 'Q'] } }),
    );
    session.toggle('keys', false);
    await settled();
    (document.activeElement as HTMLElement).blur();
    await press('q');
    expect(play).toHaveBeenCalledTimes(1);
  });

  it('asks before it takes a key from another command, and can leave it there', async () => {
    const session = await launch();
    await press('F1');
    await record('Mute', 'f');
    expect(sheet().getByRole('alert').textContent).toContain('F is what does “Back to the current line');
    await click(sheet().getByRole('button', { name: 'Cancel' }));
    expect(keysOf('Mute')).toEqual(['M']);
    await record('Mute', 'f');
    await click(sheet().getByRole('button', { name: /^Use it for/ }));
    expect([keysOf('Mute'), keysOf('Back to the current line')]).toEqual([['M', 'F'], []]);
    expect(session.settings.keys).toEqual({ mute: ['M', 'F'], follow: [] });
  });

  it('takes keys off, and gives the usual ones back', async () => {
    const session = await launch();
    await press('F1');
    await click(within(row('Play or pause')).getByRole('button', { name: /^Take K off/ }));
    expect(keysOf('Play or pause')).toEqual(['Space']);
    await click(within(row('Play or pause')).getByRole('button', { name: /usual keys$/ }));
    expect(keysOf('Play or pause')).toEqual(['Space', 'K']);
    expect(session.settings.keys).toEqual({});
  });

  it('leaves all as it is with Esc while a key is recorded', async () => {
    const session = await launch();
    await press('F1');
    await record('Mute', 'Escape');
    expect(session.settings.keys).toEqual({});
    expect(within(row('Mute')).getByRole('button', { name: /^Add a key/ })).toBeTruthy();
  });
});

it('a tooltip names the key that does it now, and none where none does', async () => {
  const session = await launch();
  const button = () => screen.getByRole('button', { name: 'Play' });
  expect(button().title).toBe('Play (Space)');
  session.change({ keys: { playPause: ['Ctrl+P'] } });
  await settled();
  expect(button().title).toBe('Play (Ctrl P)');
  session.change({ keys: { playPause: [] } });
  await settled();
  expect(button().title).toBe('Play');
});

describe('the palette', () => {
  const field = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Go to or do' });
  const options = () => screen.getAllByRole('option').map((one) => one.textContent);
  const active = () => document.getElementById(field().getAttribute('aria-activedescendant') ?? '');

  async function ask(text: string) {
    await press('k', { ctrlKey: true });
    await type(field(), text);
  }

  it('does a command, which may open a sheet', async () => {
    await launch();
    await ask('sett');
    field().focus();
    expect(active()?.textContent).toBe('SettingsCtrl ,');
    await press('Enter');
    expect(screen.getByRole('dialog', { name: 'Settings' })).toBeTruthy();
    expect(screen.queryByRole('combobox', { name: 'Go to or do' })).toBeNull();
  });

  it('goes to the line of a time', async () => {
    await launch();
    await ask('0:20');
    const seek = vi.spyOn(backend, 'seek');
    expect(options()[0]).toContain('Go to 0:20We will come to that one.');
    field().focus();
    await press('Enter');
    expect(seek).toHaveBeenCalledExactlyOnceWith(20_000, true);
  });

  it('goes to a key point, and to the next turn of whoever speaks', async () => {
    await launch();
    const seek = vi.spyOn(backend, 'seek');
    for (const text of ['fog failed', 'ines', 'ines']) {
      await ask(text);
      field().focus();
      await press('Enter');
    }
    expect(seek.mock.calls.map(([to]) => to)).toEqual([84_000, 154_000, 203_000]);
  });

  it('is walked by the arrows, round and round, which tell a screen reader where one is', async () => {
    await launch(null);
    await ask('text');
    field().focus();
    const names = ['Larger text', 'Smaller text', 'Text as large as usual'];
    const walked = [];
    for (let step = 0; step < 4; step++) {
      walked.push(active()?.querySelector('span')?.textContent);
      await press('ArrowDown');
    }
    expect([...walked.slice(0, 3)].sort()).toEqual(names);
    expect(walked[3]).toBe(walked[0]);
  });

  it('has nothing that couldn’t be done now', async () => {
    await launch(null);
    await ask('play');
    expect(screen.queryAllByRole('option')).toEqual([]);
    expect(screen.getByText('Nothing here is called that.')).toBeTruthy();
  });
});
