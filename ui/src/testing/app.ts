// The whole interface in a test: what is pressed and clicked, and when it has settled.
import { fireEvent } from '@testing-library/svelte';
import { tick } from 'svelte';

/** The list measures its rows a few turns after they are there. */
export async function settled() {
  for (let turn = 0; turn < 6; turn++) await tick();
}

/** Presses a key where the focus is. */
export async function press(key: string, init: KeyboardEventInit = {}) {
  const code = key === ' ' ? 'Space' : key;
  await fireEvent.keyDown(document.activeElement ?? document.body, { key, code, bubbles: true, ...init });
  await settled();
}

export async function click(element: Element, init: MouseEventInit = {}) {
  await fireEvent.click(element, init);
  await settled();
}

/** Writes a text into a field, in place of what stands there. */
export async function type(field: Element, text: string) {
  await fireEvent.input(field, { target: { value: text } });
  await settled();
}
