// Draws a tile of the waveform: a bar for each peak, in the colour of who talks there.
import { speakerLook } from '../core/speakers';
import { speakerAt, type Talk } from '../core/talk';
import { BAR_PITCH_PX, BAR_PX, barHeight, BARS, TILE_PX } from '../core/waveform';
import type { Section } from '../ipc/bindings';

/** What the tokens come to in the theme that is on. */
export interface Palette {
  /** By hue, from 1: a speaker's colour; at 0 that of a voice without a name. */
  readonly voices: readonly string[];
  /** Of what isn't measured yet. */
  readonly unknown: string;
}

export interface Picture {
  stretch: Section;
  /** Pairs of the least and the greatest sample, one a bar; null before they are known. */
  pairs: Int16Array | null;
  gain: number;
  talk: Talk | null;
  palette: Palette;
  /** Pixels of the screen to one of CSS. */
  ratio: number;
}

/** The height of a tile, in CSS px. */
export const WAVE_PX = 30;
/** Silence is a line as high as this, and what isn't measured half of it. */
const LEAST_PX = 2;

export function drawTile(canvas: HTMLCanvasElement, picture: Picture): void {
  const { stretch, pairs, gain, talk, palette, ratio } = picture;
  canvas.width = Math.round(TILE_PX * ratio);
  canvas.height = Math.round(WAVE_PX * ratio);
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  /** Edges lie between pixels of the screen, so that no bar is blurred. */
  const bar = (bar: number, widthPx: number, heightPx: number) => {
    const left = Math.round(bar * BAR_PITCH_PX * ratio);
    const right = Math.round((bar * BAR_PITCH_PX + widthPx) * ratio);
    const height = Math.max(1, Math.round(heightPx * ratio));
    pen.fillRect(left, Math.floor((canvas.height - height) / 2), Math.max(1, right - left), height);
  };
  for (let i = 0; i < BARS; i++) {
    const height = pairs && barHeight(pairs[i * 2] ?? 1, pairs[i * 2 + 1] ?? 0, gain);
    if (height === null) {
      pen.fillStyle = palette.unknown;
      bar(i, BAR_PITCH_PX, LEAST_PX / 2);
      continue;
    }
    const middleMs = stretch.fromMs + ((stretch.toMs - stretch.fromMs) * (i + 0.5)) / BARS;
    const speaker = talk && speakerAt(talk, middleMs);
    pen.fillStyle = palette.voices[speaker === null ? 0 : speakerLook(speaker).hue] ?? '';
    bar(i, BAR_PX, Math.max(LEAST_PX, height * WAVE_PX));
  }
}
