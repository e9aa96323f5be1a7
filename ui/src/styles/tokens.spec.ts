// That every ink and every speaker's hue can be read on every paper, and the hues told apart.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Colour = readonly [number, number, number];
type Theme = 'light' | 'dark';

const css = readFileSync('src/styles/tokens.css', 'utf8');

/** The linear RGB of a token in a theme. */
function token(name: string, theme: Theme): Colour {
  const pair = new RegExp(`--${name}: light-dark\\(oklch\\(([^)]*)\\), oklch\\(([^)]*)\\)\\)`).exec(css);
  const [l = '', c = '', h = ''] = (pair?.[theme === 'light' ? 1 : 2] ?? '').split(' ');
  expect(l, `the token ${name}`).toMatch(/%$/);
  return linear(Number.parseFloat(l) / 100, Number(c), Number(h));
}

/** OKLCH to linear sRGB: Björn Ottosson, "A perceptual color space for image processing" (2020). */
function linear(lightness: number, chroma: number, hue: number): Colour {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function oklab([red, green, blue]: Colour): Colour {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** The contrast of WCAG 2.2, from 1 to 21. */
function contrast(one: Colour, other: Colour): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance([red, green, blue]: Colour): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How linear RGB looks in each kind of sight: Machado, Oliveira and Fernandes (2009), severity 1. */
const SIGHTS: Record<string, readonly [Colour, Colour, Colour]> = {
  common: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seen(colour: Colour, rows: readonly [Colour, Colour, Colour]): Colour {
  const [red, green, blue] = colour;
  const row = ([r, g, b]: Colour) => Math.max(0, r * red + g * green + b * blue);
  return [row(rows[0]), row(rows[1]), row(rows[2])];
}

const HUES = Array.from({ length: 8 }, (_, i) => `hue-${i + 1}`);
const PAPERS = ['paper', 'raised', 'sunk'];

describe.each(['light', 'dark'] as const)('on %s paper', (theme) => {
  it.each(['ink', 'ink-2', 'ink-3', 'accent', ...HUES])('%s can be read', (name) => {
    for (const paper of PAPERS) {
      expect(contrast(token(name, theme), token(paper, theme)), paper).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(['ink', 'accent'])('%s can be read on the lit line', (name) => {
    expect(contrast(token(name, theme), token('lit', theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.entries(SIGHTS))('the speakers’ hues differ to %s', (_, rows) => {
    const looks = HUES.map((name) => oklab(seen(token(name, theme), rows)));
    for (const [i, one] of looks.entries()) {
      for (const other of looks.slice(i + 1)) {
        const difference = Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
        expect(difference, `hue ${i + 1}`).toBeGreaterThan(0.02);
      }
    }
  });
});

it('no speaker’s hue is amber', () => {
  for (const name of HUES) {
    const [light, dark] = [
      ...(new RegExp(`--${name}:.*`).exec(css)?.[0].matchAll(/% ([\d.]+) ([\d.]+)/g) ?? []),
    ];
    for (const one of [light, dark]) {
      const [, chroma, hue] = (one ?? []).map(Number);
      expect(chroma).toBeDefined();
      if ((chroma ?? 0) > 0.03) expect((hue ?? 0) > 100 || (hue ?? 0) < 15, `${name}: ${hue}`).toBe(true);
    }
  }
});
