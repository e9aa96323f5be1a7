// The sheets over an open episode: the report with the file's own lines, and writing the transcript.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import App from './App.svelte';
import { FakeBackend, type FakeOptions } from './ipc/fake';
import { NIGHT_SHIFT, NIGHT_SHIFT_PATH, NIGHT_SHIFT_REPORT, NIGHT_SHIFT_SOURCE } from './ipc/fake-episodes';
import { Session } from './state/session.svelte';
import { click, press, settled } from './testing/app';

async function launch(options: FakeOptions = {}) {
  const backend = new FakeBackend({ open: NIGHT_SHIFT_PATH, ...options });
  const session = new Session(backend);
  render(App, { session });
  await session.start();
  await settled();
  return backend;
}

const dialog = () => screen.getByRole('dialog');
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const reportButton = () => button(/^Report/);
const sourceLine = (number: number) => document.querySelector<HTMLElement>(`[data-source-line="${number}"]`);

describe('the report', () => {
  it('is one click away and says what was read', async () => {
    await launch();
    expect(reportButton().textContent).toMatch(/Report\s*4/);
    await click(reportButton());
    const text = dialog().textContent;
    for (const told of ['transcript.md was read as Markdown', 'names in bold', '558', 'Tomasz Okafor'])
      expect(text).toContain(told);
    expect(text).toContain('29 to the second, 2 utterances without');
    expect(text).toContain('1 worked out between others');
  });

  it('is asked for when it is opened, and not before', async () => {
    const backend = await launch();
    const report = vi.spyOn(backend, 'report');
    await settled();
    expect(report).not.toHaveBeenCalled();
    await click(reportButton());
    expect(report).toHaveBeenCalledExactlyOnceWith(1);
  });

  it('has the remarks by what was done, each with its line', async () => {
    await launch();
    await click(reportButton());
    const guessed = screen.getByRole('region', { name: /^Guessed/ });
    expect(
      within(guessed)
        .getAllByRole('button')
        .map((one) => one.textContent?.trim().slice(0, 7)),
    ).toEqual(['Line 23', 'Line 61']);
    const leftOut = screen.getByRole('region', { name: /^Left out/ });
    expect(leftOut.textContent).toContain('Whole file');
    expect(within(leftOut).queryByRole('button')).toBeNull();
  });

  it('says that there is nothing to remark', async () => {
    const transcript = NIGHT_SHIFT.transcript && { ...NIGHT_SHIFT.transcript, remarks: 0 };
    await launch({
      open: 'clean',
      report: { ...NIGHT_SHIFT_REPORT, remarks: [] },
      also: { clean: () => ({ kind: 'episode', episode: { ...NIGHT_SHIFT, transcript } }) },
    });
    expect(reportButton().textContent?.trim()).toBe('Report');
    await click(reportButton());
    expect(dialog().textContent).toContain('Nothing had to be joined');
  });

  it('is not there without a transcript', async () => {
    await launch({ open: '/wordless' });
    expect(screen.queryByRole('button', { name: /^Report/ })).toBeNull();
  });

  it('that can’t be made says why', async () => {
    const backend = await launch();
    vi.spyOn(backend, 'report').mockRejectedValue({ message: 'This episode is no longer open.' });
    await click(reportButton());
    expect(within(dialog()).getByRole('alert').textContent).toBe('This episode is no longer open.');
  });
});

describe('frames a second', () => {
  const rates = () => screen.getByRole<HTMLSelectElement>('combobox', { name: 'Frames a second' });
  const choose = async (name: string) => {
    const option = [...rates().options].find(({ text }) => text === name);
    if (option) option.selected = true;
    await fireEvent.change(rates());
    await settled();
  };
  const framed = { report: { ...NIGHT_SHIFT_REPORT, frameRate: 24 } };

  it('are not asked where the file counts none', async () => {
    await launch();
    await click(reportButton());
    expect(within(screen.getByRole('dialog')).queryByRole('combobox')).toBeNull();
  });

  it('can be chosen, and what is on the screen is read anew', async () => {
    const backend = await launch(framed);
    const { transcript } = NIGHT_SHIFT;
    const again = vi.spyOn(backend, 'setFrameRate').mockImplementationOnce(async () => {
      const lines = transcript && {
        ...transcript.lines,
        startsMs: transcript.lines.startsMs.map(() => 99_000),
      };
      return { ...NIGHT_SHIFT, id: 1, transcript: transcript && lines && { ...transcript, lines } };
    });
    await click(reportButton());
    expect(rates().selectedOptions[0]?.text).toBe('24, likely');
    await choose('29.97');
    expect(again).toHaveBeenCalledExactlyOnceWith(1, 29.97);
    expect(document.querySelector<HTMLElement>('[data-line="0"]')?.dataset.startMs).toBe('99000');
    expect(rates().selectedOptions[0]?.text).toBe('29.97');
    expect(dialog().textContent).toContain('as you chose');
    await choose('24, likely');
    expect(again).toHaveBeenLastCalledWith(1, null);
    expect(dialog().textContent).toContain('lowest usual rate');
  });

  it('stay as they were where the file can’t be read again', async () => {
    const backend = await launch(framed);
    vi.spyOn(backend, 'setFrameRate').mockRejectedValue({ message: 'The file is gone.' });
    await click(reportButton());
    await choose('25');
    expect(within(dialog()).getByRole('alert').textContent).toBe('The file is gone.');
    expect(rates().selectedOptions[0]?.text).toBe('24, likely');
  });
});

