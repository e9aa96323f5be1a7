// What the colour tokens come to in the theme that is on, for what is drawn and not styled.
import type { Palette } from './drawing';

export class Colours {
  /** Changes with the theme; null before it is watched. */
  palette = $state.raw<Palette | null>(null);

  /** Reads the colours of an element's children, the unknown's last, now and after each change of the theme. */
  watch(probe: Element): () => void {
    const read = () => {
      const colours = Array.from(probe.children, (child) => getComputedStyle(child).color);
      this.palette = { voices: colours.slice(0, -1), unknown: colours.at(-1) ?? '' };
    };
    read();
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', read);
    const chosen = new MutationObserver(read);
    chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      dark.removeEventListener('change', read);
      chosen.disconnect();
    };
  }
}