describe('a remark’s line', () => {
  async function openLine(name: RegExp, options: FakeOptions = {}, prepare?: (backend: FakeBackend) => void) {
    const backend = await launch(options);
    prepare?.(backend);
    await click(reportButton());
    await click(button(name));
    await waitFor(() => expect(document.querySelector('[data-source-line]')).not.toBeNull());
    await settled();
    return backend;
  }

  it('is shown as the file has it, and stands out', async () => {
    await openLine(/^Line 23/);
    await waitFor(() => expect(sourceLine(23)).not.toBeNull());
    expect(sourceLine(23)?.textContent).toContain(NIGHT_SHIFT_SOURCE[22]);
    expect(sourceLine(23)?.getAttribute('aria-current')).toBe('true');
    expect(document.querySelectorAll('[data-source-line][aria-current]').length).toBe(1);
    expect(dialog().textContent).toContain('Two lines have the time 0:52');
  });

  it('leads back to its remark by the button and by Escape', async () => {
    await openLine(/^Line 23/);
    await click(button('Back to the report'));
    expect(document.activeElement?.getAttribute('data-remark')).toBe('guessed-0');
    await click(button(/^Line 61/));
    await fireEvent(dialog(), new Event('cancel', { cancelable: true }));
    await settled();
    expect(document.activeElement?.getAttribute('data-remark')).toBe('guessed-1');
  });

  it('is fetched with its surroundings, not with the whole file', async () => {
    const long = Array.from({ length: 5_000 }, (_, i) => `line ${i + 1}`);
    const remark = { line: 2_345, column: null, message: 'The file has a mark here that goes back.' };
    const asked: number[][] = [];
    await openLine(
      /^Line 2,345/,
      { report: { ...NIGHT_SHIFT_REPORT, remarks: [{ kind: 'guessed', remarks: [remark] }] } },
      (backend) =>
        vi.spyOn(backend, 'sourceLines').mockImplementation(async (_, first, count) => {
          asked.push([first, count]);
          const lines = long
            .slice(first - 1, first - 1 + count)
            .map((text) => ({ before: 0, text, more: 0 }));
          return { first, lines, total: long.length, changed: false };
        }),
    );
    await waitFor(() => expect(sourceLine(2_345)?.textContent).toContain('line 2345'));
    expect(asked[0]).toEqual([2_201, 200]);
    expect(asked.length).toBeLessThan(5);
    expect(document.querySelectorAll('[data-source-line]').length).toBeLessThan(60);
  });

  it('is shown around the place that is meant, where the file is a single line', async () => {
    const remark = { line: 1, column: 10_234, message: 'The time “-1” lies before the recording.' };
    const line = { before: 10_200, text: `${'é'.repeat(33)}{"start":-1},{"start":2}`, more: 70 };
    const asked = vi.fn();
    await openLine(
      /^Line 1, character 10,234/,
      { report: { ...NIGHT_SHIFT_REPORT, remarks: [{ kind: 'guessed', remarks: [remark] }] } },
      (backend) =>
        vi.spyOn(backend, 'sourceLines').mockImplementation(async (_, first, __, column) => {
          asked(column);
          return { first, lines: [line], total: 1, changed: false };
        }),
    );
    await waitFor(() => expect(sourceLine(1)?.querySelector('mark')?.textContent).toBe('{"start":-1}'));
    expect(asked).toHaveBeenCalledExactlyOnceWith(10_234);
    expect(sourceLine(1)?.textContent).toContain('10,200 characters before');
    expect(sourceLine(1)?.textContent).toContain('70 more characters');
  });

  it('says when the file has changed, is gone, or goes on and on', async () => {
    const answer = {
      first: 1,
      lines: [{ before: 0, text: '{"segments":', more: 5_000_000 }],
      total: 1,
      changed: true,
    };
    const backend = await openLine(/^Line 23/, {}, (backend) =>
      vi.spyOn(backend, 'sourceLines').mockResolvedValue(answer),
    );
    expect(dialog().textContent).toContain('has changed since');
    expect(dialog().textContent).toContain('only 1 line now');
    expect(dialog().textContent).toContain('5,000,000 more characters in this line');

    vi.spyOn(backend, 'sourceLines').mockRejectedValue({ message: '“transcript.md” is no longer there.' });
    await click(screen.getByRole('button', { name: 'Close' }));
    await click(reportButton());
    await click(button(/^Line 23/));
    await waitFor(() => expect(within(dialog()).getByRole('alert').textContent).toContain('no longer there'));
  });
});

describe('exporting', () => {
  const preview = () => screen.getByTestId('preview').textContent ?? '';
  const box = (name: string | RegExp) => screen.getByRole('checkbox', { name });

  async function openExport(options: FakeOptions = {}) {
    const backend = await launch(options);
    await press('e', { ctrlKey: true });
    await waitFor(() => expect(preview()).not.toBe(''));
    return backend;
  }

  it('shows how the file begins, and anew with each choice', async () => {
    await openExport();
    expect(preview()).toMatch(/^srt/);
    await click(screen.getByRole('radio', { name: /^Markdown/ }));
    expect(preview()).toMatch(/^markdown/);
    await click(box('Names of speakers'));
    expect(preview()).toContain('"speakers": false');
  });

  it('shows a document as its paragraphs', async () => {
    await openExport();
    await click(screen.getByRole('radio', { name: /^DOCX/ }));
    const runs = [...document.querySelectorAll('.document p span')].map((run) => run.textContent);
    expect(runs).toEqual(['Ann: ', '[00:00:01] ', 'Good evening.']);
  });

  it('offers the options that the format has, and no others', async () => {
    await openExport();
    const offered = () =>
      [...screen.queryAllByRole('checkbox'), ...screen.queryAllByRole('spinbutton')].map(
        (one) => (one as HTMLInputElement).name,
      );
    const limits = ['lineLength', 'lines', 'shortestS', 'longestS'];
    expect(offered()).toEqual(['speakers', ...limits]);
    await click(screen.getByRole('radio', { name: /^WebVTT/ }));
    expect(offered()).toEqual(['speakers', 'wordTimes', ...limits]);
    await click(screen.getByRole('radio', { name: /^plain text/ }));
    expect(offered()).toEqual(['speakers', 'times', 'origins']);
    await click(box('Times'));
    expect(offered()).toEqual(['speakers', 'times']);
  });

  it('takes a limit within its bounds and puts back what is none', async () => {
    await openExport();
    const length = screen.getByRole<HTMLInputElement>('spinbutton', { name: /Line length/ });
    await fireEvent.input(length, { target: { value: '32' } });
    await settled();
    expect(preview()).toContain('"lineLength": 32');
    await fireEvent.input(length, { target: { value: '3' } });
    await fireEvent.blur(length);
    await settled();
    expect(preview()).toContain('"lineLength": 32');
    expect(length.value).toBe('32');
  });

  it('writes what was chosen and says where', async () => {
    const backend = await openExport();
    const write = vi.spyOn(backend, 'export');
    await click(screen.getByRole('radio', { name: /^TTML/ }));
    await click(button('Save as…'));
    expect(write).toHaveBeenCalledExactlyOnceWith(1, 'ttml', expect.objectContaining({ speakers: true }));
    const told = within(dialog()).getByRole('status').textContent;
    expect(told).toContain('transcript.ttml');
    expect(told).toContain(NIGHT_SHIFT_PATH);
  });

  it('says nothing when the dialog was cancelled, and why when nothing could be written', async () => {
    const backend = await openExport();
    const write = vi.spyOn(backend, 'export').mockResolvedValueOnce(null);
    await click(button('Save as…'));
    expect(within(dialog()).getByRole('status').textContent?.trim()).toBe('');
    write.mockRejectedValueOnce({ message: 'There is a file “a.srt” already; it was left as it is.' });
    await click(button('Save as…'));
    expect(within(dialog()).getByRole('status').textContent).toContain('left as it is');
    expect(button('Save as…').hasAttribute('disabled')).toBe(false);
  });

  it('can’t be saved where the transcript can’t be written so', async () => {
    const backend = await launch();
    vi.spyOn(backend, 'previewExport').mockRejectedValue({ message: 'The transcript has no times.' });
    await press('e', { ctrlKey: true });
    expect(within(dialog()).getByRole('status').textContent).toContain('has no times');
    expect(button('Save as…').hasAttribute('disabled')).toBe(true);
  });

  it('keeps what was chosen when it is opened again, and one sheet is open at a time', async () => {
    await openExport();
    await click(screen.getByRole('radio', { name: /^CSV/ }));
    await press('F1');
    expect(screen.getAllByRole('dialog').length).toBe(1);
    await click(button('Close'));
    await press('e', { ctrlKey: true });
    expect(screen.getByRole<HTMLInputElement>('radio', { name: /^CSV/ }).checked).toBe(true);
  });

  it('has nothing to write without a transcript', async () => {
    await launch({ open: '/wordless' });
    await press('e', { ctrlKey: true });
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
